"""The calendar of a campaign, for programs that keep people's days."""

from django.http import HttpResponse

from campaigns import calendars
from campaigns.views.base import of_campaign


@of_campaign
def calendar(request, campaign):
    response = HttpResponse(calendars.calendar(campaign), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{campaign.slug}.ics"'
    return response
