"""What people said about the two languages of a text: these blocks agree; this difference is meant."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ConfirmedPair(models.Model):
    """A Kazakh and a Russian block that somebody confirmed as saying the same (hashes of `federation.blocks`).

    The texts are kept for the word diff since the confirmation.
    """

    publication = models.ForeignKey(
        "appeals.Publication", on_delete=models.CASCADE, related_name="confirmed_pairs"
    )
    hash_kk = models.CharField(max_length=64)
    hash_ru = models.CharField(max_length=64)
    text_kk = models.TextField()
    text_ru = models.TextField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("confirmed pair of blocks")
        verbose_name_plural = _("confirmed pairs of blocks")
        constraints = [
            models.UniqueConstraint(fields=["publication", "hash_kk", "hash_ru"], name="pair_confirmed_once")
        ]

    def __str__(self):
        return f"{self.text_kk[:40]} · {self.text_ru[:40]}"


class ParityOverride(models.Model):
    """A publisher's decision that one pair of blocks may differ, with the reason. A change of either block ends it."""

    publication = models.ForeignKey("appeals.Publication", on_delete=models.CASCADE, related_name="overrides")
    hash_kk = models.CharField(max_length=64, blank=True)
    hash_ru = models.CharField(max_length=64, blank=True)
    block = models.CharField(_("block"), max_length=20)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("accepted difference")
        verbose_name_plural = _("accepted differences")
        constraints = [
            models.UniqueConstraint(fields=["publication", "hash_kk", "hash_ru"], name="override_once"),
            models.CheckConstraint(
                name="override_has_a_reason",
                condition=~models.Q(reason=""),
                violation_error_message=_("Say why the difference is meant."),
            ),
        ]

    def __str__(self):
        return self.reason
