"""The text as its readers will see it, at the width of a desk and of a phone, and a link for an approver."""

from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from appeals import previews
from appeals.models.publications import LANGUAGES


class PreviewPages:
    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", wrap(self.preview_view), name="appeals_publication_preview"),
            path(
                "<int:pk>/preview/<str:language>/",
                wrap(xframe_options_sameorigin(self.preview_text_view)),
                name="appeals_publication_preview_text",
            ),
            *super().get_urls(),
        ]

    def preview_view(self, request, pk):
        """The frame around the preview: `?language=`, `?width=desk|phone`."""
        publication = self.publication(request, pk)
        language = request.GET.get("language")
        width = request.GET.get("width")
        link = reverse("preview", args=[previews.token(publication)])
        return self.page(
            request,
            "preview.html",
            title=_("Preview"),
            publication=publication,
            language=language if language in LANGUAGES else get_language(),
            width=width if width in ("desk", "phone") else "desk",
            link=request.build_absolute_uri(link),
            days=previews.settings.PREVIEW_LINK_DAYS,
        )

    def preview_text_view(self, request, pk, language):
        if language not in LANGUAGES:
            raise Http404
        return previews.show(request, self.publication(request, pk), language)
