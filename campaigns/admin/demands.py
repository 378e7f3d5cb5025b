"""The desk of the data-protection officer: demands by their clock, and takedowns that are not finished yet."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from campaigns.admin.base import CampaignsAdmin
from campaigns.candidates import demands, erasing
from campaigns.candidates.finding import named
from campaigns.candidates.profile import public_profile
from campaigns.forms.takedowns import CorrectForm, FinishForm, GroundForm, ReasonsForm
from campaigns.models import Candidacy, Demand, Takedown
from federation.admin.moves import MovePage, ReadOnly
from federation.forms import whole_number
from federation.refusals import Refused

MAY = "campaigns.protect_data"
AT_MOST = 20  # rows of a search


def clock_of(row, done_at):
    """Where the clock of a demand or a takedown stands, in words."""
    day = date_format(row.due_on, "SHORT_DATE_FORMAT")
    if done_at:
        return pgettext("clock of a demand", "done on %(day)s") % {
            "day": date_format(timezone.localtime(done_at), "SHORT_DATE_FORMAT")
        }
    if row.is_late:
        return _("LATE since the end of %(day)s") % {"day": day}
    return _("until the end of %(day)s") % {"day": day}


class WaitingFilter(admin.SimpleListFilter):
    """What waits is shown first of all; the rest by choice."""

    title = gettext_lazy("state")
    parameter_name = "state"
    done = ""  # column: when it was done

    def lookups(self, request, model_admin):
        return [("done", pgettext("filter", "done")), ("all", pgettext("filter", "all"))]

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": pgettext("filter", "waiting"),
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(**{f"{self.done}__isnull": self.value() != "done"})


class DemandFilter(WaitingFilter):
    done = "answered_at"


class TakedownFilter(WaitingFilter):
    done = "closed_at"


class OfficersAdmin(ReadOnly, CampaignsAdmin):
    move_permission = MAY
    actions = None

    def history_view(self, request, object_id, extra_context=None):
        """The audit log keeps who did what."""
        return HttpResponseRedirect(
            reverse(f"admin:campaigns_{self.opts.model_name}_change", args=[object_id])
        )


@admin.register(Demand)
class DemandAdmin(OfficersAdmin):
    moves = (
        MovePage(
            name="correct",
            label=pgettext_lazy("button", "Pass on as an error"),
            form=CorrectForm,
            act=lambda demand, by, cleaned: demands.correct(demand, by, **cleaned),
            done=gettext_lazy("Passed on. The demand is answered."),
            explanation=gettext_lazy(
                "Your words go by mail to the branch and headquarters, or to the publishers when the page is not a "
                "candidate's. They mend it; readers see it when it is confirmed and accepted."
            ),
        ),
        MovePage(
            name="settle",
            label=pgettext_lazy("button", "Answer: fulfilled"),
            form=ReasonsForm,
            act=lambda demand, by, cleaned: demands.settle(demand, by, **cleaned),
            done=gettext_lazy("Answered."),
            explanation=gettext_lazy(
                "For what was done in another way, for example a text that was removed for good."
            ),
        ),
        MovePage(
            name="decline",
            label=pgettext_lazy("button", "Decline with reason"),
            form=ReasonsForm,
            act=lambda demand, by, cleaned: demands.decline(demand, by, **cleaned),
            done=gettext_lazy("Declined. The reason is on its way."),
            explanation=gettext_lazy("The demander gets the reason in the language of the form."),
            dangerous=True,
        ),
    )
    list_display = ("number", "kind", "clock", "candidacy_number", "received")
    list_display_links = ("number",)
    list_filter = (DemandFilter, "kind")
    ordering = ("due_at", "pk")

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, demand):
        return f"№ {demand.pk}"

    @admin.display(description=gettext_lazy("clock"), ordering="due_at")
    def clock(self, demand):
        return clock_of(demand, demand.answered_at)

    @admin.display(description=gettext_lazy("candidate"))
    def candidacy_number(self, demand):
        return f"№ {demand.candidacy_id}" if demand.candidacy_id else "—"

    @admin.display(description=gettext_lazy("received at"), ordering="received_at")
    def received(self, demand):
        return date_format(timezone.localtime(demand.received_at), "SHORT_DATETIME_FORMAT")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What was demanded, the page it is about, and what can be done."""
        demand = self.row(request, whole_number(object_id) or 0)
        waits = demand.answered_at is None and request.user.has_perm(MAY)
        candidacy = demand.candidacy
        return self.page(
            request,
            "demand.html",
            title=str(demand),
            demand=demand,
            clock=clock_of(demand, demand.answered_at),
            by_mail=demands.has_mail(demand),
            profile=public_profile(candidacy) if candidacy else None,
            takedowns=demand.takedowns.all(),
            buttons=[
                (move.label, reverse(f"admin:{self._url_name(move)}", args=[demand.pk]))
                for move in self.moves
            ]
            if waits
            else [],
            may_take_down=waits and candidacy and not candidacy.erased_at,
        )


