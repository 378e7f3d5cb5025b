"""Workplaces in the administration. Readers see them as the published records of meetings call them."""

from django.contrib import admin

from campaigns.admin.base import CampaignsAdmin
from campaigns.forms.meetings import WorkplaceForm
from campaigns.models import Workplace


@admin.register(Workplace)
class WorkplaceAdmin(CampaignsAdmin):
    form = WorkplaceForm
    autocomplete_fields = ("district", "organisation")
    list_display = ("name_kk", "name_ru", "region", "industry")
    list_display_links = ("name_kk", "name_ru")
    list_filter = ("region", "industry")
    search_fields = ("name_kk__folded", "name_ru__folded")
    view_on_site = False
    fieldsets = (
        (
            None,
            {
                "classes": ("pairs",),
                "fields": (("name_kk", "name_ru"), ("region", "district"), "industry", "organisation"),
            },
        ),
    )

    def has_delete_permission(self, request, obj=None):
        return False  # meetings name it
