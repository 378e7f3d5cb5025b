"""The public form of a demand to the data-protection officer. Robots are kept off without a third party."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from campaigns.enums import DemandKind
from campaigns.forms.robots import AgainstRobots
from campaigns.models import Candidacy

SALT = "campaigns.privacy"


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


class PrivacyForm(AgainstRobots):
    """What is demanded, of which page, by whom: the arguments of `demands.receive`."""

    salt = SALT

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

    def clean_address(self):
        address = self.cleaned_data["address"]
        return own_path(address) if address else ""
