"""What readers see of promises, and when: with the report of the meeting, not in the lists of a silence."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.meetings import promises, promising
from campaigns.models import Commitment, OfficeHolder
from federation.models import QuietPeriod
from federation.refusals import Refused
from tests.campaigns.meetings import held
from tests.campaigns.meetings.promises.promised import DUE, NOTE, REASON, TEXT, commit, publish_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def pages(meeting, made):
    return [
        f"/ru/meetings/{meeting.pk}/",
        f"/ru/workplaces/{meeting.workplace_id}/",
        f"/ru/people/{made.holder_id}/",
    ]


def said(path):
    answer = Client().get(path)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_readers_see_it_when_both_it_and_the_report_are_public(meeting, made, colleague, staff, boss):
    shown = lambda: [TEXT["text_ru"] in said(path) for path in pages(meeting, made)]  # noqa: E731
    assert not any(shown())
    publish_report(meeting, staff, boss)
    assert not any(shown())
    promising.publish(made, colleague)
    assert all(shown())
    text = said(pages(meeting, made)[0])
    assert "is-overdue" in text or timezone.localdate() <= DUE


def test_released_before_its_report_it_waits(meeting, released):
    assert not Commitment.objects.public()
    assert not OfficeHolder.objects.public()
    assert said(pages(meeting, released)[2]) == ""


def test_a_status_that_nobody_confirmed_is_not_shown(meeting, released, branch, colleague, staff, boss):
    publish_report(meeting, staff, boss)
    report = promising.report(released, branch, state="kept", **NOTE)
    path = pages(meeting, released)[0]
    assert NOTE["note_ru"] not in said(path)
    promising.confirm(report, colleague)
    assert NOTE["note_ru"] in said(path)
    assert "is-kept" in said(path)


@pytest.fixture
def of_campaign(branch, first_branch, kostanay, announced, colleague, staff, boss):
    """A released promise of a meeting of the election, its report public."""
    found = held.closed(branch, kostanay, organisation=first_branch, campaign=announced)
    publish_report(found, staff, boss)
    return promising.publish(commit(branch, found), colleague)


def test_the_page_of_the_campaign(of_campaign, announced, kostanay):
    path = f"/ru/campaigns/{announced.slug}/promises/"
    text = said(path)
    assert TEXT["text_ru"] in text
    assert "bar-overdue" in text or timezone.localdate() <= DUE
    assert f"?region={kostanay.iso}" in text
    assert TEXT["text_ru"] in said(f"{path}?region={kostanay.iso}")
    assert said(f"{path}?region=NOWHERE") == ""
    assert path in said(f"/ru/campaigns/{announced.slug}/")
    found = promises.of_campaign(announced)
    assert sum(count for *_name, count in promises.counts(found)) == 1


def in_silence(campaign):
    quiet = QuietPeriod.objects.filter(campaign=campaign.slug, zone="Asia/Almaty", matter="campaign")
    now = timezone.now()
    assert quiet.update(begins_at=now, ends_at=now + datetime.timedelta(hours=1)) == 1


def test_in_a_silence_lists_leave_and_doors_refuse(of_campaign, announced, branch, colleague):
    report = promising.report(of_campaign, branch, state="kept", **NOTE)
    meeting = of_campaign.meeting
    in_silence(announced)
    assert TEXT["text_ru"] in said(pages(meeting, of_campaign)[0])
    for path in (*pages(meeting, of_campaign)[1:], f"/ru/campaigns/{announced.slug}/promises/"):
        assert TEXT["text_ru"] not in said(path)
    with pytest.raises(Refused):
        promising.confirm(report, colleague)
    fresh_one = commit(branch, meeting, question=None)
    with pytest.raises(Refused):
        promising.publish(fresh_one, colleague)


def test_one_that_was_withdrawn_leaves_its_reason_alone(of_campaign, announced, branch):
    meeting = of_campaign.meeting
    in_silence(announced)
    promising.withdraw(of_campaign, branch, **REASON)
    text = said(pages(meeting, of_campaign)[0])
    assert REASON["reason_ru"] in text
    for path in (*pages(meeting, of_campaign), f"/ru/campaigns/{announced.slug}/promises/"):
        assert TEXT["text_ru"] not in said(path)


def test_a_last_day_that_was_moved_is_told(of_campaign, branch, colleague):
    path = pages(of_campaign.meeting, of_campaign)[0]
    assert promises.of_meeting(of_campaign.meeting)[0].moved == 0
    for days in (30, 60):
        due = DUE + datetime.timedelta(days=days)
        report = promising.report(of_campaign, branch, state="under-way", due_on=due, **NOTE)
        promising.confirm(report, colleague)
    (promise,) = promises.of_meeting(of_campaign.meeting)
    assert (promise.moved, promise.row.first_due_on) == (2, DUE)
    assert "1 мая 2026" in said(path)
