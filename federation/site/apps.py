from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """Home, menus, search, sitemap: what joins the parts of the portal for its readers."""

    name = "federation.site"
    label = "site"
    verbose_name = _("Portal pages")
