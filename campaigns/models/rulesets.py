"""Rule sets: the electoral law as dated data that staff edit (DESIGN §5, DOMAIN §4).

An empty number, offset or ground means «not found»: it is shown as an open question, and blocks only what needs it.
"""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import (
    Anchor,
    Bar,
    CampaignKind,
    Level,
    Nominator,
    RequirementKind,
    Rule,
    Step,
    System,
)

PERCENT = (MinValueValidator(1), MaxValueValidator(100))


def votes_held():
    """Campaigns whose voting day has come."""
    campaigns = RuleSet._meta.get_field("campaigns").related_model
    return campaigns.objects.filter(voting_on__lte=timezone.localdate())


class RuleSetQuerySet(models.QuerySet):
    def in_force(self, code, on):
        """The version of the rule set `code` that holds on the day `on`, or None."""
        return self.filter(code=code, valid_from__lte=on).order_by("-valid_from").first()

    def living(self):
        """Versions that may still be changed: those that are not `is_history`."""
        held = votes_held().filter(rule_set=OuterRef("pk"), kind=CampaignKind.ELECTION)
        return self.exclude(Exists(held), demonstration=False)

    def whole(self):
        """Reads each rule set with all its rows, in a fixed number of queries."""
        return self.prefetch_related(
            "bodies__systems__routes", "checks__body", "requirements__body", "deadlines"
        )


class RuleSet(models.Model):
    """One version of the rules under which campaigns run. A campaign keeps the version of its day."""

    code = models.SlugField(_("code"), max_length=40, help_text=_("The same for all versions: kz-2023."))
    valid_from = models.DateField(_("holds from"))
    name = models.CharField(_("name"), max_length=200)
    law = models.CharField(_("law"), max_length=300, help_text=_("The act that a refusal names."))
    link = models.URLField(_("link to the law"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("What readers should know of this version."))
    minimum_wage = models.PositiveIntegerField(_("minimum wage, tenge"), null=True, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="rule_set_one_version_a_day",
                fields=["code", "valid_from"],
                violation_error_message=_("This rule set already has a version from that day."),
            )
        ]

    def __str__(self):
        return self.name or self.code

    @property
    def held(self):
        """Kinds of vote that were already held under this version: what belongs to them is not changed any more.

        Made-up rules never become history, so that people can try things on them.
        """
        if self.pk is None or self.demonstration:
            return frozenset()
        return frozenset(votes_held().filter(rule_set=self.pk).values_list("kind", flat=True))

    @property
    def is_history(self):
        """Whether an election was held under this version. A referendum alone leaves bodies and checks open."""
        return CampaignKind.ELECTION in self.held


class Cited(models.Model):
    """A rule with its place in the law; without one, the law of the rule set is named."""

    law = models.CharField(_("place in the law"), max_length=300, blank=True)

    class Meta:
        abstract = True


