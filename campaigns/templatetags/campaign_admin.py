"""Tags for the pages of campaigns in the administration."""

import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from campaigns.clock import MIDNIGHT
from campaigns.models import Campaign

register = template.Library()


@register.simple_tag
def border(period, edge):
    """One edge of a Period, by the clock of each zone: «2023 жылғы 18 наурыз, 24:00»; "" while it is not known.

    edge: "begins" or "ends".
    """
    moment = getattr(period, edge)
    if moment is None:
        return ""
    day, hour = moment.date(), f"{moment:%H:%M}"
    if edge == "ends" and period.ends_with_day and moment.time() == MIDNIGHT:
        day, hour = day - datetime.timedelta(days=1), "24:00"
    return f"{date_format(day, 'DATE_FORMAT')}, {hour}"


@register.inclusion_tag("campaigns/admin/of_publication.html")
def campaigns_of(publication, user):
    """The campaigns that a publication belongs to, and the way to link it to another one."""
    links = publication.campaign_links.select_related("campaign") if publication else ()
    return {
        "publication": publication,
        "links": links,
        "may_link": user.has_perm("campaigns.link_publication"),
    }


@register.simple_tag
def campaigns_prepared():
    """Campaigns that readers do not see yet and whose vote is to come, the nearest first."""
    coming = Campaign.objects.filter(announced_at=None, voting_on__gte=timezone.localdate())
    return coming.order_by("voting_on")[:10]
