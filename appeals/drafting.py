"""From a document that was read to a draft, and on to an edition where that is asked for.

`appeals.importing` reads and recognises; this module saves, through `publishing` alone.
"""

import hashlib

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from appeals import publishing
from appeals.enums import Move, Significance
from appeals.models import FormerAddress, Publication
from federation import blocks


class AlreadyImported(publishing.Refused):
    """The same text came in before. `publication` is where it stands."""

    def __init__(self, publication):
        self.publication = publication
        # The staff's page first: readers may not see the text yet.
        pages = (
            reverse("admin:appeals_publication_change", args=[publication.pk]),
            publication.get_absolute_url(),
        )
        addresses = ", ".join(settings.SITE_URL + page for page in pages)
        super().__init__(_("The same text was imported before: %(address)s") % {"address": addresses})


def digest(parsed):
    """SHA-256 of the visible text of a ParsedDocument in both languages; white space does not count."""
    said = [parsed.title_kk, parsed.title_ru]
    said += [blocks.visible_text(parsed.body_kk), blocks.visible_text(parsed.body_ru)]
    return hashlib.sha256("\n".join(" ".join(text.split()) for text in said).encode()).hexdigest()


def create_from_document(
    parsed, by, *, kind, again=False, former_address="", day=None, campaign_material=False
):
    """Saves a ParsedDocument as a draft and returns the Publication.

    by: the User who imports, None for a command. Pairs of blocks without a difference are confirmed: the document
    was adopted in both languages as one. A document in one language becomes a draft that waits for the other.
    again: allows a text that came in before, else `AlreadyImported`. former_address: path on the old site that
    leads here from now on. day: date of the document, default what it says itself. campaign_material: marks it so.
    Raises `publishing.Refused`.
    """
    with transaction.atomic():
        publishing.one_at_a_time()
        mark = digest(parsed)
        earlier = Publication.objects.filter(source_digest=mark).order_by("pk").first()
        if earlier and not again:
            raise AlreadyImported(earlier)
        adoption = parsed.adoption
        publication = publishing.create(
            by,
            move=Move.IMPORT,
            kind=kind,
            title_kk=parsed.title_kk,
            title_ru=parsed.title_ru,
            body_kk=parsed.body_kk,
            body_ru=parsed.body_ru,
            adopting_body=adoption.body,
            adoption_text_kk=adoption.text_kk,
            adoption_text_ru=adoption.text_ru,
            decision_number=adoption.decision_number,
            decided_on=adoption.decided_on,
            session_on=adoption.session_on,
            source_digest=mark,
            document_on=day or parsed.date,
            campaign_material=campaign_material,
        )
        publishing.confirm(publication, by, version=publication.version)
        if former_address:
            _lead_here(publication, former_address)
        publication.refresh_from_db()
    return publication


def publish_document(publication, publisher, *, dated=False):
    """Takes an imported draft through review to an edition in `publisher`'s name; the import is its author.

    dated: the edition counts as public from the day of the document (`Publication.first_hour`). Raises `Refused`.
    """
    moment = publication.first_hour if dated else None
    with transaction.atomic():
        publishing.submit(publication, publisher)
        publishing.approve(publication, publisher)
        return publishing.publish(publication, publisher, significance=Significance.MAJOR, public_from=moment)


def _lead_here(publication, address):
    path = "/" + address.split("://", 1)[-1].partition("/")[2] if "://" in address else address
    taken = FormerAddress.objects.filter(address=path).first()
    if taken or not path.startswith("/"):
        raise publishing.Refused(
            _("The old address %(address)s is taken, or is no path of a site.") % {"address": address}
        )
    FormerAddress.objects.create(publication=publication, address=path)
