"""The one door through which a publication changes.

Every function locks the row, reads it again, asks the table of legal moves, writes, and leaves a line of
history, all in one transaction; mail goes onto the queue in the same transaction. `by` is the acting User, or
None where the portal itself acts (imports by a command). A move that is not legal, or a text that is not ready,
raises `Refused` with sentences for the person; an edit of what somebody else saved meanwhile raises `Conflict`.
"""

import hashlib
import json
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appeals import notifications
from appeals.comparison import agreement
from appeals.enums import SECTION_OF, Kind, Move, Significance
from appeals.models import (
    ConfirmedPair,
    Edition,
    EditionCancellation,
    FormerAddress,
    MoveRecord,
    ParityOverride,
    Publication,
)
from appeals.models.publications import SAID, TEXT_FIELDS, adoption_record
from appeals.moves import LEGAL, why_not
from federation import blocks, languages
from federation.models import QuietPeriod

HTML_FIELDS = ("body_kk", "body_ru")
# What is no text: it is public at once, without review, and stands in the history.
PLACE_FIELDS = ("slug", "campaign_material")


def one_at_a_time():
    """Until the end of the transaction nobody else creates or re-addresses a publication: what was free stays free."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('appeals.publication.address'))")


class Refused(Exception):
    """The move is not possible now. `reasons`: sentences in the active language, at least one."""

    def __init__(self, *reasons):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__("\n".join(self.reasons))


class Conflict(Refused):
    """Somebody saved the text after the editor had opened it. `current` is the text as it stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__(
            _("%(who)s saved this text after you had opened it: %(when)s.")
            % {
                "who": current.changed_by or _("The portal"),
                "when": date_format(timezone.localtime(current.changed_at), "DATETIME_FORMAT"),
            }
        )


def create(by, *, kind, move=Move.CREATE, reason="", topics=(), **fields):
    """Makes a draft. Fields: those of `TEXT_FIELDS`, `slug`, `source_digest`, `campaign_material`.

    HTML is cleaned; the slug is made from the title when empty. Returns the saved Publication.
    """
    if by is not None and not by.has_perm("appeals.write_publication"):
        raise Refused(_("Your role does not allow this."))
    with transaction.atomic():
        one_at_a_time()
        publication = Publication(kind=kind, changed_by=by)
        _assign(publication, fields)
        publication.slug = _free_slug(publication, publication.slug)
        publication.gap = agreement(publication).gap
        _save(publication, by)
        publication.topics.set(topics)
        _record(publication, move, by, from_status="", reason=reason)
    return publication


def save_text(publication, by, *, version, move=Move.EDIT, reason="", topics=None, **fields):
    """Writes new text into the working copy; an approved or submitted text becomes a draft again.

    version: the version that the editor had opened; another one now raises `Conflict`. fields: those of
    `TEXT_FIELDS`, `kind`, and with `topics` those of `PLACE_FIELDS`, which are no text: they are written at once,
    leave a line of history of their own and make no new version. Nothing is written when nothing changes.
    Returns the fresh Publication.
    """
    with transaction.atomic():
        one_at_a_time()
        current = _locked(publication)
        _require_version(current, version)
        before = {name: getattr(current, name) for name in (*TEXT_FIELDS, *PLACE_FIELDS, "kind")}
        _assign(current, fields)
        changed = {name for name, value in before.items() if getattr(current, name) != value}
        if changed - set(PLACE_FIELDS):
            _require(move, current, by)
            _keep_section(current, before["kind"])
            _edited(current, by, move, reason, keep={name: before[name] for name in PLACE_FIELDS})
        _place(current, by, fields, before, topics)
    return current


def record_edit(publication, by):
    """Counts a change of signatories, photos or documents as an edit of the text. Call it in their transaction."""
    with transaction.atomic():
        current = _locked(publication)
        _require(Move.EDIT, current, by)
        _edited(current, by, Move.EDIT, "")
    return current


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
        current = _locked(publication)
        _require(Move.CONFIRM, current, by)
        _require_version(current, version)
        count = _confirm_pairs(current, by, places)
        if count:
            _record(current, Move.CONFIRM, by, details={"places": sorted(places or []), "pairs": count})
            _keep_gap(current)
    return count


