"""Pages of the review: the queue, and one candidacy with all that a decision needs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.cabinet.base import cabinet_page, of_user, typed
from campaigns.cabinet.forms.review import Filters
from campaigns.cabinet.views.reviewed import Reviewed
from campaigns.candidates import access, changing, reviewing
from campaigns.candidates import queue as queues
from campaigns.candidates.door import Overtaken
from campaigns.models import Candidacy, Pool
from federation.models import Region
from federation.models.audit import name_actions, record
from federation.refusals import Refused

ON_A_PAGE = 25


@cabinet_page(access.is_reviewer)
def queue(request):
    """What waits for the person."""
    before = access.lying_before(request.user)
    pools = Pool.objects.filter(campaign__in=before.values("campaign"), body__in=before.values("body"))
    regions = Region.objects.filter(pk__in=before.values("region"))
    form = Filters(request.GET, pools=pools.select_related("campaign", "body"), regions=regions)
    chosen = form.chosen()
    found = queues.waiting(request.user, chosen["kind"], chosen["order"])
    if chosen["pool"]:
        found = found.filter(campaign=chosen["pool"].campaign_id, body=chosen["pool"].body_id)
    if chosen["region"]:
        found = found.filter(region=chosen["region"])
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    counts = queues.counts(request.user)
    kept = request.GET.copy()
    kept.pop("page", None)
    shown = {
        "form": form,
        "page": page,
        "rows": queues.marked(page.object_list, request.user),
        "kinds": [(kind, counts[kind.value]) for kind in queues.Kind],
        "kept": kept.urlencode(),
        **chosen,
    }
    return render(request, "cabinet/review.html", shown)


@cabinet_page(access.is_reviewer)
def one(request, pk):
    """One candidacy before the reviewer: data beside checks, and what can be done with it."""
    candidacy = of_user(request, pk)
    if not access.reviews(request.user, candidacy) or candidacy.submitted_at is None:
        raise Http404
    if candidacy.erased_at:
        return render(request, "cabinet/review_erased.html", {"candidacy": candidacy})
    data = typed(request)
    page = Reviewed(candidacy, request.user, data.get("act") if data is not None else None, data)
    form = page.forms.get(page.act)
    if page.shows_number:  # told in the answer alone, never in an address; asked for before a log-in, too
        record(request.user, "candidacy.number", candidacy)
    elif request.method == "POST":
        if form is None:
            messages.error(
                request, _("This is not possible any more: somebody was quicker. See the history below.")
            )
            return redirect("cabinet:review-one", pk)
        elif form.is_valid() and done(page, form):
            messages.success(request, DONE[page.act])
            return redirect("cabinet:review-one", pk)
    wrong = form is not None and form.errors
    shown = {"page": page, "candidacy": candidacy}
    return render(request, "cabinet/review_one.html", shown, status=422 if wrong else 200)


def done(page, form):
    """Whether the act succeeded; why not stands on the form then, and nothing typed is lost."""
    try:
        ACTS[page.act](page, form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.reasons)
        if isinstance(refusal, Overtaken):
            form.tell_overtaken(Candidacy.objects.get(pk=page.candidacy.pk))
        return False
    return True


def decide(page, data):
    door = reviewing.approve if data["decision"] == "approve" else reviewing.reject
    options = {name: data[name] for name in ("reason_kk", "reason_ru", "version")}
    door(page.candidacy, page.user, announce=data["announce"] == "now", **options)


def send_back(page, data):
    options = {name: data[name] for name in ("reason_kk", "reason_ru", "version")}
    reviewing.send_back(page.candidacy, page.user, remarks=page.forms["return"].remarks(), **options)


def ask(page, data):
    reviewing.ask_opinion(page.candidacy, page.user, of=data["of"], question=data["question"])


def give(page, data):
    reviewing.give_opinion(page.own_opinion, page.user, advice=data["advice"], text=data["text"])


def decide_change(page, data):
    if data["decision"] == "accept":
        changing.accept(page.change, page.user)
    else:
        changing.decline(page.change, page.user, data["reason"])


ACTS = {"decide": decide, "return": send_back, "ask": ask, "opinion": give, "change": decide_change}
DONE = {
    "decide": gettext_lazy("The decision is written."),
    "return": gettext_lazy("Returned: the branch has a mail."),
    "ask": gettext_lazy("The question is sent."),
    "opinion": gettext_lazy("Your opinion is written."),
    "change": gettext_lazy("The change is decided."),
}
name_actions({"candidacy.number": gettext_lazy("IIN of a candidate looked at")})
