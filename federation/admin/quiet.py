"""Quiet periods: written by campaigns, seen and mended here."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from federation.models import QuietPeriod

# Of Kazakhstan, named by their cities: since March 2024 all show the same hour.
ZONES = {
    "Asia/Almaty": pgettext_lazy("time zone", "Almaty"),
    "Asia/Aqtau": pgettext_lazy("time zone", "Aqtau"),
    "Asia/Aqtobe": pgettext_lazy("time zone", "Aqtobe"),
    "Asia/Atyrau": pgettext_lazy("time zone", "Atyrau"),
    "Asia/Oral": pgettext_lazy("time zone", "Oral"),
    "Asia/Qostanay": pgettext_lazy("time zone", "Qostanay"),
    "Asia/Qyzylorda": pgettext_lazy("time zone", "Qyzylorda"),
}


class QuietPeriodForm(forms.ModelForm):
    """A zone is chosen, not typed; one that a campaign wrote stays among the choices."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.fields:  # whoever may only read
            return
        choices = {self.instance.zone: self.instance.zone} | ZONES
        self.fields["zone"].widget = forms.Select(choices=list(choices.items()))
        self.fields["zone"].help_text = _(
            "The zone of the campaign. The hours below are those of Astana and Almaty."
        )
        self.fields["campaign"].help_text = _(
            "Latin letters, digits and hyphens, the same for all quiet periods of one campaign."
        )


@admin.register(QuietPeriod)
class QuietPeriodAdmin(admin.ModelAdmin):
    form = QuietPeriodForm
    fields = (("name_kk", "name_ru"), ("campaign", "zone"), ("begins_at", "ends_at"))
    list_display = ("name_kk", "name_ru", "campaign", "zone", "begins_at", "ends_at")
    list_filter = ("campaign", "zone")
    search_fields = ("name_kk", "name_ru", "campaign")
    date_hierarchy = "begins_at"
