"""Campaigns: an election or a referendum with its dates, bodies, constituencies, objectives and publications."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from appeals.enums import Kind
from appeals.models.imprint import says_something
from campaigns.enums import CampaignKind, Level, Step
from campaigns.models.places import around
from campaigns.models.rulesets import Body, RuleSet
from federation.models.quiet import validate_zone

IMPRINT = ("imprint_producer", "imprint_orderer", "imprint_funds")


def default_zones():
    return ["Asia/Almaty"]


PLAUSIBLE_YEARS = range(1990, 2101)


def require_plausible_years(row, *names):
    """Raises ValidationError for a day that no campaign can have: a slip of the keyboard that no clock could count."""
    wrong = [name for name in names if (day := getattr(row, name)) and day.year not in PLAUSIBLE_YEARS]
    if wrong:
        raise ValidationError({name: _("Give a year from 1990 to 2100.") for name in wrong})


def require_both_languages(row, *names):
    """Raises ValidationError, beside each empty field, for texts that stand in one language alone."""
    pairs = [(f"{name}_kk", f"{name}_ru") for name in names]
    given = {name: bool(getattr(row, name).strip()) for pair in pairs for name in pair}
    wanting = [kk if given[ru] else ru for kk, ru in pairs if given[kk] != given[ru]]
    if wanting:
        raise ValidationError(
            dict.fromkeys(wanting, _("Give this text in both languages, or leave both empty."))
        )


class CampaignQuerySet(models.QuerySet):
    def public(self):
        """Campaigns that readers may open: those that were announced."""
        return self.filter(announced_at__lte=timezone.now())

    def ahead(self):
        """Campaigns whose vote may not be over in some zone, the nearest vote first."""
        eve = timezone.localdate() - datetime.timedelta(days=1)
        return self.filter(voting_on__gte=eve).order_by("voting_on", "pk")


class Campaign(models.Model):
    """An election or a referendum in which the federation takes part.

    Its state follows from the clock (`campaigns.clock`); its dates and quiet periods change through
    `campaigns.campaigning` alone.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=CampaignKind, default=CampaignKind.ELECTION)
    slug = models.SlugField(
        _("address"), max_length=100, unique=True, help_text=_("It cannot be changed later.")
    )
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    question = models.TextField(_("question of the referendum"), blank=True)
    rule_set = models.ForeignKey(
        RuleSet, verbose_name=_("rule set"), on_delete=models.PROTECT, related_name="campaigns"
    )
    called_on = models.DateField(
        _("called on"), null=True, blank=True, help_text=_("Date of the decree or decision.")
    )
    voting_on = models.DateField(_("voting day"))
    zones = ArrayField(
        models.CharField(max_length=50, validators=[validate_zone]),
        verbose_name=_("time zones"),
        default=default_zones,
        help_text=_("Where people vote. The first one is that of the dates shown."),
    )
    bodies = models.ManyToManyField(
        Body, verbose_name=_("bodies to be elected"), blank=True, related_name="campaigns"
    )
    platform = models.OneToOneField(
        "appeals.Publication",
        verbose_name=_("platform"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": Kind.PLATFORM},
        related_name="campaign_with_platform",
    )
    publications = models.ManyToManyField(
        "appeals.Publication",
        through="campaigns.Link",
        related_name="campaigns",
        verbose_name=_("publications"),
    )
    information = models.TextField(
        _("voting information"),
        blank=True,
        help_text=_("Neutral: where, when and how people vote. It stands in the notice of a quiet period."),
    )
    imprint_producer = models.CharField(_("produced by"), max_length=300, blank=True)
    imprint_orderer = models.CharField(_("ordered by"), max_length=300, blank=True)
    imprint_funds = models.CharField(_("paid from"), max_length=300, blank=True)
    # For what is printed of it: the booklets of candidates.
    imprint_place = models.CharField(_("place of printing"), max_length=200, blank=True)
    circulation = models.PositiveIntegerField(_("circulation"), null=True, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)
    announced_at = models.DateTimeField(_("announced at"), null=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-voting_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_called_before_the_vote",
                condition=Q(called_on=None) | Q(called_on__lt=models.F("voting_on")),
                violation_error_message=_("The vote is called before the voting day."),
            ),
            models.CheckConstraint(
                name="campaign_has_a_zone",
                condition=Q(zones__len__gt=0),
                violation_error_message=_("Choose at least one time zone."),
            ),
            # Its front speaks for the federation: it is campaign material, too.
            models.CheckConstraint(
                name="campaign_announced_with_its_imprint",
                condition=Q(announced_at=None)
                | ~Q(*((f"{name}_{code}", "") for name in IMPRINT for code in ("kk", "ru")), _connector=Q.OR),
                violation_error_message=_(
                    "An announced campaign needs its imprint in both languages: produced by, ordered by, paid from."
                ),
            ),
        ]

    def __str__(self):
        return self.title or self.title_kk or self.title_ru or self.slug

    def get_absolute_url(self, language=None):
        """Public address in `language` ("kk" or "ru", default the active one)."""
        with override(language or get_language()):
            return reverse("campaigns:detail", args=[self.slug])

    def clean(self):
        super().clean()
        require_plausible_years(self, "called_on", "voting_on")
        require_both_languages(self, "summary", "question", "information", "imprint_place")
        if self.kind == CampaignKind.REFERENDUM and not self.question_kk.strip():
            raise ValidationError(
                {"question_kk": _("Give the question of the referendum in both languages.")}
            )

    @property
    def day_of_rules(self):
        """The day whose version of the rules holds for the campaign: of the call, else of the vote."""
        return self.called_on or self.voting_on

    @property
    def prints(self):
        """Whether its candidates may be printed: paper bears place and circulation beside the rest of the imprint."""
        named = (
            *(f"{name}_{code}" for name in IMPRINT for code in ("kk", "ru")),
            "imprint_place_kk",
            "imprint_place_ru",
        )
        return bool(self.circulation) and all(says_something(getattr(self, name)) for name in named)

    @property
    def imprint(self):
        """Imprint defaults for its campaign materials: dict of the six field names."""
        return {
            f"{name}_{code}": getattr(self, f"{name}_{code}") for name in IMPRINT for code in ("kk", "ru")
        }


