"""`manage.py import_document FILE [--kind …] [--publish --as EMAIL] [--again] [--campaign-material]`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from appeals import drafting, publishing
from appeals.enums import Kind
from appeals.importing import DocumentError, read_document
from federation.models import User

KINDS = (Kind.APPEAL, Kind.STATEMENT, Kind.RULING, Kind.NEWS)


class Command(BaseCommand):
    help = (
        "Imports a document (.txt or .docx) in Kazakh, Russian or both, and prints its admin and public addresses. "
        "Without --publish it makes a draft. With --publish it publishes, or saves nothing and exits 1 with the "
        "reasons on standard error."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=[str(kind) for kind in KINDS])
        parser.add_argument("--publish", action="store_true", help="publish at once, in the name of --as")
        parser.add_argument("--as", dest="publisher", metavar="EMAIL", help="the publisher")
        parser.add_argument(
            "--again", action="store_true", help="import although the same text came in before"
        )

        parser.add_argument(
            "--campaign-material",
            action="store_true",
            help="mark the draft as campaign material; it is published when its imprint is entered",
        )

    def handle(self, *, file, kind, publish, publisher, again, campaign_material, verbosity, **options):
        with override(settings.LANGUAGE_CODE):
            try:
                person = self._publisher(publish, publisher)
                publication, notes = self._import(file, kind, person, again, campaign_material)
            except (DocumentError, publishing.Refused) as refusal:
                for reason in getattr(refusal, "reasons", [str(refusal)]):
                    self.stderr.write(reason, style_func=lambda text: text)
                raise SystemExit(1) from None
            if verbosity > 1:
                for note in notes:
                    self.stderr.write(str(note), style_func=lambda text: text)
            self.stdout.write(
                settings.SITE_URL + reverse("admin:appeals_publication_change", args=[publication.pk])
            )
            self.stdout.write(settings.SITE_URL + publication.get_absolute_url("kk"))

    def _publisher(self, publish, email):
        if bool(publish) != bool(email):
            raise publishing.Refused(_("--publish and --as EMAIL go together."))
        if not publish:
            return None
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise publishing.Refused(_("Nobody with the address %(email)s is known here.") % {"email": email})
        return person

    @transaction.atomic
    def _import(self, file, kind, person, again, campaign_material):
        try:
            data = file.read_bytes()
        except OSError as error:
            raise publishing.Refused(
                _("The file %(file)s cannot be read: %(why)s") % {"file": file, "why": error.strerror}
            ) from error
        parsed = read_document(file.name, data)
        publication = drafting.create_from_document(
            parsed,
            None,
            kind=kind or parsed.suggested_kind or Kind.APPEAL,
            again=again,
            campaign_material=campaign_material,
        )
        if person:
            drafting.publish_document(publication, person)
        return publication, parsed.notes
