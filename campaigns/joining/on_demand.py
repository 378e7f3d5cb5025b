"""Data are erased because the person asked for it, by phone or in person: found by the contact that they tell.

The branch finds the applications that lie before it; the data-protection officer all of them, and observers and
volunteers of every headquarters. Each look and each erasure leaves a line in the audit log that names numbers.
"""

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from campaigns.headquarters import volunteers
from campaigns.joining import access, applying
from campaigns.joining.contacts import contact_of, hash_of
from campaigns.models import Volunteer
from federation.access import is_officer
from federation.models.audit import record
from federation.sealing import unseal


@transaction.atomic
def find(by, contact):
    """(Applications, volunteers) of the contact that `by` may erase; the look is logged. contact: as `contact_of`."""
    applications = list(
        access.erasable(by)
        .filter(contact_hash=hash_of(contact))
        .select_related("organisation")
        .defer("name", "contact", "workplace", "message", "answer")
        .order_by("pk")
    )
    served = volunteers_of(contact) if is_officer(by) else []
    for application in applications:
        record(by, "application.find", application)
    for volunteer in served:
        record(by, "volunteer.find", volunteer)
    return applications, served


def volunteers_of(contact):
    """Volunteers whose phone is the contact. Headquarters type phones freely: each is opened and written in one way."""
    rows = Volunteer.objects.filter(erased_at=None).exclude(phone="")
    sealed = rows.annotate(sealed=Cast("phone", TextField())).values_list("pk", "sealed")
    keys = [pk for pk, value in sealed if same_phone(value, contact)]
    return list(
        Volunteer.objects.filter(pk__in=keys).select_related("headquarters").defer("full_name", "phone")
    )


def same_phone(sealed, contact):
    try:
        return contact_of(unseal(sealed)) == contact
    except ValueError:  # no phone of Kazakhstan, or a key that was lost
        return False


@transaction.atomic
def erase(by, contact):
    """Erases all that `find` gives. Returns how many applications and volunteers."""
    applications, served = find(by, contact)
    for application in applications:
        applying.erase_on_demand(application, by)
    for volunteer in served:
        volunteers.forget(volunteer, by)
    return len(applications) + len(served)
