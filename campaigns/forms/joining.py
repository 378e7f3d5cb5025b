"""The public form «join»: the arguments of `applying.receive`."""

from django import forms
from django.utils.translation import gettext_lazy

from campaigns.enums import Wish
from campaigns.forms.robots import AgainstRobots
from campaigns.joining.contacts import typed_contact
from federation.models import Industry, Region

SALT = "campaigns.join"


class JoinForm(AgainstRobots):
    salt = SALT

    wish = forms.ChoiceField(
        label=gettext_lazy("What would you like?"),
        choices=Wish,
        initial=Wish.MEMBER,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    region = forms.ModelChoiceField(
        Region.objects.all(),
        label=gettext_lazy("Region where you work"),
        empty_label=gettext_lazy("Choose the region"),
    )
    industry = forms.ModelChoiceField(
        Industry.objects.all(),
        label=gettext_lazy("Industry"),
        required=False,
        empty_label=gettext_lazy("Another one, or I am not sure"),
    )
    workplace = forms.CharField(
        label=gettext_lazy("Workplace"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Enterprise or institution. May be left empty."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("Phone or e-mail for the answer"),
        max_length=254,
        help_text=gettext_lazy("For example +7 701 000 00 00"),
        widget=forms.TextInput({"autocomplete": "tel"}),
    )
    message = forms.CharField(
        label=gettext_lazy("What else you would like to say"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("May be left empty."),
        widget=forms.Textarea({"rows": 3}),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "I agree that the federation and the branch of it that answers me process what I entered here in order"
            " to answer me."
        )
    )

    def clean_contact(self):
        return typed_contact(self.cleaned_data["contact"])

    def application(self):
        """What was entered, by the names of `applying.receive`. Only of a valid form."""
        names = ("wish", "name", "contact", "region", "industry", "workplace", "message")
        return {name: self.cleaned_data[name] for name in names}
