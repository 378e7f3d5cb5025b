"""Decide now, announce together: the decisions of a pool that wait, announced in one act."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.review import AnnounceForm
from campaigns.candidates import access, reviewing
from campaigns.models import Consent, Pool
from federation.refusals import Refused


@cabinet_page(access.is_reviewer)
def announce(request, pk):
    """pk: of a Pool."""
    pool = get_object_or_404(Pool.objects.select_related("campaign", "body"), pk=pk)
    waiting = reviewing.waiting_in(pool, request.user).select_related(
        "region", "registered_by", "constituency"
    )
    rows = list(waiting.prefetch_related("decisions__by"))
    grounds = access.recusals([request.user], rows)
    allowed = [row.pk for row in rows if not grounds[request.user.pk, row.pk]]
    form = AnnounceForm(typed(request), rows=waiting.filter(pk__in=allowed))
    if request.method == "POST" and form.is_valid():
        try:
            done = reviewing.announce(form.cleaned_data["candidacies"], request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            said = ngettext(
                "%(count)s decision is announced.", "%(count)s decisions are announced.", len(done)
            )
            messages.success(request, said % {"count": len(done)})
            return redirect("cabinet:announce", pk)
    confirmed = set(Consent.objects.in_force().filter(candidacy__in=rows).values_list("candidacy", flat=True))
    chosen = form.data.getlist("candidacies") if form.is_bound else [str(key) for key in allowed]
    shown = [
        {
            "candidacy": row,
            "decision": row.decisions.all()[0],
            "ground": grounds[request.user.pk, row.pk],
            "confirmed": row.pk in confirmed,
            "checked": str(row.pk) in chosen,
        }
        for row in rows
    ]
    branches = len({row.registered_by_id for row in rows if row.pk in allowed})
    context = {"pool": pool, "rows": shown, "form": form, "allowed": allowed, "branches": branches}
    return render(request, "cabinet/announce.html", context, status=422 if form.errors else 200)
