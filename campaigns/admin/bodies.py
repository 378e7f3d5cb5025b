"""Bodies of a rule set in the administration: how each is elected, and who may nominate."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns import lawmaking
from campaigns.admin.lawful import Lawful
from campaigns.forms.base import CanRefuse
from campaigns.forms.rulesets import SystemForm, WayState, way_fields
from campaigns.models import Body, ElectoralSystem, RuleSet
from federation.admin.moves import MovePage
from federation.forms import whole_number


class SystemInline(admin.StackedInline):
    model = ElectoralSystem
    form = SystemForm
    extra = 0
    readonly_fields = ("ways",)

    def get_fieldsets(self, request, obj=None):
        """Who may only read gets the ways of nomination in words: their fields are no columns of the row."""
        ways = [tuple(names) for names in zip(*[iter(way_fields())] * 3, strict=True)]
        page = self.admin_site.get_model_admin(Body)
        if obj and not page.has_change_permission(request, obj):
            ways = ["ways"]
        return [(None, {"fields": (("system", "seats", "threshold"), ("law_kk", "law_ru"), *ways)})]

    @admin.display(description=gettext_lazy("Who may nominate"))
    def ways(self, system):
        states = {True: WayState.OPEN, False: WayState.UNKNOWN}
        said = dict(WayState.CHOICES)
        return "; ".join(
            f"{route.get_nominator_display()}: {said[states[route.known]]}"
            + (f" ({route.law})" if route.law else "")
            for route in system.routes.all()
        )


@admin.register(Body)
class BodyAdmin(Lawful):
    """A body with its electoral systems and who may nominate. It is reached from its rule set."""

    form = CanRefuse
    inlines = (SystemInline,)
    fieldsets = (
        (
            None,
            {"classes": ("law",), "fields": (
                ("rule_set", "code"),
                ("name_kk", "name_ru"),
                ("level", "seats", "term_years", "deposit_wages", "order"),
                ("law_kk", "law_ru"),
            )},
        ),
    )  # fmt: skip
    change_form_template = "campaigns/admin/body_form.html"
    moves = (
        MovePage(
            name="remove",
            label=pgettext_lazy("button", "Delete the body"),
            form=forms.Form,
            act=lambda body, by, cleaned: lawmaking.remove_body(body, by),
            done=gettext_lazy("The body is deleted."),
            shown=lambda body, user: not body.rule_set.is_history and not body.campaigns.exists(),
            explanation=gettext_lazy("Its rules in this rule set go with it."),
            dangerous=True,
        ),
    )

    def rule_set_of(self, instance):
        return instance.rule_set

    def get_model_perms(self, request):
        return {}  # not on the front page: a body without its rule set says nothing

    def get_readonly_fields(self, request, obj=None):
        return ("rule_set", "code") if obj else ()

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("admin:campaigns_ruleset_changelist"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "rule_set":
            field.queryset = RuleSet.objects.living()
            field.widget = forms.Select()
        return field

    def add_view(self, request, form_url="", extra_context=None):
        """A new body belongs to the rule set of `?rule_set=`, from whose page one comes."""
        if not RuleSet.objects.filter(pk=whole_number(request.GET.get("rule_set"))).exists():
            return HttpResponseRedirect(reverse("admin:campaigns_ruleset_changelist"))
        return super().add_view(request, form_url, extra_context)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if row.has_changed() and row not in formset.deleted_forms:
                row.save_ways()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(reverse("admin:campaigns_ruleset_change", args=[obj.rule_set_id]))

    response_post_save_change = response_post_save_add

    def _back(self, pk):
        body = Body.objects.filter(pk=pk).first()
        if body:
            return reverse("admin:campaigns_body_change", args=[body.pk])
        return reverse("admin:campaigns_ruleset_changelist")
