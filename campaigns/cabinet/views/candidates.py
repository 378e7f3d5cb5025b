"""Candidates of a branch: the list, one of them as a whole, and what is done with it besides the steps."""

from mimetypes import guess_type

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from appeals.views import clean_query, page_links
from campaigns.cabinet.base import cabinet_page, of_user
from campaigns.cabinet.forms.papers import SCOPES
from campaigns.cabinet.showing import Desk
from campaigns.cabinet.views.registration import own, parity_of
from campaigns.candidates import access, changing, listing, registering
from campaigns.candidates.identity import is_contradicted
from campaigns.candidates.photos import cropped, windows
from campaigns.enums import PoolState
from campaigns.models import Pool
from federation.access import enters_cabinet
from federation.forms import whole_number
from federation.refusals import Refused

PER_PAGE = 25
WIDTHS = {"first": 160, "middle": 160, "last": 160, "": 320}


def lists(user):
    return access.is_branch(user) or access.is_reviewer(user)


@cabinet_page(lists)
def candidates(request):
    """Own candidates of a branch, those before a reviewer; by state (or what needs the branch), pool and name, in the
    order of names."""
    everybody = listing.with_shown_state(request.user)
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    state, pool_key = request.GET.get("state", ""), whole_number(request.GET.get("pool", ""))
    pools = Pool.objects.filter(
        campaign__in=everybody.order_by().values("campaign"), body__in=everybody.order_by().values("body")
    ).select_related("campaign", "body")
    pool = next((one for one in pools if one.pk == pool_key), None)
    found = listing.named(everybody, query)
    if pool:
        found = found.filter(campaign=pool.campaign_id, body=pool.body_id)
    states = listing.counts(found)
    total = sum(count for _state, count in states)
    states = [(one.value, one.label, count) for one, count in states]
    if access.is_branch(request.user):
        need = found.filter(listing.in_need(request.user))
        states.insert(0, (listing.NEED, pgettext("candidates", "need you"), need.count()))
    if state == listing.NEED and access.is_branch(request.user):
        found = need
    elif state in PoolState.values:
        found = found.filter(shown=state)
    else:
        state = ""
    page = Paginator(found.order_by("sort_key", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    chosen = {
        "q": query,
        "state": state,
        "pool": pool.pk if pool else "",
    }
    context = {
        "page": page,
        "rows": listing.rows(page.object_list, request.user),
        "pages": page_links(page, chosen),
        "chosen": chosen,
        "query": query,
        "pools": pools,
        "states": [
            {
                "label": label,
                "count": count,
                "href": clean_query({**chosen, "state": one}),
                "current": one == state,
            }
            for one, label, count in states
        ],
        "all_href": clean_query({**chosen, "state": ""}),
        "total": total,
        "narrowed": any(chosen.values()),
        "branch": access.is_branch(request.user),
    }
    return render(request, "cabinet/candidates.html", context)


@cabinet_page(access.is_branch)
def candidate(request, pk):
    """The whole candidacy: data, what is missing, remarks, and what can be done now."""
    return overview(request, own(request, pk))


def overview(request, candidacy, reasons=()):
    desk = Desk(candidacy, request.user, here="overview")
    context = {
        "candidacy": candidacy,
        "desk": desk,
        "reasons": reasons,
        "links": candidacy.links.first(),
        "closed": registering.closed_at(desk.pool) if desk.is_too_late and desk.pool else "",
        "decision": candidacy.decisions.filter(announced_at__isnull=False).first(),
        "changeable": desk.state == PoolState.APPROVED and not changing.is_too_late(candidacy),
        "reached": candidacy.path_records.filter(taken_back_at=None, announced_at__isnull=False),
        "contradicted": desk.is_editable and is_contradicted(candidacy),
        "differing": sum(len(rows) for _label, rows in parity_of(candidacy)) if desk.is_editable else 0,
    }
    return render(request, "cabinet/candidate.html", context)


def acted(request, pk, act, done):
    """Does `act(candidacy)` and comes back to the overview; a refusal is told there."""
    candidacy = own(request, pk)
    try:
        act(candidacy)
    except Refused as refusal:
        return overview(request, own(request, pk), refusal.reasons)
    messages.success(request, done)
    return redirect("cabinet:candidate", pk)


@cabinet_page(access.is_branch)
@require_POST
def submit(request, pk):
    """Hands it to headquarters. Pressed twice, it says that it is done already."""
    now = timezone.now()
    candidacy = own(request, pk)
    if access.shown_state(candidacy, request.user) == PoolState.SUBMITTED:
        messages.info(request, _("This candidacy was submitted already."))
        return redirect("cabinet:candidate", pk)
    version = whole_number(request.POST.get("version", ""))
    return acted(
        request,
        pk,
        lambda one: registering.submit(one, request.user, version=version, now=now),
        _("Submitted. Headquarters review it now; you are told of the decision."),
    )


@cabinet_page(access.is_branch)
@require_POST
def withdraw(request, pk):
    if "sure" not in request.POST:
        return overview(
            request, own(request, pk), [_("Tick that the candidacy is to be withdrawn for good.")]
        )
    return acted(
        request, pk, lambda one: registering.withdraw(one, request.user), _("The candidacy is withdrawn.")
    )


@cabinet_page(access.is_branch)
@require_POST
def send_link(request, pk):
    return acted(
        request,
        pk,
        lambda one: registering.send_link(one, request.user),
        _("The link is on its way to the candidate; the former one does not hold any more."),
    )


@cabinet_page(enters_cabinet)
def photo(request, pk):
    """The photo for `access.reads_private`: as it will be shown, one of the three parts, or `part=whole`."""
    candidacy = of_user(request, pk)
    if not access.reads_private(request.user, candidacy):
        raise Http404
    part = request.GET.get("part", "")
    if not candidacy.photo or (part != "whole" and part not in WIDTHS):
        raise Http404
    try:
        if part == "whole":
            with candidacy.photo.open("rb") as file:
                return HttpResponse(file.read(), content_type=guess_type(candidacy.photo.name)[0])
        if part:
            candidacy.photo_crop = windows(candidacy.photo.width, candidacy.photo.height)[part]
        return HttpResponse(cropped(candidacy, WIDTHS[part]), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error


@cabinet_page(access.is_branch)
def consent_form(request, pk):
    """The consent to print and sign, in both languages."""
    return render(request, "cabinet/consent_form.html", {"candidacy": own(request, pk), "scopes": SCOPES})
