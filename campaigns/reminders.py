"""Reminders by mail before the deadlines of announced campaigns: to those whose work the deadline ends or forbids.

They tell a date and what it means for the reader's work; they name no candidate and promote nothing.
"""

import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation

from campaigns.countdown import until_beginning, until_end
from campaigns.enums import Step
from campaigns.models import Campaign, Reminder
from campaigns.timeline import Timeline
from federation.enums import Role
from federation.models import User
from federation.notifications import send

DAYS = (7, 3, 1)  # before the border, to the minute

FIELD = (Role.BRANCH, Role.REGIONAL_HEADQUARTERS, Role.HEADQUARTERS)
PRESS = (Role.EDITOR, Role.PUBLISHER, Role.HEADQUARTERS)
# Which border of a step people have to know of beforehand, and who.
WATCHED = {
    Step.NOMINATION: ("ends", FIELD),
    Step.REGISTRATION: ("ends", FIELD),
    Step.POLL_BAN: ("begins", PRESS),
    Step.SILENCE: ("begins", PRESS),
}


def remind(now=None):
    """Puts on the queue what is due at `now` (aware, default the clock). Returns the number of mails.

    Each person gets one mail for each border and distance, once, however often this runs and from wherever. When it
    did not run for days, or a campaign is announced late, the nearest distance alone goes out. A border that is
    moved is a new one. A campaign that cannot be reminded of stops no other: what failed is raised at the end, as
    one ExceptionGroup.
    """
    now = now or timezone.now()
    campaigns = Campaign.objects.public().ahead().select_related("rule_set")
    sent, failed = 0, []
    for campaign in campaigns:
        try:
            timeline = Timeline(campaign, now)
            rows = [row for row in timeline.rows if row.period.step in WATCHED]
            sent += sum(remind_of(timeline, row, now) for row in rows)
        except Exception as error:  # whatever it is, the others have to know of their deadlines
            error.add_note(f"Campaign {campaign.slug}")
            failed.append(error)
    if failed:
        raise ExceptionGroup("Reminders that did not go out", failed)
    return sent


@transaction.atomic
def remind_of(timeline, row, now):
    """One step: the rows that keep a reminder from going out twice, and its mails, together. Returns how many."""
    campaign, (edge, roles) = timeline.campaign, WATCHED[row.period.step]
    # In the zone where it comes first: there nobody may hear of it too late.
    hours = {zone: row.period.in_zone(zone)[edge == "ends"] for zone in row.period.zones}
    zone = min(hours, key=lambda one: hours[one] or now)
    moment = hours[zone]
    if moment is None or moment <= now:
        return 0
    due = [days for days in DAYS if moment - datetime.timedelta(days=days) <= now]
    if not due:
        return 0
    border = {"campaign": campaign, "step": row.period.step, "moment": moment}
    # The row is the lock: a second run waits here for the first, and then finds it.
    _reminder, new = Reminder.objects.get_or_create(**border, days=min(due))
    if not new:
        return 0
    missed = [Reminder(**border, days=days) for days in due if days != min(due)]
    Reminder.objects.bulk_create(missed, ignore_conflicts=True)
    people = User.objects.holding(*roles)
    for person in people:
        tell(person, timeline, row, edge, now.astimezone(ZoneInfo(zone)))
    return len(people)


def tell(person, timeline, row, edge, now):
    """Queues one mail, in the person's language. now: aware, in the zone by which the border is told."""
    local, period = now.replace(tzinfo=None), row.period
    with translation.override(person.language):
        left = until_end(period.ends, local) if edge == "ends" else until_beginning(period.begins, local)
        context = {
            "campaign": timeline.campaign,
            "hours": timeline.hours,
            "row": row,
            "edge": edge,
            "left": left,
        }
        send(person, "campaigns/mail/reminder", context)
