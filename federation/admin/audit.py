"""The audit log, to read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from federation.admin.moves import ReadOnly
from federation.models import AuditEntry
from federation.models.audit import ACTIONS


class ActionFilter(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "action"

    def lookups(self, request, model_admin):
        return sorted(ACTIONS.items(), key=lambda pair: str(pair[1]))

    def queryset(self, request, queryset):
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, admin.ModelAdmin):
    fields = ("at", "actor", "named", "subject_type", "subject", "told")
    readonly_fields = ("named", "subject", "told")
    list_display = ("at", "actor", "named", "subject")
    list_filter = (ActionFilter, "at")
    list_select_related = ("actor",)
    search_fields = (
        "subject_text__folded",
        "subject_text_ru__folded",
        "actor__email",
        "actor__full_name_kk__folded",
        "actor__full_name_ru__folded",
    )
    show_full_result_count = False

    @admin.display(description=_("action"), ordering="action")
    def named(self, entry):
        return entry.action_name()

    @admin.display(description=_("subject"), ordering="subject_text")
    def subject(self, entry):
        return entry.subject()

    @admin.display(description=_("details"))
    def told(self, entry):
        return "; ".join(
            f"{name}: {value}" for name, value in entry.details.items() if value not in (None, "")
        )
