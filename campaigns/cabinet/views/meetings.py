"""Meetings in the cabinet: the own ones, and recording one on a phone in short steps."""

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.meetings import ROWS, PlaceForm, TextForm
from campaigns.cabinet.views.meeting_acts import ACTS, is_offered
from campaigns.enums import MeetingState
from campaigns.headquarters.access import works_at_tasks
from campaigns.meetings import access, holding, people
from campaigns.meetings.completeness import thin_translations
from campaigns.meetings.moves import Move, is_legal
from campaigns.meetings.record import in_both, record_of
from campaigns.meetings.rows import WHO, values_of
from federation.refusals import Refused

PER_PAGE = 20
# The kinds of rows in the order of the page, with what they are called and what adds one.
KINDS = {
    "participants": (gettext_lazy("Participants"), gettext_lazy("Add a participant")),
    "questions": (gettext_lazy("Questions and answers"), gettext_lazy("Add a question")),
    "quotations": (gettext_lazy("Quotations"), gettext_lazy("Add a quotation")),
    "agenda": (gettext_lazy("Agenda"), gettext_lazy("Add an item")),
    "citations": (gettext_lazy("Legal acts cited"), gettext_lazy("Add a legal act")),
}


def of_user(request, pk, *, writing=True):
    """The meeting of that key if the person may open it (writing: may change it); else Http404."""
    found = access.visible(request.user).select_related(
        *(
            "headquarters",
            "organisation",
            "workplace",
            "region",
            "campaign",
            "report",
            "confirmed_by",
            "closed_by",
        )
    )
    meeting = found.filter(pk=pk).first()
    if meeting is None or (writing and not access.writes(request.user, meeting)):
        raise Http404
    return meeting


