"""Quiet periods: written by campaigns, seen here, and entered by hand where no campaign is kept."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.admin.lists import WithCheckedList
from federation.enums import ZONES
from federation.models import QuietPeriod

# What a period that holds keeps: everybody who publishes has been told of it.
KEPT = ("campaign", "matter", "zone", "begins_at")


def holds(period):
    """Whether a period holds now."""
    return period.begins_at <= timezone.now() < period.ends_at


class QuietPeriodForm(forms.ModelForm):
    """A zone is chosen, not typed; one that a campaign wrote stays among the choices.

    Of a period that holds, only the names, the information and a later end can be written: it can be ended or moved
    by nobody, as that of a campaign can not (DOMAIN §4).
    """

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
        if self.instance.pk and holds(self.instance):
            self.fields["ends_at"].help_text = _(
                "The period holds: its end can only be moved to a later moment."
            )
        self.fields["campaign"].help_text = _(
            "Latin letters, digits and hyphens, the same for all quiet periods of one campaign. The periods of a "
            "campaign that the portal keeps follow its dates: change them there, it writes them anew."
        )

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and holds(self.instance):
            for name in self.changed_data:
                if name in KEPT:
                    self.add_error(name, _("The period holds: this cannot be changed before it ends."))
            ends = cleaned.get("ends_at")
            if ends and "ends_at" in self.changed_data and ends < self.instance.ends_at:
                self.add_error("ends_at", _("The period holds: its end can only be moved to a later moment."))
        return cleaned


@admin.register(QuietPeriod)
class QuietPeriodAdmin(WithCheckedList, admin.ModelAdmin):
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

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and holds(obj))
