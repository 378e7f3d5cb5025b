"""Fills the portal with the demonstration: people of every role, publications in all states, campaigns, menus."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from federation import notifications
from federation.site.demo.campaigns import load_campaigns, load_rules
from federation.site.demo.candidates import load_candidates
from federation.site.demo.menus import load_menus
from federation.site.demo.people import load_people
from federation.site.demo.publications import load_publications, load_topics


class Command(BaseCommand):
    help = "Load the demonstration content. What is there already, by its address, stays as it is."

    @transaction.atomic
    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("The demonstration has public passwords: it does not belong into production.")
        call_command("load_reference", stdout=StringIO())
        with notifications.muted():
            self.load()

    def load(self):
        people = load_people()
        load_topics()
        made, there = load_publications(people["editor"], people["publisher"])
        load_rules()
        campaigns = load_campaigns(people)
        candidates = load_candidates(people)
        load_menus()
        self.stdout.write(
            f"{made} publications loaded, {there} were there. {candidates} candidates loaded. "
            f"{campaigns} campaigns loaded."
        )
