"""Demands to the data-protection officer, takedowns with their clock, and runs of an import (DESIGN §6)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.enums import DemandKind
from campaigns.models.papers import person, private_name, private_storage
from federation.sealing import SealedJSONField, SealedTextField


def last_day(moment):
    """The local date at the end of which a clock runs out (aware)."""
    return timezone.localdate(moment - timedelta(microseconds=1))


class DemandQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answered_at=None)


class Demand(models.Model):
    """What anybody demanded on the public form; the officer answers it before `due_at` (aware).

    A takedown has to be answered within one working day (Law 94-V of 2013, DOMAIN §4).
    """

    kind = models.CharField(_("what is demanded"), max_length=20, choices=DemandKind)
    candidacy = models.ForeignKey(
        "campaigns.Candidacy",
        verbose_name=_("candidate"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="demands",
    )
    address = models.CharField(_("address of the page"), max_length=500, blank=True)
    name = SealedTextField(_("your name"), default="")
    contact = SealedTextField(_("phone or e-mail for the answer"), default="")
    text = SealedTextField(_("what is wrong"), default="")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="kk")
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    due_at = models.DateTimeField(_("answer until"))
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = person(null=True, verbose_name=_("answered by"))
    fulfilled = models.BooleanField(_("fulfilled"), null=True)
    answer = SealedTextField(_("answer"), blank=True, default="")

    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="demand_is_answered_whole_or_not_at_all",
                condition=Q(answered_at=None, fulfilled=None)
                | Q(answered_at__isnull=False, fulfilled__isnull=False),
            )
        ]

    def __str__(self):
        return f"№ {self.pk} · {self.get_kind_display()}"

    @property
    def is_late(self):
        return self.answered_at is None and timezone.now() >= self.due_at

    @property
    def due_on(self):
        """It is answered until the end of this local date."""
        return last_day(self.due_at)


class TakedownQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(closed_at=None)


class Takedown(models.Model):
    """One action removed a candidate's data here at once; until `due_at` the officer sees to copies elsewhere."""

    candidacy = models.ForeignKey("campaigns.Candidacy", on_delete=models.PROTECT, related_name="takedowns")
    demand = models.ForeignKey(
        Demand, verbose_name=_("demand"), on_delete=models.PROTECT, null=True, related_name="takedowns"
    )
    by = person(null=True, verbose_name=pgettext_lazy("takedown", "ordered by"))
    at = models.DateTimeField(_("removed at"), default=timezone.now)
    ground = models.CharField(_("ground"), max_length=300)
    due_at = models.DateTimeField(_("finished until"))
    # Papers printed, pages relayed by others, caches of search engines: done, by whom, when.
    closed_at = models.DateTimeField(_("finished at"), null=True)
    closed_by = person(null=True, verbose_name=_("finished by"))
    note = models.TextField(_("what was done elsewhere"), blank=True, max_length=2000)

    objects = TakedownQuerySet.as_manager()

    class Meta:
        verbose_name = _("takedown")
        verbose_name_plural = _("takedowns")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"№ {self.candidacy_id} · {timezone.localdate(self.at):%d.%m.%Y}"

    @property
    def is_late(self):
        return self.closed_at is None and timezone.now() >= self.due_at

    @property
    def due_on(self):
        """Copies elsewhere are seen to until the end of this local date."""
        return last_day(self.due_at)


def sheet_name(run, name):
    return private_name("imports", name)


class ImportRun(models.Model):
    """A table of candidates that somebody uploaded: first judged, then taken over. The file goes when it ends.

    total, done: rows. The file is sealed; report: see `campaigns.candidates.sheet.report_of`, erased with the file.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its turn")
        JUDGING = "judging", _("is being checked")
        JUDGED = "judged", _("checked, not taken over yet")
        SAVING = "saving", _("is being taken over")
        DONE = "done", _("taken over")
        FAILED = "failed", _("not taken over")

    pool = models.ForeignKey("campaigns.Pool", on_delete=models.PROTECT, related_name="imports")
    organisation = models.ForeignKey("federation.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="kk")
    file = models.FileField(upload_to=sheet_name, storage=private_storage, max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    good_only = models.BooleanField(_("take over the good rows only"), default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    report = SealedJSONField(default=list, editable=False)
    trouble = models.TextField(blank=True)

    class Meta:
        verbose_name = _("import of candidates")
        verbose_name_plural = _("imports of candidates")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.pool} · {self.at:%Y-%m-%d}"
