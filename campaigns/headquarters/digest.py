"""The morning mail about a person's tasks: what is new, due, overdue, and waits for their acceptance."""

import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.enums import TaskState
from campaigns.headquarters.people import mine, to_accept
from campaigns.headquarters.telling import address_of
from campaigns.models import Digest
from federation.enums import Role
from federation.models import User
from federation.notifications import send

SENT_AT = datetime.time(9)  # of a working day in Astana: when `campaigns.tasks` runs it
SOON = datetime.timedelta(days=3)


def send_digests(now=None):
    """Puts the mails of the day on the queue. Returns their number. now: aware, default the clock.

    One mail a person and day, however often it runs; who has nothing to hear of gets none. Somebody whose mail fails
    stops nobody else's: what failed is raised at the end, as one ExceptionGroup.
    """
    now = now or timezone.now()
    sent, failed = 0, []
    people = User.objects.holding(Role.BRANCH, Role.REGIONAL_HEADQUARTERS, Role.HEADQUARTERS)
    for person in people.order_by("pk"):
        try:
            sent += send_digest(person, now)
        except Exception as error:  # whatever it is, the others have to know of their tasks
            error.add_note(f"Digest of person № {person.pk}")
            failed.append(error)
    if failed:
        raise ExceptionGroup("Digests that did not go out", failed)
    return sent


@transaction.atomic
def send_digest(person, now):
    """One person's mail of the day; returns whether it was written now. The row of the day is the lock."""
    parts = parts_of(person, now)
    if not any(parts.values()):
        return False
    _row, new = Digest.objects.get_or_create(user=person, day=timezone.localdate(now))
    if new:
        rows = {name: [(task, address_of(task, person)) for task in tasks] for name, tasks in parts.items()}
        count = len({task.pk for tasks in parts.values() for task in tasks})
        send(person, "campaigns/mail/task_digest", {**rows, "count": count})
    return new


def parts_of(person, now):
    """{"overdue", "due", "new", "waiting": [Task]}: a task stands in one part, the most urgent."""
    today, since = timezone.localdate(now), last_morning(now)
    parts = {"overdue": [], "due": [], "new": []}
    for task in with_owner(mine(person)):
        if task.due_on < today:
            parts["overdue"].append(task)
        elif task.due_on <= today + SOON:
            parts["due"].append(task)
        elif task.state == TaskState.OPEN and task.made_at >= since and task.made_by_id != person.pk:
            parts["new"].append(task)
    return parts | {"waiting": list(with_owner(to_accept(person)))}


def with_owner(tasks):
    return tasks.select_related("objective", "headquarters", "organisation")


def last_morning(now):
    """The hour of the mail on the working day before (aware)."""
    day = timezone.localdate(now) - datetime.timedelta(days=1)
    while day.isoweekday() > 5:
        day -= datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, SENT_AT))
