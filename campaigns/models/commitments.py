"""Promises: an answer that became a commitment with owner, last day and public status."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.models import Edition
from campaigns.enums import PROMISE_OPEN, PromiseState
from campaigns.models.campaigns import require_both_languages
from campaigns.models.headquarters import Headquarters
from campaigns.models.meeting_rows import Question
from campaigns.models.meetings import Meeting, MeetingRecord
from campaigns.models.offices import OfficeHolder
from campaigns.models.papers import person


class CommitmentQuerySet(models.QuerySet):
    def released(self):
        """Promises that a second person released and nobody withdrew, whether or not readers see their meeting."""
        return self.filter(published_at__lte=timezone.now(), withdrawn_at=None)

    def public(self):
        """Released promises of meetings whose record readers see."""
        return self.of_editions(Edition.objects.public())

    def listed(self):
        """Those that may stand in lists: not what a quiet period keeps from them (DOMAIN §4)."""
        return self.of_editions(Edition.objects.promoted())

    def of_editions(self, editions, **lookups):
        """lookups: of the MeetingRecord; `campaign` is the one that readers know, whatever the rows say by now."""
        records = MeetingRecord.objects.filter(meeting=OuterRef("meeting"), edition__in=editions, **lookups)
        return self.released().filter(Exists(records.exclude(record={})))

    def overdue(self, day=None):
        """Open promises whose last day is over on the local date `day` (default today)."""
        past = Q(due_on__lt=day or timezone.localdate())
        return self.filter(past, state__in=PROMISE_OPEN, withdrawn_at=None)


class Commitment(models.Model):
    """What somebody promised at a meeting, until the end of the local date `due_on`.

    Changed by `campaigns.meetings.promising` alone; public from `published_at`, which a second person sets, until
    `withdrawn_at`: then readers of the meeting see `reason` alone.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="commitments"
    )
    question = models.OneToOneField(
        Question,
        verbose_name=_("from the answer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitment",
    )
    text = models.CharField(_("what was promised"), max_length=500)
    holder = models.ForeignKey(
        OfficeHolder,
        verbose_name=_("who promised"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
    )
    headquarters = models.ForeignKey(
        Headquarters,
        verbose_name=_("headquarters that promised"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
    )
    due_on = models.DateField(_("last day"))
    # As it was released; `due_on` moves by confirmed reports.
    first_due_on = models.DateField(_("first last day"), null=True, editable=False)
    state = models.CharField(
        _("status"), max_length=12, choices=PromiseState, default=PromiseState.GIVEN, editable=False
    )
    made_by = person(verbose_name=_("entered by"), editable=False)
    made_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    published_by = person(verbose_name=_("released by"), null=True, editable=False)
    published_at = models.DateTimeField(_("released at"), null=True, editable=False)
    withdrawn_by = person(verbose_name=_("withdrawn by"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    reason = models.CharField(_("reason of the withdrawal"), max_length=500, blank=True, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="commitment_has_one_owner",
                condition=Q(holder__isnull=False, headquarters=None)
                | Q(holder=None, headquarters__isnull=False),
                violation_error_message=_("Say who promised: a person or a headquarters, not both."),
            ),
            models.CheckConstraint(
                name="commitment_is_released_whole",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="commitment_is_released_by_a_second_person",
                condition=Q(published_by=None) | ~Q(published_by=F("made_by")),
                violation_error_message=_("You entered this promise: somebody else releases it."),
            ),
            models.CheckConstraint(
                name="commitment_is_withdrawn_whole_and_after_its_release",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.text or self.text_kk or self.text_ru

    @property
    def audit_text(self):
        """The log keeps no words that a reader may ask to remove."""
        return f"№ {self.pk}"

    def clean(self):
        super().clean()
        require_both_languages(self, "text")

    @property
    def owner(self):
        return self.holder or self.headquarters

    def is_overdue(self, day=None):
        is_open = self.state in PROMISE_OPEN and self.withdrawn_at is None
        return is_open and self.due_on < (day or timezone.localdate())


class CommitmentReport(models.Model):
    """What became of a promise: a new status or last day with its ground. It counts once a second person confirmed it.

    Never changed after that; the newest confirmed one is the commitment's status.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(_("status"), max_length=12, choices=PromiseState)
    due_on = models.DateField(_("new last day"), null=True, blank=True)
    note = models.TextField(_("what was done"), max_length=2000)
    url = models.URLField(_("link that shows it"), max_length=500, blank=True)
    by = person(verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    confirmed_by = person(verbose_name=_("confirmed by"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    declined_at = models.DateTimeField(_("declined at"), null=True)

    class Meta:
        verbose_name = _("report on a commitment")
        verbose_name_plural = _("reports on commitments")
        ordering = ["commitment", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_report_of_a_commitment_waits",
                fields=["commitment"],
                condition=Q(confirmed_at=None, declined_at=None),
                violation_error_message=_("Another report on it waits for confirmation."),
            ),
            models.CheckConstraint(
                name="report_on_a_commitment_is_confirmed_whole_or_declined",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, declined_at=None),
            ),
            models.CheckConstraint(
                name="report_on_a_commitment_is_confirmed_by_a_second_person",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("by")),
                violation_error_message=_("You wrote this report: somebody else confirms it."),
            ),
        ]

    def __str__(self):
        return f"{self.get_state_display()} · № {self.commitment_id}"

    def clean(self):
        super().clean()
        require_both_languages(self, "note")
