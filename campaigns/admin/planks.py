"""Planks of a platform: what each step wants, and later what was done."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from campaigns import campaigning
from campaigns.admin.saving import SavedByDoor
from campaigns.forms.parts import PlankForm
from campaigns.models import Plank


@admin.register(Plank)
class PlankAdmin(SavedByDoor):
    """Planks come and go with the editions of the platform; here they get their objective and initiative."""

    form = PlankForm
    fieldsets = (
        (None, {"classes": ("pairs",), "fields": (
            ("heading_kk", "heading_ru"), "objective", ("initiative_kk", "initiative_ru"), ("done_kk", "done_ru"),
        )}),
    )  # fmt: skip
    readonly_fields = ("heading_kk", "heading_ru")
    list_display = ("number", "heading_kk", "heading_ru", "objective", "has_initiative")
    list_display_links = ("number", "heading_kk")
    list_filter = ("platform",)
    list_select_related = ("objective",)
    ordering = ("platform", "number")
    search_fields = ("heading_kk__folded", "heading_ru__folded")

    @admin.display(description=_("legislative initiative"))
    def has_initiative(self, plank):
        return _("Yes") if plank.initiative_kk and plank.initiative_ru else _("No")

    def write(self, request, form, formsets):
        campaigning.write_plank(form.instance, request.user)

    def response_change(self, request, obj):
        messages.success(request, _("Saved."))
        return self.response_post_save_change(request, obj)
