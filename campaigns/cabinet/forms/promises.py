"""Forms of a promise: as it was given, and what became of it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.enums import PromiseState
from campaigns.meetings.promising import NEXT
from campaigns.models import Headquarters, OfficeHolder


def text(label, language, longest, **options):
    return forms.CharField(
        label=label, max_length=longest, widget=forms.Textarea({"rows": 3, "lang": language}), **options
    )


def day(label, **options):
    return forms.DateField(
        label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options
    )


class PromiseForm(forms.Form):
    """The arguments of `promising.commit` and `edit`. meeting: of which the answers can be chosen."""

    question = forms.ModelChoiceField(
        None, label=_("In answer to"), required=False, empty_label=_("no question: said at the meeting")
    )
    text_kk = text(_("What was promised, in Kazakh"), "kk", 500)
    text_ru = text(_("What was promised, in Russian"), "ru", 500)
    due_on = day(_("Last day"))
    holder = forms.ModelChoiceField(
        OfficeHolder.objects.all(),
        label=_("Who promised"),
        required=False,
        empty_label=_("a headquarters, below"),
    )
    headquarters = forms.ModelChoiceField(
        None, label=_("Headquarters that promised"), required=False, empty_label=_("a person, above")
    )

    def __init__(self, data=None, *, meeting, **options):
        super().__init__(data, **options)
        self.fields["question"].queryset = meeting.questions.all()
        places = Headquarters.objects.all()
        if meeting.campaign_id:
            places = places.filter(campaign=meeting.campaign_id)
        self.fields["headquarters"].queryset = places

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("holder")) == bool(cleaned.get("headquarters")) and not self.errors:
            self.add_error("holder", _("Say who promised: a person or a headquarters, not both."))
        return cleaned


class ReportForm(forms.Form):
    """The arguments of `promising.report`."""

    state = forms.ChoiceField(
        label=pgettext_lazy("promise", "Status"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the status.")},
    )
    due_on = day(_("New last day"), required=False, help_text=_("Only if it was moved."))
    note_kk = text(_("What was done, in Kazakh"), "kk", 2000)
    note_ru = text(_("What was done, in Russian"), "ru", 2000)
    url = forms.URLField(label=_("Link that shows it"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, data=None, *, commitment, **options):
        super().__init__(data, **options)
        after = NEXT[commitment.state]
        self.fields["state"].choices = [(one.value, one.label) for one in PromiseState if one in after]
