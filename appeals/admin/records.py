"""Editions and the history of moves: to be read, never to be changed."""

from django.contrib import admin
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from appeals.admin.base import ByRole
from appeals.models import Edition, MoveRecord
from appeals.models.imprint import LABELS
from federation.forms import whole_number


class ReadOnly(ByRole, admin.ModelAdmin):
    """A record about a publication."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("publication"))
    def about(self, record):
        return record.publication


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ("__str__", "kind", "public_from", "schedule", "publisher")
    list_filter = ("kind", "significance", "sealed", "correction", "four_eyes_waived")
    list_select_related = ("publisher", "publication", "cancellation")
    search_fields = ("title_kk__folded", "title_ru__folded", "publication__slug")
    ordering = ("-public_from",)
    fields = (
        "about", "number", "version", "kind", "title_kk", "title_ru", "lead_kk", "lead_ru", "note_kk", "note_ru",
        "significance", "correction", "sealed", "four_eyes_waived", "publisher", "published_at", "public_from",
        "schedule", "imprint_then", "hash_kk", "hash_ru",
    )  # fmt: skip

    @admin.display(description=_("schedule"))
    def schedule(self, edition):
        context = {"cancelled": getattr(edition, "cancellation", None)}
        return render_to_string("appeals/admin/columns/schedule.html", context)

    @admin.display(description=_("imprint"))
    def imprint_then(self, edition):
        lines = [
            (label, edition.imprint.get(name.removeprefix("imprint_"))) for name, label in LABELS.items()
        ]
        return render_to_string(
            "appeals/admin/columns/imprint.html", {"lines": lines, "imprint": edition.imprint}
        )

    def history_view(self, request, object_id, extra_context=None):
        """An edition has no history of its own: that of its publication."""
        edition = get_object_or_404(Edition, pk=whole_number(object_id))
        return redirect("admin:appeals_publication_history", edition.publication_id)


@admin.register(MoveRecord)
class MoveRecordAdmin(ReadOnly):
    list_display = ("at", "move", "about", "actor", "version", "reason", "waived")
    list_display_links = None
    list_filter = ("move", "waived")
    list_select_related = ("publication", "actor")
    search_fields = (
        "publication__title_kk__folded",
        "publication__title_ru__folded",
        "publication__slug",
        "reason__folded",
    )
