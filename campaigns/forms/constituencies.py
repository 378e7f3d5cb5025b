"""Forms of constituencies: one of them, and the table from which many come."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Level
from campaigns.forms.base import BodyField, CanRefuse
from campaigns.models import Body, Constituency


class ConstituencyForm(CanRefuse):
    body = BodyField(queryset=Body.objects.exclude(campaigns=None).distinct(), label=_("Body"))

    class Meta:
        model = Constituency
        fields = ("campaign", "body", "region", "number", "name_kk", "name_ru", "voters")
        labels = {
            "campaign": _("Campaign"),
            "region": _("Region"),
            "number": _("Number"),
            "name_kk": _("Name in Kazakh"),
            "name_ru": _("Name in Russian"),
            "voters": _("Voters"),
        }
        help_texts = {
            "number": _("As the commission gave it, for example 12."),
            "voters": _("How many are on the lists. Empty: not known yet."),
        }
        widgets = {
            "name_kk": forms.TextInput({"lang": "kk"}),
            "name_ru": forms.TextInput({"lang": "ru"}),
        }

    def clean(self):
        cleaned = super().clean()
        campaign = cleaned.get("campaign") or (self.instance.pk and self.instance.campaign)
        body, region = cleaned.get("body"), cleaned.get("region")
        if not campaign or not body:
            return cleaned
        if not campaign.bodies.filter(pk=body.pk).exists():
            self.add_error("body", _("The campaign does not elect this body."))
        if body.level != Level.NATIONAL and region is None:
            self.add_error(
                "region", _("Name the region: constituencies of this body are counted in each region anew.")
            )
        others = Constituency.objects.exclude(pk=self.instance.pk).filter(campaign=campaign, body=body)
        if "number" in cleaned and others.filter(region=region, number=cleaned["number"]).exists():
            self.add_error("number", _("This body already has a constituency with that number here."))
        return cleaned


class TableForm(forms.Form):
    table = forms.FileField(
        label=_("Table (XLSX or CSV)"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
