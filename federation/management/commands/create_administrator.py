"""`manage.py create_administrator EMAIL --name-kk … --name-ru …`: the first person of a new portal."""

from getpass import getpass

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from federation import invitations, memberships
from federation.enums import Role


class Command(BaseCommand):
    help = (
        "Makes an administrator, who then invites everybody else. Asks for a password; with --invite sends an "
        "invitation by mail instead (a worker must run)."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name-kk", required=True, help="full name in its Kazakh spelling")
        parser.add_argument("--name-ru", required=True, help="full name in its Russian spelling")
        parser.add_argument("--language", choices=["kk", "ru"], default="kk", help="of mails and pages")
        parser.add_argument("--invite", action="store_true", help="send an invitation instead of a password")

    def handle(self, *, email, name_kk, name_ru, language, invite, **options):
        with override(language):
            try:
                if invite:
                    invitations.invite(
                        email, name_kk, name_ru, Role.ADMINISTRATOR, by=None, language=language
                    )
                    self.stdout.write(f"An invitation to {email} is on the queue.")
                else:
                    self._enrol(email, name_kk, name_ru, language)
                    self.stdout.write(f"{email} is an administrator.")
            except memberships.Refused as refusal:
                raise CommandError("\n".join(refusal.reasons)) from refusal

    def _enrol(self, email, name_kk, name_ru, language):
        password = getpass("Password: ")
        if password != getpass("Password once more: "):
            raise CommandError("The two passwords differ.")
        with transaction.atomic():
            user = invitations.enrol(
                email, password, full_name_kk=name_kk, full_name_ru=name_ru, language=language
            )
            memberships.grant(user, Role.ADMINISTRATOR, by=None)
