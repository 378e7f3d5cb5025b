"""The headquarters of a campaign: their tree, who leads them, who watches the polls (DOMAIN §1)."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from campaigns.enums import Function, Service, Tier
from campaigns.models.campaigns import Campaign, require_both_languages
from campaigns.models.offices import OfficeHolder
from campaigns.models.papers import person
from federation.models.naming import Named
from federation.sealing import SealedTextField

# How people write one number: «+7 (7142) 55-55-55», «1414».
PHONE = re.compile(r"\+?[0-9(][0-9 ()-]+")


class HeadquartersQuerySet(TreeQuerySet):
    def public(self):
        """Those that work today, of announced campaigns."""
        today = timezone.localdate()
        working = self.filter(opened_on__lte=today).exclude(closed_on__lt=today)
        return working.filter(campaign__announced_at__lte=timezone.now())


class Headquarters(TreeNode, Named):
    """A headquarters supporting union candidates: republican → regional → district → public point.

    Who works for it follows from memberships: the headquarters role for all, a regional headquarters for its region, a
    branch for those that its `organisation` runs (`campaigns.headquarters.access`).
    """

    # A district without a headquarters of its own: its points hang on the region's.
    PARENT_TIERS = {
        Tier.REPUBLICAN: (),
        Tier.REGIONAL: (Tier.REPUBLICAN,),
        Tier.DISTRICT: (Tier.REGIONAL,),
        Tier.POINT: (Tier.DISTRICT, Tier.REGIONAL),
    }

    parent = TreeNodeForeignKey(
        "self",
        blank=True,
        null=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("above it"),
    )
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="headquarters"
    )
    tier = models.CharField(_("tier"), max_length=12, choices=Tier)
    region = models.ForeignKey(
        "federation.Region",
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="headquarters",
    )
    district = models.ForeignKey(
        "federation.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="headquarters",
    )
    organisation = models.ForeignKey(
        "federation.Organisation",
        verbose_name=_("run by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="headquarters",
        help_text=_("The organisation whose people keep it; of a public point the primary organisation."),
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    hotline = models.CharField(_("hotline"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    opened_on = models.DateField(_("works from"), default=timezone.localdate)
    closed_on = models.DateField(_("last day"), null=True, blank=True)

    objects = HeadquartersQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("headquarters")
        verbose_name_plural = pgettext_lazy("plural", "headquarters")
        constraints = [
            models.CheckConstraint(
                name="headquarters_only_the_republican_is_a_root",
                condition=Q(tier=Tier.REPUBLICAN, parent=None, region=None)
                | (~Q(tier=Tier.REPUBLICAN) & Q(parent__isnull=False, region__isnull=False)),
                violation_error_message=_(
                    "The republican headquarters stands at the root; any other needs the one above it and its region."
                ),
            ),
            models.UniqueConstraint(
                name="one_republican_headquarters_of_a_campaign",
                fields=["campaign"],
                condition=Q(tier=Tier.REPUBLICAN),
                violation_error_message=_("The campaign already has its republican headquarters."),
            ),
            models.UniqueConstraint(
                name="one_regional_headquarters_of_a_region",
                fields=["campaign", "region"],
                condition=Q(tier=Tier.REGIONAL),
                violation_error_message=_("The campaign already has a headquarters in this region."),
            ),
            models.UniqueConstraint(
                name="one_district_headquarters_of_a_district",
                fields=["campaign", "district"],
                condition=Q(tier=Tier.DISTRICT),
                violation_error_message=_("The campaign already has a headquarters in this district."),
            ),
            models.CheckConstraint(
                name="district_headquarters_names_its_district",
                condition=~Q(tier=Tier.DISTRICT) | Q(district__isnull=False),
                violation_error_message=_("Say which district the headquarters serves."),
            ),
            models.CheckConstraint(
                name="public_point_names_its_organisation",
                condition=~Q(tier=Tier.POINT) | Q(organisation__isnull=False),
                violation_error_message=_("Say in which primary organisation the point works."),
            ),
            models.CheckConstraint(
                name="headquarters_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def get_absolute_url(self, language=None):
        with override(language or get_language()):
            return reverse("campaigns:headquarters-one", args=[self.campaign.slug, self.pk])

    def clean(self):
        super().clean()  # refuses loops
        require_both_languages(self, "address", "hours")
        errors = {
            name: _("One phone number is expected, for example +7 (7142) 55-55-55.")
            for name in ("phone", "hotline")
            if getattr(self, name) and not PHONE.fullmatch(getattr(self, name))
        }
        if self.parent:
            if self.parent.campaign_id != self.campaign_id:
                errors["parent"] = _("This headquarters belongs to another campaign.")
            elif self.tier and self.parent.tier not in self.PARENT_TIERS[Tier(self.tier)]:
                errors["parent"] = _("A %(tier)s cannot stand below a %(parent)s.") % {
                    "tier": self.get_tier_display(),
                    "parent": self.parent.get_tier_display(),
                }
            elif self.parent.region_id not in (None, self.region_id):
                errors["parent"] = _("The one above it lies in another region.")
            elif self.parent.closed_on and (self.closed_on is None or self.closed_on > self.parent.closed_on):
                errors["parent"] = _("The headquarters above this one is closed.")
        if self.district and self.district.region_id != self.region_id:
            errors["district"] = _("The district lies in another region.")
        if errors:
            raise ValidationError(errors)

    def works_on(self, day):
        return self.opened_on <= day and (self.closed_on is None or self.closed_on >= day)


class PostQuerySet(models.QuerySet):
    def held_on(self, day):
        return self.filter(from_date__lte=day).exclude(until_date__lt=day)

    def public(self, day=None):
        """Posts held on `day` (default today) whose holders have agreed to be named to readers."""
        today = timezone.localdate()
        return self.held_on(day or today).filter(agreed_on__lte=today)


class Post(models.Model):
    """Who does what in a headquarters, from when until when (last day inclusive)."""

    headquarters = models.ForeignKey(Headquarters, on_delete=models.CASCADE, related_name="posts")
    holder = models.ForeignKey(
        OfficeHolder, verbose_name=_("person"), on_delete=models.PROTECT, related_name="posts"
    )
    function = models.CharField(_("function"), max_length=12, choices=Function, default=Function.MEMBER)
    from_date = models.DateField(_("from"), default=timezone.localdate)
    until_date = models.DateField(_("last day"), null=True, blank=True)
    agreed_on = models.DateField(
        _("agreed to be named on"),
        null=True,
        blank=True,
        help_text=_("Without this date readers do not see the name."),
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post in a headquarters")
        verbose_name_plural = _("posts in headquarters")
        ordering = ["headquarters", "pk"]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                name="one_head_at_a_time",
                fields=["headquarters"],
                condition=Q(function=Function.HEAD, until_date=None),
                violation_error_message=_("The headquarters already has a head: end that post first."),
            ),
        ]

    def __str__(self):
        return f"{self.get_function_display()} · {self.holder}"

    def clean(self):
        super().clean()
        if self.agreed_on and self.agreed_on > timezone.localdate():
            raise ValidationError({"agreed_on": _("This day lies in the future.")})


class VolunteerQuerySet(models.QuerySet):
    def serving(self, day=None):
        """Those who have not left on `day` (default today)."""
        return self.exclude(left_on__lt=day or timezone.localdate())


class Volunteer(models.Model):
    """An observer or a volunteer with the polling station; seen by who keeps the headquarters, readers see numbers.

    full_name, phone: sealed, erased after the results (`campaigns.headquarters.retention`).
    """

    headquarters = models.ForeignKey(Headquarters, on_delete=models.PROTECT, related_name="volunteers")
    service = models.CharField(_("service"), max_length=10, choices=Service, default=Service.OBSERVER)
    full_name = SealedTextField(_("full name"), default="")
    phone = SealedTextField(_("phone"), default="", blank=True)
    station = models.CharField(_("polling station No."), max_length=20, blank=True)
    consented_on = models.DateField(_("agreed to the processing of the data on"))
    added_by = person(verbose_name=_("entered by"))
    added_at = models.DateTimeField(default=timezone.now)
    left_on = models.DateField(_("last day"), null=True, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("observer or volunteer")
        verbose_name_plural = _("observers and volunteers")
        ordering = ["station", "pk"]
        constraints = [
            models.CheckConstraint(
                name="observer_names_the_polling_station",
                condition=~Q(service=Service.OBSERVER) | ~Q(station=""),
                violation_error_message=_("Give the number of the polling station."),
            )
        ]

    def __str__(self):
        return f"{self.get_service_display()} · № {self.pk}"
