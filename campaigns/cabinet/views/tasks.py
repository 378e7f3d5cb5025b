"""Tasks before a person: the board and the list, and a new task."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.giving import EVERYWHERE, GiveForm, running
from campaigns.cabinet.forms.tasks import Filters
from campaigns.countdown import until_day
from campaigns.enums import TASK_AT_WORK, TaskState
from campaigns.headquarters import access, tasking
from campaigns.headquarters.people import mine, to_accept, with_others
from campaigns.models import Evidence
from federation.models import Organisation
from federation.refusals import Refused

ON_A_PAGE = 25
IN_A_COLUMN = 8
# How long what is decided stays on the board; the list keeps it.
DECIDED_FOR = datetime.timedelta(days=30)


@cabinet_page(access.reads_tasks)
def tasks(request):
    """The board, a column for each state; with ?view=list all of them in pages. Both take the same filters."""
    user, today = request.user, timezone.localdate()
    visible = access.visible(user)
    everywhere = access.is_headquarters(user) or access.is_officer(user)
    form = Filters(request.GET, tasks=visible, everywhere=everywhere, leads=access.gives_tasks(user))
    chosen = form.chosen()
    found = narrowed(visible, chosen, form, user, today)
    kept = request.GET.copy()
    for name in ("page", "view"):
        kept.pop(name, None)
    shown = {
        "form": form,
        "narrowed": [form.fields[name].label for name in chosen],
        "kept": kept.urlencode(),
        "today": today,
        "gives": access.gives_tasks(user),
        "own": mine(user).count(),
        "waiting": to_accept(user).count(),
    }
    if request.GET.get("view") == "list":
        page = Paginator(with_counts(found), ON_A_PAGE).get_page(request.GET.get("page"))
        shown |= {"page": page, "rows": told(page.object_list, today), "is_list": True}
        shown["kept_list"] = f"view=list&{shown['kept']}" if shown["kept"] else "view=list"
        return render(request, "cabinet/tasks.html", shown)
    shown["columns"] = columns(found, today)
    return render(request, "cabinet/tasks.html", shown)


def narrowed(tasks, chosen, form, user, today):
    """The tasks that the filters leave."""
    if "objective" in chosen:
        tasks = tasks.filter(objective=chosen["objective"])
    if "region" in chosen:
        place = chosen["region"]
        tasks = tasks.filter(Q(headquarters__region=place) | Q(organisation__region=place))
    if "owner" in chosen:
        owner = form.owners[chosen["owner"]]
        column = "organisation" if isinstance(owner, Organisation) else "headquarters"
        tasks = tasks.filter(**{column: owner})
    if "state" in chosen:
        tasks = tasks.filter(state=chosen["state"])
    if "overdue" in chosen:
        tasks = tasks.overdue(today)
    if "mine" in chosen:
        tasks = tasks.filter(pk__in=mine(user).values("pk"))
    if "accept" in chosen:
        tasks = tasks.filter(pk__in=to_accept(user).values("pk"))
    if "others" in chosen:
        tasks = tasks.filter(pk__in=with_others(user).values("pk"))
    return tasks


def with_counts(tasks):
    """Tasks with what a row tells: shown (what the evidence counts), steps and ticked of the checklist."""
    amounts = Evidence.objects.filter(task=OuterRef("pk")).order_by().values("task")
    total = Subquery(amounts.annotate(total=Sum("amount")).values("total"), output_field=IntegerField())
    counted = tasks.annotate(
        shown=total,
        steps=Count("checklist"),
        ticked=Count("checklist", filter=Q(checklist__done_at__isnull=False)),
    )
    counted = counted.select_related("objective__campaign", "headquarters", "organisation")
    return counted.prefetch_related("people").order_by("due_on", "priority", "pk")


def columns(tasks, today):
    """[(TaskState, number of its tasks, the first of them)]; what was decided long ago is on the list alone."""
    since = timezone.now() - DECIDED_FOR
    counts = dict(tasks.order_by().values_list("state").annotate(Count("pk")))
    found = []
    for state in TaskState:
        rows = with_counts(tasks).filter(state=state)
        if state in (TaskState.ACCEPTED, TaskState.CALLED_OFF):
            rows = rows.filter(decided_at__gte=since).order_by("-decided_at", "pk")
        found.append((state, counts.get(state, 0), told(rows[:IN_A_COLUMN], today)))
    return found


def told(rows, today):
    """[(Task, until when in words)]."""
    return [(task, until(task, today)) for task in rows]


def until(task, today):
    """Until when it is to be done, in words of the active language; "" when nobody has to do anything any more."""
    if task.state not in TASK_AT_WORK:
        return ""
    return until_day(task.due_on, today)


@cabinet_page(access.gives_tasks)
def new(request):
    """A task for one headquarters or branch, or for all regional headquarters at once; ?campaign=KEY says for which
    campaign, without it the nearest."""
    campaigns = running(timezone.localdate())
    chosen = [one for one in campaigns if str(one.pk) == request.GET.get("campaign")]
    campaign = next(iter(chosen + campaigns), None)
    if campaign is None:
        messages.error(request, _("No campaign runs now: there is nothing to give a task for."))
        return redirect("cabinet:tasks")
    form = GiveForm(typed(request), user=request.user, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        values = form.values() | {"batch": form.cleaned_data["batch"]}
        try:
            if form.cleaned_data["owner"] == EVERYWHERE:
                made = tasking.give_everywhere(request.user, **values)
            else:
                made = [tasking.give(request.user, form.owners[form.cleaned_data["owner"]], **values)]
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            return given(request, made)
    shown = {"form": form, "campaign": campaign, "campaigns": campaigns}
    return render(request, "cabinet/task_new.html", shown, status=422 if form.errors else 200)


def given(request, made):
    if len(made) == 1:
        messages.success(request, _("The task is given; those who do it have a mail."))
        return redirect("cabinet:task", made[0].pk)
    said = ngettext("%(count)d task is given.", "%(count)d tasks are given.", len(made))
    messages.success(request, said % {"count": len(made)})
    return redirect("cabinet:tasks")
