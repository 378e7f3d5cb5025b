"""Proposals that an item is no campaign material after all: one person proposes, another decides (DOMAIN §4)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NeutralityProposal(models.Model):
    """A reasoned proposal to take the mark «campaign material» away. accepted: None while it waits."""

    publication = models.ForeignKey(
        "appeals.Publication",
        verbose_name=_("publication"),
        on_delete=models.PROTECT,
        related_name="neutrality_proposals",
    )
    version = models.PositiveIntegerField(
        _("version of the text"), null=True, help_text=_("The finding holds for this version alone.")
    )
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    accepted = models.BooleanField(_("accepted"), null=True)

    class Meta:
        verbose_name = _("proposal to count as neutral")
        verbose_name_plural = _("proposals to count as neutral")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="neutrality_one_open_proposal",
                fields=["publication"],
                condition=Q(accepted=None),
                violation_error_message=_("A proposal is waiting already."),
            ),
            models.CheckConstraint(
                name="neutrality_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why it is no campaign material."),
            ),
            models.CheckConstraint(
                name="neutrality_by_two_persons",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                violation_error_message=_("Somebody else than the proposer has to decide."),
            ),
            models.CheckConstraint(
                name="neutrality_decided_by_somebody",
                condition=(
                    Q(accepted=None, decided_by=None, decided_at=None)
                    | Q(accepted__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
        ]

    def __str__(self):
        return self.reason
