"""The consent of a candidate, and the papers of the checklist."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.cabinet.forms.fields import OFF
from campaigns.enums import Scope

# What each scope of a consent lets out, in words for whoever signs it.
SCOPES = {
    Scope.PHOTO: gettext_lazy("The photo with its description."),
    Scope.BIRTH_DATE: gettext_lazy("Day, month and year of birth."),
    Scope.BIOGRAPHY: gettext_lazy("The text of the biography, in both languages."),
    Scope.WORKPLACE: gettext_lazy("Workplace, position and industry."),
    Scope.UNION_POST: gettext_lazy("The post in the trade union and the primary organisation."),
    Scope.PARTY: gettext_lazy("Membership in a party, or that there is none."),
    Scope.CONTACTS: gettext_lazy(
        "What is given as contacts for voters; the private phone, e-mail and address never."
    ),
}


class ConsentForm(forms.Form):
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("What the candidate has allowed to publish"),
        required=False,
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Name, seat and programme are published with any consent. Tick what the paper says, no more."
        ),
    )
    given_on = forms.DateField(
        label=gettext_lazy("Date of the signed consent"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput({"type": "date", **OFF}, format="%Y-%m-%d"),
    )
    scan = forms.FileField(
        label=pgettext_lazy("of a signed paper", "Scan or photo"),
        required=False,
        help_text=gettext_lazy("PDF, JPEG, PNG or WebP, at most 10 MB."),
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
    )

    upload = "scan"  # the field whose file may be refused

    def __init__(self, data=None, files=None, *, consent=None):
        super().__init__(
            data, files, initial={"scope": consent.scope, "given_on": consent.given_on} if consent else None
        )
        self.consent = consent

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The consent cannot be of a day to come."))
        if day < timezone.localdate() - datetime.timedelta(days=3660):
            raise ValidationError(_("The consent is older than ten years: ask for a new one."))
        return day

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("scan") or (self.consent and self.consent.scan)) and "scan" not in self.errors:
            self.add_error("scan", _("Add a scan or a photo of the signed consent."))
        return cleaned


class DocumentForm(forms.Form):
    """A paper for one row of the checklist. codes: those that the rule set asks for."""

    code = forms.ChoiceField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=pgettext_lazy("to upload", "File"), error_messages={"required": gettext_lazy("Choose a file.")}
    )

    upload = "file"

    def __init__(self, data, files, *, codes):
        # The page has a field for each paper: an error leads to its own.
        code = data.get("code", "")
        super().__init__(data, files, auto_id=f"%s-{code}" if code in codes else "id_%s")
        self.fields["code"].choices = [(code, code) for code in codes]
