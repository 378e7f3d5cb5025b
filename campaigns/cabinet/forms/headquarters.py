"""Forms of headquarters: place and contacts, posts and offices, observers and volunteers. The doors write."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.cabinet.forms.fields import OFF, day
from campaigns.enums import Function, Service, Tier
from campaigns.headquarters.staffing import CONTACTS
from campaigns.models import Headquarters, OfficeHolder, Volunteer
from federation.forms import whole_number
from federation.languages import fold
from federation.models import Organisation

# So many people are offered for a search.
OFFERED = 20
NAMES = ("name_kk", "name_ru")
# Of a person who is new to the portal.
NAMING = ("full_name_kk", "full_name_ru", "title_kk", "title_ru")


def line(label, language, **options):
    return forms.CharField(
        label=label,
        max_length=options.pop("max_length", 300),
        widget=forms.TextInput({"lang": language}),
        **options,
    )


class HeadquartersForm(forms.ModelForm):
    """shapes: whether the person may change its name and first day, too. For one that is new give `parent`."""

    opened_on = day(gettext_lazy("Works from"), initial=timezone.localdate)

    class Meta:
        model = Headquarters
        fields = ("tier", "region", "district", "organisation", *NAMES, *CONTACTS, "opened_on")
        labels = {
            "tier": pgettext_lazy("of a headquarters", "Tier"),
            "region": gettext_lazy("Region"),
            "district": gettext_lazy("District"),
            "organisation": gettext_lazy("Run by the organisation"),
            "name_kk": gettext_lazy("Name in Kazakh"),
            "name_ru": gettext_lazy("Name in Russian"),
            "address_kk": gettext_lazy("Address in Kazakh"),
            "address_ru": gettext_lazy("Address in Russian"),
            "hours_kk": gettext_lazy("Opening hours in Kazakh"),
            "hours_ru": gettext_lazy("Opening hours in Russian"),
            "phone": gettext_lazy("Phone"),
            "hotline": gettext_lazy("Hotline"),
            "email": gettext_lazy("E-mail"),
        }
        widgets = {
            name: forms.TextInput({"lang": name[-2:]}) for name in (*NAMES, *CONTACTS) if name[-3] == "_"
        }

    def __init__(self, data=None, *, instance=None, parent=None, shapes=False):
        instance = instance or Headquarters(
            parent=parent, campaign=parent.campaign, region=parent.region, district=parent.district
        )
        super().__init__(data, instance=instance)
        if parent is None:
            for name in (
                "tier",
                "region",
                "district",
                "organisation",
                *(() if shapes else ("opened_on", *NAMES)),
            ):
                del self.fields[name]
            return
        below = [tier for tier in Tier if parent.tier in Headquarters.PARENT_TIERS[tier]]
        self.fields["tier"].choices = [(tier.value, tier.label) for tier in below]
        places = Organisation.objects.select_related(None)
        if parent.region_id:
            del self.fields["region"]
            self.fields["district"].queryset = parent.region.districts.all()
            places = places.filter(region=parent.region_id)
        else:
            del self.fields["district"]
            self.fields["region"].required = True
            places = places.exclude(kind__in=[Organisation.Kind.LOCAL, Organisation.Kind.PRIMARY])
        self.fields["organisation"].queryset = places


class PersonForm(forms.Form):
    """Who gets the post: somebody of the portal's list, or a new person with the office held now.

    query: part of a name; people whose names hold its words are offered, and the only one of them is chosen.
    """

    holder = forms.ModelChoiceField(
        queryset=OfficeHolder.objects.none(),
        label=gettext_lazy("Person of the portal's list"),
        required=False,
        empty_label=gettext_lazy("a new person, named below"),
    )
    full_name_kk = line(gettext_lazy("Full name in Kazakh"), "kk", max_length=200, required=False)
    full_name_ru = line(gettext_lazy("Full name in Russian"), "ru", max_length=200, required=False)
    title_kk = line(gettext_lazy("Office held now, in Kazakh"), "kk", required=False)
    title_ru = line(gettext_lazy("Office held now, in Russian"), "ru", required=False)
    function = forms.ChoiceField(label=gettext_lazy("Function"), choices=Function, initial=Function.MEMBER)
    from_date = day(gettext_lazy("From"), initial=timezone.localdate)
    until_date = day(
        gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until it is ended.")
    )
    agreed_on = day(
        gettext_lazy("Agreed to be named to readers on"),
        required=False,
        help_text=gettext_lazy("Without this date readers do not see the name."),
    )
    succeeds = forms.BooleanField(
        label=gettext_lazy("Takes over from the head: that post ends on the eve"), required=False
    )

    def __init__(self, data=None, *, query="", head=None):
        super().__init__(data)
        field = self.fields["holder"]
        field.queryset = OfficeHolder.objects.all()
        chosen = whole_number(data.get("holder")) if data else None
        people = offered(query, chosen)
        field.choices = [("", field.empty_label), *people]
        if not people:
            field.widget = forms.HiddenInput()
        elif len(people) == 1:
            field.initial = people[0][0]
        if head is None:
            del self.fields["succeeds"]

    def naming(self):
        """The fields that name a new person; beside people to choose from they are folded away."""
        return [self[name] for name in NAMING]

    def names_somebody(self):
        return any(field.value() or field.errors for field in self.naming())

    def others(self):
        """What is asked of whoever gets the post."""
        return [field for field in self.visible_fields() if field.name not in ("holder", *NAMING)]

    def clean_agreed_on(self):
        return not_ahead(self.cleaned_data["agreed_on"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("succeeds") and cleaned.get("function") != Function.HEAD:
            self.add_error("function", _("Only a head takes over from the head."))
        named = cleaned.get("full_name_kk") or cleaned.get("full_name_ru")
        if cleaned.get("holder"):
            if named:
                self.add_error("holder", _("Choose a person of the list or name a new one, not both."))
            return cleaned
        for pair in (("full_name_kk", "full_name_ru"), ("title_kk", "title_ru")):
            wanted = pair[0] == "full_name_kk" or any(cleaned.get(name) for name in pair)
            for name in pair:
                if wanted and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Give this text in both languages."))
        return cleaned


def offered(query, chosen=None, day=None):
    """[(key, name with the offices of the day, default today)] of people whose names hold the words, and of the one
    with the key `chosen`; [] without any word."""
    words = fold(query).split()[:6]
    found = OfficeHolder.objects.all() if words else OfficeHolder.objects.none()
    for word in words:
        found = found.filter(full_name_kk__folded=word) | found.filter(full_name_ru__folded=word)
    rows = [
        *OfficeHolder.objects.filter(pk=chosen).prefetch_related("offices"),
        *found.exclude(pk=chosen).prefetch_related("offices")[:OFFERED],
    ]
    return with_offices(rows, day)


def with_offices(holders, day=None):
    """[(key, name with the offices of the day, default today)] of OfficeHolders whose offices are prefetched."""
    day = day or timezone.localdate()
    return [(row.pk, ", ".join(filter(None, (str(row), row.titles_on(day))))) for row in holders]


class LastDayForm(forms.Form):
    last_day = day(gettext_lazy("Last day"), initial=timezone.localdate)


class AgreedForm(forms.Form):
    agreed_on = day(
        gettext_lazy("Agreed to be named to readers on"),
        required=False,
        help_text=gettext_lazy("Empty: readers do not see the name."),
    )

    def clean_agreed_on(self):
        return not_ahead(self.cleaned_data["agreed_on"])


class NewOfficeForm(forms.Form):
    title_kk = line(gettext_lazy("New office, in Kazakh"), "kk")
    title_ru = line(gettext_lazy("New office, in Russian"), "ru")
    from_date = day(gettext_lazy("From"), initial=timezone.localdate)
    beside = forms.BooleanField(
        label=gettext_lazy("Held beside the present offices, which go on"), required=False
    )


class VolunteerForm(forms.ModelForm):
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200, widget=forms.TextInput(OFF))
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=50,
        required=False,
        widget=forms.TextInput({**OFF, "type": "tel"}),
    )
    consented_on = day(
        gettext_lazy("Agreed to the processing of the data on"),
        help_text=gettext_lazy("The day of the signed consent; keep the paper."),
    )

    class Meta:
        model = Volunteer
        fields = ("service", "full_name", "phone", "station", "consented_on")
        labels = {
            "service": pgettext_lazy("of a volunteer", "Service"),
            "station": gettext_lazy("Polling station No."),
        }
        help_texts = {"station": gettext_lazy("An observer has one; a volunteer may.")}
        widgets = {"station": forms.TextInput({**OFF, "inputmode": "numeric"})}

    def clean_consented_on(self):
        return not_ahead(self.cleaned_data["consented_on"])

    def clean_station(self):
        return self.cleaned_data["station"].strip()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("service") == Service.OBSERVER and not cleaned.get("station"):
            self.add_error("station", _("Give the number of the polling station."))
        return cleaned


def not_ahead(date):
    """The date, if it is none that is still to come."""
    if date and date > timezone.localdate():
        raise forms.ValidationError(_("This day lies in the future."))
    return date
