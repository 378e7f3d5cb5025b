"""When somebody was last at the desk: what changed since is shown there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeskVisit(models.Model):
    """`at`: the present visit; `before`: the one whose end the desk compares with. See `campaigns.desk`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("visit at the desk")
        verbose_name_plural = _("visits at the desk")

    def __str__(self):
        return f"{self.user_id}"
