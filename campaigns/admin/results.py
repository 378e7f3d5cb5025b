"""Results in the administration: entered beside their document, compared and confirmed by a second person."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns import counting
from campaigns.admin.base import CampaignsAdmin
from campaigns.enums import CampaignKind, CountState
from campaigns.forms.results import (
    ConfirmForm,
    LineFormSet,
    ResultForm,
    ReturnForm,
    blank_lines,
    filled_lines,
    seen,
    token,
)
from campaigns.models import Campaign, Result
from campaigns.templatetags.numbers import percent
from campaigns.views.results import document
from federation.admin.moves import MovePage
from federation.forms import whole_number
from federation.refusals import Refused

# What a correction takes over from the count that it replaces; source and reason are new.
TAKEN_OVER = ("body", "constituency", "voters", "voted", "invalid", "outcome")


def waits(result, user):
    return result.state in (CountState.WAITING, CountState.RETURNED)


def may_return(result, user):
    return result.state == CountState.WAITING and not counting.why_not_judge(result, user)


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return CountState.choices

    def queryset(self, request, queryset):
        conditions = {
            CountState.WAITING: {"confirmed_at": None, "returned_at": None},
            CountState.RETURNED: {"returned_at__isnull": False},
            CountState.CONFIRMED: {"confirmed_at__isnull": False, "replaced_at": None},
            CountState.REPLACED: {"replaced_at__isnull": False},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


@admin.register(Result)
class ResultAdmin(CampaignsAdmin):
    """The list, the form of a count, and the page on which its numbers stand beside the document."""

    move_permission = "campaigns.count_votes"
    moves = (
        MovePage(
            name="return",
            label=pgettext_lazy("button", "Return the count"),
            form=ReturnForm,
            act=lambda result, by, cleaned: counting.send_back(result, by, **cleaned),
            done=gettext_lazy("The count is returned. Whoever entered it gets your words by mail."),
            shown=may_return,
            explanation=gettext_lazy("Name the numbers that differ from the document."),
        ),
        MovePage(
            name="discard",
            label=pgettext_lazy("button", "Discard the count"),
            form=forms.Form,
            act=lambda result, by, cleaned: counting.discard(result, by),
            done=gettext_lazy("The count is discarded."),
            shown=waits,
            explanation=gettext_lazy(
                "For a count that was entered by mistake. Nobody has confirmed it; the audit log keeps its numbers."
            ),
            dangerous=True,
        ),
    )
    list_display = ("name", "campaign", "turnout_shown", "state_shown", "entered")
    list_display_links = ("name",)
    list_filter = (StateFilter, "campaign")
    list_select_related = ("campaign", "body", "constituency", "entered_by", "confirmed_by")
    ordering = ("-entered_at", "-pk")
    actions = None

    class Media:
        css = {"all": ["admin-portal/results.css"]}

    @admin.display(description=gettext_lazy("what was counted"))
    def name(self, result):
        return result.place or result.campaign.get_kind_display()

    @admin.display(description=gettext_lazy("turnout"))
    def turnout_shown(self, result):
        return percent(result.turnout)

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, result):
        return result.state.label

    @admin.display(description=gettext_lazy("entered at"), ordering="entered_at")
    def entered(self, result):
        local = timezone.localtime(result.entered_at)
        return f"{date_format(local, 'SHORT_DATETIME_FORMAT')} · {result.entered_by}"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/numbers/", wrap(self.numbers_view), name="campaigns_result_numbers"),
            path("<int:pk>/source/", wrap(self.source_view), name="campaigns_result_source"),
            *super().get_urls(),
        ]

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("campaigns.count_votes")

    has_add_permission = has_change_permission

    def has_delete_permission(self, request, obj=None):
        return False

    # A new count, a changed one

    def add_view(self, request, form_url="", extra_context=None):
        """The form of a new count. `?campaign=`: whose; else the choice of one. `?corrects=`: the count it replaces."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        campaigns = {str(campaign.pk): campaign for campaign in Campaign.objects.select_related("rule_set")}
        campaign = campaigns.get(request.GET.get("campaign", ""))
        if campaign is None:
            over = [(one, counting.vote_over_at(one)) for one in campaigns.values()]
            return self.page(
                request,
                "result_campaigns.html",
                title=_("Whose results?"),
                over=[(one, moment) for one, moment in over if moment <= timezone.now()],
                later=[(one, moment) for one, moment in over if moment > timezone.now()],
            )
        corrected = self.corrected(request, campaign)
        values = {name: getattr(corrected, name) for name in TAKEN_OVER} if corrected else {}
        lines = filled_lines(corrected) if corrected else blank_lines(campaign)
        return self.entry(request, campaign, Result(campaign=campaign, **values), lines, corrected)

    def corrected(self, request, campaign):
        return (
            Result.objects.confirmed()
            .filter(campaign=campaign, pk=whole_number(request.GET.get("corrects")))
            .first()
        )

    def numbers_view(self, request, pk):
        """The form of a count that waits."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        result = self.row(request, pk)
        if not waits(result, request.user):
            messages.warning(
                request, _("A confirmed count does not change. Enter a new one that corrects it.")
            )
            return HttpResponseRedirect(self.address(result))
        return self.entry(request, result.campaign, result, filled_lines(result))

    def entry(self, request, campaign, result, initial_lines, corrected=None):
        """Form and lines; POST passes them to the door. What it refuses is shown with everything that was typed."""
        posted = request.method == "POST"
        data, files = (request.POST, request.FILES) if posted else (None, None)
        kept = Result.objects.get(pk=result.pk) if result.pk else None
        form = ResultForm(data, files, instance=result, campaign=campaign)
        lines = LineFormSet(data, initial=initial_lines, prefix="lines", count=form)
        if posted and form.is_valid() and lines.is_valid():
            try:
                written = counting.enter(
                    form.instance, lines.lines(), request.user, seen=seen(form.cleaned_data["opened"])
                )
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
            else:
                messages.success(request, _("Entered. A second person compares it with the document now."))
                return HttpResponseRedirect(self.address(written))
        return self.page(
            request,
            "result_form.html",
            title=_("Change the count") if kept else _("New count"),
            campaign=campaign,
            form=form,
            lines=lines,
            kept=kept,
            corrected=corrected,
            referendum=campaign.kind == CampaignKind.REFERENDUM,
        )

    # The numbers beside the document

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """GET: the numbers beside the document. POST: confirms them, or says why not."""
        key = whole_number(object_id)
        if key is None:
            raise Http404
        result = self.row(request, key)
        user, reasons = request.user, []
        form = ConfirmForm(request.POST or None, initial={"opened": token(result)})
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            if form.is_valid():
                try:
                    counting.confirm(result, user, seen=seen(form.cleaned_data["opened"]) or timezone.now())
                except Refused as refusal:
                    reasons = refusal.reasons
                    form = ConfirmForm(initial={"opened": token(result)})
                else:
                    messages.success(request, _("Confirmed. Readers see this count now."))
                    return HttpResponseRedirect(self.address(result))
        counts = self.has_change_permission(request)
        return self.page(
            request,
            "result.html",
            title=capfirst(self.name(result)),
            status=409 if reasons else 200,
            result=result,
            corrected=result.corrected if waits(result, user) else None,
            reasons=reasons,
            form=form if result.state == CountState.WAITING and counts else None,
            why_not=counting.why_not_judge(result, user),
            buttons=[
                (move.label, reverse(f"admin:{self._url_name(move)}", args=[result.pk]))
                for move in self.moves
                if counts and move.shown(result, user)
            ],
            counts=counts,
        )

    def source_view(self, request, pk):
        """The document, for whoever may see the count."""
        response = document(request, self.row(request, pk))
        response["Cache-Control"] = "private, no-store"
        return response

    def history_view(self, request, object_id, extra_context=None):
        """The audit log keeps who did what; this page shows it to those who may read that log."""
        return HttpResponseRedirect(reverse("admin:campaigns_result_change", args=[object_id]))

    @staticmethod
    def address(result):
        return reverse("admin:campaigns_result_change", args=[result.pk])
