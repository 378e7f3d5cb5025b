"""Applications: the queue of the branch, one of them with what may be done, numbers for the headquarters."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.joining import ContactForm, CorrectForm, DeclineForm, JoinedForm, PassOnForm
from campaigns.enums import JOIN_OPEN
from campaigns.joining import access, applying, overview
from campaigns.joining.contacts import is_mail, shown
from campaigns.joining.moves import Move, fits, is_legal
from campaigns.joining.routing import late_at_work, stranded
from federation.models.audit import record
from federation.refusals import Refused

ON_A_PAGE = 25
PRIVATE = ("name", "contact", "workplace", "message", "answer")
FORMS = {
    **{Move.CONTACT: ContactForm, Move.JOIN: JoinedForm, Move.WELCOME: Form, Move.DECLINE: DeclineForm},
    **{Move.CORRECT: CorrectForm, Move.REOPEN: Form},
}
ACTS = {
    **{Move.CONTACT: applying.contact, Move.JOIN: applying.join, Move.WELCOME: applying.welcome},
    **{Move.DECLINE: applying.decline, Move.CORRECT: applying.correct, Move.REOPEN: applying.reopen},
}
BUTTONS = {
    Move.CONTACT: (gettext_lazy("I have answered"), gettext_lazy("Write down the answer")),
    Move.JOIN: (gettext_lazy("The person has joined"), gettext_lazy("Write down the day")),
    Move.WELCOME: (gettext_lazy("The person helps as an ally"), gettext_lazy("The person helps from today")),
    Move.CORRECT: (gettext_lazy("Correct the answer"), gettext_lazy("Correct the answer")),
    Move.DECLINE: (gettext_lazy("We cannot help"), gettext_lazy("Decline with this answer")),
    Move.REOPEN: (gettext_lazy("That was a mistake"), gettext_lazy("Open the application again")),
}
# Not after what was written is erased.
ERASED_NO_MORE = {Move.CORRECT, Move.REOPEN}
DONE = {
    Move.CONTACT: gettext_lazy("The answer is written down."),
    Move.JOIN: gettext_lazy("The person is counted as joined."),
    Move.WELCOME: gettext_lazy("Written down. Allies are not counted as members."),
    Move.CORRECT: gettext_lazy("The answer is corrected: the applicant reads it."),
    Move.DECLINE: gettext_lazy("Declined: the applicant reads your answer."),
    Move.REOPEN: gettext_lazy("The application waits for an outcome again."),
}


@cabinet_page(access.enters)
def applications(request):
    """What waits for the branch, late first; ?ended lists the rest. For the headquarters numbers alone."""
    user, now = request.user, timezone.now()
    context = {"now": now}
    if access.answers(user):
        own = access.before(user).select_related("organisation", "region", "industry").defer(*PRIVATE)
        ended = "ended" in request.GET
        rows = own.exclude(state__in=JOIN_OPEN).order_by("-ended_at") if ended else in_order(own)
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
        counts = {"waiting": own.waiting().count(), "late": own.late(now).count()}
        context |= {"answers": True, "ended": ended, "page": page, "counts": counts}
        context["kept"] = "ended=1" if ended else ""
    if access.counts(user):
        alone, late = stranded(), late_at_work(now)
        context |= {
            "tables": [
                (_("Branches"), _("Branch"), overview.by_branch(now)),
                (_("Regions"), _("Region"), overview.by_region(now)),
            ],
            "alone": numbers_of(alone),
            "late": numbers_of(late),
        }
    return render(request, "cabinet/applications.html", context)


def numbers_of(found):
    """The first of the applications, without what was written."""
    rows = found.select_related("organisation", "region").defer(*PRIVATE)
    return rows.order_by("due_at", "pk")[:ON_A_PAGE]


def in_order(own):
    """Those that nobody has answered first, by their deadline; then those that wait for an outcome."""
    return own.waiting().order_by("-state", "due_at", "pk")


@cabinet_page(access.answers)
@sensitive_variables("found")
def application(request, pk):
    """What the applicant wrote and what may be done now. Each time it is shown is a line in the audit log."""
    rows = access.before(request.user).select_related("organisation", "region", "industry", "campaign")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    data = typed(request)
    act = next((move for move in ACTS if data is not None and move in data), None)
    forms = {
        move: form(data if move == act else None, prefix=move, **initial(move, found))
        for move, form in FORMS.items()
        if is_legal(move, found.state)
        and fits(move, found)
        and not (move in ERASED_NO_MORE and found.erased_at)
    }
    if request.method == "POST" and act:
        if act not in forms:
            messages.error(
                request, _("This is not possible any more: somebody was quicker. See the history below.")
            )
            return redirect("cabinet:application", pk)
        if forms[act].is_valid() and done(act, found, request.user, forms[act]):
            messages.success(request, DONE[act])
            return redirect("cabinet:application", pk)
    if not found.erased_at:
        record(request.user, "application.view", found)
    wrong = act is not None and act in forms and forms[act].errors
    context = {
        "application": found,
        "contact": shown(found.contact),
        "is_mail": is_mail(found.contact),
        "is_late": found.is_late(),
        "acts": [(move, *BUTTONS[move], form) for move, form in forms.items()],
        "events": [(Move(event.move).label, event) for event in found.events.select_related("by")],
        "passes": is_legal(Move.PASS_ON, found.state),
    }
    return render(request, "cabinet/application.html", context, status=422 if wrong else 200)


def initial(move, found):
    return {"initial": {"answer": found.answer}} if move == Move.CORRECT else {}


def done(move, found, user, form):
    """Whether the act succeeded; why not stands on the form then."""
    try:
        ACTS[move](found, user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.reasons)
        return False
    return True


@cabinet_page(access.enters)
def pass_on(request, pk):
    """Gives it to another branch; shows the number, the region and the industry, and nothing private."""
    rows = access.passable(request.user).select_related("organisation", "region", "industry").defer(*PRIVATE)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    targets = access.targets(found)
    form = PassOnForm(typed(request), targets=targets)
    if request.method == "POST" and form.is_valid():
        try:
            applying.pass_on(found, request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, _("Passed on: the branch has a mail."))
            return redirect("cabinet:applications")
    context = {"application": found, "form": form, "targets": targets}
    context["passes"] = is_legal(Move.PASS_ON, found.state)
    return render(request, "cabinet/application_pass.html", context, status=422 if form.errors else 200)
