"""What hangs on a campaign: objectives, planks of its platform, linked publications."""

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from campaigns.forms.base import TITLES, CanRefuse, texts
from campaigns.models import Campaign, Objective, Plank


class ObjectiveForm(forms.ModelForm):
    """One objective; its number follows from its place."""

    place = forms.IntegerField(
        label=_("Place in the list"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Empty: the last."),
    )

    class Meta:
        model = Objective
        fields = ("title_kk", "title_ru", "text_kk", "text_ru")
        labels = {
            "title_kk": _("Title in Kazakh"),
            "title_ru": _("Title in Russian"),
            "text_kk": _("Text in Kazakh"),
            "text_ru": _("Text in Russian"),
        }
        widgets = texts(Objective, labels)["widgets"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TITLES:
            if name in self.fields:
                self.fields[name].required = True
        if self.instance.pk:
            self.initial["place"] = self.instance.number


class ObjectiveFormSet(BaseInlineFormSet):
    def objectives(self):
        """The Objectives as typed, in their order, of a valid formset."""
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        return [form.instance for form in sorted(kept, key=lambda form: form.cleaned_data["place"] or 1000)]


class PlankForm(CanRefuse):
    """What a step of the platform wants, and what was done; its heading stands in the text."""

    class Meta:
        model = Plank
        fields = ("objective", "initiative_kk", "initiative_ru", "done_kk", "done_ru")
        labels = {
            "objective": _("Objective that it serves"),
            "initiative_kk": _("Legislative initiative in Kazakh"),
            "initiative_ru": _("Legislative initiative in Russian"),
            "done_kk": _("What was done, in Kazakh"),
            "done_ru": _("What was done, in Russian"),
        }
        widgets = texts(Plank, [name for name in labels if name[-3:] in ("_kk", "_ru")])["widgets"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.fields:
            of_campaign = Objective.objects.filter(campaign__platform=self.instance.platform_id)
            self.fields["objective"].queryset = of_campaign


class LinkForm(forms.Form):
    """The campaign to which a publication is to belong."""

    campaign = forms.ModelChoiceField(
        queryset=Campaign.objects.all(),
        label=_("Campaign"),
        help_text=_("The publication becomes campaign material and takes over the imprint of the campaign."),
    )

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.exclude(links__publication=publication)
