"""Regions and districts of the country, and industries."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from federation.models.naming import Named


class Region(Named):
    """One of the 17 regions and 3 cities of republican significance (DOMAIN §3).

    `tile_row`, `tile_column`: place on the tile map, from 1, top left.
    """

    class Kind(models.TextChoices):
        REGION = "region", pgettext_lazy("kind of region", "region")
        CITY = "city", pgettext_lazy("kind of region", "city of republican significance")

    iso = models.CharField(_("ISO 3166-2 code"), max_length=6, unique=True)
    kato = models.CharField(_("KATO code"), max_length=9, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGION)
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("Other spellings met in the media, one a line: import and search know them."),
    )
    tile_row = models.PositiveSmallIntegerField(_("row on the tile map"))
    tile_column = models.PositiveSmallIntegerField(_("column on the tile map"))

    class Meta(Named.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.UniqueConstraint(
                fields=["tile_row", "tile_column"],
                name="region_has_its_own_tile",
                violation_error_message=_("Another region stands at this place of the map."),
            ),
        ]

    def spellings(self):
        """All the names of the region, both languages and aliases, as a list of str."""
        return [
            name for name in (self.name_kk, self.name_ru, *self.aliases.splitlines()) if name and name.strip()
        ]


class District(Named):
    """A district, or a city of regional significance. Only those in use are kept."""

    class Kind(models.TextChoices):
        DISTRICT = "district", pgettext_lazy("kind of district", "district")
        CITY = "city", pgettext_lazy("kind of district", "city of regional significance")

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="districts", verbose_name=_("region")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DISTRICT)

    class Meta(Named.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "name_kk"],
                name="district_is_named_once_in_its_region",
                violation_error_message=_("This region already has a district of this name."),
            ),
        ]


class Industry(Named):
    """A branch of the economy, as the branch unions divide it."""

    code = models.SlugField(
        _("code"), unique=True, help_text=_("Short Latin name used in addresses and data.")
    )

    class Meta(Named.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
