"""Forms of the review: a decision, a return with remarks, second opinions, a change, a list of announcements."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.cabinet.forms.fields import Version
from campaigns.candidates.queue import Kind, Order
from campaigns.candidates.steps import STEPS, label_of
from campaigns.enums import Advice
from campaigns.models import Pool
from federation.models import Region


def text_field(label, length, *, rows=3, language="", **options):
    widget = forms.Textarea({"rows": rows, **({"lang": language} if language else {})})
    return forms.CharField(label=label, max_length=length, widget=widget, required=False, **options)


class Filters(forms.Form):
    """What of the queue is shown. Data that say nothing sensible fall back to «all»."""

    kind = forms.ChoiceField(choices=Kind, required=False, widget=forms.HiddenInput)
    pool = forms.ModelChoiceField(
        Pool.objects.none(), label=gettext_lazy("Pool"), required=False, empty_label=gettext_lazy("All pools")
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=gettext_lazy("Region"),
        required=False,
        empty_label=gettext_lazy("All regions"),
    )
    order = forms.ChoiceField(label=gettext_lazy("Order"), choices=Order, required=False)

    def __init__(self, data, *, pools, regions):
        super().__init__(data)
        self.fields["pool"].queryset = pools
        self.fields["region"].queryset = regions

    def chosen(self):
        """{name: value}: what was chosen, with the defaults in the place of nonsense."""
        self.is_valid()
        chosen = self.cleaned_data
        return {
            "kind": Kind(chosen.get("kind") or Kind.WAITING),
            "order": Order(chosen.get("order") or Order.AGE),
            "pool": chosen.get("pool"),
            "region": chosen.get("region"),
        }


class OfVersion(forms.Form):
    """A form on a candidacy as the person saw it."""

    version = Version(error_messages={"required": gettext_lazy("Open the page anew: it is incomplete.")})

    def __init__(self, data=None, *, candidacy, **options):
        super().__init__(data, **options)
        self.fields["version"].initial = candidacy.version

    def tell_overtaken(self, candidacy):
        """Somebody was quicker, and the person is told: pressing once more means the candidacy as it stands now."""
        self.fields["version"].renewed, self.fields["version"].initial = True, candidacy.version


class DecisionForm(OfVersion):
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("approve", pgettext_lazy("decision on a candidacy", "Approve: into the pool")),
            ("reject", pgettext_lazy("decision on a candidacy", "Reject")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the decision.")},
    )
    reason_kk = text_field(gettext_lazy("Reason in Kazakh"), 2000, language="kk")
    reason_ru = text_field(gettext_lazy("Reason in Russian"), 2000, language="ru")
    announce = forms.ChoiceField(
        label=gettext_lazy("When it becomes known"),
        choices=[
            ("now", gettext_lazy("At once: the branch gets a mail, an approved candidate becomes public")),
            ("later", gettext_lazy("Together with others: until then only reviewers know")),
        ],
        initial="now",
        widget=forms.RadioSelect,
    )

    def clean(self):
        cleaned = super().clean()
        both = [bool((cleaned.get(f"reason_{code}") or "").strip()) for code in ("kk", "ru")]
        if cleaned.get("decision") == "reject" or any(both):
            for code, given in zip(("kk", "ru"), both, strict=True):
                if not given and f"reason_{code}" not in self.errors:
                    self.add_error(f"reason_{code}", _("Give the reason in both languages."))
        return cleaned


class ReturnForm(OfVersion):
    """A remark for each field of the registration: names `remark_FIELD`."""

    reason_kk = text_field(gettext_lazy("Reason in Kazakh"), 2000, language="kk")
    reason_ru = text_field(gettext_lazy("Reason in Russian"), 2000, language="ru")

    def __init__(self, data=None, *, candidacy, **options):
        super().__init__(data, candidacy=candidacy, prefix="return", **options)
        for step in STEPS:
            for name in step.fields:
                self.fields[f"remark_{name}"] = text_field(label_of(name), 1000, rows=2)

    def groups(self):
        """[(Step, bound fields, whether one of them says something)] for a page that folds them."""
        found = []
        for step in STEPS:
            fields = [self[f"remark_{name}"] for name in step.fields]
            if fields:
                found.append((step, fields, any(field.value() for field in fields)))
        return found

    def remarks(self):
        """{field: text} as typed."""
        return {
            name.removeprefix("remark_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("remark_") and text.strip()
        }


class AskForm(forms.Form):
    of = forms.ModelChoiceField(
        None, label=gettext_lazy("Whom to ask"), empty_label=gettext_lazy("– choose –")
    )
    question = text_field(gettext_lazy("Question"), 1000, rows=2)

    def __init__(self, data=None, *, people, **options):
        super().__init__(data, prefix="ask", **options)
        self.fields["of"].queryset = people


class OpinionForm(forms.Form):
    advice = forms.ChoiceField(
        label=gettext_lazy("Your opinion"),
        choices=Advice,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose for, against or undecided.")},
    )
    text = text_field(gettext_lazy("Grounds"), 2000)

    def __init__(self, data=None, **options):
        super().__init__(data, prefix="opinion", **options)


class ChangeDecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (
                "accept",
                pgettext_lazy("decision on a change", "Accept: the new data take the place of the old"),
            ),
            ("decline", pgettext_lazy("decision on a change", "Decline: the approved data stay")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the decision.")},
    )
    reason = text_field(gettext_lazy("Reason, if it is declined"), 1000)

    def __init__(self, data=None, **options):
        super().__init__(data, prefix="change", **options)


class AnnounceForm(forms.Form):
    """Which of the waiting decisions are announced. rows: candidacies that the person may announce."""

    candidacies = forms.ModelMultipleChoiceField(
        None,
        label=gettext_lazy("Decisions"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one decision.")},
    )

    def __init__(self, data=None, *, rows):
        super().__init__(data)
        self.fields["candidacies"].queryset = rows


class MergeForm(forms.Form):
    stays = forms.TypedChoiceField(
        label=gettext_lazy("Which number is right?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the record whose number is right.")},
    )

    def __init__(self, data=None, *, people):
        super().__init__(data)
        self.fields["stays"].choices = [(person.pk, str(person)) for person in people]
