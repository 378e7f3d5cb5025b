"""The first page of the cabinet: what waits for me."""

from django.shortcuts import render
from django.utils import timezone

from campaigns.cabinet import listing
from campaigns.cabinet.base import cabinet_page
from campaigns.candidates import access, demands
from campaigns.countdown import countdowns, until_end
from campaigns.enums import PoolState
from campaigns.models import Campaign, Pool
from federation.enums import Role


@cabinet_page(access.enters_cabinet)
def home(request):
    user = request.user
    context = {"now": timezone.now(), "clocks": demands.open_clocks(user)}
    if access.is_branch(user):
        own = listing.with_shown_state(user).filter(registered_by__in=access.places(user)[Role.BRANCH])
        context["own"] = listing.counts(own)
        context["needs"] = listing.needs(user)
    if access.is_branch(user) or access.is_reviewer(user):
        pools = Pool.objects.filter(closes_at__gt=timezone.now()).select_related("campaign", "body")
        context["pools"] = [(pool, left(pool)) for pool in pools.order_by("closes_at", "pk")]
        context["borders"] = borders()
    if access.is_reviewer(user) or access.is_officer(user):
        others = listing.with_shown_state(user).exclude(registered_by__in=access.places(user)[Role.BRANCH])
        context["reviewed"] = listing.counts(others)
        context["waiting"] = sum(
            count for state, count in context["reviewed"] if state == PoolState.SUBMITTED
        )
    context["reviews"], context["branch"] = access.is_reviewer(user), access.is_branch(user)
    context["officer"], context["leads"] = access.is_officer(user), access.leads_pools(user)
    return render(request, "cabinet/home.html", context)


def left(pool):
    """How long the pool stays open, in words; "" before it opens."""
    if not pool.is_open():
        return ""
    return until_end(timezone.make_naive(pool.closes_at), timezone.make_naive(timezone.now()))


def borders():
    """[(Campaign, [Countdown])] of the announced campaigns that have a pool and whose vote is still to come."""
    campaigns = Campaign.objects.filter(
        pools__isnull=False, announced_at__lte=timezone.now(), voting_on__gte=timezone.localdate()
    ).distinct()
    campaigns = campaigns.select_related("rule_set").order_by("voting_on", "pk")
    return [(campaign, found) for campaign in campaigns if (found := countdowns(campaign))]