@cabinet_page(works_at_tasks)
def meetings(request):
    """The meetings that the person may open: what still waits for them first, then the newest; with ?unfinished what
    waits for them alone."""
    if "unfinished" in request.GET:
        own = access.unfinished(request.user).select_related("workplace", "region").order_by("held_on", "pk")
        page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
        return render(request, "cabinet/meetings.html", {"unfinished": True, "page": page})
    found = access.visible(request.user).select_related("workplace", "region")
    waiting = found.exclude(state=MeetingState.CLOSED)
    page = Paginator(found.filter(state=MeetingState.CLOSED), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cabinet/meetings.html", {"waiting": waiting[:100], "page": page})


@cabinet_page(works_at_tasks)
def new(request):
    """The first step: who met whom, where and when. With it the draft is there."""
    form = PlaceForm(typed(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                meeting = holding.begin(request.user, **placed(form, request.user))
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, _("The draft is saved. You can go on now or later."))
            return redirect("cabinet:meeting-text", meeting.pk)
    return page(request, "place", form)


def page(request, name, form, **shown):
    """A step with its form: 422 where something is wrong with what was typed."""
    status = 422 if form.errors else 200
    return render(request, f"cabinet/meeting_{name}.html", {"form": form, **shown}, status=status)


def placed(form, user):
    """What the form says for the door; a new workplace is made on the way."""
    values = form.values()
    if form.is_new_workplace:
        cleaned = form.cleaned_data
        names = {name: cleaned[name] for name in ("region", "name_kk", "name_ru")}
        values["workplace"] = people.known_or_new_workplace(user, **names)
        values["region"] = values["workplace"].region
    return values


@cabinet_page(works_at_tasks)
def meeting(request, pk):
    """All that the record says, what it misses, and what can be done with it. Who cannot change it reads all of it in
    both languages."""
    found = of_user(request, pk, writing=False)
    writes = access.writes(request.user, found)
    changes = writes and is_legal(Move.EDIT, found.state)
    lacks = holding.missing(found)
    shown = {
        "meeting": found,
        "writes": changes,
        "commits": writes,
        "lacks": lacks,
        "acts": [act for act in ACTS.values() if writes and is_offered(act, found, request.user, lacks)],
        "whole": None if changes or lacks else in_both(record_of(found)),
        "kinds": [(name, label, add, rows_of(found, name)) for name, (label, add) in KINDS.items()],
        "history": history(found),
    }
    return render(request, "cabinet/meeting.html", shown)


def rows_of(meeting, kind):
    """The rows of a kind in their order; a participant with `office`, the one of the day."""
    found = getattr(meeting, kind).order_by("number")
    if kind in WHO:
        return list(found.select_related(f"{WHO[kind]}__holder"))
    if kind == "participants":
        found = found.select_related("holder").prefetch_related("holder__offices")
        for row in found:
            row.office = row.holder.titles_on(meeting.held_on) if meeting.held_on else ""
    return list(found)


def history(meeting):
    """[(first event, name of its move, last event, number)]: what one person did of one kind on one day, in a row."""
    events = meeting.events.select_related("by")

    def alike(event):
        return event.move, event.by_id, event.reason, timezone.localdate(event.at)

    runs = [list(run) for _key, run in groupby(events, alike)]
    return [(run[0], Move(run[0].move).label, run[-1], len(run)) for run in runs]


@cabinet_page(works_at_tasks)
def place(request, pk):
    found = of_user(request, pk)
    form = PlaceForm(typed(request), user=request.user, meeting=found)

    def save(cleaned):
        with transaction.atomic():
            holding.save(found, request.user, version=cleaned["version"] or 0, **placed(form, request.user))

    if request.method == "POST" and saved(form, save, found):
        return redirect("cabinet:meeting", pk)
    return page(request, "place", form, meeting=found)


@cabinet_page(works_at_tasks)
def text(request, pk):
    found = of_user(request, pk)
    form = TextForm(typed(request), meeting=found)

    def save(cleaned):
        holding.save(found, request.user, version=cleaned["version"] or 0, **form.values())

    if request.method == "POST" and saved(form, save, found):
        return redirect("cabinet:meeting", pk)
    return page(request, "text", form, meeting=found)


@cabinet_page(works_at_tasks)
def row(request, pk, kind, number=None):
    """One row of a kind: a new one without number. The button «take away» removes it."""
    found = of_user(request, pk)
    if kind not in ROWS:
        raise Http404
    instance = number and getattr(found, kind).filter(number=number).first()
    if number and instance is None:
        raise Http404
    searched = {}
    if kind == "participants" and instance is None:
        searched = {"query": request.GET.get("q", "").replace("\0", "").strip()[:100]}
    form = ROWS[kind](typed(request), meeting=found, instance=instance, **searched)
    removing = instance is not None and "remove" in request.POST
    if removing:
        form.fields = {"version": form.fields["version"]}

    def save(cleaned):
        with transaction.atomic():
            rows = [one for one in values_of(found, kind) if one["number"] != number]
            if not removing:
                values = row_values(form, found, request.user)
                before = sum(one["number"] < number for one in rows) if number else len(rows)
                rows.insert(before, values)
            holding.save(found, request.user, version=cleaned["version"] or 0, rows={kind: rows})

    if request.method == "POST" and saved(form, save, found):
        if request.POST.get("more"):
            return redirect("cabinet:meeting-row-new", pk, kind)
        return redirect("cabinet:meeting", pk)
    label, add = KINDS[kind]
    return page(
        request, "row", form, meeting=found, kind=kind, label=label, add=add, instance=instance, **searched
    )


def row_values(form, meeting, user):
    values = form.values()
    newcomer = getattr(form, "newcomer", None)
    if newcomer:
        values["holder"] = people.known_or_new(user, meeting.held_on, **newcomer)
    return values


def saved(form, save, meeting):
    """Whether the door took what was typed; what it refuses stands on the form."""
    if not form.is_valid():
        return False
    try:
        save(form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.reasons)
        if isinstance(refusal, holding.Overtaken):
            form.tell_overtaken(type(meeting).objects.values_list("version", flat=True).get(pk=meeting.pk))
        return False
    return True


@cabinet_page(works_at_tasks)
def move(request, pk, name):
    """A move on a page of its own: GET says what comes of it, POST makes it."""
    found = of_user(request, pk)
    act = ACTS.get(name)
    if act is None:
        raise Http404
    reasons, lacks = [], []
    form = act.form(typed(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            act.door(found, request.user, **form.cleaned_data)
        except holding.Incomplete as refusal:
            lacks = refusal.lacks
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, act.done)
            return (
                redirect("cabinet:meetings") if act.move == Move.DISCARD else redirect("cabinet:meeting", pk)
            )
    elif act.move == Move.CONFIRM:
        lacks = holding.missing(found)
    vouches = act.move in (Move.CONFIRM, Move.CLOSE) and not lacks and not holding.missing(found)
    context = {
        "meeting": found,
        "act": act,
        "form": form,
        "reasons": reasons,
        "lacks": lacks,
        "writes": is_legal(Move.EDIT, found.state),
        "whole": in_both(record_of(found)) if vouches else None,
        "thin": thin_translations(found) if vouches and act.move == Move.CONFIRM else (),
    }
    return render(
        request, "cabinet/meeting_move.html", context, status=422 if request.method == "POST" else 200
    )
