"""Forms of a count: the numbers, its lines, and what the second person says."""

import re

from django import forms
from django.db.models import Prefetch
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appeals import attachments
from campaigns import counting
from campaigns.enums import CampaignKind, Outcome
from campaigns.models import Constituency, Result, ResultLine
from campaigns.models.results import counted_whole

SCANS = ("application/pdf", "image/jpeg", "image/png")
MOST = 2_147_483_647  # what a column of the database holds
FEWEST_LINES = 6
SPARE_LINES = 2


class CountField(forms.IntegerField):
    """A whole number as protocols write it: «1 234 567» is taken with its spaces."""

    widget = forms.TextInput

    def __init__(self, *, most=MOST, **kwargs):
        super().__init__(min_value=0, max_value=most, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "class": "count"}

    def to_python(self, value):
        text = re.sub(r"\s", "", value) if isinstance(value, str) else value
        # int() also reads «٣» and «1_0», which nobody who compares the count with its document would.
        if isinstance(text, str) and not re.fullmatch(r"-?[0-9]*", text):
            raise forms.ValidationError(_("Write the number in digits: 1 234 567."), code="invalid")
        return super().to_python(text)


class ResultForm(forms.ModelForm):
    """The numbers of one count of `campaign`. The lines: `LineFormSet`.

    body: "7:" for the whole of body 7, "7:12" for its constituency 12; a referendum has none. opened: the state of
    the count when the form was opened (see `token`), empty for a new one.
    """

    body = forms.ChoiceField(
        label=_("what was counted"),
        required=False,
        help_text=_("Constituencies are listed on the page of the campaign."),
    )
    voters = CountField(label=_("voters on the lists"))
    voted = CountField(label=_("voted"))
    invalid = CountField(label=_("invalid ballots"), required=False)
    outcome = forms.ChoiceField(label=_("outcome"), required=False, choices=[("", "—"), *Outcome.choices])
    source_file = forms.FileField(
        label=_("file of the document"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=_("PDF, JPEG or PNG, at most 10 MB. Readers can open it when the count is confirmed."),
    )
    source_url = forms.URLField(
        label=_("link to the document"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where the commission published it."),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Result
        fields = (
            *("voters", "voted", "invalid", "outcome", "source_kk", "source_ru", "source_url", "source_file"),
            *("reason_kk", "reason_ru"),
        )
        labels = {
            "source_kk": _("Source document in Kazakh"),
            "source_ru": _("Source document in Russian"),
            "reason_kk": _("Reason of the correction in Kazakh"),
            "reason_ru": _("Reason of the correction in Russian"),
        }
        widgets = {
            "source_kk": forms.TextInput(attrs={"lang": "kk"}),
            "source_ru": forms.TextInput(attrs={"lang": "ru"}),
            "reason_kk": forms.Textarea(attrs={"rows": 2, "lang": "kk"}),
            "reason_ru": forms.Textarea(attrs={"rows": 2, "lang": "ru"}),
        }

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.campaign = campaign
        if self.instance.pk:
            self.initial["opened"] = token(self.instance)
        for name in ("source_kk", "source_ru"):
            self.fields[name].required = True
        if campaign.kind == CampaignKind.REFERENDUM:
            del self.fields["body"]
        else:
            del self.fields["outcome"]
            self.fields["body"].choices = places(campaign)
            if self.instance.body_id:
                self.initial["body"] = f"{self.instance.body_id}:{self.instance.constituency_id or ''}"

    def clean_source_file(self):
        """The upload checked by what it holds; without one, the file that is there already."""
        upload = self.cleaned_data["source_file"]
        if not upload or "source_file" not in self.changed_data:
            return upload
        accepted = attachments.accept(upload)
        if accepted.content_type not in SCANS:
            raise forms.ValidationError(_("Upload the document as PDF, JPEG or PNG."))
        accepted.content.name = accepted.name
        return accepted.content

    def clean(self):
        cleaned = super().clean()
        self.instance.body = self.instance.constituency = None
        if cleaned.get("body"):
            body, _separator, constituency = cleaned["body"].partition(":")
            self.instance.body_id = int(body)
            self.instance.constituency_id = int(constituency) if constituency else None
        given = any(cleaned.get(name) or name in self.errors for name in ("source_url", "source_file"))
        if not given:
            self.add_error("source_file", _("Upload the document, or give the link to it."))
        return cleaned

    @property
    def lost_file(self):
        """Whether a file was chosen that the browser will not send again with this page."""
        return bool(self.files.get(self.add_prefix("source_file")))


class LineForm(forms.ModelForm):
    """One line; a row without any word or number is none."""

    votes = CountField(label=_("votes"), required=False)
    seats = CountField(label=_("seats"), required=False, most=32_767)

    class Meta:
        model = ResultLine
        fields = ("label_kk", "label_ru", "votes", "seats", "elected")
        labels = {"label_kk": _("Name in Kazakh"), "label_ru": _("Name in Russian")}
        widgets = {
            "label_kk": forms.TextInput(attrs={"lang": "kk"}),
            "label_ru": forms.TextInput(attrs={"lang": "ru"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self):
        cleaned = super().clean()
        if not self.is_blank:
            for name in ("label_kk", "label_ru", "votes"):
                if name not in self.errors and cleaned.get(name) in (None, ""):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def _post_clean(self):
        if not self.is_blank:
            super()._post_clean()

    @property
    def is_blank(self):
        return not self.errors and not any(
            value not in (None, "", False) for value in self.cleaned_data.values()
        )


class LineForms(forms.BaseFormSet):
    """All lines of a count. count: the bound ResultForm, whose numbers they have to fit."""

    def __init__(self, *args, count, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count

    def clean(self):
        if self.count.is_valid() and not any(self.errors):
            problems = counting.problems_of_lines(self.count.instance, self.lines())
            if problems:
                raise forms.ValidationError(problems)

    def lines(self):
        """The ResultLines that were filled in, in their order, unsaved."""
        return [form.instance for form in self.forms if not form.is_blank]


LineFormSet = forms.formset_factory(LineForm, formset=LineForms, extra=0, max_num=300, absolute_max=400)


class ReturnForm(forms.Form):
    reason = forms.CharField(label=_("What has to be mended"), widget=forms.Textarea(attrs={"rows": 3}))


class ConfirmForm(forms.Form):
    """opened: what the person saw (see `token`)."""

    opened = forms.CharField(widget=forms.HiddenInput)
    compared = forms.BooleanField(
        label=_("I compared every number with the document."),
        error_messages={"required": _("Compare every number with the document, and say so here.")},
    )


def token(result):
    """Names the state of a count in a form: changes whenever somebody enters it anew."""
    return result.entered_at.isoformat()


def seen(text):
    """What `token` named: the `entered_at` that the doors ask for, or None for nonsense."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def places(campaign):
    """Choices of what can be counted in an election: bodies as groups, in each the whole and its constituencies."""
    bodies = campaign.bodies.prefetch_related(
        "systems",
        Prefetch("constituencies", Constituency.objects.filter(campaign=campaign).select_related("district")),
    )
    choices = [("", "—")]
    for body in bodies:
        inside = [
            (f"{body.pk}:{one.pk}", " · ".join(str(part) for part in (one, one.district) if part))
            for one in body.constituencies.all()
        ]
        if counted_whole(body):
            inside.insert(0, (f"{body.pk}:", gettext("The whole country, party lists")))
        choices.append((str(body), inside))
    return choices


def blank_lines(campaign):
    """Initial lines of a new count: the answers of a referendum, else empty rows."""
    if campaign.kind == CampaignKind.REFERENDUM:
        return [{"label_kk": "Иә", "label_ru": "Да"}, {"label_kk": "Жоқ", "label_ru": "Нет"}]
    return [{} for _row in range(FEWEST_LINES)]


def filled_lines(result):
    """Initial lines of a count that is changed or corrected, and some empty rows."""
    names = ("label_kk", "label_ru", "votes", "seats", "elected")
    filled = [{name: getattr(line, name) for name in names} for line in result.lines.all()]
    return filled + [{} for _row in range(SPARE_LINES)]
