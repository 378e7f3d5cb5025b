"""Lets any cache keep the public pages, and never past the next moment at which they change."""

import math
from hashlib import blake2b

from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from appeals.models import Edition
from federation.models import QuietPeriod

MAX_AGE = 10  # seconds
OPEN = "Access-Control-Allow-Origin"  # open data bear it


def seconds_to_border(since):
    """Whole seconds a page made at `since` (aware datetime) stays true, 0 to MAX_AGE.

    Borders are the hours of scheduled editions and the beginnings and ends of quiet periods.
    """
    hours = Edition.objects.live().filter(public_from__gt=since).values_list("public_from")
    nearest = QuietPeriod.objects.next_border(since, hours)
    if nearest is None:
        return MAX_AGE
    return max(0, min(MAX_AGE, math.floor((nearest - timezone.now()).total_seconds())))


class PublicCache:
    """Headers of public pages (marked by `federation.caching.public_page`) and the answer 304."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = timezone.now()
        response = self.get_response(request)
        if not getattr(response, "public_page", False) or response.status_code >= 500:
            return response
        # Sessions and languages lie below this middleware: whatever they added does not shape these pages.
        response.headers.pop("Vary", None)
        response.cookies.clear()
        response["Cache-Control"] = f"public, max-age={seconds_to_border(started)}"
        if response.streaming or response.status_code != 200:
            return response
        etag = quote_etag(blake2b(response.content, digest_size=12).hexdigest())
        response["ETag"] = etag
        answer = get_conditional_response(request, etag=etag, response=response)
        if OPEN in response and OPEN not in answer:  # Django's 304 leaves it out
            answer[OPEN] = response[OPEN]
        return answer
