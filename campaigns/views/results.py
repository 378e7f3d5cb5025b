"""Results of the vote for readers, and the documents from which they were entered."""

from pathlib import PurePath

from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from campaigns import tallies
from campaigns.models import Result
from campaigns.views.base import AT_ONCE, chosen_region, of_campaign, show
from federation.models import Region

TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@of_campaign
def results(request, campaign):
    """Confirmed counts and their corrections; of many constituencies those of ?region=ISO.

    Neutral facts: a silence of another campaign changes nothing here.
    """
    region = chosen_region(request, Region.objects.all())
    found, all_listed = tallies.of_campaign(campaign, region, AT_ONCE)
    more = {"tallies": found, "region": region, "all_listed": all_listed}
    return show(request, "campaigns/results.html", campaign, **more)


@of_campaign
def source(request, campaign, pk):
    """The document of a count, while readers see that count; 404 for any other."""
    result = Result.objects.confirmed().filter(campaign=campaign, pk=pk).first()
    if result is None:
        raise Http404
    result.campaign = campaign
    return document(request, result)


def document(request, result):
    """The file from which a count was entered, as a response. Who may see it is the caller's matter.

    The stored name is unguessable and its content never changes, so it serves as ETag.
    """
    name = result.source_file.name
    if not name:
        raise Http404
    etag = quote_etag(name)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            file = result.source_file.storage.open(name)
        except FileNotFoundError as error:
            raise Http404 from error
        suffix = PurePath(name).suffix
        response = FileResponse(
            file,
            filename=f"{result.campaign.slug}-{result.pk}{suffix}",
            content_type=TYPES.get(suffix, "application/octet-stream"),
        )
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    return response
