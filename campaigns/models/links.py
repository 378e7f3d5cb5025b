"""What belongs to a campaign from elsewhere: publications, and the reminders that went out."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Step
from campaigns.models.campaigns import Campaign


class Link(models.Model):
    """A publication belongs to a campaign. It thereby is campaign material, unless found neutral (DESIGN §5)."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.CASCADE, related_name="links"
    )
    publication = models.ForeignKey(
        "appeals.Publication",
        verbose_name=_("publication"),
        on_delete=models.CASCADE,
        related_name="campaign_links",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("linked publication")
        verbose_name_plural = _("linked publications")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="link_once",
                fields=["campaign", "publication"],
                violation_error_message=_("The publication belongs to this campaign already."),
            )
        ]

    def __str__(self):
        return f"{self.campaign} · {self.publication}"


class Reminder(models.Model):
    """A reminder of one border of the clock that was put on the queue: each goes out once."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20, choices=Step)
    moment = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(name="reminder_once", fields=["campaign", "step", "moment", "days"])
        ]

    def __str__(self):
        return f"{self.get_step_display()} · {self.days}"
