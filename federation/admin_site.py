"""The portal's admin site: entered by role, logged in by allauth, in the person's language."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog

from federation import access

# The front page begins with the daily work. What libraries keep for themselves is nobody's work.
ORDER = ("appeals", "campaigns", "site", "federation")
MACHINERY = ("procrastinate",)


class PortalAdminSite(AdminSite):
    site_header = gettext_lazy("Federation of Trade Unions: administration")
    site_title = gettext_lazy("Administration of the portal")
    index_title = gettext_lazy("What to work on")
    site_url = "/"
    enable_nav_sidebar = False  # two languages side by side need the width

    def has_permission(self, request):
        """The role leads here, and the second factor it demands is set up."""
        return access.enters_admin(request.user) and not access.lacks_second_factor(request.user)

    def get_app_list(self, request, app_label=None):
        apps = [app for app in super().get_app_list(request, app_label) if app["app_label"] not in MACHINERY]
        return sorted(apps, key=lambda app: (*ORDER, app["app_label"]).index(app["app_label"]))

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Sends a visitor to allauth's log-in, and somebody signed in to what is missing."""
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
            wanted = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted, reverse("account_login"))
        if self.has_permission(request):
            return redirect(wanted)
        if access.lacks_second_factor(request.user):
            messages.warning(request, _("Your role needs a second factor. Set one up to go on."))
            return redirect("mfa_index")
        messages.error(request, _("Your role has no work in the administration."))
        return redirect("account_home")

    @method_decorator(never_cache)
    def logout(self, request, extra_context=None):
        """Logs out on POST; a mere visit of the address asks allauth's page for confirmation."""
        if request.method != "POST":
            return redirect("account_logout")
        logout(request)
        return redirect(settings.LOGOUT_REDIRECT_URL)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def i18n_javascript(self, request, extra_context=None):
        """Django's catalogue is taken from LOCALE_PATHS too, where the portal mends its Kazakh."""
        return JavaScriptCatalog.as_view()(request)
