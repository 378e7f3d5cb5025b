"""The calendar of a campaign: what a calendar program reads, in both languages and every zone."""

import re
from datetime import date, timedelta

import icalendar
import pytest
from django.utils import timezone

from campaigns import campaigning
from campaigns.models import CampaignDate
from tests.campaigns.timetables import RULES, campaign, rule_set, utc

pytestmark = pytest.mark.django_db


def fetch(client, language="kk", slug="election"):
    return client.get(f"/{language}/campaigns/{slug}/calendar.ics")


def events(response):
    found = icalendar.Calendar.from_ical(response.content)
    return {str(event["uid"]): event for event in found.walk("VEVENT")}


def test_each_step_is_an_event_in_utc(client):
    campaign(zones=["Asia/Almaty"])
    found = events(fetch(client))
    assert len(found) == len(RULES)
    silence = found["election-silence@127.0.0.1"]
    assert silence["dtstart"].dt == utc("2023-03-17T18:00")
    assert silence["dtend"].dt == utc("2023-03-19T18:00")


def test_zones_that_differ_have_events_of_their_own_and_name_their_cities(client):
    campaign(zones=["Asia/Almaty", "Asia/Qostanay", "Asia/Oral"])
    found = events(fetch(client, "ru"))
    assert len(found) == 2 * len(RULES)
    east, west = found["election-voting@127.0.0.1"], found["election-voting-asia-oral@127.0.0.1"]
    assert west["dtstart"].dt - east["dtstart"].dt == timedelta(hours=1)
    assert "Алматы, Костанай" in east["summary"]
    assert "Уральск" in west["summary"]


def test_the_name_of_an_event_outlives_its_dates_zones_and_language(client):
    held = campaign(zones=["Asia/Almaty"])
    before = set(events(fetch(client)))
    held.voting_on = date(2023, 4, 2)
    held.zones = ["Asia/Almaty", "Asia/Oral"]
    held.save()
    assert before < set(events(fetch(client, "ru")))


def test_the_file_keeps_to_the_standard(client):
    held = campaign(title_kk="Сайлау; «үлкен», " + "ұзақ атау" * 20)
    CampaignDate.objects.create(campaign=held, step="voting", source_kk="Шешім, № 1; бірінші")
    response = fetch(client)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="election.ics"' in response["Content-Disposition"]
    lines = response.content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    parsed = icalendar.Calendar.from_ical(response.content)
    assert parsed["x-wr-calname"] == held.title_kk
    assert all(event.errors == [] for event in parsed.walk("VEVENT"))
    voting = events(response)["election-voting@127.0.0.1"]
    assert "Шешім, № 1; бірінші" in voting["description"]
    assert f"http://127.0.0.1:8000{held.get_absolute_url('kk')}" in voting["description"]


def test_a_step_without_dates_is_no_event(client):
    rules = {
        step: tuple((side[0], None, None) for side in sides) if step == "registration" else sides
        for step, sides in RULES.items()
    }
    campaign(rule_set(rules), zones=["Asia/Almaty"])
    assert "election-registration@127.0.0.1" not in events(fetch(client))


def test_it_says_the_same_for_everybody_and_until_something_changes(client, headquarters):
    today = timezone.localdate()
    held = campaign(called_on=today - timedelta(days=2), voting_on=today + timedelta(days=70))
    first, second = fetch(client), fetch(client)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert first["Cache-Control"].startswith("public, max-age=")
    assert not first.cookies
    before = events(first)["election-voting@127.0.0.1"]["dtstamp"].dt
    held.voting_on = today + timedelta(days=60)
    held.called_on = today - timedelta(days=1)
    campaigning.save(held, headquarters)
    assert events(fetch(client))["election-voting@127.0.0.1"]["dtstamp"].dt > before


def test_languages_differ(client):
    campaign()
    kk, ru = fetch(client).content.decode(), fetch(client, "ru").content.decode()
    assert "X-WR-CALNAME:Сайлау" in kk
    assert "X-WR-CALNAME:Выборы" in ru
    assert re.search("/kk/campaigns/election/", kk)
    assert re.search("/ru/campaigns/election/", ru)


def test_a_campaign_that_is_not_announced_has_no_calendar(client):
    campaign(announced_at=None)
    assert fetch(client).status_code == 404
    assert fetch(client, slug="nobody").status_code == 404


def test_queries_do_not_grow_with_zones(client, django_assert_max_num_queries):
    campaign(zones=["Asia/Almaty", "Asia/Oral", "Asia/Aqtobe", "Asia/Qostanay"])
    fetch(client)
    with django_assert_max_num_queries(8):
        fetch(client)
