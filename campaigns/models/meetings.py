"""Meetings with labour collectives as data: who spoke, in which office, what was said, asked and answered (DOMAIN §2).

Staff write these rows; readers see what an edition of the report froze (`MeetingRecord`).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals.enums import Kind
from campaigns.enums import MeetingState
from campaigns.models.campaigns import Campaign
from campaigns.models.headquarters import Headquarters
from campaigns.models.offices import OfficeHolder
from campaigns.models.papers import person
from campaigns.models.workplaces import Workplace


class Meeting(models.Model):
    """A meeting with a labour collective. `state` and what goes with it change through `campaigns.meetings.holding`.

    A draft may miss nearly everything (an import leaves empty what it did not find); a confirmed one is complete.
    `headquarters` or `organisation`: who held it, and thereby who writes the record.
    """

    campaign = models.ForeignKey(
        Campaign,
        verbose_name=_("campaign"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    headquarters = models.ForeignKey(
        Headquarters,
        verbose_name=_("held by the headquarters"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    organisation = models.ForeignKey(
        "federation.Organisation",
        verbose_name=_("held by the organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    workplace = models.ForeignKey(
        Workplace,
        verbose_name=pgettext_lazy("of a meeting", "workplace"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    region = models.ForeignKey(
        "federation.Region",
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    place = models.CharField(
        _("place"), max_length=300, blank=True, help_text=_("Workshop, hall, office – where people met.")
    )
    held_on = models.DateField(_("date"), null=True, blank=True)
    topic = models.CharField(_("topic"), max_length=500, blank=True)
    summary = models.TextField(_("what came of it"), blank=True, max_length=5000)
    attendance = models.PositiveIntegerField(_("how many people came"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Who reported it first."))
    source_url = models.URLField(_("link to the source"), max_length=500, blank=True)
    report = models.OneToOneField(
        "appeals.Publication",
        verbose_name=_("report"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        limit_choices_to={"kind": Kind.MEETING},
        related_name="meeting",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState, default=MeetingState.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    # Of an imported report: what it said, what was not found in it or is to be checked
    # (`campaigns.meetings.reading.remarks`, as data), and its digest.
    source_text = models.TextField(_("imported text"), blank=True, editable=False)
    not_found = models.JSONField(default=list, blank=True, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    made_by = person(verbose_name=_("entered by"), null=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    # What the report was last built from, as `campaigns.meetings.record.record_of` says: an edition freezes this.
    built = models.JSONField(default=dict, blank=True, editable=False)
    confirmed_by = person(verbose_name=_("confirmed by"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    closed_by = person(verbose_name=_("closed by"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    # A discarded draft is in no list; the row stays under its history.
    discarded_at = models.DateTimeField(_("discarded at"), null=True, editable=False)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_is_confirmed_by_somebody",
                condition=Q(state=MeetingState.DRAFT)
                | Q(
                    confirmed_at__isnull=False,
                    held_on__isnull=False,
                    workplace__isnull=False,
                    region__isnull=False,
                ),
                violation_error_message=_("A confirmed meeting has its date, workplace and region."),
            ),
            models.CheckConstraint(
                name="meeting_is_closed_by_somebody",
                condition=~Q(state=MeetingState.CLOSED) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_is_held_by_one",
                condition=Q(headquarters=None) | Q(organisation=None),
                violation_error_message=_("Either a headquarters or an organisation held it, not both."),
            ),
        ]

    def __str__(self):
        name = self.topic or self.topic_kk or self.topic_ru or str(self.workplace or _("Meeting"))
        return f"{self.held_on:%d.%m.%Y} · {name}" if self.held_on else name

    def clean(self):
        super().clean()
        if self.workplace and self.region_id and self.workplace.region_id != self.region_id:
            raise ValidationError({"region": _("The workplace lies in another region.")})
        if self.held_on and self.held_on > timezone.localdate():
            raise ValidationError({"held_on": _("A meeting is recorded after it was held.")})


class MeetingRecord(models.Model):
    """The data of a meeting as an edition of its report published them: what readers see, with offices of the day.

    Made by `campaigns.meetings.records` when an edition is; the database lets nothing be changed but that the record is
    emptied when the edition is redacted.
    record: the dict that `campaigns.meetings.record.record_of` describes. campaign, people: whom and what it names, to
    be found by.
    """

    edition = models.OneToOneField("appeals.Edition", on_delete=models.PROTECT, related_name="meeting_record")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="records")
    record = models.JSONField(default=dict)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, related_name="meeting_records"
    )
    people = models.ManyToManyField(OfficeHolder, related_name="meeting_records")

    class Meta:
        verbose_name = _("published record of a meeting")
        verbose_name_plural = _("published records of meetings")
        ordering = ["-edition"]

    def __str__(self):
        return str(self.edition)


class MeetingEvent(models.Model):
    """History of a meeting's record: append-only by a trigger. `move` is a `campaigns.meetings.moves.Move`.

    One change is let through: the reason goes when the text of the report is removed for good.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=20)
    by = person(null=True)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("move of a meeting")
        verbose_name_plural = _("moves of meetings")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.move} · № {self.meeting_id}"
