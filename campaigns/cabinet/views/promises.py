"""Promises: the list, overdue first; a new one of a meeting; one with its reports and what may be done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.promises import PromiseForm, ReportForm, WithdrawForm
from campaigns.campaigning import Overtaken
from campaigns.enums import PROMISE_OPEN, MeetingState
from campaigns.meetings import access, promising
from campaigns.meetings import promises as listing
from campaigns.models import Commitment, CommitmentReport
from federation.refusals import Refused

ON_A_PAGE = 25
MEETINGS = 50  # of the newest, promises can be entered from the list
FIELDS = ("question", "text_kk", "text_ru", "due_on", "holder", "headquarters")


@cabinet_page(access.records_meetings)
def promises(request):
    """Overdue first, then open ones by their last day, then the rest, withdrawn ones last; ?waits narrows them to what
    is overdue, or waits for this person."""
    user, today = request.user, timezone.localdate()
    told = CommitmentReport.objects.filter(commitment=OuterRef("pk"), confirmed_at=None, declined_at=None)
    found = listing.visible(user).annotate(
        is_reported=Exists(told),
        rank=Case(
            When(withdrawn_at__isnull=False, then=Value(3)),
            When(state__in=PROMISE_OPEN, due_on__lt=today, then=Value(0)),
            When(state__in=PROMISE_OPEN, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
    )
    found = found.select_related("meeting__workplace", "holder", "headquarters").order_by(
        "rank", "due_on", "pk"
    )
    unreleased, reports = listing.waiting(user)
    waits = {
        "overdue": found.overdue(today),
        "release": found.filter(pk__in=unreleased.values("pk")),
        "confirm": found.filter(pk__in=reports.values("commitment")),
    }
    chosen = request.GET.get("waits", "")
    page = Paginator(waits.get(chosen, found), ON_A_PAGE).get_page(request.GET.get("page"))
    ready = access.written(user).exclude(state=MeetingState.DRAFT).select_related("workplace")
    context = {
        "page": page,
        "rows": [(row, row.is_overdue(today)) for row in page],
        "all": found.count(),
        "waits": [(name, rows.count(), name == chosen) for name, rows in waits.items()],
        "kept": f"waits={chosen}" if chosen in waits else "",
        "meetings": ready[:MEETINGS],
    }
    return render(request, "cabinet/promises.html", context)


@cabinet_page(access.records_meetings)
def new(request, meeting):
    """A promise of that meeting; ?question=KEY takes what is known from the answer."""
    found = access.visible(request.user).select_related("workplace", "campaign").filter(pk=meeting).first()
    if found is None or not access.writes(request.user, found):
        raise Http404
    initial = from_answer(found, request.GET.get("question"))
    form = PromiseForm(typed(request), meeting=found, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = promising.commit(request.user, meeting=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, _("The promise is entered. Somebody else releases it to readers."))
            return redirect("cabinet:promise", made.pk)
    context = {"form": form, "meeting": found, "promise": None}
    return render(request, "cabinet/promise_edit.html", context, status=422 if form.errors else 200)


def from_answer(meeting, key):
    if not (key or "").isdigit():
        return {}
    question = meeting.questions.select_related("answered_by__holder").filter(pk=int(key[:18])).first()
    if question is None:
        return {}
    spoke = question.answered_by
    texts = {f"text_{code}": getattr(question, f"answer_{code}")[:500] for code in ("kk", "ru")}
    return {"question": question, "holder": spoke and spoke.holder, **texts}


def of_user(request, pk):
    found = listing.visible(request.user).select_related(
        *("meeting__workplace", "meeting__headquarters", "meeting__organisation", "meeting__campaign"),
        *("question", "holder", "headquarters", "made_by", "published_by", "withdrawn_by"),
    )
    commitment = found.filter(pk=pk).first()
    if commitment is None:
        raise Http404
    return commitment


@cabinet_page(access.records_meetings)
def edit(request, pk):
    """What was entered, as long as it is not released."""
    commitment = of_user(request, pk)
    if commitment.published_at or not promising.keeps(request.user, commitment):
        raise Http404
    initial = {name: getattr(commitment, name) for name in FIELDS}
    form = PromiseForm(typed(request), meeting=commitment.meeting, user=request.user, initial=initial)
    seen, stored = request.POST.get("seen", ""), None
    if request.method == "POST" and form.is_valid():
        try:
            promising.edit(commitment, request.user, seen=seen, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            if isinstance(refusal, Overtaken):
                # Shown beside what was typed; now the person may save over it.
                commitment = stored = of_user(request, pk)
                seen = None
        else:
            messages.success(request, _("Saved."))
            return redirect("cabinet:promise", pk)
    context = {"form": form, "meeting": commitment.meeting, "promise": commitment}
    context |= {"seen": seen or promising.digest(commitment), "stored": stored}
    return render(request, "cabinet/promise_edit.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class Act:
    """What is done with a promise on a page of its own, which shows the words once more. grave: there is no way back.

    possible(commitment): whether it is at that point of its life; may(user, commitment): whether the person may at all.
    """

    heading: str
    says: str
    button: str
    done: str
    possible: Callable
    grave: bool = False
    may: Callable = promising.keeps


ACTS = {
    "publish": Act(
        gettext_lazy("Release the promise"),
        gettext_lazy(
            "Readers see it with the report of the meeting. After that it is changed by a report alone; taken back, it "
            "leaves the reason in its place for good."
        ),
        pgettext_lazy("a promise", "Release"),
        gettext_lazy("The promise is released: readers see it with the report of the meeting."),
        lambda row: not row.published_at,
        may=promising.releases,
    ),
    "drop": Act(
        gettext_lazy("Delete the promise"),
        gettext_lazy("Readers have not seen it. The answer can become a promise again."),
        gettext_lazy("Delete"),
        gettext_lazy("The promise is deleted."),
        lambda row: not row.published_at,
        grave=True,
    ),
    "withdraw": Act(
        gettext_lazy("Withdraw the promise"),
        gettext_lazy(
            "For a promise that was released wrongly: readers see the reason in its place, at once and in a quiet "
            "period, too. It is not released again; the right one is entered anew."
        ),
        gettext_lazy("Withdraw the promise"),
        gettext_lazy("The promise is withdrawn: readers see the reason in its place."),
        lambda row: bool(row.published_at) and not row.withdrawn_at,
        grave=True,
    ),
}


UNREPORTED = gettext_lazy(
    "The promise is released: readers will see it when the report of the meeting is published."
)


@cabinet_page(access.records_meetings)
def move(request, pk, name):
    """GET shows the promise and says what comes of the act, POST makes it."""
    commitment, user, wanted = of_user(request, pk), request.user, ACTS.get(name)
    if wanted is None or not wanted.may(user, commitment):
        raise Http404
    if not wanted.possible(commitment):
        messages.error(
            request, _("This is not possible any more: somebody was quicker. See the history below.")
        )
        return redirect("cabinet:promise", pk)
    form = WithdrawForm(typed(request)) if name == "withdraw" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if name == "publish":
                promising.publish(commitment, user, seen=request.POST.get("seen", ""))
            elif name == "drop":
                promising.drop(commitment, user)
            else:
                promising.withdraw(commitment, user, **form.cleaned_data)
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            # What was changed meanwhile is read here, and pressed again.
            return redirect(request.path if isinstance(refusal, Overtaken) else promise_of(pk))
        messages.success(request, UNREPORTED if waits_for_report(name, commitment) else wanted.done)
        return redirect(reverse("cabinet:promises") if name == "drop" else promise_of(pk))
    context = {"promise": commitment, "act": wanted, "form": form, "seen": promising.digest(commitment)}
    return render(request, "cabinet/promise_act.html", context, status=422 if form and form.errors else 200)


def waits_for_report(name, commitment):
    """Whether what was released now has no public report of its meeting yet, with which readers would see it."""
    return name == "publish" and not Commitment.objects.public().filter(pk=commitment.pk).exists()


def promise_of(pk):
    return reverse("cabinet:promise", args=[pk])


@cabinet_page(access.records_meetings)
def promise(request, pk):
    """One promise; POST writes a report, or decides on the one that waits."""
    commitment, user = of_user(request, pk), request.user
    waiting = commitment.reports.filter(confirmed_at=None, declined_at=None).select_related("by").first()
    keeps, stands = promising.keeps(user, commitment), commitment.published_at and not commitment.withdrawn_at
    asked, form, status = request.POST.get("act"), None, 200
    if stands and waiting is None and promising.reports_on(user, commitment):
        form = ReportForm(typed(request) if not asked else None, commitment=commitment)
    if request.method == "POST":
        bound = form if form is not None and form.is_bound else None
        try:
            said = act(request, commitment, waiting, bound)
            if said:
                messages.success(request, said)
                return redirect(request.path)
        except Refused as refusal:
            if bound is None:
                for reason in refusal.reasons:
                    messages.error(request, reason)
                return redirect(request.path)
            bound.add_error(None, refusal.reasons)
        status = 422
    context = {
        "promise": commitment,
        "is_overdue": commitment.is_overdue(),
        "keeps": keeps,
        "releases": promising.releases(user, commitment) and commitment.made_by_id != user.pk,
        "host": commitment.meeting.headquarters or commitment.meeting.organisation,
        "withdraws": stands and keeps,
        "form": form,
        "waiting": waiting,
        "confirms": waiting and waiting.by_id != user.pk and promising.decides(user, commitment),
        "declines": waiting and (waiting.by_id == user.pk or promising.decides(user, commitment)),
        "reports": commitment.reports.select_related("by", "confirmed_by").order_by("-at", "-pk"),
    }
    return render(request, "cabinet/promise.html", context, status=status)


def act(request, commitment, waiting, form):
    """What is said when the act succeeded; None where the bound form has to be mended. Raises Refused."""
    wanted, user = request.POST.get("act"), request.user
    if wanted in ON_REPORT:
        if waiting is None or request.POST.get("report") != str(waiting.pk):
            raise Refused(_("This report is decided already."))
        ON_REPORT[wanted](waiting, user)
        return DONE[wanted]
    if form is None:
        raise Refused(_("This is not possible any more: somebody was quicker. See the history below."))
    if not form.is_valid():
        return None
    promising.report(commitment, user, **{**form.cleaned_data, "url": form.cleaned_data["url"] or ""})
    return DONE["report"]


ON_REPORT = {"confirm": promising.confirm, "decline": promising.decline}
DONE = {
    "confirm": gettext_lazy("The report is confirmed: readers see the new status."),
    "decline": gettext_lazy("The report is declined."),
    "report": gettext_lazy("The report is written. Somebody else confirms it."),
}
