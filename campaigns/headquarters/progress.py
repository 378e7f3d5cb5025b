"""How far the objectives of a campaign are reached: from accepted evidence alone, unit by unit, in few queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from appeals.models import Publication
from campaigns.enums import TaskState, Unit
from campaigns.models import Evidence, Objective, Task
from federation.models import Region


@dataclass
class Reached:
    """One unit. target: of the tasks that are not called off; accepted: of accepted evidence.

    percent: at most 100.0 with one decimal, as a picture draws it; None without a target.
    """

    unit: Unit
    target: int = 0
    accepted: int = 0

    @property
    def percent(self):
        return round(min(self.accepted, self.target) * 100 / self.target, 1) if self.target else None


@dataclass
class Progress:
    """An objective. units: [Reached] in the order of `Unit`; states: {TaskState: number of tasks}."""

    objective: Objective
    units: list = field(default_factory=list)
    states: dict = field(default_factory=dict)


def of_campaign(campaign):
    """[Progress] of all objectives of the campaign, by number. Three queries, and none for a row."""
    tasks = Task.objects.filter(objective__campaign=campaign).order_by()
    targets = (
        tasks.exclude(state=TaskState.CALLED_OFF).values("objective", "unit").annotate(sum=Sum("target"))
    )
    states = tasks.values("objective", "state").annotate(count=Count("pk"))
    reached = defaultdict(dict)
    for row in targets:
        reached[row["objective"]][row["unit"]] = Reached(Unit(row["unit"]), target=row["sum"])
    for row in accepted(campaign).values("task__objective", "task__unit").annotate(sum=Sum("amount")):
        reached[row["task__objective"]][row["task__unit"]].accepted = row["sum"]
    counts = defaultdict(dict)
    for row in states:
        counts[row["objective"]][TaskState(row["state"])] = row["count"]
    return [
        Progress(
            objective,
            [reached[objective.pk][unit] for unit in Unit if unit in reached[objective.pk]],
            {state: counts[objective.pk][state] for state in TaskState if state in counts[objective.pk]},
        )
        for objective in campaign.objectives.all()
    ]


def of_regions(campaign):
    """(units, rows): the units that anything counts in, and [(Region or None, [Reached, a cell for each unit])].

    By the region of who does the task; None: the republican headquarters and unions of no region. All regions are
    rows, by their tile on the map, the last one None where it has any.
    """
    region = Coalesce("task__headquarters__region", "task__organisation__region")
    own = Coalesce("headquarters__region", "organisation__region")
    cells = defaultdict(dict)
    tasks = Task.objects.filter(objective__campaign=campaign).exclude(state=TaskState.CALLED_OFF).order_by()
    for row in tasks.annotate(place=own).values("place", "unit").annotate(sum=Sum("target")):
        cells[row["place"]][row["unit"]] = Reached(Unit(row["unit"]), target=row["sum"])
    evidence = accepted(campaign).annotate(place=region).values("place", "task__unit")
    for row in evidence.annotate(sum=Sum("amount")):
        cells[row["place"]][row["task__unit"]].accepted = row["sum"]
    units = [unit for unit in Unit if any(unit in found for found in cells.values())]
    places = list(Region.objects.all()) + ([None] if None in cells else [])
    return units, [
        (place, [cells[place and place.pk].get(unit) or Reached(unit) for unit in units]) for place in places
    ]


def accepted(campaign):
    """Queryset of the evidence that counts for the campaign, without an order."""
    return Evidence.objects.accepted().filter(task__objective__campaign=campaign).order_by()


def shown_to_readers(campaign):
    """Queryset of the accepted evidence that readers may see, the newest first: publications they can open, closed
    meetings whose report they can open, links. Files and lists of members never."""
    public = Publication.objects.public()
    shown = Q(publication__in=public) | Q(meeting__report__in=public) | ~Q(url="")
    found = (
        accepted(campaign)
        .filter(shown)
        .select_related("publication", "meeting__report", "meeting__workplace", "task__objective")
    )
    return found.select_related("task__headquarters", "task__organisation").order_by(
        "-task__decided_at", "-pk"
    )
