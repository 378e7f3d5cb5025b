"""The outbox and a real mail server on the loopback: each mail goes out once, or somebody is told."""

import datetime
import importlib
import threading

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from federation import outbox
from federation.models import AuditEntry, Mail, QuietPeriod
from federation.models.mail import MailState
from federation.notifications import muted, queue
from federation.outbox import deciding, sending
from federation.refusals import Refused
from tests.cast import client_of
from tests.federation.postbox import QUIT, delivered, free_port, jobs, states, work, written

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mail_goes_out_only_if_the_transaction_commits(postbox):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue("undone@example.org", "Нет", "нет")
        raise RuntimeError
    with transaction.atomic():
        queue("done@example.org", "Үндеу жарияланды", "Мәтін: ә, ғ, қ, ң, ө, ұ, ү, һ, і")
    work()
    ((address, letter),) = postbox.letters
    assert address == letter["To"] == "done@example.org"
    assert letter["Subject"] == "Үндеу жарияланды"
    assert letter.get_body(("plain",)).get_content().strip() == "Мәтін: ә, ғ, қ, ң, ө, ұ, ү, һ, і"
    assert "<p>Мәтін" in letter.get_body(("html",)).get_content()
    mail = Mail.objects.get()
    assert letter["Message-ID"] == f"<{mail.number}@demo.example>"
    assert (mail.state, mail.attempts) == (MailState.SENT, 1)
    assert not jobs().exists()


def test_a_key_is_used_once(postbox):
    first = written(key="once")
    assert written(key="once") == first
    assert Mail.objects.count() == jobs().count() == 1


