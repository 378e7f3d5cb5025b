"""The one table of legal moves of a task (DESIGN §4: open → in progress → done → accepted | returned)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from campaigns.enums import TaskState

OPEN, IN_PROGRESS, DONE, RETURNED, ACCEPTED, CALLED_OFF = TaskState


class Move(models.TextChoices):
    """What can be done with a task; names of lines in its history too."""

    GIVE = "give", pgettext_lazy("move of a task", "given")
    EDIT = "edit", pgettext_lazy("move of a task", "changed")
    START = "start", pgettext_lazy("move of a task", "begun")
    TICK = "tick", pgettext_lazy("move of a task", "step of the checklist ticked")
    COMMENT = "comment", pgettext_lazy("move of a task", "commented")
    APPOINT = "appoint", pgettext_lazy("move of a task", "people named")
    PROVE = "prove", pgettext_lazy("move of a task", "evidence added")
    DROP_PROOF = "drop-proof", pgettext_lazy("move of a task", "evidence taken away")
    REPORT = "report", pgettext_lazy("move of a task", "reported as done")
    TAKE_BACK = "take-back", pgettext_lazy("move of a task", "report taken back")
    ACCEPT = "accept", pgettext_lazy("move of a task", "accepted")
    RETURN = "return", pgettext_lazy("move of a task", "returned")
    REOPEN = "reopen", pgettext_lazy("move of a task", "acceptance taken back")
    CALL_OFF = "call-off", pgettext_lazy("move of a task", "called off")
    REMOVE = "remove", pgettext_lazy("move of a task", "file or text removed")


EVERY = tuple(TaskState)
AT_WORK = (OPEN, IN_PROGRESS, RETURNED)
# From which states, and to which; None: it stays.
LEGAL = {
    Move.GIVE: ((OPEN,), None),
    Move.EDIT: (AT_WORK, None),
    Move.START: ((OPEN,), IN_PROGRESS),
    Move.TICK: (AT_WORK, None),
    Move.COMMENT: (EVERY, None),
    Move.APPOINT: (AT_WORK, None),
    Move.PROVE: ((IN_PROGRESS, RETURNED), None),
    Move.DROP_PROOF: ((IN_PROGRESS, RETURNED), None),
    Move.REPORT: ((IN_PROGRESS, RETURNED), DONE),
    Move.TAKE_BACK: ((DONE,), IN_PROGRESS),
    Move.ACCEPT: ((DONE,), ACCEPTED),
    Move.RETURN: ((DONE,), RETURNED),
    Move.REOPEN: ((ACCEPTED,), RETURNED),
    Move.CALL_OFF: (AT_WORK, CALLED_OFF),
    Move.REMOVE: (EVERY, None),
}
# Who makes the move: who does the task, who leads it (`campaigns.headquarters.access`), or the officer for data
# protection.
BY_DOER = frozenset(
    {
        Move.START,
        Move.TICK,
        Move.APPOINT,
        Move.COMMENT,
        Move.PROVE,
        Move.DROP_PROOF,
        Move.REPORT,
        Move.TAKE_BACK,
    }
)
BY_LEADER = frozenset(
    {
        *(Move.GIVE, Move.EDIT, Move.APPOINT, Move.COMMENT),
        *(Move.ACCEPT, Move.RETURN, Move.REOPEN, Move.CALL_OFF, Move.REMOVE),
    }
)
BY_OFFICER = frozenset({Move.REMOVE})


def is_legal(move, state):
    """Whether the move can be made in that `TaskState`, whoever makes it."""
    return state in LEGAL[move][0]
