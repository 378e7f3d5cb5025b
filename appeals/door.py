"""Inside the door of `publishing`: lock, check, write, leave a line of history.

`publishing` alone changes anything through it.
"""

import hashlib
import json
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appeals import silence
from appeals.comparison import agreement
from appeals.enums import SECTION_OF, Kind, Move
from appeals.models import (
    ConfirmedPair,
    FormerAddress,
    MoveRecord,
    Publication,
)
from appeals.models.imprint import IMPRINT_FIELDS
from appeals.moves import LEGAL, why_not
from federation import blocks, languages
from federation.refusals import Refused

HTML_FIELDS = ("body_kk", "body_ru")
# How the history calls what a publication is filed under.
KEYS = {"topics": attrgetter("slug"), "regions": attrgetter("iso")}
LISTS = tuple(KEYS)
# What is no text: it is public at once, without review, and stands in the history.
PLACE_FIELDS = ("slug", "campaign_material", "opinion_poll", *IMPRINT_FIELDS)


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


def one_at_a_time():
    """Until the end of the transaction nobody else creates or re-addresses a publication: what was free stays free."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('appeals.publication.address'))")


def locked(publication):
    return (
        Publication.objects.select_for_update(of=("self",))
        .select_related("changed_by")
        .get(pk=publication.pk)
    )


def require(move, publication, by):
    reason = why_not(move, publication, by)
    if reason:
        raise Refused(reason)


def require_version(publication, version):
    if version is not None and publication.version != version:
        raise Conflict(publication)


def require_may_be_public(publication, moment):
    """Campaign material bears its imprint, and nothing becomes newly public in its quiet period (DOMAIN §4).

    moment: aware, from which readers see it, never one of the past.
    """
    reasons = silence.imprint_reasons(publication)
    reasons += silence.unquiet_reasons(publication, moment)
    if reasons:
        raise Refused(*reasons)


def require_agreement(publication):
    reasons = agreement(publication).reasons
    if reasons:
        raise Refused(*reasons)


def undescribed_files(publication):
    """A sentence for each photo or document without a title or alternative text in both languages."""
    said = _("«%(file)s» needs a title or alternative text in both languages.")
    return [
        said % {"file": attachment.name}
        for attachment in publication.attachments.filter(removed=False)
        if not (attachment.title_kk.strip() and attachment.title_ru.strip())
    ]


def require_described_files(publication):
    reasons = undescribed_files(publication)
    if reasons:
        raise Refused(*reasons)


def assign(publication, fields):
    for name, value in fields.items():
        if name in HTML_FIELDS:
            value = blocks.clean(value or "")
        elif isinstance(value, str):
            value = blocks.plain(value).strip()
        setattr(publication, name, value)


def edited(publication, by, move, reason, keep=None):
    """keep: {field: former value} of what is no text and is not written with it."""
    publication.version += 1
    from_status, publication.status = publication.status, LEGAL[move].target
    publication.gap = agreement(publication).gap
    for name, value in (keep or {}).items():
        setattr(publication, name, value)
    marks = not publication.campaign_material and (
        publication.kind == Kind.PLATFORM or publication.neutrality_proposals.filter(accepted=True).exists()
    )
    if (
        marks
    ):  # a finding of neutrality holds for the text that was judged, and a platform is marked by its kind
        publication.campaign_material = True
        reasons = silence.imprint_reasons(publication) if publication.is_out else []
        if reasons:
            raise Refused(_("With this edit the mark «campaign material» comes back."), *reasons)
    save(publication, by)
    record(publication, move, by, from_status=from_status, reason=reason)
    if marks:
        record(publication, Move.PLACE, by, details={"campaign_material": [False, True]})


def place(publication, by, fields, before, lists):
    """Writes what is no text: address, marks, imprint, topics, regions. The history has it, with what stood before.

    lists: {"topics": rows, "regions": rows}; None leaves what is there.
    """
    for name in PLACE_FIELDS:
        setattr(publication, name, before[name])
    assign(publication, {name: fields[name] for name in PLACE_FIELDS if name in fields})
    readdress(publication, before["slug"])
    details = differences(publication, before)
    for name, rows in lists.items():
        sides = set(getattr(publication, name).all()), set(rows or ())
        if rows is not None and sides[0] != sides[1]:
            details[name] = [sorted(KEYS[name](row) for row in side) for side in sides]
    if not details:
        return
    require(Move.PLACE, publication, by)
    reasons = silence.mark_reasons(publication, {name: before[name] for name in PLACE_FIELDS}, by)
    filled = {name for name in details if name in IMPRINT_FIELDS and not before[name]}
    if before["campaign_material"] and set(details) - filled - {"opinion_poll"}:
        reasons += silence.still_reasons(publication)
    if reasons:
        raise Refused(*reasons)
    for name in lists.keys() & details.keys():
        getattr(publication, name).set(lists[name])
    write_place(publication)
    record(publication, Move.PLACE, by, details=details)


def differences(publication, before):
    """{field of `PLACE_FIELDS`: [before, now]} of those that changed. before: {field: value}."""
    return {
        name: [before[name], getattr(publication, name)]
        for name in PLACE_FIELDS
        if getattr(publication, name) != before[name]
    }


def write_place(publication):
    check(publication)
    write(publication, **{name: getattr(publication, name) for name in PLACE_FIELDS})


def advance(publication, move, by, **line):
    from_status = publication.status
    write(publication, status=LEGAL[move].target)
    record(publication, move, by, from_status=from_status, **line)


def write(publication, **fields):
    """Writes fields that are no text, so that the log of working copies holds texts alone."""
    Publication.objects.filter(pk=publication.pk).update(**fields)
    for name, value in fields.items():
        setattr(publication, name, value)


def save(publication, by):
    publication.changed_at = timezone.now()
    publication.changed_by = by
    publication._history_user = by
    check(publication)
    publication.save()
    publication.__dict__.pop("last_edition", None)


def check(publication):
    try:
        publication.full_clean(exclude=["changed_by"])
    except ValidationError as error:
        raise Refused(*error.messages) from error


def record(publication, move, by, *, from_status=None, **fields):
    MoveRecord.objects.create(
        publication=publication,
        move=move,
        actor=by,
        version=publication.version,
        from_status=publication.status if from_status is None else from_status,
        to_status=publication.status,
        **fields,
    )


def keep_gap(publication):
    write(publication, gap=agreement(publication).gap)


def confirm_pairs(publication, by, places):
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
        and (part.label(row) in places if places is not None else row.state == "new" and agrees(row))
    ]
    ConfirmedPair.objects.bulk_create(pairs, ignore_conflicts=True)
    return len(pairs)


def agrees(row):
    return not row.problems or row.overridden


def is_writer(publication, by):
    return by.pk in publication.writers()


def overrides_in_force(publication):
    rows = {row.pair: part.label(row) for part, row in agreement(publication).rows if row.overridden}
    return [
        {"block": rows[override.hash_kk, override.hash_ru], "reason": override.reason, "by": override.by_id}
        for override in publication.overrides.all()
        if (override.hash_kk, override.hash_ru) in rows
    ]


def digest(publication, adoption, language):
    """SHA-256 of what one language says: title, lead, text and adoption line."""
    said = [getattr(publication, f"{name}_{language}") for name in ("title", "lead", "body")]
    said.append(adoption.get(f"text_{language}", ""))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def search_text(publication, language):
    words = [getattr(publication, f"{name}_{language}") for name in ("title", "lead", "adoption_text")]
    words.append(publication.decision_number)
    words.append(blocks.visible_text(getattr(publication, f"body_{language}")))
    return languages.fold(" ".join(words))


def free_slug(publication, wanted):
    base = languages.slug(wanted or publication.title_kk or publication.title_ru) or publication.kind
    slug, number = base, 1
    while (
        Publication.objects.filter(slug=slug).exclude(pk=publication.pk).exists()
        or FormerAddress.objects.filter(address=slug).exclude(publication_id=publication.pk).exists()
    ):
        number += 1
        slug = f"{base}-{number}"
    return slug


def readdress(publication, former):
    """A changed slug: the former one keeps leading here, for good."""
    if publication.slug == former:
        return
    wanted = publication.slug
    publication.slug = free_slug(publication, wanted)
    if wanted and publication.slug != wanted:
        raise Refused(_("Another publication has this address. Choose a different one."))
    FormerAddress.objects.filter(publication=publication, address=publication.slug).delete()
    if not publication.last_number:
        return  # nobody outside knows an address that was never public, and nobody shall learn the new one by it
    FormerAddress.objects.get_or_create(address=former, defaults={"publication": publication})


def keep_section(publication, former):
    if publication.kind != former and Kind.MEETING in (publication.kind, former):
        raise Refused(
            _("A report of a meeting is built from the record of the meeting: its kind does not change.")
        )
    if SECTION_OF[Kind(publication.kind)] != SECTION_OF[Kind(former)] and publication.last_number:
        raise Refused(
            _("The kind cannot change to another section: the editions are cited at their addresses.")
        )
