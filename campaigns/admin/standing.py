"""What follows from a campaign's dates, for the page of the campaign: its state, its steps, the quiet it will bring."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from campaigns.clock import Clock
from campaigns.enums import State, Tense
from campaigns.models import RuleSet
from federation.enums import ZONES
from federation.models import QuietPeriod


@dataclass(frozen=True)
class Quiet:
    """A quiet period as the page tells it. hours: [(city, begins_at, ends_at)], several only where moments differ."""

    matter: str
    tense: Tense
    hours: list


@dataclass
class Standing:
    """Everything computed here and now. differs: quiet periods that the portal does not hold like this yet."""

    rule_set: RuleSet
    state: State
    steps: list
    quiet: list[Quiet]
    differs: bool
    newer: RuleSet | None
    open_steps: list = field(default_factory=list)
    next_moment: datetime | None = None


def standing(campaign, dates=None):
    """Standing of a campaign in memory. dates: the CampaignDates as typed; None: those of the database."""
    clock, now = Clock(campaign, dates), timezone.now()
    rows = clock.quiet_periods()
    held = {
        (row.matter, row.zone, row.begins_at, row.ends_at)
        for row in QuietPeriod.objects.filter(campaign=campaign.slug, ends_at__gt=now)
    }
    border = clock.next_border(now)
    newest = RuleSet.objects.in_force(campaign.rule_set.code, campaign.day_of_rules)
    return Standing(
        rule_set=campaign.rule_set,
        state=clock.state(now),
        steps=[
            (period, None if period.is_reversed else period.tense(now)) for period in clock.periods.values()
        ],
        quiet=[told(rows, matter, now) for matter in dict.fromkeys(row.matter for row in rows)],
        differs={(row.matter, row.zone, row.begins_at, row.ends_at) for row in rows if row.ends_at > now}
        != held,
        newer=newest if newest != campaign.rule_set else None,
        open_steps=clock.open_steps(),
        next_moment=border and border[0],
    )


def told(rows, matter, now):
    """The Quiet of one matter: zones whose moments agree are told together."""
    rows = [row for row in rows if row.matter == matter]
    cities = {}
    for row in rows:
        cities.setdefault((row.begins_at, row.ends_at), []).append(str(ZONES.get(row.zone, row.zone)))
    begins, ends = min(row.begins_at for row in rows), max(row.ends_at for row in rows)
    tense = Tense.PAST if ends <= now else Tense.CURRENT if begins <= now else Tense.FUTURE
    return Quiet(matter.label, tense, [(", ".join(names), *moments) for moments, names in cities.items()])
