"""Forms of a meeting in the cabinet: short steps, each a part of the record."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.cabinet.forms.fields import day
from campaigns.cabinet.forms.headquarters import OFFERED, offered, with_offices
from campaigns.forms.meetings import (
    OF_MEETING,
    AgendaForm,
    CitationForm,
    QuestionForm,
    QuotationForm,
    boxes,
    link,
)
from campaigns.headquarters.access import regions_of
from campaigns.meetings import access, people
from campaigns.models import Campaign, Meeting, OfficeHolder, Participant, Workplace
from federation.forms import whole_number
from federation.models import Region


class Versioned(forms.Form):
    """version: of the record that the person saw; renewed when they were told that it is another one by now."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def tell_overtaken(self, version):
        self.data = self.data.copy()
        self.data["version"] = version


class PlaceForm(Versioned):
    """Who held the meeting, where and when. The workplace is one of those known, or a new one."""

    held_by = forms.ChoiceField(
        label=gettext_lazy("Who held the meeting"),
        help_text=gettext_lazy(
            "Its closed record proves tasks of those who held the meeting, of those above them and of the headquarters "
            "of the region where people met."
        ),
    )
    campaign = forms.ModelChoiceField(
        queryset=Campaign.objects.none(),
        label=gettext_lazy("Campaign"),
        required=False,
        help_text=gettext_lazy("Empty: the campaign of the headquarters that held the meeting."),
    )
    held_on = day(gettext_lazy("Date"))
    workplace = forms.ModelChoiceField(
        queryset=Workplace.objects.all(), label=pgettext_lazy("of a meeting", "Workplace"), required=False
    )
    region = forms.ModelChoiceField(
        queryset=Region.objects.all(), label=gettext_lazy("Region of the new workplace"), required=False
    )
    name_kk = forms.CharField(label=gettext_lazy("New workplace, in Kazakh"), max_length=200, required=False)
    name_ru = forms.CharField(label=gettext_lazy("New workplace, in Russian"), max_length=200, required=False)
    place_kk = forms.CharField(label=OF_MEETING["place_kk"], max_length=300, required=False)
    place_ru = forms.CharField(label=OF_MEETING["place_ru"], max_length=300, required=False)
    attendance = forms.IntegerField(
        label=gettext_lazy("How many people came"), min_value=1, max_value=1_000_000, required=False
    )

    def __init__(self, data=None, *, user, meeting=None):
        super().__init__(data, initial=self.stored(user, meeting))
        # Here, not above: what is announced by now. The own one perhaps is not yet.
        own = Campaign.objects.filter(pk=meeting.campaign_id if meeting else None)
        self.fields["campaign"].queryset = Campaign.objects.public() | own
        self.headquarters, self.organisations = (
            {row.pk: row for row in rows} for rows in access.may_hold_for(user)
        )
        self.fields["held_by"].choices = [
            ("", "—"),
            *((f"h{pk}", str(row)) for pk, row in self.headquarters.items()),
            *((f"o{pk}", str(row)) for pk, row in self.organisations.items()),
        ]
        for name in ("name_kk", "name_ru", "place_kk", "place_ru"):
            self.fields[name].widget.attrs["lang"] = name[-2:]

    @staticmethod
    def stored(user, meeting):
        if meeting is None:
            regions = [*regions_of(user)]
            return {"region": regions[0] if len(regions) == 1 else None}
        holder = (meeting.headquarters_id and f"h{meeting.headquarters_id}") or (
            meeting.organisation_id and f"o{meeting.organisation_id}"
        )
        names = ("campaign", "held_on", "workplace", "place_kk", "place_ru", "attendance", "version")
        return {"held_by": holder or "", **{name: getattr(meeting, name) for name in names}}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("workplace") or "workplace" in self.errors:
            return cleaned
        if not (cleaned.get("name_kk") or cleaned.get("name_ru")):
            if not {"name_kk", "name_ru"} & self.errors.keys():
                self.add_error(
                    "workplace", _("Choose the workplace, or give name and region of a new one below.")
                )
            return cleaned
        wanted = {
            "name_kk": _("Give it in Kazakh, too."),
            "name_ru": _("Give it in Russian, too."),
            "region": _("Choose the region of the new workplace."),
        }
        for name, sentence in wanted.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    @property
    def is_new_workplace(self):
        return not self.cleaned_data["workplace"]

    def values(self):
        """Fields of `holding.FIELDS`, but for a new workplace."""
        cleaned = self.cleaned_data
        chosen, pk = cleaned["held_by"][:1], int(cleaned["held_by"][1:])
        values = {
            name: cleaned[name]
            for name in ("campaign", "held_on", "workplace", "place_kk", "place_ru", "attendance")
        }
        values["headquarters"] = self.headquarters[pk] if chosen == "h" else None
        values["organisation"] = self.organisations[pk] if chosen == "o" else None
        if cleaned["workplace"]:
            values["region"] = cleaned["workplace"].region
        return values


