"""What administrators decide on a mail that the worker could not bring to an end."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federation.models import Mail
from federation.models.audit import name_actions, record
from federation.models.mail import MailState
from federation.outbox.forgetting import arrived
from federation.outbox.queueing import put_on
from federation.refusals import Refused


def troubled_count():
    """How many mails somebody has to look at: doubtful or refused ones."""
    return Mail.objects.troubled().count()


AGAIN_FROM = (MailState.DOUBTFUL, MailState.REFUSED, MailState.DROPPED)
DROP_FROM = (MailState.WAITING, MailState.DOUBTFUL, MailState.REFUSED)


def can_send_again(mail):
    return mail.state in AGAIN_FROM and mail.erased_at is None


def can_drop(mail):
    return mail.state in DROP_FROM


def can_call_delivered(mail):
    return mail.state == MailState.DOUBTFUL


@transaction.atomic
def send_again(mail, by):
    """Puts a mail on the queue once more, with all its attempts. Refused where it is under way or was emptied."""
    current = _asked(mail, by, can_send_again)
    _decided(current, by, "mail.send-again", state=MailState.WAITING, attempts=0, trouble="")
    put_on(current.pk)


@transaction.atomic
def was_delivered(mail, by):
    """Notes that a doubtful mail arrived, as the recipient or the log of the mail server says."""
    current = _asked(mail, by, can_call_delivered)
    _decided(
        current, by, "mail.delivered", state=MailState.SENT, sent_at=current.claimed_at or timezone.now()
    )
    arrived(current.pk)


@transaction.atomic
def drop(mail, by):
    """The mail is not sent, and nobody need look at it any more."""
    _decided(_asked(mail, by, can_drop), by, "mail.drop", state=MailState.DROPPED)


def _asked(mail, by, possible):
    if not by.has_perm("federation.manage_mail"):
        raise Refused(_("Only administrators decide on mails."))
    current = Mail.objects.select_for_update().get(pk=mail.pk)
    if not possible(current):
        raise Refused(_("The mail has changed meanwhile: this is not possible any more."))
    return current


def _decided(mail, by, action, **values):
    record(by, action, mail, before=mail.state)
    Mail.objects.filter(pk=mail.pk).update(**values)


name_actions(
    {
        "mail.send-again": gettext_lazy("mail sent again"),
        "mail.delivered": gettext_lazy("mail found delivered"),
        "mail.drop": gettext_lazy("mail dropped"),
    }
)
