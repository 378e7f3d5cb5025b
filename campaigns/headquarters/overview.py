"""All regions at a glance: numbers of a campaign for each of them, and who has been silent. A fixed number of queries.

Silent is a region or a branch from which nothing came for `SILENT_AFTER` while the campaign runs: no candidate was
submitted, no task reported as done, no meeting closed.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from campaigns.candidates.moves import Move as CandidacyMove
from campaigns.clock import Clock
from campaigns.enums import MeetingState, PoolState, State, TaskState, Unit
from campaigns.headquarters.access import branches
from campaigns.headquarters.moves import Move
from campaigns.headquarters.progress import accepted
from campaigns.models import Application, Campaign, Candidacy, CandidacyEvent, Meeting, Task, TaskEvent
from federation.models import Organisation, Region

SILENT_AFTER = datetime.timedelta(days=14)
TASK_REGION = Coalesce("headquarters__region", "organisation__region")
OF_TASK_REGION = Coalesce("task__headquarters__region", "task__organisation__region")
OF_TASK_ORGANISATION = Coalesce("task__organisation", "task__headquarters__organisation")


class Measure(models.TextChoices):
    """What the map is shaded by."""

    POOL = "pool", pgettext_lazy("measure of the overview", "candidates in the pool")
    DONE = "done", pgettext_lazy("measure of the overview", "tasks accepted, % of given")
    OVERDUE = "overdue", pgettext_lazy("measure of the overview", "overdue tasks")
    MEETINGS = "meetings", pgettext_lazy("measure of the overview", "meetings closed")
    LATE = "late", pgettext_lazy("measure of the overview", "applications not answered in time")
    MEMBERS = "members", pgettext_lazy("measure of the overview", "new members accepted")


@dataclass(frozen=True)
class Row:
    """Numbers of one region. late: applications whose hour is over without an answer; heard_at: aware or None."""

    region: Region
    pool: int
    given: int
    accepted: int
    overdue: int
    meetings: int
    late: int
    members: int
    heard_at: datetime.datetime | None
    is_silent: bool

    @property
    def done(self):
        """Whole percent of the given tasks that were accepted, cut; None where none was given."""
        return self.accepted * 100 // self.given if self.given else None

    def value(self, measure):
        """The int that the `Measure` shades by."""
        return getattr(self, Measure(measure).value) or 0


@dataclass(frozen=True)
class BranchRow:
    organisation: Organisation
    heard_at: datetime.datetime | None


def silent_since(campaign, now):
    """The moment (aware) since which somebody must have been heard of; None while nobody can count as silent: the
    campaign does not run at `now`, or has not run as long yet."""
    clock = Clock(campaign)
    if clock.state(now) != State.RUNNING or clock.begins_at > now - SILENT_AFTER:
        return None
    return now - SILENT_AFTER


def of_regions(campaign, now=None, regions=None):
    """[Row]: silent regions first, the longest silent leading, then by their place on the map.

    now: aware, default the clock. regions: keys of those to show, default all.
    """
    now = now or timezone.now()
    since = silent_since(campaign, now)
    places = Region.objects.all() if regions is None else Region.objects.filter(pk__in=regions)
    pool = counted(
        Candidacy.objects.filter(campaign=campaign, pool_state=PoolState.APPROVED, erased_at=None), "region"
    )
    meetings = counted(
        Meeting.objects.filter(campaign=campaign, state=MeetingState.CLOSED, discarded_at=None), "region"
    )
    late = counted(Application.objects.late(now), "region")
    tasks, members, heard = tasks_of(campaign, now), members_of(campaign), heard_by_region(campaign)
    rows = [
        Row(
            region=place,
            pool=pool[place.pk],
            **(tasks.get(place.pk) or dict.fromkeys(("given", "accepted", "overdue"), 0)),
            meetings=meetings[place.pk],
            late=late[place.pk],
            members=members[place.pk],
            heard_at=heard.get(place.pk),
            is_silent=is_silent(heard.get(place.pk), since),
        )
        for place in sorted(places, key=lambda place: (place.tile_row, place.tile_column))
    ]
    return sorted(rows, key=lambda row: (not row.is_silent, age(row) if row.is_silent else 0))


def silent_regions(campaign, now=None):
    """[(Region, when it was last heard of)] of the silent ones, as `of_regions` tells them."""
    now = now or timezone.now()
    since = silent_since(campaign, now)
    if since is None:
        return []
    heard = heard_by_region(campaign)
    rows = [(place, heard.get(place.pk)) for place in Region.objects.all()]
    silent = [(place, at) for place, at in rows if is_silent(at, since)]
    return sorted(silent, key=lambda row: row[1].timestamp() if row[1] else 0)


def nearest():
    """The announced campaign of the nearest vote that is to come, or None."""
    return Campaign.objects.public().ahead().select_related("rule_set").first()


def silent_branches(campaign, now=None, regions=None):
    """[BranchRow] of the silent industry unions and territorial associations, the longest silent first.

    What organisations below a branch did counts for it. regions: keys of those in which the branch sits, default all,
    with those of no region.
    """
    now = now or timezone.now()
    since = silent_since(campaign, now)
    if since is None:
        return []
    found = branches().select_related("region")
    if regions is not None:
        found = found.filter(region__in=regions)
    heard = heard_by_branch(campaign)
    rows = [BranchRow(branch, heard.get(branch.pk)) for branch in found]
    silent = [row for row in rows if is_silent(row.heard_at, since)]
    return sorted(silent, key=lambda row: (age(row), row.organisation.sort_key))


def is_silent(heard_at, since):
    return since is not None and (heard_at is None or heard_at < since)


def age(row):
    """Seconds since 1970; whoever was never heard of comes first."""
    return row.heard_at.timestamp() if row.heard_at else 0


def counted(rows, place):
    """{key of the place: number of rows}, 0 for any other."""
    return defaultdict(int, rows.order_by().values_list(place).annotate(Count("pk")))


def tasks_of(campaign, now):
    """{key of a region: {"given", "accepted", "overdue"}}; what was called off is not given."""
    tasks = Task.objects.filter(objective__campaign=campaign).exclude(state=TaskState.CALLED_OFF).order_by()
    overdue = Task.objects.overdue(timezone.localdate(now)).values("pk")
    found = tasks.annotate(of=TASK_REGION).values("of")
    found = found.annotate(
        given=Count("pk"),
        accepted=Count("pk", filter=Q(state=TaskState.ACCEPTED)),
        overdue=Count("pk", filter=Q(pk__in=overdue)),
    )
    return {row.pop("of"): row for row in found}


def members_of(campaign):
    """{key of a region: new members of accepted evidence}, 0 for any other."""
    rows = accepted(campaign).filter(task__unit=Unit.MEMBERS).annotate(of=OF_TASK_REGION)
    return defaultdict(int, rows.values_list("of").annotate(Sum("amount")))


def heard_by_region(campaign):
    """{key of a region: when it was last heard of (aware)}"""
    return newest(
        submitted(campaign).annotate(of=F("candidacy__region")),
        reported(campaign).annotate(of=OF_TASK_REGION),
        closed(campaign).annotate(of=F("region")),
    )


def heard_by_branch(campaign):
    """{key of a branch: when it, or an organisation below it, was last heard of (aware)}"""
    heard = newest(
        submitted(campaign).annotate(of=F("candidacy__registered_by")),
        reported(campaign).annotate(of=OF_TASK_ORGANISATION),
        closed(campaign).annotate(of=Coalesce("organisation", "headquarters__organisation")),
    )
    above = dict(Organisation.objects.order_by().values_list("pk", "parent"))
    found = {}
    for key, at in heard.items():
        while key is not None:
            found[key] = max(at, found.get(key, at))
            key = above.get(key)
    return found


def submitted(campaign):
    events = CandidacyEvent.objects.filter(candidacy__campaign=campaign, move=CandidacyMove.SUBMIT)
    return events.annotate(heard=F("at"))


def reported(campaign):
    events = TaskEvent.objects.filter(task__objective__campaign=campaign, move=Move.REPORT)
    return events.annotate(heard=F("at"))


def closed(campaign):
    held = Meeting.objects.filter(campaign=campaign, state=MeetingState.CLOSED, discarded_at=None)
    return held.annotate(heard=F("closed_at"))


def newest(*querysets):
    """{`of`: the newest `heard`} of querysets that are annotated with both. One query each."""
    found = {}
    for rows in querysets:
        for place, at in rows.order_by().exclude(of=None).values_list("of").annotate(Max("heard")):
            found[place] = max(at, found.get(place, at))
    return found
