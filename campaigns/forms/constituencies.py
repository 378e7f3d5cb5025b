"""Forms of constituencies: one of them, and the table from which many come."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Level
from campaigns.forms.base import BodyField, CanRefuse
from campaigns.models import Body, Constituency
from federation.models import District


class ByRegion(forms.models.ModelChoiceIterator):
    """The districts under the names of their regions, both in the reader's order."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        grouped = {}
        for district in self.queryset.select_related("region").order_by("region__sort_key", "sort_key"):
            grouped.setdefault(str(district.region), []).append(self.choice(district))
        yield from grouped.items()


class DistrictField(forms.ModelChoiceField):
    iterator = ByRegion


class ConstituencyForm(CanRefuse):
    body = BodyField(queryset=Body.objects.exclude(campaigns=None).distinct(), label=_("Body"))
    district = DistrictField(
        queryset=District.objects.all(),
        label=_("District"),
        required=False,
        help_text=_("Of a body that districts elect, each for itself: then numbers begin anew in each."),
    )

    class Meta:
        model = Constituency
        fields = ("campaign", "body", "region", "district", "number", "name_kk", "name_ru", "voters")
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
        body, region, district = (cleaned.get(name) for name in ("body", "region", "district"))
        if not campaign or not body:
            return cleaned
        if not campaign.bodies.filter(pk=body.pk).exists():
            self.add_error("body", _("The campaign does not elect this body."))
        if body.level != Level.NATIONAL and region is None:
            self.add_error(
                "region", _("Name the region: constituencies of this body are counted in each region anew.")
            )
        if body.level == Level.DISTRICT and region and not district and region.districts.exists():
            self.add_error("district", _("Name the district: this body is elected in each of them anew."))
        others = Constituency.objects.exclude(pk=self.instance.pk).filter(campaign=campaign, body=body)
        here = others.filter(region=region, district=district)
        if "number" in cleaned and here.filter(number=cleaned["number"]).exists():
            self.add_error("number", _("This body already has a constituency with that number here."))
        return cleaned


class TableForm(forms.Form):
    table = forms.FileField(
        label=_("Table (XLSX or CSV)"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
