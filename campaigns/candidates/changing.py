"""The door of changes after the approval: the branch asks, the candidate confirms, headquarters accept.

Until then readers see the approved data. Every function works in one transaction under a lock and leaves a line of
history; what is not possible raises `Refused`.
"""

from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appeals.differences import Piece, words
from campaigns.campaigning import clean
from campaigns.candidates import telling
from campaigns.candidates.completeness import missing
from campaigns.candidates.door import held, moved, noted, opened, require_no_silence, require_unlocked
from campaigns.candidates.linking import close_links, mail_link
from campaigns.candidates.moves import Move
from campaigns.candidates.registering import put
from campaigns.candidates.steps import CHANGEABLE, CONFIRMED, label_of
from campaigns.counting import vote_over_at
from campaigns.models import Candidacy, ChangeRequest
from federation.refusals import Refused


@transaction.atomic
def ask(candidacy, by, *, reason, version=None, now=None, **changes):
    """Asks to change an approved candidacy. Returns the ChangeRequest.

    changes: {field of `steps.CHANGEABLE`: new value}, instances for `industry` and `primary_organisation`; what does
    not differ is left out. The candidate gets a new private link, since only a confirmed change is accepted: at the
    address that was confirmed, or at the new one while nobody has confirmed anything yet. Refused after the vote.
    """
    now = now or timezone.now()
    fresh = opened(candidacy, by, Move.ASK_CHANGE, version=version)
    if is_too_late(fresh, now):
        raise Refused(too_late())
    if set(changes) - set(CHANGEABLE):
        raise TypeError(f"Not changeable: {sorted(set(changes) - set(CHANGEABLE))}")
    wanted = copy(fresh)
    put(wanted, changes)
    clean(wanted)
    pairs = {name: [stored(fresh, name), stored(wanted, name)] for name in CHANGEABLE if name in changes}
    pairs = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if not pairs:
        raise Refused(_("Nothing differs from what was approved."))
    if not reason.strip():
        raise Refused(_("Say why it has to change."))
    gaps = [gap for gap in missing(wanted) if gap.field in pairs]
    if gaps:
        raise Refused(*(gap.sentence for gap in gaps))
    change = ChangeRequest(candidacy=fresh, changes=pairs, reason=reason.strip(), asked_by=by, asked_at=now)
    clean(change)
    change.save()
    moved(fresh, Move.ASK_CHANGE, by, at=now, fields=pairs)
    proven = fresh.consents.in_force().exists()
    mail_link(fresh if proven else wanted, by, now)
    return change


@transaction.atomic
def confirm(link, change, *, now=None):
    """The candidate agrees, through the private link; reviewers get a mail. Returns the ChangeRequest.

    link: the CandidateLink; Refused where it was closed since the page was opened, and for another's change.
    """
    now = now or timezone.now()
    if held(link, now).pk != change.candidacy_id:
        raise Refused(_("This change was settled meanwhile."))
    candidacy, change = both_locked(change, None, Move.DECIDE_CHANGE)
    if change.confirmed_at:
        return change
    change.confirmed_at = now
    change.save(update_fields=["confirmed_at"])
    candidacy.remarks.objections().update(answered_at=now)
    noted(candidacy, Move.CONFIRM, None, now, fields=change.changes)
    telling.change_waits(change)
    return change


@transaction.atomic
def accept(change, by, *, now=None):
    """Writes the change into the approved data. Returns the candidacy.

    Refused without the candidate's confirmation, while the list is locked, in a silence where readers would see it at
    once, and where the approved data are not those any more that were to be changed.
    """
    candidacy, change = both_locked(change, by, Move.DECIDE_CHANGE)
    if change.confirmed_at is None:
        raise Refused(_("The candidate has not confirmed this change yet."))
    if candidacy.announced_at and set(change.changes) & set(CONFIRMED):
        require_no_silence()
    require_unlocked(candidacy)
    for name, (before, after) in change.changes.items():
        if stored(candidacy, name) != before:
            raise Refused(
                _("%(field)s: the approved data have changed since. The branch has to ask anew.")
                % {"field": label_of(name)}
            )
        setattr(candidacy, column(name), after)
    if "email" in change.changes:
        close_links(candidacy, now or timezone.now())
    decide(change, by, True, "", now)
    moved(candidacy, Move.DECIDE_CHANGE, by, at=now, fields=change.changes)
    telling.change_decided(change)
    return candidacy


@transaction.atomic
def decline(change, by, reason, *, now=None):
    """Leaves the approved data as they are; the branch learns the reason."""
    candidacy, change = both_locked(change, by, Move.DECIDE_CHANGE)
    if not reason.strip():
        raise Refused(_("Say why the change is declined."))
    decide(change, by, False, reason.strip(), now)
    moved(candidacy, Move.DECIDE_CHANGE, by, at=now)
    telling.change_decided(change)
    return change


@transaction.atomic
def take_back(change, by, *, now=None):
    """The branch does not want the change any more. A change that ends without a reason was taken back."""
    candidacy, change = both_locked(change, by, Move.TAKE_BACK_CHANGE)
    decide(change, by, False, "", now)
    moved(candidacy, Move.TAKE_BACK_CHANGE, by, at=now)
    return change


@dataclass(frozen=True)
class Difference:
    """One field of a change, in words. language: "kk", "ru", or "" for a field that has none."""

    name: str
    label: str
    language: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


def differences(change):
    """The Differences of a change, in the order of the registration."""
    found = []
    for name in CHANGEABLE:
        if name in change.changes:
            before, after = (said(name, value) for value in change.changes[name])
            language = name[-2:] if name[-3:] in ("_kk", "_ru") else ""
            found.append(Difference(name, label_of(name), language, before, after, words(before, after)))
    return found


def open_change(candidacy):
    """The ChangeRequest that waits, or None."""
    return candidacy.changes.filter(decided_at=None).first()


def is_too_late(candidacy, now=None):
    """Whether the vote is over in every zone at `now` (aware): what was on the ballot is not changed any more."""
    return (now or timezone.now()) >= vote_over_at(candidacy.campaign)


def too_late():
    """The sentence for whoever asks too late."""
    return _("The vote is over: a change cannot be asked for any more.")


# What the functions above ask


def both_locked(change, by, move):
    """(candidacy, change) under lock; Refused where the change is decided already."""
    candidacy = opened(change.candidacy, by, move)
    change = (
        ChangeRequest.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=change.pk)
    )
    change.candidacy = candidacy
    if change.decided_at:
        raise Refused(_("This change was decided already: %(who)s.") % {"who": change.decided_by})
    return candidacy, change


def decide(change, by, accepted, reason, now):
    change.accepted, change.decided_by, change.decision_reason = accepted, by, reason
    change.decided_at = now or timezone.now()
    clean(change)
    change.save()


def column(name):
    return Candidacy._meta.get_field(name).attname


def stored(candidacy, name):
    """The value as the request keeps it: of a related row its key."""
    return getattr(candidacy, column(name))


def said(name, value):
    """The value in words; of a related row its name, "" where it is gone or nothing."""
    field = Candidacy._meta.get_field(name)
    if not field.is_relation:
        return value or ""
    return str(field.related_model.objects.filter(pk=value).first() or "")
