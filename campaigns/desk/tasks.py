"""Tasks and applications on the desk, and who has been silent."""

from django.db.models import Case, Count, Min, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.countdown import until_day
from campaigns.desk.card import SHOWN, Card, Line
from campaigns.enums import JoinState, TaskState
from campaigns.headquarters import overview, people
from campaigns.headquarters.access import gives_tasks, regions_of, works_at_tasks
from campaigns.joining import access as joining
from campaigns.joining.routing import late_at_work, stranded
from campaigns.models import Application
from campaigns.models.demands import last_day
from federation.access import is_headquarters
from federation.models import Organisation


def cards(user, now):
    """[Card] of tasks, applications and silence for the person at `now` (aware)."""
    today, found = timezone.localdate(now), []
    if works_at_tasks(user):
        found.append(mine(user, today))
    if gives_tasks(user):
        found += [to_accept(user), overdue(user, today)]
    if joining.answers(user):
        found.append(applications(user, now))
    if joining.counts(user):
        found += [alone(now), late_by_branch(now)]
    return found + (silent(user, now) if gives_tasks(user) else [])


def mine(user, today):
    """What came back stands first: it was done once, and the reason says what is left to mend."""
    found, address = people.mine(user), reverse("cabinet:tasks")
    back = Case(When(state=TaskState.RETURNED, then=0), default=1)
    return of_tasks("tasks", _("My tasks"), f"{address}?mine=on", found, today, first=[back])


def to_accept(user):
    """What others reported as done; nothing of it is late for who accepts."""
    found = people.to_accept(user).select_related("headquarters", "organisation")
    lines = tuple(
        Line(str(task), reverse("cabinet:task", args=[task.pk]), str(task.owner))
        for task in found.order_by("reported_at", "pk")[:SHOWN]
    )
    address = reverse("cabinet:tasks") + "?view=list&accept=on"
    return Card("accept", _("Tasks to accept"), address, found.count(), lines=lines)


def overdue(user, today):
    """What is over its time with others whom the person leads."""
    found = people.with_others(user).overdue(today)
    address = reverse("cabinet:tasks") + "?view=list&overdue=on&others=on"
    return of_tasks("overdue", _("Overdue with others"), address, found, today, others=True)


def of_tasks(name, title, address, tasks, today, *, first=(), others=False):
    """first: what the lines are ordered by before their last day; others: whether others do them; then the lines tell
    who."""
    numbers = tasks.order_by().aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)), soonest=Min("due_on")
    )
    tasks = tasks.select_related("headquarters", "organisation")
    shown = tasks.order_by(*first, "due_on", "priority", "pk")[:SHOWN]
    lines = tuple(
        Line(
            str(task),
            reverse("cabinet:task", args=[task.pk]),
            " · ".join(said(task, today, others)),
            late=task.due_on < today,
        )
        for task in shown
    )
    return Card(name, title, address, lines=lines, others=others, **numbers)


def said(task, today, others):
    back = [task.get_state_display()] if task.state == TaskState.RETURNED else []
    return [*back, until_day(task.due_on, today), *([str(task.owner)] if others else [])]


def applications(user, now):
    """What the branch has to answer: numbers and days, no name."""
    found, today = joining.before(user).waiting(), timezone.localdate(now)
    late = Application.objects.late(now).values("pk")
    numbers = found.order_by().aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(pk__in=late)), soonest=Min("due_at")
    )
    soonest = numbers.pop("soonest")
    rows = found.select_related("region").only("due_at", "state", "region")
    lines = tuple(
        Line(
            f"№ {row.pk} · {row.region}",
            reverse("cabinet:application", args=[row.pk]),
            until_day(row.due_on, today) if row.state == JoinState.RECEIVED else row.get_state_display(),
            late=row.is_late(now),
        )
        for row in rows.order_by("-state", "due_at", "pk")[:SHOWN]
    )
    return Card(
        "applications",
        _("Applications to answer"),
        reverse("cabinet:applications"),
        soonest=soonest and last_day(soonest),
        lines=lines,
        **numbers,
    )


def late_by_branch(now):
    """Numbers alone: the headquarters learn no name. What nobody can answer is no branch's delay: see `alone`."""
    counted = late_at_work(now).order_by().values_list("organisation").annotate(count=Count("pk"))
    found = list(counted.order_by("-count", "organisation"))
    places = Organisation.objects.in_bulk([key for key, _late in found[:SHOWN]])
    count = sum(late for _key, late in found)
    address = reverse("cabinet:applications") + "#late"
    lines = tuple(
        Line(
            str(places[key]),
            f"{address}-{key}",
            said=ngettext("%(count)d late", "%(count)d late", late) % {"count": late},
            late=True,
        )
        for key, late in found[:SHOWN]
    )
    title = _("Applications not answered in time")
    return Card("late-applications", title, address, count, count, lines=lines, others=True)


def alone(now):
    """What waits where nobody is left who could answer: the headquarters pass it on."""
    found, address = stranded(), reverse("cabinet:applications") + "#alone"
    count, late = found.count(), found.late(now).count()
    return Card("stranded", _("Applications that nobody can answer"), address, count, late)


def silent(user, now):
    """Regions and branches from which nothing came for two weeks (`overview`), in the campaign of the nearest vote."""
    campaign, keys = overview.nearest(), None if is_headquarters(user) else regions_of(user)
    if campaign is None:
        return []
    address, found = f"{reverse('cabinet:overview')}?campaign={campaign.slug}", []
    branches = overview.silent_branches(campaign, now, keys)
    if keys is None:
        regions = overview.silent_regions(campaign, now)
        listed, count = f"{address}#listed", len(regions)
        lines = tuple(
            Line(str(region), f"{address}&region={region.iso}#region-{region.pk}", heard(at))
            for region, at in regions[:SHOWN]
        )
        found.append(Card("silent-regions", _("Silent regions"), listed, count, lines=lines, others=True))
    lines = tuple(
        Line(str(row.organisation), f"{address}#branch-{row.organisation.pk}", heard(row.heard_at))
        for row in branches[:SHOWN]
    )
    listed, count = f"{address}#silent", len(branches)
    return [*found, Card("silent", _("Silent branches"), listed, count, lines=lines, others=True)]


def heard(at):
    if at is None:
        return _("never heard of")
    return _("last heard of on %(day)s") % {"day": date_format(timezone.localtime(at), "SHORT_DATE_FORMAT")}
