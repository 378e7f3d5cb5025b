"""The last second of a pool: forty branches submit from connections of their own, some twice, some too late."""

import datetime

import pytest
from django.utils import timezone

from campaigns.candidates import registering
from campaigns.candidates.moves import Move
from campaigns.enums import PoolState
from campaigns.models import Candidacy, CandidateLink, Pool
from federation.enums import Role
from federation.refusals import Refused
from tests.campaigns.at_once import together
from tests.campaigns.candidates import people
from tests.cast import organisation, person, region

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
BRANCHES = 40
TWICE = 8  # so many of those in time press the button twice
LATE = 8
FEW = 10
INSTANT = datetime.timedelta(microseconds=1)
SECOND = datetime.timedelta(seconds=1)
CLOSED = "The pool was closed on"


def ready_ones(pool, how_many):
    """[(User of a branch, its complete draft)]: each branch has one candidate."""
    place = region()
    pairs = []
    for number in range(how_many):
        branch = organisation(f"{number}-кәсіподақ", f"{number}-й профсоюз", region=place)
        user = person(f"branch-{number}", Role.BRANCH, organisation=branch)
        pairs.append((user, people.complete(people.begun(pool, user, branch), user)))
    return pairs


def submitting(user, candidacy, at):
    return lambda: registering.submit(candidacy, user, version=candidacy.version, now=at)


def lines_of(candidacy):
    return list(candidacy.events.filter(move=Move.SUBMIT))


def assert_handed_in_once(candidacy, at, mails):
    """One line of history, one link and its one mail."""
    stored = Candidacy.objects.get(pk=candidacy.pk)
    assert (stored.pool_state, stored.submitted_at) == (PoolState.SUBMITTED, at)
    assert len(lines_of(stored)) == 1
    assert stored.version == candidacy.version + 1
    assert CandidateLink.objects.filter(candidacy=stored).count() == 1
    assert [mail["to"] for mail in mails].count(stored.email) == 1


def assert_still_a_draft(candidacy, mails):
    stored = Candidacy.objects.get(pk=candidacy.pk)
    assert (stored.pool_state, stored.submitted_at) == (PoolState.DRAFT, None)
    assert stored.version == candidacy.version
    assert not lines_of(stored)
    assert not CandidateLink.objects.filter(candidacy=stored).exists()
    assert stored.email not in [mail["to"] for mail in mails]


def test_forty_branches_at_the_last_second(pool, queued_mails):
    pairs = ready_ones(pool, BRANCHES)
    in_time, late = pairs[:-LATE], pairs[-LATE:]
    last = pool.closes_at - INSTANT
    acts = [submitting(*pair, last) for pair in in_time]
    acts += [submitting(*pair, last) for pair in in_time[:TWICE]]
    # Half of the late ones ask at the border itself, which is closed already.
    borders = [pool.closes_at, pool.closes_at + SECOND] * (LATE // 2)
    acts += [submitting(*pair, at) for pair, at in zip(late, borders, strict=True)]
    outcomes = together(*acts)

    mails = queued_mails()
    for _user, candidacy in in_time:
        assert_handed_in_once(candidacy, last, mails)
    for _user, candidacy in late:
        assert_still_a_draft(candidacy, mails)
    assert len(mails) == len(in_time)
    # Of those who pressed twice one press stands, the other is told that it is done.
    for first, second in zip(outcomes[:TWICE], outcomes[len(in_time) : len(in_time) + TWICE], strict=True):
        assert sorted(isinstance(one, Refused) for one in (first, second)) == [False, True]
        refusal = first if isinstance(first, Refused) else second
        assert "under review" in " ".join(refusal.reasons)
    for refusal in outcomes[-LATE:]:
        assert isinstance(refusal, Refused)
        assert refusal.reasons[0].startswith(CLOSED)


def test_the_last_moment_counts_at_which_somebody_asked_and_not_the_wait_for_others(pool):
    """Whoever asked before the border is taken in, also when the act reaches the database after it."""
    pairs = ready_ones(pool, FEW)
    asked_at = timezone.now()
    Pool.objects.filter(pk=pool.pk).update(closes_at=asked_at + INSTANT)
    outcomes = together(*(submitting(*pair, asked_at) for pair in pairs))
    assert not [one for one in outcomes if isinstance(one, Refused)]
    assert Candidacy.objects.filter(pool_state=PoolState.SUBMITTED).count() == FEW


def test_without_a_moment_of_its_own_the_clock_of_the_call_decides(pool):
    pairs = ready_ones(pool, FEW)
    Pool.objects.filter(pk=pool.pk).update(closes_at=timezone.now())
    outcomes = together(*(submitting(*pair, None) for pair in pairs))
    assert all(isinstance(one, Refused) and one.reasons[0].startswith(CLOSED) for one in outcomes)
    assert not Candidacy.objects.exclude(submitted_at=None).exists()


def test_the_window_moves_while_branches_submit(pool, queued_mails):
    """Each is judged by the window that stood when its turn came: nobody lies outside of what it was told."""
    pairs = ready_ones(pool, 2 * FEW)
    at = timezone.now()
    earlier = at - datetime.timedelta(minutes=1)

    def close_earlier():
        Pool.objects.filter(pk=pool.pk).update(closes_at=earlier)

    outcomes = together(*(submitting(*pair, at) for pair in pairs), close_earlier)[:-1]
    mails, left = queued_mails(), []
    for pair, outcome in zip(pairs, outcomes, strict=True):
        if isinstance(outcome, Refused):
            assert outcome.reasons[0].startswith(CLOSED)
            assert_still_a_draft(pair[1], mails)
            left.append(pair)
        else:
            assert_handed_in_once(pair[1], at, mails)
    # From here on the window is the new one, for whoever was not taken in.
    for pair in left:
        with pytest.raises(Refused, match=CLOSED):
            submitting(*pair, at)()
    # Opened again, everybody who was refused comes in, once.
    Pool.objects.filter(pk=pool.pk).update(closes_at=at + SECOND)
    for pair in left:
        submitting(*pair, at)()
    mails = queued_mails()
    for _user, candidacy in pairs:
        assert_handed_in_once(candidacy, at, mails)
