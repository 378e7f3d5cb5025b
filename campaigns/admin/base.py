"""What all pages about campaigns in the administration share."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse

from federation.admin.moves import WithMoves
from federation.refusals import Refused


class CampaignsAdmin(WithMoves, admin.ModelAdmin):
    """A ModelAdmin with the look of these pages, moves that campaigns refuse, and pages of its own."""

    move_permission = "campaigns.lead_campaign"
    move_refusals = (Refused,)
    show_full_result_count = False

    class Media:
        css = {"all": ["admin-portal/campaigns.css"]}

    def row(self, request, pk):
        """The row `pk` for somebody who may see this page; else PermissionDenied or Http404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_queryset(request).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def page(self, request, template, *, title, status=200, **context):
        """A page in the admin's frame: `templates/campaigns/admin/<template>`."""
        request.current_app = self.admin_site.name
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        context = {**frame, "title": title, **context}
        return TemplateResponse(request, f"campaigns/admin/{template}", context, status=status)
