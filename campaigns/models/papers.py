"""Private papers of candidates: documents, consents and the links by which a candidate confirms (DESIGN §6)."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Scope

# Codes of documents that no rule set asks for.
CONSENT = "consent"
PATH_SOURCE = "path-source"


def private_storage():
    return storages["private"]


def person(**options):
    """A column for the account that did something; accounts are never deleted."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def private_name(folder, name):
    """Unguessable name in the private storage: of what was uploaded only the extension stays."""
    return f"{folder}/{uuid.uuid4().hex}{PurePath(name).suffix.lower()[:6]}"


def document_name(document, name):
    return private_name("documents", name)


class Document(models.Model):
    """A private document of a candidacy; every view is logged. The file of a row never changes.

    code: that of a `Requirement`, or CONSENT, PATH_SOURCE. The name that the file had is not kept: it may hold
    personal data.
    """

    candidacy = models.ForeignKey("campaigns.Candidacy", on_delete=models.PROTECT, related_name="documents")
    code = models.SlugField(_("document"), max_length=40)
    file = models.FileField(_("file"), upload_to=document_name, storage=private_storage, max_length=200)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    uploaded_by = person()
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    # Replaced or taken away by the branch, or erased: then the file is gone.
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    class Meta:
        verbose_name = _("document of a candidate")
        verbose_name_plural = _("documents of candidates")
        ordering = ["candidacy", "code", "-uploaded_at"]

    def __str__(self):
        return f"{self.code} · № {self.candidacy_id}"


class ConsentQuerySet(models.QuerySet):
    def in_force(self):
        """Consents that the candidate confirmed, not withdrawn and not replaced by a later one."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at=None, replaced_at=None)


class Consent(models.Model):
    """A candidate's consent to publish: scope, date and scan, confirmed by the candidate through a private link."""

    candidacy = models.ForeignKey("campaigns.Candidacy", on_delete=models.PROTECT, related_name="consents")
    scope = ArrayField(
        models.CharField(max_length=20, choices=Scope),
        verbose_name=_("may be published"),
        default=list,
        blank=True,
    )
    given_on = models.DateField(_("date of the consent"))
    scan = models.ForeignKey(
        Document, verbose_name=_("scan"), on_delete=models.PROTECT, null=True, related_name="consents"
    )
    recorded_by = person()
    recorded_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_consent_of_a_candidacy_holds",
                fields=["candidacy"],
                condition=Q(withdrawn_at=None, replaced_at=None),
            )
        ]

    def __str__(self):
        return f"№ {self.candidacy_id} · {self.given_on}"


class CandidateLink(models.Model):
    """A private link that was mailed to the candidate. The token is in the mail alone; here is its hash."""

    candidacy = models.ForeignKey("campaigns.Candidacy", on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_by = person(null=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    # A newer link, or a takedown, closes it.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("private link of a candidate")
        verbose_name_plural = _("private links of candidates")
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"№ {self.candidacy_id} · {self.sent_at:%Y-%m-%d}"
