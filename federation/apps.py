from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FederationConfig(AppConfig):
    name = "federation"
    verbose_name = _("People and organisations")
    default = True

    def ready(self):
        from django.contrib.auth.signals import user_logged_in

        from federation import access, accounts, roles  # noqa: F401

        user_logged_in.connect(accounts.keep_chosen_language, dispatch_uid="federation.language")
        post_migrate.connect(roles.after_migrate, dispatch_uid="federation.roles")


class PortalAdminConfig(admin.AdminConfig):
    """Django's admin with the portal's own site."""

    default_site = "federation.admin_site.PortalAdminSite"
    default = False
