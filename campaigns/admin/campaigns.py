"""Campaigns in the administration: the form with its dates, what follows from them, announcing and retracting."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns import campaigning
from campaigns.admin.saving import SavedByDoor
from campaigns.admin.standing import standing
from campaigns.clock import Clock
from campaigns.enums import Step
from campaigns.forms.campaigns import CampaignForm
from campaigns.forms.dates import DateForm, DateFormSet, is_countable
from campaigns.forms.parts import ObjectiveForm, ObjectiveFormSet
from campaigns.models import Campaign, CampaignDate, Objective
from federation.admin.moves import MovePage
from federation.forms import ConfirmForm

# For whoever may only read; kind, state, rules and dates stand above and below.
READ = (
    (None, {"fields": ("slug", "bodies")}),
    (gettext_lazy("Text"), {"classes": ("pairs",), "fields": (
        ("title_kk", "title_ru"), ("summary_kk", "summary_ru"), ("information_kk", "information_ru"),
    )}),
)  # fmt: skip


class PublicFilter(admin.SimpleListFilter):
    title = gettext_lazy("for readers")
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("announced")), ("no", gettext_lazy("not announced"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(announced_at__isnull=self.value() == "no")
        return queryset


class DateInline(admin.TabularInline):
    model = CampaignDate
    form = DateForm
    formset = DateFormSet
    template = "campaigns/admin/dates.html"
    can_delete = False
    max_num = len(Step)
    formfield_overrides = {
        models.TimeField: {
            "widget": forms.TimeInput({"class": "vTimeField", "placeholder": "00:00"}, "%H:%M")
        }
    }


class ObjectiveInline(admin.StackedInline):
    model = Objective
    form = ObjectiveForm
    formset = ObjectiveFormSet
    extra = 0

    def get_fieldsets(self, request, obj=None):
        place = ("place",) if self.has_change_permission(request, obj) else ()
        fields = (*place, ("title_kk", "title_ru"), ("text_kk", "text_ru"))
        return [(None, {"classes": ("pairs",), "fields": fields})]


@admin.register(Campaign)
class CampaignAdmin(SavedByDoor):
    form = CampaignForm
    inlines = (DateInline, ObjectiveInline)
    change_form_template = "campaigns/admin/campaign_form.html"
    view_on_site = False
    list_display = ("heading", "kind", "state_now", "voting_on", "announced")
    list_display_links = ("heading",)
    list_filter = ("kind", "demonstration", PublicFilter)
    search_fields = ("title_kk__folded", "title_ru__folded", "slug")
    ordering = ("-voting_on", "-pk")
    moves = (
        MovePage(
            name="announce",
            label=pgettext_lazy("button", "Announce the campaign"),
            form=ConfirmForm,
            act=lambda campaign, by, cleaned: campaigning.announce(campaign, by),
            done=gettext_lazy("Announced: readers can open the pages of the campaign in both languages."),
            shown=lambda campaign, user: not campaign.announced_at,
            explanation=gettext_lazy(
                "The pages of the campaign open to readers in both languages: its dates, bodies, constituencies, "
                "rules, and its publications as they are published. In a quiet period nothing can be announced."
            ),
        ),
        MovePage(
            name="retract",
            label=pgettext_lazy("button", "Take the campaign from the public"),
            form=ConfirmForm,
            act=lambda campaign, by, cleaned: campaigning.retract(campaign, by),
            done=gettext_lazy("Readers cannot open the pages of the campaign any more."),
            shown=lambda campaign, user: bool(campaign.announced_at),
            explanation=gettext_lazy(
                "The pages of the campaign close at once. Its publications stay where they are, its quiet periods "
                "hold as before. In a quiet period it cannot be announced again."
            ),
            dangerous=True,
        ),
    )

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return READ
        sure = [(None, {"fields": ("silence_now",)})] if getattr(request, "asks_silence", False) else []
        return [
            *sure,
            (None, {"fields": ("kind", "slug", "demonstration", "opened")}),
            (
                _("Text"),
                {"classes": ("pairs",), "fields": (
                    ("title_kk", "title_ru"), ("summary_kk", "summary_ru"), ("question_kk", "question_ru"),
                )},
            ),
            (_("Rules, days and time zones"), {"fields": ("rule_set", ("called_on", "voting_on"), "zones", "bodies")}),
            (_("Platform and voting information"), {"classes": ("pairs",), "fields": (
                "platform", ("information_kk", "information_ru"),
            )}),
            (
                _("Imprint of its campaign materials"),
                {
                    "classes": ("pairs",),
                    "description": _(
                        "Whatever is linked to the campaign takes this over where it has no imprint of its own: who "
                        "made it, who ordered it, from which funds, in both languages."
                    ),
                    "fields": (
                        ("imprint_producer_kk", "imprint_producer_ru"),
                        ("imprint_orderer_kk", "imprint_orderer_ru"),
                        ("imprint_funds_kk", "imprint_funds_ru"),
                        ("imprint_place_kk", "imprint_place_ru"),
                        "circulation",
                    ),
                },
            ),
        ]  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        return ("slug",) if obj else ()

    def get_inlines(self, request, obj):
        """A new campaign gets the federation's objectives; they are edited once it is there."""
        return self.inlines if obj else (DateInline,)

    def has_delete_permission(self, request, obj=None):
        return False  # it is taken from the public; what refers to it stays

    # The list

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("rule_set")
        return rows.prefetch_related("dates", "rule_set__deadlines")

    @admin.display(description=gettext_lazy("campaign"), ordering="title_kk")
    def heading(self, campaign):
        return render_to_string("campaigns/admin/heading.html", {"campaign": campaign})

    @admin.display(description=pgettext_lazy("of a campaign", "state now"))
    def state_now(self, campaign):
        return Clock(campaign).state().label

    @admin.display(description=gettext_lazy("for readers"), ordering="announced_at")
    def announced(self, campaign):
        return _("announced") if campaign.announced_at else _("not announced")

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.overtaken = getattr(request, "overtaken", False)
        form.looking = request.method == "POST" and "_look" in request.POST
        if "platform" in form.base_fields:
            widget = form.base_fields["platform"].widget
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        typed = form.instance if form.is_bound or not obj else obj
        dates = None
        for inline in context["inline_admin_formsets"]:
            if inline.formset.model is CampaignDate and form.is_bound:
                dates = inline.formset.dates()
        if is_countable(typed):
            context["standing"] = standing(typed, dates if dates is not None or obj else ())
        if getattr(request, "overtaken", False):
            context["differing"] = differing(form, context["inline_admin_formsets"])
        context |= {"looking": getattr(form, "looking", False), "show_save_and_add_another": False}
        if obj:
            # One by one: counted together, every constituency would meet every result.
            counted = ("links", "constituencies", "results")
            context["counts"] = {name: getattr(obj, name).count() for name in counted}
            context["state"] = Clock(Campaign.objects.get(pk=obj.pk)).state()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def write(self, request, form, formsets):
        """Campaign, dates, bodies and objectives in one act; a silence that would begin at once is asked about."""
        parts = {formset.model: formset for formset in formsets}
        objectives = parts.get(Objective)
        try:
            campaigning.save(
                form.instance,
                request.user,
                dates=parts[CampaignDate].dates(),
                bodies=form.cleaned_data["bodies"],
                objectives=objectives.objectives() if objectives else None,
                opened=form.cleaned_data["opened"],
                silence_now=form.cleaned_data.get("silence_now", False),
            )
        except campaigning.BeginsSilence:
            request.asks_silence = True
            raise

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, _("The campaign is saved. Readers see it once it is announced."))
        return HttpResponseRedirect(reverse("admin:campaigns_campaign_change", args=[obj.pk]))

    def response_change(self, request, obj):
        messages.success(request, _("Saved. The quiet periods follow the dates."))
        return HttpResponseRedirect(reverse("admin:campaigns_campaign_change", args=[obj.pk]))


def differing(form, inlines):
    """Names of what was typed otherwise than it is saved now."""
    names = [str(form.fields[name].label) for name in form.changed_data if name != "opened"]
    return names + [
        str(inline.opts.verbose_name_plural) for inline in inlines if inline.formset.has_changed()
    ]
