"""Sets the clock of the demonstration's running campaign anew: a visitor sees its nomination open."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from federation.refusals import Refused
from federation.site.demo.campaigns import set_clock


class Command(BaseCommand):
    help = "Move the dates of the made-up running campaign to today. Without one, or on the same day, nothing changes."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("The demonstration does not belong into production.")
        try:
            moved = set_clock()
        except (
            Refused
        ) as refusal:  # it was edited: the demonstration starts all the same, with the dates it has
            self.stderr.write("The clock of the demonstration stays: " + " ".join(refusal.reasons))
            return
        for campaign in moved:
            self.stdout.write(
                f"{campaign.slug}: called on {campaign.called_on}, vote on {campaign.voting_on}."
            )
