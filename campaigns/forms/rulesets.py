"""Forms with which staff write a rule set: its rows, its bodies with systems and ways of nomination."""

import datetime
import json

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.checks import ALL_PARAMETERS, PARAMETERS
from campaigns.enums import Nominator
from campaigns.models import Body, Check, Deadline, ElectoralSystem, Requirement, Route


class OneOfEach(BaseInlineFormSet):
    """Rows of which two never have the same `key`, also where a part of it is empty; `twice` says so."""

    key = ()

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "rule_set": self.instance}

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            if not getattr(form, "cleaned_data", None) or self._should_delete_form(form):
                continue
            value = tuple(form.cleaned_data.get(name) for name in self.key)
            if value in seen:
                form.add_error(None, _("This row is listed twice."))
            seen.add(value)


class CheckFormSet(OneOfEach):
    key = ("rule", "body", "bar", "step")


class RequirementFormSet(OneOfEach):
    key = ("body", "code", "nominator")


class DeadlineFormSet(OneOfEach):
    key = ("kind", "step")


class RowForm(forms.ModelForm):
    """A row of a rule set; a body is chosen among those of the same rule set."""

    def __init__(self, *args, rule_set, **kwargs):
        super().__init__(*args, **kwargs)
        if "body" in self.fields:
            bodies = Body.objects.filter(rule_set=rule_set) if rule_set.pk else Body.objects.none()
            self.fields["body"].queryset = bodies
            self.fields["body"].help_text = ""
            self.fields["body"].empty_label = str(pgettext_lazy("choice of a body", "all bodies"))


class CheckForm(RowForm):
    """A check with the parameters that its rule has. An empty one is an open question."""

    class Meta:
        model = Check
        fields = ("rule", "body", *ALL_PARAMETERS, "law_kk", "law_ru")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "rule" in self.fields:
            named = {rule.value: names for rule, names in PARAMETERS.items()}
            self.fields["rule"].widget.attrs["data-parameters"] = json.dumps(named)

    def clean(self):
        cleaned = super().clean()
        for name in ALL_PARAMETERS:
            if cleaned.get(name) not in (None, "") and name not in PARAMETERS.get(cleaned.get("rule"), ()):
                self.add_error(name, _("This rule does not ask for it: leave it empty."))
        return cleaned


class RequirementForm(RowForm):
    class Meta:
        model = Requirement
        fields = ("kind", "code", "body", "nominator", "order", "name_kk", "name_ru", "law_kk", "law_ru")


def days(label):
    """Days before (negative) or after the anchor; nobody sets a period years apart from its vote."""
    return forms.IntegerField(label=label, required=False, min_value=-1000, max_value=1000)


def hour(label):
    """A local hour of the zone of each campaign: without the «now» of the admin, which means the server's."""
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class DeadlineForm(RowForm):
    """A period; a border without day and hour is an open question."""

    begins_days = days(gettext_lazy("begins, days"))
    begins_time = hour(gettext_lazy("begins, hour"))
    ends_days = days(gettext_lazy("ends, days"))
    ends_time = hour(gettext_lazy("ends, hour"))

    class Meta:
        model = Deadline
        fields = (
            *("kind", "step", "begins_days", "begins_anchor", "begins_time"),
            *("ends_days", "ends_anchor", "ends_time", "law_kk", "law_ru"),
        )

    def clean(self):
        cleaned = super().clean()
        for side in ("begins", "ends"):
            days, time = cleaned.get(f"{side}_days"), cleaned.get(f"{side}_time")
            if (days is None) != (time is None):
                self.add_error(
                    f"{side}_{'days' if days is None else 'time'}",
                    _("Give day and hour together, or leave both empty."),
                )
        begins, ends = (
            (cleaned.get(f"{side}_anchor"), cleaned.get(f"{side}_days"), cleaned.get(f"{side}_time"))
            for side in ("begins", "ends")
        )
        if None not in (*begins, *ends) and begins[0] == ends[0] and begins[1:] >= ends[1:]:
            self.add_error("ends_days", _("The end is not after the beginning."))
        return cleaned


class WayState:
    """How a way of nomination stands in the form of a system: no row, a row, a row that is not known."""

    CLOSED, OPEN, UNKNOWN = "closed", "open", "unknown"
    CHOICES = [
        (CLOSED, pgettext_lazy("way of nomination", "closed")),
        (OPEN, pgettext_lazy("way of nomination", "open")),
        (UNKNOWN, pgettext_lazy("way of nomination", "not known: nobody can be nominated so")),
    ]


def way_fields():
    """Declared fields of all ways of nomination: the state, and the place in the law in both languages."""
    found = {}
    for nominator in Nominator:
        name = f"way_{nominator.name.lower()}"
        found[name] = forms.ChoiceField(
            label=nominator.label, choices=WayState.CHOICES, initial=WayState.CLOSED
        )
        for language, label in (
            ("kk", gettext_lazy("place in the law, in Kazakh")),
            ("ru", gettext_lazy("place in the law, in Russian")),
        ):
            found[f"{name}_law_{language}"] = forms.CharField(label=label, max_length=300, required=False)
    return found


class SystemFields(forms.ModelForm):
    """An electoral system of a body, with who may nominate; `save_ways` writes the latter."""

    class Meta:
        model = ElectoralSystem
        fields = ("system", "seats", "threshold", "law_kk", "law_ru")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for route in self.instance.routes.all() if self.instance.pk else ():
            name = f"way_{Nominator(route.nominator).name.lower()}"
            self.initial[name] = WayState.OPEN if route.known else WayState.UNKNOWN
            self.initial[f"{name}_law_kk"], self.initial[f"{name}_law_ru"] = route.law_kk, route.law_ru

    def save_ways(self):
        """Makes the ways of nomination of the saved system those of the form."""
        system, answers = self.instance, self.cleaned_data
        for nominator in Nominator:
            name = f"way_{nominator.name.lower()}"
            if answers[name] == WayState.CLOSED:
                system.routes.filter(nominator=nominator).delete()
                continue
            values = {"known": answers[name] == WayState.OPEN}
            values |= {f"law_{code}": answers[f"{name}_law_{code}"] for code in ("kk", "ru")}
            Route.objects.update_or_create(system=system, nominator=nominator, defaults=values)


SystemForm = type("SystemForm", (SystemFields,), way_fields())


# Beyond them days cannot be counted.
YEARS = (MinValueValidator(datetime.date(1900, 1, 1)), MaxValueValidator(datetime.date(2200, 1, 1)))


def day():
    """The browser's own choice of a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VersionForm(forms.Form):
    valid_from = forms.DateField(label=gettext_lazy("holds from"), validators=YEARS, widget=day())


class DatesForm(forms.Form):
    """For which vote the periods of a rule set are to be computed."""

    called_on = forms.DateField(
        label=gettext_lazy("called on"),
        required=False,
        validators=YEARS,
        widget=day(),
    )
    voting_on = forms.DateField(
        label=gettext_lazy("voting day"),
        validators=YEARS,
        widget=day(),
    )

    def clean(self):
        cleaned = super().clean()
        called_on, voting_on = cleaned.get("called_on"), cleaned.get("voting_on")
        if called_on and voting_on and called_on >= voting_on:
            raise ValidationError({"called_on": _("The vote is called before the voting day.")})
        return cleaned
