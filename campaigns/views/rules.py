"""The rules of a campaign, to read, and «Can I stand?»."""

from django.http import Http404
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaigns import eligibility as eligible
from campaigns import wording
from campaigns.clock import Clock
from campaigns.enums import CampaignKind, RequirementKind, Verdict
from campaigns.findings import overall
from campaigns.forms.rules import EligibilityForm, SeatForm
from campaigns.models import RuleSet
from campaigns.views.base import of_campaign, opened, show

# What stands in the way is told first.
MATTERS = (Verdict.REFUSED, Verdict.OPEN, Verdict.PASSED)


def with_rules(campaign):
    """Gives the campaign its rule set with all rows; returns it."""
    campaign.rule_set = RuleSet.objects.whole().get(pk=campaign.rule_set_id)
    return campaign.rule_set


@of_campaign
def rules(request, campaign):
    """The whole rule set of the campaign, with what is not known yet."""
    rule_set = with_rules(campaign)
    requirements = rule_set.requirements.all()
    more = {
        "rule_set": rule_set,
        "bodies": rule_set.bodies.all(),
        "lines": wording.lines(rule_set),
        "requirements": [
            (kind.label, [row for row in requirements if row.kind == kind]) for kind in RequirementKind
        ],
        "terms": wording.terms(rule_set, campaign.kind, Clock(campaign)),
        "open_questions": wording.open_questions(rule_set, campaign.kind),
        "election": campaign.kind == CampaignKind.ELECTION,
    }
    return show(request, "campaigns/rules.html", campaign, **more)


@csrf_exempt
def eligibility(request, slug):
    """«Can I stand?» Asked by GET, answered by POST: nothing is stored, logged or set as a cookie.

    It needs no token against forgery, for it changes nothing, and a token would need a cookie.
    """
    return answered(request, slug) if request.method == "POST" else asked(request, slug=slug)


@of_campaign
def asked(request, campaign):
    return show_eligibility(request, campaign)


@never_cache
@sensitive_post_parameters()
def answered(request, slug):
    return show_eligibility(request, opened(slug))


def show_eligibility(request, campaign):
    """First the seat, from the address; then, unless it is closed, the questions that its rules ask."""
    if campaign.kind != CampaignKind.ELECTION:
        raise Http404
    with_rules(campaign)
    chosen = SeatForm(request.GET if "body" in request.GET else None, campaign=campaign)
    more = {"seat_form": chosen, "rule_set": campaign.rule_set}
    if chosen.is_valid():
        seat = chosen.seat()
        more["first"] = first = eligible.first_finding(campaign, seat)
        if first is None or first.verdict != Verdict.REFUSED:
            data = request.POST if request.method == "POST" else None
            more["form"] = form = EligibilityForm(data, campaign=campaign, seat=seat)
            if form.is_valid():
                found = eligible.findings(campaign, seat, form.cleaned_data)
                more["findings"] = sorted(found, key=lambda finding: MATTERS.index(finding.verdict))
                more["verdict"] = overall([one for one in found if not one.is_to_bring])
                more["to_bring"] = any(one.is_to_bring for one in found)
    return show(request, "campaigns/eligibility.html", campaign, **more)
