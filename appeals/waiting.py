"""Publications that wait for somebody: querysets for the desk, one question each."""

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from appeals.enums import WRITING, Gap, Move, Status
from appeals.models import MoveRecord, NeutralityProposal, Publication


def lists(user):
    """{name: (title, queryset)} of all that may wait for the person, for the desk and for the list that it leads to."""
    found = {}
    if user.has_perm("appeals.decide_publication"):
        found |= {
            "in-review": (_("Texts under review"), in_review()),
            "approved": (_("Approved, not published yet"), approved()),
            "neutral": (_("Proposed as neutral: waits for your decision"), to_judge(user)),
            "scheduled": (_("Scheduled for publication"), scheduled()),
        }
    if user.has_perm("appeals.write_publication"):
        found |= {
            "returned": (_("Returned to you"), returned_to(user)),
            "texts": (_("My texts"), texts_of(user)),
            "gaps": (_("The languages do not agree"), disagreeing()),
        }
    return found


def standing():
    return Publication.objects.filter(withdrawn_at=None)


def unpublished():
    """Texts that readers do not have, neither now nor by the schedule."""
    return standing().with_state().filter(Q(last_version=None) | ~Q(last_version=F("version")))


def in_review():
    return unpublished().filter(status=Status.IN_REVIEW).order_by("changed_at")


def approved():
    """Approved and not out yet."""
    return unpublished().filter(status=Status.APPROVED).order_by("changed_at")


def scheduled():
    """What will become public, the next first; `scheduled_for` is the hour."""
    return standing().with_state().exclude(scheduled_for=None).order_by("scheduled_for")


def to_judge(user):
    """Campaign material that somebody else proposed to count as neutral."""
    open_ones = NeutralityProposal.objects.filter(accepted=None).exclude(proposed_by=user)
    return Publication.objects.filter(pk__in=open_ones.values("publication")).order_by("changed_at")


def returned_to(user):
    """Drafts sent back to their writers, `user` among them; `returned_because`: the words that went along."""
    last = MoveRecord.objects.filter(publication=OuterRef("pk")).order_by("-at", "-pk")
    written = MoveRecord.objects.filter(actor=user, move__in=(*WRITING, Move.SUBMIT))
    return (
        standing()
        .filter(status=Status.DRAFT, pk__in=written.values("publication"))
        .annotate(
            last_move=Subquery(last.values("move")[:1]), returned_because=Subquery(last.values("reason")[:1])
        )
        .filter(last_move=Move.RETURN)
        .order_by("-changed_at")
    )


def texts_of(user):
    """Unpublished texts that `user` made or was the last to edit, newest first."""
    made = MoveRecord.objects.filter(actor=user, move__in=(Move.CREATE, Move.IMPORT))
    mine = Q(changed_by=user) | Q(pk__in=made.values("publication"))
    return unpublished().filter(mine).order_by("-changed_at")


def disagreeing():
    """Texts of which a language is missing, is stale or says something else."""
    return standing().exclude(gap=Gap.NONE).order_by("-changed_at")
