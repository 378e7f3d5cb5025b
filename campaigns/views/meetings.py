"""Meetings with labour collectives before the public: what the editions of their reports froze.

A meeting has its report's life: an address answers 404 before the report is public, and 410 with the notice once it is
withdrawn.
"""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from appeals.enums import Section
from appeals.views import of_publication, page_links, reading
from campaigns.meetings import showing
from campaigns.models import Campaign, Meeting, OfficeHolder, Workplace
from campaigns.tiles import tile_map
from campaigns.views.base import chosen_region, of_campaign, show
from federation.caching import public_page
from federation.models import Region

PER_PAGE = 20


@of_campaign
def meetings(request, campaign):
    """Meetings of the campaign, the newest first; of one region with ?region=ISO. In a silence none are listed."""
    regions = list(Region.objects.all())
    region = chosen_region(request, regions)
    found = showing.of_campaign(campaign)
    counts = showing.by_region(found)
    if region:
        found = found.filter(record__region=region.iso)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    more = {
        "page": page,
        "pages": page_links(page, {"region": region.iso if region else ""}),
        "meetings": cards(page, regions),
        "region": region,
        "regions": [(each, counts[each.iso]) for each in regions if each.iso in counts],
        "map": tile_map(regions, {each.pk: counts.get(each.iso, 0) for each in regions}) if counts else None,
    }
    return show(request, "campaigns/meetings.html", campaign, **more)


def cards(records, regions):
    """[(Shown, its Region)] for a list."""
    by_code = {region.iso: region for region in regions}
    return [(showing.shown(row), by_code.get(row.record["region"])) for row in records]


def meeting(request, pk):
    """The record of one meeting."""
    return meeting_page(request, **report_of(pk))


def quotation(request, pk, number):
    """One quotation at its permanent address. One that a later edition dropped answers 410 and says where it stood."""
    return quotation_page(request, number=number, **report_of(pk))


def report_of(pk):
    """What `of_publication` wants to know of the meeting's report; 404 for a meeting without one."""
    found = get_object_or_404(Meeting.objects.select_related("report"), pk=pk, report__isnull=False)
    return {"section": Section.NEWS, "slug": found.report.slug, "meeting": found}


@of_publication
def meeting_page(request, publication, newest, meeting):
    record = showing.of_edition(newest) or no_record()
    more = reading(publication, newest, newest, **surroundings(meeting, record))
    return render(request, "campaigns/meeting.html", more)


@of_publication
def quotation_page(request, publication, newest, meeting, number):
    record = showing.of_edition(newest) or no_record()
    quotation = record.quotation(number)
    around = surroundings(meeting, record) | {"quotation": quotation, "number": number}
    if quotation is None:
        row = showing.last_with_quotation(publication, number)
        if row is None:
            raise Http404
        more = {**around, "publication": publication, "edition": row.edition}
        return render(request, "campaigns/quotation_gone.html", more, status=410)
    return render(request, "campaigns/quotation.html", reading(publication, newest, newest, **around))


def no_record():
    raise Http404


def surroundings(meeting, record):
    """What the pages of one meeting share beside the report."""
    campaign = Campaign.objects.public().filter(pk=record.row.campaign_id).first()
    holders = OfficeHolder.objects.public().filter(
        pk__in=[row["holder"] for row in record.said["participants"]]
    )
    known = set(holders.values_list("pk", flat=True))
    return {"meeting": meeting, "record": record, "said": record.said, "campaign": campaign, "known": known}


@require_safe
@public_page
def workplace(request, pk):
    """A workplace and the meetings held there. It is public as soon as one of them is, called as the record
    of the newest calls it; in a silence it lists none."""
    found = get_object_or_404(Workplace, pk=pk)
    newest = showing.public().filter(record__workplace__pk=pk).first() or no_record()
    page = Paginator(showing.at_workplace(found), PER_PAGE).get_page(request.GET.get("page"))
    more = {
        "workplace": found,
        "said": showing.shown(newest).said["workplace"],
        "region": showing.shown(newest).region,
        "page": page,
        "pages": page_links(page, {}),
        "meetings": cards(page, Region.objects.all()),
    }
    return render(request, "campaigns/workplace.html", more)
