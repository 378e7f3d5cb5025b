"""`manage.py import_document FILE [--kind …] [--publish --as EMAIL] [--again] [--campaign-material]`."""

from django.urls import reverse

from appeals import drafting
from appeals.enums import Kind
from appeals.importing import read_document
from appeals.management.importing import ImportCommand

KINDS = (Kind.APPEAL, Kind.STATEMENT, Kind.RULING, Kind.NEWS)


class Command(ImportCommand):
    help = (
        "Imports a document (.txt or .docx) in Kazakh, Russian or both, and prints its admin and public addresses. "
        "Without --publish it makes a draft. With --publish it publishes, or saves nothing and exits 1 with the "
        "reasons on standard error."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--kind", choices=[str(kind) for kind in KINDS])
        parser.add_argument(
            "--campaign-material",
            action="store_true",
            help="mark the draft as campaign material; it is published when its imprint is entered",
        )

    def import_data(self, name, data, publisher, *, again, kind, campaign_material, **options):
        parsed = read_document(name, data)
        publication = drafting.create_from_document(
            parsed,
            None,
            kind=kind or parsed.suggested_kind or Kind.APPEAL,
            again=again,
            campaign_material=campaign_material,
        )
        if publisher:
            drafting.publish_document(publication, publisher)
        pages = (
            reverse("admin:appeals_publication_change", args=[publication.pk]),
            publication.get_absolute_url("kk"),
        )
        return pages, parsed.notes
