"""`manage.py load_rules [FILE…]`: the rule sets of elections and referendums."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from campaigns import lawmaking


class Command(BaseCommand):
    help = (
        "Loads rule sets, those of the portal or the given files. Run it again at any time: what staff have edited "
        "stays, a version that exists is left alone."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "files", nargs="*", metavar="FILE", help="TOML, written like campaigns/data/kz-2023.toml"
        )

    @transaction.atomic
    def handle(self, *, files, **options):
        made = []
        for path in files or lawmaking.standard_files():
            try:
                made.append(lawmaking.load(path))
            except lawmaking.Unreadable as error:
                raise CommandError(str(error)) from error
        new = [f"{rules.code} ({rules.valid_from})" for rules in made if rules]
        self.stdout.write(f"Rule sets: {len(new)} new{': ' if new else '.'}{', '.join(new)}")
