"""Results of the vote, by body and constituency: entered from a source document, confirmed by a second person."""

import uuid
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CampaignKind, CountState, Outcome, System
from campaigns.models.campaigns import Campaign, Constituency
from campaigns.models.rulesets import Body

SOURCE_FILES = ("pdf", "jpg", "jpeg", "png")


def stored_name(result, name):
    """Unguessable name in the storage that keeps only the extension of what was uploaded."""
    return f"results/{uuid.uuid4().hex}{PurePath(name).suffix.lower()}"


def percent(part, whole):
    """What `part` is of `whole` (both int), in percent with one decimal; None where `whole` is 0."""
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def counted_whole(body):
    """Whether lists stand for election to the body; where its electoral systems are not known, it may be."""
    systems = {system.system for system in body.systems.all()}
    return not systems or System.PARTY_LIST in systems


class ResultQuerySet(models.QuerySet):
    def confirmed(self):
        """What readers see: confirmed by a second person and not replaced by a later count."""
        return self.filter(confirmed_at__isnull=False, replaced_at=None)

    def waiting(self):
        return self.filter(confirmed_at=None, replaced_at=None)

    def of_place(self, result):
        """All counts of the same vote: the campaign, the body and the constituency of `result`."""
        return self.filter(
            campaign=result.campaign_id, body=result.body_id, constituency=result.constituency_id
        )


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
    voters = models.PositiveIntegerField(_("voters on the lists"), validators=[MinValueValidator(1)])
    voted = models.PositiveIntegerField(_("voted"))
    invalid = models.PositiveIntegerField(_("invalid ballots"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    source = models.CharField(_("source document"), max_length=300, help_text=_("Title, number and date."))
    source_url = models.URLField(_("link to the document"), max_length=500, blank=True)
    source_file = models.FileField(
        _("file of the document"),
        upload_to=stored_name,
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
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    return_reason = models.TextField(_("what has to be mended"), blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    reason = models.TextField(
        _("reason of the correction"),
        blank=True,
        help_text=_("Only where a confirmed count is corrected. Readers see it."),
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["campaign_id", "body_id", "constituency_id", "-entered_at"]
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
            models.CheckConstraint(
                name="result_has_a_source",
                condition=~Q(source_url="", source_file=""),
                violation_error_message=_("Upload the document, or give the link to it."),
            ),
            models.CheckConstraint(
                name="result_returned_is_not_confirmed",
                condition=Q(returned_at=None) | Q(confirmed_at=None),
                violation_error_message=_("A returned count has to be changed before it is confirmed."),
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

    def clean(self):
        """What one count must be in itself; its lines: `campaigns.counting.problems_of_lines`."""
        super().clean()
        problems = {}
        if None not in (self.voters, self.voted) and self.voted > self.voters:
            problems["voted"] = _("More people voted than were on the lists.")
        if None not in (self.invalid, self.voted) and self.invalid > self.voted:
            problems["invalid"] = _("More ballots are invalid than people voted.")
        if problems:
            raise ValidationError(problems)
        if self.campaign.kind == CampaignKind.REFERENDUM:
            self._clean_referendum()
        else:
            self._clean_election()
        if self.corrected and not (self.reason_kk.strip() and self.reason_ru.strip()):
            raise ValidationError(
                {
                    "reason_kk": _(
                        "A count of this vote is confirmed: say in both languages why it is corrected."
                    )
                }
            )

    def _clean_referendum(self):
        if self.body_id or self.constituency_id:
            raise ValidationError(_("A referendum is counted for the whole country."))
        if not self.outcome:
            raise ValidationError({"outcome": _("Say what the outcome is.")})

    def _clean_election(self):
        if self.outcome:
            raise ValidationError(_("Only a referendum has an outcome."))
        if self.body_id is None or not self.campaign.bodies.filter(pk=self.body_id).exists():
            raise ValidationError({"body": _("Choose a body that is elected in this campaign.")})
        if self.constituency_id is None:
            if not counted_whole(self.body):
                raise ValidationError({"body": _("This body is elected in constituencies: choose one.")})
        elif (self.constituency.campaign_id, self.constituency.body_id) != (self.campaign_id, self.body_id):
            raise ValidationError(_("The constituency belongs to another body or campaign."))

    @property
    def corrected(self):
        """The confirmed count of the same vote that this one would replace, or None."""
        return Result.objects.confirmed().of_place(self).exclude(pk=self.pk).first()

    @property
    def place(self):
        """Name of what was counted below the campaign: body and constituency, "" for a referendum."""
        return " · ".join(str(part) for part in (self.body, self.constituency) if part)

    @property
    def state(self):
        """The CountState that follows from the moments on the row."""
        if self.replaced_at:
            return CountState.REPLACED
        if self.confirmed_at:
            return CountState.CONFIRMED
        return CountState.RETURNED if self.returned_at else CountState.WAITING

    @property
    def source_type(self):
        """«PDF», «JPG» or «PNG» for readers who wonder whether to open the file; "" without one."""
        return PurePath(self.source_file.name or "").suffix[1:].upper()

    @property
    def turnout(self):
        """Share of the voters on the lists who voted: Decimal, percent with one decimal."""
        return percent(self.voted, self.voters)

    @property
    def invalid_share(self):
        """Share of invalid ballots among those who voted; None where they were not counted."""
        return None if self.invalid is None else percent(self.invalid, self.voted)

    @property
    def counted(self):
        """Ballots that the count speaks of: votes for any line, and invalid ones."""
        return sum(line.votes for line in self.lines.all()) + (self.invalid or 0)

    @property
    def uncounted(self):
        """How many voted of whose ballots the count says nothing: perhaps lawful, perhaps a slip of the keyboard."""
        return self.voted - self.counted

    @property
    def shown_lines(self):
        """Lines as readers see them: by votes, the answers of a referendum as on the ballot."""
        lines = list(self.lines.all())
        return sorted(lines, key=lambda line: -line.votes) if self.body_id else lines

    @property
    def elected(self):
        """The line of the person who is elected, or None."""
        return next((line for line in self.lines.all() if line.elected), None)

    @property
    def has_seats(self):
        """Whether seats are given for any line."""
        return any(line.seats is not None for line in self.lines.all())


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

    @property
    def share(self):
        """Share of those who voted: Decimal, percent with one decimal; None where nobody voted."""
        return percent(self.votes, self.result.voted)
