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


def escalate(now=None):
    """Tells of what is overdue at `now` (aware, default the clock): each step once for a last day, in one mail a
    person. Returns the number of mails.

    However often it runs and from wherever: the row of a step is the lock, and a second run finds it. A last day that
    is moved begins anew. Somebody whose mail fails stops nobody else's: what failed is raised at the end, as one
    ExceptionGroup, and is not tried again: the mail of the morning names overdue tasks, too.
    """
    count, failed = step_up(now or timezone.now())
    if failed:
        raise ExceptionGroup("Overdue tasks that somebody was not told of", failed)
    return count


@transaction.atomic
def step_up(now):
    """The same in one transaction. Returns (number of mails, [Exception])."""
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
    failed = []
    for key, tasks in told.items():
        try:
            _tell(people[key], tasks.values())
        except Exception as error:  # whatever it is, the others have to know
            error.add_note(f"Overdue tasks, person № {key}")
            failed.append(error)
    return len(told) - len(failed), failed


def _tell(person, tasks):
    with transaction.atomic():
        rows = [(task, late, address_of(task, person)) for task, late in tasks]
        send(person, "campaigns/mail/task_overdue", {"rows": rows})


def above(owner, steps):
    """Queryset of the people so many steps above; nobody where the step before told the same people."""
    if steps == 1:
        return leaders(owner)
    told_already = getattr(owner, "tier", None) in (Tier.REPUBLICAN, Tier.REGIONAL) or owner.region_id is None
    return republican().none() if told_already else republican().exclude(pk__in=leaders(owner).values("pk"))
