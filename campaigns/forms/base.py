"""What the forms about campaigns and their rules share."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext

TITLES = ("title_kk", "title_ru")


class CanRefuse(forms.ModelForm):
    """A form on which the refusal of the door is said; `refusal`: sentences or None."""

    refusal = None

    def clean(self):
        cleaned = super().clean()
        for reason in self.refusal or ():
            self.add_error(None, reason)
        return cleaned


class ByRuleSet(forms.models.ModelChoiceIterator):
    """The choices of bodies under the names of their rule sets."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        grouped = {}
        for body in self.queryset.select_related("rule_set"):
            grouped.setdefault(version(body.rule_set), []).append(self.choice(body))
        yield from grouped.items()


class BodyField(forms.ModelChoiceField):
    iterator = ByRuleSet


def version(rule_set):
    """A version of a rule set as staff tell it from others."""
    day = date_format(rule_set.valid_from, "SHORT_DATE_FORMAT")
    return gettext("%(name)s (from %(day)s)") % {"name": rule_set, "day": day}


class OpenedField(forms.CharField):
    """What the row was when the page was opened. renewed: what it is now, since the person was told of it."""

    widget = forms.HiddenInput
    renewed = False

    def bound_data(self, data, initial):
        return initial if self.renewed else data


def texts(model, labels, *, rows=3):
    """Widgets and labels of the translated fields of a form: each told its language."""
    lines = {name: rows if model._meta.get_field(name).max_length is None else 2 for name in labels}
    return {
        "labels": labels,
        "widgets": {
            name: forms.Textarea({"rows": count, "lang": name[-2:]}) for name, count in lines.items()
        },
    }
