"""Rule sets in the administration: staff write the law as rows, forms and checks follow (DESIGN §5)."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import URLField
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns import lawmaking, wording
from campaigns.admin.lawful import Lawful
from campaigns.clock import Clock
from campaigns.enums import CampaignKind
from campaigns.forms.base import CanRefuse
from campaigns.forms.rulesets import (
    CheckForm,
    CheckFormSet,
    DatesForm,
    DeadlineForm,
    DeadlineFormSet,
    RequirementForm,
    RequirementFormSet,
    VersionForm,
)
from campaigns.models import Campaign, Check, Deadline, Requirement, RuleSet
from federation.admin.moves import MovePage
from federation.refusals import Refused


class RowInline(admin.StackedInline):
    extra = 0
    classes = ("collapse",)


class RequirementInline(RowInline):
    model = Requirement
    form = RequirementForm
    formset = RequirementFormSet
    fieldsets = ((None, {"fields": (
        ("kind", "code", "body", "nominator", "order"), ("name_kk", "name_ru"), ("law_kk", "law_ru"),
    )}),)  # fmt: skip


class CheckInline(RowInline):
    model = Check
    form = CheckForm
    formset = CheckFormSet
    fieldsets = ((None, {"fields": (
        ("rule", "body", "years", "percent", "bar", "step"), ("law_kk", "law_ru"),
    )}),)  # fmt: skip


class DeadlineInline(RowInline):
    model = Deadline
    form = DeadlineForm
    formset = DeadlineFormSet
    fieldsets = ((None, {"fields": (
        ("kind", "step"),
        ("begins_days", "begins_anchor", "begins_time"),
        ("ends_days", "ends_anchor", "ends_time"),
        ("law_kk", "law_ru"),
    )}),)  # fmt: skip


@admin.register(RuleSet)
class RuleSetAdmin(Lawful):
    form = CanRefuse
    inlines = (DeadlineInline, CheckInline, RequirementInline)
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    change_form_template = "campaigns/admin/ruleset_form.html"
    list_display = ("__str__", "code", "valid_from", "open_count", "made_up")
    ordering = ("-valid_from", "code")
    moves = (
        MovePage(
            name="remove",
            label=pgettext_lazy("button", "Delete the version"),
            form=forms.Form,
            act=lambda rule_set, by, cleaned: lawmaking.remove(rule_set, by),
            done=gettext_lazy("The version is deleted."),
            shown=lambda rule_set, user: not rule_set.campaigns.exists(),
            explanation=gettext_lazy("No campaign runs under it. The audit log keeps that it was there."),
            dangerous=True,
        ),
    )

    def rule_set_of(self, instance):
        return instance

    def get_queryset(self, request):
        return super().get_queryset(request).whole()

    @admin.display(description=gettext_lazy("open questions"))
    def open_count(self, rule_set):
        return len(wording.open_questions(rule_set))

    @admin.display(description=gettext_lazy("demonstration"))
    def made_up(self, rule_set):
        return _("Yes") if rule_set.demonstration else _("No")

    def get_fieldsets(self, request, obj=None):
        made_up = "made_up" if obj else "demonstration"
        return [
            (None, {"classes": ("law",), "fields": (("code", "valid_from"), ("name_kk", "name_ru"))}),
            (
                _("Law"),
                {"classes": ("law",), "fields": (
                    ("law_kk", "law_ru"), "link", ("note_kk", "note_ru"), "minimum_wage", made_up,
                )},
            ),
        ]  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        return ("code", "valid_from", "made_up") if obj else ()

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/version/", wrap(self.version_view), name="campaigns_ruleset_version"),
            path("<int:pk>/dates/", wrap(self.dates_view), name="campaigns_ruleset_dates"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            saved = RuleSet.objects.whole().get(pk=obj.pk)
            context |= {
                "open_questions": wording.open_questions(saved),
                "bodies": saved.bodies.all(),
                "running": saved.campaigns.all(),
                "history": saved.is_history,
                "may_version": request.user.has_perm(lawmaking.MAY),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # A new version, and what the periods give for one vote

    def version_view(self, request, pk):
        """Asks from which day a copy holds; POST makes it and opens it."""
        rule_set = self.row(request, pk)
        if not request.user.has_perm(lawmaking.MAY):
            raise PermissionDenied
        form = VersionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = lawmaking.new_version(rule_set, request.user, form.cleaned_data["valid_from"])
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
            else:
                messages.success(
                    request,
                    _("The new version is a copy of the former one. Change in it what the law changed."),
                )
                return HttpResponseRedirect(reverse("admin:campaigns_ruleset_change", args=[made.pk]))
        return self.page(
            request, "ruleset_version.html", title=_("New version"), rule_set=rule_set, form=form
        )

    def dates_view(self, request, pk):
        """The periods as dates, for a vote called and held on the days that are asked for."""
        rule_set = self.row(request, pk)
        form = DatesForm(request.GET or None, initial=self.example(rule_set))
        days = form.cleaned_data if form.is_bound and form.is_valid() else None
        days = days or (None if form.is_bound else form.initial)
        tables = []
        for kind in CampaignKind if days else ():
            vote = Campaign(rule_set=rule_set, kind=kind, **days)
            terms = wording.terms(rule_set, kind, Clock(vote, dates=()))
            if terms:
                tables.append((kind.label, terms))
        return self.page(
            request,
            "ruleset_dates.html",
            title=_("Dates of a vote"),
            rule_set=rule_set,
            form=form,
            tables=tables,
        )

    @staticmethod
    def example(rule_set):
        """Days of the last campaign under the rule set; without one, a vote called today."""
        last = rule_set.campaigns.first()
        if last:
            return {"called_on": last.called_on, "voting_on": last.voting_on}
        today = timezone.localdate()
        return {"called_on": today, "voting_on": today + datetime.timedelta(days=60)}
