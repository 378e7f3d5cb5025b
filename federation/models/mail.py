"""The outbox: every mail of the portal, from the queue to the mail server's answer."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailState(models.TextChoices):
    """Moved by `federation.outbox` alone."""

    WAITING = "waiting", pgettext_lazy("state of a mail", "waits")
    # A worker talks to the mail server; the text is not handed over yet: after a crash it is simply sent anew.
    CLAIMED = "claimed", pgettext_lazy("state of a mail", "is being sent")
    # The text is on its way and the server's answer has not come: after a crash nobody knows.
    HANDED_OVER = "handed-over", pgettext_lazy("state of a mail", "is being handed over")
    SENT = "sent", pgettext_lazy("state of a mail", "sent")
    DOUBTFUL = "doubtful", pgettext_lazy("state of a mail", "perhaps sent: the answer was lost")
    REFUSED = "refused", pgettext_lazy("state of a mail", "refused by the mail server")
    DROPPED = "dropped", pgettext_lazy("state of a mail", "not sent")


# Some worker has it in its hands, or died with it.
UNDER_WAY = (MailState.CLAIMED, MailState.HANDED_OVER)


def message_number():
    return uuid.uuid4().hex


class MailQuerySet(models.QuerySet):
    def troubled(self):
        """Mails that somebody has to look at: of one that was emptied nothing can be done."""
        return self.filter(state__in=[MailState.DOUBTFUL, MailState.REFUSED], erased_at=None)


class Mail(models.Model):
    """One mail to one address. Keys in its links are cut when it has arrived; what it said is forgotten after
    `MAIL_KEPT_DAYS`, its row stays.

    number: makes the Message-ID, the same at every attempt. headers: {"List-Unsubscribe": …}.
    key: "" or a word under which a mail is queued at most once. matters: of what (`Matter`) it is material; while such
    a quiet period holds it does not go out. attempts: how often it was claimed.
    about: what it tells of, as ["application:17"]: by that it is found when this must not stay anywhere.
    private: to or of somebody outside, whose data the portal holds sealed: emptied as soon as it has arrived, and
    administrators do not read it. held_until: the end of the quiet period for which it waits.
    """

    number = models.CharField(max_length=32, unique=True, default=message_number, editable=False)
    key = models.CharField(max_length=100, blank=True, editable=False)
    to = models.EmailField(pgettext_lazy("mail", "to"))
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=500)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    matters = models.JSONField(default=list, blank=True)
    about = models.JSONField(default=list, blank=True, editable=False)
    private = models.BooleanField(default=False, editable=False)
    held_until = models.DateTimeField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("written at"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    trouble = models.TextField(_("what the mail server said"), blank=True)
    erased_at = models.DateTimeField(_("text erased at"), null=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="mail_once_for_its_key", fields=["key"], condition=~Q(key="")),
            models.CheckConstraint(
                name="mail_is_sent_at_a_moment",
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "queued_at"], name="mail_state_queued"),
            GinIndex(fields=["about"], opclasses=["jsonb_path_ops"], name="mail_by_what_it_is_about"),
        ]

    def __str__(self):
        return f"№ {self.pk}: {self.subject}" if self.subject and not self.private else self.audit_text

    @property
    def audit_text(self):
        """What the log of actions says of it, from which nothing can be erased: no address, no subject."""
        return f"№ {self.pk}"