def accept_difference(publication, by, *, version, place, reason):
    """A publisher accepts the mismatch of one pair of blocks, with a reason that the history shows.

    place: label such as "b7" or "title". Ends by itself when either block changes.
    """
    if not reason.strip():
        raise Refused(_("Say why the difference is meant."))
    with transaction.atomic():
        current = _locked(publication)
        _require(Move.OVERRIDE, current, by)
        _require_version(current, version)
        row = next((row for part, row in agreement(current).rows if part.label(row) == place), None)
        if row is None or not row.problems or row.overridden:
            raise Refused(_("There is no difference at this block any more."))
        hash_kk, hash_ru = row.pair
        ParityOverride.objects.create(
            publication=current, hash_kk=hash_kk, hash_ru=hash_ru, block=place, reason=reason, by=by
        )
        details = {"place": place, "problems": [str(problem.message) for problem in row.problems]}
        _record(current, Move.OVERRIDE, by, reason=reason, details=details)
        _keep_gap(current)
    return current


def submit(publication, by, *, version=None):
    """Hands the text to the publishers. Both languages must be there; differences may still be open.

    version: what the person looked at; another one now raises `Conflict`. So also in the moves below.
    """
    with transaction.atomic():
        current = _locked(publication)
        _require(Move.SUBMIT, current, by)
        _require_version(current, version)
        state = agreement(current)
        if state.missing:
            raise Refused(*state.reasons)
        _move(current, Move.SUBMIT, by)
        notifications.submitted(current, by)
    return current


def send_back(publication, by, *, reason, version=None):
    """Returns a submitted or approved text to its writers, with what has to be mended."""
    if not reason.strip():
        raise Refused(_("Say what has to be mended."))
    with transaction.atomic():
        current = _locked(publication)
        _require(Move.RETURN, current, by)
        _require_version(current, version)
        _move(current, Move.RETURN, by, reason=reason)
        notifications.returned(current, by, reason)
    return current


def approve(publication, by, *, version=None):
    """Approves the text: the languages agree, and the approver vouches for every pair of blocks."""
    with transaction.atomic():
        current = _locked(publication)
        _require(Move.APPROVE, current, by)
        _require_version(current, version)
        _require_agreement(current)
        _confirm_pairs(current, by, None)
        _keep_gap(current)
        _move(current, Move.APPROVE, by, waived=_is_writer(current, by))
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
        current = _locked(publication)
        _require(Move.PUBLISH, current, by)
        _require_version(current, version)
        _require_agreement(current)
        _require_described_attachments(current)
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
        _require_no_silence(current, public_from)
        edition = Edition.objects.create(
            publication=current,
            number=previous_number(current) + 1,
            version=current.version,
            kind=current.kind,
            **{name: getattr(current, name) for name in SAID},
            adoption=adoption,
            attachments=[attachment.as_record() for attachment in current.attachments.filter(removed=False)],
            note_kk=note_kk.strip(),
            note_ru=note_ru.strip(),
            significance=significance,
            correction=correction,
            sealed=bool(adoption),
            overrides=_overrides_in_force(current),
            four_eyes_waived=_is_writer(current, by),
            publisher=by,
            published_at=now,
            public_from=public_from,
            first_public_from=previous.first_public_from if previous else public_from,
            hash_kk=_digest(current, adoption, "kk"),
            hash_ru=_digest(current, adoption, "ru"),
            search_kk=_search_text(current, "kk"),
            search_ru=_search_text(current, "ru"),
        )
        _record(current, Move.PUBLISH, by, edition=edition, waived=edition.four_eyes_waived)
        notifications.published(current, edition, by)
    return edition


def unschedule(publication, by):
    """Takes the waiting edition off the schedule; the text can be edited and published anew."""
    with transaction.atomic():
        current = _locked(publication)
        _require(Move.UNSCHEDULE, current, by)
        edition = current.scheduled_edition()
        EditionCancellation.objects.create(edition=edition, by=by)
        # The cancelled version cannot be published again under its number: the text counts as a new version.
        current.version += 1
        _save(current, by)
        _record(current, Move.UNSCHEDULE, by, edition=edition)
    return current


