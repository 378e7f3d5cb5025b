"""Forms of the path: a step of many candidates, a step taken back, a list locked and unlocked."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.enums import PathStep

STEPS = [(step.value, step.label) for step in PathStep if step != PathStep.IN_POOL]


def line(label, language):
    return forms.CharField(label=label, max_length=300, widget=forms.TextInput({"lang": language}))


class StepForm(forms.Form):
    """One step, one date and one source for the chosen candidates. candidacies: queryset of those to choose from."""

    candidacies = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Candidates"),
        error_messages={"required": _("Choose at least one candidate.")},
    )
    step = forms.ChoiceField(
        label=pgettext_lazy("of a candidate", "Step"), choices=[("", _("– choose –")), *STEPS]
    )
    on = forms.DateField(
        label=_("Date of the step"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day of the document."),
    )
    source_kk = line(_("Source document, in Kazakh"), "kk")
    source_ru = line(_("Source document, in Russian"), "ru")
    source_url = forms.URLField(
        label=_("Address of the source"), max_length=500, required=False, assume_scheme="https"
    )
    upload = forms.FileField(
        label=_("Or the document itself"),
        required=False,
        help_text=_("PDF or a photo. It stays private; readers see the name and the address of the source."),
    )
    announce = forms.BooleanField(
        label=_("Announce at once"),
        required=False,
        initial=True,
        help_text=_(
            "Readers see the step, branches get a mail. Otherwise announce it later, together with others."
        ),
    )

    def __init__(self, *args, candidacies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["candidacies"].queryset = candidacies

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("The date of the step lies in the future."))
        return self.cleaned_data["on"]

    def clean(self):
        cleaned = super().clean()
        if not {"source_url", "upload"} & self.errors.keys() and not (
            cleaned.get("source_url") or cleaned.get("upload")
        ):
            self.add_error(
                "source_url", _("Give the address of the source document, or the document itself.")
            )
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class LockForm(forms.Form):
    decision_kk = line(_("Decision in Kazakh"), "kk")
    decision_ru = line(_("Decision in Russian"), "ru")
