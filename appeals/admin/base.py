"""What all pages of the workplace share: who may open them, and how a page of our own is shown."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse

from federation.admin.lists import WithCheckedList


class ByRole(WithCheckedList):
    """The rights of a page are those of the table in `federation.roles`, but nobody deletes, whatever he is."""

    def has_delete_permission(self, request, obj=None):
        return False


class PageAdmin(ByRole, admin.ModelAdmin):
    """A ModelAdmin with further pages about one object."""

    def log_addition(self, request, obj, message):
        """Nothing: the history of moves is the one record of who did what."""

    log_change = log_addition

    def publication(self, request, pk):
        """The Publication `pk` for somebody who may read drafts; else PermissionDenied or Http404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        publication = self.get_queryset(request).filter(pk=pk).first()
        if publication is None:
            raise Http404
        return publication

    def page(self, request, template, *, title, status=200, **context):
        """A page in the admin's frame: `templates/appeals/admin/<template>`."""
        request.current_app = self.admin_site.name
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"appeals/admin/{template}", context, status=status)
