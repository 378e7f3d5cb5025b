"""Topics, named in both languages."""

from django.contrib import admin

from appeals.admin.base import ByRole
from appeals.models import Topic


@admin.register(Topic)
class TopicAdmin(ByRole, admin.ModelAdmin):
    list_display = ("name_kk", "name_ru", "slug")
    search_fields = ("name_kk__folded", "name_ru__folded", "slug")
    fields = (("name_kk", "name_ru"), "slug")

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("appeals.decide_publication")
