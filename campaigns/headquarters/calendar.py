"""A person's tasks as a calendar that a program subscribes to, behind a key in its address."""

import datetime
import hashlib
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from campaigns.headquarters.access import works_at_tasks
from campaigns.headquarters.people import mine
from campaigns.models import CalendarKey
from federation.models.audit import name_actions, record

REFRESH = datetime.timedelta(hours=4)  # how often programs should ask again


@transaction.atomic
def new_key(user, *, now=None):
    """A new key for the address of the person's calendar (text, told this once); the one before opens nothing more."""
    key = secrets.token_urlsafe(32)
    values = {"key_hash": hashed(key), "made_at": now or timezone.now()}
    CalendarKey.objects.update_or_create(user=user, defaults=values)
    record(user, "task.calendar-key", user)
    return key


@transaction.atomic
def revoke(user):
    """The person's calendar has no address any more. Idempotent."""
    deleted, _rows = CalendarKey.objects.filter(user=user).delete()
    if deleted:
        record(user, "task.calendar-key-revoked", user)


def user_of(key):
    """The User whose key it is, as long as they work at tasks; else None."""
    row = (
        CalendarKey.objects.filter(key_hash=hashed(key), user__is_active=True).select_related("user").first()
    )
    return row.user if row and works_at_tasks(row.user) else None


def calendar(user):
    """The calendar (bytes) of the tasks at work that are the person's own, in the active language: each a whole day."""
    host = urlsplit(settings.SITE_URL).hostname
    result = Calendar()
    result.add("prodid", f"-//{host}//tasks//{get_language().upper()}")
    result.add("version", "2.0")
    result.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):  # the standard's name, and the one that programs read
        result.add(name, _("My tasks"))
    result.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    result.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())
    tasks = mine(user).select_related("objective__campaign", "headquarters", "organisation")
    for task in tasks.order_by("due_on", "pk"):
        result.add_component(event(task, host))
    return result.to_ical()


def event(task, host):
    address = settings.SITE_URL + reverse("cabinet:task", args=[task.pk])
    result = Event()
    result.add("uid", f"task-{task.pk}@{host}")
    result.add("dtstamp", task.changed_at)
    result.add("dtstart", task.due_on)
    result.add("dtend", task.due_on + datetime.timedelta(days=1))
    result.add("summary", str(task))
    lines = [str(task.owner), f"{task.target} · {task.get_unit_display()}", str(task.objective), address]
    result.add("description", "\n".join(lines))
    result.add("url", address)
    result.add("priority", {1: 1, 2: 5, 3: 9}[task.priority])  # RFC 5545: 1 is the highest, 9 the lowest
    result.add("transp", "TRANSPARENT")  # a last day keeps nobody busy
    return result


def hashed(key):
    return hashlib.sha256(key.encode()).hexdigest()


name_actions(
    {
        "task.calendar-key": gettext_lazy("address of the own calendar of tasks made"),
        "task.calendar-key-revoked": gettext_lazy("address of the own calendar of tasks revoked"),
    }
)
