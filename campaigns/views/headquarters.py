"""Headquarters before the public: the map and list of a campaign, one headquarters, one office holder.

Contacts are no campaign material: these pages are the same in a silence, but for the meetings of a person. Readers see
who agreed to be named, and of observers and volunteers numbers.
"""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from appeals.views import page_links
from campaigns.enums import Part, Tier
from campaigns.headquarters import tree
from campaigns.meetings import showing
from campaigns.models import Headquarters, OfficeHolder, Post
from campaigns.tiles import tile_map
from campaigns.views.base import AT_ONCE, chosen_region, of_campaign, show
from campaigns.views.meetings import PER_PAGE, cards
from federation.caching import public_page
from federation.models import Region


@of_campaign
def headquarters(request, campaign):
    """All that work, from the republican one down; of very many those of ?region=ISO."""
    regions = list(Region.objects.all())
    region = chosen_region(request, regions)
    found = Headquarters.objects.public().filter(campaign=campaign)
    counted = dict(found.order_by().values_list("region").annotate(Count("pk")))
    total = sum(counted.values())
    if region:
        found = found.filter(region=region)
    elif total > AT_ONCE:
        found = found.filter(tier__in=[Tier.REPUBLICAN, Tier.REGIONAL])
    placed = {key: number for key, number in counted.items() if key}
    nodes = tree.for_readers(found, campaign)
    more = {
        "top": [node for node in nodes if node.headquarters.tier == Tier.REPUBLICAN],
        "nodes": [node for node in nodes if node.headquarters.tier != Tier.REPUBLICAN],
        "total": total,
        "region": region,
        "all_listed": total <= AT_ONCE,
        "map": tile_map(regions, placed) if placed else None,
        "places": [(one, placed[one.pk]) for one in regions if one.pk in placed],
    }
    return show(request, "campaigns/headquarters.html", campaign, **more)


@of_campaign
def one(request, campaign, pk):
    """One headquarters. A closed one keeps its address and says until when it worked."""
    today = timezone.localdate()
    begun = Headquarters.objects.filter(campaign=campaign, opened_on__lte=today)
    found = get_object_or_404(begun.select_related("region", "district", "organisation", "parent"), pk=pk)
    found.campaign = campaign
    works = found.works_on(today)
    above = found.parent if found.parent and found.parent.works_on(today) else None
    more = {
        "headquarters": found,
        "works": works,
        "people": tree.people(found.posts.public()) if works else [],
        "counts": tree.volunteers_of(campaign)[found.pk],
        "above": above,
        "below": tree.for_readers(Headquarters.objects.public().filter(parent=found), campaign),
    }
    return show(request, "campaigns/headquarters_one.html", campaign, **more)


@require_safe
@public_page
def office_holder(request, pk):
    """One person in public office: all offices up to today with their days, and posts in headquarters for which they
    agreed to be named, the meetings with what was said there, promises. Somebody of whom nothing is public has no page.

    Meetings are those whose report readers see, with the office of their day; in a silence none are listed."""
    holder = OfficeHolder.objects.public().prefetch_related("offices").filter(pk=pk).first()
    if holder is None:
        raise Http404
    today = timezone.localdate()
    posts = Post.objects.filter(
        holder=holder,
        agreed_on__lte=today,
        from_date__lte=today,
        headquarters__campaign__announced_at__lte=timezone.now(),
    )
    page = Paginator(showing.of_person(holder), PER_PAGE).get_page(request.GET.get("page"))
    records = cards(page, Region.objects.all())
    begun = [one for one in holder.offices.all() if one.from_date is None or one.from_date <= today]
    context = {
        "holder": holder,
        "titles": holder.titles_on(today),
        "offices": sorted(begun, key=lambda one: (not one.is_held_on(today), one.order, one.pk)),
        "posts": posts.select_related("headquarters__campaign").order_by("-from_date", "pk"),
        "page": page,
        "pages": page_links(page, {}),
        "meetings": [(record, region, took_part(record, holder)) for record, region in records],
        "quotations": [(record, one) for record, _ in records for one in record.quotations_of(holder.pk)],
    }
    return render(request, "campaigns/office_holder.html", context)


def took_part(record, holder):
    """What the person did at the meeting, and what they were called on its day: words for the card."""
    person = record.participant(holder.pk)
    part = capfirst(str(Part(person["part"]).label))
    return f"{part}, {person['office']}" if person["office"] else part
