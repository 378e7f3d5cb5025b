"""Reminders before the deadlines of campaigns: who, when, once."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils.translation import override
from procrastinate.contrib.django import app

from campaigns import reminders, tasks
from campaigns.clock import Clock
from campaigns.enums import Step
from campaigns.models import CampaignDate, Reminder
from campaigns.timeline import Timeline
from federation.enums import Role
from tests.campaigns.timetables import campaign, utc
from tests.cast import person

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
CAST = (
    *("editor", "publisher", "branch", "second_branch"),
    *("headquarters", "regional_headquarters", "data_protection", "administrator"),
)
FIELD = {"branch", "second-branch", "headquarters", "regional-headquarters"}
PRESS = {"editor", "publisher", "headquarters"}

# Borders ten years after the real ones, in Almaty, the first zone, as UTC; who has to know of them.
WATCHED = {
    Step.NOMINATION: (utc("2033-02-08T13:00"), FIELD),
    Step.REGISTRATION: (utc("2033-02-18T13:00"), FIELD),
    Step.POLL_BAN: (utc("2033-03-13T19:00"), PRESS),
    Step.SILENCE: (utc("2033-03-17T19:00"), PRESS),
}


@pytest.fixture
def cast(request):
    return [request.getfixturevalue(name) for name in CAST]


@pytest.fixture
def election(cast):
    return campaign(voting_on=date(2033, 3, 19), called_on=date(2033, 1, 19))


def moment(step, days=0):
    """`days` before the border of a step."""
    return WATCHED[step][0] - timedelta(days=days)


def receivers(step, mails):
    """Who got a mail on the step, with repetitions."""
    labels = []
    for language in ("kk", "ru"):
        with override(language):
            labels.append(str(step.label))
    return sorted(mail["to"].split("@")[0] for mail in mails if mail["subject"].split(":")[0] in labels)


def settled(now):
    """Everything due at `now` has gone out."""
    reminders.remind(now)
    return Reminder.objects.count()


@pytest.mark.parametrize("days", [7, 3, 1])
@pytest.mark.parametrize("step", WATCHED)
def test_a_border_is_told_in_time_to_those_whom_it_concerns(step, days, election, queued_mails):
    at = moment(step, days)
    settled(at - SECOND)
    before = len(queued_mails())
    reminders.remind(at)
    sent = queued_mails()[before:]
    assert receivers(step, sent) == sorted(WATCHED[step][1])
    assert Reminder.objects.filter(step=step, days=days, moment=moment(step)).exists()


def test_a_whole_campaign_sends_each_reminder_once(election, queued_mails):
    now, end = utc("2033-01-20T00:00"), utc("2033-03-25T00:00")
    while now < end:
        reminders.remind(now)
        now += timedelta(hours=6)
    expected = 3 * sum(len(people) for _moment, people in WATCHED.values())
    assert len(queued_mails()) == expected
    assert Reminder.objects.count() == 3 * len(WATCHED)
    told = [(mail["to"], mail["subject"]) for mail in queued_mails()]
    assert len(set(told)) == len(told)


def test_again_at_the_same_hour_sends_nothing(election, queued_mails):
    assert reminders.remind(moment(Step.NOMINATION, 7)) == 4
    assert reminders.remind(moment(Step.NOMINATION, 7)) == 0
    assert len(queued_mails()) == 4


def test_missed_reminders_become_one(election, queued_mails):
    reminders.remind(moment(Step.NOMINATION, 1) + timedelta(hours=5))
    assert receivers(Step.NOMINATION, queued_mails()).count("branch") == 1
    assert set(Reminder.objects.filter(step=Step.NOMINATION).values_list("days", flat=True)) == {7, 3, 1}


def test_nothing_is_told_of_the_past(election, queued_mails):
    reminders.remind(moment(Step.NOMINATION))
    assert not Reminder.objects.filter(step=Step.NOMINATION).exists()
    reminders.remind(moment(Step.SILENCE) + timedelta(days=30))
    assert not Reminder.objects.filter(step=Step.SILENCE).exists()


def test_the_zone_where_the_border_comes_first_counts(cast, queued_mails):
    made = campaign(
        voting_on=date(2033, 3, 19), called_on=date(2033, 1, 19), zones=["Asia/Almaty", "Asia/Tokyo"]
    )
    first = Clock(made).period(Step.NOMINATION).in_zone("Asia/Tokyo")[1]
    settled(first - 7 * timedelta(days=1) - SECOND)
    assert not Reminder.objects.filter(step=Step.NOMINATION).exists()
    reminders.remind(first - 7 * timedelta(days=1))
    assert Reminder.objects.get(step=Step.NOMINATION).moment == first


def test_a_campaign_that_cannot_be_counted_stops_no_other(election, queued_mails, monkeypatch):
    broken = campaign(slug="broken", voting_on=date(2033, 3, 20))
    whole = campaign(slug="whole", voting_on=date(2033, 3, 19), called_on=date(2033, 1, 19))

    def timeline(found, now):
        if found == broken:
            raise OverflowError("date value out of range")
        return Timeline(found, now)

    monkeypatch.setattr(reminders, "Timeline", timeline)
    with pytest.raises(ExceptionGroup, match="did not go out"):
        reminders.remind(moment(Step.NOMINATION, 7))
    assert len(queued_mails()) == 8
    assert set(Reminder.objects.values_list("campaign", flat=True)) == {election.pk, whole.pk}


def test_a_moved_border_is_told_anew(election, queued_mails):
    reminders.remind(moment(Step.NOMINATION, 7))
    CampaignDate.objects.create(
        campaign=election, step=Step.NOMINATION, ends_on=date(2033, 2, 10), ends_time="18:00"
    )
    assert reminders.remind(moment(Step.NOMINATION, 5)) == 4


def test_a_campaign_that_is_not_announced_is_not_told_of(cast, queued_mails):
    campaign(voting_on=date(2033, 3, 19), called_on=date(2033, 1, 19), announced_at=None)
    assert reminders.remind(moment(Step.SILENCE, 1)) == 0


def test_a_step_without_a_date_is_not_told_of(election):
    deadline = election.rule_set.deadlines.get(step=Step.POLL_BAN)
    deadline.begins_days = deadline.begins_time = None
    deadline.save()
    reminders.remind(moment(Step.POLL_BAN, 1))
    assert not Reminder.objects.filter(step=Step.POLL_BAN).exists()


def test_two_roles_of_one_person_make_one_mail(election, queued_mails):
    person("both", Role.EDITOR, Role.PUBLISHER, Role.HEADQUARTERS)
    settled(moment(Step.SILENCE, 7) - SECOND)
    before = len(queued_mails())
    reminders.remind(moment(Step.SILENCE, 7))
    assert receivers(Step.SILENCE, queued_mails()[before:]).count("both") == 1


def test_mails_and_the_note_of_them_are_one(election, queued_mails, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "send", fail)
        with pytest.raises(ExceptionGroup), transaction.atomic():
            reminders.remind(moment(Step.NOMINATION, 7))
    assert not Reminder.objects.exists()
    assert reminders.remind(moment(Step.NOMINATION, 7)) == 4


def clear_queue():
    """Procrastinate's tables are not Django's to flush."""
    connection.cursor().execute("DELETE FROM procrastinate_jobs")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_it_once(election, queued_mails):
    clear_queue()
    sent = []

    def work():
        try:
            sent.append(reminders.remind(moment(Step.NOMINATION, 7)))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    queued = len(queued_mails())
    clear_queue()
    assert sorted(sent) == [0, 0, 4]
    assert queued == 4


def test_each_reads_it_in_the_own_language(election, queued_mails):
    reminders.remind(moment(Step.NOMINATION, 3))
    mails = {mail["to"]: mail for mail in queued_mails()}
    kk, ru = mails["branch@example.org"], mails["second-branch@example.org"]
    assert "3 күн қалды" in kk["subject"]
    assert "2033 жылғы 8 ақпан, 18:00" in kk["text"]
    assert "Сайлау" in kk["text"]
    assert "осталось 3 дня" in ru["subject"]
    assert "8 февраля 2033 года, 18:00" in ru["text"]
    assert "Выборы" in ru["text"]
    for mail in (kk, ru):
        assert "\n\n\n" not in mail["text"]
        assert "{" not in mail["text"]
    assert "/ru/campaigns/election/" in ru["text"]


def test_a_demonstration_says_so(cast, queued_mails):
    campaign(voting_on=date(2033, 3, 19), called_on=date(2033, 1, 19), demonstration=True)
    reminders.remind(moment(Step.NOMINATION, 3))
    assert all(("ойдан алынған" in mail["text"]) or ("вымышлены" in mail["text"]) for mail in queued_mails())


def test_the_silence_says_what_will_not_work(election, queued_mails):
    reminders.remind(moment(Step.SILENCE, 1))
    (mail,) = [
        mail for mail in queued_mails() if mail["to"].startswith("editor@") and "1 күн" in mail["subject"]
    ]
    assert "2033 жылғы 18 наурыз, 00:00" in mail["text"]
    assert "2033 жылғы 19 наурыз, 24:00" in mail["text"]


def test_the_worker_asks_every_quarter_of_an_hour():
    registry = tasks.remind.blueprint.periodic_registry.periodic_tasks
    (periodic,) = [entry for entry in registry.values() if entry.task.name == tasks.remind.name]
    assert periodic.cron == "*/15 * * * *"


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_does_it(election, queued_mails, monkeypatch):
    clear_queue()
    remind, sent = reminders.remind, []
    monkeypatch.setattr(reminders, "remind", lambda: sent.append(remind(moment(Step.NOMINATION, 7))))
    tasks.remind.defer(timestamp=0)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(
            wait=False, install_signal_handlers=False, listen_notify=False, queues=["campaigns"]
        )
    queued = len(queued_mails())
    clear_queue()
    assert sent[0] == 4
    assert queued == 4
