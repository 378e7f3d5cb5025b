"""Mails: rendered in the recipient's language at once, sent by the worker.

The job is a row written in the current transaction: it exists only if the transaction commits.
"""

import contextlib
from contextvars import ContextVar

from django.conf import settings
from django.db import connection
from django.template import Context, engines
from django.utils import translation

from federation import tasks

_muted = ContextVar("muted", default=False)


@contextlib.contextmanager
def muted():
    """Mails of what happens inside are not written: for loading content that happened long ago."""
    token = _muted.set(True)
    try:
        yield
    finally:
        _muted.reset(token)


def send(to, template, context=None, language=None):
    """Puts a mail on the queue.

    to: User, or an address (str). template: "appeals/mail/returned" means `appeals/mail/returned.txt`, whose
    first line is the subject. context: dict for the template; `recipient` (User or None), `site_url` and
    `language` are added. language: "kk" or "ru"; default: the person's own, Kazakh for a bare address.
    """
    person = None if isinstance(to, str) else to
    language = language or (person.language if person else settings.LANGUAGE_CODE)
    values = {**(context or {}), "recipient": person, "site_url": settings.SITE_URL, "language": language}
    with translation.override(language):
        source = engines["django"].engine.get_template(f"{template}.txt")
        subject, _, text = source.render(Context(values, autoescape=False)).strip().partition("\n")
    queue(person.email if person else to, subject, text)


def queue(address, subject, text, html=""):
    """Puts a finished mail on the queue, in the current transaction."""
    if _muted.get():
        return
    tasks.deliver.defer(to=address, subject=" ".join(subject.split()), text=text.strip() + "\n", html=html)


def forget(*words):
    """Takes from the queue, sent or not, every mail whose address, subject or text holds one of the words.

    For personal data that must not stay anywhere. A mail that the worker is sending at this moment goes out.
    """
    said = "concat_ws(' ', args ->> 'to', args ->> 'subject', args ->> 'text', args ->> 'html')"
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE task_name = %s AND status <> 'doing' "  # noqa: S608
                f"AND strpos({said}, %s) > 0",
                [tasks.deliver.name, word],
            )