def withdraw(publication, by, *, reason_kk, reason_ru):
    """Takes the item from the public at once. Its address stays and shows the reason in both languages."""
    if not (reason_kk.strip() and reason_ru.strip()):
        raise Refused(_("Give the public reason of the withdrawal in both languages."))
    with transaction.atomic():
        current = _locked(publication)
        _require(Move.WITHDRAW, current, by)
        _set(
            current,
            withdrawn_at=timezone.now(),
            withdrawal_reason_kk=reason_kk.strip(),
            withdrawal_reason_ru=reason_ru.strip(),
        )
        _record(current, Move.WITHDRAW, by, details={"reason_kk": reason_kk, "reason_ru": reason_ru})
    return current


def restore(publication, by):
    """Gives a withdrawn item back to the public as it was."""
    with transaction.atomic():
        current = _locked(publication)
        _require(Move.RESTORE, current, by)
        _require_no_silence(current, timezone.now())
        _set(current, withdrawn_at=None, withdrawal_reason_kk="", withdrawal_reason_ru="")
        _record(current, Move.RESTORE, by)
    return current


def previous_number(publication):
    """Number of the newest edition, cancelled ones included; 0 before the first."""
    return publication.editions.order_by("-number").values_list("number", flat=True).first() or 0


# Inside the door


def _locked(publication):
    return (
        Publication.objects.select_for_update(of=("self",))
        .select_related("changed_by")
        .get(pk=publication.pk)
    )


def _require(move, publication, by):
    reason = why_not(move, publication, by)
    if reason:
        raise Refused(reason)


def _require_version(publication, version):
    if version is not None and publication.version != version:
        raise Conflict(publication)


def _require_no_silence(publication, moment):
    """Campaign material is not made newly public in a quiet period (DOMAIN §4)."""
    if publication.campaign_material and QuietPeriod.objects.active(moment).exists():
        raise Refused(_("A quiet period holds at that hour: campaign material cannot be made newly public."))


def _require_agreement(publication):
    reasons = agreement(publication).reasons
    if reasons:
        raise Refused(*reasons)


def _require_described_attachments(publication):
    for attachment in publication.attachments.filter(removed=False):
        if not (attachment.title_kk.strip() and attachment.title_ru.strip()):
            raise Refused(
                _("«%(file)s» needs a title or alternative text in both languages.")
                % {"file": attachment.name}
            )


def _assign(publication, fields):
    for name, value in fields.items():
        if name in HTML_FIELDS:
            value = blocks.clean(value or "")
        elif isinstance(value, str):
            value = value.strip()
        setattr(publication, name, value)


def _edited(publication, by, move, reason, keep=None):
    """keep: {field: former value} of what is no text and is not written with it."""
    publication.version += 1
    from_status, publication.status = publication.status, LEGAL[move].target
    publication.gap = agreement(publication).gap
    for name, value in (keep or {}).items():
        setattr(publication, name, value)
    _save(publication, by)
    _record(publication, move, by, from_status=from_status, reason=reason)


def _place(publication, by, fields, before, topics):
    """Writes what is no text: address, mark, topics. All of it is in the history, with what stood there before."""
    for name in PLACE_FIELDS:
        setattr(publication, name, fields.get(name, before[name]))
    _readdress(publication, before["slug"])
    details = {
        name: [before[name], getattr(publication, name)]
        for name in PLACE_FIELDS
        if getattr(publication, name) != before[name]
    }
    if topics is not None:
        old, new = set(publication.topics.all()), set(topics)
        if old != new:
            details["topics"] = [sorted(topic.slug for topic in side) for side in (old, new)]
    if not details:
        return
    _require(Move.PLACE, publication, by)
    if "campaign_material" in details and not publication.campaign_material:
        if by is None or not by.has_perm("appeals.decide_publication"):
            raise Refused(_("Only a publisher can take the mark «campaign material» away."))
        if QuietPeriod.objects.active().exists():
            raise Refused(_("A quiet period holds: the mark «campaign material» cannot be taken away now."))
    if "topics" in details:
        publication.topics.set(topics)
    _check(publication)
    _set(publication, **{name: getattr(publication, name) for name in PLACE_FIELDS})
    _record(publication, Move.PLACE, by, details=details)


