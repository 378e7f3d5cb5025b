"""The clock of a campaign: every step as aware moments, and the state that follows from them.

A step is what the rule set says in days from the call or from the vote, unless an official date replaces it. Its
hours are local ones: 18:00 comes at another moment in each time zone of the campaign.
"""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.utils import timezone

from campaigns.enums import Anchor, State, Step, Tense
from federation.enums import Matter
from federation.models import QuietPeriod

MIDNIGHT = datetime.time()
# Which step of the clock forbids what (DOMAIN §4).
MATTER_OF = {Step.SILENCE: Matter.CAMPAIGN, Step.POLL_BAN: Matter.POLLS}


@dataclass(frozen=True)
class Period:
    """One step. begins, ends: naive local date-times, or None where the date is not known.

    official: whether a decision set the date; source, law: where it stands, in the active language.
    """

    step: Step
    begins: datetime.datetime | None
    ends: datetime.datetime | None
    zones: tuple[str, ...]
    official: bool = False
    source: str = ""
    law: str = ""

    @property
    def label(self):
        return self.step.label

    @property
    def is_open(self):
        """Whether a border of the step is not known yet."""
        return self.begins is None or self.ends is None

    @property
    def is_reversed(self):
        """Whether the step would end before it begins, or at once: dates that contradict each other."""
        return not self.is_open and self.ends <= self.begins

    @property
    def ends_with_day(self):
        """Whether the step consists of whole days: then its end is 24:00 of the last, not 00:00 of the next."""
        return (
            self.ends is not None
            and self.ends.time() == MIDNIGHT
            and (self.begins is None or self.begins.time() == MIDNIGHT)
        )

    def in_zone(self, zone):
        """(begins, ends) as aware moments (UTC) of the local hours in `zone` (IANA name); None stays None."""
        return tuple(moment and to_moment(moment, zone) for moment in (self.begins, self.ends))

    @property
    def begins_at(self):
        """First moment at which the step holds in any zone (aware), or None."""
        return min((self.in_zone(zone)[0] for zone in self.zones), default=None) if self.begins else None

    @property
    def ends_at(self):
        """Moment from which the step is over in every zone (aware), or None."""
        return max((self.in_zone(zone)[1] for zone in self.zones), default=None) if self.ends else None

    def tense(self, at):
        """Tense at `at` (aware): current from the first zone that begins to the last one that ends."""
        if self.ends_at and at >= self.ends_at:
            return Tense.PAST
        if self.begins_at is None:
            return Tense.UNKNOWN
        return Tense.CURRENT if at >= self.begins_at else Tense.FUTURE

    def holds(self, at, zone=None):
        """Whether the step holds at `at` (aware): in `zone`, or in any zone of the campaign."""
        return any(
            begins is not None and ends is not None and begins <= at < ends
            for begins, ends in map(self.in_zone, (zone,) if zone else self.zones)
        )


def to_moment(local, zone):
    """The aware moment (UTC) of a naive local date-time in `zone` (IANA name)."""
    # In UTC, because Python compares two moments of one zone by their wall clocks, also where an hour comes twice.
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(datetime.UTC)


def least_silence(campaign):
    """(begins, ends), naive local: the eve and the voting day, which every silence covers (DESIGN §5, DOMAIN §4)."""
    day = datetime.datetime.combine(campaign.voting_on, MIDNIGHT)
    return day - datetime.timedelta(days=1), day + datetime.timedelta(days=1)


