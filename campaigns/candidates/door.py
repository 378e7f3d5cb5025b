"""What every door of candidates does: lock, ask the table of moves and the access, leave a line of history.

`by` is the acting User, or None where the portal itself acts. What is not possible raises `Refused`.

Whoever locks several rows takes them in one order, so that nobody waits for ever: candidacies by key, what belongs to
them (changes, demands, tables on their way), persons by key, pools by key, then the campaign.
"""

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.campaigning import (
    clean,
    require_no_silence,  # noqa: F401 - asked by whatever makes newly public
)
from campaigns.candidates import access
from campaigns.candidates.moves import BY_BRANCH, BY_REVIEWER, LEGAL, Move, is_legal
from campaigns.models import Candidacy, CandidacyEvent, CandidateLink, Pool
from federation.refusals import Refused

# Moves that bring what people typed. The others write what their door computed: cleaning asks the database a dozen
# times, and its constraints hold anyway.
TYPED = frozenset({Move.BEGIN, Move.IMPORT, Move.EDIT, Move.DECIDE_CHANGE, Move.MERGE})
# Rows of their own, cleaned by whoever makes them: an edit of these alone leaves the candidacy as it was.
PAPERS = frozenset({"consent", "documents"})


class Overtaken(Refused):
    """Somebody else changed the candidacy after this person had opened it."""


def locked(candidacy):
    """The row read anew under a lock to the end of the transaction. The person stays unlocked: others may stand too.

    Rows that name the candidacy may be written beside it: who locks a list of it holds the pool already.
    """
    return (
        Candidacy.objects.select_for_update(no_key=True, of=("self",))
        .select_related("campaign", "body", "region", "person")
        .get(pk=candidacy.pk)
    )


def opened(candidacy, by, move, *, version=None):
    """The candidacy, locked, for a move that `by` may make now.

    Raises Refused, or Overtaken where `version` is another one than the person saw.
    """
    fresh = locked(candidacy)
    require_mover(by, fresh, move)
    if fresh.erased_at:
        raise Refused(_("The data of this candidacy were removed."))
    # For the branch a decision that is not announced has not been made.
    if not is_legal(move, access.shown_state(fresh, by)):
        raise Refused(overtaken_by(fresh, by))
    if version is not None and version != fresh.version:
        raise Overtaken(
            _(
                "Somebody changed this candidacy after you had opened it. What you typed is below, not saved yet."
            )
        )
    return fresh


def held(link, now):
    """The candidacy of a private link, locked; Refused where the link was closed since the page was opened."""
    candidacy = locked(link.candidacy)
    usable = CandidateLink.objects.filter(pk=link.pk, closed_at=None, expires_at__gt=now)
    if candidacy.erased_at or not usable.exists():
        raise Refused(_("This link does not hold any more. Ask the branch for a new one."))
    return candidacy


def overtaken_by(candidacy, by):
    """Why the state does not allow the move any more; reviewers learn who brought it there, and when."""
    state = access.shown_state(candidacy, by)
    event = candidacy.events.exclude(before=F("after")).select_related("by").first()
    if event is None or state != event.after or by is None or access.works_on(by, candidacy):
        return _("This is not possible any more: the candidacy is “%(state)s” now.") % {"state": state.label}
    return _("This is not possible any more: the candidacy is “%(state)s” (%(who)s, %(at)s).") % {
        "state": state.label,
        "who": event.by or _("the portal itself"),
        "at": date_format(timezone.localtime(event.at), "DATETIME_FORMAT"),
    }


def require_mover(by, candidacy, move):
    """Refused unless `by` may make the move with this candidacy: the branch its own, a reviewer without recusal."""
    if by is None:
        return
    if move in BY_BRANCH and access.works_on(by, candidacy):
        return
    if move in BY_REVIEWER and access.is_reviewer(by):
        reason = access.recusal(by, candidacy)
        if reason:
            raise Refused(reason)
        if access.reviews(by, candidacy):
            return
    raise Refused(_("Your role does not allow this."))


def require_unlocked(*candidacies):
    """Locks their pools to the end of the transaction, in the order of the keys; Refused where a list is locked."""
    of_pool = Candidacy.objects.filter(
        pk__in=[row.pk for row in candidacies], campaign=OuterRef("campaign"), body=OuterRef("body")
    )
    for pool in Pool.objects.select_for_update(no_key=True).filter(Exists(of_pool)).order_by("pk"):
        held = pool.lists.filter(unlocked_at=None).first()
        if held:
            raise Refused(
                _("The list of this pool is locked (№ %(number)s, %(decision)s): unlock it first.")
                % {"number": held.number, "decision": held.decision}
            )


def moved(candidacy, move, by, *, at=None, fields=()):
    """Saves the state that the move leads to, with a line of history; every other column is saved with it.

    at: aware, default now. fields: names of what changed, never values. Returns the candidacy.
    """
    at = at or timezone.now()
    before = candidacy.pool_state
    candidacy.pool_state = LEGAL[move][1] or before
    candidacy.version += 1
    candidacy.changed_at = at
    if move in TYPED and not (fields and PAPERS.issuperset(fields)):
        clean(candidacy)
    candidacy.save()
    noted(candidacy, move, by, at, before=before, fields=fields)
    return candidacy


def noted(candidacy, move, by, at, *, before=None, fields=()):
    """A line of history alone: the row stays as it is, and nobody who has it open is overtaken.

    at: aware. before: the state that the move found, default the one of the row. fields: names, never values.
    """
    before = before or candidacy.pool_state
    after = LEGAL[move][1] or before
    CandidacyEvent.objects.create(
        candidacy=candidacy, move=move, by=by, at=at, before=before, after=after, fields=sorted(fields)
    )


def against_the_law(candidacy, finding):
    """The sentence of a finding that forbids something, with the rules and the place in the law."""
    return _("%(sentence)s Rules: %(rules)s. Law: %(law)s.") % {
        "sentence": finding.sentence,
        "rules": candidacy.campaign.rule_set,
        "law": finding.law,
    }