class CampaignDate(models.Model):
    """An official date of one step that replaces what the rule set computes; local time of each zone.

    An empty side leaves what the rule set says.
    """

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.CASCADE, related_name="dates"
    )
    step = models.CharField(_("step"), max_length=20, choices=Step)
    begins_on = models.DateField(_("begins on"), null=True, blank=True)
    begins_time = models.TimeField(_("begins, hour"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    ends_time = models.TimeField(_("ends, hour"), null=True, blank=True)
    source = models.CharField(_("decision that sets the date"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("official date")
        verbose_name_plural = _("official dates")
        ordering = ["campaign", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="campaign_date_once",
                fields=["campaign", "step"],
                violation_error_message=_("This step is already listed."),
            ),
            models.CheckConstraint(
                name="campaign_date_hours_go_with_days",
                condition=(
                    Q(begins_on=None, begins_time=None)
                    | Q(begins_on__isnull=False, begins_time__isnull=False)
                )
                & (Q(ends_on=None, ends_time=None) | Q(ends_on__isnull=False, ends_time__isnull=False)),
                violation_error_message=_("Give day and hour together, or leave both empty."),
            ),
        ]

    def __str__(self):
        return self.get_step_display()

    def clean(self):
        super().clean()
        require_plausible_years(self, "begins_on", "ends_on")
        require_both_languages(self, "source")


class Constituency(models.Model):
    """A territorial constituency of one body in a campaign."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.CASCADE, related_name="constituencies"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, related_name="constituencies"
    )
    region = models.ForeignKey(
        "federation.Region",
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="constituencies",
    )
    district = models.ForeignKey(
        "federation.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="constituencies",
    )
    number = models.CharField(
        _("number"),
        max_length=10,
        validators=[RegexValidator(r"^[0-9]{1,6}[a-zа-я]?$", _("A number, for example 12."))],
    )
    name = models.CharField(_("name"), max_length=300)
    voters = models.PositiveIntegerField(_("voters"), null=True, blank=True)

    class Meta:
        verbose_name = _("constituency")
        verbose_name_plural = _("constituencies")
        ordering = ["campaign", "body", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="constituency_number_once",
                fields=["campaign", "body", "region", "district", "number"],
                nulls_distinct=False,
                violation_error_message=_("This body already has a constituency with that number here."),
            )
        ]

    def __str__(self):
        return f"№ {self.number} · {self.name}"

    @property
    def around(self):
        """The district and the region where it lies, in words, without what is called like itself."""
        return around(self.name, self.district, self.region)

    def clean(self):
        super().clean()
        if self.campaign_id and self.body_id and not self.campaign.bodies.filter(pk=self.body_id).exists():
            raise ValidationError({"body": _("This body is not elected in this campaign.")})
        if self.district_id and self.body_id and self.body.level != Level.DISTRICT:
            raise ValidationError({"district": _("This body is not elected by districts: leave it empty.")})
        if self.district_id and self.district.region_id != self.region_id:
            raise ValidationError({"district": _("The district lies in another region.")})


class Objective(models.Model):
    """What the campaign wants to reach: tasks of headquarters serve it and count towards it (DOMAIN §1)."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.CASCADE, related_name="objectives"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(
                name="objective_number_once",
                fields=["campaign", "number"],
                violation_error_message=_("The campaign already has an objective with that number."),
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def clean(self):
        super().clean()
        require_both_languages(self, "title", "text")