class TextForm(Versioned, forms.ModelForm):
    """What the meeting was about, and what came of it."""

    source_url = link(gettext_lazy("Link to the source"))

    class Meta:
        model = Meeting
        fields = (
            *("topic_kk", "topic_ru", "summary_kk", "summary_ru"),
            *("source_kk", "source_ru", "source_url"),
        )
        labels = OF_MEETING
        widgets = boxes([name for name in OF_MEETING if not name.startswith("place")], topic=2, summary=6)

    def __init__(self, data=None, *, meeting, user=None):
        super().__init__(data, instance=meeting, initial={"version": meeting.version})
        for field in self.fields.values():
            field.required = False

    def _post_clean(self):
        """Nothing: the door judges the whole record, and the instance stays as it is stored."""

    def values(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class ParticipantForm(Versioned, forms.ModelForm):
    """Somebody who took part: one of the known office holders, or somebody new with the office of that day.

    query: part of a name; without it those are offered whom the record most likely names.
    """

    holder = forms.ModelChoiceField(
        queryset=OfficeHolder.objects.all(),
        label=gettext_lazy("Known person"),
        required=False,
        empty_label=gettext_lazy("– choose –"),
    )
    full_name_kk = forms.CharField(
        label=gettext_lazy("New person: full name in Kazakh"), max_length=200, required=False
    )
    full_name_ru = forms.CharField(label=gettext_lazy("Full name in Russian"), max_length=200, required=False)
    title_kk = forms.CharField(
        label=gettext_lazy("Office on the day of the meeting, in Kazakh"), max_length=300, required=False
    )
    title_ru = forms.CharField(
        label=gettext_lazy("Office on the day of the meeting, in Russian"), max_length=300, required=False
    )
    new = ("full_name_kk", "full_name_ru", "title_kk", "title_ru")

    class Meta:
        model = Participant
        fields = ("holder", "part")

    field_order = ("holder", *new, "part", "version")

    def __init__(self, data=None, *, meeting, instance=None, query=""):
        super().__init__(data, instance=instance, initial={"version": meeting.version})
        holder = self.fields["holder"]
        if instance:
            holder.queryset = OfficeHolder.objects.filter(pk=instance.holder_id).prefetch_related("offices")
            holder.choices = with_offices(holder.queryset, meeting.held_on)
            holder.required = True
            holder.help_text = _(
                "A name or an office is missing or wrong? The headquarters keep the list of people."
            )
            for name in self.new:
                del self.fields[name]
            return
        for name in self.new:
            self.fields[name].widget.attrs["lang"] = name[-2:]
        chosen = whole_number(data.get("holder")) if data else None
        found = offered(query, chosen, meeting.held_on)
        if not query:
            near = people.near(meeting).exclude(pk=chosen).prefetch_related("offices")[:OFFERED]
            found += with_offices(near, meeting.held_on)
        holder.choices = [("", holder.empty_label), *found]
        if not found:
            holder.widget = forms.HiddenInput()
        elif query and len(found) == 1:
            holder.initial = found[0][0]

    def _post_clean(self):
        """Nothing: the door judges the whole record."""

    def clean(self):
        cleaned = super().clean()
        if "full_name_kk" not in self.fields or "holder" in self.errors:
            return cleaned
        given = [name for name in self.new if cleaned.get(name)]
        if cleaned.get("holder"):
            if given:
                self.add_error("holder", _("Choose a person of the list or name a new one, not both."))
            return cleaned
        if not given and not self.errors:
            place = self.new[0] if self["holder"].is_hidden else "holder"
            self.add_error(place, _("Choose a known person, or give name and office in both languages."))
            return cleaned
        for name in self.new:
            if name in given or name in self.errors:
                continue
            other = f"{name[:-2]}{'ru' if name.endswith('kk') else 'kk'}"
            if other not in given:
                sentence = _("Give it in both languages.")
            else:
                sentence = (
                    _("Give it in Kazakh, too.") if name.endswith("kk") else _("Give it in Russian, too.")
                )
            self.add_error(name, sentence)
        return cleaned

    @property
    def newcomer(self):
        """Names and titles of somebody new, or None."""
        if self.cleaned_data["holder"]:
            return None
        return {name: self.cleaned_data[name] for name in self.new}

    def values(self):
        return {name: self.cleaned_data[name] for name in ("holder", "part")}


class OneRow(Versioned):
    """A row of a meeting on a page of its own: it stands where it stood, or last; its speaker is a participant."""

    def __init__(self, data=None, *, meeting, instance=None):
        super().__init__(data, instance=instance, initial={"version": meeting.version})
        self.fields.pop("place", None)
        # Whether nobody can be named who speaks, since the record has no participants yet.
        self.nobody = False
        if "who" in self.fields:
            who = self.fields["who"]
            who.queryset = OfficeHolder.objects.filter(participations__meeting=meeting)
            self.nobody = not who.queryset.exists()
            if self.nobody:
                who.widget = forms.HiddenInput()

    def _post_clean(self):
        """Nothing: the door judges the whole record."""

    @property
    def rows(self):
        return [field for field in self if not field.is_hidden]


class AgendaRow(OneRow, AgendaForm):
    pass


class QuotationRow(OneRow, QuotationForm):
    pass


class QuestionRow(OneRow, QuestionForm):
    pass


class CitationRow(OneRow, CitationForm):
    pass


ROWS = {
    "participants": ParticipantForm,
    "agenda": AgendaRow,
    "questions": QuestionRow,
    "quotations": QuotationRow,
    "citations": CitationRow,
}
