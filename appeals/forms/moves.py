"""What a move asks of the person, and the steps of an import."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.enums import WRITTEN, Significance


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 4}))


class WithdrawForm(forms.Form):
    reason_kk = forms.CharField(
        label=_("Public reason in Kazakh"), widget=forms.Textarea({"rows": 3, "lang": "kk"})
    )
    reason_ru = forms.CharField(
        label=_("Public reason in Russian"), widget=forms.Textarea({"rows": 3, "lang": "ru"})
    )


class PublishForm(forms.Form):
    """What goes with an edition. Notes are asked only from the second edition on."""

    note_kk = forms.CharField(
        label=_("What changed, in Kazakh"), widget=forms.Textarea({"rows": 2, "lang": "kk"})
    )
    note_ru = forms.CharField(
        label=_("What changed, in Russian"), widget=forms.Textarea({"rows": 2, "lang": "ru"})
    )
    significance = forms.ChoiceField(
        label=_("Significance"), choices=Significance, initial=Significance.MAJOR
    )
    correction = forms.BooleanField(
        label=_("This is a correction"),
        required=False,
        help_text=_(
            "The last edition is sealed by a decision: enter the new decision, or mark a correction."
        ),
    )
    as_of_document = forms.BooleanField(
        label=_("Publish with the date of the document"),
        required=False,
        help_text=_("A document from the archive then stands in lists under its own date."),
    )
    public_from = forms.DateTimeField(
        label=_("Publish later"),
        required=False,
        help_text=_("Empty: at once. Time of Astana and Almaty."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args, previous=None, first_hour=None, **kwargs):
        """previous: the newest Edition or None. first_hour: see `Publication.first_hour`."""
        super().__init__(*args, **kwargs)
        self.first_hour = first_hour
        if previous or not first_hour:
            del self.fields["as_of_document"]
        if previous is None:
            for name in ("note_kk", "note_ru", "significance"):
                del self.fields[name]
        if previous is None or not previous.sealed:
            del self.fields["correction"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.pop("as_of_document", False):
            if cleaned.get("public_from"):
                self.add_error("public_from", _("Choose one: the date of the document, or a later hour."))
            cleaned["public_from"] = self.first_hour
        return cleaned

    def clean_public_from(self):
        moment = self.cleaned_data["public_from"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError(
                _("This moment has passed. Leave the field empty to publish at once.")
            )
        return moment


class UploadDocumentForm(forms.Form):
    document = forms.FileField(
        label=_("Document"),
        help_text=_(
            "A text file or a Word document (.txt, .docx), both languages in one file or one of them."
        ),
        widget=forms.FileInput({"accept": ".txt,.docx"}),
    )


class DraftForm(forms.Form):
    """Second step of an import: the kind, and what was read, signed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind, kind.label) for kind in WRITTEN])
    parsed = forms.CharField(widget=forms.HiddenInput)
