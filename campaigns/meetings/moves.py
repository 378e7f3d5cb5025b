"""The one table of legal moves of a meeting's record. Closing it is an act of its own."""

from django.db import models
from django.utils.translation import pgettext_lazy

from campaigns.enums import MeetingState

DRAFT, CONFIRMED, CLOSED = MeetingState


class Move(models.TextChoices):
    """What can be done with the record of a meeting; names of lines in its history too."""

    BEGIN = "begin", pgettext_lazy("move of a meeting", "begun")
    IMPORT = "import", pgettext_lazy("move of a meeting", "pre-filled from a text")
    EDIT = "edit", pgettext_lazy("move of a meeting", "changed")
    CONFIRM = "confirm", pgettext_lazy("move of a meeting", "confirmed")
    CLOSE = "close", pgettext_lazy("move of a meeting", "closed")
    REOPEN = "reopen", pgettext_lazy("move of a meeting", "opened again")
    BUILD = "build", pgettext_lazy("move of a meeting", "report built")
    DISCARD = "discard", pgettext_lazy("move of a meeting", "discarded")


# From which states, and to which; None: it stays.
LEGAL = {
    Move.BEGIN: ((DRAFT,), None),
    Move.IMPORT: ((DRAFT,), None),
    Move.EDIT: ((DRAFT, CONFIRMED), DRAFT),  # what was changed is confirmed anew
    Move.CONFIRM: ((DRAFT,), CONFIRMED),
    Move.CLOSE: ((CONFIRMED,), CLOSED),
    Move.REOPEN: ((CLOSED,), DRAFT),
    Move.BUILD: ((CLOSED,), None),
    Move.DISCARD: ((DRAFT, CONFIRMED), None),
}


def is_legal(move, state):
    return state in LEGAL[move][0]
