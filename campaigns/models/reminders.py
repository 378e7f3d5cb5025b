"""What is told about tasks without a move: overdue ones to those above, the morning's mail, a person's calendar."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.tasks import Task


class Escalation(models.Model):
    """An overdue task was told to the headquarters so many steps above its owner: each step once for a last day."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="escalations")
    due_on = models.DateField()
    steps = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [models.UniqueConstraint(name="escalation_once", fields=["task", "due_on", "steps"])]

    def __str__(self):
        return f"№ {self.task_id} · {self.steps}"


class Digest(models.Model):
    """The mail about a person's tasks that went out on a day: one a day."""

    user = models.ForeignKey("federation.User", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(name="digest_once_a_day", fields=["user", "day"])]

    def __str__(self):
        return f"{self.user_id} · {self.day}"


class CalendarKey(models.Model):
    """The key in the address of a person's calendar of tasks: a calendar program does not log in. Only its hash."""

    user = models.OneToOneField("federation.User", on_delete=models.CASCADE, related_name="calendar_key")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("key of a calendar")
        verbose_name_plural = _("keys of calendars")

    def __str__(self):
        return f"{self.user_id}"
