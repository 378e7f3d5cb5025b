"""The upload of a report of a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals.importing import MAX_BYTES


class UploadReportForm(forms.Form):
    """again: somebody wants a text that came in before once more; asked only after it was refused."""

    report = forms.FileField(
        label=_("Report of the meeting"),
        help_text=_(
            "A text file or a Word document (.txt, .docx), both languages in one file or one of them."
        ),
        widget=forms.FileInput({"accept": ".txt,.docx"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose the file that holds the text."),
        },
    )
    again = forms.BooleanField(label=_("Import it once more all the same"), required=False, label_suffix="")

    def clean_report(self):
        upload = self.cleaned_data["report"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(_("The document is larger than 20 MB."), code="too-large")
        return upload
