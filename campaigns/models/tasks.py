"""Tasks of headquarters: what is to be done for which objective, and the proof that it was (DESIGN §4)."""

import datetime
import uuid
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals.models import Edition
from campaigns.enums import TASK_AT_WORK, Priority, Proof, TaskState, Unit
from campaigns.models.campaigns import Objective, require_both_languages
from campaigns.models.headquarters import Headquarters
from campaigns.models.papers import person, private_name, private_storage

# Results and reports are still worked on for so long after the vote; then nobody is reminded of a task any more.
RUNS_ON = datetime.timedelta(days=30)


class TaskQuerySet(models.QuerySet):
    def at_work(self, day=None):
        """Tasks for which somebody still has to do something on the local date `day` (default today): not those of a
        campaign that is over."""
        since = (day or timezone.localdate()) - RUNS_ON
        return self.filter(state__in=TASK_AT_WORK, objective__campaign__voting_on__gte=since)

    def overdue(self, day=None):
        """Tasks at work whose last day is over on the local date `day` (default today)."""
        day = day or timezone.localdate()
        return self.at_work(day).filter(due_on__lt=day)


class Task(models.Model):
    """What a headquarters or a branch has to reach for an objective, until the end of the local date `due_on`.

    `state` and what goes with it are changed by `campaigns.headquarters.tasking` alone. `batch` is shared by the
    tasks that were given to all regions at once.
    """

    objective = models.ForeignKey(
        Objective, verbose_name=_("objective"), on_delete=models.PROTECT, related_name="tasks"
    )
    headquarters = models.ForeignKey(
        Headquarters,
        verbose_name=_("headquarters"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    organisation = models.ForeignKey(
        "federation.Organisation",
        verbose_name=_("branch"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    people = models.ManyToManyField(
        "federation.User", verbose_name=_("people"), blank=True, related_name="tasks"
    )
    title = models.CharField(_("what is to be done"), max_length=200)
    text = models.TextField(_("details"), blank=True, max_length=4000)
    target = models.PositiveIntegerField(_("target"), default=1, validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=15, choices=Unit, default=Unit.MEETINGS)
    due_on = models.DateField(_("last day"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    state = models.CharField(
        _("state"), max_length=12, choices=TaskState, default=TaskState.OPEN, editable=False
    )
    batch = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_by = person(verbose_name=_("given by"), editable=False)
    made_at = models.DateTimeField(_("given at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    reported_by = person(verbose_name=_("reported by"), null=True, editable=False)
    reported_at = models.DateTimeField(_("reported at"), null=True, editable=False)
    decided_by = person(verbose_name=_("decided by"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due_on", "priority", "pk"]
        constraints = [
            models.CheckConstraint(
                name="task_has_one_owner",
                condition=Q(headquarters__isnull=False, organisation=None)
                | Q(headquarters=None, organisation__isnull=False),
                violation_error_message=_("Give the task to a headquarters or to a branch."),
            ),
            models.CheckConstraint(
                name="task_counts_something",
                condition=Q(target__gte=1),
                violation_error_message=_("The target is at least 1."),
            ),
            models.CheckConstraint(
                name="task_is_accepted_by_somebody",
                condition=~Q(state=TaskState.ACCEPTED)
                | Q(decided_by__isnull=False, decided_at__isnull=False, reported_by__isnull=False),
            ),
            models.CheckConstraint(
                name="task_is_accepted_by_somebody_else",
                condition=~Q(state=TaskState.ACCEPTED) | ~Q(decided_by=F("reported_by")),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="task_state_due")]

    def __str__(self):
        return self.title or self.title_kk or self.title_ru

    def clean(self):
        super().clean()
        require_both_languages(self, "title", "text")
        of_campaign = self.headquarters.campaign_id if self.headquarters else None
        if of_campaign and self.objective_id and self.objective.campaign_id != of_campaign:
            raise ValidationError({"objective": _("This objective belongs to another campaign.")})

    @property
    def owner(self):
        """The Headquarters or the Organisation that has to do it."""
        return self.headquarters or self.organisation

    def is_overdue(self, day=None):
        return self.state in TASK_AT_WORK and self.due_on < (day or timezone.localdate())


class ChecklistItem(models.Model):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="checklist")
    number = models.PositiveSmallIntegerField()
    # As it was typed: in one language or in both.
    text = models.CharField(_("step"), max_length=300)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = person(null=True, editable=False)

    class Meta:
        verbose_name = _("step of a task")
        verbose_name_plural = _("steps of a task")
        ordering = ["task", "number"]
        constraints = [models.UniqueConstraint(name="checklist_number_once", fields=["task", "number"])]

    def __str__(self):
        return f"{self.number}. {self.text}"


def task_file_name(row, name):
    return private_name("tasks", name)


class TaskComment(models.Model):
    """What people at work on it say to each other, with a file if they like. Never changed, but text and file can be
    removed (`campaigns.headquarters.removing`), and are erased after their time."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"), max_length=4000)  # "" once it is removed
    file = models.FileField(
        _("file"), upload_to=task_file_name, storage=private_storage, max_length=200, blank=True
    )
    file_label = models.CharField(max_length=150, blank=True, editable=False)
    by = person(verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    class Meta:
        verbose_name = _("comment on a task")
        verbose_name_plural = _("comments on tasks")
        ordering = ["task", "at", "pk"]

    def __str__(self):
        return f"{self.by} · {timezone.localdate(self.at)}"


class EvidenceQuerySet(models.QuerySet):
    def granted(self):
        """Evidence of accepted tasks, also what does not count at the moment."""
        return self.filter(task__state=TaskState.ACCEPTED)

    def accepted(self):
        """The only evidence that counts: of accepted tasks, and no publication that readers cannot open (ADR 15). No
        public number is made of any other."""
        released = Edition.objects.released().filter(publication=OuterRef("publication"))
        public = Q(Exists(released), publication__withdrawn_at=None)
        return self.granted().filter(Q(publication=None) | public)


class Evidence(models.Model):
    """Proof that something was done. `amount` counts in the task's unit; only what was accepted counts anywhere.

    title: what readers are told of a link, in both languages. digest: what makes two files or links the same
    (`campaigns.headquarters.sameness`). Of a file that was removed note, file and its name are empty, the amount stays.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind of evidence"), max_length=12, choices=Proof)
    amount = models.PositiveIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    note = models.CharField(_("what it shows"), max_length=300, blank=True)
    publication = models.ForeignKey(
        "appeals.Publication",
        verbose_name=_("publication"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    meeting = models.ForeignKey(
        "campaigns.Meeting",
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
    )
    url = models.URLField(_("link"), max_length=500, blank=True)
    title = models.CharField(_("what stands there"), max_length=200, blank=True)
    file = models.FileField(
        _("file"), upload_to=task_file_name, storage=private_storage, max_length=200, blank=True
    )
    file_label = models.CharField(max_length=150, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    by = person(verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = pgettext_lazy("plural", "evidence")
        ordering = ["task", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_shows_what_its_kind_says",
                condition=Q(kind=Proof.PUBLICATION, publication__isnull=False, meeting=None, url="", file="")
                | Q(kind=Proof.MEETING, meeting__isnull=False, publication=None, url="", file="")
                | Q(kind=Proof.MEMBERS, publication=None, meeting=None, url="", file="")
                | (
                    Q(kind=Proof.FILE, publication=None, meeting=None, url="")
                    & (~Q(file="") | Q(removed_at__isnull=False))
                )
                | (Q(kind=Proof.LINK, publication=None, meeting=None, file="") & ~Q(url="")),
                violation_error_message=_("Show the evidence that its kind asks for, and nothing else."),
            ),
            models.CheckConstraint(
                name="evidence_counts_something",
                condition=Q(amount__gte=1),
                violation_error_message=_("At least 1."),
            ),
            models.UniqueConstraint(
                name="evidence_publication_once",
                fields=["task", "publication"],
                violation_error_message=_("This publication is listed already."),
            ),
            models.UniqueConstraint(
                name="evidence_meeting_once",
                fields=["task", "meeting"],
                violation_error_message=_("This meeting is listed already."),
            ),
            models.UniqueConstraint(
                name="evidence_file_or_link_once",
                fields=["task", "digest"],
                condition=~Q(digest=""),
                violation_error_message=_("This file or link is listed already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.amount}"

    def clean(self):
        super().clean()
        require_both_languages(self, "title")

    @property
    def host(self):
        """The site of a link: what tells readers where it leads."""
        return urlsplit(self.url).hostname or ""


class TaskEvent(models.Model):
    """History of a task: append-only by a trigger. `move` is a `campaigns.headquarters.moves.Move`."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=20)
    by = person(null=True)
    at = models.DateTimeField(default=timezone.now)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("move of a task")
        verbose_name_plural = _("moves of tasks")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.move} · № {self.task_id}"
