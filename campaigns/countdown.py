"""How long it is to the next borders of a campaign, in words: for staff, branches and readers.

Days are counted by the calendar of the campaign's first zone, the one of the dates shown.
"""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.clock import MIDNIGHT, Clock
from campaigns.enums import State, Step

HOUR = datetime.timedelta(hours=1)
INSTANT = datetime.timedelta.resolution


@dataclass(frozen=True)
class Countdown:
    """One border that is to come. edge: "begins" or "ends"; day: «8 февраля, 18:00»; words: «осталось 12 дней»."""

    step: Step
    edge: str
    moment: datetime.datetime  # aware, in the first zone
    day: str
    words: str


def countdowns(campaign, at=None):
    """[Countdown], the nearest first: what ends of the steps that hold at `at` (aware, default now), what begins next.

    The voting stands among them until it is over; after it the list is empty.
    """
    at = at or timezone.now()
    zone = ZoneInfo(campaign.zones[0])
    now = at.astimezone(zone).replace(tzinfo=None)
    clock = Clock(campaign)
    if clock.state(at) in (State.RESULTS, State.ARCHIVE):
        return []
    steps = [period for period in clock.periods.values() if period.step != Step.RESULTS]
    ahead = [period for period in steps if period.begins and period.begins > now]
    nearest = min((period.begins for period in ahead), default=None)
    found = [
        ("ends", period)
        for period in steps
        if period.begins and period.ends and period.begins <= now < period.ends
    ]
    found += [
        ("begins", period) for period in ahead if period.begins == nearest or period.step == Step.VOTING
    ]
    found.sort(key=lambda item: getattr(item[1], item[0]))
    return [
        Countdown(
            step=period.step,
            edge=edge,
            moment=getattr(period, edge).replace(tzinfo=zone),
            day=day_and_hour(period, edge),
            words=until_beginning(period.begins, now) if edge == "begins" else until_end(period.ends, now),
        )
        for edge, period in found
    ]


def day_and_hour(period, edge):
    """A border without its year, in the active language, told as the timeline tells it: whole days end at 24:00."""
    moment, whole = getattr(period, edge), edge == "ends" and period.ends_with_day
    day = moment - INSTANT if whole else moment
    hour = "24:00" if whole else f"{moment:%H:%M}"
    return f"{date_format(day, 'MONTH_DAY_FORMAT')}, {hour}"


def until_end(ends, now):
    """How long a step lasts, in the active language. ends, now: naive date-times of one clock, `now` the earlier."""
    days = ((ends - INSTANT).date() - now.date()).days
    if days:
        return ngettext("%(count)d day is left", "%(count)d days are left", days) % {"count": days}
    hours = (ends - now) // HOUR
    if hours:
        left = ngettext("%(count)d hour is left", "%(count)d hours are left", hours) % {"count": hours}
    else:
        left = _("less than an hour is left")
    said = _("ends today, at %(time)s") if ends.minute else _("ends today at %(hour)d:00")
    return f"{said % today(ends)} · {left}"


def until_day(day, today):
    """How long it is to a last day, or how long it is over, in the active language. day, today: dates of one zone."""
    days = (day - today).days
    if days < 0:
        return ngettext("%(count)d day overdue", "%(count)d days overdue", -days) % {"count": -days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def until_beginning(begins, now):
    """How long it is until a step begins, in the active language; otherwise as `until_end`."""
    days = (begins.date() - now.date()).days
    if days:
        return ngettext("begins in %(count)d day", "begins in %(count)d days", days) % {"count": days}
    said = _("begins today, at %(time)s") if begins.minute else _("begins today at %(hour)d:00")
    return said % today(begins)


def today(moment):
    """The hour in both forms: Kazakh gives a full hour its ending (18:00-де), which other minutes may not bear."""
    hour = 24 if moment.time() == MIDNIGHT else moment.hour
    return {"hour": hour, "time": f"{hour:02}:{moment:%M}"}
