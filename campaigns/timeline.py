"""The timeline of a campaign as shapes and words: for the picture, and for the table that says the same.

All is measured on the local clock, which every zone of the campaign shares: in the picture 18:00 stands at one place.
Places are shares of the width, written as CSS and SVG want them ("12.5%"), so that the picture fits any screen.
"""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from campaigns.clock import MIDNIGHT, Clock, Period
from campaigns.enums import Step, Tense
from federation.enums import ZONES

LEAST_WIDTH = 15  # per mille: what lasts an hour is still seen
MARGIN = 12  # the part of the scale (one in so many) that shows the beginning of the results
MANY_DAYS = 45  # a longer time is divided into months, a shorter one into weeks
MOST_TICKS = 6
# Per mille: a month that begins before the scale is named if so much is seen of it, and so far right a name has room.
FIRST_LABEL, LAST_LABEL = 220, 860
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Edge:
    """One border of a step in words. day: date; hour: "18:00", or "24:00" at the end of a whole day."""

    day: datetime.date
    hour: str
    moment: datetime.datetime  # aware, in the first zone of the campaign

    def __str__(self):
        return f"{date_format(self.day, 'DATE_FORMAT')}, {self.hour}"


@dataclass(frozen=True)
class Row:
    """One step. x, width: place of its bar, None where no border is known; begins, ends: Edge or None.

    cut: whether the bar goes on past the edge of the picture.
    """

    period: Period
    tense: Tense
    begins: Edge | None
    ends: Edge | None
    x: str | None = None
    width: str | None = None
    cut: bool = False


@dataclass(frozen=True)
class Tick:
    """A line of the scale, or the mark of today. anchor: on which side of `x` its words stand, as SVG names it."""

    x: str
    label: str
    anchor: str = "start"


@dataclass(frozen=True)
class Hours:
    """Places that share a clock. offset: "UTC+5"; cities: their names in the active language."""

    offset: str
    cities: list


class Timeline:
    """All that a template needs to draw the campaign's clock at the moment `at` (aware, default now).

    rows: [Row] in the order of the steps; ticks: [Tick]; today: Tick, or None outside of the timeline;
    hours: [Hours], more than one where the zones of the campaign differ.
    """

    def __init__(self, campaign, at=None):
        self.campaign = campaign
        self.at = at or timezone.now()
        self.zone = ZoneInfo(campaign.zones[0])
        self.clock = Clock(campaign)
        self.periods = list(self.clock.periods.values())
        self.first, self.last = self._span()
        self.has_scale = self.first != self.last
        self.rows = [self._row(period) for period in self.periods]
        self.ticks = self._ticks() if self.has_scale else []
        self.today = self._today() if self.has_scale else None
        self.hours = self._hours()

    def _span(self):
        """First and last naive local date-time of the scale; (None, None) where no border is known.

        Results are published for weeks: of them it shows the beginning, so that the days before the vote keep room.
        """
        known = [
            (period.step, moment)
            for period in self.periods
            for moment in (period.begins, period.ends)
            if moment
        ]
        if not known:
            return None, None
        first = min(moment for _step, moment in known)
        end = max(moment for _step, moment in known)
        vote = max((moment for step, moment in known if step != Step.RESULTS), default=end)
        return first, min(end, vote + (vote - first) / MARGIN)

    def _row(self, period):
        begins, ends = period.begins, period.ends
        row = {
            "period": period,
            "tense": period.tense(self.at),
            "begins": begins and Edge(begins.date(), f"{begins:%H:%M}", begins.replace(tzinfo=self.zone)),
            "ends": ends and self._end(period),
        }
        if self.has_scale and (begins or ends):
            left, right = (self._place(moment) for moment in (begins or ends, ends or begins))
            width = max(min(right, 1000) - left, LEAST_WIDTH)
            row |= {"x": percent(min(left, 1000 - width)), "width": percent(width), "cut": right > 1000}
        return Row(**row)

    def _end(self, period):
        moment = period.ends.replace(tzinfo=self.zone)
        if period.ends_with_day:
            return Edge(period.ends.date() - DAY, "24:00", moment)
        return Edge(period.ends.date(), f"{period.ends:%H:%M}", moment)

    def _place(self, local):
        """Where a naive local date-time stands, in per mille of the width."""
        return 1000 * (local - self.first) // (self.last - self.first)

    def _ticks(self):
        """The first days of months, or Mondays where the timeline is short; few enough to be read on a phone."""
        day = datetime.datetime.combine(self.first, MIDNIGHT) + DAY
        by_month = self.last - self.first > MANY_DAYS * DAY
        days = []
        while day < self.last:
            if day.day == 1 if by_month else day.weekday() == 0:
                days.append(day)
            day += DAY
        days = days[:: -(-len(days) // MOST_TICKS) or 1]
        pattern = "F" if by_month else "MONTH_DAY_FORMAT"
        ticks = []
        for day in days:
            place = self._place(day)
            ticks.append(Tick(percent(place), date_format(day, pattern) if place <= LAST_LABEL else ""))
        if by_month and days and self._place(days[0]) >= FIRST_LABEL:
            ticks.insert(0, Tick(percent(0), date_format(self.first, pattern)))
        return ticks

    def _today(self):
        now = self.at.astimezone(self.zone).replace(tzinfo=None)
        if not self.first <= now <= self.last:
            return None
        place = self._place(now)
        return Tick(percent(place), date_format(now, "MONTH_DAY_FORMAT"), "start" if place <= 500 else "end")

    def _hours(self):
        """Zones that share their moments, with the offset of the voting day."""
        day = datetime.datetime.combine(self.campaign.voting_on, MIDNIGHT)
        return [
            Hours(offset(day.replace(tzinfo=ZoneInfo(zones[0]))), cities(zones))
            for zones in self.clock.zones_together()
        ]


def cities(zones):
    """Names of IANA zones in the active language, by their cities; a foreign zone keeps its own name."""
    return [str(ZONES.get(zone, zone)) for zone in zones]


def percent(permille):
    """CSS and SVG know the decimal point alone, whatever the language."""
    return f"{permille // 10}.{permille % 10}%"


def offset(moment):
    """Distance from UTC as people write it: UTC+5, UTC+5:30."""
    minutes = round(moment.utcoffset().total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
