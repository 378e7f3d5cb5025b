"""The path after the pool: a step of one or many candidates, the steps that wait, the path of one candidate."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from campaigns.cabinet.base import cabinet_page, of_user, typed
from campaigns.cabinet.forms.path import ReasonForm, StepForm
from campaigns.cabinet.views.pools import get_pool
from campaigns.candidates import access, path
from campaigns.candidates.moves import NEXT, Move, is_legal
from campaigns.enums import PathStep, PoolState
from federation.refusals import Refused


def on_the_path(pool, user):
    """Approved and announced candidacies of the pool that lie before the reviewer."""
    return access.lying_before(user).filter(
        campaign=pool.campaign_id,
        body=pool.body_id,
        pool_state=PoolState.APPROVED,
        announced_at__isnull=False,
        erased_at=None,
    )


@cabinet_page(access.is_reviewer)
def steps(request, pk):
    """A form on the whole list: checked candidates take one step, on one day, by one source. ?now=STEP narrows it."""
    pool, user = get_pool(pk), request.user
    everybody = on_the_path(pool, user)
    now = request.GET.get("now", "")
    now = now if now in PathStep.values else ""
    shown = everybody.filter(path=now) if now else everybody
    rows = list(shown.select_related("region", "constituency").order_by("sort_key", "pk"))
    grounds = access.recusals([user], rows)
    form = StepForm(
        typed(request), request.FILES if request.method == "POST" else None, candidacies=everybody
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = path.record_steps(by=user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            said = ngettext("%(count)s step is recorded.", "%(count)s steps are recorded.", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect("cabinet:steps", pool.pk)
    chosen = form.data.getlist("candidacies") if form.is_bound else []
    context = {
        "pool": pool,
        "form": form,
        "rows": [
            {
                "candidacy": row,
                "ground": grounds[user.pk, row.pk],
                "next": [PathStep(step).label for step in NEXT[row.path]],
                "checked": str(row.pk) in chosen,
            }
            for row in rows
        ],
        "now": now,
        "paths": [step for step in PathStep if NEXT[step]],
        "waiting": path.waiting_steps(pool, user).count(),
    }
    return render(request, "cabinet/steps.html", context, status=422 if form.errors else 200)


@cabinet_page(access.is_reviewer)
@require_POST
def announce(request, pk):
    """Announces the steps that wait; what the door refuses is told on the page of the steps."""
    pool = get_pool(pk)
    try:
        made = path.announce_steps(pool, request.user)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        said = ngettext("%(count)s step is announced.", "%(count)s steps are announced.", len(made))
        messages.success(request, said % {"count": len(made)})
    return redirect("cabinet:steps", pool.pk)


@cabinet_page(access.is_reviewer)
def path_of(request, pk):
    """The path of one candidate with sources and steps that were taken back; POST takes back the last one."""
    candidacy, user = of_user(request, pk), request.user
    if not access.reviews(user, candidacy):
        raise Http404
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            path.take_back_step(candidacy, user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, _("The step is taken back; the history keeps it with your reason."))
            return redirect("cabinet:path", candidacy.pk)
    records = list(candidacy.path_records.select_related("by", "document").order_by("at", "pk"))
    counted = [record for record in records if record.taken_back_at is None]
    pool = candidacy.campaign.pools.filter(body=candidacy.body_id).first()
    context = {
        "candidacy": candidacy,
        "pool": pool,
        "records": records,
        "last": counted[-1] if counted else None,
        "may": is_legal(Move.TAKE_BACK_STEP, candidacy.pool_state) and not access.recusal(user, candidacy),
        "form": form,
    }
    return render(request, "cabinet/path.html", context, status=422 if form.errors else 200)
