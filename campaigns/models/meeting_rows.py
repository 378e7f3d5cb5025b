"""What hangs on the record of a meeting: agenda, participants, quotations, questions and citations.

Written by `campaigns.meetings.rows` alone. Numbers of quotations and questions are part of permanent addresses.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals.enums import Language
from campaigns.enums import Part
from campaigns.models.meetings import Meeting
from campaigns.models.offices import OfficeHolder


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("item of the agenda"), max_length=300)

    class Meta:
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("agenda")
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(name="agenda_number_once", fields=["meeting", "number"])]

    def __str__(self):
        return f"{self.number}. {self.text}"


class Participant(models.Model):
    """Somebody with an office who took part. The office is the one that the person held on the day of the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveSmallIntegerField(_("number"))
    holder = models.ForeignKey(
        OfficeHolder,
        verbose_name=pgettext_lazy("in an office", "person"),
        on_delete=models.PROTECT,
        related_name="participations",
    )
    part = models.CharField(_("part"), max_length=12, choices=Part, default=Part.PARTICIPANT)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                name="participant_once",
                fields=["meeting", "holder"],
                violation_error_message=_("This person is listed already."),
            ),
            models.UniqueConstraint(name="participant_number_once", fields=["meeting", "number"]),
            models.UniqueConstraint(
                name="meeting_has_one_chair",
                fields=["meeting"],
                condition=Q(part=Part.CHAIR),
                violation_error_message=_("A meeting has one chair."),
            ),
        ]

    def __str__(self):
        return str(self.holder)


class Quotation(models.Model):
    """What a participant said, word for word in the original language; the other language is a translation.

    `number` stays for good: it is part of the permanent address.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="quotations")
    number = models.PositiveSmallIntegerField(_("number"))
    speaker = models.ForeignKey(
        Participant, verbose_name=_("speaker"), on_delete=models.PROTECT, related_name="quotations"
    )
    text = models.TextField(_("quotation"), max_length=5000)
    original = models.CharField(
        _("language of the original"), max_length=2, choices=Language, default=Language.KK
    )

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(name="quotation_number_once", fields=["meeting", "number"])]

    def __str__(self):
        return f"{self.number}. {self.speaker}"


class Question(models.Model):
    """A question of the labour collective and its answer. Who asked is named by trade, never by name."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("number"))
    asked_by = models.CharField(
        _("who asked"), max_length=200, blank=True, help_text=_("The trade, not the name: “a fitter”.")
    )
    text = models.TextField(_("question"), max_length=3000)
    answered_by = models.ForeignKey(
        Participant,
        verbose_name=_("who answered"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
    )
    answer = models.TextField(_("answer"), blank=True, max_length=5000)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions and answers")
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(name="question_number_once", fields=["meeting", "number"])]

    def __str__(self):
        return f"{self.number}. {self.text}"


class Citation(models.Model):
    """A place in the law that was cited: the words, the act, and where the act can be read."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="citations")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(
        _("as cited"), max_length=200, help_text=_("For example: paragraph 2 of article 27.")
    )
    act = models.CharField(_("act"), max_length=300, blank=True)
    url = models.URLField(_("link to the act"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("legal citation")
        verbose_name_plural = _("legal citations")
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(name="citation_number_once", fields=["meeting", "number"])]

    def __str__(self):
        return self.text or self.text_kk or self.text_ru
