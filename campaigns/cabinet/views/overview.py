"""All regions at a glance for the headquarters; a regional headquarters sees its own row."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.cabinet.base import cabinet_page
from campaigns.cabinet.downloads import table_response
from campaigns.candidates.workbooks import as_csv
from campaigns.headquarters import overview as regions
from campaigns.headquarters.access import gives_tasks, regions_of
from campaigns.headquarters.overview import Measure
from campaigns.models import Campaign
from campaigns.tiles import tile_map
from federation.access import is_headquarters

# So many silent branches stand open; the rest is folded.
AT_ONCE = 8


@cabinet_page(gives_tasks)
def overview(request):
    """The map shaded by ?measure, and the table with every number; ?campaign=slug, else the nearest vote."""
    now, keys = timezone.now(), seen_by(request.user)
    campaigns = list(announced())
    campaign = chosen(request, campaigns)
    context = {"campaigns": campaigns, "campaign": campaign, "is_whole": keys is None}
    if campaign:
        measure = Measure.POOL
        if request.GET.get("measure") in Measure.values:
            measure = Measure(request.GET["measure"])
        rows = regions.of_regions(campaign, now, keys)
        counts = {row.region.pk: row.value(measure) for row in rows}
        silent = regions.silent_branches(campaign, now, keys)
        context |= {
            "rows": rows,
            "measure": measure,
            "measures": Measure,
            "map": tile_map([row.region for row in rows], counts) if len(rows) > 1 else None,
            "region": next((row.region for row in rows if row.region.iso == request.GET.get("region")), None),
            "beside": f"&measure={measure}&campaign={campaign.slug}",
            "counts_silence": regions.silent_since(campaign, now) is not None,
            "silent_days": regions.SILENT_AFTER.days,
            "silent_regions": [row for row in rows if row.is_silent] if keys is None else [],
            "silent": silent[:AT_ONCE],
            "more_silent": silent[AT_ONCE:],
        }
    return render(request, "cabinet/overview.html", context)


@cabinet_page(gives_tasks)
def overview_csv(request):
    """The table as a file; ?campaign=slug as above."""
    campaign = chosen(request, list(announced()))
    if campaign is None:
        raise Http404
    rows = regions.of_regions(campaign, timezone.now(), seen_by(request.user))
    head = [
        *(_("Region"), _("ISO code")),
        *(_("Candidates in the pool"), _("Tasks given"), _("Tasks accepted"), _("Overdue tasks")),
        *(_("Meetings closed"), _("Applications late"), _("New members"), _("Last heard of"), _("Silent")),
    ]
    return table_response(as_csv(head, map(cells, rows)), f"{campaign.slug}-regions", "csv")


def cells(row):
    numbers = (row.pool, row.given, row.accepted, row.overdue, row.meetings, row.late, row.members)
    heard = date_format(timezone.localtime(row.heard_at), "Y-m-d") if row.heard_at else ""
    return [str(row.region), row.region.iso, *map(str, numbers), heard, _("yes") if row.is_silent else ""]


def seen_by(user):
    """Keys of the regions whose numbers the person sees; None for all of them."""
    return None if is_headquarters(user) else regions_of(user)


def announced():
    return Campaign.objects.public().select_related("rule_set")


def chosen(request, campaigns):
    """The campaign that ?campaign names, else the one with the nearest vote to come, else the last; None without."""
    found = next((one for one in campaigns if one.slug == request.GET.get("campaign")), None)
    today = timezone.localdate()
    ahead = sorted((one for one in campaigns if one.voting_on >= today), key=lambda one: one.voting_on)
    return found or (ahead + campaigns + [None])[0]
