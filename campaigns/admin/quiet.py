"""The foundation's page of quiet periods, once campaigns are kept: what a campaign wrote is only read there."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from federation.admin.quiet import QuietPeriodAdmin, QuietPeriodForm
from federation.models import QuietPeriod

admin.site.unregister(QuietPeriod)


class ByHandForm(QuietPeriodForm):
    def clean_campaign(self):
        slug = self.cleaned_data["campaign"]
        if Campaign.objects.filter(slug=slug).exists():
            raise forms.ValidationError(
                _("The portal keeps this campaign: change its dates, the quiet periods follow them.")
            )
        return slug


@admin.register(QuietPeriod)
class KeptQuietPeriodAdmin(QuietPeriodAdmin):
    form = ByHandForm

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_kept(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_kept(obj)


def is_kept(period):
    """Whether the clock of a campaign wrote the period (None: asked of the page as a whole)."""
    return period is not None and Campaign.objects.filter(slug=period.campaign).exists()
