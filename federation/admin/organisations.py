"""Regions, districts, industries, organisations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from federation.models import District, Industry, Organisation, Region


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    fields = (
        ("name_kk", "name_ru"),
        "aliases",
        ("iso", "kato", "kind"),
        ("tile_row", "tile_column"),
    )
    list_display = ("name_kk", "name_ru", "kind", "iso", "kato")
    list_filter = ("kind",)
    search_fields = ("name_kk__folded", "name_ru__folded", "aliases", "iso")

    def get_readonly_fields(self, request, obj=None):
        """Codes are entered once, when the country has a new region."""
        return ("iso", "kato", "kind") if obj else ()


@admin.register(District)
class DistrictAdmin(admin.ModelAdmin):
    fields = (("name_kk", "name_ru"), ("region", "kind"))
    list_display = ("name_kk", "name_ru", "kind", "region")
    list_filter = ("kind", "region")
    list_select_related = ("region",)
    search_fields = ("name_kk__folded", "name_ru__folded")


@admin.register(Industry)
class IndustryAdmin(admin.ModelAdmin):
    fields = (("name_kk", "name_ru"), "code")
    list_display = ("name_kk", "name_ru", "code")
    search_fields = ("name_kk__folded", "name_ru__folded", "code")


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    fields = (
        ("name_kk", "name_ru"),
        ("short_name_kk", "short_name_ru"),
        "kind",
        "parent",
        "bin",
        ("region", "district"),
        "industry",
        "place_in_tree",
    )
    readonly_fields = ("place_in_tree",)
    autocomplete_fields = ("parent", "district")
    list_display = ("name_kk", "name_ru", "kind", "parent", "region", "industry")
    list_filter = ("kind", "region", "industry")
    list_select_related = ("parent", "region", "industry")
    search_fields = (
        "name_kk__folded",
        "name_ru__folded",
        "short_name_kk__folded",
        "short_name_ru__folded",
        "bin",
    )
    show_full_result_count = False

    @admin.display(description=_("place in the tree"))
    def place_in_tree(self, organisation):
        if not organisation.pk:
            return "—"
        return " → ".join(str(one) for one in organisation.ancestors(include_self=True))
