"""Tags for the front page of the workplace."""

from dataclasses import dataclass

from django import template
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from appeals.enums import WRITING, Gap, Move, Status
from appeals.models import MoveRecord, Publication

register = template.Library()
AT_MOST = 10


@dataclass(frozen=True)
class Waiting:
    title: str
    empty: str
    items: list
    shows_gap: bool = False
    shows_status: bool = False


@register.simple_tag
def waiting(user):
    """What waits for `user`: a list of `Waiting`, at most ten publications each, one query each."""
    lists = []
    if user.has_perm("appeals.decide_publication"):
        lists.append(
            Waiting(
                _("Waits for your decision"),
                _("Nothing waits for a decision."),
                to_decide(),
                shows_status=True,
            )
        )
    if user.has_perm("appeals.write_publication"):
        lists.append(Waiting(_("Returned to you"), _("Nothing was returned to you."), returned_to(user)))
        lists.append(
            Waiting(
                _("The languages do not agree"),
                _("Both languages agree everywhere."),
                standing().exclude(gap=Gap.NONE)[:AT_MOST],
                shows_gap=True,
            )
        )
    return lists


def standing():
    return Publication.objects.filter(withdrawn_at=None).select_related("changed_by")


def to_decide():
    """Texts under review, and approved ones that are not out yet."""
    unpublished = Q(last_version=None) | ~Q(last_version=F("version"))
    return (
        standing()
        .with_state()
        .filter(Q(status=Status.IN_REVIEW) | Q(unpublished, status=Status.APPROVED))
        .order_by("changed_at")[:AT_MOST]
    )


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