class Clock:
    """All steps of one campaign, read once. `periods`: dict Step → Period, in the order of the timeline.

    dates: the CampaignDates to go by, for a campaign that is not saved yet or to see what the rules alone say (());
    default those of the campaign.
    """

    def __init__(self, campaign, dates=None):
        wanted = ("rule_set__deadlines",) if dates is not None else ("dates", "rule_set__deadlines")
        prefetch_related_objects([campaign], *wanted)
        self.campaign = campaign
        rules = {rule.step: rule for rule in campaign.rule_set.deadlines.all() if rule.kind == campaign.kind}
        dates = {date.step: date for date in (campaign.dates.all() if dates is None else dates)}
        self.periods = {
            step: self._period(step, rules.get(step), dates.get(step))
            for step in Step
            if step in rules or step in dates or step == Step.SILENCE
        }

    def _period(self, step, rule, date):
        begins = ends = None
        if rule:
            begins = self._moment(rule.begins_anchor, rule.begins_days, rule.begins_time)
            ends = self._moment(rule.ends_anchor, rule.ends_days, rule.ends_time)
        if date:
            if date.begins_on:
                begins = datetime.datetime.combine(date.begins_on, date.begins_time)
            if date.ends_on:
                ends = datetime.datetime.combine(date.ends_on, date.ends_time)
        if step == Step.SILENCE:
            # It holds whether or not somebody wrote it down (DOMAIN §4).
            least = least_silence(self.campaign)
            begins, ends = begins or least[0], ends or least[1]
        return Period(
            step=step,
            begins=begins,
            ends=ends,
            zones=tuple(self.campaign.zones),
            official=date is not None,
            source=date.source if date else "",
            law=rule.law if rule else "",
        )

    def _moment(self, anchor, days, time):
        day = self.campaign.called_on if anchor == Anchor.CALLED else self.campaign.voting_on
        if day is None or days is None:
            return None
        return datetime.datetime.combine(day + datetime.timedelta(days=days), time)

    def period(self, step):
        """The Period of the step, or None where neither the rules nor a decision speak of it."""
        return self.periods.get(step)

    def state(self, at=None):
        """State of the campaign at `at` (aware, default now). DESIGN §4.

        It runs from the day of the call (else from its first step) to the beginning of silence, whichever zone is
        first; results last from the end of the voting day in the last zone to the end of the step `results`.
        """
        at = at or timezone.now()
        silence = self.periods[Step.SILENCE]
        quiet_from, quiet_to = silence.begins_at, silence.ends_at
        if at >= quiet_from:
            results = self.periods.get(Step.RESULTS)
            if at < quiet_to:
                return State.SILENCE
            over = results and results.ends_at and at >= results.ends_at
            return State.ARCHIVE if over else State.RESULTS
        begins = self.begins_at
        return State.RUNNING if begins and at >= begins else State.PREPARATION

    @property
    def begins_at(self):
        """Moment from which the campaign runs (aware), or None where neither call nor steps are known."""
        if self.campaign.called_on:
            day = datetime.datetime.combine(self.campaign.called_on, MIDNIGHT)
            return min(to_moment(day, zone) for zone in self.campaign.zones)
        return min((period.begins_at for period in self.periods.values() if period.begins_at), default=None)

    def borders(self):
        """[(aware moment, Step, "begins" | "ends")] in every zone, in order; equal moments of zones stand once."""
        found = set()
        for period in self.periods.values():
            for zone in period.zones:
                for moment, edge in zip(period.in_zone(zone), ("begins", "ends"), strict=True):
                    if moment:
                        found.add((moment, period.step, edge))
        return sorted(found)

    def zones_together(self):
        """[[zone]]: zones at whose clocks every border comes at the same moment stand together, in their order."""
        together = {}
        for zone in self.campaign.zones:
            moments = tuple(period.in_zone(zone) for period in self.periods.values())
            together.setdefault(moments, []).append(zone)
        return list(together.values())

    def next_border(self, at=None):
        """The next (moment, Step, edge) after `at` (aware, default now), or None."""
        at = at or timezone.now()
        return next((border for border in self.borders() if border[0] > at), None)

    def open_steps(self):
        """Steps with a border that is not known yet, in the order of the timeline."""
        return [period for period in self.periods.values() if period.is_open]

    def reversed_steps(self):
        """Steps whose dates contradict each other, in the order of the timeline."""
        return [period for period in self.periods.values() if period.is_reversed]

    def quiet_periods(self):
        """The QuietPeriods that the campaign asks for, unsaved, one for each matter and zone; `campaigning` keeps them.

        A step with an unknown border, or with dates that contradict each other, asks for none.
        """
        longest = QuietPeriod._meta.get_field("name").max_length
        texts = {
            f"{name}_{code}": value[:longest] if name == "name" else value
            for name, source in (("name", "title"), ("information", "information"))
            for code in ("kk", "ru")
            for value in [getattr(self.campaign, f"{source}_{code}")]
        }
        return [
            QuietPeriod(
                campaign=self.campaign.slug,
                matter=matter,
                zone=zone,
                begins_at=period.in_zone(zone)[0],
                ends_at=period.in_zone(zone)[1],
                **texts,
            )
            for step, matter in MATTER_OF.items()
            for period in [self.period(step)]
            if period and not (period.is_open or period.is_reversed)
            for zone in period.zones
        ]
