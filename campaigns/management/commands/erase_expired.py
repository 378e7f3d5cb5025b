"""Erases personal data whose time is over; the worker does the same each night."""

from django.core.management.base import BaseCommand, CommandError

from campaigns.candidates import retention as candidates
from campaigns.headquarters import retention as headquarters
from campaigns.joining import retention as joining
from federation import outbox


class Command(BaseCommand):
    help = "Erases private data of candidates, volunteers, applicants, mails, imports and demands whose time is over."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count what would be erased")

    def handle(self, *, dry_run, **options):
        # Volunteers and applicants first: a candidacy that fails must not keep their data.
        counts = headquarters.erase_expired(dry_run=dry_run)
        counts["applications"] = joining.erase_expired(dry_run=dry_run)
        counts["mails"] = outbox.erase_expired(dry_run=dry_run)
        counts |= candidates.erase_expired(dry_run=dry_run)
        failed = counts.pop("failed")
        word = "to erase" if dry_run else "erased"
        for what, count in counts.items():
            self.stdout.write(f"{what} {word}: {count}")
        if failed:
            raise CommandError(f"candidacies not erased: {failed}; the log names their numbers")
