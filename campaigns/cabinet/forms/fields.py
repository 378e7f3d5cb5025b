"""What the forms of the cabinet share: fields of a step, their order on the page, two languages side by side."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.candidates.registering import WRITABLE
from campaigns.models import Candidacy

# Another person's data: no browser offers one's own here, and none keeps them.
OFF = {"autocomplete": "off"}
NONE = "-"  # «nothing of this»: an answer, other than no answer
LANGUAGES = (("kk", gettext_lazy("in Kazakh")), ("ru", gettext_lazy("in Russian")))

DAYS = ["%Y-%m-%d", "%d.%m.%Y"]


def day(label, **options):
    """A date: the browser's own control, and dates as people type them."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=DAYS, **options)


@dataclass
class Line:
    """One question of a page. fields: its bound fields, two for a text in both languages."""

    name: str
    label: str
    fields: list
    help: str = ""
    heading: str = ""
    copied: bool = False
    counted: bool = False
    remark: str = ""

    @property
    def is_pair(self):
        return len(self.fields) == 2


class Version(forms.IntegerField):
    """The version of the candidacy that the person saw. renewed: they were told of the newer one."""

    widget = forms.HiddenInput
    renewed = False

    def bound_data(self, data, initial):
        return initial if self.renewed else data


class StepForm(forms.ModelForm):
    """A step. layout: names of its questions in their order, without language; the rest follows."""

    version = Version(error_messages={"required": gettext_lazy("Open the page anew: it is incomplete.")})

    layout, headings, help, rows = (), {}, {}, {}
    copied, counted = (), ()
    overtaken = False

    def __init__(self, data=None, files=None, *, instance):
        super().__init__(data, files, instance=instance)
        self.fields["version"].initial = instance.version
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            stem, language = split(name)
            if language:
                field.widget.attrs["lang"] = language
            if stem in self.rows:
                field.widget.attrs["rows"] = self.rows[stem]
            if isinstance(field, Grounds) and self.initial.get(name) == []:
                self.initial[name] = [NONE]

    def _post_clean(self):
        """Nothing: the door judges the whole row, and the instance stays as it is stored."""

    def values(self):
        """{field: value} for the door."""
        return {name: self.cleaned_data[name] for name in self.fields if name in WRITABLE}

    def tell_overtaken(self, version):
        """Shows what others stored meanwhile beside what was typed; the next press saves."""
        self.overtaken = True
        self.fields["version"].renewed, self.fields["version"].initial = True, version

    def lines(self):
        """[Line] in the order of the page."""
        stems = dict.fromkeys([*self.layout, *(split(name)[0] for name in self.fields if name != "version")])
        found = []
        for stem in stems:
            names = [stem] if stem in self.fields else [f"{stem}_{code}" for code, _label in LANGUAGES]
            fields = [self[name] for name in names if name in self.fields]
            if not fields or fields[0].is_hidden:
                continue
            label = fields[0].label if len(fields) == 1 else Candidacy._meta.get_field(stem).verbose_name
            help_text = self.help.get(stem) or fields[0].help_text
            line = Line(stem, label, fields, help_text, self.headings.get(stem, ""))
            line.copied, line.counted = stem in self.copied, stem in self.counted
            found.append(line)
        return found


def split(name):
    """("biography", "kk") of "biography_kk"; (name, "") of a field without a language."""
    return (name[:-3], name[-2:]) if name[-3:] in ("_kk", "_ru") else (name, "")


def digits(text):
    """The text without the spaces and dashes with which people write long numbers."""
    return "".join(character for character in text if not character.isspace() and character not in "-–")


class YesNo(forms.TypedChoiceField):
    """Yes, no, or not answered yet (None)."""

    def __init__(self, *, unsaid=None, **options):
        choices = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
        if unsaid:
            choices.append(("", unsaid))
        super().__init__(
            choices=choices,
            coerce=lambda value: value == "yes",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **options,
        )

    def prepare_value(self, value):
        return {True: "yes", False: "no", None: ""}.get(value, value)


class Grounds(forms.MultipleChoiceField):
    """Some of a list ([…]), expressly none of it ([]), or not answered yet (None)."""

    def __init__(self, **options):
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value):
        chosen = super().clean(value)
        if NONE in chosen and len(chosen) > 1:
            raise ValidationError(_("Tick what applies, or that nothing does: not both."))
        return [] if chosen == [NONE] else chosen or None
