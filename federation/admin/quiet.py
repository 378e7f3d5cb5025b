"""Quiet periods: written by campaigns, seen here, and entered by hand where no campaign is kept."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from federation.enums import ZONES
from federation.models import QuietPeriod


class QuietPeriodForm(forms.ModelForm):
    """A zone is chosen, not typed; one that a campaign wrote stays among the choices."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.fields:  # whoever may only read
            return
        for name in ("information_kk", "information_ru"):
            self.fields[name].widget.attrs["rows"] = 3
        choices = {self.instance.zone: self.instance.zone} | ZONES
        self.fields["zone"].widget = forms.Select(choices=list(choices.items()))
        self.fields["zone"].help_text = _(
            "The zone of the campaign. The hours below are those of Astana and Almaty."
        )
        self.fields["name_kk"].help_text = _(
            "The name of the campaign, as refusals and the notice for readers give it."
        )
        self.fields["campaign"].help_text = _(
            "Latin letters, digits and hyphens, the same for all quiet periods of one campaign. The periods of a "
            "campaign that the portal keeps follow its dates: change them there, it writes them anew."
        )


@admin.register(QuietPeriod)
class QuietPeriodAdmin(admin.ModelAdmin):
    form = QuietPeriodForm
    fields = (
        ("name_kk", "name_ru"),
        ("campaign", "matter", "zone"),
        ("begins_at", "ends_at"),
        "information_kk",
        "information_ru",
    )
    list_display = ("name_kk", "name_ru", "matter", "campaign", "zone", "begins_at", "ends_at")
    list_filter = ("matter", "campaign", "zone")
    search_fields = ("name_kk", "name_ru", "campaign")
    date_hierarchy = "begins_at"
