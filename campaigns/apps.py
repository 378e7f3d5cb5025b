from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self):
        # Permissions; what follows the editions of platforms, and those of reports of meetings.
        from campaigns import access, planks  # noqa: F401
        from campaigns.meetings import access as of_meetings  # noqa: F401
        from campaigns.meetings import records  # noqa: F401
