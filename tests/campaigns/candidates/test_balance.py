"""The balance of a pool: counted exactly, before and after a decision."""

import datetime

import pytest

from campaigns.candidates import balance
from campaigns.enums import Nominator, PoolState, System, Verdict
from campaigns.models import Candidacy
from federation.models import Industry
from tests.campaigns.candidates import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ON_THE_LIST = {"system": System.PARTY_LIST, "nominator": Nominator.PARTY}


def approved(pool, branch, organisation, *, born=datetime.date(1975, 1, 1), woman=False, seat=None, **fields):
    """A candidacy in the pool, as if it had been decided."""
    made = people.submitted(
        pool, branch, organisation, number=people.iin(born, woman=woman), seat=seat, **fields
    )
    Candidacy.objects.filter(pk=made.pk).update(pool_state=PoolState.APPROVED)
    return Candidacy.objects.get(pk=made.pk)


def numbers(found):
    return {share.name: (share.count, share.total, share.asked, share.is_met) for share in found.shares}


def now(pool):
    """The balance without anybody more."""
    return balance.balance(pool, balance.members_of(pool))


def test_an_empty_pool_has_no_shares(pool):
    found = now(pool)
    assert (found.total, found.target, found.industries, found.regions) == (0, 29, (), ())
    assert numbers(found) == {
        "women": (0, 0, 30, None),
        "young": (0, 0, 20, None),
        "disabled": (0, 0, 5, None),
    }


def test_shares_are_counted_and_cut_not_rounded(pool, branch, first_branch):
    for woman in (True, True, False, False, False, False, False):
        approved(pool, branch, first_branch, woman=woman)
    women = now(pool).shares[0]
    assert (women.count, women.total, women.percent, women.is_met) == (2, 7, 28, False)


def test_young_is_who_is_not_29_on_the_voting_day(pool, branch, first_branch):
    day = pool.campaign.voting_on.replace(day=1)
    pool.campaign.voting_on = day
    turns_29 = day.replace(year=day.year - 29)
    approved(pool, branch, first_branch, born=turns_29)
    approved(pool, branch, first_branch, born=turns_29 + datetime.timedelta(days=1))
    assert now(pool).shares[1].count == 1


def test_waiting_withdrawn_and_erased_candidacies_do_not_count(pool, branch, first_branch, waiting):
    gone = approved(pool, branch, first_branch)
    Candidacy.objects.filter(pk=gone.pk).update(pool_state=PoolState.WITHDRAWN)
    assert now(pool).total == 0


def test_the_effect_of_one_more_is_known_before_the_decision(pool, branch, first_branch, waiting_elsewhere):
    mining = Industry.objects.create(code="mining-x", name_kk="Тау-кен", name_ru="Горное дело")
    approved(pool, branch, first_branch, industry=mining, disabled=True)
    effect = balance.effect(pool, waiting_elsewhere)
    assert (effect.before.total, effect.after.total) == (1, 2)
    disabled = effect.shares[2]
    assert [share.percent for share in disabled] == [100, 50]
    assert [(old.count, new.count) for old, new in effect.regions] == [(1, 1), (0, 1)]
    assert [(str(new.label), old.count, new.count) for old, new in effect.industries] == [
        (str(mining), 1, 1),
        ("not given", 0, 1),
    ]


def test_the_effect_of_an_approved_one_is_what_it_added(pool, branch, first_branch):
    mine = approved(pool, branch, first_branch, woman=True)
    effect = balance.effect(pool, mine)
    assert (effect.before.total, effect.after.total) == (0, 1)


def test_the_quota_of_the_law_is_asked_of_the_party_list_alone(pool, branch, first_branch):
    approved(pool, branch, first_branch, woman=True)  # in a single-mandate constituency
    approved(pool, branch, first_branch, seat=ON_THE_LIST)
    her = people.submitted(pool, branch, first_branch, number=people.iin(woman=True), seat=ON_THE_LIST)
    ((before, then),) = balance.effect(pool, her).quota
    assert (before.verdict, then.verdict) == (Verdict.REFUSED, Verdict.PASSED)
    assert "1 of 2" in then.sentence


def test_the_number_of_queries_does_not_grow(
    pool, branch, first_branch, waiting, django_assert_max_num_queries
):
    for _each in range(4):
        approved(pool, branch, first_branch)
    with django_assert_max_num_queries(12):
        balance.effect(pool, waiting)
