"""The one table of legal moves of an application: received → contacted → joined | declined. An ally helps
where a member joins."""

from django.db import models
from django.utils.translation import pgettext_lazy

from campaigns.enums import JOIN_OPEN, JoinState, Wish

RECEIVED, CONTACTED, JOINED, DECLINED, TAKEN_BACK = JoinState


class Move(models.TextChoices):
    """What can be done with an application; names of lines in its history too."""

    RECEIVE = "receive", pgettext_lazy("move of an application", "received")
    CONTACT = "contact", pgettext_lazy("move of an application", "answered")
    JOIN = "join", pgettext_lazy("move of an application", "joined")
    WELCOME = "welcome", pgettext_lazy("move of an application", "helps as an ally")
    CORRECT = "correct", pgettext_lazy("move of an application", "answer corrected")
    DECLINE = "decline", pgettext_lazy("move of an application", "declined")
    REOPEN = "reopen", pgettext_lazy("move of an application", "opened again")
    PASS_ON = "pass-on", pgettext_lazy("move of an application", "passed on")
    TAKE_BACK = "take-back", pgettext_lazy("move of an application", "taken back by the applicant")
    FORGET = "forget", pgettext_lazy("move of an application", "data erased as the applicant wished")
    LAPSE = "lapse", pgettext_lazy("move of an application", "ended without an outcome")
    ERASE = "erase", pgettext_lazy("move of an application", "data erased")


ENDED = (JOINED, DECLINED, TAKEN_BACK)
# From which states, and to which; None: it stays. Whom another branch gets hears from it anew.
LEGAL = {
    Move.RECEIVE: ((RECEIVED,), None),
    Move.CONTACT: ((RECEIVED,), CONTACTED),
    Move.JOIN: (JOIN_OPEN, JOINED),
    Move.WELCOME: (JOIN_OPEN, JOINED),
    Move.CORRECT: ((CONTACTED, JOINED, DECLINED), None),
    Move.DECLINE: (JOIN_OPEN, DECLINED),
    Move.REOPEN: ((JOINED, DECLINED), CONTACTED),
    Move.PASS_ON: (JOIN_OPEN, RECEIVED),
    Move.TAKE_BACK: (JOIN_OPEN, TAKEN_BACK),
    Move.FORGET: ((JOINED, DECLINED), None),
    Move.LAPSE: (JOIN_OPEN, DECLINED),
    Move.ERASE: (ENDED, None),
}
# Who makes the move (`campaigns.joining.access`); the others are the applicant's and the portal's own.
BY_BRANCH = frozenset(
    {Move.CONTACT, Move.JOIN, Move.WELCOME, Move.CORRECT, Move.DECLINE, Move.REOPEN, Move.PASS_ON}
)
BY_HEADQUARTERS = frozenset({Move.PASS_ON})
# Which wish the move answers; the others fit both.
ANSWERS = {Move.JOIN: Wish.MEMBER, Move.WELCOME: Wish.ALLY}


def fits(move, application):
    """Whether the move answers what this applicant wishes."""
    return ANSWERS.get(move, application.wish) == application.wish


def is_legal(move, state):
    """Whether the move can be made in that `JoinState`, whoever makes it."""
    return state in LEGAL[move][0]
