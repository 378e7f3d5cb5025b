"""Quiet periods: written by campaigns, seen and mended here."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from federation.models import QuietPeriod

# Of Kazakhstan, by their IANA names: since March 2024 all show the same hour.
ZONES = (
    "Asia/Almaty", "Asia/Aqtau", "Asia/Aqtobe", "Asia/Atyrau", "Asia/Oral", "Asia/Qostanay", "Asia/Qyzylorda",
)  # fmt: skip


class QuietPeriodForm(forms.ModelForm):
    """A zone is chosen, not typed; one that a campaign wrote stays among the choices."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = {self.instance.zone} - {*ZONES}
        self.fields["zone"].widget = forms.Select(choices=[(zone, zone) for zone in (*ZONES, *kept)])
        self.fields["zone"].help_text = _(
            "The zone of the campaign. The hours below are those of Astana and Almaty."
        )
        self.fields["campaign"].help_text = _(
            "Latin letters, digits and hyphens, the same for all quiet periods of one campaign: elections-2026."
        )


@admin.register(QuietPeriod)
class QuietPeriodAdmin(admin.ModelAdmin):
    form = QuietPeriodForm
    fields = (("name_kk", "name_ru"), ("campaign", "zone"), ("begins_at", "ends_at"))
    list_display = ("name_kk", "name_ru", "campaign", "zone", "begins_at", "ends_at")
    list_filter = ("campaign", "zone")
    search_fields = ("name_kk", "name_ru", "campaign")
    date_hierarchy = "begins_at"
