"""Mails: rendered in the recipient's language at once, put into the outbox, sent by the worker.

The mail and its job are rows of the current transaction: they exist only if it commits.
"""

import contextlib
from contextvars import ContextVar

from django.conf import settings
from django.template import Context, engines
from django.utils import translation

from federation import outbox
from federation.mail_html import as_html

_muted = ContextVar("muted", default=False)


@contextlib.contextmanager
def muted():
    """Mails of what happens inside are not written: for loading content that happened long ago."""
    token = _muted.set(True)
    try:
        yield
    finally:
        _muted.reset(token)


def send(to, template, context=None, language=None, **options):
    """Puts a mail into the outbox.

    to: User, or an address (str). template: "appeals/mail/returned" means `appeals/mail/returned.txt`, whose
    first line is the subject. context: dict for the template; `recipient` (User or None), `site_url` and
    `language` are added. language: "kk" or "ru"; default: the person's own, Kazakh for a bare address.
    options: key, headers, matters, about, private, as `outbox.queue` takes them.
    """
    person = None if isinstance(to, str) else to
    language = language or (person.language if person else settings.LANGUAGE_CODE)
    values = {**(context or {}), "recipient": person, "site_url": settings.SITE_URL, "language": language}
    with translation.override(language):
        source = engines["django"].engine.get_template(f"{template}.txt")
        subject, _, text = source.render(Context(values, autoescape=False)).strip().partition("\n")
        queue(person.email if person else to, subject, text, **options)


def queue(address, subject, text, **options):
    """Puts a finished mail into the outbox, in the current transaction; its HTML is made of the text."""
    if _muted.get():
        return
    outbox.queue(address, subject, text, html=as_html(subject, text), **options)
