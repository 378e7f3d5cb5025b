"""Demands to the data-protection officer: received on the public form, answered on the officer's desk (DESIGN §6).

What was written stays sealed; mails to colleagues name the demand by its number alone.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from campaigns.candidates import access, erasing, scrubbing
from campaigns.candidates.door import locked
from campaigns.candidates.telling import branch_of
from campaigns.models import Demand, Takedown
from federation.deadlines import working_day_after
from federation.enums import Role
from federation.models import User
from federation.models.audit import name_actions, record
from federation.notifications import send
from federation.refusals import Refused

MAIL = "campaigns/mail/demand_"


@transaction.atomic
def receive(*, kind, name, contact, text, address="", candidacy=None, language="kk", now=None):
    """Takes a demand in from anybody; tells the officers, and confirms it to an e-mail address. Returns the Demand.

    kind: a `DemandKind`. address: path of the page on this site, or "". candidacy: the one that the page shows, or
    None. It is answered until the end of the next working day (`federation.deadlines`).
    """
    now = now or timezone.now()
    demand = Demand(
        **{"kind": kind, "name": name, "contact": contact, "text": text, "address": address},
        **{"candidacy": candidacy, "language": language, "received_at": now},
        due_at=working_day_after(now),
    )
    demand.save()
    record(None, "demand.receive", demand, candidacy=candidacy and candidacy.pk)
    for officer in erasing.officers():
        send(officer, MAIL + "waits", {"demand": demand, "desk": desk(demand, officer.language)})
    if has_mail(demand):
        send(contact, MAIL + "received", {"demand": demand}, language=language, private=True)
    return demand


@transaction.atomic
def take_down(demand, by, *, ground_kk, ground_ru, now=None):
    """Removes the data of the candidate whom the demand is about, and answers it. Returns the Takedown."""
    now = now or timezone.now()
    if demand.candidacy:
        scrubbing.about(locked(demand.candidacy))
    fresh = opened(demand, by)
    if fresh.candidacy is None:
        raise Refused(_("The demand is about no page of a candidate."))
    taken = erasing.take_down(
        fresh.candidacy, by, ground_kk=ground_kk, ground_ru=ground_ru, demand=fresh, now=now
    )
    # Afterwards: a takedown clears the queue of mails to the candidate, who may be the one to be answered.
    fresh.refresh_from_db()
    answered(fresh, by, now, fulfilled=True, mail="removed", answer={"kk": ground_kk, "ru": ground_ru})
    return taken


@transaction.atomic
def correct(demand, by, *, note, now=None):
    """Passes an error on to those who mend it: the branch and headquarters, or the publishers of any other page.

    note: what has to be mended, in the officer's words; no private data. Returns the Demand, answered.
    """
    fresh = opened(demand, by)
    if not note.strip():
        raise Refused(_("Say what has to be mended."))
    candidacy = fresh.candidacy
    people = User.objects.holding(Role.HEADQUARTERS)
    people |= branch_of(candidacy) if candidacy else User.objects.holding(Role.PUBLISHER)
    for person in people.distinct():
        send(person, MAIL + "correct", {"demand": fresh, "candidacy": candidacy, "note": note.strip()})
    return answered(fresh, by, now, fulfilled=True, mail="passed_on")


@transaction.atomic
def settle(demand, by, *, reason_kk, reason_ru, now=None):
    """Answers that what was demanded is done, in another way than by a takedown: the officer says how."""
    return reasoned(demand, by, reason_kk, reason_ru, now, fulfilled=True)


@transaction.atomic
def decline(demand, by, *, reason_kk, reason_ru, now=None):
    """Answers that the demand is not fulfilled, with the reason in the demander's language."""
    return reasoned(demand, by, reason_kk, reason_ru, now, fulfilled=False)


def reasoned(demand, by, reason_kk, reason_ru, now, *, fulfilled):
    fresh = opened(demand, by)
    if not (reason_kk.strip() and reason_ru.strip()):
        raise Refused(_("Give the reason in both languages."))
    answer = {"kk": reason_kk, "ru": reason_ru}
    mail = "settled" if fulfilled else "declined"
    return answered(fresh, by, now, fulfilled=fulfilled, mail=mail, answer=answer)


def opened(demand, by):
    """The demand, locked, if the person may answer it and nobody has."""
    if not access.takes_down(by):
        raise Refused(_("Your role does not allow this."))
    fresh = Demand.objects.select_for_update(of=("self",)).get(pk=demand.pk)
    if fresh.answered_at:
        raise Refused(_("This demand is answered already."))
    return fresh


def answered(demand, by, now, *, fulfilled, mail, answer=None):
    """answer: {"kk": …, "ru": …} or None; the demander gets it in the language of the form."""
    demand.answered_at, demand.answered_by = now or timezone.now(), by
    demand.fulfilled = fulfilled
    demand.answer = "\n\n".join((answer or {}).values())
    demand.save(update_fields=["answered_at", "answered_by", "fulfilled", "answer"])
    record(by, "demand.answer", demand, fulfilled=fulfilled)
    if has_mail(demand):
        context = {"demand": demand, "answer": (answer or {}).get(demand.language, "")}
        send(demand.contact, MAIL + mail, context, language=demand.language, private=True)
    return demand


def has_mail(demand):
    """Whether the contact is an e-mail address; any other one the officer answers by hand."""
    try:
        validate_email(demand.contact)
    except ValidationError:
        return False
    return True


def remind(now=None):
    """Each morning: tells the officers what is due until tomorrow's end, and what is late. Returns how many mails."""
    now = now or timezone.now()
    soon = now + datetime.timedelta(days=2)
    demands = Demand.objects.waiting().filter(due_at__lte=soon).order_by("due_at")
    takedowns = Takedown.objects.waiting().filter(due_at__lte=soon).order_by("due_at")
    if not (demands or takedowns):
        return 0
    people = erasing.officers()
    for officer in people:
        context = {
            "demands": demands,
            "takedowns": takedowns,
            "now": now,
            "desk": desk(None, officer.language),
        }
        send(officer, MAIL + "due", context)
    return len(people)


def desk(demand, language):
    """Absolute address of the demand on the officer's desk, or of the desk."""
    with override(language):
        if demand is None:
            return settings.SITE_URL + reverse("admin:campaigns_demand_changelist")
        return settings.SITE_URL + reverse("admin:campaigns_demand_change", args=[demand.pk])


name_actions(
    {
        "demand.receive": gettext_lazy("demand received"),
        "demand.answer": gettext_lazy("demand answered"),
    }
)
