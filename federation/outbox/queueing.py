"""Mails come in: a row and its job, in the transaction of what they tell of."""

from django.db import transaction
from procrastinate.contrib.django import app

from federation.models import Mail

DELIVER = "federation.tasks.deliver"


def queue(address, subject, text, *, html="", key="", headers=None, matters=(), about=(), private=False):
    """Writes a mail and its job in the current transaction. Returns the Mail, or None where `key` was used before.

    headers: {name: value} beside the usual ones. matters: of what (`Matter`) it is material: while such a quiet period
    holds, the mail waits for its end, also if it was written before. about: words such as "application:17", by which
    `forget` finds it. private: nobody but the recipient reads it, and it is emptied when it has arrived.
    """
    values = {"to": address, "subject": " ".join(subject.split()), "text": text.strip() + "\n", "html": html}
    values |= {"headers": headers or {}, "matters": list(matters), "about": list(about), "private": private}
    with transaction.atomic():
        if key:
            mail, created = Mail.objects.get_or_create(key=key, defaults=values)
            if not created:
                return None
        else:
            mail = Mail.objects.create(**values)
        put_on(mail.pk)
    return mail


def put_on(pk, at=None):
    """Gives the mail a job. at: aware moment before which it does not begin."""
    app.configure_task(DELIVER, queue="mail", schedule_at=at).defer(mail=pk)
