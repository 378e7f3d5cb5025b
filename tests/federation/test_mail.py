"""Mails: in the recipient's language, as text and as HTML that says the same."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.template.loader import get_template
from django.utils.html import strip_tags
from django.utils.translation import override

from federation import outbox
from federation.mail_html import as_html, blocks
from federation.models import Mail
from federation.models.mail import MailState
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


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_html_says_what_the_text_says(template, language, editor, queued_mails):
    send("someone@example.org", template, CONTEXT, language=language)
    (one,) = queued_mails()
    html = one["html"]
    assert f'<html lang="{language}">' in html
    for word in ("<img", "<script", " style=", "{%", "{{"):
        assert word not in html
    body = " ".join(strip_tags(html.partition("<h1>")[2].replace("<br>", " ")).split())
    said = " ".join(re.sub(r"^[-–−•] +", "", line) for line in one["text"].splitlines())
    for word in said.replace("* * *", "").split():
        assert word in body, word


def test_the_html_has_paragraphs_lists_and_links():
    text = "Бірі\nекіншісі: https://example.org/kk/a/?b=1.\n\n– бір\n– екі\nсоңы\n\n* * *\n\nсоңғы <b>&"
    assert [block["kind"] for block in blocks(text)] == [
        "paragraph",
        "list",
        "paragraph",
        "rule",
        "paragraph",
    ]
    with override("kk"):
        html = as_html("Тақырып", text)
    assert (
        'Бірі<br>екіншісі: <a href="https://example.org/kk/a/?b=1" target="_blank">https://example.org/kk/a/?b=1</a>.'
        in html
    )
    assert "<ul><li>бір</li><li>екі</li></ul>" in html
    assert "соңғы &lt;b&gt;&amp;" in html


@pytest.mark.django_db
def test_another_backend_than_smtp_gets_both_parts(queued_mails):
    with override("ru"):
        queue("someone@example.org", "Тема", "Текст", headers={"List-Unsubscribe": "<https://example.org/>"})
    row = Mail.objects.get()
    outbox.deliver(row.pk)
    (message,) = mail.outbox
    assert message.body == "Текст\n"
    assert "<p>Текст</p>" in message.alternatives[0].content
    assert message.message()["List-Unsubscribe"] == "<https://example.org/>"
    assert message.message()["Message-ID"].startswith(f"<{row.number}@")
    row.refresh_from_db()
    assert row.state == MailState.SENT
    assert row.sent_at
    assert queued_mails() == []
    outbox.deliver(row.pk)
    assert len(mail.outbox) == 1


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
