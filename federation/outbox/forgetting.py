"""Mails are emptied: what must not stay anywhere, and what is over for long."""

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
def forget(*words):
    """Empties every mail whose address, subject, text or headers hold one of the words; what waits does not go out.

    Returns how many were being handed over at this moment: those may arrive. For personal data that must not stay.
    """
    held = Q()
    for word in filter(None, words):
        held |= Q(to__contains=word) | Q(subject__contains=word) | Q(text__contains=word)
        held |= Q(html__contains=word) | Q(trouble__contains=word) | Q(headers__icontains=word)
    if not held:
        return 0
    found = Mail.objects.filter(held)
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


def cut_keys(pk):
    """Takes the keys out of the links of a mail that has arrived: with them anybody who reads it later could come in.

    Not in the demonstration, whose mailbox is there to follow the links.
    """
    if settings.DEMO:
        return
    mail = Mail.objects.select_for_update().only("text", "html").get(pk=pk)
    Mail.objects.filter(pk=pk).update(text=without_keys(mail.text), html=without_keys(mail.html))
