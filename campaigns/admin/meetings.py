"""Meetings with labour collectives in the administration: the whole record on one page, and what becomes of it."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from appeals.models import Edition
from campaigns.admin.meeting_reports import CHECKED, ReportPages
from campaigns.admin.meeting_rows import (
    AgendaInline,
    CitationInline,
    ParticipantInline,
    QuestionInline,
    QuotationInline,
)
from campaigns.admin.saving import SavedByDoor
from campaigns.enums import MeetingState
from campaigns.forms.meetings import MeetingForm, ReopenForm, SeenForm
from campaigns.meetings import access, holding
from campaigns.meetings.completeness import thin_translations
from campaigns.meetings.moves import Move, is_legal
from campaigns.meetings.record import in_both, record_of
from campaigns.models import Meeting
from federation.admin.moves import MovePage

REPORTS = {
    "none": pgettext_lazy("report of a meeting", "not built"),
    "draft": pgettext_lazy("report of a meeting", "not public"),
    "public": pgettext_lazy("report of a meeting", "public"),
}


class ReportFilter(admin.SimpleListFilter):
    title = gettext_lazy("report")
    parameter_name = "report"

    def lookups(self, request, model_admin):
        return REPORTS.items()

    def queryset(self, request, queryset):
        conditions = {
            "none": {"report": None},
            "draft": {"report__isnull": False, "is_public": False},
            "public": {"is_public": True},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class UnfinishedFilter(admin.SimpleListFilter):
    title = gettext_lazy("to finish")
    parameter_name = "unfinished"

    def lookups(self, request, model_admin):
        return [("on", gettext_lazy("not closed, or without a report"))]

    def queryset(self, request, queryset):
        found = access.unfinished(request.user)
        return queryset.filter(pk__in=found.values("pk")) if self.value() else queryset


def legal(move):
    return lambda meeting, user: is_legal(move, meeting.state)


def seen(meeting):
    return {"version": meeting.version}


def vouched_for(meeting):
    """What a page shows to who vouches for a record: all of it, or what it misses."""
    lacks = holding.missing(meeting)
    thin = () if lacks or meeting.state != MeetingState.DRAFT else thin_translations(meeting)
    return {"lacks": lacks, "whole": None if lacks else in_both(record_of(meeting)), "thin": thin}


def build_page(name, label, explanation, *, anew):
    return MovePage(
        name=name,
        label=label,
        form=SeenForm,
        initial=seen,
        act=lambda meeting, by, cleaned: holding.build_report(meeting, by, **cleaned),
        done=gettext_lazy("The report is built in both languages, as a draft."),
        shown=lambda meeting, user: (
            is_legal(Move.BUILD, meeting.state)
            and user.has_perm("appeals.write_publication")
            and bool(meeting.report_id) == anew
        ),
        then=lambda meeting, report: reverse("admin:appeals_publication_change", args=[report.pk]),
        explanation=explanation,
    )


@admin.register(Meeting)
class MeetingAdmin(ReportPages, SavedByDoor):
    form = MeetingForm
    inlines = (ParticipantInline, AgendaInline, QuotationInline, QuestionInline, CitationInline)
    change_form_template = "campaigns/admin/meeting_form.html"
    move_permission = "campaigns.record_meeting"
    autocomplete_fields = ("workplace", "headquarters", "organisation")
    list_display = ("heading", "held_on", "workplace", "region", "state", "report_state")
    list_display_links = ("heading",)
    list_filter = (UnfinishedFilter, "state", ReportFilter, "region", "campaign")
    list_select_related = ("workplace", "region", "report")
    search_fields = (
        "topic_kk__folded",
        "topic_ru__folded",
        "workplace__name_kk__folded",
        "workplace__name_ru__folded",
    )
    date_hierarchy = "held_on"
    ordering = ("-changed_at", "-pk")
    view_on_site = False
    moves = (
        MovePage(
            name="confirm",
            label=pgettext_lazy("button", "Confirm the record"),
            form=SeenForm,
            initial=seen,
            act=lambda meeting, by, cleaned: holding.confirm(meeting, by, **cleaned),
            done=gettext_lazy("The record is confirmed. Now the meeting can be closed."),
            shown=lambda meeting, user: (
                is_legal(Move.CONFIRM, meeting.state) and not holding.missing(meeting)
            ),
            template="campaigns/admin/meeting_move.html",
            beside=vouched_for,
            explanation=gettext_lazy(
                "You vouch for all that the record says, in both languages: date, people and their offices on that "
                "day, quotations word for word, answers. Whoever changes it afterwards makes it a draft again. Once "
                "the report is published, all readers see the names and offices of the participants."
            ),
        ),
        MovePage(
            name="close",
            label=pgettext_lazy("button", "Close the meeting"),
            form=SeenForm,
            initial=seen,
            act=lambda meeting, by, cleaned: holding.close(meeting, by, **cleaned),
            done=gettext_lazy("The meeting is closed. Its report can be built."),
            shown=legal(Move.CLOSE),
            template="campaigns/admin/meeting_move.html",
            beside=vouched_for,
            explanation=gettext_lazy(
                "Nobody changes a closed record any more. It counts as evidence for tasks, and its report can be built."
            ),
        ),
        build_page(
            "build",
            pgettext_lazy("button", "Build the report"),
            gettext_lazy(
                "A draft of a publication in both languages. It goes the way of every text: review, then publishing by "
                "somebody else. Change the record rather than the report: the pages of the meeting and of its "
                "quotations show the record."
            ),
            anew=False,
        ),
        build_page(
            "build-anew",
            pgettext_lazy("button", "Build the report anew"),
            gettext_lazy(
                "The report is written anew from the record and is a draft again; what was changed in it by hand stays "
                "in its history alone."
            ),
            anew=True,
        ),
        MovePage(
            name="reopen",
            label=pgettext_lazy("button", "Open the record again"),
            form=ReopenForm,
            initial=seen,
            act=lambda meeting, by, cleaned: holding.reopen(meeting, by, **cleaned),
            done=gettext_lazy("The record is a draft again. Readers still see what was published."),
            shown=lambda meeting, user: is_legal(Move.REOPEN, meeting.state) and access.reopens(user),
            explanation=gettext_lazy(
                "The record is confirmed and closed anew afterwards, and the report built and published anew."
            ),
            dangerous=True,
        ),
        MovePage(
            name="discard",
            label=pgettext_lazy("button", "Discard the record"),
            form=SeenForm,
            initial=seen,
            act=lambda meeting, by, cleaned: holding.discard(meeting, by, **cleaned),
            done=gettext_lazy("The record is discarded."),
            shown=lambda meeting, user: (
                is_legal(Move.DISCARD, meeting.state) and holding.may_be_discarded(meeting)
            ),
            explanation=gettext_lazy("It leaves all lists. Its history stays."),
            dangerous=True,
        ),
    )

    # The list

    def get_queryset(self, request):
        report = Edition.objects.public().filter(publication=OuterRef("report"))
        return access.visible(request.user).annotate(is_public=Exists(report)).order_by(*self.ordering)

    @admin.display(description=gettext_lazy("meeting"))
    def heading(self, meeting):
        return str(meeting)

    @admin.display(description=gettext_lazy("report"))
    def report_state(self, meeting):
        return REPORTS["none" if not meeting.report else "public" if meeting.is_public else "draft"]

    # The form

    def get_fieldsets(self, request, obj=None):
        opened = ("opened",) if self.has_change_permission(request, obj) else ()
        return [
            (None, {"fields": (
                *opened, "held_on", ("workplace", "region"), "campaign", ("headquarters", "organisation"), "attendance",
            )}),
            (gettext_lazy("Text"), {"classes": ("pairs",), "fields": (
                ("topic_kk", "topic_ru"), ("place_kk", "place_ru"), ("summary_kk", "summary_ru"),
                ("source_kk", "source_ru"), "source_url",
            )}),
        ]  # fmt: skip

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or is_legal(Move.EDIT, obj.state))

    def has_delete_permission(self, request, obj=None):
        return False  # it is discarded

    def change_view(self, request, object_id, form_url="", extra_context=None):
        meeting = self.get_object(request, object_id)
        request.lacks = holding.missing(meeting) if meeting and request.method == "GET" else ()
        return super().change_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.overtaken = getattr(request, "overtaken", False)
        form.lacks = getattr(request, "lacks", ())
        return form

    def write(self, request, form, formsets):
        fields = {name: value for name, value in form.cleaned_data.items() if name in holding.FIELDS}
        names = (inline.model.meeting.field.remote_field.related_name for inline in self.inlines)
        rows = {name: formset.rows() for name, formset in zip(names, formsets, strict=True)}
        if form.instance.pk:
            holding.save(form.instance, request.user, version=form.version, rows=rows, **fields)
            checked = request.POST.getlist(CHECKED)
            if checked:
                holding.check_off(form.instance, request.user, checked)
        else:
            made = holding.begin(request.user, rows=rows, **fields)
            form.instance.pk = made.pk

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["show_save_and_add_another"] = False
        if obj:
            context["lacks"] = getattr(request, "lacks", ())
            context["ready"] = (
                request.method == "GET" and obj.state == MeetingState.DRAFT and not context["lacks"]
            )
            context["events"] = [(event, Move(event.move).label) for event in obj.events.select_related("by")]
            if obj.report_id and request.user.has_perm("appeals.view_publication"):
                context["report"] = reverse("admin:appeals_publication_change", args=[obj.report_id])
        return super().render_change_form(request, context, add, change, form_url, obj)
