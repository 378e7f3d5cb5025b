"""Forms of people: accepting an invitation, and the moves of memberships."""

import re

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from federation.models import Invitation, Membership, User


def whole_number(text):
    """A whole number from an address or a form, or None when it is none (at most nine digits)."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else None


NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class AcceptInvitationForm(forms.ModelForm):
    """What an invited person fills in; the form saves nothing, `invitations.accept` does."""

    password = forms.CharField(
        label=_("Password"),
        widget=NEW_PASSWORD,
        strip=False,
        help_text=lazy(password_validators_help_text_html, str)(),
    )
    again = forms.CharField(label=_("Password once more"), widget=NEW_PASSWORD, strip=False)

    class Meta:
        model = User
        fields = ("full_name_kk", "full_name_ru", "language")
        widgets = {"language": forms.RadioSelect}

    def clean(self):
        cleaned = super().clean()
        password = cleaned.get("password")
        if password and cleaned.get("again") and password != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if self.cleaned_data.get("password"):
            try:
                validate_password(self.cleaned_data["password"], self.instance)
            except ValidationError as error:
                self.add_error("password", error)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=User.Language)


class InviteForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = (
            "email",
            "full_name_kk",
            "full_name_ru",
            "language",
            "role",
            "organisation",
            "region",
            "from_date",
            "until_date",
        )


class GrantForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("role", "organisation", "region", "from_date", "until_date")


class EndForm(forms.Form):
    last_day = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Leave empty to end the role at once.")
    )


class SubstituteForm(forms.Form):
    to = forms.ModelChoiceField(label=_("Who takes the place"), queryset=User.objects.filter(is_active=True))
    from_date = forms.DateField(label=_("From"), required=False, help_text=_("Empty: from today."))
    until_date = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty to hand the role over for good; the holder's own then ends."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class ConfirmForm(forms.Form):
    """A move that asks nothing but a confirmation."""
