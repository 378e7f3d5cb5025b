"""The first step of a registration: for what, where and by whom the candidate stands."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.cabinet.forms.fields import OFF, Line, Version
from campaigns.eligibility import Seat, first_finding
from campaigns.enums import Nominator, System, Verdict
from federation.models import Organisation, Region


def ways(campaign, body):
    """[(value, label, Finding or None)] of all ways to stand for a body; a Finding that is not passed closes one."""
    found = []
    for system in System:
        for nominator in Nominator:
            finding = first_finding(campaign, Seat(body, system, nominator))
            label = _("%(system)s: %(nominator)s") % {"system": system.label, "nominator": nominator.label}
            found.append((f"{system}:{nominator}", label, finding))
    return found


class SeatForm(forms.Form):
    """The seat in a pool, of a new candidacy or of one that is there.

    All ways can be asked for: the answer to a closed one is the reason, from the door. Constituencies are those of the
    region that is chosen, so that a phone need not load those of the country.
    """

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Registered by"), queryset=Organisation.objects.none(), empty_label=None
    )
    way = forms.ChoiceField(label=gettext_lazy("How the candidate stands"), widget=forms.RadioSelect)
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.none(), empty_label=gettext_lazy("– choose –")
    )
    constituency = forms.ModelChoiceField(
        label=gettext_lazy("Constituency"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("– not chosen yet –"),
        help_text=gettext_lazy("Only for a single-mandate constituency."),
    )
    nominator_name_kk = forms.CharField(
        required=False, max_length=300, widget=forms.TextInput({**OFF, "lang": "kk"})
    )
    nominator_name_ru = forms.CharField(
        required=False, max_length=300, widget=forms.TextInput({**OFF, "lang": "ru"})
    )
    version = Version(required=False)

    overtaken = False

    def __init__(self, data=None, *, pool, organisations, candidacy=None, shown=None):
        initial = {"region": first_region(organisations), "organisation": next(iter(organisations), None)}
        if candidacy:
            initial = {
                name: getattr(candidacy, name)
                for name in ("region", "constituency", "nominator_name_kk", "nominator_name_ru", "version")
            }
            initial["way"] = f"{candidacy.system}:{candidacy.nominator}"
        # What was chosen so far, while the person only asks for the constituencies of another region.
        initial |= {name: shown.get(name) for name in ALL if shown and name in shown}
        super().__init__(data, initial=initial)
        found = ways(pool.campaign, pool.body)
        self.closed = [(label, finding) for _value, label, finding in found if is_closed(finding)]
        self.open = [value for value, _label, finding in found if not is_closed(finding)]
        self.fields["way"].choices = [(value, label) for value, label, _finding in found]
        if not candidacy and len(self.open) == 1:
            self.initial["way"] = self.open[0]
        self.fields["region"].queryset = Region.objects.all()
        if candidacy or len(organisations) == 1:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = Organisation.objects.filter(
                pk__in=[one.pk for one in organisations]
            )
        self.offer_constituencies(pool)

    def offer_constituencies(self, pool):
        field, region = self.fields["constituency"], self["region"].value()
        listed = pool.campaign.constituencies.filter(body=pool.body).select_related("region", "district")
        if not listed.exists():
            del self.fields["constituency"]
            return
        region = str(getattr(region, "pk", region) or "")
        here = listed.filter(region=region) if region.isdecimal() and len(region) < 10 else listed.none()
        field.queryset = here | listed.filter(region=None)
        rows = sorted(field.queryset, key=district_of)
        choices = [("", field.empty_label)]
        for district, group in groupby(rows, key=district_of):
            options = [(row.pk, str(row)) for row in group]
            choices += [(district, options)] if district else options
        field.choices = choices

    def clean(self):
        cleaned = super().clean()
        system = cleaned.get("way", "").partition(":")[0]
        if system == System.PARTY_LIST and cleaned.get("constituency"):
            self.add_error("constituency", _("A party list has no single-mandate constituency."))
        return cleaned

    def seat(self):
        """{field of the step «seat»: value} of a valid form, for the door."""
        system, _colon, nominator = self.cleaned_data["way"].partition(":")
        return {
            "system": system,
            "nominator": nominator,
            "region": self.cleaned_data["region"],
            "constituency": self.cleaned_data.get("constituency"),
            "nominator_name_kk": self.cleaned_data["nominator_name_kk"],
            "nominator_name_ru": self.cleaned_data["nominator_name_ru"],
        }

    def tell_overtaken(self, version):
        self.overtaken = True
        self.fields["version"].renewed, self.fields["version"].initial = True, version

    def ways_open(self):
        """The choices of `way` that the rules leave open, for the template."""
        return [choice for choice in self["way"] if choice.data["value"] in self.open]

    def nominator_name(self):
        fields = [self["nominator_name_kk"], self["nominator_name_ru"]]
        return Line(
            "nominator_name",
            _("Name of whoever nominates"),
            fields,
            _(
                "The party, the association or its branch, as readers shall see it. Not needed for self-nomination."
            ),
            copied=True,
        )


ALL = tuple(SeatForm.base_fields)


def district_of(constituency):
    return str(constituency.district or "")


def is_closed(finding):
    return bool(finding) and finding.verdict != Verdict.PASSED


def first_region(organisations):
    return next((one.region_id for one in organisations if one.region_id), None)
