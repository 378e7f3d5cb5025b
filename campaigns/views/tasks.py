"""What headquarters have reached for the objectives of a campaign, and a person's own calendar of tasks."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from appeals.views import page_links
from campaigns.headquarters import calendar, progress
from campaigns.views.base import is_quiet, of_campaign, show
from campaigns.views.campaigns import imprint

PER_PAGE = 30


@of_campaign
def tasks(request, campaign):
    """Progress towards each objective, by accepted evidence alone, and the evidence that readers may see.

    In a silence the page says what the objectives are and nothing else: what was reached speaks for the federation's
    candidates, and whatever is accepted meanwhile would be newly public.
    """
    quiet = is_quiet()
    if quiet:
        return show(
            request, "campaigns/tasks.html", campaign, quiet=True, objectives=campaign.objectives.all()
        )
    units, regions = progress.of_regions(campaign)
    evidence = Paginator(progress.shown_to_readers(campaign), PER_PAGE)
    page = evidence.get_page(request.GET.get("page"))
    more = {
        "quiet": False,
        "progress": progress.of_campaign(campaign),
        "units": units,
        "regions": regions,
        "page": page,
        "pages": page_links(page, {}),
        "imprint": imprint(campaign),
    }
    return show(request, "campaigns/tasks.html", campaign, **more)


@require_safe
@never_cache
@sensitive_variables("key")
def task_calendar(request, key):
    """The tasks of the person whose key stands in the address; 404 for any other key, as if there were nothing."""
    user = calendar.user_of(key)
    if user is None:
        raise Http404
    response = HttpResponse(calendar.calendar(user), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="tasks.ics"'
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
