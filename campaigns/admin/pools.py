"""Pools of candidates in the administration: window, target and aims. Who is in them stands in the cabinet."""

from django import forms
from django.contrib import admin
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.admin.saving import SavedByDoor
from campaigns.candidates import pools
from campaigns.forms.pools import PoolForm
from campaigns.models import Pool
from federation.admin.moves import MovePage


@admin.register(Pool)
class PoolAdmin(SavedByDoor):
    form = PoolForm
    fieldsets = (
        (None, {"fields": ("campaign", "body")}),
        (pgettext_lazy("of a pool", "When candidacies are submitted"), {"fields": ("opens_at", "closes_at")}),
        (
            gettext_lazy("Aims of the federation"),
            {
                "classes": ("wide",),
                "description": gettext_lazy(
                    "What the federation wants of its own pool; quotas of the law stand in the rules."
                ),
                "fields": ("target", "women_share", "young_share", "disabled_share"),
            },
        ),
        (gettext_lazy("Retention"), {"classes": ("wide",), "fields": ("keep_days",)}),
    )
    change_form_template = "campaigns/admin/pool_form.html"
    list_display = ("body", "campaign", "window", "submitted", "target")
    list_display_links = ("body",)
    list_filter = ("campaign",)
    list_select_related = ("campaign", "body")
    moves = (
        MovePage(
            name="remove",
            label=pgettext_lazy("button", "Delete the pool"),
            form=forms.Form,
            act=lambda pool, by, cleaned: pools.remove(pool, by),
            done=gettext_lazy("The pool is deleted."),
            shown=lambda pool, user: not pools.has_candidacies(pool),
            explanation=gettext_lazy(
                "Nobody has entered a candidacy yet. Branches cannot register here any more."
            ),
            dangerous=True,
        ),
    )

    def get_queryset(self, request):
        of_body = Q(campaign__candidacies__body=F("body"), campaign__candidacies__submitted_at__isnull=False)
        return (
            super()
            .get_queryset(request)
            .annotate(submitted_count=Count("campaign__candidacies", filter=of_body))
        )

    @admin.display(description=pgettext_lazy("column of pools", "window"), ordering="closes_at")
    def window(self, pool):
        borders = (timezone.localtime(moment) for moment in (pool.opens_at, pool.closes_at))
        return " – ".join(date_format(moment, "SHORT_DATETIME_FORMAT") for moment in borders)

    @admin.display(description=pgettext_lazy("column of pools", "submitted"), ordering="submitted_count")
    def submitted(self, pool):
        return pool.submitted_count

    def get_readonly_fields(self, request, obj=None):
        return ("campaign",) if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False  # by its move alone, which asks whether candidacies lie in it

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "campaign" in form.base_fields:
            widget = form.base_fields["campaign"].widget
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
        return form

    def get_changeform_initial_data(self, request):
        return {name: request.GET[name] for name in ("campaign", "body") if name in request.GET}

    def write(self, request, form, formsets):
        pools.save(form.instance, request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context["cabinet"] = reverse("cabinet:pool", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)
