"""The door of the review: decisions, second opinions, announcements.

`by` is the acting User, a reviewer without a ground to step back. Every function works in one transaction under a lock
and leaves a line of history; mails go on the queue with it. What is not possible raises `Refused`. Candidacies are
locked first, in the order of their keys, then the pool, then the campaign.
"""

from itertools import count

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.campaigning import clean
from campaigns.candidates import access, telling
from campaigns.candidates.completeness import findings_of
from campaigns.candidates.door import (
    against_the_law,
    moved,
    opened,
    require_no_silence,
    require_unlocked,
)
from campaigns.candidates.moves import LEGAL, Move
from campaigns.candidates.steps import STEP_OF
from campaigns.enums import Advice, PoolState
from campaigns.models import Campaign, Candidacy, Decision, Opinion, Remark
from federation.languages import slug
from federation.refusals import Refused
from federation.sealing import keyed_hash


@transaction.atomic
def approve(candidacy, by, *, reason_kk="", reason_ru="", announce=True, version=None, now=None):
    """Takes the candidacy into the pool. Returns it.

    The reason may be missing, but not in one language. announce: the branch learns of it at once, and readers as soon
    as the candidate has confirmed the consent (refused in a silence); otherwise see `announce`. Refused where a rule of
    the rule set stands in the way: papers that can still be brought do not, nor what the law does not say yet.
    """
    now = now or timezone.now()
    fresh = opened(candidacy, by, Move.APPROVE, version=version)
    require_both_or_none(reason_kk, reason_ru)
    hindrances = [one for one in findings_of(fresh) if one.is_in_the_way]
    if hindrances:
        raise Refused(*(against_the_law(fresh, finding) for finding in hindrances))
    return decide(fresh, by, Move.APPROVE, reason_kk, reason_ru, announce, now)


@transaction.atomic
def reject(candidacy, by, *, reason_kk, reason_ru, announce=True, version=None, now=None):
    """Keeps the candidacy out of the pool, with the reason in both languages. Returns it. announce: as in `approve`."""
    now = now or timezone.now()
    fresh = opened(candidacy, by, Move.REJECT, version=version)
    if not (reason_kk.strip() and reason_ru.strip()):
        raise Refused(_("Give the reason in both languages."))
    return decide(fresh, by, Move.REJECT, reason_kk, reason_ru, announce, now)


@transaction.atomic
def send_back(candidacy, by, *, reason_kk="", reason_ru="", remarks=None, version=None, now=None):
    """Returns the candidacy to the branch, which is told at once. Returns it.

    remarks: {name of a field of `steps`: what has to be mended}. Needs a remark, or a reason in both languages.
    """
    now = now or timezone.now()
    fresh = opened(candidacy, by, Move.RETURN, version=version)
    require_both_or_none(reason_kk, reason_ru)
    said = {name: text.strip() for name, text in (remarks or {}).items() if text.strip()}
    if not said and not reason_kk.strip():
        raise Refused(
            _("Say what has to be mended: by a remark at a field, or by a reason in both languages.")
        )
    if set(said) - set(STEP_OF):
        raise TypeError(f"No fields of a candidacy: {sorted(set(said) - set(STEP_OF))}")
    require_unlocked(fresh)
    rows = [Remark(candidacy=fresh, field=name, text=text, by=by, at=now) for name, text in said.items()]
    for row in rows:
        clean(row)
        row.save()
    decision = written(fresh, by, Move.RETURN, reason_kk, reason_ru, now)
    decision.announced_at = now
    decision.save(update_fields=["announced_at"])
    fresh.decided_at = now
    moved(fresh, Move.RETURN, by, at=now, fields=said)
    telling.returned(fresh, decision, rows)
    return fresh


@transaction.atomic
def announce(waiting, by, *, now=None):
    """Announces the decisions of those candidacies (for all of a pool: `waiting_in`), all or none.

    Branches learn of theirs; the approved become public (refused in a silence). Returns the candidacies.
    """
    now = now or timezone.now()
    rows = sorted(waiting, key=lambda row: row.pk)
    if not rows:
        raise Refused(_("No decision waits for its announcement."))
    fresh = [opened(row, by, Move.ANNOUNCE) for row in rows]
    decisions = [decision_to_announce(row) for row in fresh]
    for decision in decisions:
        make_known(decision, now)
        moved(decision.candidacy, Move.ANNOUNCE, by, at=now)
    telling.decided(decisions)
    return fresh


