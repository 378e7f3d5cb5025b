"""The form of a campaign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals.enums import Kind
from appeals.models import Publication
from campaigns import campaigning
from campaigns.comparing import fingerprint
from campaigns.forms.base import TITLES, ByRuleSet, CanRefuse, OpenedField, texts, version
from campaigns.models import Body, Campaign, RuleSet
from federation.enums import ZONES
from federation.refusals import Refused

LABELS = {
    "title_kk": _("Title in Kazakh"),
    "title_ru": _("Title in Russian"),
    "summary_kk": _("Summary in Kazakh"),
    "summary_ru": _("Summary in Russian"),
    "question_kk": _("Question of the referendum in Kazakh"),
    "question_ru": _("Question of the referendum in Russian"),
    "information_kk": _("Voting information in Kazakh"),
    "information_ru": _("Voting information in Russian"),
    "imprint_producer_kk": _("Produced by, in Kazakh"),
    "imprint_producer_ru": _("Produced by, in Russian"),
    "imprint_orderer_kk": _("Ordered by, in Kazakh"),
    "imprint_orderer_ru": _("Ordered by, in Russian"),
    "imprint_funds_kk": _("Paid from, in Kazakh"),
    "imprint_funds_ru": _("Paid from, in Russian"),
    "imprint_place_kk": _("Place of printing, in Kazakh"),
    "imprint_place_ru": _("Place of printing, in Russian"),
}
QUESTIONS = ("question_kk", "question_ru")


class BodiesField(forms.ModelMultipleChoiceField):
    iterator = ByRuleSet
    widget = forms.CheckboxSelectMultiple


class RuleSetField(forms.ModelChoiceField):
    def label_from_instance(self, rule_set):
        return version(rule_set)


class CampaignForm(CanRefuse):
    """A campaign, without its dates and objectives. Both languages of the title are asked, like all that is public.

    opened: what the campaign was when the page was opened (`fingerprint`). looking: the person only wants to see
    which dates follow from what is typed; then the form counts as not valid, without an error. overtaken: the person
    is told that somebody else changed the campaign, so the next time they save over it knowingly.
    """

    rule_set = RuleSetField(
        queryset=RuleSet.objects.all(),
        label=_("Rules"),
        help_text=_(
            "The version that holds on the day when the vote is called; the campaign keeps it. It says which bodies "
            "are elected and how the dates are counted."
        ),
    )
    zones = forms.MultipleChoiceField(
        label=_("Time zones"),
        choices=list(ZONES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Where people vote. Every hour comes in each zone by its own clock; since March 2024 all of them show the "
            "same hour, and Almaty alone is enough."
        ),
    )
    bodies = BodiesField(
        queryset=Body.objects.all(),
        label=_("Bodies to be elected"),
        required=False,
        help_text=_("Of the rules chosen above. A referendum elects none."),
    )
    silence_now = forms.BooleanField(
        label=_("Yes, silence shall hold from this moment"),
        required=False,
        help_text=_(
            "While it holds, all campaign material leaves the home page, lists and feeds, and none can be published. "
            "It cannot be taken back before its end."
        ),
    )
    opened = OpenedField(required=False, max_length=64)
    looking = False
    overtaken = False

    class Meta:
        model = Campaign
        fields = (
            "kind", "slug", "demonstration", "summary_kk", "summary_ru", *TITLES, *QUESTIONS, "rule_set", "called_on",
            "voting_on", "zones", "platform", "information_kk", "information_ru",
            *(name for name in LABELS if name.startswith("imprint")), "circulation",
        )  # fmt: skip
        labels = texts(Campaign, LABELS)["labels"] | {
            "kind": _("What it is"),
            "slug": _("Address"),
            "demonstration": _("Demonstration"),
            "called_on": _("Called on"),
            "voting_on": _("Voting day"),
            "platform": _("Election platform"),
            "circulation": _("Circulation"),
        }
        widgets = texts(Campaign, LABELS)["widgets"]
        help_texts = {
            "slug": _(
                "Latin letters, digits and hyphens. Others cite the address: it cannot be changed later."
            ),
            "demonstration": _("Made up, to show how the portal works. Readers see this mark."),
            "called_on": _("Date of the decree or decision. Empty: not called yet."),
            "platform": _(
                "A publication of the kind «platform». It becomes campaign material. Each of its headings is a step "
                "with an address of its own."
            ),
            "circulation": _("Copies of each booklet of candidates; it stands in its imprint."),
            **dict.fromkeys(QUESTIONS, _("Word for word as in the decision.")),
            **dict.fromkeys(
                ("information_kk", "information_ru"),
                _(
                    "Neutral: where, when and how people vote. It stands in the notice of the days of silence."
                ),
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if TITLES[0] not in self.fields:  # whoever may only read
            return
        for name in TITLES:
            self.fields[name].required = True
        self.initial.setdefault("zones", self.instance.zones)
        strange = [(zone, zone) for zone in self.instance.zones if zone not in ZONES]
        self.fields["zones"].choices = [*self.fields["zones"].choices, *strange]
        self.fields["platform"].queryset = Publication.objects.filter(kind=Kind.PLATFORM)
        if self.instance.pk:
            self.fields["bodies"].initial = self.instance.bodies.all()
            self.fields["opened"].initial = fingerprint(self.instance)
            self.fields["opened"].renewed = self.overtaken

    def is_valid(self):
        return super().is_valid() and not self.looking

    def clean_zones(self):
        """In the order in which they stood: the first one is that of the dates shown."""
        kept = [zone for zone in self.instance.zones if zone in self.cleaned_data["zones"]]
        return [*kept, *(zone for zone in self.cleaned_data["zones"] if zone not in kept)]

    def clean(self):
        cleaned = super().clean()
        rule_set = cleaned.get("rule_set")
        strange = [
            body for body in cleaned.get("bodies") or () if body.rule_set_id != getattr(rule_set, "pk", 0)
        ]
        if rule_set and strange:
            names = ", ".join(f"{body} — {version(body.rule_set)}" for body in strange)
            self.add_error("bodies", _("These are of other rules: %(names)s.") % {"names": names})
        called_on, voting_on = cleaned.get("called_on"), cleaned.get("voting_on")
        if called_on and voting_on and called_on >= voting_on:
            self.add_error("called_on", _("The vote is called before the voting day."))
        elif rule_set and voting_on and {"rule_set", "called_on", "voting_on"} & set(self.changed_data):
            self._mind_the_version(Campaign(rule_set=rule_set, called_on=called_on, voting_on=voting_on))
        return cleaned

    def _mind_the_version(self, typed):
        if self.instance.pk and campaigning.rules_and_day(self.instance) == campaigning.rules_and_day(typed):
            return
        try:
            campaigning.require_rules_of_its_day(typed)
        except Refused as refusal:
            self.add_error("rule_set", refusal.reasons)

    def _save_m2m(self):
        """Bodies are written by the door, with the rest."""
