"""Pools: the list, the pictures of one, its list locked, printed and unlocked."""

import io

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.path import LockForm, ReasonForm
from campaigns.candidates import access, path, printing
from campaigns.candidates.pictures import pictures, regions_of
from campaigns.candidates.reviewing import waiting_in
from campaigns.enums import PoolState
from campaigns.models import Candidacy, LockedList, Pool
from federation.models.audit import record
from federation.refusals import Refused


def sees_pools(user):
    return access.is_reviewer(user) or access.leads_pools(user)


def get_pool(pk):
    return get_object_or_404(Pool.objects.select_related("campaign__rule_set", "body"), pk=pk)


@cabinet_page(sees_pools)
def pools(request):
    """All pools with what the person counts of them, the latest vote first."""
    keys = regions_of(request.user)
    own = Candidacy.objects.filter(submitted_at__isnull=False, erased_at=None)
    if keys is not None:
        own = own.filter(region__in=keys)
    counts = {
        (row["campaign"], row["body"]): row
        for row in own.order_by()
        .values("campaign", "body")
        .annotate(
            submitted=Count("pk"),
            waiting=Count("pk", filter=Q(pool_state=PoolState.SUBMITTED)),
            approved=Count("pk", filter=Q(pool_state=PoolState.APPROVED)),
        )
    }
    held = LockedList.objects.filter(pool=OuterRef("pk"), unlocked_at=None)
    rows = (
        Pool.objects.select_related("campaign", "body")
        .annotate(is_locked=Exists(held))
        .order_by("-campaign__voting_on", "campaign", "body__order", "pk")
    )
    shown = [{"pool": row, "counts": counts.get((row.campaign_id, row.body_id), {})} for row in rows]
    return render(request, "cabinet/pools.html", {"rows": shown, "is_whole": keys is None})


@cabinet_page(sees_pools)
def pool(request, pk):
    """The pictures of a pool beside their tables, and what can be done with it."""
    pool, user = get_pool(pk), request.user
    reviews = access.is_reviewer(user)
    context = {
        "pool": pool,
        "pictures": pictures(pool, user),
        "lists": pool.lists.select_related("locked_by", "unlocked_by"),
        "held": pool.lists.filter(unlocked_at=None).first(),
        "locks": access.is_headquarters(user),
        "reviews": reviews,
        "decisions_wait": waiting_in(pool, user).count() if reviews else 0,
        "steps_wait": path.waiting_steps(pool, user).count() if reviews else 0,
    }
    return render(request, "cabinet/pool.html", context)


@cabinet_page(access.is_headquarters)
def lock(request, pk):
    pool = get_pool(pk)
    form = LockForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            path.lock_list(pool, request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, _("The list is locked. Its official document can be printed."))
            return redirect("cabinet:pool", pool.pk)
    own = Candidacy.objects.filter(campaign=pool.campaign_id, body=pool.body_id, erased_at=None)
    approved = own.filter(pool_state=PoolState.APPROVED)
    context = {
        "pool": pool,
        "form": form,
        "approved": approved.count(),
        "waiting": own.filter(pool_state=PoolState.SUBMITTED).count(),
        "unannounced": approved.filter(announced_at=None).count(),
    }
    return render(request, "cabinet/lock.html", context, status=422 if form.errors else 200)


@cabinet_page(access.is_headquarters)
def unlock(request, pk):
    held = get_object_or_404(LockedList.objects.select_related("pool__campaign", "pool__body"), pk=pk)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            path.unlock(held, request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, _("The list is unlocked: the pool takes decisions and changes again."))
            return redirect("cabinet:pool", held.pool_id)
    context = {"held": held, "pool": held.pool, "form": form}
    return render(request, "cabinet/unlock.html", context, status=422 if form.errors else 200)


@cabinet_page(sees_pools)
def list_pdf(request, pk):
    """The official document of a locked list; a regional headquarters gets an extract. Each view is logged."""
    found = LockedList.objects.select_related("pool__campaign", "pool__body")
    held = get_object_or_404(found, pk=pk)
    keys = regions_of(request.user)
    if keys is not None and not held.entries.filter(candidacy__region__in=keys).exists():
        raise Http404
    drawn = printing.locked_list(held, regions=keys)
    record(request.user, "list.print", held, extract=keys is not None)
    name = f"{held.pool.campaign.slug}-{held.pool.body.code}-{held.number}.pdf"
    return FileResponse(io.BytesIO(drawn), filename=name, content_type="application/pdf")
