"""Mails about applications: colleagues learn a number and where to read it, the applicant what became of it.

No mail says what the applicant wrote. The private link is in one mail alone, the first.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from campaigns.joining.contacts import is_mail
from campaigns.joining.routing import people_of, stranded
from campaigns.models import Application
from federation.enums import Role
from federation.models import User
from federation.notifications import send

MAIL = "campaigns/mail/application_"
# So long a branch may be late before the headquarters hear of it.
PATIENCE = datetime.timedelta(days=2)


def waits(application):
    """Tells the branch that an application waits; the headquarters, and why, where nobody works for that branch."""
    people = people_of(application.organisation_id)
    alone = not people.exists()
    page = "application-pass" if alone else "application"
    for person in User.objects.holding(Role.HEADQUARTERS) if alone else people:
        address = address_of(person, page, application.pk)
        send(person, MAIL + "waits", {"application": application, "address": address, "alone": alone})


def address_of(person, page, *args):
    """Absolute address of a page of the cabinet, in the person's language."""
    with override(person.language):
        return settings.SITE_URL + reverse(f"cabinet:{page}", args=args)


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

    now: aware. To the headquarters go those that are late for two days, and in a mail of their own, on time or late,
    those of branches for which nobody works any more. Returns how many mails. Somebody whose mail fails stops nobody
    else's: what failed is raised at the end, as one ExceptionGroup.
    """
    count, failed = 0, []
    for person, mail, rows in told_of_late(now):
        try:
            count += tell_late(person, mail, rows)
        except Exception as error:  # whatever it is, the others have to know
            error.add_note(f"Late applications, person № {person.pk}")
            failed.append(error)
    if failed:
        raise ExceptionGroup("Mails about late applications that were not written", failed)
    return count


def told_of_late(now):
    """Yields (User, name of the mail, [Application])."""
    alone, rows = list(numbers_of(stranded())), list(numbers_of(Application.objects.late(now)))
    answerable = [row for row in rows if row not in alone]
    for organisation in {row.organisation for row in answerable}:
        own = [row for row in answerable if row.organisation_id == organisation.pk]
        yield from ((person, "late", own) for person in people_of(organisation))
    higher = [row for row in answerable if row.due_at <= now - PATIENCE]
    for mail, found in (("late", higher), ("stranded", alone)):
        if found:
            yield from ((person, mail, found) for person in User.objects.holding(Role.HEADQUARTERS))


@transaction.atomic
def tell_late(person, mail, rows):
    send(person, MAIL + mail, {"applications": rows, "address": address_of(person, "applications")})
    return 1


def numbers_of(applications):
    """The applications without what was written."""
    found = applications.select_related("organisation").order_by("due_at", "pk")
    return found.defer("name", "contact", "workplace", "message", "answer")
