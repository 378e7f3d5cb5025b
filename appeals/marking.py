"""The part of the door for the mark «campaign material»: set at once, taken away by two persons (DESIGN §5).

Called as `publishing.mark_campaign_material` and so on; see `publishing` for what all its functions share.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appeals import door, silence
from appeals.door import PLACE_FIELDS, Refused
from appeals.enums import Move
from appeals.models import NeutralityProposal
from federation.enums import Matter


def mark_campaign_material(publication, by, *, imprint=None):
    """Marks the item as campaign material and fills its empty imprint fields. Idempotent.

    imprint: {"imprint_producer_kk": …}, fields of `IMPRINT_FIELDS`; what the item has already stays. Writers and
    headquarters may; what readers see already is marked by publishers and headquarters alone. Raises `Refused`
    when an item with an edition would stand there without its whole imprint. Returns the fresh Publication.
    """
    if by is not None and not by.has_perm("appeals.mark_publication"):
        raise Refused(_("Your role does not allow this."))
    with transaction.atomic():
        current = door.locked(publication)
        before = {name: getattr(current, name) for name in PLACE_FIELDS}
        given = {name: value for name, value in (imprint or {}).items() if value and not before[name]}
        door.assign(current, {"campaign_material": True, **given})
        details = door.differences(current, before)
        if details:
            if current.is_out and not silence.marks_public(by):
                raise Refused(silence.not_marked_by_writers())
            reasons = silence.imprint_reasons(current) if current.is_out else []
            if reasons:
                raise Refused(*reasons)
            door.write_place(current)
            door.record(current, Move.PLACE, by, details=details)
    return current


def propose_neutral(publication, by, *, reason):
    """Proposes, with a reason, that the item is no campaign material; allowed in silence. Returns the proposal."""
    if not reason.strip():
        raise Refused(_("Say why it is no campaign material."))
    with transaction.atomic():
        current = door.locked(publication)
        door.require(Move.PROPOSE_NEUTRAL, current, by)
        proposal = NeutralityProposal.objects.create(
            publication=current, version=current.version, proposed_by=by, reason=reason.strip()
        )
        door.record(current, Move.PROPOSE_NEUTRAL, by, reason=reason.strip())
    return proposal


def accept_neutral(publication, by, *, version=None):
    """Takes the mark away by the open proposal of somebody else; never in a silence. Returns the fresh Publication.

    version: what the person looked at; another one now raises `Conflict`. The proposal has to be of the text as it
    stands, and the finding holds for that version alone: the next edit of the text brings the mark back.
    """
    return _decide(publication, by, Move.ACCEPT_NEUTRAL, accepted=True, version=version)


def decline_neutral(publication, by, *, reason):
    """Closes the open proposal of somebody else: the item stays campaign material. Returns the fresh Publication."""
    if not reason.strip():
        raise Refused(_("Say why it stays campaign material."))
    return _decide(publication, by, Move.DECLINE_NEUTRAL, accepted=False, reason=reason.strip())


def _decide(publication, by, move, *, accepted, reason="", version=None):
    with transaction.atomic():
        current = door.locked(publication)
        door.require(move, current, by)
        door.require_version(current, version)
        reasons = silence.unmark_reasons(Matter.CAMPAIGN) if accepted else []
        if reasons:
            raise Refused(*reasons)
        proposal = current.neutrality_proposals.get(accepted=None)
        if accepted and proposal.version != current.version:
            raise Refused(
                _("The text was changed after the proposal. Decline it; the new text can be proposed anew.")
            )
        proposal.accepted, proposal.decided_by, proposal.decided_at = accepted, by, timezone.now()
        proposal.save()
        details = {
            "proposed_by": proposal.proposed_by_id,
            "proposal": proposal.reason,
            "version": proposal.version,
        }
        if accepted:
            door.write(current, campaign_material=False)
            details["campaign_material"] = [True, False]
        door.record(current, move, by, reason=reason, details=details)
    return current
