"""Readers who asked for mail on new publications: nothing is sent before they confirmed their address."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.sealing import SealedTextField


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """An address that gets mail on what is new: everything, or what concerns a region or a campaign.

    The row is deleted when the reader unsubscribes, and when the address was not confirmed in time. email: sealed;
    its hash finds it. token_hash: of the key in the links of the mails.
    """

    email = SealedTextField(_("e-mail"), default="")
    email_hash = models.CharField(max_length=64, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="kk")
    region = models.ForeignKey(
        "federation.Region",
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    campaign = models.ForeignKey(
        "campaigns.Campaign",
        verbose_name=_("campaign"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="subscription_once",
                fields=["email_hash", "region", "campaign"],
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"№ {self.pk}"


class Mailing(models.Model):
    """An edition whose subscribers were told, or were not to be: each once."""

    edition = models.OneToOneField("appeals.Edition", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    recipients = models.PositiveIntegerField(_("recipients"), default=0)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return str(self.edition)
