"""What the public pages of one campaign share."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.clock import Clock
from campaigns.models import Campaign
from federation.caching import public_page
from federation.enums import Matter
from federation.models import QuietPeriod


def is_quiet():
    """Whether a silence holds now, of any campaign in any zone: all campaign material follows it (DOMAIN §4)."""
    return QuietPeriod.objects.active().of(Matter.CAMPAIGN).exists()


def of_campaign(view):
    """Gives `view(request, campaign, …)` the announced campaign of the address; 404 for any other."""

    @require_safe
    @public_page
    @wraps(view)
    def of_address(request, slug, **kwargs):
        campaign = Campaign.objects.public().select_related("rule_set").filter(slug=slug).first()
        if campaign is None:
            raise Http404
        return view(request, campaign, **kwargs)

    return of_address


def show(request, template, campaign, **more):
    """Renders a page that extends `campaigns/campaign.html`. Context: campaign, clock, state, quiet and `more`."""
    clock = Clock(campaign)
    context = {"campaign": campaign, "clock": clock, "state": clock.state(), "quiet": is_quiet(), **more}
    return render(request, template, context)
