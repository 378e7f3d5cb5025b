"""Pools of candidates: for each body of a campaign its window, its target and its quotas; lists that were locked."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHARE = (MaxValueValidator(100),)


class PoolQuerySet(models.QuerySet):
    def open(self, at=None):
        """Pools into which candidacies can be submitted at `at` (aware, default now)."""
        at = at or timezone.now()
        return self.filter(opens_at__lte=at, closes_at__gt=at)


class Pool(models.Model):
    """The pool of one body in one campaign. `opens_at`, `closes_at`: aware moments; at the latter it is closed.

    Shares are the federation's own aims in whole percent; the quota of the law stands in the rule set.
    """

    campaign = models.ForeignKey(
        "campaigns.Campaign", verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="pools"
    )
    body = models.ForeignKey(
        "campaigns.Body", verbose_name=_("body"), on_delete=models.PROTECT, related_name="pools"
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    target = models.PositiveIntegerField(_("target: candidates"), null=True, blank=True)
    women_share = models.PositiveSmallIntegerField(
        _("women, at least %"), null=True, blank=True, validators=SHARE
    )
    young_share = models.PositiveSmallIntegerField(
        _("younger than 29, at least %"), null=True, blank=True, validators=SHARE
    )
    disabled_share = models.PositiveSmallIntegerField(
        _("persons with disabilities, at least %"), null=True, blank=True, validators=SHARE
    )
    keep_days = models.PositiveSmallIntegerField(
        _("keeps private data, days"),
        default=180,
        help_text=_("So many days after the voting day private data and documents are erased."),
    )

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("pool of candidates")
        verbose_name_plural = _("pools of candidates")
        ordering = ["campaign", "body"]
        constraints = [
            models.UniqueConstraint(
                name="pool_once_for_body",
                fields=["campaign", "body"],
                violation_error_message=_("This body already has its pool in the campaign."),
            ),
            models.CheckConstraint(
                name="pool_opens_before_it_closes",
                condition=Q(opens_at__lt=F("closes_at")),
                violation_error_message=_("The pool opens before it closes."),
            ),
        ]

    def __str__(self):
        return f"{self.campaign} · {self.body}"

    def clean(self):
        super().clean()
        if self.campaign_id and self.body_id and not self.campaign.bodies.filter(pk=self.body_id).exists():
            raise ValidationError({"body": _("This body is not elected in this campaign.")})

    def is_open(self, at=None):
        """Whether candidacies can be submitted at `at` (aware, default now)."""
        return self.opens_at <= (at or timezone.now()) < self.closes_at

    @property
    def is_ahead(self):
        """Whether the pool opens later than now."""
        return timezone.now() < self.opens_at


class LockedList(models.Model):
    """The list of a pool at the moment when headquarters locked it; the official document is drawn from it.

    Never changed; while `unlocked_at` is empty the pool takes no decision and no change.
    """

    pool = models.ForeignKey(Pool, verbose_name=_("pool"), on_delete=models.PROTECT, related_name="lists")
    number = models.PositiveSmallIntegerField(_("number"))
    locked_at = models.DateTimeField(_("locked at"), default=timezone.now)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("locked by"), on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(_("decision"), max_length=300)
    unlocked_at = models.DateTimeField(_("unlocked at"), null=True, editable=False)
    unlocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    unlock_reason = models.TextField(_("reason of unlocking"), blank=True)

    class Meta:
        verbose_name = _("locked list")
        verbose_name_plural = _("locked lists")
        ordering = ["pool", "-number"]
        constraints = [
            models.UniqueConstraint(name="locked_list_number_once", fields=["pool", "number"]),
            models.UniqueConstraint(
                name="one_list_of_a_pool_is_locked",
                fields=["pool"],
                condition=Q(unlocked_at=None),
                violation_error_message=_("The list of this pool is locked already."),
            ),
        ]

    def __str__(self):
        return f"{self.pool} · № {self.number}"


class ListEntry(models.Model):
    """A candidacy in a locked list, in the order of the list."""

    list = models.ForeignKey(LockedList, on_delete=models.PROTECT, related_name="entries")
    candidacy = models.ForeignKey(
        "campaigns.Candidacy", on_delete=models.PROTECT, related_name="list_entries"
    )
    order = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("entry of a list")
        verbose_name_plural = _("entries of a list")
        ordering = ["list", "order"]
        constraints = [
            models.UniqueConstraint(name="list_entry_order_once", fields=["list", "order"]),
            models.UniqueConstraint(name="list_entry_once", fields=["list", "candidacy"]),
        ]

    def __str__(self):
        return f"{self.list} · {self.order}"
