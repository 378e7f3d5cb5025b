"""Forms of a promise: as it was given, and what became of it."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.cabinet.forms.fields import day
from campaigns.enums import PromiseState
from campaigns.meetings.access import promise_owners
from campaigns.meetings.promising import NEXT


def text(label, language, longest, **options):
    return forms.CharField(
        label=label, max_length=longest, widget=forms.Textarea({"rows": 3, "lang": language}), **options
    )


class PromiseForm(forms.Form):
    """The arguments of `promising.commit` and `edit`.

    meeting: of which the answers can be chosen; user: who enters it (`promise_owners`); initial: of one that is
    changed, whose owner can stay.
    """

    question = forms.ModelChoiceField(
        None, label=_("In answer to"), required=False, empty_label=_("no question: said at the meeting")
    )
    text_kk = text(_("What was promised, in Kazakh"), "kk", 500)
    text_ru = text(_("What was promised, in Russian"), "ru", 500)
    due_on = day(_("Last day"))
    holder = forms.ModelChoiceField(
        None,
        label=_("Who promised"),
        required=False,
        empty_label=_("not a person: a headquarters, chosen below"),
    )
    headquarters = forms.ModelChoiceField(
        None,
        label=_("Headquarters that promised"),
        required=False,
        empty_label=_("not a headquarters: a person, chosen above"),
    )

    def __init__(self, data=None, *, meeting, user, initial, **options):
        super().__init__(data, initial=initial, **options)
        self.fields["question"].queryset = meeting.questions.all()
        for name, found in zip(("holder", "headquarters"), promise_owners(user, meeting), strict=True):
            present = initial.get(name)
            keys = Q(pk__in=found.values("pk")) | Q(pk=present and present.pk)
            self.fields[name].queryset = found.model.objects.filter(keys)

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


class WithdrawForm(forms.Form):
    """The arguments of `promising.withdraw`."""

    reason_kk = text(_("Why it is withdrawn, in Kazakh"), "kk", 500)
    reason_ru = text(_("Why it is withdrawn, in Russian"), "ru", 500, help_text=_("Readers see the reason."))
