"""Private files of tasks, for those who may open the task; each view is a line in the audit log."""

from pathlib import PurePath

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.tasks import ReasonForm
from campaigns.cabinet.views.documents import SHOWN, SUFFIXES
from campaigns.cabinet.views.task import form_page, of_user, require_may, saved
from campaigns.headquarters import access, removing
from campaigns.headquarters.moves import Move
from campaigns.models import Evidence, TaskComment
from federation.models.audit import name_actions, record

# The storage keeps the suffix that the content deserves.
TYPES = {suffix: content_type for content_type, suffix in SUFFIXES.items()}


@require_GET
@cabinet_page(access.reads_tasks)
def evidence(request, pk):
    return handed_out(request, Evidence.objects.filter(pk=pk), "evidence")


@require_GET
@cabinet_page(access.reads_tasks)
def comment(request, pk):
    return handed_out(request, TaskComment.objects.filter(pk=pk), "comment")


@cabinet_page(access.reads_tasks)
def remove_evidence(request, pk, row):
    return removed(request, of_user(request, pk), Evidence.objects.filter(pk=row))


@cabinet_page(access.reads_tasks)
def remove_comment(request, pk, row):
    return removed(request, of_user(request, pk), TaskComment.objects.filter(pk=row))


def removed(request, shown, rows):
    """GET asks for the reason, POST removes file and text of the one row of the task."""
    row = rows.filter(task=shown, removed_at=None).first()
    if row is None or not require_may(request, shown, Move.REMOVE):
        return redirect("cabinet:task", shown.pk)
    if isinstance(row, Evidence) and not removing.may_remove_evidence(request.user, shown):
        messages.error(request, removing.stays())
        return redirect("cabinet:task", shown.pk)
    form = ReasonForm(typed(request), task=shown)
    form.fields["reason"].help_text = _("It stands in the history for good: no names, no private data.")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if saved(form, lambda: removing.remove(row, request.user, reason)):
            messages.success(request, _("It is removed."))
            return redirect("cabinet:task", shown.pk)
    says = _("The file is deleted, and the text beside it. Who added it, when, and what it counts stays.")
    heading = _("Remove file and text")
    return form_page(request, shown, form, heading, _("Remove"), says=says, grave=True)


def handed_out(request, rows, name):
    """The file of the one row; 404 unless the person may open its task and the row has a file.

    Its name tells a number alone, no cache keeps it, and what stands in it cannot run.
    """
    row = rows.filter(task__in=access.visible(request.user)).select_related("task").first()
    if row is None or not row.file:
        raise Http404
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    record(request.user, "task.file-view", row.task, **{name: row.pk})
    suffix = PurePath(row.file.name).suffix
    content_type = TYPES.get(suffix, "application/octet-stream")
    response = FileResponse(
        file,
        as_attachment=content_type not in SHOWN,
        filename=f"{row.task_id}-{name}-{row.pk}{suffix}",
        content_type=content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    # Browsers refuse to show a PDF in a sandbox; in a PDF nothing can reach the portal's pages anyway.
    sandbox = "" if content_type == "application/pdf" else "; sandbox"
    response["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors 'self'{sandbox}"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


name_actions({"task.file-view": gettext_lazy("private file of a task viewed")})
