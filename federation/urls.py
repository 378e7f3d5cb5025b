"""The portal's address book: public pages under a language prefix, the rest under the person's own language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from appeals import previews

urlpatterns = [
    path("", include("federation.site.urls_neutral")),
    path("accounts/", include("federation.urls_accounts")),
    path("admin/", admin.site.urls),
    path("preview/<str:value>/", previews.signed, name="preview"),
    path("preview/<str:value>/<path:name>", previews.file, name="preview-file"),
    *i18n_patterns(
        path("", include("appeals.urls")),
        path("", include("campaigns.urls")),
        path("cabinet/", include("campaigns.cabinet.urls")),
        path("", include("federation.site.urls")),
    ),
]

handler404 = "federation.site.views.not_found"
handler500 = "federation.site.views.server_error"
