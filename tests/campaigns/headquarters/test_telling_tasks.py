"""Mails about tasks: at moves, when overdue, in the morning; and the calendar that a program reads."""

import datetime
import logging

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from campaigns.enums import TaskState, Unit
from campaigns.headquarters import calendar, digest, escalating, tasking
from campaigns.models import CalendarKey, Digest, Escalation, Task
from campaigns.models.tasks import RUNS_ON
from federation.logs import DiscreetFormatter
from tests.campaigns.headquarters.work import given, in_state, joined
from tests.cast import client_of, person
from tests.clock import clock

pytestmark = pytest.mark.django_db


def days(count):
    return datetime.timedelta(days=count)


def nine(day):
    """Nine o'clock of a day in Astana."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


def later_by(w, count):
    return nine(w.due + days(count))


def told(queued_mails, start=0):
    return sorted((mail["to"].partition("@")[0], mail["subject"]) for mail in queued_mails()[start:])


def recipients(queued_mails, start=0):
    return sorted({name for name, _subject in told(queued_mails, start)})


def test_each_move_tells_those_whom_it_concerns(w, queued_mails):
    task = given(w, by=w.headquarters)
    assert recipients(queued_mails) == ["both", "branch"]
    task = in_state(w, TaskState.OPEN, w.mine.branch)
    before = len(queued_mails())
    task = tasking.appoint(task, w.both, [w.branch])
    assert recipients(queued_mails, before) == ["branch"]
    before = len(queued_mails())
    task = in_state(w, TaskState.DONE)
    assert [name for name, _subject in told(queued_mails, before)].count("regional") == 1
    before = len(queued_mails())
    tasking.return_(task, w.headquarters, "Толықтырыңыз")
    assert recipients(queued_mails, before) == ["both", "branch"]
    assert all("Толықтырыңыз" in mail["text"] for mail in queued_mails()[before:])
    before = len(queued_mails())
    task = in_state(w, TaskState.DONE)
    tasking.reopen(tasking.accept(task, w.headquarters), w.headquarters, "Қате")
    assert len(queued_mails()) > before


def test_mails_name_numbers_and_not_people(w, queued_mails):
    joined(w, 3)
    task = in_state(w, TaskState.IN_PROGRESS, w.mine.branch, unit=Unit.PEOPLE, target=40)
    tasking.report(task, w.branch)
    said = " ".join(mail["text"] + mail["subject"] for mail in queued_mails())
    assert "40" in said
    assert all(str(one) not in said for one in (w.branch, w.both, w.headquarters))
    assert "/cabinet/tasks/" in said


def test_overdue_goes_up_the_tree_each_step_once(w, queued_mails):
    task = given(w)
    start = len(queued_mails())
    assert escalating.escalate(later_by(w, 0)) == 0  # the last day itself
    assert escalating.escalate(later_by(w, 1)) == 1
    assert recipients(queued_mails, start) == ["regional"]
    for _again in range(3):
        assert escalating.escalate(later_by(w, 2)) == 0
    start = len(queued_mails())
    assert escalating.escalate(later_by(w, 3)) == 3
    assert recipients(queued_mails, start) == ["both", "colleague", "headquarters"]
    assert escalating.escalate(later_by(w, 9)) == 0
    assert Escalation.objects.filter(task=task).count() == 2
    with clock(later_by(w, 9)):
        tasking.edit(task, w.headquarters, due_on=w.due + days(20))
    assert escalating.escalate(later_by(w, 21)) == 1  # a last day that was moved begins anew


def test_the_republican_headquarters_hear_once_of_what_is_directly_below(w, queued_mails):
    given(w, w.mine.regional)
    start = len(queued_mails())
    escalating.escalate(later_by(w, 5))
    assert recipients(queued_mails, start) == ["both", "colleague", "headquarters"]
    assert len(told(queued_mails, start)) == 3


def test_one_mail_that_fails_stops_no_other(w, queued_mails, monkeypatch):
    tell, failed = escalating._tell, []

    def fails_once(person, tasks):
        if not failed:
            failed.append(person)
            raise RuntimeError("broken")
        tell(person, tasks)

    given(w)
    monkeypatch.setattr(escalating, "_tell", fails_once)
    before = len(queued_mails())
    with pytest.raises(ExceptionGroup):
        escalating.escalate(later_by(w, 3))
    told = {mail["to"] for mail in queued_mails()[before:]}
    assert told
    assert failed[0].email not in told


def test_what_is_reported_or_ended_does_not_escalate(w):
    for state in (TaskState.DONE, TaskState.ACCEPTED, TaskState.CALLED_OFF):
        in_state(w, state)
    assert escalating.escalate(later_by(w, 30)) == 0


def test_nobody_is_reminded_of_a_campaign_that_is_over(w):
    task = given(w)
    vote = timezone.now() + datetime.timedelta(days=120)
    for since, reminded in ((RUNS_ON, True), (RUNS_ON + days(1), False)):
        with clock(vote + since):
            assert any(digest.parts_of(w.branch, timezone.now()).values()) is reminded
            assert Task.objects.overdue().filter(pk=task.pk).exists() is reminded
    assert escalating.escalate(vote + RUNS_ON + days(1)) == 0


def test_several_overdue_tasks_make_one_mail(w, queued_mails):
    for _number in range(4):
        given(w)
    start = len(queued_mails())
    assert escalating.escalate(later_by(w, 1)) == 1
    assert queued_mails()[start]["text"].count("/cabinet/tasks/") == 4


def test_the_digest_comes_once_a_day_and_says_what_it_has_to(w, queued_mails):
    task = given(w)
    start = len(queued_mails())
    assert digest.send_digests(later_by(w, -2)) == 2  # branch and both
    assert digest.send_digests(later_by(w, -2)) == 0
    assert Digest.objects.count() == 2
    assert recipients(queued_mails, start) == ["both", "branch"]
    assert digest.send_digests(later_by(w, -1)) == 2
    assert str(task) in queued_mails()[-1]["text"]


def test_parts_of_the_digest(w):
    now = later_by(w, 0)
    due, overdue = given(w, due_on=w.due + days(2)), given(w, due_on=w.due - days(1))
    new = given(w, due_on=w.due + days(60), now=now - datetime.timedelta(hours=1))
    given(w, due_on=w.due + days(60))  # given long ago, due much later: nothing to say
    waiting = in_state(w, TaskState.DONE)
    assert digest.parts_of(w.branch, now) == {"overdue": [overdue], "due": [due], "new": [new], "waiting": []}
    assert digest.parts_of(w.regional, now)["waiting"] == [waiting]
    assert digest.parts_of(w.both, now)["waiting"] == []  # works for the branch that did it
    assert not any(digest.parts_of(w.second, now).values())
    named = person("named")
    assert not any(digest.parts_of(named, now).values())


def test_named_people_alone_hear_of_their_task(w):
    task = given(w, people=[w.both], due_on=w.today)
    assert digest.parts_of(w.branch, later_by(w, -10))["due"] == []
    assert digest.parts_of(w.both, timezone.now())["due"] == [task]


def test_new_means_since_the_last_working_morning():
    monday = datetime.date(2026, 11, 23)
    assert timezone.localtime(digest.last_morning(nine(monday))).date() == datetime.date(2026, 11, 20)
    assert timezone.localtime(digest.last_morning(nine(monday + days(1)))).date() == monday


# The calendar


def address(key):
    return f"/kk/tasks/{key}.ics"


def test_the_calendar_has_the_tasks_at_work_of_its_person(w):
    task, other = given(w), given(w, w.theirs.branch)
    in_state(w, TaskState.ACCEPTED)
    response = Client().get(address(calendar.new_key(w.branch)))
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [event["UID"].partition("@")[0] for event in events] == [f"task-{task.pk}"]
    assert events[0].decoded("DTSTART") == task.due_on
    assert str(other.pk) not in [event["UID"] for event in events]
    assert response["Cache-Control"].find("no-store") >= 0
    assert not response.cookies


def test_a_wrong_a_former_or_a_revoked_key_opens_nothing(w):
    assert Client().get(address("a-guess")).status_code == 404
    first = calendar.new_key(w.branch)
    second = calendar.new_key(w.branch)
    assert Client().get(address(first)).status_code == 404
    assert Client().get(address(second)).status_code == 200
    assert not CalendarKey.objects.filter(key_hash=second).exists()
    calendar.revoke(w.branch)
    assert Client().get(address(second)).status_code == 404


def test_who_left_has_no_calendar_any_more(w):
    key = calendar.new_key(w.branch)
    w.branch.memberships.update(until_date=w.today - days(1), from_date=w.today - days(9))
    assert Client().get(address(key)).status_code == 404
    key = calendar.new_key(w.regional)
    w.regional.is_active = False
    w.regional.save()
    assert Client().get(address(key)).status_code == 404


def test_the_page_of_the_key_shows_the_address_once(w):
    client = client_of(w.branch)
    page = "/kk/cabinet/tasks/calendar/"
    assert ".ics" not in client.get(page).content.decode()
    made = client.post(page).content.decode()
    assert ".ics" in made
    assert ".ics" not in client.get(page).content.decode()
    assert client.post(page, {"revoke": "1"}).status_code == 302
    assert not CalendarKey.objects.exists()


def test_the_key_does_not_stand_in_the_log():
    line = logging.LogRecord("django", logging.INFO, "", 0, "GET /kk/tasks/abc-KEY_9.ics 200", None, None)
    page = logging.LogRecord("django", logging.INFO, "", 0, "GET /kk/cabinet/tasks/22/ 200", None, None)
    assert DiscreetFormatter().format(line) == "GET /kk/tasks/… 200"
    assert "tasks/22/" in DiscreetFormatter().format(page)
