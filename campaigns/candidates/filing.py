"""Private files: stored together with the rows that name them, deleted together with them."""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appeals.attachments import accept
from campaigns.models import Document
from federation.refusals import WrongFile

# Files that the door that runs now has stored.
stored = ContextVar("stored")


@contextmanager
def whole():
    """A transaction, nesting like `transaction.atomic`, for whatever stores files: where it is refused or fails, they
    go with its rows. Otherwise nobody would know of them, no takedown either."""
    outer, files = stored.get(None), []
    token = stored.set(files)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for storage, name in files:
            storage.delete(name)
        raise
    finally:
        stored.reset(token)
    if outer is not None:
        outer += files


def store(file, name, content):
    """Stores the content (File) under an empty file field of a row that is saved afterwards. Inside `whole` alone."""
    files = stored.get()
    file.save(name, content, save=False)
    files.append((file.storage, file.name))


def accept_private(upload):
    """What `appeals.attachments.accept` makes of an UploadedFile; WrongFile for a kind or size that is not taken."""
    try:
        return accept(upload)
    except ValidationError as error:
        raise WrongFile(*error.messages) from error


def accept_photo(upload):
    """As `accept_private`, of photos alone: the sentence for any other kind names those of photos."""
    no_photo = WrongFile(_("This is no photo: JPEG, PNG and WebP are."))
    try:
        accepted = accept(upload)
    except ValidationError as error:
        raise (no_photo if error.code == "kind" else WrongFile(*error.messages)) from error
    if not accepted.image:
        raise no_photo
    return accepted


def keep(candidacy, by, code, accepted):
    """Stores an accepted file as a Document. Inside `whole` alone."""
    document = Document(
        candidacy=candidacy,
        code=code,
        content_type=accepted.content_type,
        size=accepted.content.size,
        uploaded_by=by,
    )
    store(document.file, accepted.name, accepted.content)
    document.save()
    return document


def remove(document):
    """Marks a document as removed; its file is deleted when the transaction commits."""
    document.removed_at = timezone.now()
    forget(document.file)
    document.save(update_fields=["removed_at"])


def forget(file):
    """Deletes a stored file when the transaction commits."""
    if file:
        transaction.on_commit(partial(file.storage.delete, file.name))