@admin.register(Takedown)
class TakedownAdmin(OfficersAdmin):
    moves = (
        MovePage(
            name="close",
            label=pgettext_lazy("button", "Finish the takedown"),
            form=FinishForm,
            act=lambda taken, by, cleaned: erasing.close_takedown(taken, by, **cleaned),
            done=gettext_lazy("Finished."),
            shown=lambda taken, user: taken.closed_at is None,
            explanation=gettext_lazy(
                "Printed papers, pages relayed by others, copies of search engines: say what was done about them."
            ),
        ),
    )
    list_display = ("number", "clock", "removed", "by")
    list_display_links = ("number",)
    list_filter = (TakedownFilter,)
    list_select_related = ("by",)
    ordering = ("due_at", "pk")
    fields = (
        *("candidacy_number", "removed", "by", "ground_kk", "ground_ru", "clock"),
        *("closed_at", "closed_by", "note", "demand"),
    )
    readonly_fields = ("candidacy_number", "removed", "clock")

    number = admin.display(description=gettext_lazy("number"), ordering="pk")(
        lambda self, taken: f"№ {taken.pk}"
    )

    @admin.display(description=gettext_lazy("candidate"))
    def candidacy_number(self, taken):
        return f"№ {taken.candidacy_id}"

    @admin.display(description=gettext_lazy("clock"), ordering="due_at")
    def clock(self, taken):
        return clock_of(taken, taken.closed_at)

    @admin.display(description=gettext_lazy("removed at"), ordering="at")
    def removed(self, taken):
        return date_format(timezone.localtime(taken.at), "SHORT_DATETIME_FORMAT")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("find/", wrap(self.find_view), name="campaigns_takedown_find"),
            path("of/<int:pk>/", wrap(self.take_down_view), name="campaigns_takedown_of"),
            *super().get_urls(),
        ]

    def list_buttons(self, request):
        move = MovePage("find", pgettext_lazy("button", "Remove a candidate's data"), forms.Form, None, "")
        return [(move, reverse("admin:campaigns_takedown_find"))] if request.user.has_perm(MAY) else []

    def find_view(self, request):
        """Candidacies by number or name: for a takedown without a demand on the form."""
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        query = request.GET.get("q", "").strip()[:200]
        rows = Candidacy.objects.filter(erased_at=None)
        number = whole_number(query.removeprefix("№").strip())
        # By name only what was submitted: a draft is still the branch's own matter.
        found = rows.filter(pk=number) if number else named(rows.filter(submitted_at__isnull=False), query)
        found = found.select_related("campaign", "body", "region").order_by(
            F("announced_at").desc(nulls_last=True)
        )
        return self.page(
            request,
            "takedown_find.html",
            title=_("Remove a candidate's data"),
            query=query,
            found=found[:AT_MOST] if query else [],
        )

    def take_down_view(self, request, pk):
        """GET names all that will go; POST removes it in one action. `?demand=`: the demand that it answers."""
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        candidacy = Candidacy.objects.select_related("campaign", "body", "region").filter(pk=pk).first()
        if candidacy is None:
            raise Http404
        demand = (
            Demand.objects.waiting()
            .filter(Q(candidacy=candidacy), pk=whole_number(request.GET.get("demand")) or 0)
            .first()
        )
        form = GroundForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            grounds = {name: form.cleaned_data[name] for name in ("ground_kk", "ground_ru")}
            try:
                taken = (
                    demands.take_down(demand, request.user, **grounds)
                    if demand
                    else erasing.take_down(candidacy, request.user, **grounds)
                )
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
            else:
                messages.success(request, _("Removed. Now see to what lies elsewhere."))
                return HttpResponseRedirect(reverse("admin:campaigns_takedown_change", args=[taken.pk]))
        return self.page(
            request,
            "takedown_of.html",
            title=_("Remove a candidate's data"),
            candidacy=candidacy,
            demand=demand,
            form=form,
            profile=public_profile(candidacy),
            documents=candidacy.documents.exclude(file="").count(),
            materials=candidacy.materials.filter(redacted_at=None),
            lists=candidacy.list_entries.count(),
            others=candidacy.person.candidacies.exclude(pk=pk).filter(erased_at=None)
            if candidacy.person
            else [],
        )
