"""Removing what a publication said for good: personal data that must not stay anywhere (DESIGN §6).

Withdrawing hides a text and keeps it; this leaves of it a tombstone, the hashes and the dates. Nothing brings it back.
"""

from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from appeals import door
from appeals.enums import Gap, Move
from appeals.models import Attachment, Edition, FormerAddress, MoveRecord, Publication
from appeals.models.editions import TOMBSTONE_KK, TOMBSTONE_RU
from appeals.models.imprint import ALWAYS, LANGUAGES, PRINTED
from appeals.notifications import about, mailing
from federation import outbox
from federation.bilingual import erase_texts
from federation.refusals import Refused

# Sent inside the transaction once the text of a publication is gone, with `publication`: who keeps a copy of what it
# said removes it, too.
redacted = Signal()

# A shorter title stands in mails about something else, too.
TELLING = 12
TOMBSTONES = {"title_kk": TOMBSTONE_KK, "title_ru": TOMBSTONE_RU}
# Texts of a publication in both languages beside its title; and of each of its saved texts.
SAID = ("lead", "body", "adoption_text")
SAVED = (*(f"{name}_{language}" for name in SAID for language in LANGUAGES), "decision_number")


@transaction.atomic
def redact(publication, by, *, reason_kk, reason_ru):
    """Withdraws the publication and replaces all that it ever said by a tombstone. Returns it, read anew.

    In every edition, the working copy, the log of working copies, the history of moves and the files; its address
    goes too, since it is made from the title: of it stays a keyed hash, under which readers are told that the text
    is gone (410). Numbers, dates and hashes of the editions stay. reason_…: public, of the withdrawal; they name
    nobody. Works in a silence. Refused to all but the data-protection officer and administrators, and the second
    time.
    """
    if not (reason_kk.strip() and reason_ru.strip()):
        raise Refused(_("Give the public reason of the withdrawal in both languages."))
    door.one_at_a_time()
    current = door.locked(publication)
    door.require(Move.REDACT, current, by)
    now = timezone.now()
    forget_mails(current)
    bury_addresses(current)
    door.write(
        current,
        decision_number="",
        slug=door.free_slug(current, f"removed-{current.pk}"),
        gap=Gap.NONE,
        withdrawn_at=current.withdrawn_at or now,
        withdrawal_reason_kk=reason_kk.strip(),
        withdrawal_reason_ru=reason_ru.strip(),
        redacted_at=now,
    )
    row = Publication.objects.filter(pk=current.pk)
    erase_texts(row, ("title",), TOMBSTONE_KK)
    erase_texts(row, (*SAID, *ALWAYS, *PRINTED))
    row.update(title_ru=TOMBSTONE_RU)
    current.history.update(
        **TOMBSTONES, **dict.fromkeys(SAVED, ""), slug=current.slug, history_change_reason=None
    )
    Edition.objects.filter(publication=current, redacted_at=None).update(
        **TOMBSTONES,
        body_kk=TOMBSTONE_KK,
        body_ru=TOMBSTONE_RU,
        **dict.fromkeys(("lead_kk", "lead_ru", "note_kk", "note_ru", "search_kk", "search_ru"), ""),
        **{"adoption": {}, "imprint": {}, "attachments": [], "overrides": []},
        redacted_at=now,
    )
    MoveRecord.objects.filter(publication=current).update(reason="", details={}, redacted_at=now)
    forget_files(current)
    for rows in (current.confirmed_pairs, current.overrides, current.signatories, current.relays):
        rows.all().delete()
    current.neutrality_proposals.update(reason=TOMBSTONE_KK)
    redacted.send(sender=Publication, publication=current)
    door.record(current, Move.REDACT, by)
    return Publication.objects.get(pk=current.pk)


def forget_mails(publication):
    """Empties what colleagues and subscribers were told of it; what waits does not go out."""
    for word in (about(publication), mailing(publication)):
        outbox.forget(word)
    titles = {publication.title_kk, publication.title_ru}
    for pair in publication.editions.values_list("title_kk", "title_ru"):
        titles.update(pair)
    pages = [settings.SITE_URL + publication.get_absolute_url(language) for language in LANGUAGES]
    outbox.forget_words(*pages, *(title for title in titles if len(title) >= TELLING))


def bury_addresses(publication):
    """Of the present address and the former ones stay keyed hashes; those of the old site go."""
    former = publication.former_addresses.exclude(address__startswith=FormerAddress.BURIED)
    slugs = {publication.slug, *former.exclude(address__startswith="/").values_list("address", flat=True)}
    former.delete()
    FormerAddress.objects.bulk_create(
        [FormerAddress(publication=publication, address=FormerAddress.buried(slug)) for slug in slugs]
    )


def forget_files(publication):
    """Deletes the files when the transaction commits, and what the rows say of them now."""
    rows = Attachment.objects.filter(publication=publication)
    for name in rows.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, name))
    erase_texts(rows, ("title",))
    rows.update(file="", name="", removed=True)
