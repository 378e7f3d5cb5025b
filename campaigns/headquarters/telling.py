"""Mails about tasks among the people who work on them: they name the task, numbers and days, no worker or voter."""

from collections import defaultdict

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from campaigns.headquarters.people import addressed, leaders
from federation.notifications import send

MAIL = "campaigns/mail/task_"


def given(tasks, by):
    """Tells those who have to do tasks that were given together, but not who gave them to themselves: a mail each,
    however many headquarters somebody works for. tasks: alike but for their owners."""
    people, own = {}, defaultdict(list)
    for task in tasks:
        for person in addressed(task).exclude(pk=by.pk):
            people[person.pk] = person
            own[person.pk].append(task)
    for key, found in own.items():
        tell_given(people[key], found)


def named(task, people):
    """Tells Users that they do it from now on."""
    for person in people:
        tell_given(person, [task])


def tell_given(person, tasks):
    rows = [(task, address_of(task, person)) for task in tasks]
    send(person, MAIL + "given", {"task": tasks[0], "rows": rows})


def reported(task, by, shown):
    """Tells those above that a report waits for acceptance. shown: what its evidence counts."""
    tell(leaders(task.owner).exclude(pk=by.pk), "reported", task, shown=shown)


def returned(task, by, reason):
    tell(addressed(task).exclude(pk=by.pk), "returned", task, reason=reason)


def reopened(task, by, reason):
    tell(addressed(task).exclude(pk=by.pk), "reopened", task, reason=reason)


def accepted(task, by, shown):
    tell(addressed(task).exclude(pk=by.pk), "accepted", task, shown=shown)


def called_off(task, by, reason):
    tell(addressed(task).exclude(pk=by.pk), "called_off", task, reason=reason)


def tell(people, mail, task, **context):
    for person in people:
        send(person, MAIL + mail, {"task": task, "address": address_of(task, person), **context})


def address_of(task, person):
    """Whole address of the task's page in the person's language."""
    with override(person.language):
        return settings.SITE_URL + reverse("cabinet:task", args=[task.pk])
