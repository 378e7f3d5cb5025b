"""A text before it is public, as its reader will see it: for staff, and by a signed link for an approver.

The link names a publication and one version of its text, and holds `settings.PREVIEW_LINK_DAYS` days.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from appeals import views
from appeals.models import Edition, Publication
from appeals.models.publications import LANGUAGES, adoption_record

SALT = "appeals.preview"
TEXTS = tuple(f"{name}_{language}" for name in ("title", "lead", "body") for language in LANGUAGES)


def token(publication):
    """Signed token of the working copy as it stands: whoever holds it reads this version for some days."""
    value = f"{publication.pk}.{publication.version}"
    return signing.TimestampSigner(salt=SALT).sign(value)


def opened(value):
    """(Publication, version, aware moment of expiry) of a token; Http404 when it is forged or too old."""
    signer = signing.TimestampSigner(salt=SALT)
    age = timedelta(days=settings.PREVIEW_LINK_DAYS)
    try:
        publication_id, version = signer.unsign(value, max_age=age).split(".")
    except signing.BadSignature as error:
        raise Http404 from error
    publication = Publication.objects.filter(pk=publication_id).first()
    if publication is None or publication.withdrawn_at:
        raise Http404
    signed_at = datetime.fromtimestamp(signing.b62_decode(value.split(":")[1]), UTC)
    return publication, int(version), signed_at + age


def as_edition(publication, source=None):
    """Unsaved Edition that shows `source` (default: the working copy) the way readers would see it.

    source: a row of the history with the texts of an older version.
    """
    source = source or publication
    now = timezone.now()
    files = publication.attachments.filter(removed=False)
    adoption = adoption_record(source, publication)
    return Edition(
        publication=publication,
        number=publication.last_number + 1,
        version=source.version,
        kind=source.kind,
        **{name: getattr(source, name) for name in TEXTS},
        adoption=adoption,
        sealed=bool(adoption),
        # The log of older texts knows no files: what came later must not be seen through an older link.
        attachments=[attachment.as_record() for attachment in files] if source is publication else [],
        published_at=now,
        public_from=now,
        first_public_from=now,
    )


def show(request, publication, language, source=None, **more):
    """The reader's page of a text that is not public, in `language`; never cached, never indexed."""
    with translation.override(language):
        shown = as_edition(publication, source)
        context = views.reading(publication, shown, shown, preview=True, **more)
        response = render(request, "appeals/admin/preview_text.html", context)
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def signed(request, value):
    """The page behind a signed link; `?language=` chooses the language."""
    publication, version, until = opened(value)
    source = None
    if publication.version != version:
        source = publication.history.filter(version=version).order_by("-history_id").first()
        if source is None:
            raise Http404
    language = request.GET.get("language")
    language = language if language in LANGUAGES else translation.get_language()
    newer = publication.version if publication.version != version else None
    response = show(
        request, publication, language, source, version=version, until=until, newer=newer, languages=LANGUAGES
    )
    return _with_files(response, publication, value)


def _with_files(response, publication, value):
    """Photos and documents that are not public yet are fetched by the same signed link."""
    html = response.content.decode()
    for name in publication.attachments.filter(removed=False).values_list("file", flat=True):
        html = html.replace(reverse("media", args=[name]), reverse("preview-file", args=[value, name]))
    response.content = html
    return response


@require_safe
def file(request, value, name):
    """A photo or a document of the publication behind a signed link."""
    publication, version, _until = opened(value)
    if publication.version != version or "\0" in name:
        raise Http404
    attachment = get_object_or_404(publication.attachments, file=name, removed=False)
    response = FileResponse(
        attachment.file.open(),
        as_attachment=not attachment.image,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, no_store=True, private=True)
    return response
