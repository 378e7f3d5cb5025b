"""Forms of headquarters, office holders and their offices in the administration."""

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.forms.base import CanRefuse
from campaigns.models import Headquarters, Office, OfficeHolder, Post
from federation.forms import ConfirmForm


def in_languages(*names):
    """Widgets of translated one-line fields, each told its language."""
    return {name: forms.TextInput({"lang": name[-2:], "class": "vTextField"}) for name in names}


class HeadquartersForm(CanRefuse):
    class Meta:
        model = Headquarters
        fields = (
            *("campaign", "tier", "parent", "region", "district", "organisation"),
            *("name_kk", "name_ru", "address_kk", "address_ru", "hours_kk", "hours_ru"),
            *("phone", "hotline", "email", "opened_on"),
        )
        labels = {
            "campaign": _("Campaign"),
            "tier": pgettext_lazy("of a headquarters", "Tier"),
            "parent": _("Headquarters above"),
            "region": _("Region"),
            "district": _("District"),
            "organisation": _("Run by the organisation"),
            "name_kk": _("Name in Kazakh"),
            "name_ru": _("Name in Russian"),
            "address_kk": _("Address in Kazakh"),
            "address_ru": _("Address in Russian"),
            "hours_kk": _("Opening hours in Kazakh"),
            "hours_ru": _("Opening hours in Russian"),
            "phone": _("Phone"),
            "hotline": _("Hotline"),
            "email": _("E-mail"),
            "opened_on": _("Works from"),
        }
        widgets = in_languages("name_kk", "name_ru", "address_kk", "address_ru", "hours_kk", "hours_ru")


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ("holder", "function", "from_date", "until_date", "agreed_on")
        labels = {"holder": _("Office holder")}


class RowFormSet(BaseInlineFormSet):
    def rows(self):
        """(new and changed rows in memory, rows to delete) of a valid formset; nothing is saved."""
        written = self.save(commit=False)
        return written, list(self.deleted_objects)


class HolderForm(CanRefuse):
    class Meta:
        model = OfficeHolder
        fields = ("full_name_kk", "full_name_ru", "account")
        labels = {
            "full_name_kk": _("Full name in Kazakh"),
            "full_name_ru": _("Full name in Russian"),
            "account": _("Account on the portal"),
        }
        widgets = in_languages("full_name_kk", "full_name_ru")


class OfficeForm(forms.ModelForm):
    class Meta:
        model = Office
        fields = ("title_kk", "title_ru", "from_date", "until_date", "order")
        labels = {"title_kk": _("Office in Kazakh"), "title_ru": _("Office in Russian")}
        widgets = in_languages("title_kk", "title_ru")


class NewOfficeForm(forms.Form):
    title_kk = forms.CharField(
        label=_("New office, in Kazakh"), max_length=300, widget=forms.TextInput({"lang": "kk"})
    )
    title_ru = forms.CharField(
        label=_("New office, in Russian"), max_length=300, widget=forms.TextInput({"lang": "ru"})
    )
    from_date = forms.DateField(label=_("From"), initial=timezone.localdate)
    beside = forms.BooleanField(label=_("Held beside the present offices, which go on"), required=False)


class CloseForm(ConfirmForm):
    last_day = forms.DateField(label=_("Last day"), initial=timezone.localdate)


class SucceedForm(forms.Form):
    holder = forms.ModelChoiceField(queryset=OfficeHolder.objects.all(), label=_("New head"))
    from_date = forms.DateField(label=_("From"), initial=timezone.localdate)
    agreed_on = forms.DateField(
        label=_("Agreed to be named to readers on"),
        required=False,
        help_text=_("Without this date readers do not see the name."),
    )
