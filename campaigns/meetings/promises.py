"""Promises as pages show them: before the public with the record of their meeting, in the cabinet for who works on
them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import get_language, pgettext_lazy

from appeals.models import Edition
from campaigns.enums import PROMISE_OPEN, PromiseState, Tier
from campaigns.headquarters.access import organisations_of, regions_of
from campaigns.meetings import access, showing
from campaigns.models import Commitment, CommitmentReport
from federation.access import is_headquarters

# What readers tell promises apart by, in the order of the page: overdue ones are open, but stand out.
OVERDUE, OPEN = "overdue", "open"
GROUPS = {
    OVERDUE: pgettext_lazy("promises", "overdue"),
    OPEN: pgettext_lazy("promises", "open, the last day is still to come"),
    PromiseState.BROKEN.value: pgettext_lazy("promises", "not kept"),
    PromiseState.KEPT.value: pgettext_lazy("promises", "kept"),
}


@dataclass(frozen=True)
class Promise:
    """A public promise. record: the `Shown` of its meeting; news: its newest confirmed report or None."""

    row: Commitment
    record: showing.Shown
    news: CommitmentReport | None

    @property
    def group(self):
        return group_of(self.row)

    @property
    def moved(self):
        """How often a confirmed report moved the last day."""
        return sum(report.due_on is not None for report in self.row.confirmed_reports)

    @property
    def office(self):
        """What the person was called on the day of the meeting."""
        return self.row.holder.titles_on(self.record.day) if self.row.holder else ""


def group_of(commitment):
    if commitment.state in PROMISE_OPEN:
        return OVERDUE if commitment.is_overdue() else OPEN
    return commitment.state


def of_campaign(campaign):
    return shown(Commitment.objects.of_editions(Edition.objects.promoted(), campaign=campaign))


def of_meeting(meeting):
    """Those of a direct address: they stay in a silence, like the record itself."""
    return shown(Commitment.objects.public().filter(meeting=meeting))


def withdrawn_at(meeting):
    """Commitments that readers saw and that were withdrawn, for the page of their meeting: the reasons alone."""
    return Commitment.objects.filter(meeting=meeting, withdrawn_at__isnull=False).order_by(
        "withdrawn_at", "pk"
    )


def at_workplace(workplace):
    """Those of the meetings whose public record names the workplace."""
    found = shown(
        Commitment.objects.listed().filter(meeting__in=showing.at_workplace(workplace).values("meeting"))
    )
    return [one for one in found if one.record.said["workplace"]["pk"] == workplace.pk]


def of_owner(**owner):
    """owner: holder=… or headquarters=…"""
    return shown(Commitment.objects.listed().filter(**owner))


def shown(commitments):
    """[Promise] of a queryset of public Commitments: overdue first, then by their last day; queries: a fixed number."""
    confirmed = CommitmentReport.objects.filter(confirmed_at__isnull=False).order_by("-confirmed_at", "-pk")
    rows = list(
        commitments.select_related("holder", "headquarters").prefetch_related(
            "holder__offices", Prefetch("reports", confirmed, "confirmed_reports")
        )
    )
    records = showing.public().filter(meeting__in={row.meeting_id for row in rows})
    said = {row.meeting_id: showing.shown(row, get_language()) for row in records}
    promises = [
        Promise(row, said[row.meeting_id], next(iter(row.confirmed_reports), None))
        for row in rows
        if row.meeting_id in said
    ]
    order = list(GROUPS)
    return sorted(promises, key=lambda one: (order.index(one.group), one.row.due_on, one.row.pk))


def counts(promises):
    """[(group, its name, number)] in the order of the page, groups without a promise too."""
    found = Counter(one.group for one in promises)
    return [(group, name, found[group]) for group, name in GROUPS.items()]


def by_region(promises, regions):
    """[(Region, [number of each group], sum)] of the regions in which something was promised."""
    found = Counter((one.record.row.record["region"], one.group) for one in promises)
    rows = [(region, [found[region.iso, group] for group in GROUPS]) for region in regions]
    return [(region, numbers, sum(numbers)) for region, numbers in rows if any(numbers)]


# The cabinet


def visible(user):
    """Queryset of the Commitments that the person may open: of meetings that they may, and of headquarters that they
    serve or lead."""
    if is_headquarters(user) or access.is_staff(user):
        return Commitment.objects.all()
    own = Q(headquarters__organisation__in=organisations_of(user)) | Q(
        headquarters__region__in=regions_of(user)
    )
    return Commitment.objects.filter(own | Q(meeting__in=access.visible(user)))


def waiting(user):
    """(Promises that wait to be released, reports that wait to be confirmed) by this person: two querysets.

    What they entered or wrote themselves waits for somebody else. The queries say the same as the predicates of
    `campaigns.meetings.promising`.
    """
    decided, led = Q(), Q()
    if not access.is_staff(user):
        decided = Q(meeting__in=access.with_promises_to_decide(user))
        below = (Tier.DISTRICT, Tier.POINT)
        led = decided | Q(headquarters__tier__in=below, headquarters__region__in=regions_of(user))
    unreleased = Commitment.objects.filter(decided, published_at=None).exclude(made_by=user)
    reports = CommitmentReport.objects.filter(
        commitment__in=Commitment.objects.filter(led), confirmed_at=None, declined_at=None
    )
    return unreleased, reports.exclude(by=user)
