"""Where meetings are held: enterprises and institutions with a labour collective."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from federation.models.naming import Named


class Workplace(Named):
    """An enterprise or institution whose labour collective the federation meets."""

    region = models.ForeignKey(
        "federation.Region", verbose_name=_("region"), on_delete=models.PROTECT, related_name="workplaces"
    )
    district = models.ForeignKey(
        "federation.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="workplaces",
    )
    industry = models.ForeignKey(
        "federation.Industry",
        verbose_name=_("industry"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="workplaces",
    )
    organisation = models.ForeignKey(
        "federation.Organisation",
        verbose_name=_("primary organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="workplaces",
    )

    class Meta(Named.Meta):
        verbose_name = pgettext_lazy("of a meeting", "workplace")
        verbose_name_plural = _("workplaces")
        constraints = [
            models.UniqueConstraint(
                name="workplace_is_named_once_in_its_region",
                fields=["region", "name_kk"],
                condition=~Q(name_kk=""),  # of an import, which may know the Russian name alone
                violation_error_message=_("This region already has a workplace of this name."),
            )
        ]

    def get_absolute_url(self, language=None):
        with override(language or get_language()):
            return reverse("campaigns:workplace", args=[self.pk])

    def clean(self):
        super().clean()
        if self.district and self.district.region_id != self.region_id:
            raise ValidationError({"district": _("The district lies in another region.")})
