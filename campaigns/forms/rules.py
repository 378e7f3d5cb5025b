"""Forms that follow from a rule set: «Can I stand?», in two steps."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.eligibility import Seat, questions
from campaigns.enums import Nominator, Rule, System
from federation.enums import ZONES

ISO_DATE = "%Y-%m-%d"
ISO_MOMENT = "%Y-%m-%dT%H:%M"
OLDEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)


def fixed(name):
    """A field of the given autocompletion: nobody's browser offers another person's data here."""
    return {"autocomplete": name}


class SeatForm(forms.Form):
    """First step: the body, the electoral system, and who nominates. All combinations can be asked for: the answer to
    a closed one is a reason.
    """

    body = forms.ChoiceField(label=pgettext_lazy("of an election", "Where you want to be elected"))
    system = forms.ChoiceField(label=gettext_lazy("Electoral system"), choices=System)
    nominator = forms.ChoiceField(label=gettext_lazy("Who nominates you"), choices=Nominator)

    def __init__(self, data=None, *, campaign):
        super().__init__(data)
        self.bodies = {body.code: body for body in campaign.bodies.all()}
        self.fields["body"].choices = [(code, str(body)) for code, body in self.bodies.items()]

    def seat(self):
        """The Seat of a valid form."""
        answers = self.cleaned_data
        return Seat(self.bodies[answers["body"]], answers["system"], answers["nominator"])


# Without these nothing can be said of the person; papers and money can be brought later.
PERSONAL = (Rule.AGE, Rule.RESIDENCE, Rule.CITIZENSHIP)


class EligibilityForm(forms.Form):
    """Second step: a field for each question that the rule set asks for this seat. Nothing is required: what is not
    given is told in the answer.
    """

    birth_date = forms.DateField(
        label=gettext_lazy("Date of birth"),
        input_formats=[ISO_DATE, "%d.%m.%Y"],
        widget=forms.DateInput(format=ISO_DATE, attrs={"type": "date", **fixed("bday")}),
    )
    residence_years = forms.IntegerField(
        label=gettext_lazy("How many full years you have lived in Kazakhstan without a break"),
        min_value=0,
        max_value=150,
        widget=forms.NumberInput(attrs=fixed("off")),
    )
    citizen = forms.TypedChoiceField(
        label=gettext_lazy("Are you a citizen of the Republic of Kazakhstan?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    bars = forms.MultipleChoiceField(
        label=gettext_lazy("Tick what applies to you"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick nothing where nothing applies."),
    )
    other_seats = forms.MultipleChoiceField(
        label=gettext_lazy("Where you already sit or stand"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Another seat or candidacy. Tick nothing where there is none."),
    )
    given = forms.MultipleChoiceField(
        label=gettext_lazy("What you can state"), widget=forms.CheckboxSelectMultiple
    )
    documents = forms.MultipleChoiceField(
        label=gettext_lazy("Documents that you have"), widget=forms.CheckboxSelectMultiple
    )
    deposit = forms.BooleanField()
    handed_in = forms.DateTimeField(
        label=gettext_lazy("When you hand in the documents"),
        input_formats=[ISO_MOMENT, "%d.%m.%Y %H:%M"],
        widget=forms.DateTimeInput(format=ISO_MOMENT, attrs={"type": "datetime-local", **fixed("off")}),
        help_text=gettext_lazy("Empty: now."),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    # Which field answers which rule.
    ANSWERS = {
        Rule.AGE: "birth_date",
        Rule.RESIDENCE: "residence_years",
        Rule.CITIZENSHIP: "citizen",
        Rule.WINDOW: "handed_in",
    }

    def __init__(self, data=None, *, campaign, seat):
        super().__init__(data)
        asked = questions(campaign, seat)
        for field in self.fields.values():
            field.required = False
        for rule, name in self.ANSWERS.items():
            if rule not in asked.rules:
                del self.fields[name]
            elif rule in PERSONAL:
                self.fields[name].required = True
        self.offer("bars", [(bar.value, bar.label) for bar in asked.bars])
        self.offer("other_seats", [(body.code, str(body)) for body in asked.seats])
        self.offer("given", [(row.code, row.name) for row in asked.statements])
        self.offer("documents", [(row.code, row.name) for row in asked.documents])
        self.offer("zone", [(zone, ZONES.get(zone, zone)) for zone in campaign.zones])
        if "handed_in" not in self.fields or len(campaign.zones) == 1:
            del self.fields["zone"]
        if asked.deposit is None:
            del self.fields["deposit"]
        else:
            amount = number_format(asked.deposit, force_grouping=True)
            self.fields["deposit"].label = _("The deposit is paid: %(amount)s tenge") % {"amount": amount}

    def offer(self, name, choices):
        """Sets the choices of a field; without any the question is not asked."""
        if choices:
            self.fields[name].choices = choices
        else:
            del self.fields[name]

    def clean_birth_date(self):
        day = self.cleaned_data["birth_date"]
        if day and not OLDEST <= day <= timezone.localdate():
            raise ValidationError(_("This cannot be a date of birth."))
        return day

    def clean_handed_in(self):
        """The hour as it was typed: it is meant in the zone that is chosen beside it."""
        moment = self.cleaned_data["handed_in"]
        if moment and not OLDEST.year < moment.year < LATEST.year:
            raise ValidationError(_("No campaign runs then."))
        return timezone.make_naive(moment) if moment else None