@transaction.atomic
def ask_opinion(candidacy, by, *, of, question="", now=None):
    """Asks another reviewer (User) for a second opinion; who is asked gets a mail. Returns the Opinion.

    `of` sees no more than before: only those can be asked before whom the candidacy lies, and who need not step back.
    """
    fresh = opened(candidacy, by, Move.ASK_OPINION)
    if of == by:
        raise Refused(_("Ask somebody else: your own opinion is the decision."))
    if not of.is_active or not access.reviews(of, fresh) or access.recusal(of, fresh):
        raise Refused(_("%(person)s cannot be asked about this candidacy.") % {"person": of})
    opinion = Opinion(
        candidacy=fresh, of=of, asked_by=by, asked_at=now or timezone.now(), question=question.strip()
    )
    clean(opinion)
    opinion.save()
    moved(fresh, Move.ASK_OPINION, by, at=now)
    telling.opinion_asked(opinion)
    return opinion


@transaction.atomic
def give_opinion(opinion, by, *, advice, text="", now=None):
    """Gives the opinion that was asked of `by`: advice of `Advice`, grounds unless it is «for». Returns the Opinion."""
    fresh = opened(opinion.candidacy, by, Move.GIVE_OPINION)
    opinion = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if opinion.of_id != by.pk:
        raise Refused(_("This opinion was asked of somebody else."))
    if opinion.given_at:
        raise Refused(_("You have given this opinion already."))
    if advice != Advice.FOR and not text.strip():
        raise Refused(_("Give the grounds of your opinion."))
    opinion.advice, opinion.text, opinion.given_at = advice, text.strip(), now or timezone.now()
    clean(opinion)
    opinion.save()
    moved(fresh, Move.GIVE_OPINION, by, at=now)
    return opinion


# What the pages ask


def waiting_in(pool, by):
    """Queryset of the candidacies of a pool that lie before the reviewer and whose decision is not announced."""
    found = access.lying_before(by).unannounced()
    return found.filter(campaign=pool.campaign_id, body=pool.body_id).order_by("pk")


def opinions_for(candidacy, user):
    """Opinions that the person may read: a reviewer all given ones, but only the own while it is not given yet."""
    if not access.reviews(user, candidacy) or access.recusal(user, candidacy):
        return []
    rows = list(candidacy.opinions.select_related("of", "asked_by"))
    own = [row for row in rows if row.of_id == user.pk]
    return own if any(row.given_at is None for row in own) else rows


# What the functions above ask


def require_both_or_none(reason_kk, reason_ru):
    if bool(reason_kk.strip()) != bool(reason_ru.strip()):
        raise Refused(_("Give the reason in both languages, or in none."))


def decide(candidacy, by, move, reason_kk, reason_ru, announce, now):
    require_unlocked(candidacy)
    decision = written(candidacy, by, move, reason_kk, reason_ru, now)
    candidacy.decided_at = now
    if announce:
        make_known(decision, now)
    moved(candidacy, move, by, at=now)
    if announce:
        telling.decided([decision])
    return candidacy


def written(candidacy, by, move, reason_kk, reason_ru, now):
    decision = Decision(
        candidacy=candidacy,
        state=LEGAL[move][1],
        reason_kk=reason_kk.strip(),
        reason_ru=reason_ru.strip(),
        by=by,
        at=now,
    )
    clean(decision)
    decision.save()
    return decision


def decision_to_announce(candidacy):
    decision = candidacy.decisions.filter(announced_at=None).first()
    if decision is None:
        raise Refused(_("%(name)s: this decision was announced already.") % {"name": candidacy})
    decision.candidacy = candidacy
    return decision


def make_known(decision, now):
    """Marks the decision as announced; an approved candidacy gets its address. The candidacy is not saved yet."""
    decision.announced_at = decision.candidacy.announced_at = now
    decision.save(update_fields=["announced_at"])
    if decision.state == PoolState.APPROVED:
        require_no_silence()
        candidacy = decision.candidacy
        candidacy.slug = free_slug(candidacy)
        candidacy.slug_hash = keyed_hash(f"{candidacy.campaign_id}:{candidacy.slug}")


def free_slug(candidacy):
    """The Kazakh name as an address that no other candidate of the campaign has, nor had before a takedown."""
    Campaign.objects.select_for_update(no_key=True).get(pk=candidacy.campaign_id)
    known = Candidacy.objects.filter(campaign=candidacy.campaign_id).exclude(slug_hash="")
    taken = set(known.values_list("slug_hash", flat=True))
    stem = slug(candidacy.full_name_kk) or "candidate"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(name for name in names if keyed_hash(f"{candidacy.campaign_id}:{name}") not in taken)
