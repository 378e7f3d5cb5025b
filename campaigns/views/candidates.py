"""Candidates before the public: their list, their pages, photos and booklets. All of it is made of Profiles."""

import io
import threading
from hashlib import blake2b

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from appeals.models.imprint import LABELS, SHOWN
from appeals.views import clean_query, page_links
from campaigns.candidates import finding, printing
from campaigns.candidates.photos import cropped
from campaigns.candidates.profile import profiles
from campaigns.models import Candidacy
from campaigns.tiles import tile_map
from campaigns.views.base import is_quiet, of_campaign, show
from campaigns.views.campaigns import imprint
from federation.models import Industry, Region
from federation.refusals import Refused
from federation.sealing import keyed_hash

PER_PAGE = 24
# Photos are drawn in these widths alone, in pixels.
WIDTHS = (160, 480)
# A booklet takes a processor for a second or more: one at a time, whoever asks.
drawing = threading.Lock()


def public_of(campaign):
    return Candidacy.objects.public().filter(campaign=campaign)


@of_campaign
def candidates(request, campaign):
    """Candidates in the order of the reader's alphabet, by region, body, industry and name.

    In a silence neutral lines alone: name, body, constituency, region, without photos and ways to their pages.
    """
    quiet = is_quiet()
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    chosen = {facet: request.GET.get(facet, "") for facet in finding.FACETS}
    named = finding.lines(finding.named(public_of(campaign), query))
    things = {
        "region": {region.iso: region for region in Region.objects.all()},
        "body": {body.code: body for body in campaign.bodies.all()},
        "industry": {industry.code: industry for industry in Industry.objects.all()},
    }
    for facet, code in chosen.items():
        if code and code not in things[facet]:
            raise Http404
    counts = finding.counts(named, chosen)
    page = Paginator(finding.narrowed(named, chosen), PER_PAGE).get_page(request.GET.get("page"))
    shown = Candidacy.objects.filter(pk__in=[line.pk for line in page]).order_by("sort_key", "pk")
    asked = {**chosen, "q": query}
    by_region = {things["region"][iso].pk: count for iso, count in counts["region"].items()}
    more = {
        "quiet": quiet,
        "page": page,
        "people": profiles(shown),
        "pages": page_links(page, asked),
        "query": query,
        "lift_query": clean_query(chosen),
        "imprint": whole_imprint(campaign),
        "region": things["region"].get(chosen["region"]),
        "facets": facets(things, counts, asked),
        "kept": [(name, value) for name, value in chosen.items() if value],
        "narrowed": any(asked.values()),
        "map": tile_map(things["region"].values(), by_region) if by_region and not quiet else None,
        "beside": "&" + rest if (rest := clean_query({**asked, "region": ""}).lstrip(".?")) else "",
    }
    return show(request, "campaigns/candidates.html", campaign, **more)


def whole_imprint(campaign):
    """[(label, value)] of the campaign's imprint, with what paper bears beside it: these pages can be printed."""
    lines = imprint(campaign)
    if campaign.prints:
        lines.append((SHOWN["imprint_place"], campaign.imprint_place))
        lines.append((LABELS["circulation"], campaign.circulation))
    return lines


def facets(things, counts, asked):
    """[{"name", "label", "chosen", "lift", "options": [{"thing", "count", "href", "current"}]}], a dict for each facet.

    chosen: its thing or None; lift: the address without it. Options that would leave nobody are left out; a facet
    with nothing to choose is, too.
    """
    labels = {"region": _("Region"), "body": _("Body"), "industry": _("Industry")}
    found = []
    for facet, rows in things.items():
        options = [
            {
                "thing": row,
                "count": counts[facet][code],
                "href": clean_query({**asked, facet: code}),
                "current": asked[facet] == code,
            }
            for code, row in rows.items()
            if counts[facet].get(code)
        ]
        if asked[facet] or len(options) > 1:
            found.append(
                {
                    "name": facet,
                    "label": labels[facet],
                    "chosen": rows.get(asked[facet]),
                    "lift": clean_query({**asked, facet: ""}),
                    "options": options,
                }
            )
    return found


def profile_of(campaign, name, **more):
    """The Profile at an address of the campaign, or None."""
    return next(iter(profiles(public_of(campaign).filter(slug=name), **more)), None)


@of_campaign
def candidate(request, campaign, name):
    """One candidate. An address at which readers saw somebody once answers 410, without saying who; any other 404."""
    profile = profile_of(campaign, name, with_materials=True)
    if profile is None:
        return gone(request, campaign, name)
    return show(
        request, "campaigns/candidate.html", campaign, profile=profile, imprint=whole_imprint(campaign)
    )


def gone(request, campaign, name):
    known = Candidacy.objects.filter(campaign=campaign, slug_hash=keyed_hash(f"{campaign.pk}:{name}"))
    if not finding.once_public(known).exists():
        raise Http404
    # The frame speaks of the list (language, low-vision version): the address that was asked for holds the name.
    request.path = request.path_info = reverse("campaigns:candidates", args=[campaign.slug])
    response = show(request, "campaigns/candidate_gone.html", campaign)
    response.status_code = 410
    return response


@of_campaign
def photo(request, campaign, name, width):
    """The photo, `width` pixels wide, while the consent covers it. Its ETag follows photo and crop."""
    if width not in WIDTHS:
        raise Http404
    row = public_of(campaign).filter(slug=name).first()
    profile = row and profile_of(campaign, name)
    if not (profile and profile.has_photo):
        raise Http404
    etag = quote_etag(f"{profile.photo_version}-{width}")
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            drawn = cropped(row, width)
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(io.BytesIO(drawn), content_type="image/jpeg")
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    return response


@of_campaign
def booklet(request, campaign, iso):
    """The booklet of a region's candidates as PDF, the same in both languages. Who has it already costs no drawing."""
    # Compared here: the database refuses some signs that an address may hold.
    region = next((one for one in Region.objects.all() if one.iso == iso), None)
    if region is None or not campaign.prints:
        raise Http404
    found = profiles(public_of(campaign).filter(region=region).order_by("pk"))
    if not found:
        raise Http404
    etag = quote_etag(version(campaign, region, found))
    response = get_conditional_response(request, etag=etag)
    if response is None and request.method == "HEAD":
        response = StreamingHttpResponse([], content_type="application/pdf")  # its length is not known
    if response is None:
        if not drawing.acquire(blocking=False):
            return busy(request)
        try:
            drawn = printing.booklet(campaign, region)
        except Refused as refusal:  # the last one left meanwhile
            raise Http404 from refusal
        finally:
            drawing.release()
        name = f"{campaign.slug}-{region.iso.lower()}.pdf"
        response = FileResponse(io.BytesIO(drawn), filename=name, content_type="application/pdf")
    response["ETag"] = etag
    return response


def version(campaign, region, people):
    """40 hexadecimal digits: the same while the booklet would say the same."""
    said = [campaign.title_kk, campaign.title_ru, *campaign.imprint.values(), campaign.demonstration]
    said += [campaign.imprint_place_kk, campaign.imprint_place_ru, campaign.circulation]
    said += [region.name_kk, region.name_ru, *(profile.digest() for profile in people)]
    return blake2b(repr(said).encode(), digest_size=20).hexdigest()


def busy(request):
    response = render(request, "campaigns/booklet_busy.html", status=503)
    response["Retry-After"] = "5"
    return response
