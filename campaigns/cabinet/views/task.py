"""One task: all of it on a page, with the buttons that this person may press now, and the pages behind them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.giving import EditForm
from campaigns.cabinet.forms.tasks import CommentForm, OfTask, PeopleForm, ReasonForm
from campaigns.cabinet.views.tasks import until
from campaigns.enums import PROVED_BY, TaskState, Unit
from campaigns.headquarters import access, proving, removing, returning, tasking
from campaigns.headquarters.door import Overtaken, may_make, own_work
from campaigns.headquarters.moves import Move
from campaigns.headquarters.people import doers
from campaigns.models import Task
from federation.refusals import Refused


def of_user(request, pk):
    """The task of that key if the person may open it; else Http404, as if there were none."""
    found = access.visible(request.user).select_related(
        *("objective__campaign", "headquarters__region", "headquarters__organisation"),
        *("organisation__region", "made_by", "reported_by", "decided_by"),
    )
    task = found.filter(pk=pk).first()
    if task is None:
        raise Http404
    return task


@dataclass(frozen=True)
class Act:
    """A move with a page of its own. reason: "", "needed" or "optional"; grave: it takes something away."""

    move: Move
    label: str
    says: str
    done: str
    reason: str = ""
    grave: bool = False


ACTS = {
    act.move.value: act
    for act in (
        Act(
            Move.START,
            pgettext_lazy("button of a task", "Begin"),
            gettext_lazy("The task is in progress from now on; evidence can be added."),
            gettext_lazy("The task is in progress."),
        ),
        Act(
            Move.REPORT,
            pgettext_lazy("button of a task", "Report as done"),
            gettext_lazy("The headquarters above look at the evidence, then accept the report or return it."),
            gettext_lazy("Reported: the headquarters above have a mail."),
            reason="optional",
        ),
        Act(
            Move.TAKE_BACK,
            pgettext_lazy("button of a task", "Take the report back"),
            gettext_lazy("The task is in progress again, and its evidence can be changed."),
            gettext_lazy("The report is taken back."),
        ),
        Act(
            Move.ACCEPT,
            pgettext_lazy("button of a task", "Accept"),
            gettext_lazy("From the acceptance on the evidence counts, also on the campaign's public page."),
            gettext_lazy("Accepted: the evidence counts now."),
        ),
        Act(
            Move.RETURN,
            pgettext_lazy("button of a task", "Return"),
            gettext_lazy("Those who do the task get the reason by mail and mend it."),
            gettext_lazy("Returned: those who do it have a mail."),
            reason="needed",
        ),
        Act(
            Move.REOPEN,
            pgettext_lazy("button of a task", "Take the acceptance back"),
            gettext_lazy(
                "At once the evidence counts nowhere any more, and those who do the task get the reason."
            ),
            gettext_lazy("The acceptance is taken back."),
            reason="needed",
            grave=True,
        ),
        Act(
            Move.CALL_OFF,
            pgettext_lazy("button of a task", "Call off"),
            gettext_lazy("Nobody has to do the task any more. This cannot be undone."),
            gettext_lazy("The task is called off."),
            reason="needed",
            grave=True,
        ),
    )
}
DOORS = {
    Move.START: tasking.start,
    Move.REPORT: tasking.report,
    Move.TAKE_BACK: tasking.take_back,
    Move.ACCEPT: tasking.accept,
    Move.RETURN: tasking.return_,
    Move.REOPEN: tasking.reopen,
    Move.CALL_OFF: tasking.call_off,
}


@cabinet_page(access.reads_tasks)
def task(request, pk):
    """What, why, until when; checklist, people, evidence, comments, history; what the person can do now."""
    return overview(request, of_user(request, pk))


def overview(request, shown, comment=None, status=200):
    may = {move.name.lower(): may_make(move, request.user, shown) for move in Move}
    evidence = list(shown.evidence.select_related("publication", "meeting__workplace", "by"))
    counting = set(shown.evidence.accepted().values_list("pk", flat=True))
    counted = shown.state == TaskState.ACCEPTED
    total = sum(row.amount for row in evidence if not counted or row.pk in counting)
    context = {
        "task": shown,
        "until": until(shown, timezone.localdate()),
        "may": may,
        "acts": [act for act in ACTS.values() if may[act.move.name.lower()]],
        "own_work": waits_for_another(request.user, shown) and own_work(),
        "steps": shown.checklist.select_related("done_by"),
        "people": shown.people.all(),
        "evidence": evidence,
        "counting": counting,
        "total": total,
        "percent": min(total, shown.target) * 100 // shown.target,
        "kinds": kinds(shown),
        "comments": shown.comments.select_related("by"),
        "comment_form": comment or CommentForm(),
        "history": [(event, Move(event.move).label) for event in shown.events.select_related("by")],
        "escalations": shown.escalations.order_by("at", "pk"),
        "removes_evidence": removing.may_remove_evidence(request.user, shown),
        "returned": returning.last_return(shown) if shown.state == TaskState.RETURNED else None,
        "siblings": Task.objects.filter(batch=shown.batch).exclude(pk=shown.pk).count(),
    }
    return render(request, "cabinet/task.html", context, status=status)


def waits_for_another(user, shown):
    """Whether the person would accept it, had they no hand in it."""
    leads = shown.state == TaskState.DONE and access.leads(user, shown)
    return leads and access.own_work(user, shown)


def kinds(shown):
    """Kinds of evidence that the task takes."""
    return PROVED_BY[Unit(shown.unit)]


def saved(form, door):
    """Whether `door()` did it; why not stands on the form then, and nothing typed is lost."""
    try:
        door()
    except Refused as refusal:
        form.add_error(None, refusal.reasons)
        if isinstance(refusal, Overtaken):
            form.tell_overtaken(Task.objects.get(pk=form.task.pk))
        return False
    return True


def form_page(request, shown, form, heading, button, **more):
    context = {"task": shown, "form": form, "heading": heading, "button": button, **more}
    return render(request, "cabinet/task_form.html", context, status=422 if form.errors else 200)


def require_may(request, shown, move):
    """What the person cannot do now has no page; they go back to the task and read why. True if they can."""
    if may_make(move, request.user, shown):
        return True
    messages.error(request, _("This is not possible now. See the history below."))
    return False


@cabinet_page(access.works_at_tasks)
def move(request, pk, name):
    """GET tells what comes of the move and asks for the reason, POST makes it."""
    shown, act = of_user(request, pk), ACTS.get(name)
    if act is None:
        raise Http404
    if not require_may(request, shown, act.move):
        return redirect("cabinet:task", pk)
    data = typed(request)
    form = (
        ReasonForm(data, task=shown, optional=act.reason == "optional")
        if act.reason
        else OfTask(data, task=shown)
    )
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields}
        if saved(form, lambda: DOORS[act.move](shown, request.user, **values)):
            messages.success(request, act.done)
            return redirect("cabinet:task", pk)
    more = {"says": act.says, "grave": act.grave, "total": proving.shown(shown)}
    if act.move in (Move.REPORT, Move.ACCEPT, Move.RETURN):
        more |= standing(shown, act.move)
    return form_page(request, shown, form, act.label, act.label, **more)


def standing(shown, wanted):
    """What whoever reports and whoever decides have to see: why it came back, what of the checklist is not done, what
    was said with the report."""
    steps = list(shown.checklist.all())
    left = [step for step in steps if not step.done_at]
    more = {"returned": returning.last_return(shown), "wanted": wanted}
    more |= {"steps": len(steps), "ticked": len(steps) - len(left), "left": left}
    if wanted == Move.REPORT and not returning.is_answered(shown):
        more["instead"] = returning.unanswered()
    if wanted in (Move.ACCEPT, Move.RETURN):
        reported = shown.events.filter(move=Move.REPORT).last()
        more["said"] = reported.reason if reported else ""
    return more


@cabinet_page(access.works_at_tasks)
def edit(request, pk):
    shown = of_user(request, pk)
    if not require_may(request, shown, Move.EDIT):
        return redirect("cabinet:task", pk)
    form = EditForm(typed(request), task=shown)
    form.task = shown
    if request.method == "POST" and form.is_valid():
        values = form.values() | {"version": form.cleaned_data["version"]}
        if saved(form, lambda: tasking.edit(shown, request.user, **values)):
            messages.success(request, _("The task is changed."))
            return redirect("cabinet:task", pk)
    return render(
        request, "cabinet/task_new.html", {"form": form, "task": shown}, status=422 if form.errors else 200
    )


@cabinet_page(access.works_at_tasks)
def people(request, pk):
    shown = of_user(request, pk)
    if not require_may(request, shown, Move.APPOINT):
        return redirect("cabinet:task", pk)
    form = PeopleForm(typed(request), task=shown, people=doers(shown.owner).order_by("full_name_kk", "pk"))
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["people"])
        version = form.cleaned_data["version"]
        if saved(form, lambda: tasking.appoint(shown, request.user, chosen, version=version)):
            messages.success(request, _("The people are named."))
            return redirect("cabinet:task", pk)
    return form_page(request, shown, form, _("People"), _("Save"))


@require_POST
@cabinet_page(access.works_at_tasks)
def tick(request, pk, number):
    shown = of_user(request, pk)
    try:
        tasking.tick(shown, request.user, number, done=request.POST.get("done") == "1")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("cabinet:task", pk)


@cabinet_page(access.works_at_tasks)
def comment(request, pk):
    """The form stands on the page of the task."""
    shown = of_user(request, pk)
    data = typed(request)
    form = CommentForm(data, request.FILES or None) if data is not None else CommentForm()
    if request.method == "POST" and form.is_valid():
        form.task = shown
        values = form.cleaned_data
        if saved(form, lambda: tasking.comment(shown, request.user, values["text"], upload=values["upload"])):
            return redirect("cabinet:task", pk)
    return overview(request, shown, form, status=422 if form.errors else 200)
