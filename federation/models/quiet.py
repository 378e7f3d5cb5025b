"""Quiet periods: when campaign material may not become newly public (DOMAIN §4, silence).

`campaigns` writes them, `appeals` asks them; so the lower floor need not know the higher.
"""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def validate_zone(name):
    """Raises ValidationError unless `name` is an IANA time zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError(
            _("“%(name)s” is not a time zone. Example: Asia/Almaty."), params={"name": name}
        ) from error


class QuietPeriodQuerySet(models.QuerySet):
    def active(self, at=None):
        """Periods that hold at the moment `at` (aware, default now); the end itself is outside."""
        at = at or timezone.now()
        return self.filter(begins_at__lte=at, ends_at__gt=at)

    def next_border(self, at=None, *others):
        """The next moment after `at` at which a period begins or ends (aware UTC), or None: for caches.

        others: querysets of one column of later moments, which count too and are asked in the same query.
        """
        at = at or timezone.now()
        begins = self.filter(begins_at__gt=at).values_list("begins_at", flat=True)
        ends = self.filter(ends_at__gt=at).values_list("ends_at")
        return begins.union(ends, *others).order_by("begins_at").first()


class QuietPeriod(models.Model):
    """Silence of one campaign in one time zone, from `begins_at` (inclusive) to `ends_at` (exclusive)."""

    campaign = models.SlugField(_("campaign"), max_length=100)
    name = models.CharField(_("name"), max_length=200)
    zone = models.CharField(_("time zone"), max_length=50, default="Asia/Almaty", validators=[validate_zone])
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    objects = QuietPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiet period")
        verbose_name_plural = _("quiet periods")
        ordering = ["begins_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="quiet_period_ends_after_it_begins",
                condition=Q(ends_at__gt=F("begins_at")),
                violation_error_message=_("The end is not after the beginning."),
            ),
            models.UniqueConstraint(
                name="quiet_period_once_for_campaign_and_zone",
                fields=["campaign", "zone", "begins_at"],
                violation_error_message=_("The campaign already has this quiet period."),
            ),
        ]

    def __str__(self):
        return self.name or self.campaign
