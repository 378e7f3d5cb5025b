"""The audit log: who did what to whom, when. Append-only, by a trigger of the database."""

from typing import Protocol, runtime_checkable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

# Code of an action → its name for readers; each part of the portal adds its own with `name_actions`.
ACTIONS = {}


def name_actions(names):
    """Adds names of actions: dict of code (str) → lazy translation."""
    ACTIONS.update(names)


@runtime_checkable
class Unnamed(Protocol):
    """A subject whose name must not stand in the log: `audit_text` does."""

    audit_text: str


def record(actor, action, subject, **details):
    """Writes and returns an AuditEntry, in the caller's transaction.

    actor: User, or None for the system. action: a code such as "membership.grant". subject: a saved model
    instance, kept as it is called now in both languages; of an `Unnamed` one its text stands in the place of its
    name: nobody can erase the log. details: what JSON can hold; dates and translations are turned into text.
    """
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=str(subject.pk),
        subject_text=_named(subject, "kk"),
        subject_text_ru=_named(subject, "ru"),
        details=details,
    )


def _named(subject, language):
    with override(language):
        return (subject.audit_text if isinstance(subject, Unnamed) else str(subject))[:300]


class AuditEntry(models.Model):
    at = models.DateTimeField(_("time"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("action"), max_length=60)
    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind")
    )
    subject_id = models.CharField(max_length=40)
    subject_text = models.CharField(_("subject"), max_length=300)
    # Lines written before have one text alone.
    subject_text_ru = models.CharField(max_length=300, blank=True, default="", editable=False)
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_of_one_subject"),
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
        ]

    def __str__(self):
        return f"{self.action_name()}: {self.subject()}"

    def subject(self):
        """What it was done to, as it was called then, in the active language."""
        return (get_language() == "ru" and self.subject_text_ru) or self.subject_text

    def action_name(self):
        """The action's name in the active language; its code where nobody named it."""
        return str(ACTIONS.get(self.action, self.action))
