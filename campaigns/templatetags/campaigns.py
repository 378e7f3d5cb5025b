"""Tags that show campaigns: the timeline and the countdown."""

from django import template

from campaigns.countdown import countdowns
from campaigns.models import Campaign
from campaigns.timeline import Timeline

register = template.Library()


@register.inclusion_tag("campaigns/timeline.html")
def timeline(campaign):
    """The picture of the campaign's clock and the table of all its dates. Needs css/timeline.css."""
    return {"timeline": Timeline(campaign), "campaign": campaign}


@register.inclusion_tag("campaigns/countdown.html")
def countdown(campaign):
    """A list of what ends and begins next, with the days or hours that are left; nothing after the vote."""
    return {"countdowns": countdowns(campaign)}


@register.simple_tag
def campaigns_ahead():
    """Announced campaigns whose vote is not over, each with its `countdowns`, the nearest vote first."""
    ahead = Campaign.objects.public().ahead().select_related("rule_set")
    ahead = ahead.prefetch_related("dates", "rule_set__deadlines")
    return [
        {"campaign": campaign, "countdowns": found} for campaign in ahead if (found := countdowns(campaign))
    ]
