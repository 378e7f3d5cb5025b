"""From the text of a report to the draft of a record: the upload, and what the page of the draft tells of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from appeals.importing import DocumentError
from campaigns.enums import MeetingState, Part
from campaigns.forms.reports import UploadReportForm
from campaigns.meetings import access, importing, notes
from campaigns.meetings.reading.remarks import shortened
from federation.admin.moves import MovePage
from federation.refusals import Refused

FOUND = ("workplace", "region", "place", "topic", "campaign", "source", "attendance", "summary")
# The boxes that tick off what was checked: `Remark.mark`s.
CHECKED = "checked"
LONGEST_SHOWN = 150
LISTS = ("agenda", "quotations", "questions", "citations")


class ReportPages:
    """Mixin of the ModelAdmin of meetings. Who is no staff records meetings of the own house in the cabinet."""

    def get_urls(self):
        return [
            path("import/", self.admin_site.admin_view(self.import_view), name="campaigns_meeting_import"),
            *super().get_urls(),
        ]

    def list_buttons(self, request):
        upload = MovePage("import", pgettext_lazy("button", "Upload a report"), UploadReportForm, None, "")
        buttons = super().list_buttons(request)
        if access.is_staff(request.user):
            return [*buttons, (upload, reverse("admin:campaigns_meeting_import"))]
        return buttons

    def import_view(self, request):
        """GET asks for a file; POST makes the draft of a record of it and goes there."""
        if not access.is_staff(request.user):
            raise PermissionDenied
        typed = (request.POST, request.FILES) if request.method == "POST" else ()
        form, earlier = UploadReportForm(*typed), None
        if form.is_valid():
            upload = form.cleaned_data["report"]
            try:
                meeting = importing.import_report(
                    upload.name, upload.read(), request.user, again=form.cleaned_data["again"]
                )
            except DocumentError as error:
                form.add_error("report", str(error))
            except importing.AlreadyImported as refusal:
                earlier = refusal.meeting
                form.add_error("report", _("The same text was imported before."))
            except Refused as refusal:
                form.add_error("report", refusal.reasons)
            else:
                messages.success(request, _("The draft is saved. Please look it over."))
                return HttpResponseRedirect(reverse("admin:campaigns_meeting_change", args=[meeting.pk]))
        return self.page(
            request,
            "meeting_import.html",
            title=_("Upload a report"),
            form=form,
            earlier=earlier,
            status=409 if earlier else 200,
        )

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.source_text:
            context["imported"] = told_of_import(obj)
            # What was ticked on a page that was refused stays ticked.
            context["ticked"] = request.POST.getlist(CHECKED)
            context["ticks"] = self.has_change_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


def told_of_import(meeting):
    """What the page of an imported record says: {"text", "found", "missing", "check"}; of a confirmed one its text."""
    if meeting.state != MeetingState.DRAFT:
        return {"text": meeting.source_text}
    return {
        "text": meeting.source_text,
        "found": found_in(meeting),
        "missing": notes.missing(meeting),
        "check": notes.to_check(meeting),
    }


def found_in(meeting):
    """[(label, value)] of what the record holds by now, in the order of its page."""
    found = []
    if meeting.held_on:
        found.append((label_of(meeting, "held_on"), date_format(meeting.held_on, "DATE_FORMAT")))
    for name in FOUND:
        value = getattr(meeting, name, None)
        if value in (None, "") and hasattr(meeting, f"{name}_kk"):
            value = getattr(meeting, f"{name}_kk") or getattr(meeting, f"{name}_ru")
        if value not in (None, ""):
            found.append((label_of(meeting, name), shortened(str(value), LONGEST_SHOWN)))
    people = list(meeting.participants.select_related("holder"))
    chairs = [str(row) for row in people if row.part == Part.CHAIR]
    others = [str(row) for row in people if row.part != Part.CHAIR]
    found += [(capfirst(Part.CHAIR.label), name) for name in chairs]
    if others:
        found.append((capfirst(meeting.participants.model._meta.verbose_name_plural), ", ".join(others)))
    for name in LISTS:
        rows = getattr(meeting, name)
        if count := rows.count():
            found.append((capfirst(rows.model._meta.verbose_name_plural), count))
    return found


def label_of(meeting, name):
    return capfirst(meeting._meta.get_field(name).verbose_name)
