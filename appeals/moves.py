"""The one table of legal moves of a publication. Publishing, admin, templates and tests ask it.

A move is legal when the working copy is in one of `sources`, the person has `permission`, and `condition`
(a property of the item beside its status) holds. `target` None leaves the status as it is.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from appeals.enums import Move, Status

ANY = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)


class Condition(NamedTuple):
    holds: object  # callable(publication) -> bool
    otherwise: str  # why not, for the person


def unless_withdrawn(publication):
    return publication.withdrawn_at is None


WITHDRAWN = Condition(
    lambda publication: not unless_withdrawn(publication), _("The publication is not withdrawn.")
)
NEW_TEXT = Condition(
    lambda publication: unless_withdrawn(publication) and publication.has_news_for_readers,
    _("There is nothing new to publish: this text was published already, or the publication is withdrawn."),
)
SCHEDULED = Condition(
    lambda publication: publication.scheduled_edition() is not None,
    _("No edition is waiting on the schedule."),
)
PUBLISHED = Condition(
    lambda publication: unless_withdrawn(publication) and publication.last_edition is not None,
    _("Only what was published or scheduled can be withdrawn, and only once."),
)


MARKED = Condition(
    lambda publication: publication.campaign_material and not publication.open_proposal,
    _("It is no campaign material, or a proposal is waiting already."),
)
PROPOSED = Condition(
    lambda publication: publication.open_proposal is not None,
    _("Nobody has proposed to count it as neutral."),
)


@dataclass(frozen=True)
class Legal:
    sources: tuple
    target: str | None
    permission: str
    condition: Condition | None = None


LEGAL = {
    Move.EDIT: Legal(ANY, Status.DRAFT, "appeals.write_publication"),
    Move.PLACE: Legal(ANY, None, "appeals.write_publication"),
    Move.REVERT: Legal(ANY, Status.DRAFT, "appeals.write_publication"),
    Move.CONFIRM: Legal(ANY, None, "appeals.write_publication"),
    Move.OVERRIDE: Legal(ANY, None, "appeals.decide_publication"),
    Move.SUBMIT: Legal((Status.DRAFT,), Status.IN_REVIEW, "appeals.write_publication"),
    Move.RETURN: Legal(
        (Status.IN_REVIEW, Status.APPROVED), Status.DRAFT, "appeals.decide_publication", NEW_TEXT
    ),
    Move.APPROVE: Legal((Status.IN_REVIEW,), Status.APPROVED, "appeals.vouch_for_publication"),
    Move.PUBLISH: Legal((Status.APPROVED,), None, "appeals.vouch_for_publication", NEW_TEXT),
    Move.UNSCHEDULE: Legal(ANY, None, "appeals.decide_publication", SCHEDULED),
    Move.WITHDRAW: Legal(ANY, None, "appeals.decide_publication", PUBLISHED),
    Move.RESTORE: Legal(ANY, None, "appeals.decide_publication", WITHDRAWN),
    Move.REDACT: Legal(ANY, None, "appeals.redact_publication"),
    Move.PROPOSE_NEUTRAL: Legal(ANY, None, "appeals.write_publication", MARKED),
    Move.ACCEPT_NEUTRAL: Legal(ANY, None, "appeals.judge_neutrality", PROPOSED),
    Move.DECLINE_NEUTRAL: Legal(ANY, None, "appeals.judge_neutrality", PROPOSED),
}


def why_not(move, publication, user):
    """Reason (a lazy sentence) why `user` cannot make `move` now; None when the move is legal.

    user None is the portal itself (imports, commands): it may write, and never decides.
    """
    legal = LEGAL[move]
    if publication.redacted_at:
        return _("The text of this publication was removed for good.")
    if publication.status not in legal.sources:
        return _("This cannot be done while the text is in the state «%(status)s».") % {
            "status": publication.get_status_display()
        }
    if legal.condition and not legal.condition.holds(publication):
        return legal.condition.otherwise
    if user is None:
        return (
            None if legal.permission == "appeals.write_publication" else _("Only a person can decide this.")
        )
    if not user.has_perm(legal.permission, publication):
        if legal.permission == "appeals.vouch_for_publication" and user.has_perm(
            "appeals.decide_publication"
        ):
            return _(
                "You wrote in this text since its last edition: somebody else has to approve and publish it."
            )
        if legal.permission == "appeals.judge_neutrality" and user.has_perm("appeals.decide_publication"):
            return _("You proposed this yourself: somebody else has to decide.")
        return _("Your role does not allow this.")
    return None


def legal_moves(publication, user):
    """Moves that `user` can make now, in the order of the table."""
    return [move for move in LEGAL if why_not(move, publication, user) is None]
