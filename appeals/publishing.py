"""The one door through which a publication changes.

Every function locks the row, reads it again, asks the table of legal moves, writes, and leaves a line of
history, all in one transaction; mail goes onto the queue in the same transaction. `by` is the acting User, or
None where the portal itself acts (imports by a command). A move that is not legal, or a text that is not ready,
raises `Refused` with sentences for the person; an edit of what somebody else saved meanwhile raises `Conflict`.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appeals import door, notifications, silence
from appeals.comparison import agreement
from appeals.door import LISTS, PLACE_FIELDS, Conflict, Refused, one_at_a_time, undescribed_files
from appeals.enums import Kind, Move, Significance
from appeals.marking import accept_neutral, decline_neutral, mark_campaign_material, propose_neutral
from appeals.models import (
    Edition,
    EditionCancellation,
    ParityOverride,
    Publication,
)
from appeals.models.publications import SAID, TEXT_FIELDS, adoption_record
from federation import outbox

__all__ = [
    "LISTS",
    "PLACE_FIELDS",
    "Conflict",
    "Refused",
    "accept_neutral",
    "decline_neutral",
    "mark_campaign_material",
    "one_at_a_time",
    "propose_neutral",
    "undescribed_files",
]  # with the functions below


def create(by, *, kind, move=Move.CREATE, reason="", topics=(), regions=(), **fields):
    """Makes a draft. Fields: those of `TEXT_FIELDS`, `slug`, `source_digest`, `campaign_material`.

    A platform is campaign material by its kind.
    HTML is cleaned; the slug is made from the title when empty. Returns the saved Publication.
    """
    if by is not None and not by.has_perm("appeals.write_publication"):
        raise Refused(_("Your role does not allow this."))
    with transaction.atomic():
        one_at_a_time()
        publication = Publication(kind=kind, changed_by=by)
        door.assign(publication, fields)
        publication.campaign_material |= kind == Kind.PLATFORM
        publication.slug = door.free_slug(publication, publication.slug)
        publication.gap = agreement(publication).gap
        door.save(publication, by)
        publication.topics.set(topics)
        publication.regions.set(regions)
        door.record(publication, move, by, from_status="", reason=reason)
    return publication


def save_text(publication, by, *, version, move=Move.EDIT, reason="", topics=None, regions=None, **fields):
    """Writes new text into the working copy; an approved or submitted text becomes a draft again.

    version: the version that the editor had opened; another one now raises `Conflict`. fields: those of
    `TEXT_FIELDS`, `kind`, and with `topics` and `regions` those of `PLACE_FIELDS`, which are no text: they are
    written at once, leave a line of history of their own and make no new version. Nothing is written when nothing
    changes. Returns the fresh Publication.
    """
    with transaction.atomic():
        one_at_a_time()
        current = door.locked(publication)
        door.require_version(current, version)
        before = {name: getattr(current, name) for name in (*TEXT_FIELDS, *PLACE_FIELDS, "kind")}
        door.assign(current, fields)
        changed = {name for name, value in before.items() if getattr(current, name) != value}
        if changed - set(PLACE_FIELDS):
            door.require(move, current, by)
            door.keep_section(current, before["kind"])
            door.edited(current, by, move, reason, keep={name: before[name] for name in PLACE_FIELDS})
            if current.campaign_material and not before["campaign_material"]:
                before["campaign_material"] = fields["campaign_material"] = True
        door.place(current, by, fields, before, {"topics": topics, "regions": regions})
    return current


def record_edit(publication, by):
    """Counts a change of signatories, photos or documents as an edit of the text. Call it in their transaction."""
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.EDIT, current, by)
        door.edited(current, by, Move.EDIT, "")
    return current


def note_relays(publication, by):
    """Leaves a line of history when links of relays changed: readers see them at once. Call it in their transaction."""
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.PLACE, current, by)
        reasons = silence.still_reasons(current)
        if reasons:
            raise Refused(*reasons)
        links = list(current.relays.values_list("url", flat=True))
        door.record(current, Move.PLACE, by, details={"relays": links})


def revert(publication, by, *, version, source):
    """Copies an older text (an Edition or a row of the history) into the working copy, both languages at once.

    The adoption lines come with it; signatories and files stay as they are.
    """
    return save_text(publication, by, version=version, move=Move.REVERT, **older_text(source))


def older_text(source):
    """The fields of `TEXT_FIELDS` as an Edition or a row of the history holds them."""
    if not isinstance(source, Edition):
        return {name: getattr(source, name) for name in TEXT_FIELDS}
    adoption = source.adoption

    def day(name):
        return date.fromisoformat(adoption[name]) if adoption.get(name) else None

    return {
        **{name: getattr(source, name) for name in SAID},
        "adoption_text_kk": adoption.get("text_kk", ""),
        "adoption_text_ru": adoption.get("text_ru", ""),
        "adopting_body": adoption.get("body", ""),
        "decision_number": adoption.get("number", ""),
        "session_on": day("session_on"),
        "decided_on": day("decided_on"),
    }


def confirm(publication, by, *, version, places=None):
    """Records that blocks of the two languages say the same («no change needed»).

    places: labels such as {"title", "b7"}; None confirms every new pair without an open difference, and no stale
    one: those are confirmed by name. version: what the person looked at. Returns the number of pairs that were new.
    """
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.CONFIRM, current, by)
        door.require_version(current, version)
        count = door.confirm_pairs(current, by, places)
        if count:
            door.record(current, Move.CONFIRM, by, details={"places": sorted(places or []), "pairs": count})
            door.keep_gap(current)
    return count


def accept_difference(publication, by, *, version, place, reason):
    """A publisher accepts the mismatch of one pair of blocks, with a reason that the history shows.

    place: label such as "b7" or "title". Ends by itself when either block changes.
    """
    if not reason.strip():
        raise Refused(_("Say why the difference is meant."))
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.OVERRIDE, current, by)
        door.require_version(current, version)
        row = next((row for part, row in agreement(current).rows if part.label(row) == place), None)
        if row is None or not row.problems or row.overridden:
            raise Refused(_("There is no difference at this block any more."))
        hash_kk, hash_ru = row.pair
        ParityOverride.objects.create(
            publication=current, hash_kk=hash_kk, hash_ru=hash_ru, block=place, reason=reason, by=by
        )
        details = {"place": place, "problems": [str(problem.message) for problem in row.problems]}
        door.record(current, Move.OVERRIDE, by, reason=reason, details=details)
        door.keep_gap(current)
    return current


def submit(publication, by, *, version=None):
    """Hands the text to the publishers. Both languages must be there; differences may still be open.

    version: what the person looked at; another one now raises `Conflict`. So also in the moves below.
    """
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.SUBMIT, current, by)
        door.require_version(current, version)
        state = agreement(current)
        if state.missing:
            raise Refused(*state.reasons)
        door.advance(current, Move.SUBMIT, by)
        notifications.submitted(current, by)
    return current


def send_back(publication, by, *, reason, version=None):
    """Returns a submitted or approved text to its writers, with what has to be mended."""
    if not reason.strip():
        raise Refused(_("Say what has to be mended."))
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.RETURN, current, by)
        door.require_version(current, version)
        door.advance(current, Move.RETURN, by, reason=reason)
        notifications.returned(current, by, reason)
    return current


def approve(publication, by, *, version=None):
    """Approves the text: the languages agree, and the approver vouches for every pair of blocks."""
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.APPROVE, current, by)
        door.require_version(current, version)
        door.require_agreement(current)
        door.confirm_pairs(current, by, None)
        door.keep_gap(current)
        door.advance(current, Move.APPROVE, by, waived=door.is_writer(current, by))
    return current


def publish(
    publication,
    by,
    *,
    version=None,
    note_kk="",
    note_ru="",
    significance=Significance.MAJOR,
    correction=False,
    public_from=None,
    now=None,
):
    """Makes the next edition from the approved text, both languages in one act.

    public_from: aware moment from which readers see it, default now; before now only for archives. now: aware,
    default the clock. Returns the Edition.
    """
    now = now or timezone.now()
    public_from = public_from or now
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.PUBLISH, current, by)
        door.require_version(current, version)
        door.require_agreement(current)
        door.require_described_files(current)
        previous = current.last_edition
        if current.scheduled_edition(now):
            raise Refused(_("An edition is already waiting on the schedule. Take it off the schedule first."))
        if previous and not (note_kk.strip() and note_ru.strip()):
            raise Refused(_("Say in both languages what changed since the last edition."))
        adoption = adoption_record(current, current)
        if previous and previous.sealed and adoption == previous.adoption and not correction:
            raise Refused(
                _(
                    "The last edition is sealed by a decision. Enter the new decision, or mark this one as correction."
                )
            )
        door.require_may_be_public(current, max(public_from, now))
        edition = Edition.objects.create(
            publication=current,
            number=current.last_number + 1,
            version=current.version,
            kind=current.kind,
            **{name: getattr(current, name) for name in SAID},
            adoption=adoption,
            attachments=[attachment.as_record() for attachment in current.attachments.filter(removed=False)],
            imprint=current.imprint_record(),
            note_kk=note_kk.strip(),
            note_ru=note_ru.strip(),
            significance=significance,
            correction=correction,
            sealed=bool(adoption),
            overrides=door.overrides_in_force(current),
            four_eyes_waived=door.is_writer(current, by),
            publisher=by,
            published_at=now,
            public_from=public_from,
            first_public_from=previous.first_public_from if previous else public_from,
            hash_kk=door.digest(current, adoption, "kk"),
            hash_ru=door.digest(current, adoption, "ru"),
            search_kk=door.search_text(current, "kk"),
            search_ru=door.search_text(current, "ru"),
        )
        door.record(current, Move.PUBLISH, by, edition=edition, waived=edition.four_eyes_waived)
        notifications.published(current, edition, by)
    return edition


def unschedule(publication, by):
    """Takes the waiting edition off the schedule; the text can be edited and published anew."""
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.UNSCHEDULE, current, by)
        edition = current.scheduled_edition()
        if edition is None:  # its hour came between the two looks at the clock
            raise Refused(_("The edition has just become public. It can be withdrawn."))
        EditionCancellation.objects.create(edition=edition, by=by)
        # The cancelled version cannot be published again under its number: the text counts as a new version.
        current.version += 1
        door.save(current, by)
        door.record(current, Move.UNSCHEDULE, by, edition=edition)
        notifications.unscheduled(current, by)
    return current


def withdraw(publication, by, *, reason_kk, reason_ru):
    """Takes the item from the public at once. Its address stays and shows the reason in both languages.

    Mails to subscribers that wait do not go out.
    """
    if not (reason_kk.strip() and reason_ru.strip()):
        raise Refused(_("Give the public reason of the withdrawal in both languages."))
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.WITHDRAW, current, by)
        door.write(
            current,
            withdrawn_at=timezone.now(),
            withdrawal_reason_kk=reason_kk.strip(),
            withdrawal_reason_ru=reason_ru.strip(),
        )
        outbox.forget(notifications.mailing(current))
        door.record(current, Move.WITHDRAW, by, details={"reason_kk": reason_kk, "reason_ru": reason_ru})
    return current


def restore(publication, by):
    """Gives a withdrawn item back to the public as it was."""
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.RESTORE, current, by)
        door.require_may_be_public(current, timezone.now())
        door.write(current, withdrawn_at=None, withdrawal_reason_kk="", withdrawal_reason_ru="")
        door.record(current, Move.RESTORE, by)
    return current
