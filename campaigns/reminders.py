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
    moved is a new one.
    """
    now = now or timezone.now()
    campaigns = Campaign.objects.public().ahead().select_related("rule_set")
    return sum(
        remind_of(timeline, row, now)
        for timeline in (Timeline(campaign, now) for campaign in campaigns)
        for row in timeline.rows
        if row.period.step in WATCHED
    )


@transaction.atomic
def remind_of(timeline, row, now):
    """One step: the rows that keep a reminder from going out twice, and its mails, together. Returns how many."""
    campaign, (edge, roles) = timeline.campaign, WATCHED[row.period.step]
    begins, ends = row.period.in_zone(campaign.zones[0])
    moment = begins if edge == "begins" else ends
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
        tell(person, timeline, row, edge, now)
    return len(people)


def tell(person, timeline, row, edge, now):
    """Queues one mail, in the person's language."""
    local = now.astimezone(ZoneInfo(timeline.campaign.zones[0])).replace(tzinfo=None)
    period = row.period
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
