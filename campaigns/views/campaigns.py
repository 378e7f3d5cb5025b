"""The list of campaigns, the page of one, its publications and its constituencies."""

import re

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appeals.models import Edition, Publication
from appeals.models.imprint import SHOWN
from appeals.views import PER_PAGE, cards, page_links
from campaigns.clock import Clock
from campaigns.enums import CampaignKind, State
from campaigns.models import Body, Campaign
from campaigns.models.campaigns import IMPRINT
from campaigns.tiles import tile_map
from campaigns.views.base import AT_ONCE, chosen_region, is_quiet, of_campaign, show
from campaigns.views.platforms import steps_of
from federation.caching import public_page
from federation.models import Region

NEWEST = 6
UNDER_WAY = (State.RUNNING, State.SILENCE)
PAST = (State.RESULTS, State.ARCHIVE)


def with_states(campaigns):
    """Campaigns of a queryset as [(campaign, State)], in three queries whatever their number."""
    found = campaigns.select_related("rule_set").prefetch_related("dates", "rule_set__deadlines")
    return [(campaign, Clock(campaign).state()) for campaign in found]


def running():
    """Announced campaigns that run now, for the home page, the nearest vote first; none in a silence."""
    if is_quiet():
        return []
    found = with_states(Campaign.objects.public().ahead())
    return [campaign for campaign, state in found if state == State.RUNNING]


@require_safe
@public_page
def listing(request):
    """Under way first, then what comes, then the past. In a silence: titles and dates alone."""
    found = with_states(Campaign.objects.public())
    coming = [entry for entry in reversed(found) if entry[1] == State.PREPARATION]
    groups = [
        (_("Under way"), [entry for entry in reversed(found) if entry[1] in UNDER_WAY]),
        (_("To come"), coming),
        (_("Past"), [entry for entry in found if entry[1] in PAST]),
    ]
    groups = [(name, entries) for name, entries in groups if entries]
    return render(request, "campaigns/list.html", {"groups": groups, "quiet": is_quiet()})


@of_campaign
def detail(request, campaign):
    """The front of a campaign. In a silence nothing on it campaigns: facts, dates and rules alone."""
    quiet = is_quiet()
    more = {"bodies": bodies(campaign), "quiet": quiet}
    if not quiet:
        objectives = list(campaign.objectives.all())
        steps = newest_steps(campaign) if campaign.has_platform else []
        for objective in objectives:
            objective.steps = [step for step in steps if step.plank.objective_id == objective.pk]
        newest = list(linked(campaign)[: NEWEST + 1])
        more |= {
            "objectives": objectives,
            "steps": steps,
            "newest": newest[:NEWEST],
            "candidate_count": campaign.has_candidates and campaign.candidacies.public().count(),
            "more_publications": len(newest) > NEWEST,
            "imprint": imprint(campaign),
        }
    state = Clock(campaign).state()
    may_stand = campaign.kind == CampaignKind.ELECTION and state in (State.PREPARATION, State.RUNNING)
    return show(request, "campaigns/detail.html", campaign, may_stand=may_stand and more["bodies"], **more)


def bodies(campaign):
    """The bodies to be elected, with their systems and the number of their constituencies in this campaign."""
    counted = dict(campaign.constituencies.order_by().values_list("body").annotate(Count("pk")))
    found = list(campaign.bodies.prefetch_related("systems"))
    for body in found:
        body.constituency_count = counted.get(body.pk, 0)
    return found


def newest_steps(campaign):
    edition = Edition.objects.public().filter(publication=campaign.platform_id).first()
    return [step for step in steps_of(edition) if step.plank] if edition else []


def linked(campaign):
    """Cards of the campaign's publications that may stand on a front, newest first; its platform stands apart."""
    of_it = Publication.objects.filter(campaign_links__campaign=campaign).exclude(pk=campaign.platform_id)
    return cards(Edition.objects.promoted().filter(publication__in=of_it))


def imprint(campaign):
    """[(label, value)] of the imprint under what the front itself says; [] where none is given."""
    lines = [(SHOWN[name], getattr(campaign, name)) for name in IMPRINT]
    return [(label, value) for label, value in lines if value]


@of_campaign
def publications(request, campaign):
    """All publications of the campaign, newest first; in a silence the neutral ones."""
    page = Paginator(linked(campaign), PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "campaigns/publications.html", campaign, page=page, pages=page_links(page, {}))


@of_campaign
def constituencies(request, campaign):
    """Where people vote: for each body a map and a table of the regions; the constituencies of ?region=ISO."""
    regions = list(Region.objects.all())
    region = chosen_region(request, regions)
    found = campaign.constituencies.select_related("body", "region", "district")
    counted = found.order_by().values_list("body", "region")
    counted = counted.annotate(Count("pk"), Count("voters"), Sum("voters"))
    rows = {
        (body, place): (number, voters if known == number else None)
        for body, place, number, known, voters in counted
    }
    total = sum(number for number, _voters in rows.values())
    if region:
        found = found.filter(region=region)
    elif total > AT_ONCE:
        found = found.filter(region=None)
    listed = sorted(found, key=in_order)
    shown = [
        of_body(body, regions, rows, [one for one in listed if one.body_id == body.pk])
        for body in Body.objects.filter(pk__in={body for body, _place in rows})
    ]
    more = {"bodies": shown, "region": region, "listed": listed, "all_listed": total <= AT_ONCE}
    return show(request, "campaigns/constituencies.html", campaign, **more)


def in_order(constituency):
    """By region and district in the reader's alphabet, then by number as people count: 2 before 10, 2 before 2а."""
    places = (constituency.region, constituency.district)
    digits = int(re.match(r"\d+", constituency.number)[0])
    return (*((place is None, place and place.sort_key) for place in places), digits, constituency.number)


def of_body(body, regions, rows, listed):
    """What the page shows of one body. rows: {(body's pk, region's pk): (number, voters)}.

    Voters are None where those of a constituency are not known: a sum would be too small.
    """
    own = {place: row for (of, place), row in rows.items() if of == body.pk}
    counts = {place: number for place, (number, _voters) in own.items()}
    known = [voters for _number, voters in own.values()]
    table = [
        {"region": region, "count": own[region.pk][0], "voters": own[region.pk][1]}
        for region in regions
        if region.pk in own
    ]
    return {
        "body": body,
        "map": tile_map(regions, counts) if table else None,
        "table": table,
        "count": sum(counts.values()),
        "has_voters": any(known),
        "voters": sum(known) if None not in known else None,
        "listed": listed,
        "has_districts": any(one.district_id for one in listed),
    }
