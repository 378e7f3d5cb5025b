"""The dates of a campaign as a calendar that people subscribe to (RFC 5545, with the names of RFC 7986)."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from campaigns.clock import Clock
from campaigns.timeline import cities
from federation.models import AuditEntry

REFRESH = datetime.timedelta(hours=1)  # how often programs should ask again


def calendar(campaign):
    """The calendar (bytes) of an announced campaign in the active language: one event for each step with known dates.

    Moments are in UTC. Where the zones of the campaign differ, a step has one event for each hour, which names the
    cities. An event keeps its UID in both languages and whatever its dates become.
    """
    clock = Clock(campaign)
    address = settings.SITE_URL + campaign.get_absolute_url()
    result = Calendar()
    result.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//campaigns//{get_language().upper()}")
    result.add("version", "2.0")
    result.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):  # the standard's name, and the one that programs read
        result.add(name, str(campaign))
    result.add("url", address)
    result.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    result.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())
    together = clock.zones_together()
    stamp = changed_at(campaign)
    for period in clock.periods.values():
        if period.is_open or period.is_reversed:
            continue
        for number, zones in enumerate(together):
            names = ", ".join(cities(zones)) if len(together) > 1 else ""
            # The hour of the first zone keeps its name, also when others come to differ from it.
            name = f"{period.step}-{zones[0].replace('/', '-').lower()}" if number else period.step
            result.add_component(event(campaign, period, zones[0], name, names, address, stamp))
    return result.to_ical()


def event(campaign, period, zone, name, names, address, stamp):
    """One step in one zone. name: of the event, for good; names: cities that share its hours, "" where all do."""
    begins, ends = period.in_zone(zone)
    result = Event()
    result.add("uid", f"{campaign.slug}-{name}@{urlsplit(settings.SITE_URL).hostname}")
    result.add("dtstamp", stamp)
    result.add("dtstart", begins)
    result.add("dtend", ends)
    result.add("summary", f"{period.label} ({names})" if names else str(period.label))
    lines = [str(campaign), period.source or period.law, demonstration(campaign), address]
    result.add("description", "\n".join(line for line in lines if line))
    result.add("url", address)
    result.add("transp", "TRANSPARENT")  # a period of two months keeps nobody busy
    return result


def demonstration(campaign):
    return _("Demonstration: these dates are made up.") if campaign.demonstration else ""


def changed_at(campaign):
    """When the campaign or its rules were last changed (aware): what an event has to tell as its DTSTAMP."""
    subjects = Q()
    for subject in (campaign, campaign.rule_set):
        kind = ContentType.objects.get_for_model(subject)
        subjects |= Q(subject_type=kind, subject_id=str(subject.pk))
    return AuditEntry.objects.filter(subjects).aggregate(last=Max("at"))["last"] or campaign.announced_at
