"""Mails: in the recipient's language, on the queue with the transaction, by a real worker to a real server."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection, transaction
from django.template.loader import get_template
from django.utils.translation import override
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from federation import tasks
from federation.notifications import queue, send

TEMPLATES = [
    *(
        f"account/email/{name}"
        for name in (
            "password_reset_key",
            "email_confirmation",
            "email_changed",
            "email_deleted",
            "email_confirm",
            "password_changed",
            "password_set",
            "password_reset",
        )
    ),
    *(
        f"mfa/email/{name}"
        for name in (
            "totp_activated",
            "totp_deactivated",
            "recovery_codes_generated",
            "webauthn_added",
            "webauthn_removed",
        )
    ),
    *(
        f"federation/mail/{name}"
        for name in (
            "role_granted",
            "role_ended",
            "substitution",
            "account_closed",
            "account_open",
            "second_factor_reset",
            "invitation",
        )
    ),
]

ADDRESS = "https://example.org/accounts/"
CONTEXT = {
    "days": 14,
    "address": ADDRESS,
    "password_reset_url": ADDRESS,
    "activate_url": ADDRESS,
    "reason": "жоғалды",
}


class Postbox:
    """An SMTP server on the loopback that keeps what it gets, or refuses everything while `closed`."""

    def __init__(self):
        self.letters, self.closed = [], False

    async def handle_DATA(self, server, session, envelope):
        if self.closed:
            return "451 come back later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"


@pytest.fixture
def postbox(settings, transactional_db):
    # Procrastinate's tables are not Django's to flush: another test may have left its mails.
    connection.cursor().execute("DELETE FROM procrastinate_jobs")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


def work():
    """One run of a real worker over what waits in the queue."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_mail_has_a_subject_and_a_text(template, language, editor, queued_mails):
    with override("ru" if language == "kk" else "kk"):
        send("someone@example.org", template, CONTEXT, language=language)
    (one,) = queued_mails()
    assert one["subject"]
    assert len(one["text"]) > 40
    assert "{%" not in one["text"]
    assert "\n\n\n" not in one["text"]
    get_template(f"{template}.txt")


@pytest.mark.django_db
def test_a_mail_is_plain_text_and_not_html(editor, queued_mails):
    send(editor, "federation/mail/second_factor_reset", {"reason": "<b>«жоғалды»</b> & 'ұрланды'"})
    (one,) = queued_mails()
    assert "<b>«жоғалды»</b> & 'ұрланды'" in one["text"]
    assert one["to"] == editor.email


@pytest.mark.django_db
def test_a_subject_is_one_line(queued_mails):
    queue("someone@example.org", "Two\r\nBcc: evil@example.org", "text")
    assert queued_mails()[0]["subject"] == "Two Bcc: evil@example.org"


@pytest.mark.django_db(transaction=True)
def test_a_mail_goes_out_only_if_the_transaction_commits(postbox):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue("undone@example.org", "Нет", "нет")
        raise RuntimeError
    with transaction.atomic():
        queue("done@example.org", "Үндеу жарияланды", "Мәтін: ә, ғ, қ, ң, ө, ұ, ү, һ, і")
    work()
    (letter,) = postbox.letters
    assert letter["To"] == "done@example.org"
    assert letter["Subject"] == "Үндеу жарияланды"
    assert letter.get_content().strip() == "Мәтін: ә, ғ, қ, ң, ө, ұ, ү, һ, і"
    assert not ProcrastinateJob.objects.filter(status="succeeded").exists()


@pytest.mark.django_db(transaction=True)
def test_a_mail_waits_while_the_server_refuses_it(postbox):
    postbox.closed = True
    queue("later@example.org", "Кейін", "мәтін")
    work()
    job = ProcrastinateJob.objects.get()
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at is not None
    assert not postbox.letters


@pytest.mark.django_db
def test_a_mail_may_carry_html_too():
    tasks.deliver(to="someone@example.org", subject="s", text="t", html="<p>t</p>")
    assert mail.outbox[0].alternatives[0].content == "<p>t</p>"


@pytest.mark.django_db
def test_the_password_reset_comes_in_the_persons_language(reader, second_editor, queued_mails):
    reader.post(
        "/accounts/password/reset/", {"email": second_editor.email}, headers={"accept-language": "kk"}
    )
    (one,) = queued_mails()
    assert one["to"] == second_editor.email
    with override("ru"):
        from django.utils.translation import gettext

        assert one["subject"] == gettext("Reset of the password")
    reader.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert len(queued_mails()) == 1
    assert EmailAddress.objects.get(user=second_editor).verified
