"""The public form of a demand to the data-protection officer. Robots are kept off without a third party."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from campaigns.enums import DemandKind
from campaigns.forms.base import OpenedField
from campaigns.models import Candidacy

SALT = "campaigns.privacy"
AT_LEAST = 3  # seconds: nobody fills the form in sooner
AT_MOST = 24 * 60 * 60


def opened_now():
    """The signed moment at which the form was opened."""
    return signing.TimestampSigner(salt=SALT).sign("opened")


def own_path(address):
    """Path of a page of this portal, without query. address: the path, or with scheme and host.

    Raises ValidationError for an address elsewhere, or one that leads nowhere.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # no address at all: "http://["
        parts = urlsplit("")
    elsewhere = parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL
    if elsewhere or not parts.path.startswith("/") or parts.path.startswith("//"):
        raise ValidationError(
            _("This is no address of this portal: it begins with %(site)s") % {"site": settings.SITE_URL}
        )
    if found_at(parts.path) is None:
        raise ValidationError(
            _("There is no such page on this portal. Leave the field empty if you are not sure.")
        )
    return parts.path


def found_at(path):
    """The ResolverMatch of a public path, in the language of that path; None where there is none."""
    language = path[1:3] if path[:4] in ("/kk/", "/ru/") else settings.LANGUAGE_CODE
    with override(language):
        try:
            return resolve(path)
        except Resolver404:
            return None


def candidacy_at(path):
    """The Candidacy whose page stands at the path, also one that is public no more; else None."""
    match = found_at(path) if path else None
    if match is None or match.view_name != "campaigns:candidate":
        return None
    slug, name = match.kwargs["slug"], match.kwargs["name"]
    return Candidacy.objects.filter(campaign__slug=slug, slug=name).first()


class PrivacyForm(forms.Form):
    """What is demanded, of which page, by whom: the arguments of `demands.receive`, and three fields against robots."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you demand?"), choices=DemandKind, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=gettext_lazy("Address of the page"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("As it stands in the browser. May be left empty."),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Which data, and what is wrong with them"),
        max_length=5000,
        widget=forms.Textarea({"rows": 6}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    contact = forms.CharField(
        label=gettext_lazy("Phone or e-mail for the answer"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "email"}),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "I agree that the federation processes what I entered here in order to answer my demand."
        )
    )
    # No human sees this field; programs fill in whatever has a name like this.
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = OpenedField()

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.initial["opened"] = opened_now()

    def clean_address(self):
        address = self.cleaned_data["address"]
        return own_path(address) if address else ""

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty: it is there to recognise programs."))

    def clean(self):
        cleaned = super().clean()
        signer = signing.TimestampSigner(salt=SALT)
        token = self.data.get("opened", "")
        try:
            signer.unsign(token, max_age=AT_MOST)
        except signing.BadSignature:
            self.fields["opened"].renewed = True
            self.errors.pop("opened", None)
            raise ValidationError(_("The form was open for too long. Please send it once more.")) from None
        try:
            signer.unsign(token, max_age=AT_LEAST)
        except signing.SignatureExpired:
            return cleaned
        if self.errors:  # nothing is sent anyway, and a program is stopped the next time
            return cleaned
        raise ValidationError(_("That was very fast. Please wait a few seconds and send it once more."))
