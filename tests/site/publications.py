"""Publications for tests of the public pages, made through the doors."""

from datetime import timedelta

from django.utils import timezone

from appeals import publishing
from appeals.enums import Kind
from appeals.models import Publication
from tests.appeals.texts import TEXTS


def publish(editor, publisher, *, kind=Kind.APPEAL, public_from=None, note=("", ""), text=None, **fields):
    """A publication with its first edition. text: fields of the text beside the look-alike's."""
    publication = publishing.create(editor, kind=kind, **(TEXTS | (text or {}) | fields))
    return next_edition(publication, editor, publisher, public_from=public_from, note=note)


def next_edition(publication, editor, publisher, *, public_from=None, note=("Түзету.", "Правка."), **options):
    """Takes the working copy to an edition. Returns the publication as it stands then."""
    publication = fresh(publication)
    publishing.submit(publication, editor)
    publishing.approve(fresh(publication), publisher)
    publishing.publish(
        fresh(publication), publisher, public_from=public_from, note_kk=note[0], note_ru=note[1], **options
    )
    return fresh(publication)


def edit(publication, editor, **fields):
    publication = fresh(publication)
    publishing.save_text(publication, editor, version=publication.version, **fields)
    publishing.confirm(fresh(publication), editor, version=publication.version + 1)
    return fresh(publication)


def fresh(publication):
    return Publication.objects.get(pk=publication.pk)


def ago(**span):
    return timezone.now() - timedelta(**span)
