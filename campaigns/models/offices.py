"""People in public offices, and what they were called on which day.

Headquarters, meetings and commitments name an office holder; the title that a page shows is the one held *on the date*
that the page speaks of: a report keeps the office of its day.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from appeals.models import Edition
from federation.models.naming import InOrder


class OfficeHolderQuerySet(models.QuerySet):
    def public(self, day=None):
        """Those whose page readers may open on the local date `day` (default today): who agreed to be named in a
        headquarters of an announced campaign, is named in the record of a meeting that readers see, or gave a promise
        that was released to them."""
        now, day = timezone.now(), day or timezone.localdate()
        named = Q(
            posts__agreed_on__lte=day,
            posts__from_date__lte=day,
            posts__headquarters__campaign__announced_at__lte=now,
        )
        seen = Edition.objects.public()
        met = Q(meeting_records__edition__in=seen)
        promised = Q(
            commitments__published_at__lte=now,
            commitments__withdrawn_at=None,
            commitments__meeting__records__edition__in=seen,
        )
        return self.filter(named | met | promised).distinct()


class OfficeHolder(InOrder):
    """Somebody who acts in public: leads a headquarters, speaks at a meeting, gives a promise.

    `full_name` is translated: given name and family name as they are written under a text. No private data stand here.
    """

    full_name = models.CharField(
        _("full name"), max_length=200, help_text=_("As under a text: given name, then family name.")
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account on the portal"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="office_holder",
    )
    # Where the person was first given a post; empty: entered in the list itself. Whoever staffs that headquarters
    # writes name and offices as long as nobody else knows the person (`campaigns.headquarters.offices.may_write`).
    entered_in = models.ForeignKey(
        "campaigns.Headquarters",
        verbose_name=_("entered with a post in"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = OfficeHolderQuerySet.as_manager()

    ordered_by = "full_name"

    class Meta(InOrder.Meta):
        verbose_name = _("office holder")
        verbose_name_plural = _("office holders")

    def __str__(self):
        return self.full_name or self.full_name_kk or self.full_name_ru

    def get_absolute_url(self, language=None):
        with override(language or get_language()):
            return reverse("campaigns:office-holder", args=[self.pk])

    def titles_on(self, day, language=None):
        """What the person was called on the date `day`: titles of the offices held then, in their order, joined by
        ", "; "" without any. language: "kk" or "ru", default the active one. Asks nothing where `offices` are
        prefetched.
        """
        code = language or get_language()
        held = [office for office in self.offices.all() if office.is_held_on(day)]
        return ", ".join(getattr(office, f"title_{code}") for office in held)


class OfficeQuerySet(models.QuerySet):
    def held_on(self, day):
        """Offices held on the date `day`; an open side counts as without end."""
        begun = Q(from_date=None) | Q(from_date__lte=day)
        return self.filter(begun).exclude(until_date__lt=day)


class Office(models.Model):
    """An office and its days. `title` is translated and says all that is said: post and organisation.

    Several may be held at once; `order` is the one in which they are told.
    """

    holder = models.ForeignKey(OfficeHolder, on_delete=models.CASCADE, related_name="offices")
    title = models.CharField(_("office"), max_length=300)
    from_date = models.DateField(_("from"), null=True, blank=True)
    until_date = models.DateField(_("last day"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["holder", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="office_ends_after_it_begins",
                condition=Q(from_date=None) | Q(until_date=None) | Q(until_date__gte=F("from_date")),
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self):
        return self.title or self.title_kk or self.title_ru

    def is_held_on(self, day):
        """Whether it is held on the date `day`: `held_on` for a row that is at hand."""
        begun = self.from_date is None or self.from_date <= day
        return begun and (self.until_date is None or self.until_date >= day)
