from django.contrib import admin
from django.db import models

from federation.site.models import MenuItem


@admin.register(MenuItem)
class MenuItemAdmin(admin.ModelAdmin):
    """Menus of the public pages; readers see a change within seconds."""

    list_display = ["__str__", "place", "order", "publication", "section", "url"]
    list_display_links = ["__str__"]
    list_editable = ["order"]
    list_filter = ["place"]
    list_select_related = ["publication"]
    fields = ["place", "order", "label_kk", "label_ru", "publication", "section", "url"]
    autocomplete_fields = ["publication"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
