"""Keep the portal's message catalogues in step with its source."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from federation import catalogues


class Command(BaseCommand):
    help = "Bring locale/*.po up to the source; with --check only say what is missing or wrong in them."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything is wrong")

    def handle(self, *, check, **options):
        if check:
            complaints = catalogues.examine(settings.BASE_DIR)
            for complaint in complaints:
                self.stderr.write(complaint)
            if complaints:
                raise CommandError(f"{len(complaints)} messages need attention.")
            self.stdout.write("The catalogues are complete.")
            return
        for name, missing in catalogues.update(settings.BASE_DIR).items():
            self.stdout.write(f"{name}: {missing} to translate")
