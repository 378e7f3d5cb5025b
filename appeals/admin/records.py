"""Editions and the history of moves: to be read, never to be changed."""

from django.contrib import admin

from appeals.admin.base import ByRole
from appeals.models import Edition, MoveRecord


class ReadOnly(ByRole, admin.ModelAdmin):
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ("__str__", "number", "kind", "public_from", "publisher", "sealed", "correction", "four_eyes_waived")
    list_filter = ("kind", "significance", "sealed", "correction", "four_eyes_waived")
    list_select_related = ("publisher", "publication")
    search_fields = ("title_kk", "title_ru", "publication__slug")
    date_hierarchy = None
    ordering = ("-public_from",)
    fields = (
        ("publication", "number", "version"),
        ("kind", "significance", "correction", "sealed", "four_eyes_waived"),
        ("title_kk", "title_ru"),
        ("lead_kk", "lead_ru"),
        ("note_kk", "note_ru"),
        ("publisher", "published_at", "public_from"),
        ("hash_kk", "hash_ru"),
    )


@admin.register(MoveRecord)
class MoveRecordAdmin(ReadOnly):
    list_display = ("at", "move", "publication", "actor", "version", "reason", "waived")
    list_display_links = None
    list_filter = ("move", "waived")
    list_select_related = ("publication", "actor")
    search_fields = ("publication__title_kk", "publication__title_ru", "publication__slug", "reason")
