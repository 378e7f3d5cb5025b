"""Forms of the record of a meeting in the administration: the meeting, and each kind of its rows.

The rows are checked by the door as a whole: who chaired may change with another row of the same page.
"""

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from campaigns.forms.base import CanRefuse, OpenedField
from campaigns.models import (
    AgendaItem,
    Citation,
    Meeting,
    OfficeHolder,
    Participant,
    Question,
    Quotation,
    Workplace,
)


def labelled(**names):
    """{field in both languages: label}; names: {field: (label in Kazakh, label in Russian)}."""
    return {
        f"{name}_{code}": label
        for name, pair in names.items()
        for code, label in zip(("kk", "ru"), pair, strict=True)
    }


def boxes(labels, **rows):
    """Widgets told their language; rows: {field: lines of a longer text}."""
    return {
        name: forms.Textarea({"rows": rows[name[:-3]], "lang": name[-2:]})
        if name[:-3] in rows
        else forms.TextInput({"lang": name[-2:], "class": "vTextField"})
        for name in labels
    }


def link(label):
    return forms.URLField(label=label, max_length=500, required=False, assume_scheme="https")


OF_MEETING = labelled(
    topic=(_("Topic in Kazakh"), _("Topic in Russian")),
    place=(_("Place in Kazakh"), _("Place in Russian")),
    summary=(_("What came of it, in Kazakh"), _("What came of it, in Russian")),
    source=(_("Source in Kazakh"), _("Source in Russian")),
)
OF_AGENDA = labelled(text=(_("Item in Kazakh"), _("Item in Russian")))
OF_QUOTATION = labelled(text=(_("Quotation in Kazakh"), _("Quotation in Russian")))
OF_QUESTION = labelled(
    asked_by=(_("Who asked, in Kazakh"), _("Who asked, in Russian")),
    text=(_("Question in Kazakh"), _("Question in Russian")),
    answer=(_("Answer in Kazakh"), _("Answer in Russian")),
)
OF_CITATION = labelled(
    text=(_("As cited, in Kazakh"), _("As cited, in Russian")),
    act=(_("Act, in Kazakh"), _("Act, in Russian")),
)


class MeetingForm(CanRefuse):
    """opened: the version of the record when the page was opened. lacks: [Lack] of the draft, told at the fields."""

    opened = OpenedField(required=False)
    source_url = link(_("Link to the source"))
    overtaken = False
    lacks = ()

    class Meta:
        model = Meeting
        fields = (
            *("held_on", "workplace", "region", "campaign", "headquarters", "organisation"),
            *("attendance", "source_url", *OF_MEETING),
        )
        labels = OF_MEETING
        widgets = boxes(OF_MEETING, topic=2, summary=6)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "opened" in self.fields:
            self.fields["opened"].renewed = self.overtaken
            self.initial["opened"] = self.instance.version if self.instance.pk else ""
        tell(self, self.lacks, "", 0)

    @property
    def version(self):
        opened = self.cleaned_data.get("opened", "")
        return int(opened) if opened.isdecimal() and len(opened) < 10 else 0


def tell(form, lacks, rows, number):
    """Puts what is missing beside the field that misses it."""
    for lack in lacks:
        if (lack.rows, lack.number) == (rows, number) and lack.field in form.fields:
            form.fields[lack.field].help_text = lack.sentence


class RowForm(forms.ModelForm):
    """One row. Its texts may be missing in a draft. place: where it is to stand, for rows that are counted."""

    lacks = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            if name[-3:] in ("_kk", "_ru"):
                self.fields[name].required = False
        if self.instance.pk:
            if "place" in self.fields:
                self.initial["place"] = self.instance.number
            tell(
                self,
                self.lacks,
                self._meta.model.meeting.field.remote_field.related_name,
                self.instance.number,
            )

    def validate_unique(self):
        """The door looks at all rows together."""

    validate_constraints = validate_unique

    def values(self):
        """For `holding.save`."""
        named = {"number": self.instance.number} if self.instance.pk else {}
        return named | {name: value for name, value in self.cleaned_data.items() if name in self.written}

    @property
    def written(self):
        return set(self.fields) - {"place", "version", "id", "meeting", "DELETE"}


class PlacedForm(RowForm):
    place = forms.IntegerField(
        label=_("Place in the list"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Empty: the last."),
    )


class KeyField(forms.ModelChoiceField):
    """The key of a row. Where somebody else took the row away meanwhile, what was typed of it is a new one."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            return None

    def validate(self, value):
        """Nothing: of a row that is gone there is no key."""


class RowFormSet(BaseInlineFormSet):
    @property
    def initial_forms(self):
        """Those of rows that are still there; the page shows the others among the new ones."""
        return [form for form in self.forms if form.instance.pk]

    @property
    def extra_forms(self):
        return [form for form in self.forms if not form.instance.pk]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        key = form.fields["id"]
        form.fields["id"] = KeyField(
            key.queryset, initial=key.initial, required=False, widget=forms.HiddenInput
        )

    def rows(self):
        """The rows as typed, in their order, of a valid formset, for `holding.save`."""
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        kept.sort(key=lambda form: form.cleaned_data.get("place") or 1000)
        return [form.values() for form in kept]

    def validate_unique(self):
        """The door says it in the words of the record."""


class AgendaForm(PlacedForm):
    class Meta:
        model = AgendaItem
        fields = ("place", *OF_AGENDA)
        labels = OF_AGENDA
        widgets = boxes(OF_AGENDA)


class ParticipantForm(PlacedForm):
    class Meta:
        model = Participant
        fields = ("place", "holder", "part")
        labels = {"holder": _("Who took part")}


class SpokenForm(RowForm):
    """A row with somebody who speaks; who: the office holder, one of the participants."""

    speaking = "speaker"
    who = forms.ModelChoiceField(
        queryset=OfficeHolder.objects.all(),
        label=_("Who spoke"),
        help_text=_("One of the participants."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        speaker = self.instance.pk and getattr(self.instance, self.speaking)
        self.initial["who"] = speaker.holder_id if speaker else None

    def values(self):
        values = super().values()
        values[self.speaking] = values.pop("who")
        return values


class QuotationForm(SpokenForm):
    class Meta:
        model = Quotation
        fields = ("original", *OF_QUOTATION)
        labels = OF_QUOTATION
        widgets = boxes(OF_QUOTATION, text=5)


class QuestionForm(SpokenForm):
    speaking = "answered_by"
    who = forms.ModelChoiceField(
        queryset=OfficeHolder.objects.all(),
        label=_("Who answered"),
        required=False,
        help_text=_("One of the participants."),
    )

    class Meta:
        model = Question
        fields = tuple(OF_QUESTION)
        labels = OF_QUESTION
        widgets = boxes(OF_QUESTION, text=3, answer=4)


class CitationForm(PlacedForm):
    url = link(_("Link to the act"))

    class Meta:
        model = Citation
        fields = ("place", *OF_CITATION, "url")
        labels = OF_CITATION
        widgets = boxes(OF_CITATION)


class WorkplaceForm(forms.ModelForm):
    class Meta:
        model = Workplace
        fields = ("name_kk", "name_ru", "region", "district", "industry", "organisation")
        labels = labelled(name=(_("Name in Kazakh"), _("Name in Russian")))
        widgets = boxes(labels)


class SeenForm(forms.Form):
    """A move of the record as the person saw it. version: of that record; another one by now is refused by the door."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_version(self):
        return self.cleaned_data["version"] or 0


class ReopenForm(SeenForm):
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 3}), max_length=1000)
