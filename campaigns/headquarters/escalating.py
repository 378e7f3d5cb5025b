"""Overdue tasks go up the tree: after a day to those directly above, after three to the republican headquarters."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from campaigns.enums import Tier
from campaigns.headquarters.people import leaders, republican
from campaigns.headquarters.telling import address_of
from campaigns.models import Escalation, Task
from federation.notifications import send

# Steps above the owner, by the number of days that the last day is over.
AFTER_DAYS = {1: 1, 2: 3}


@transaction.atomic
def escalate(now=None):
    """Tells of what is overdue at `now` (aware, default the clock): each step once for a last day, in one mail a
    person. Returns the number of mails.

    However often it runs and from wherever: the row of a step is the lock, and a second run finds it. A last day that
    is moved begins anew.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    overdue = Task.objects.overdue(today).select_related(
        "objective__campaign", "headquarters__organisation", "organisation"
    )
    told, people = defaultdict(dict), {}
    for task in overdue.order_by("pk"):
        late = (today - task.due_on).days
        for steps, days in AFTER_DAYS.items():
            if late < days:
                continue
            _row, new = Escalation.objects.get_or_create(
                task=task, due_on=task.due_on, steps=steps, defaults={"at": now}
            )
            for person in above(task.owner, steps) if new else ():
                people[person.pk] = person
                told[person.pk][task.pk] = (task, late)
    for key, tasks in told.items():
        person = people[key]
        rows = [(task, late, address_of(task, person)) for task, late in tasks.values()]
        send(person, "campaigns/mail/task_overdue", {"rows": rows})
    return len(told)


def above(owner, steps):
    """Queryset of the people so many steps above; nobody where the step before told the same people."""
    if steps == 1:
        return leaders(owner)
    told_already = getattr(owner, "tier", None) in (Tier.REPUBLICAN, Tier.REGIONAL) or owner.region_id is None
    return republican().none() if told_already else republican().exclude(pk__in=leaders(owner).values("pk"))
