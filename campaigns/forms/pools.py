"""The form of a pool of candidates in the administration."""

from django.utils.translation import gettext_lazy as _

from campaigns.candidates.pools import default_window, has_candidacies
from campaigns.enums import CampaignKind
from campaigns.forms.base import BodyField, CanRefuse
from campaigns.models import Body, Campaign, Pool

SHARE = _("Whole percent of the pool, from 0 to 100. Empty: no aim.")


class PoolForm(CanRefuse):
    """Empty moments take over the nomination by the campaign's clock, as far as it is known."""

    body = BodyField(queryset=Body.objects.exclude(campaigns=None).distinct(), label=_("Body"))

    class Meta:
        model = Pool
        fields = (
            *("campaign", "body", "opens_at", "closes_at", "target"),
            *("women_share", "young_share", "disabled_share", "keep_days"),
        )
        labels = {
            "campaign": _("Campaign"),
            "opens_at": _("Opens"),
            "closes_at": _("Closes"),
            "target": _("Target: candidates"),
            "women_share": _("Women, at least %"),
            "young_share": _("Younger than 29, at least %"),
            "disabled_share": _("Persons with disabilities, at least %"),
            "keep_days": _("Keeps private data, days"),
        }
        help_texts = {
            "opens_at": _("Empty: when the nomination of candidates begins."),
            "closes_at": _(
                "From this moment nothing new is taken in. Empty: when the nomination of candidates ends."
            ),
            "target": _("How many candidates the federation wants. Empty: no target."),
            "women_share": SHARE,
            "young_share": SHARE,
            "disabled_share": SHARE,
            "keep_days": _("So many days after the voting day private data and documents are erased."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "opens_at" not in self.fields:  # whoever may only read
            return
        for name in ("opens_at", "closes_at"):
            self.fields[name].required = False
        if "campaign" in self.fields:
            self.fields["campaign"].queryset = Campaign.objects.filter(kind=CampaignKind.ELECTION)

    def clean(self):
        cleaned = super().clean()
        campaign = cleaned.get("campaign") or (self.instance.pk and self.instance.campaign)
        if not campaign:
            return cleaned
        self._fill_window(cleaned, campaign)
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("The pool opens before it closes."))
        body = cleaned.get("body")
        if body and not campaign.bodies.filter(pk=body.pk).exists():
            self.add_error("body", _("The campaign does not elect this body."))
        elif body and Pool.objects.exclude(pk=self.instance.pk).filter(campaign=campaign, body=body).exists():
            self.add_error("body", _("This body already has its pool in the campaign."))
        if body and self.instance.pk and body.pk != self.initial["body"] and has_candidacies(self.instance):
            self.add_error("body", _("Candidacies lie in this pool: its campaign and body do not change."))
        return cleaned

    def _fill_window(self, cleaned, campaign):
        unknown = _("The dates of the nomination are not known yet: give the day and the hour.")
        for name, moment in zip(("opens_at", "closes_at"), default_window(campaign), strict=True):
            if name in self.errors or cleaned.get(name):
                continue
            if moment is None:
                self.add_error(name, unknown)
            else:
                cleaned[name] = moment
