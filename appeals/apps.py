from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    name = "appeals"
    verbose_name = _("Publishing")

    def ready(self):
        from appeals import access  # noqa: F401  (registers the permissions)
