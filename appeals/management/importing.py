"""What the commands that import one document share: arguments, addresses on standard output, reasons on the other."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from appeals.importing import DocumentError
from federation.models import User
from federation.refusals import Refused


class ImportCommand(BaseCommand):
    """Prints the addresses of what was imported, one a line; or saves nothing and exits 1 with the reasons."""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish at once, in the name of --as")
        parser.add_argument("--as", dest="publisher", metavar="EMAIL", help="the publisher")
        parser.add_argument(
            "--again", action="store_true", help="import although the same text came in before"
        )

    def import_data(self, name, data, publisher, *, again, **options):
        """Imports the bytes of the file in one transaction, and publishes where there is a `publisher` (User or None).

        Returns (paths of its pages, lazy notes). Raises DocumentError or Refused.
        """
        raise NotImplementedError

    def handle(self, *, file, publish, publisher, again, verbosity, **options):
        with override(settings.LANGUAGE_CODE):
            try:
                with transaction.atomic():
                    person = _publisher(publish, publisher)
                    paths, notes = self.import_data(file.name, _bytes(file), person, again=again, **options)
            except (DocumentError, Refused) as refusal:
                for reason in getattr(refusal, "reasons", [str(refusal)]):
                    self.stderr.write(reason, style_func=lambda text: text)
                raise SystemExit(1) from None
            if verbosity > 1:
                for note in notes:
                    self.stderr.write(str(note), style_func=lambda text: text)
            for path in paths:
                self.stdout.write(settings.SITE_URL + path)


def _publisher(publish, email):
    if bool(publish) != bool(email):
        raise Refused(_("--publish and --as EMAIL go together."))
    if not publish:
        return None
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(_("Nobody with the address %(email)s is known here.") % {"email": email})
    return person


def _bytes(file):
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(
            _("The file %(file)s cannot be read: %(why)s") % {"file": file, "why": error.strerror}
        ) from error
