"""The door out: the candidate takes the consent back, the officer removes the data, time erases them (DESIGN §6).

Every function works in one transaction under a lock, leaves a line of history, and works in a silence, too. What is
erased stays erased: of a candidacy there remain its number, its seat and states, who did what and when, keyed hashes
of its address and a hash of what its page said.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from appeals.erasing import TOMBSTONE_KK, TOMBSTONE_RU, redact
from campaigns.candidates import access, scrubbing
from campaigns.candidates.door import locked, noted
from campaigns.candidates.moves import LEGAL, Move
from campaigns.candidates.profile import public_profile
from campaigns.candidates.telling import branch_of
from campaigns.models import Candidacy, Plank, PlankSection, Takedown
from federation.bilingual import erase_texts
from federation.deadlines import working_day_after
from federation.enums import Role
from federation.models import User
from federation.models.audit import name_actions, record
from federation.notifications import send
from federation.refusals import Refused


def officers():
    """Those who see to personal data: the officers, or the administrators where there is none."""
    appointed = User.objects.holding(Role.DATA_PROTECTION)
    return appointed if appointed.exists() else User.objects.holding(Role.ADMINISTRATOR)


@transaction.atomic
def withdraw_consent(candidacy, *, now=None):
    """The candidate takes the consent back: page, photo, data, booklet and search go at once. Returns the candidacy.

    Asked for through the private link. Everything public goes by the consent in force, so that nothing else has to
    change; the data stay with headquarters until their time is over. Mails the branch, headquarters and officers.
    Refused where no consent is left to take back.
    """
    now = now or timezone.now()
    fresh = locked(candidacy)
    if not fresh.consents.filter(withdrawn_at=None, replaced_at=None).update(withdrawn_at=now):
        raise Refused(_("There is no consent to take back any more."))
    fresh.changes.filter(decided_at=None).update(confirmed_at=None)
    overtake(fresh, Move.WITHDRAW_CONSENT, None, now)
    tell(fresh, "consent_withdrawn")
    return fresh


@transaction.atomic
def take_down(candidacy, by, *, ground_kk, ground_ru, demand=None, now=None):
    """Removes the data of a candidacy everywhere, at once and for good. Returns the Takedown.

    by: a data-protection officer or an administrator. ground_…: why, in both languages; it names nobody. demand: the
    Demand that it answers, or None. Erased are the columns, photo and documents, what the review said, links, reports
    of imports, unsent mails, and the person when no other candidacy lives; publications about the candidate are
    redacted. It starts the clock for what lies elsewhere: printed, relayed, in caches of search engines; the officer
    ends it with `close_takedown`. Files go when the transaction commits. Refused the second time.
    """
    now = now or timezone.now()
    if not access.takes_down(by):
        raise Refused(_("Your role does not allow this."))
    if not (ground_kk.strip() and ground_ru.strip()):
        raise Refused(_("Give the ground in both languages."))
    fresh = locked(candidacy)
    if fresh.erased_at:
        raise Refused(_("The data of this candidacy were removed."))
    profile, person, relays = public_profile(fresh), fresh.person, []
    for publication in list(fresh.materials.filter(redacted_at=None)):
        relays += publication.relays.values_list("url", flat=True)
        redact(publication, by, reason_kk=ground_kk, reason_ru=ground_ru)
        forget_planks(publication)
    scrubbing.everything(fresh, now)
    Candidacy.objects.filter(pk=fresh.pk).update(erased_digest=profile.digest() if profile else "")
    scrubbing.person(person)
    taken = Takedown.objects.create(
        candidacy=fresh,
        demand=demand,
        by=by,
        at=now,
        ground_kk=ground_kk.strip(),
        ground_ru=ground_ru.strip(),
        due_at=working_day_after(now),
    )
    overtake(fresh, Move.TAKE_DOWN, by, now)
    record(by, "candidacy.take-down", fresh, takedown=taken.pk, demand=demand and demand.pk)
    tell(fresh, "taken_down", takedown=taken, relays=relays)
    return taken


def forget_planks(publication):
    """The steps of a platform whose text was removed: nobody finds them, and their headings go, too."""
    PlankSection.objects.filter(edition__publication=publication).delete()
    planks = Plank.objects.filter(platform=publication)
    erase_texts(planks, ("initiative", "done"))
    erase_texts(planks, ("heading",), TOMBSTONE_KK)
    planks.update(heading_ru=TOMBSTONE_RU)


@transaction.atomic
def close_takedown(takedown, by, *, note, now=None):
    """The officer has seen to what lay elsewhere: says what was done, and stops the clock. Returns the Takedown."""
    if not access.takes_down(by):
        raise Refused(_("Your role does not allow this."))
    if not note.strip():
        raise Refused(_("Say what was done about copies elsewhere."))
    fresh = Takedown.objects.select_for_update(of=("self",)).get(pk=takedown.pk)
    if fresh.closed_at:
        raise Refused(_("This takedown is finished already."))
    fresh.closed_at, fresh.closed_by, fresh.note = now or timezone.now(), by, note.strip()
    fresh.save(update_fields=["closed_at", "closed_by", "note"])
    record(by, "takedown.close", fresh.candidacy, takedown=fresh.pk)
    return fresh


@transaction.atomic
def erase_private(candidacy, *, now=None):
    """Erases what is not needed after the results (`Pool.keep_days`). Returns whether there was anything left.

    Of a candidacy that readers see the public record stays, with the consent and its scan; of any other one nothing
    that names the person. Once more where it is withdrawn later, or something private comes to it.
    """
    now = now or timezone.now()
    fresh = locked(candidacy)
    if not scrubbing.left(Candidacy.objects.filter(pk=fresh.pk)).exists():
        return False
    person = fresh.person
    if scrubbing.is_public(fresh):
        scrubbing.private(fresh)
    else:
        scrubbing.everything(fresh, now)
    overtake(fresh, Move.ERASE, None, now)
    scrubbing.person(person)
    return True


def overtake(candidacy, move, by, now):
    """`door.moved` for what was erased beside the row: writes the state and the version alone, with a line of history.
    Asks no validation: erasing never waits."""
    noted(candidacy, move, by, now)
    after = LEGAL[move][1] or candidacy.pool_state
    row = Candidacy.objects.filter(pk=candidacy.pk)
    row.update(pool_state=after, version=candidacy.version + 1, changed_at=now)
    candidacy.refresh_from_db()


def tell(candidacy, mail, **context):
    """Mails the branch, headquarters and officers: of which candidacy, never of whom."""
    people = branch_of(candidacy) | User.objects.holding(Role.HEADQUARTERS) | officers()
    appointed = set(officers().values_list("pk", flat=True))
    for person in people.distinct():
        with override(person.language):
            desk = settings.SITE_URL + reverse("admin:campaigns_takedown_changelist")
        send(
            person,
            f"campaigns/mail/candidate_{mail}",
            {"candidacy": candidacy, "desk": desk if person.pk in appointed else "", **context},
        )


name_actions(
    {
        "candidacy.take-down": gettext_lazy("data of a candidate removed"),
        "takedown.close": gettext_lazy("takedown finished"),
    }
)
