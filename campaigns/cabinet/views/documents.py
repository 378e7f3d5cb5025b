"""A private document of a candidacy, for those who may see it; each view is a line in the audit log."""

from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from campaigns.cabinet.base import cabinet_page
from campaigns.candidates import access
from campaigns.models import Document
from federation.access import enters_cabinet
from federation.models.audit import name_actions, record

# Shown in the browser, in a sandbox; any other type is handed over as a download.
SHOWN = {"application/pdf", "image/jpeg", "image/png", "image/webp"}
SUFFIXES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


@require_GET
@cabinet_page(enters_cabinet)
def document(request, pk):
    """The file of the Document `pk`; 404 unless the person reads what is private there and the file is left.

    Its name tells a number alone, no cache keeps it, and what stands in it cannot run.
    """
    found = (
        Document.objects.filter(pk=pk, removed_at=None, candidacy__erased_at=None)
        .select_related("candidacy")
        .first()
    )
    if found is None or not access.reads_private(request.user, found.candidacy):
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    record(request.user, "document.view", found.candidacy, document=found.pk, code=found.code)
    response = FileResponse(
        file,
        as_attachment=found.content_type not in SHOWN,
        filename=f"{found.candidacy_id}-{found.pk}{SUFFIXES.get(found.content_type, '')}",
        content_type=found.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    # Browsers refuse to show a PDF in a sandbox; in a PDF nothing can reach the portal's pages anyway.
    sandbox = "" if found.content_type == "application/pdf" else "; sandbox"
    response["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors 'self'{sandbox}"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


name_actions({"document.view": gettext_lazy("private document viewed")})
