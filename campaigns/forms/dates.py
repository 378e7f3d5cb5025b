"""The official dates of a campaign, step by step, beside what the rules say."""

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from campaigns.clock import Clock
from campaigns.enums import Step
from campaigns.models import CampaignDate
from campaigns.models.campaigns import PLAUSIBLE_YEARS

NO_HOUR = {"invalid": _("Write the hour as 18:00. Midnight at the end of a day is 00:00 of the next day.")}


class DateForm(forms.ModelForm):
    """The official dates of one step; empty fields leave what the rules say."""

    MOMENTS = (("begins_on", "begins_time"), ("ends_on", "ends_time"))

    class Meta:
        model = CampaignDate
        fields = ("step", "begins_on", "begins_time", "ends_on", "ends_time", "source_kk", "source_ru")
        labels = {
            "begins_on": _("Begins on"),
            "begins_time": _("Begins at"),
            "ends_on": _("Ends on"),
            "ends_time": _("Ends at"),
            "source_kk": _("Decision, in Kazakh"),
            "source_ru": _("Decision, in Russian"),
        }
        widgets = {
            "step": forms.HiddenInput,
            "source_kk": forms.TextInput({"lang": "kk"}),
            "source_ru": forms.TextInput({"lang": "ru"}),
        }
        error_messages = {"begins_time": NO_HOUR, "ends_time": NO_HOUR}

    @property
    def changed_data(self):
        """The step of a row is given, not typed."""
        return [name for name in super().changed_data if name != "step"]

    @property
    def given(self):
        """Whether an official date stands here."""
        return any(self.cleaned_data.get(day) for day, _hour in self.MOMENTS)

    def clean(self):
        cleaned = super().clean()
        for day, hour in self.MOMENTS:
            if {day, hour} & set(self.errors):
                continue
            if cleaned.get(day) and cleaned.get(hour) is None:
                self.add_error(hour, _("Give the hour, too: 00:00 is the beginning of the day."))
            elif cleaned.get(hour) is not None and not cleaned.get(day):
                self.add_error(day, _("Give the day of this hour, too."))
        if not self.errors and not self.given and (cleaned.get("source_kk") or cleaned.get("source_ru")):
            self.add_error("begins_on", _("Give the date that this decision sets."))
        return cleaned


class DateFormSet(BaseInlineFormSet):
    """A row for each step of the clock, whether or not it has an official date."""

    def __init__(self, *args, instance=None, queryset=None, **kwargs):
        present = (
            set(queryset.filter(campaign=instance).values_list("step", flat=True)) if instance.pk else ()
        )
        missing = [{"step": step} for step in Step if step not in present]
        super().__init__(*args, instance=instance, queryset=queryset, initial=missing, **kwargs)
        self.extra = len(missing)

    def dates(self):
        """The CampaignDates as typed, of a bound formset; rows with an error are left out."""
        return [form.instance for form in self.forms if not form.errors and form.given]

    def rows(self):
        """[(form, name of the step, Period as the rules count it or None)] in the order of the clock."""
        clock = Clock(self.instance, ()) if is_countable(self.instance) else None
        found = {}
        for form in self.forms:
            step = form["step"].value()
            if step in Step.values:
                found[step] = (form, Step(step).label, clock and clock.period(step))
        return [found[step] for step in Step.values if step in found]

    def clean(self):
        super().clean()
        if any(self.errors) or not is_countable(self.instance):
            return
        reversed_steps = {period.step for period in Clock(self.instance, self.dates()).reversed_steps()}
        for form in self.forms:
            if form.cleaned_data.get("step") in reversed_steps:
                form.add_error("ends_on" if form.given else None, _("The end is not after the beginning."))


def is_countable(campaign):
    """Whether a campaign in memory has what its clock needs, its days in years that it can count from."""
    days = [day for day in (campaign.voting_on, campaign.called_on) if day]
    known = campaign.rule_set_id and campaign.voting_on and campaign.zones
    return bool(known) and all(day.year in PLAUSIBLE_YEARS for day in days)
