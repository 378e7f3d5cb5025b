"""Photos and documents of publications: let out only with a public edition that carries them."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from appeals.models import Attachment, Edition

# Shown in the browser; any other type is handed over as a download.
SHOWN = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "application/pdf"}


@require_safe
def media(request, name):
    """The file `name` of the storage, if a public edition carries it; staff who read drafts see every file.

    404 for anything else, whether or not it exists. The stored name is unguessable and its content never changes,
    so it serves as ETag; the life in caches stays short, because a withdrawal counts at once.
    """
    # A NUL, which no name holds, would be an error of the database.
    attachment = Attachment.objects.filter(file=name).first() if "\0" not in name else None
    if attachment is None:
        raise Http404
    public = is_public(attachment)
    if not public and not request.user.has_perm("appeals.read_draft"):
        raise Http404
    etag = quote_etag(name)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            file = default_storage.open(name)
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            file,
            as_attachment=attachment.content_type not in SHOWN,
            filename=attachment.name,
            content_type=attachment.content_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    response.public_page = public
    if not public:
        response["Cache-Control"] = "private, no-store"
    return response


def is_public(attachment):
    """Whether any edition that readers can open, older ones included, carries the file."""
    editions = Edition.objects.released().filter(
        publication=attachment.publication_id, publication__withdrawn_at=None
    )
    return editions.filter(attachments__contains=[{"id": attachment.pk}]).exists()
