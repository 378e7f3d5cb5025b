"""The door of the candidate, behind the private link: they confirm, narrow what may be published, or object.

Nobody is logged in here: the link is the permission, and each function asks anew whether it still holds. To withdraw
the consent: see `campaigns.candidates.erasing`.
"""

import hashlib
import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.candidates import telling
from campaigns.candidates.door import Overtaken, held, noted
from campaigns.candidates.moves import Move, is_legal
from campaigns.candidates.steps import CONFIRMED
from campaigns.models import Consent, Remark
from federation.refusals import Refused

MOST_OBJECTIONS = 5  # a day: each is a mail to the branch
LONGEST_OBJECTION = Remark._meta.get_field("text").max_length  # characters


def fingerprint(candidacy):
    """sha256, 64 hexadecimal digits, of all that a candidate confirms: other data, another fingerprint."""
    values = {name: said(candidacy, name) for name in CONFIRMED}
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def said(candidacy, name):
    if name == "planks":
        return sorted(candidacy.planks.values_list("pk", flat=True))
    if name == "birth_date":
        return candidacy.person and candidacy.person.birth_date
    value = getattr(candidacy, name)
    return value.name if name == "photo" else getattr(value, "pk", value)


def consent_of(candidacy):
    """The Consent that holds, confirmed or not; None without one."""
    return candidacy.consents.filter(withdrawn_at=None, replaced_at=None).first()


@transaction.atomic
def confirm(link, *, shown, scope, settled=False, now=None):
    """The candidate confirms the data and the consent. Returns the Consent in force.

    settled: the candidate says that what they objected to is settled; Refused without it while an objection is open.

    shown: `fingerprint` of what the page showed; Overtaken where it was changed meanwhile. scope: values of `Scope`,
    never more than the signed paper allows; less makes a narrower consent in its place, and what it leaves out goes
    from every public page at once.
    """
    now = now or timezone.now()
    candidacy = held(link, now)
    consent = consent_of(candidacy)
    if not is_legal(Move.CONFIRM, candidacy.known_state) or consent is None:
        raise Refused(_("There is nothing to confirm any more."))
    if shown != fingerprint(candidacy) or not set(scope) <= set(consent.scope):
        raise Overtaken(
            _(
                "What was entered about you was changed while you were reading. Read it once more, then confirm."
            )
        )
    if candidacy.remarks.objections().exists() and not settled:
        raise Refused(
            _("You asked for a correction that nobody has answered. Tick that it is settled, or wait for it.")
        )
    candidacy.remarks.objections().update(answered_at=now)
    if consent.confirmed_at and set(scope) == set(consent.scope):
        return consent
    if set(scope) != set(consent.scope):
        consent = narrowed(consent, scope, now)
    consent.confirmed_at = now
    consent.save()
    noted(candidacy, Move.CONFIRM, None, now)
    return consent


def narrowed(consent, scope, now):
    """A Consent with a smaller scope on the same paper, not saved; the former one is replaced."""
    consent.replaced_at = now
    consent.save(update_fields=["replaced_at"])
    return Consent(
        candidacy_id=consent.candidacy_id,
        scope=[one for one in consent.scope if one in scope],
        given_on=consent.given_on,
        scan=consent.scan,
        recorded_by=consent.recorded_by,
        recorded_at=now,
    )


@transaction.atomic
def object_to(link, text, *, now=None):
    """Mails the branch what the candidate finds wrong, and keeps it for branch and reviewers until it is answered."""
    now = now or timezone.now()
    candidacy = held(link, now)
    text = text.replace("\0", "").strip()  # the queue of mails takes no such sign
    if not text:
        raise Refused(_("Write what is wrong."))
    if len(text) > LONGEST_OBJECTION:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_OBJECTION})
    lately = candidacy.events.filter(move=Move.OBJECT, at__gt=now - timedelta(days=1))
    if lately.count() >= MOST_OBJECTIONS:
        raise Refused(_("Your remarks of today were sent already. Write again tomorrow, or call the branch."))
    Remark.objects.create(candidacy=candidacy, text=text, at=now)
    noted(candidacy, Move.OBJECT, None, now)
    telling.tell(telling.branch_of(candidacy), "objected", "candidate", candidacy, text=text)
