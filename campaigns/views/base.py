"""What the public pages of one campaign share."""

from functools import wraps

from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from appeals import silence
from appeals.models import Edition
from campaigns.clock import Clock
from campaigns.meetings import showing
from campaigns.models import Campaign, Candidacy, Commitment, Constituency, Evidence, Headquarters, Result
from federation.caching import public_page
from federation.enums import Matter

# Pages that stand below one of the parts.
WITHIN = {
    "plank": "platform",
    "candidate": "candidates",
    "publications": "detail",
    "eligibility": "rules",
    "headquarters-one": "headquarters",
}
# So many constituencies are listed at once; of more, those of one region.
AT_ONCE = 60


def is_quiet():
    """Whether a silence holds now, of any campaign in any zone: all campaign material follows it (DOMAIN §4)."""
    return silence.quiet(Matter.CAMPAIGN) is not None


def announced():
    """Announced campaigns, with platform_slug (str or None), and has_platform, has_candidates, has_… (bool)."""
    editions = Edition.objects.public().filter(publication=OuterRef("platform"))
    own = {"campaign": OuterRef("pk")}
    return Campaign.objects.public().annotate(
        platform_slug=F("platform__slug"),
        has_platform=Exists(editions),
        has_candidates=Exists(Candidacy.objects.public().filter(**own)),
        has_constituencies=Exists(Constituency.objects.filter(**own)),
        has_headquarters=Exists(Headquarters.objects.public().filter(**own)),
        has_meetings=Exists(showing.public().filter(**own)),
        has_promises=Exists(
            Commitment.objects.of_editions(Edition.objects.public(), campaign=OuterRef(OuterRef("pk")))
        ),
        has_results=Exists(Result.objects.confirmed().filter(**own)),
        has_tasks=Exists(Evidence.objects.accepted().filter(task__objective__campaign=OuterRef("pk"))),
    )


def opened(slug):
    """The campaign of an address, from `announced`; Http404 for any other."""
    campaign = announced().filter(slug=slug).select_related("rule_set").first()
    if campaign is None:
        raise Http404
    return campaign


def of_campaign(view):
    """Gives the public page `view(request, campaign, …)` the campaign of its address, as `opened` does."""

    @require_safe
    @public_page
    @wraps(view)
    def of_address(request, slug, **kwargs):
        return view(request, opened(slug), **kwargs)

    return of_address


def show(request, template, campaign, *, quiet=None, **more):
    """Renders a page that extends `campaigns/campaign.html`. quiet: `is_quiet()` where the view knows it already.

    Context: campaign, clock, state (a `State`), quiet (True: nothing that campaigns may be shown), parts, and `more`.
    """
    clock = Clock(campaign)
    quiet = is_quiet() if quiet is None else quiet
    context = {"campaign": campaign, "clock": clock, "state": clock.state(), "quiet": quiet}
    return render(request, template, context | {"parts": parts(request, campaign, quiet)} | more)


def chosen_region(request, regions):
    """The Region of ?region=ISO among `regions`, or None without it; Http404 for one that is none."""
    code = request.GET.get("region")
    region = next((region for region in regions if region.iso == code), None)
    if code is not None and region is None:
        raise Http404
    return region


def parts(request, campaign, quiet):
    """Links to the pages of the campaign that have something to show now: dicts of href, label, aria-current."""
    pages = [
        ("detail", _("About the campaign"), True),
        ("platform", _("Election platform"), campaign.has_platform and not quiet),
        ("candidates", _("Candidates"), campaign.has_candidates and not quiet),
        ("tasks", _("What is done"), campaign.has_tasks and not quiet),
        ("headquarters", pgettext("plural", "Headquarters"), campaign.has_headquarters),
        ("meetings", _("Meetings"), campaign.has_meetings and not quiet),
        ("promises", pgettext("of meetings", "Promises"), campaign.has_promises and not quiet),
        ("constituencies", _("Constituencies"), campaign.has_constituencies),
        ("results", _("Results"), campaign.has_results),
        ("rules", _("Rules"), True),
    ]
    here = request.resolver_match.url_name
    around = WITHIN.get(here)
    return [
        {
            "href": reverse(f"campaigns:{name}", args=[campaign.slug]),
            "label": label,
            "current": "page" if name == here else "true" if name == around else "",
        }
        for name, label, shown in pages
        if shown
    ]
