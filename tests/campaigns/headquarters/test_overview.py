"""All regions at a glance: numbers, who is silent, and who sees which row."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import JoinState, MeetingState, TaskState, Unit
from campaigns.headquarters import overview, proving, tasking
from campaigns.headquarters.overview import Measure
from campaigns.models import Application, Campaign, Meeting, TaskEvent
from tests.campaigns.headquarters import work
from tests.cast import client_of

ADDRESS = "cabinet:overview"


@pytest.fixture
def w(db):
    return work.world()


@pytest.fixture
def long_running(w):
    """The campaign runs for forty days."""
    Campaign.objects.update(called_on=w.today - datetime.timedelta(days=40))
    w.campaign.refresh_from_db()
    return w


def row_of(w, place, **more):
    return next(row for row in overview.of_regions(w.campaign, **more) if row.region == place)


def test_numbers_of_a_region(w):
    work.in_state(w, TaskState.ACCEPTED)
    work.in_state(w, TaskState.OPEN, owner=w.mine.branch)
    work.in_state(w, TaskState.CALLED_OFF)
    members = work.given(w, owner=w.mine.regional, unit=Unit.MEMBERS, target=5)
    members = tasking.start(members, w.regional)
    work.joined(w, 4)
    proving.members(members, w.regional)
    tasking.accept(tasking.report(members, w.regional, reason="Біреуі бас тартты"), w.colleague)
    work.meeting(w)
    work.meeting(w, MeetingState.DRAFT)
    late = timezone.now() - datetime.timedelta(hours=1)
    work.joined(w, 2, state=JoinState.RECEIVED, joined_on=None, due_at=late)
    work.joined(w, 1)
    row, other = row_of(w, w.mine.region), row_of(w, w.theirs.region)
    assert (row.given, row.accepted, row.done) == (3, 2, 66)
    assert (row.overdue, row.meetings, row.late, row.members, row.pool) == (0, 1, 2, 4, 0)
    assert (other.given, other.accepted, other.done, other.meetings, other.late) == (0, 0, None, 0, 0)
    assert other.value(Measure.DONE) == 0


def test_what_nobody_accepted_is_no_member_and_no_accepted_task(w):
    work.joined(w, 7)
    task = tasking.start(work.given(w, w.mine.branch, unit=Unit.MEMBERS, target=7), w.branch)
    proving.members(task, w.branch)
    task = tasking.report(task, w.branch)
    row = row_of(w, w.mine.region)
    assert (row.members, row.accepted) == (0, 0)
    tasking.accept(task, w.colleague)
    assert row_of(w, w.mine.region).members == 7


def test_overdue_tasks_count_from_the_day_after_the_last(w):
    work.given(w, owner=w.theirs.regional, due_on=w.today + datetime.timedelta(days=1))
    for days, overdue in ((0, 0), (1, 0), (2, 1)):
        at = timezone.now() + datetime.timedelta(days=days)
        assert row_of(w, w.theirs.region, now=at).overdue == overdue


def test_nobody_is_silent_before_the_campaign_ran_for_two_weeks(w):
    assert overview.silent_since(w.campaign, timezone.now()) is None
    assert overview.silent_branches(w.campaign) == []
    assert not any(row.is_silent for row in overview.of_regions(w.campaign))


def test_the_silent_come_first_and_any_sign_ends_the_silence(long_running):
    w = long_running
    assert {row.organisation for row in overview.silent_branches(w.campaign)} == {
        w.mine.branch,
        w.theirs.branch,
    }
    work.in_state(w, TaskState.DONE)  # at the public point of a primary organisation of the first branch
    assert [row.organisation for row in overview.silent_branches(w.campaign)] == [w.theirs.branch]
    rows = overview.of_regions(w.campaign)
    assert [row.is_silent for row in rows] == [True, False]
    assert rows[0].region == w.theirs.region
    work.meeting(w, organisation=w.theirs.branch, region=w.theirs.region, workplace=None, state="draft")
    assert overview.silent_branches(w.campaign)  # a draft says nothing yet
    closed = work.meeting(w, organisation=w.theirs.branch)
    assert overview.silent_branches(w.campaign) == []
    Meeting.objects.filter(pk=closed.pk).update(closed_at=timezone.now() - datetime.timedelta(days=15))
    (row,) = overview.silent_branches(w.campaign)
    assert row.heard_at


def test_fourteen_days_to_the_second(long_running):
    w = long_running
    work.in_state(w, TaskState.DONE)
    at = TaskEvent.objects.get(move="report").at + overview.SILENT_AFTER
    assert not row_of(w, w.mine.region, now=at).is_silent
    assert row_of(w, w.mine.region, now=at + datetime.timedelta(seconds=1)).is_silent


def test_nobody_is_silent_once_the_silence_of_the_vote_begins(long_running):
    w = long_running
    eve = w.campaign.voting_on - datetime.timedelta(days=1)
    at = timezone.make_aware(datetime.datetime.combine(eve, datetime.time(0)))
    assert overview.silent_since(w.campaign, at - datetime.timedelta(minutes=1))
    assert overview.silent_since(w.campaign, at) is None


def test_a_regional_headquarters_sees_its_own_row_alone(long_running):
    w = long_running
    page = client_of(w.regional).get(reverse(ADDRESS))
    assert [row.region for row in page.context["rows"]] == [w.mine.region]
    assert page.context["map"] is None
    assert str(w.theirs.region.name_kk) not in page.text
    assert w.theirs.branch.name_kk not in page.text
    table = client_of(w.regional).get(reverse("cabinet:overview-csv")).content.decode("utf-8-sig")
    assert w.theirs.region.name_kk not in table


@pytest.mark.parametrize("who", ["branch", "second", "officer", "administrator"])
def test_others_have_no_overview(w, who):
    for name in (ADDRESS, "cabinet:overview-csv"):
        assert client_of(w.actors[who]).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_says_the_rule_and_shows_the_chosen_measure(long_running, language):
    w = long_running
    work.in_state(w, TaskState.ACCEPTED)
    client = client_of(w.headquarters)
    address = reverse(ADDRESS).replace("/kk/", f"/{language}/")
    page = client.get(address, {"measure": "done", "region": w.mine.region.iso, "campaign": "running"})
    assert page.status_code == 200
    assert "14" in page.text
    assert page.context["measure"] == Measure.DONE
    assert page.context["region"] == w.mine.region
    assert {tile.count for tile in page.context["map"].tiles} == {0, 100}
    for wrong in ({"measure": "x"}, {"region": "\0"}, {"campaign": "none"}):
        assert client.get(address, wrong).status_code == 200


def test_without_a_campaign_it_says_so(w):
    Campaign.objects.update(announced_at=None)
    assert client_of(w.headquarters).get(reverse(ADDRESS)).status_code == 200
    assert client_of(w.headquarters).get(reverse("cabinet:overview-csv")).status_code == 404


def test_the_table_as_a_file_holds_every_number(w):
    work.in_state(w, TaskState.ACCEPTED)
    response = client_of(w.headquarters).get(reverse("cabinet:overview-csv"), {"campaign": "running"})
    head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    mine = next(row for row in rows if row[1] == w.mine.region.iso)
    assert len(head) == len(mine)
    assert mine[2:9] == ["0", "1", "1", "0", "0", "0", "0"]


def test_the_overview_asks_equally_often(long_running):
    w = long_running
    client = client_of(w.headquarters)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(ADDRESS)).status_code == 200
        return len(captured)

    work.in_state(w, TaskState.DONE)
    asked()
    few = asked()
    for number in range(3):
        other = work.tree(w.campaign, f"{number}-облыс", f"{number}-область")
        work.given(w, owner=other.regional)
        work.meeting(w, organisation=other.branch, workplace=None, region=other.region, state="draft")
    work.in_state(w, TaskState.ACCEPTED)
    assert asked() == few
    assert Application.objects.count() == 0


def test_silent_regions_stand_beside_the_silent_branches(long_running):
    w = long_running
    page = client_of(w.headquarters).get(reverse(ADDRESS))
    assert {row.region for row in page.context["silent_regions"]} == {w.mine.region, w.theirs.region}
    assert f'href="#region-{w.mine.region.pk}"' in page.text
    own = client_of(w.regional).get(reverse(ADDRESS))
    assert own.context["silent_regions"] == []
