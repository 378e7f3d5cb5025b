"""Fills the portal with the demonstration: people of every role, publications in all states, campaigns, menus."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from federation import notifications
from federation.site.demo.campaigns import load_campaigns, load_rules
from federation.site.demo.candidates import load_candidates
from federation.site.demo.headquarters import load_headquarters
from federation.site.demo.joining import load_applications, load_mails
from federation.site.demo.meetings import load_meetings
from federation.site.demo.menus import load_menus
from federation.site.demo.people import load_people
from federation.site.demo.publications import load_publications, load_topics
from federation.site.demo.tasks import load_tasks


class Command(BaseCommand):
    help = "Load the demonstration content. What is there already, by its address, stays as it is."

    @transaction.atomic
    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("The demonstration has public passwords: it does not belong into production.")
        call_command("load_reference", stdout=StringIO())
        with notifications.muted():
            is_new = self.load()
        if is_new:
            load_mails()

    def load(self):
        """Returns whether the work of the headquarters was loaded now."""
        people = load_people()
        load_topics()
        made, there = load_publications(people["editor"], people["publisher"])
        load_rules()
        campaigns = load_campaigns(people)
        candidates = load_candidates(people)
        headquarters = load_headquarters(people)
        meetings = load_meetings(people)
        applications = load_applications(people)
        tasks = load_tasks(people, meetings)
        load_menus()
        self.stdout.write(
            f"{made} publications loaded, {there} were there. {candidates} candidates loaded. "
            f"{headquarters} headquarters, {len(meetings)} meetings, {tasks} tasks, {applications} applications "
            f"loaded. {campaigns} campaigns loaded."
        )
        return bool(applications)
