"""Tags for the front page of the workplace."""

from dataclasses import dataclass

from django import template
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from appeals.enums import WRITING, Gap, Move, Status
from appeals.models import MoveRecord, NeutralityProposal, Publication

register = template.Library()
AT_MOST = 10


@dataclass(frozen=True)
class Waiting:
    title: str
    items: list
    shows_gap: bool = False
    shows_status: bool = False


@register.simple_tag
def waiting(user):
    """What `user` has to do with: a list of `Waiting`, at most ten publications each, one query each.

    What is empty is left out.
    """
    lists = []
    if user.has_perm("appeals.decide_publication"):
        lists.append(Waiting(_("Waits for your decision"), to_decide(), shows_status=True))
        lists.append(Waiting(_("Proposed as neutral: waits for your decision"), to_judge(user)))
    if user.has_perm("appeals.write_publication"):
        lists.append(Waiting(_("Returned to you"), returned_to(user)))
        lists.append(Waiting(_("My texts"), texts_of(user), shows_status=True))
        disagreeing = standing().exclude(gap=Gap.NONE)[:AT_MOST]
        lists.append(Waiting(_("The languages do not agree"), disagreeing, shows_gap=True))
    if user.has_perm("appeals.decide_publication"):
        lists.append(Waiting(_("Scheduled for publication"), scheduled()))
    return [one for one in lists if one.items]


def standing():
    return Publication.objects.filter(withdrawn_at=None).select_related("changed_by")


def unpublished():
    """Texts that readers do not have, neither now nor by the schedule."""
    return standing().with_state().filter(Q(last_version=None) | ~Q(last_version=F("version")))


def texts_of(user):
    """Unpublished texts that `user` made or was the last to edit, newest first."""
    made = MoveRecord.objects.filter(actor=user, move__in=(Move.CREATE, Move.IMPORT))
    mine = Q(changed_by=user) | Q(pk__in=made.values("publication"))
    return unpublished().filter(mine).order_by("-changed_at")[:AT_MOST]


def scheduled():
    """What will become public, the next first; `scheduled_for` is the hour."""
    return standing().with_state().exclude(scheduled_for=None).order_by("scheduled_for")[:AT_MOST]


def to_decide():
    """Texts under review, and approved ones that are not out yet."""
    return (
        unpublished().filter(status__in=(Status.IN_REVIEW, Status.APPROVED)).order_by("changed_at")[:AT_MOST]
    )


def to_judge(user):
    """Campaign material that somebody else proposed to count as neutral."""
    open_ones = NeutralityProposal.objects.filter(accepted=None).exclude(proposed_by=user)
    proposed = Publication.objects.filter(pk__in=open_ones.values("publication"))
    return proposed.select_related("changed_by").order_by("changed_at")[:AT_MOST]


def returned_to(user):
    """Drafts sent back to their writers, `user` among them, with the words that went along."""
    last = MoveRecord.objects.filter(publication=OuterRef("pk")).order_by("-at", "-pk")
    written = MoveRecord.objects.filter(actor=user, move__in=(*WRITING, Move.SUBMIT))
    return (
        standing()
        .filter(status=Status.DRAFT, pk__in=written.values("publication"))
        .annotate(
            last_move=Subquery(last.values("move")[:1]), returned_because=Subquery(last.values("reason")[:1])
        )
        .filter(last_move=Move.RETURN)
        .order_by("-changed_at")[:AT_MOST]
    )
