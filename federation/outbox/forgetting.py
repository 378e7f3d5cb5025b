"""Mails are emptied: what must not stay anywhere, and what is over for long."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from federation.logs import without_keys
from federation.models import Mail
from federation.models.mail import UNDER_WAY, MailState

NOTHING = {"to": "", "subject": "", "text": "", "html": "", "trouble": "", "headers": {}}


@transaction.atomic
def forget(about):
    """Empties every mail that was queued as one `about` this, as "application:17"; what waits does not go out.

    Returns how many were being handed over at this moment: those may arrive. For personal data that must not stay.
    No address is asked for: whoever types that of somebody else must not reach their mails.
    """
    return _forget(Mail.objects.filter(about__contains=[about]))


@transaction.atomic
def forget_words(*words):
    """The same for mails in whose subject or text one of the words begins, in the same letters; an ending may
    follow: Kazakh declines names. For what colleagues typed: names of candidates, titles, addresses of pages; never
    for what anybody can type.
    """
    held, words = Q(), [word for word in words if word]
    for word in words:
        held |= Q(subject__contains=word) | Q(text__contains=word)
    if not words:
        return 0
    begins = re.compile("|".join(rf"(?<![\w.+-]){re.escape(word)}" for word in words))
    rows = Mail.objects.filter(held).values_list("pk", "subject", "text")
    keys = [pk for pk, *said in rows if any(map(begins.search, said))]
    return _forget(Mail.objects.filter(pk__in=keys))


def _forget(found):
    on_their_way = found.filter(state=MailState.HANDED_OVER).count()
    _empty(found)
    return on_their_way


def erase_expired(now=None, *, dry_run=False):
    """Empties what is over and older than MAIL_KEPT_DAYS at `now` (aware, default the clock). Returns how many mails.

    Also of mails in trouble that nobody cared for: after so many days nobody is helped by sending them.
    """
    kept_since = (now or timezone.now()) - timedelta(days=settings.MAIL_KEPT_DAYS)
    over = Mail.objects.annotate(over=Coalesce("sent_at", "queued_at")).filter(
        over__lt=kept_since, erased_at=None
    )
    over = over.exclude(state__in=[MailState.WAITING, *UNDER_WAY])
    return over.count() if dry_run else _empty(over)


@transaction.atomic
def _empty(mails):
    keys = list(mails.select_for_update().values_list("pk", flat=True))
    rows = Mail.objects.filter(pk__in=keys)
    # A sender that has the text in its hands asks once more before it lets it go.
    rows.filter(state__in=[MailState.WAITING, MailState.CLAIMED]).update(state=MailState.DROPPED)
    return rows.update(**NOTHING, erased_at=timezone.now())


def arrived(pk):
    """Takes the keys out of the links of a mail that has arrived: with them anybody who reads it later could come in.

    Of a private one nothing stays. Not in the demonstration, whose mailbox is there to follow the links.
    """
    if settings.DEMO:
        return
    mail = Mail.objects.select_for_update().only("text", "html", "headers", "private").get(pk=pk)
    if mail.private:
        _empty(Mail.objects.filter(pk=pk))
        return
    headers = {name: without_keys(value) for name, value in mail.headers.items()}
    Mail.objects.filter(pk=pk).update(
        text=without_keys(mail.text), html=without_keys(mail.html), headers=headers
    )
