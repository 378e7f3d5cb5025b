"""Quiet periods: written by campaigns, seen and mended here."""

from django.contrib import admin

from federation.models import QuietPeriod


@admin.register(QuietPeriod)
class QuietPeriodAdmin(admin.ModelAdmin):
    fields = (("name_kk", "name_ru"), ("campaign", "zone"), ("begins_at", "ends_at"))
    list_display = ("name_kk", "name_ru", "campaign", "zone", "begins_at", "ends_at")
    list_filter = ("campaign", "zone")
    search_fields = ("name_kk", "name_ru", "campaign")
    date_hierarchy = "begins_at"