class Body(Cited):
    """A representative body that is elected under the rule set."""

    rule_set = models.ForeignKey(
        RuleSet, verbose_name=_("rule set"), on_delete=models.CASCADE, related_name="bodies"
    )
    code = models.SlugField(_("code"), max_length=40, help_text=_("Latin letters: majilis."))
    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    seats = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: differs from place to place, or not known.")
    )
    term_years = models.PositiveSmallIntegerField(_("term, years"), null=True, blank=True)
    deposit_wages = models.PositiveSmallIntegerField(
        _("deposit, minimum wages"), null=True, blank=True, help_text=_("Empty: not found in the law.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("representative body")
        verbose_name_plural = _("representative bodies")
        ordering = ["rule_set", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="body_once_in_rule_set",
                fields=["rule_set", "code"],
                violation_error_message=_("This rule set already has a body with that code."),
            )
        ]

    def __str__(self):
        return self.name or self.code

    @property
    def deposit(self):
        """Deposit in whole tenge, or None where the law's number or the minimum wage is not known."""
        if self.deposit_wages is None or self.rule_set.minimum_wage is None:
            return None
        return self.deposit_wages * self.rule_set.minimum_wage


class ElectoralSystem(Cited):
    """How a body, or a part of it, is elected."""

    body = models.ForeignKey(Body, verbose_name=_("body"), on_delete=models.CASCADE, related_name="systems")
    system = models.CharField(_("electoral system"), max_length=20, choices=System)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    threshold = models.DecimalField(
        _("threshold, %"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )

    class Meta:
        verbose_name = _("electoral system")
        verbose_name_plural = _("electoral systems")
        ordering = ["body", "system"]
        constraints = [
            models.UniqueConstraint(
                name="system_once_for_body",
                fields=["body", "system"],
                violation_error_message=_("The body already has this electoral system."),
            )
        ]

    def __str__(self):
        return self.get_system_display()


class Route(Cited):
    """A way of nomination: who may nominate. What is not listed is closed; `known` False is an open question."""

    system = models.ForeignKey(
        ElectoralSystem, verbose_name=_("electoral system"), on_delete=models.CASCADE, related_name="routes"
    )
    nominator = models.CharField(_("who may nominate"), max_length=20, choices=Nominator)
    known = models.BooleanField(
        _("known for certain"),
        default=True,
        help_text=_("Off: the law was not found; nobody can be nominated so."),
    )

    class Meta:
        verbose_name = _("way of nomination")
        verbose_name_plural = _("ways of nomination")
        ordering = ["system", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="route_once_for_system",
                fields=["system", "nominator"],
                violation_error_message=_("This way of nomination is already listed."),
            )
        ]

    def __str__(self):
        return self.get_nominator_display()


class OfRuleSet(Cited):
    """A rule of the whole rule set, or of one of its bodies."""

    rule_set = models.ForeignKey(RuleSet, verbose_name=_("rule set"), on_delete=models.CASCADE)
    body = models.ForeignKey(
        Body,
        verbose_name=_("body"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        help_text=_("Empty: all bodies."),
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.body_id and self.body.rule_set_id != self.rule_set_id:
            raise ValidationError({"body": _("This body belongs to another rule set.")})


class Requirement(OfRuleSet):
    """A statement or a document that registration asks for."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=RequirementKind, default=RequirementKind.DOCUMENT
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=300)
    nominator = models.CharField(
        _("only when nominated by"),
        max_length=20,
        choices=Nominator,
        blank=True,
        help_text=_("Empty: always."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("required statements and documents")
        ordering = ["rule_set", "order", "pk"]
        default_related_name = "requirements"
        constraints = [
            models.UniqueConstraint(
                name="requirement_once",
                fields=["rule_set", "body", "code", "nominator"],
                nulls_distinct=False,
                violation_error_message=_("This requirement is already listed."),
            )
        ]

    def __str__(self):
        return self.name or self.code


class Check(OfRuleSet):
    """A check from the fixed vocabulary with its parameters. Which parameters a rule has: `campaigns.checks`."""

    rule = models.CharField(_("rule"), max_length=20, choices=Rule)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("percent"), null=True, blank=True, validators=PERCENT)
    bar = models.CharField(_("ground"), max_length=20, choices=Bar, blank=True)
    step = models.CharField(_("period"), max_length=20, choices=Step, blank=True)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["rule_set", "pk"]
        default_related_name = "checks"
        constraints = [
            models.UniqueConstraint(
                name="check_once",
                fields=["rule_set", "body", "rule", "bar", "step"],
                nulls_distinct=False,
                violation_error_message=_("This check is already listed."),
            )
        ]

    def __str__(self):
        return self.get_rule_display()


class Deadline(Cited):
    """A period of the clock as offsets from the day of the call or the voting day, local time of each zone.

    The moment is: day of the anchor + `…_days`, at `…_time`; midnight at the end of a day is 00:00 of the next.
    An empty offset is an open question.
    """

    rule_set = models.ForeignKey(
        RuleSet, verbose_name=_("rule set"), on_delete=models.CASCADE, related_name="deadlines"
    )
    kind = models.CharField(_("kind of campaign"), max_length=20, choices=CampaignKind)
    step = models.CharField(_("step"), max_length=20, choices=Step)
    begins_anchor = models.CharField(
        _("begins, counted"), max_length=10, choices=Anchor, default=Anchor.VOTING
    )
    begins_days = models.SmallIntegerField(_("begins, days"), null=True, blank=True)
    begins_time = models.TimeField(_("begins, hour"), null=True, blank=True)
    ends_anchor = models.CharField(_("ends, counted"), max_length=10, choices=Anchor, default=Anchor.VOTING)
    ends_days = models.SmallIntegerField(_("ends, days"), null=True, blank=True)
    ends_time = models.TimeField(_("ends, hour"), null=True, blank=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["rule_set", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="deadline_once",
                fields=["rule_set", "kind", "step"],
                violation_error_message=_("This step is already listed."),
            ),
            models.CheckConstraint(
                name="deadline_hours_go_with_days",
                condition=(
                    Q(begins_days=None, begins_time=None)
                    | Q(begins_days__isnull=False, begins_time__isnull=False)
                )
                & (Q(ends_days=None, ends_time=None) | Q(ends_days__isnull=False, ends_time__isnull=False)),
                violation_error_message=_("Give day and hour together, or leave both empty."),
            ),
        ]

    def __str__(self):
        return self.get_step_display()