def _move(publication, move, by, **record):
    from_status = publication.status
    _set(publication, status=LEGAL[move].target)
    _record(publication, move, by, from_status=from_status, **record)


def _set(publication, **fields):
    """Writes fields that are no text, so that the log of working copies holds texts alone."""
    Publication.objects.filter(pk=publication.pk).update(**fields)
    for name, value in fields.items():
        setattr(publication, name, value)


def _save(publication, by):
    publication.changed_at = timezone.now()
    publication.changed_by = by
    publication._history_user = by
    _check(publication)
    publication.save()
    publication.__dict__.pop("last_edition", None)


def _check(publication):
    try:
        publication.full_clean(exclude=["changed_by"])
    except ValidationError as error:
        raise Refused(*error.messages) from error


def _record(publication, move, by, *, from_status=None, **fields):
    MoveRecord.objects.create(
        publication=publication,
        move=move,
        actor=by,
        version=publication.version,
        from_status=publication.status if from_status is None else from_status,
        to_status=publication.status,
        **fields,
    )


def _keep_gap(publication):
    _set(publication, gap=agreement(publication).gap)


def _confirm_pairs(publication, by, places):
    pairs = [
        ConfirmedPair(
            publication=publication,
            hash_kk=row.kk.hash,
            hash_ru=row.ru.hash,
            text_kk=row.kk.text,
            text_ru=row.ru.text,
            confirmed_by=by,
        )
        for part, row in agreement(publication).rows
        if row.kk
        and row.ru
        and row.state != "confirmed"
        and (part.label(row) in places if places is not None else row.state == "new" and _agrees(row))
    ]
    ConfirmedPair.objects.bulk_create(pairs, ignore_conflicts=True)
    return len(pairs)


def _agrees(row):
    return not row.problems or row.overridden


def _is_writer(publication, by):
    return by.pk in publication.writers()


def _overrides_in_force(publication):
    rows = {row.pair: part.label(row) for part, row in agreement(publication).rows if row.overridden}
    return [
        {"block": rows[override.hash_kk, override.hash_ru], "reason": override.reason, "by": override.by_id}
        for override in publication.overrides.all()
        if (override.hash_kk, override.hash_ru) in rows
    ]


def _digest(publication, adoption, language):
    """SHA-256 of what one language says: title, lead, text and adoption line."""
    said = [getattr(publication, f"{name}_{language}") for name in ("title", "lead", "body")]
    said.append(adoption.get(f"text_{language}", ""))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _search_text(publication, language):
    words = [getattr(publication, f"{name}_{language}") for name in ("title", "lead")]
    words.append(blocks.visible_text(getattr(publication, f"body_{language}")))
    return languages.fold(" ".join(words))


def _free_slug(publication, wanted):
    base = languages.slug(wanted or publication.title_kk or publication.title_ru) or publication.kind
    slug, number = base, 1
    while (
        Publication.objects.filter(slug=slug).exclude(pk=publication.pk).exists()
        or FormerAddress.objects.filter(address=slug).exclude(publication_id=publication.pk).exists()
    ):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _readdress(publication, former):
    """A changed slug: the former one keeps leading here, for good."""
    if publication.slug == former:
        return
    wanted = publication.slug
    publication.slug = _free_slug(publication, wanted)
    if wanted and publication.slug != wanted:
        raise Refused(_("Another publication has this address. Choose a different one."))
    FormerAddress.objects.filter(publication=publication, address=publication.slug).delete()
    FormerAddress.objects.get_or_create(address=former, defaults={"publication": publication})


def _keep_section(publication, former):
    if SECTION_OF[Kind(publication.kind)] != SECTION_OF[Kind(former)] and previous_number(publication):
        raise Refused(
            _("The kind cannot change to another section: the editions are cited at their addresses.")
        )
