"""What waits for a reviewer: four lists, the oldest first, each row with its marks."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from campaigns.candidates import access
from campaigns.candidates.completeness import findings_of, with_parts
from campaigns.candidates.duplicates import suspected
from campaigns.enums import PoolState, Rule, Verdict
from campaigns.models import ChangeRequest, Consent, Opinion, Pool, Remark
from campaigns.models.standing import UNANNOUNCED


class Kind(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("list of the review", "To decide")
    OPINIONS = "opinions", pgettext_lazy("list of the review", "My opinion is asked")
    CHANGES = "changes", pgettext_lazy("list of the review", "Changes")
    UNANNOUNCED = "unannounced", pgettext_lazy("list of the review", "Decided, not announced")


class Order(models.TextChoices):
    AGE = "age", pgettext_lazy("order of the review", "the oldest first")
    DEADLINE = "deadline", pgettext_lazy("order of the review", "the nearest deadline first")


@dataclass(frozen=True)
class Mark:
    """What is seen of a row at a glance. kind: recused, refused, objected, incomplete, duplicate, unconfirmed."""

    kind: str
    label: str


def conditions(user):
    """{Kind: Q}"""
    asked = Opinion.objects.filter(candidacy=OuterRef("pk"), of=user, given_at=None)
    changes = ChangeRequest.objects.filter(candidacy=OuterRef("pk"), decided_at=None)
    return {
        Kind.WAITING: Q(pool_state=PoolState.SUBMITTED),
        Kind.OPINIONS: Q(Exists(asked), pool_state=PoolState.SUBMITTED),
        Kind.CHANGES: Q(Exists(changes), pool_state=PoolState.APPROVED),
        Kind.UNANNOUNCED: UNANNOUNCED,
    }


def counts(user):
    """{Kind: number of candidacies} that lie before the reviewer. One query."""
    wanted = conditions(user)
    found = access.lying_before(user).filter(erased_at=None)
    return found.aggregate(**{kind.value: Count("pk", filter=wanted[kind]) for kind in Kind})


def oldest(user, kind, at_most):
    """Queryset of the first of one list, with what a line tells."""
    found = access.lying_before(user).filter(conditions(user)[kind], erased_at=None)
    return found.select_related("region").order_by("submitted_at", "pk")[:at_most]


def waiting(user, kind, order=Order.AGE):
    """Queryset of one list in its order; `closes_at` is the end of the pool's window."""
    window = Pool.objects.filter(campaign=OuterRef("campaign"), body=OuterRef("body"))
    found = access.lying_before(user).filter(conditions(user)[kind], erased_at=None)
    found = found.annotate(
        closes_at=Subquery(window.values("closes_at")[:1]), pool_key=Subquery(window.values("pk")[:1])
    )
    keys = (
        ("submitted_at", "pk")
        if order == Order.AGE
        else (F("closes_at").asc(nulls_last=True), "submitted_at")
    )
    return with_parts(found.select_related("campaign", "body", "region", "registered_by")).order_by(*keys)


def marked(rows, user):
    """[(Candidacy, [Mark])] of a page of `waiting`; a fixed number of queries."""
    rows = list(rows)
    grounds = access.recusals([user], rows)
    twice = suspected(rows, user)
    confirmed = Consent.objects.in_force().filter(candidacy__in=[row.pk for row in rows])
    confirmed = set(confirmed.values_list("candidacy", flat=True))
    objections = Remark.objects.objections().filter(candidacy__in=[row.pk for row in rows])
    objected = set(objections.values_list("candidacy", flat=True))
    return [
        (
            row,
            marks(row, grounds[user.pk, row.pk], row.pk in twice, row.pk in confirmed, row.pk in objected),
        )
        for row in rows
    ]


def marks(candidacy, ground, twice, confirmed, objected):
    # Without a constituency nothing was submitted where constituencies are listed: no query for each row.
    but = () if candidacy.constituency_id else (Rule.CONSTITUENCY,)
    refused = [one for one in findings_of(candidacy, but=but) if one.verdict == Verdict.REFUSED]
    in_the_way = [one for one in refused if one.is_in_the_way]
    # Papers and statements that are missing, one by one; the deposit is one.
    lacking = sum(len(one.values.get("missing", "1")) for one in refused if one.is_to_bring)
    found = [
        ("recused", ground),
        ("refused", in_the_way and _("A rule stands in the way")),
        ("objected", objected and _("The candidate asks for a correction")),
        ("duplicate", twice and _("May be registered twice")),
        ("incomplete", lacking and _("Still to be brought: %(count)s") % {"count": lacking}),
        ("unconfirmed", not confirmed and _("Not confirmed by the candidate")),
    ]
    return [Mark(kind, label) for kind, label in found if label]
