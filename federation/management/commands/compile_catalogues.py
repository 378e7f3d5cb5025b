"""Compile the message catalogues; needs neither a database nor gettext's programs."""

from django.conf import settings
from django.core.management.base import BaseCommand

from federation import catalogues


class Command(BaseCommand):
    help = "Write the .mo files of locale/**."
    requires_system_checks = ()

    def handle(self, **options):
        for path in catalogues.compile_all(settings.BASE_DIR):
            self.stdout.write(path.relative_to(settings.BASE_DIR).as_posix())
