"""What the outbox forgets, and what it never tells: keys, addresses, what somebody outside was written."""

import datetime
import logging

import pytest
from django.utils import timezone

from federation import outbox
from federation.models import Mail
from federation.models.mail import MailState
from federation.notifications import queue
from federation.outbox import deciding, sending
from tests.cast import client_of
from tests.federation.postbox import QUIT, delivered, work, written

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_forgotten_does_not_go_out(postbox):
    waiting, sent = (written("qupiya@example.org", about=["thing:1", "other:5"]) for _each in range(2))
    others = [written("qupiya@example.org", about=["thing:11"]), written("basqa@example.org")]
    assert delivered(sent) == MailState.SENT
    assert outbox.forget("thing:1") == outbox.forget("thing:") == 0
    work()
    assert postbox.counted() == {"qupiya@example.org": 2, "basqa@example.org": 1}
    for mail, state in (
        (waiting, MailState.DROPPED),
        (sent, MailState.SENT),
        *((o, MailState.SENT) for o in others),
    ):
        mail.refresh_from_db()
        assert mail.state == state
        assert bool(mail.text and mail.to and mail.subject and mail.html) is (mail in others)


def test_forgetting_tells_what_is_under_way(postbox):
    """A sender that has the text in its hands stops, unless the mail server has it already."""
    claimed, handed_over = (written("qupiya@example.org", about=["thing:1"]) for _each in range(2))
    Mail.objects.filter(pk=claimed.pk).update(state=MailState.CLAIMED, claimed_at=timezone.now())
    Mail.objects.filter(pk=handed_over.pk).update(state=MailState.HANDED_OVER, claimed_at=timezone.now())
    claimed.refresh_from_db()
    assert outbox.forget("thing:1") == 1
    with pytest.raises(sending.TakenBack):
        sending._bring(claimed)
    assert not postbox.letters
    assert not Mail.objects.exclude(to="").exists()


def test_keys_do_not_outlive_the_mail(postbox, administrator):
    """Neither whoever reads the database nor an administrator comes in by the private link of somebody else."""
    address = "http://127.0.0.1:8000/accounts/invitation/Qupiya-kilt_1/"
    headers = {"List-Unsubscribe": "<http://127.0.0.1:8000/kk/unsubscribe/Qupiya-kilt_2/>"}
    queue("a@example.org", "Шақыру", f"Сілтеме: {address}", headers=headers)
    sent = Mail.objects.get()
    page = f"/admin/federation/mail/{sent.pk}/change/"
    assert "Qupiya-kilt" not in client_of(administrator).get(page).content.decode()
    assert delivered(sent) == MailState.SENT
    ((_address, letter),) = postbox.letters
    assert address in letter.get_body(("plain",)).get_content()
    assert address in letter.get_body(("html",)).get_content()
    assert "Qupiya-kilt" not in str(Mail.objects.values().get())
    assert "/accounts/invitation/…/" in sent.text
    assert "/unsubscribe/…/" in sent.headers["List-Unsubscribe"]
    postbox.at_data = lambda to: QUIT
    queue("b@example.org", "Шақыру", f"Сілтеме: {address}")
    lost = Mail.objects.get(to="b@example.org")
    assert delivered(lost) == MailState.DOUBTFUL
    assert address in lost.text, "it may have to be sent again"
    deciding.was_delivered(lost, administrator)
    assert "Qupiya-kilt" not in str(Mail.objects.values())


def test_old_mails_are_emptied(postbox, settings):
    settings.MAIL_KEPT_DAYS = 30
    old, new, waiting = written("a@example.org"), written("b@example.org"), written("c@example.org")
    month = timezone.now() - datetime.timedelta(days=31)
    Mail.objects.filter(pk__in=[old.pk, waiting.pk]).update(queued_at=month)
    Mail.objects.filter(pk=old.pk).update(state=MailState.SENT, sent_at=month)
    Mail.objects.filter(pk=new.pk).update(state=MailState.SENT, sent_at=timezone.now())
    assert outbox.erase_expired(dry_run=True) == 1
    assert outbox.erase_expired() == 1
    assert list(Mail.objects.filter(text="", to="", html="", subject="")) == [old]
    assert outbox.erase_expired() == 0


def test_no_log_tells_an_address(postbox, caplog):
    caplog.set_level(logging.DEBUG, logger="procrastinate")
    for answer, address in (("451 no", "a-qupiya"), ("550 no", "b-qupiya"), (QUIT, "c-qupiya")):
        postbox.at_data = lambda to, answer=answer: answer
        written(f"{address}@example.org")
        work()
    assert caplog.text
    assert "qupiya" not in caplog.text


def test_words_are_found_where_they_begin(postbox):
    """Names and titles that colleagues typed, with their endings, and nothing else."""
    for said in ("Құпия Асан", "«Құпия Асанның»", "Аққұпия Асан", "АқҚұпия Асан"):
        queue("a@example.org", "Тақырып", f"Мәтін: {said}.")
    queue("a@example.org", "Құпия Асан", "Мәтін")
    queue("asan@example.org", "Тақырып", "Мәтін: x.asan@example.org")
    assert outbox.forget_words("Құпия Асан", "asan@example.org", "") == outbox.forget_words("", "") == 0
    assert Mail.objects.filter(state=MailState.DROPPED, text="").count() == 3
    assert Mail.objects.exclude(text="").count() == 3


def test_a_private_mail_is_read_by_its_recipient_alone(postbox, administrator):
    """Whoever applies or subscribes is sealed in the database: the outbox must not tell of them either."""
    queue("qupiya@example.org", "Аты Құпия", "Мәтін құпия", private=True)
    postbox.at_rcpt = lambda to: "550 <qupiya@example.org> nobody lives here"
    mail = Mail.objects.get()
    assert delivered(mail) == MailState.REFUSED
    client = client_of(administrator)
    for path in ("", f"{mail.pk}/change/", f"{mail.pk}/again/", "?q=nobody"):
        said = client.get(f"/admin/federation/mail/{path}")
        assert said.status_code == 200
        assert "upiya" not in said.content.decode()
        assert "ұпия" not in said.content.decode()
    assert f"/{mail.pk}/change/" in client.get("/admin/federation/mail/").content.decode()
    assert f"/{mail.pk}/change/" not in client.get("/admin/federation/mail/?q=qupiya").content.decode()
    postbox.at_rcpt = None
    deciding.send_again(mail, administrator)
    assert delivered(mail) == MailState.SENT
    assert postbox.counted() == {"qupiya@example.org": 1}
    assert (mail.to, mail.subject, mail.text, mail.html, mail.trouble) == ("", "", "", "", "")
    assert mail.erased_at
