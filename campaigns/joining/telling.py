"""Mails about applications: colleagues learn a number and where to read it, the applicant what became of it.

No mail says what the applicant wrote. The private link is in one mail alone, the first.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from campaigns.joining.contacts import is_mail
from campaigns.models import Application
from federation.enums import Role
from federation.models import Membership, User
from federation.notifications import send

MAIL = "campaigns/mail/application_"
# So long a branch may be late before the headquarters hear of it.
PATIENCE = datetime.timedelta(days=2)


def people_of(organisation):
    """Queryset of the active people who work for the branch now."""
    held = Membership.objects.current().filter(role=Role.BRANCH, organisation=organisation)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def waits(application):
    """Tells the branch that an application waits; the headquarters where nobody works for that branch."""
    people, page = people_of(application.organisation_id), "application"
    if not people.exists():
        people, page = User.objects.holding(Role.HEADQUARTERS), "application-pass"
    for person in people:
        with override(person.language):
            address = settings.SITE_URL + reverse(f"cabinet:{page}", args=[application.pk])
        send(person, MAIL + "waits", {"application": application, "address": address})


def confirmed(application, token):
    """Sends the applicant the private link, where there is an e-mail."""
    with override(application.language):
        address = settings.SITE_URL + reverse("campaigns:application", args=[token])
    write(application, "confirmed", address=address)


def moved(application):
    """Tells the applicant which branch answers now, and until when."""
    write(application, "moved")


def answered(application):
    """Tells the applicant the new state with the answer of the branch."""
    write(application, "answered")


def write(application, mail, **context):
    """A mail in the applicant's language; nothing where the contact is a phone or was erased."""
    if is_mail(application.contact):
        send(
            application.contact,
            MAIL + mail,
            {"application": application, **context},
            language=application.language,
            about=[about(application)],
            private=True,
        )


def about(application):
    """Word by which the mails to this applicant are found. Never their address: nobody has proved whose it is."""
    return f"application:{application.pk}"


def late(now):
    """Tells each branch, and later the headquarters, the numbers of what nobody answered in time.

    now: aware. To the headquarters go those that are late for two days, and those of branches for which nobody works.
    Returns how many mails. Somebody whose mail fails stops nobody else's: what failed is raised at the end, as one
    ExceptionGroup.
    """
    count, failed = 0, []
    for person, rows in told_of_late(now):
        try:
            count += tell_late(person, rows, now)
        except Exception as error:  # whatever it is, the others have to know
            error.add_note(f"Late applications, person № {person.pk}")
            failed.append(error)
    if failed:
        raise ExceptionGroup("Mails about late applications that were not written", failed)
    return count


def told_of_late(now):
    """Yields (User, [Application])."""
    alone, rows = set(), list(overdue(now))
    for organisation in {row.organisation for row in rows}:
        own = [row for row in rows if row.organisation_id == organisation.pk]
        people = people_of(organisation)
        if not people:
            alone.add(organisation.pk)
        yield from ((person, own) for person in people)
    higher = [row for row in rows if row.organisation_id in alone or row.due_at <= now - PATIENCE]
    if higher:
        yield from ((person, higher) for person in User.objects.holding(Role.HEADQUARTERS))


@transaction.atomic
def tell_late(person, rows, now):
    with override(person.language):
        address = settings.SITE_URL + reverse("cabinet:applications")
    send(person, MAIL + "late", {"applications": rows, "now": now, "address": address})
    return 1


def overdue(now):
    found = Application.objects.late(now)
    return found.select_related("organisation").defer("name", "contact", "workplace", "message", "answer")
