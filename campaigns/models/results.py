"""Results of the vote, by body and constituency: entered from a source document, confirmed by a second person."""

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Outcome
from campaigns.models.campaigns import Campaign, Constituency
from campaigns.models.rulesets import Body

SOURCE_FILES = ("pdf", "jpg", "jpeg", "png")


class ResultQuerySet(models.QuerySet):
    def confirmed(self):
        """What readers see: confirmed by a second person and not replaced by a later count."""
        return self.filter(confirmed_at__isnull=False, replaced_at=None)

    def waiting(self):
        return self.filter(confirmed_at=None, replaced_at=None)


class Result(models.Model):
    """One count: of the whole vote, of a body, or of one constituency. Changed by `campaigns.counting` alone."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="results"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, null=True, blank=True, related_name="results"
    )
    constituency = models.ForeignKey(
        Constituency,
        verbose_name=_("constituency"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="results",
        help_text=_("Empty: the whole country."),
    )
    voters = models.PositiveIntegerField(_("voters on the lists"))
    voted = models.PositiveIntegerField(_("voted"))
    invalid = models.PositiveIntegerField(_("invalid ballots"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    source = models.CharField(_("source document"), max_length=300, help_text=_("Title, number and date."))
    source_url = models.URLField(_("link to the document"), max_length=500, blank=True)
    source_file = models.FileField(
        _("file of the document"),
        upload_to="results/%Y/",
        blank=True,
        validators=[FileExtensionValidator(SOURCE_FILES)],
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True)
    reason = models.TextField(_("reason of the correction"), blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["campaign", "body", "constituency", "-entered_at"]
        constraints = [
            models.CheckConstraint(
                name="result_voted_are_voters",
                condition=Q(voted__lte=F("voters")),
                violation_error_message=_("More people voted than were on the lists."),
            ),
            models.CheckConstraint(
                name="result_invalid_are_ballots",
                condition=Q(invalid=None) | Q(invalid__lte=F("voted")),
                violation_error_message=_("More ballots are invalid than people voted."),
            ),
            models.CheckConstraint(
                name="result_confirmed_by_a_second_person",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("entered_by"))
                ),
                violation_error_message=_("A second person confirms the result."),
            ),
            models.UniqueConstraint(
                name="result_one_confirmed",
                fields=["campaign", "body", "constituency"],
                condition=Q(confirmed_at__isnull=False, replaced_at=None),
                nulls_distinct=False,
                violation_error_message=_("A confirmed result is there already."),
            ),
            models.UniqueConstraint(
                name="result_one_waiting",
                fields=["campaign", "body", "constituency"],
                condition=Q(confirmed_at=None, replaced_at=None),
                nulls_distinct=False,
                violation_error_message=_("Another count of the same vote waits for its confirmation."),
            ),
        ]

    def __str__(self):
        return " · ".join(str(part) for part in (self.campaign, self.body, self.constituency) if part)


class ResultLine(models.Model):
    """Votes for one answer, party or candidate."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("answer, party or candidate"), max_length=200)
    votes = models.PositiveIntegerField(_("votes"))
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    elected = models.BooleanField(_("elected"), default=False)

    class Meta:
        verbose_name = _("line of a result")
        verbose_name_plural = _("lines of a result")
        ordering = ["result", "order", "pk"]

    def __str__(self):
        return self.label
