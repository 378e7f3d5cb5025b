"""The one table of legal moves of a candidacy, in the pool and on the path after it (DESIGN §4)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from campaigns.enums import LIVE, PathStep, PoolState

DRAFT, SUBMITTED, RETURNED, APPROVED, REJECTED, WITHDRAWN = PoolState


class Move(models.TextChoices):
    """What can be done with a candidacy; names of lines in its history too."""

    BEGIN = "begin", pgettext_lazy("move of a candidacy", "begun")
    IMPORT = "import", pgettext_lazy("move of a candidacy", "taken over from a table")
    EDIT = "edit", pgettext_lazy("move of a candidacy", "changed")
    ATTACH = "attach", pgettext_lazy("move of a candidacy", "document added")
    SUBMIT = "submit", pgettext_lazy("move of a candidacy", "submitted")
    RETURN = "return", pgettext_lazy("move of a candidacy", "returned for revision")
    APPROVE = "approve", pgettext_lazy("move of a candidacy", "approved")
    REJECT = "reject", pgettext_lazy("move of a candidacy", "rejected")
    WITHDRAW = "withdraw", pgettext_lazy("move of a candidacy", "withdrawn")
    ANNOUNCE = "announce", pgettext_lazy("move of a candidacy", "announced")
    ASK_OPINION = "ask-opinion", pgettext_lazy("move of a candidacy", "second opinion asked")
    GIVE_OPINION = "give-opinion", pgettext_lazy("move of a candidacy", "second opinion given")
    ASK_CHANGE = "ask-change", pgettext_lazy("move of a candidacy", "change asked")
    TAKE_BACK_CHANGE = "take-back-change", pgettext_lazy("move of a candidacy", "change taken back")
    DECIDE_CHANGE = "decide-change", pgettext_lazy("move of a candidacy", "change decided")
    RECORD_STEP = "record-step", pgettext_lazy("move of a candidacy", "step recorded")
    TAKE_BACK_STEP = "take-back-step", pgettext_lazy("move of a candidacy", "step taken back")
    SEND_LINK = "send-link", pgettext_lazy("move of a candidacy", "link sent to the candidate")
    OBJECT = "object", pgettext_lazy("move of a candidacy", "correction demanded by the candidate")
    CONFIRM = "confirm", pgettext_lazy("move of a candidacy", "confirmed by the candidate")
    WITHDRAW_CONSENT = "withdraw-consent", pgettext_lazy("move of a candidacy", "consent withdrawn")
    MERGE = "merge", pgettext_lazy("move of a candidacy", "joined with another record of the person")
    TAKE_DOWN = "take-down", pgettext_lazy("move of a candidacy", "data removed")
    ERASE = "erase", pgettext_lazy("move of a candidacy", "private data erased after their time")


EVERY = tuple(PoolState)
# From which states of the pool, and to which; None: it stays.
LEGAL = {
    Move.BEGIN: ((DRAFT,), None),
    Move.IMPORT: ((DRAFT,), None),
    Move.EDIT: ((DRAFT, RETURNED), None),
    # Papers for the registration may come after the rest.
    Move.ATTACH: (LIVE, None),
    Move.SUBMIT: ((DRAFT, RETURNED), SUBMITTED),
    Move.RETURN: ((SUBMITTED,), RETURNED),
    Move.APPROVE: ((SUBMITTED,), APPROVED),
    Move.REJECT: ((SUBMITTED,), REJECTED),
    Move.WITHDRAW: (LIVE, WITHDRAWN),
    Move.ANNOUNCE: ((APPROVED, REJECTED), None),
    Move.ASK_OPINION: ((SUBMITTED,), None),
    Move.GIVE_OPINION: ((SUBMITTED,), None),
    Move.ASK_CHANGE: ((APPROVED,), None),
    Move.TAKE_BACK_CHANGE: ((APPROVED,), None),
    Move.DECIDE_CHANGE: ((APPROVED,), None),
    Move.RECORD_STEP: ((APPROVED,), None),
    Move.TAKE_BACK_STEP: ((APPROVED,), None),
    Move.SEND_LINK: (LIVE, None),
    Move.CONFIRM: (LIVE, None),
    # The rights of whom the data are about end with no state.
    Move.OBJECT: (EVERY, None),
    Move.WITHDRAW_CONSENT: (EVERY, None),
    Move.MERGE: (EVERY, None),
    Move.TAKE_DOWN: (EVERY, WITHDRAWN),
    Move.ERASE: (EVERY, None),
}
# Who makes the move: the branch that registered, or a reviewer (`campaigns.candidates.access`).
BY_BRANCH = frozenset(
    {
        *(Move.EDIT, Move.ATTACH, Move.SUBMIT, Move.WITHDRAW, Move.SEND_LINK),
        *(Move.ASK_CHANGE, Move.TAKE_BACK_CHANGE),
    }
)
BY_REVIEWER = frozenset(
    {
        *(Move.RETURN, Move.APPROVE, Move.REJECT, Move.ANNOUNCE, Move.ASK_OPINION, Move.GIVE_OPINION),
        *(Move.DECIDE_CHANGE, Move.RECORD_STEP, Move.TAKE_BACK_STEP),
    }
)

# The path: what may follow each step.
NEXT = {
    PathStep.IN_POOL: (PathStep.PROPOSED,),
    PathStep.PROPOSED: (PathStep.NOMINATED,),
    PathStep.NOMINATED: (PathStep.REGISTERED, PathStep.REFUSED),
    PathStep.REGISTERED: (PathStep.ELECTED, PathStep.NOT_ELECTED),
    PathStep.REFUSED: (),
    PathStep.ELECTED: (PathStep.MANDATE,),
    # A mandate may fall to the next of the list later.
    PathStep.NOT_ELECTED: (PathStep.MANDATE,),
    PathStep.MANDATE: (),
}


def is_legal(move, state):
    """Whether the move can be made in that `PoolState`, whoever makes it."""
    return state in LEGAL[move][0]
