"""Headquarters at work: tasks and their proof, meetings, promises, workers who join (DESIGN §4, DOMAIN §1)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Tier(models.TextChoices):
    """Where a headquarters stands in its tree, from the top."""

    REPUBLICAN = "republican", pgettext_lazy("tier of headquarters", "republican headquarters")
    REGIONAL = "regional", pgettext_lazy("tier of headquarters", "regional headquarters")
    DISTRICT = "district", pgettext_lazy("tier of headquarters", "district headquarters")
    POINT = "point", pgettext_lazy("tier of headquarters", "public point")


class Function(models.TextChoices):
    """What somebody does in a headquarters."""

    HEAD = "head", pgettext_lazy("function in headquarters", "head")
    DEPUTY = "deputy", pgettext_lazy("function in headquarters", "deputy head")
    SECRETARY = "secretary", pgettext_lazy("function in headquarters", "secretary")
    MEMBER = "member", pgettext_lazy("function in headquarters", "member")


class Service(models.TextChoices):
    OBSERVER = "observer", pgettext_lazy("service", "observer")
    VOLUNTEER = "volunteer", pgettext_lazy("service", "volunteer")


class TaskState(models.TextChoices):
    """Moved by `campaigns.headquarters.tasking` alone. Overdue is computed, never stored (DESIGN §4)."""

    OPEN = "open", pgettext_lazy("state of a task", "open")
    IN_PROGRESS = "in-progress", pgettext_lazy("state of a task", "in progress")
    DONE = "done", pgettext_lazy("state of a task", "done, waits for acceptance")
    RETURNED = "returned", pgettext_lazy("state of a task", "returned")
    ACCEPTED = "accepted", pgettext_lazy("state of a task", "accepted")
    CALLED_OFF = "called-off", pgettext_lazy("state of a task", "called off")


# Somebody still has to do something for it.
TASK_AT_WORK = (TaskState.OPEN, TaskState.IN_PROGRESS, TaskState.RETURNED)


class Priority(models.IntegerChoices):
    HIGH = 1, pgettext_lazy("priority of a task", "high")
    NORMAL = 2, pgettext_lazy("priority of a task", "normal")
    LOW = 3, pgettext_lazy("priority of a task", "low")


class Unit(models.TextChoices):
    """What the target of a task counts. Numbers of different units are never added up."""

    MEETINGS = "meetings", pgettext_lazy("unit of a task", "meetings")
    PUBLICATIONS = "publications", pgettext_lazy("unit of a task", "publications")
    MEMBERS = "members", pgettext_lazy("unit of a task", "new members")
    PEOPLE = "people", pgettext_lazy("unit of a task", "people reached")
    PLACES = "places", pgettext_lazy("unit of a task", "workplaces")
    OBSERVERS = "observers", pgettext_lazy("unit of a task", "observers")
    DOCUMENTS = "documents", pgettext_lazy("unit of a task", "documents")


class Proof(models.TextChoices):
    """Kinds of evidence that a task was done."""

    PUBLICATION = "publication", pgettext_lazy("evidence", "publication")
    MEETING = "meeting", pgettext_lazy("evidence", "meeting")
    MEMBERS = "members", pgettext_lazy("evidence", "joined members")
    FILE = "file", pgettext_lazy("evidence", "file")
    LINK = "link", pgettext_lazy("evidence", "link")


# The only kinds of evidence that prove a number of that unit (ADR 15): what the portal counts itself, nobody types.
PROVED_BY = {
    Unit.MEETINGS: (Proof.MEETING,),  # a report of one is published from its record alone
    Unit.PUBLICATIONS: (Proof.PUBLICATION, Proof.LINK),
    Unit.MEMBERS: (Proof.MEMBERS,),
    Unit.PEOPLE: (Proof.PUBLICATION, Proof.MEETING, Proof.FILE, Proof.LINK),
    Unit.PLACES: (Proof.PUBLICATION, Proof.MEETING, Proof.FILE, Proof.LINK),
    Unit.OBSERVERS: (Proof.FILE, Proof.LINK),
    Unit.DOCUMENTS: (Proof.PUBLICATION, Proof.FILE, Proof.LINK),
}
# In these units each piece of evidence is one.
ONE_EACH = (Unit.MEETINGS, Unit.PUBLICATIONS)


class MeetingState(models.TextChoices):
    """Of the record of a meeting. What readers see follows from the editions of its report instead."""

    DRAFT = "draft", pgettext_lazy("state of a meeting", "not confirmed yet")
    CONFIRMED = "confirmed", pgettext_lazy("state of a meeting", "confirmed")
    CLOSED = "closed", pgettext_lazy("state of a meeting", "closed")


class Part(models.TextChoices):
    """What somebody did at a meeting."""

    CHAIR = "chair", pgettext_lazy("part in a meeting", "chair")
    SPEAKER = "speaker", pgettext_lazy("part in a meeting", "speaker")
    PARTICIPANT = "participant", pgettext_lazy("part in a meeting", "participant")


class PromiseState(models.TextChoices):
    """Public status of a commitment. Overdue is computed, never stored."""

    GIVEN = "given", pgettext_lazy("state of a commitment", "given")
    UNDER_WAY = "under-way", pgettext_lazy("state of a commitment", "under way")
    KEPT = "kept", pgettext_lazy("state of a commitment", "kept")
    BROKEN = "broken", pgettext_lazy("state of a commitment", "not kept")


PROMISE_OPEN = (PromiseState.GIVEN, PromiseState.UNDER_WAY)


class Wish(models.TextChoices):
    """What somebody who writes on the page «join» wants."""

    MEMBER = "member", pgettext_lazy("wish", "to join the trade union")
    ALLY = "ally", pgettext_lazy("wish", "to help as an ally")


class JoinState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("state of an application", "received")
    CONTACTED = "contacted", pgettext_lazy("state of an application", "the union has answered")
    JOINED = "joined", pgettext_lazy("state of an application", "joined")
    DECLINED = "declined", pgettext_lazy("state of an application", "declined")
    TAKEN_BACK = "taken-back", pgettext_lazy("state of an application", "taken back")


JOIN_OPEN = (JoinState.RECEIVED, JoinState.CONTACTED)
