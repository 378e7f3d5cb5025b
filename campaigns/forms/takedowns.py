"""Forms of the data-protection officer's desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.base import texts
from campaigns.models import Takedown

GROUNDS = {
    "ground_kk": "Дербес деректер субъектісінің талабы («Дербес деректер және оларды қорғау туралы» Заң).",
    "ground_ru": "Требование субъекта персональных данных (Закон «О персональных данных и их защите»).",
}


class GroundForm(forms.ModelForm):
    """Why the data are removed, and that the person has read what goes."""

    sure = forms.BooleanField(label=_("I have read what goes. Nothing of it can be brought back."))

    class Meta:
        model = Takedown
        fields = ("ground_kk", "ground_ru")
        options = texts(
            Takedown,
            {"ground_kk": _("Public ground in Kazakh"), "ground_ru": _("Public ground in Russian")},
        )
        labels, widgets = options["labels"], options["widgets"]
        help_texts = dict.fromkeys(("ground_kk", "ground_ru"), _("Name nobody in it."))

    def __init__(self, data=None):
        super().__init__(data, initial=GROUNDS)


class ReasonsForm(forms.Form):
    """An answer in both languages: the demander gets the one in the language of the form."""

    reason_kk = forms.CharField(
        label=_("Reason in Kazakh"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    reason_ru = forms.CharField(
        label=_("Reason in Russian"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )


class CorrectForm(forms.Form):
    note = forms.CharField(
        label=_("What has to be mended"),
        max_length=2000,
        help_text=_("In your own words, without private data: this goes by mail."),
        widget=forms.Textarea({"rows": 4}),
    )


class FinishForm(forms.Form):
    note = forms.CharField(
        label=_("What was done elsewhere"),
        max_length=2000,
        help_text=_("Name nobody in it."),
        widget=forms.Textarea({"rows": 4}),
    )
