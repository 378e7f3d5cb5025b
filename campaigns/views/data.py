"""Open data: what they are, and the sets themselves. Anybody may take them, programs of other sites included."""

from functools import wraps

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaigns.candidates import table
from campaigns.candidates.popolo import LICENCE, VERSION, absolute, popolo
from campaigns.candidates.profile import profiles
from campaigns.models import Candidacy
from campaigns.views.base import announced, is_quiet, of_campaign
from federation.caching import public_page


@require_safe
@public_page
def data(request):
    """What the sets hold, under which licence, at which addresses. In a silence it names no campaign's own."""
    quiet = is_quiet()
    campaigns = [] if quiet else [campaign for campaign in announced() if campaign.has_candidates]
    more = {
        "campaigns": campaigns,
        "quiet": quiet,
        "columns": table.columns(),
        "licence": LICENCE,
        "version": VERSION,
        "base": absolute(f"/{get_language()}/data/v1/"),
    }
    return render(request, "data/data.html", more)


def open_data(view):
    """A set of one campaign, for everybody's programs."""

    @of_campaign
    @wraps(view)
    def of_everybody(request, campaign):
        response = view(request, campaign)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return of_everybody


def people_of(campaign):
    return profiles(Candidacy.objects.filter(campaign=campaign).order_by("sort_key", "pk"))


@open_data
def people(request, campaign):
    return JsonResponse(popolo(campaign, people_of(campaign)), json_dumps_params={"ensure_ascii": False})


@open_data
def candidates_csv(request, campaign):
    response = HttpResponse(
        table.as_csv(people_of(campaign)), content_type="text/csv; charset=utf-8; header=present"
    )
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-candidates.csv"'
    return response