def test_headers_arrive_as_they_are(postbox):
    """Long ones, too: mail programs read the address of RFC 8058 from them."""
    address = f"<https://portal.federation.example.org/kk/unsubscribe/{'a1' * 40}/>"
    one_click = {"List-Unsubscribe": address, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert delivered(written(headers=one_click)) == MailState.SENT
    ((_address, letter),) = postbox.letters
    assert letter["List-Unsubscribe"].strip() == address
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_muted_mails_are_not_written(postbox):
    with muted():
        queue("someone@example.org", "Тақырып", "Мәтін")
    assert not Mail.objects.exists()


@pytest.mark.parametrize("stage", ["at_rcpt", "at_data"])
def test_a_mail_waits_while_the_server_puts_it_off(postbox, stage):
    setattr(postbox, stage, lambda address: "451 come back later")
    mail = written()
    assert delivered(mail) == MailState.WAITING
    assert "451 come back later" in mail.trouble
    assert jobs(scheduled_at__gt=timezone.now()).count() == 1
    setattr(postbox, stage, None)
    assert delivered(mail) == MailState.SENT
    assert mail.trouble == ""
    assert postbox.counted() == {mail.to: 1}


def test_patience_has_an_end(postbox):
    postbox.at_rcpt = lambda address: "451 come back later"
    mail = written()
    for _attempt in range(sending.ATTEMPTS - 1):
        assert delivered(mail) == MailState.WAITING
    assert delivered(mail) == MailState.REFUSED
    assert outbox.troubled_count() == 1


@pytest.mark.parametrize("stage", ["at_rcpt", "at_data"])
def test_a_refused_mail_is_flagged(postbox, stage):
    setattr(postbox, stage, lambda address: "550 nobody lives here")
    mail = written()
    assert delivered(mail) == MailState.REFUSED
    assert "550 nobody lives here" in mail.trouble
    assert outbox.troubled_count() == 1
    assert not postbox.letters


def test_an_address_that_no_mail_can_have_is_refused(postbox):
    mail = written()
    Mail.objects.update(to="қате адрес\n@example.org")
    assert delivered(mail) == MailState.REFUSED
    assert not postbox.letters


def test_without_a_server_it_waits(postbox, settings):
    settings.EMAIL_PORT = free_port()
    mail = written()
    assert delivered(mail) == MailState.WAITING
    assert "ConnectionRefusedError" in mail.trouble


def test_a_connection_that_breaks_before_the_text_costs_nothing(postbox):
    postbox.at_rcpt = lambda address: QUIT
    mail = written()
    assert delivered(mail) == MailState.WAITING
    postbox.at_rcpt = None
    assert delivered(mail) == MailState.SENT
    assert postbox.counted() == {mail.to: 1}


def test_a_lost_answer_is_flagged_and_never_sent_again_by_itself(postbox):
    postbox.at_data = lambda address: QUIT
    mail = written()
    assert delivered(mail) == MailState.DOUBTFUL
    postbox.at_data = None
    outbox.recover()
    work()
    assert delivered(mail) == MailState.DOUBTFUL
    assert postbox.counted() == {mail.to: 1}
    assert outbox.troubled_count() == 1


def test_a_dead_senders_mail_is_taken_up(postbox):
    claimed, handed_over, waiting = (
        written("a@example.org"),
        written("b@example.org"),
        written("c@example.org"),
    )
    connection.cursor().execute("DELETE FROM procrastinate_jobs")
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    Mail.objects.filter(pk=claimed.pk).update(state=MailState.CLAIMED, claimed_at=long_ago, attempts=1)
    Mail.objects.filter(pk=handed_over.pk).update(state=MailState.HANDED_OVER, claimed_at=long_ago)
    outbox.recover()
    outbox.recover()
    assert jobs().count() == 2
    work()
    assert postbox.counted() == {"a@example.org": 1, "c@example.org": 1}
    assert states() == {MailState.SENT: 2, MailState.DOUBTFUL: 1}
    waiting.refresh_from_db()
    assert waiting.state == MailState.SENT


def test_a_living_senders_mail_is_left_alone(postbox):
    mail, came, may_go_on = written(), threading.Event(), threading.Event()

    def slow(address):
        came.set()
        may_go_on.wait(20)

    postbox.at_data = slow
    sender = threading.Thread(target=in_thread, args=[outbox.deliver, mail.pk])
    sender.start()
    assert came.wait(20)
    outbox.recover()
    mail.refresh_from_db()
    assert mail.state == MailState.HANDED_OVER
    may_go_on.set()
    sender.join()
    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def in_thread(function, *args):
    try:
        function(*args)
    finally:
        connection.close()


def test_two_workers_send_it_once(postbox):
    mails = [written(f"{number}@example.org") for number in range(12)]
    keys = [mail.pk for mail in mails]

    def all_of_them():
        for key in keys:
            outbox.deliver(key)

    workers = [threading.Thread(target=in_thread, args=[all_of_them]) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert postbox.counted() == {mail.to: 1 for mail in mails}
    assert states() == {MailState.SENT: 12}


def test_material_waits_out_a_quiet_period(postbox):
    """Also what was written before it, and met a mail server that rested."""
    mail = written(matters=["campaign"])
    now = timezone.now()
    QuietPeriod.objects.create(
        name_kk="Сайлау",
        name_ru="Выборы",
        campaign="x",
        begins_at=now - datetime.timedelta(hours=1),
        ends_at=now + datetime.timedelta(hours=5),
    )
    assert delivered(mail) == MailState.WAITING
    assert delivered(written("basqa@example.org", matters=["polls"])) == MailState.SENT
    assert not postbox.counted()[mail.to]
    held = jobs(args__mail=mail.pk, scheduled_at=now + datetime.timedelta(hours=5))
    assert held.exists()
    outbox.recover()
    jobs(scheduled_at=None).delete()
    outbox.recover()
    assert not jobs(scheduled_at=None).exists(), "it sleeps on"
    # The period is shortened: nobody waits for its former end.
    QuietPeriod.objects.update(ends_at=now - datetime.timedelta(minutes=1))
    outbox.recover()
    outbox.recover()
    assert jobs(args__mail=mail.pk, scheduled_at=None).count() == 1
    work()
    mail.refresh_from_db()
    assert (mail.state, mail.held_until) == (MailState.SENT, None)


def test_what_administrators_decide(postbox, administrator, editor):
    postbox.at_data = lambda address: QUIT
    doubtful, again, dropped = (written(f"{name}@example.org") for name in "abc")
    for mail in (doubtful, again, dropped):
        assert delivered(mail) == MailState.DOUBTFUL
    postbox.at_data = None
    with pytest.raises(Refused):
        deciding.send_again(again, editor)
    client = client_of(administrator)
    pages = {"delivered": doubtful, "again": again, "drop": dropped}
    for name, mail in pages.items():
        path = f"/admin/federation/mail/{mail.pk}/{name}/"
        assert client.get(path).status_code == 200
        mail.refresh_from_db()
        assert mail.state == MailState.DOUBTFUL
        assert client.post(path).status_code == 302
    work()
    assert states() == {MailState.SENT: 2, MailState.DROPPED: 1}
    assert postbox.counted() == {"a@example.org": 1, "b@example.org": 2, "c@example.org": 1}
    said = " ".join(map(str, AuditEntry.objects.filter(action__startswith="mail.").values_list()))
    assert said.count("mail.") == 3
    assert "@example.org" not in said
    with pytest.raises(Refused):
        deciding.drop(again, administrator)
    assert outbox.troubled_count() == 0
    listed = client.get("/admin/federation/mail/?trouble=yes")
    assert listed.status_code == 200
    assert client_of(editor).get("/admin/federation/mail/").status_code == 403


def test_mails_of_the_former_queue_are_taken_over(postbox):
    """An update in the middle of the day loses no mail."""
    app.configure_task("federation.tasks.deliver", queue="mail").defer(
        to="someone@example.org", subject="Тақырып", text="Мәтін\n", html=""
    )
    app.configure_task("federation.tasks.deliver", queue="mail").defer(mail=0)
    module = importlib.import_module("federation.migrations.0006_mails_of_the_queue_move_to_the_outbox")
    with connection.schema_editor() as editor:
        module.take_over(apps, editor)
    mail = Mail.objects.get()
    assert set(jobs().values_list("args__mail", flat=True)) == {mail.pk, 0}
    work()
    assert postbox.counted() == {"someone@example.org": 1}
