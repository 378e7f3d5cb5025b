"""The first page of the cabinet: the desk, and what begins there."""

from django.shortcuts import render
from django.utils import timezone

from campaigns.cabinet.base import cabinet_page
from campaigns.candidates import access, listing
from campaigns.countdown import until_end
from campaigns.models import Pool
from federation.access import enters_cabinet
from federation.enums import Role


@cabinet_page(enters_cabinet)
def home(request):
    """What waits and what is new stand in the desk (`campaigns.desk`); below it, pools and dates of the campaigns."""
    user = request.user
    context = {"branch": access.is_branch(user)}
    if access.is_branch(user):
        own = listing.with_shown_state(user).filter(registered_by__in=access.places(user)[Role.BRANCH])
        pools = Pool.objects.filter(closes_at__gt=timezone.now()).select_related("campaign", "body")
        context["own"] = listing.counts(own)
        context["pools"] = [(pool, left(pool)) for pool in pools.order_by("closes_at", "pk")]
    if access.is_reviewer(user):
        others = listing.with_shown_state(user).exclude(registered_by__in=access.places(user)[Role.BRANCH])
        context["reviewed"] = listing.counts(others)
    return render(request, "cabinet/home.html", context)


def left(pool):
    """How long the pool stays open, in words; "" before it opens."""
    if not pool.is_open():
        return ""
    return until_end(timezone.make_naive(pool.closes_at), timezone.make_naive(timezone.now()))
