"""Quiet periods: when campaign material, or results of polls, may not become newly public (DOMAIN §4).

`campaigns` writes them, `appeals` asks them; so the lower floor need not know the higher.
"""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.enums import Matter


def validate_zone(name):
    """Raises ValidationError unless `name` is an IANA time zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError(
            _("“%(name)s” is not a time zone. Example: Asia/Almaty."), params={"name": name}
        ) from error


class QuietSince(models.Expression):
    """In a condition: when the unbroken quiet of a `Matter` began that holds at `at` (aware); `infinity` in no quiet.

    Periods of several campaigns and zones that overlap or touch are one quiet. Every public page asks for it up to
    twenty times, in subqueries of subqueries. Its SQL is written here, since the ORM, which resolves such an expression
    anew at each level, took longer to write it than the page took for all the rest.
    """

    SQL = """(
        SELECT coalesce(max(period.begins_at), 'infinity') FROM {table} period
        WHERE period.matter = %s AND period.begins_at <= %s
          AND NOT EXISTS (
            SELECT FROM {table} earlier
            WHERE earlier.matter = period.matter
              AND earlier.begins_at < period.begins_at AND earlier.ends_at >= period.begins_at)
          AND EXISTS (
            SELECT FROM {table} active
            WHERE active.matter = period.matter AND active.begins_at <= %s AND active.ends_at > %s)
    )"""

    def __init__(self, matter, at):
        super().__init__(output_field=models.DateTimeField())
        self.matter, self.at = matter, at

    def as_sql(self, compiler, connection):
        table = connection.ops.quote_name(QuietPeriod._meta.db_table)
        return self.SQL.format(table=table), (self.matter.value, self.at, self.at, self.at)


class QuietPeriodQuerySet(models.QuerySet):
    def active(self, at=None):
        """Periods that hold at the moment `at` (aware, default now); the end itself is outside."""
        at = at or timezone.now()
        return self.filter(begins_at__lte=at, ends_at__gt=at)

    def of(self, matter):
        """Periods of one `Matter`, whichever campaign and zone."""
        return self.filter(matter=matter)

    def next_border(self, at=None, *others):
        """The next moment after `at` at which a period begins or ends (aware UTC), or None: for caches.

        others: querysets of one column of later moments, which count too and are asked in the same query.
        """
        at = at or timezone.now()
        begins = self.filter(begins_at__gt=at).values_list("begins_at", flat=True)
        ends = self.filter(ends_at__gt=at).values_list("ends_at")
        return begins.union(ends, *others).order_by("begins_at").first()


class QuietPeriod(models.Model):
    """Silence of one campaign in one time zone, from `begins_at` (inclusive) to `ends_at` (exclusive).

    information: neutral words on the voting, for the notice that readers see during the silence of campaign material.
    """

    campaign = models.SlugField(_("campaign"), max_length=100)
    name = models.CharField(_("name"), max_length=200)
    zone = models.CharField(_("time zone"), max_length=50, default="Asia/Almaty", validators=[validate_zone])
    matter = models.CharField(_("matter"), max_length=10, choices=Matter, default=Matter.CAMPAIGN)
    information = models.TextField(
        _("information for voters"),
        blank=True,
        help_text=_("Neutral: when and where to vote. It names no candidate and no programme."),
    )
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
                name="quiet_period_once_for_campaign_zone_and_matter",
                fields=["campaign", "zone", "matter", "begins_at"],
                violation_error_message=_("The campaign already has this quiet period."),
            ),
        ]

    def __str__(self):
        return self.name or self.campaign
