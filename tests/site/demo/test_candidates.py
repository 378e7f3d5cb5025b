"""Candidates of the demonstration: made up, all over the country, in every state, complete in both languages."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.candidates.completeness import missing
from campaigns.enums import LIVE, PathStep, PoolState, Scope
from campaigns.models import Campaign, Candidacy, ChangeRequest, Demand, LockedList, Opinion, Pool
from federation.identification import validate_iin
from federation.models import Region, User
from federation.parity import compare
from federation.site.demo import candidates
from federation.site.demo.content import read


@pytest.fixture
def everybody(demonstration):
    """All the candidacies, with what most tests read of them."""
    return list(Candidacy.objects.select_related("person", "region", "campaign", "body"))


def test_sixty_in_every_region_and_every_state(everybody):
    assert len(everybody) == 60
    assert {one.region for one in everybody} == set(Region.objects.all())
    assert {one.pool_state for one in everybody} == set(PoolState.values)
    assert {one.path for one in everybody} == set(PathStep.values)
    assert Candidacy.objects.public().count() >= 25
    waiting = [one for one in everybody if one.pool_state == PoolState.APPROVED and not one.announced_at]
    assert len(waiting) == 4
    unconfirmed = Candidacy.objects.filter(pool_state=PoolState.SUBMITTED)
    assert unconfirmed.exclude(consents__in=consents_in_force(everybody)).count() == 2
    assert Opinion.objects.filter(given_at=None).count() == 1
    assert Opinion.objects.exclude(given_at=None).count() == 1
    assert ChangeRequest.objects.filter(decided_at=None).count() == 1
    assert Demand.objects.waiting().count() == 1


def consents_in_force(candidacies):
    return [consent for one in candidacies for consent in one.consents.in_force()]


def test_they_are_as_varied_as_people_are(everybody, running):
    people = [one.person for one in everybody if one.person]
    women = sum(person.is_woman for person in people)
    assert 0.35 <= women / len(people) <= 0.5
    vote = running.voting_on
    young = [person for person in people if vote - person.birth_date < timedelta(days=29 * 365)]
    assert len(young) >= 6
    assert sum(bool(one.disabled) for one in everybody) >= 3
    assert len({one.industry_id for one in everybody if one.industry_id}) >= 12


def test_numbers_are_invented_and_pass(everybody):
    for one in everybody:
        if one.person:
            validate_iin(one.person.iin)
    # One draft has no name yet.
    assert len({one.full_name_kk for one in everybody if one.full_name_kk}) == 59


def test_texts_say_the_same_in_both_languages_and_that_they_are_made_up(everybody):
    marks = read("trades.toml")
    for one in everybody:
        if one.pool_state == PoolState.DRAFT:
            continue
        for name in ("biography", "programme", "workplace", "union_post"):
            kk, ru = (getattr(one, f"{name}_{code}") for code in ("kk", "ru"))
            assert not compare(f"<p>{kk}</p>", f"<p>{ru}</p>").problems, (kk, ru)
            assert kk.count(".") == ru.count(".")
        assert one.programme_kk.endswith(marks["mark_kk"])
        assert one.programme_ru.endswith(marks["mark_ru"])
        assert 3 <= one.biography_kk.count(".") <= 5
        assert not missing(one)


def test_the_branches_and_the_headquarters_have_work(running):
    for name in ("branch", "branch2"):
        user = User.objects.get(email=f"{name}@demo.example")
        own = Candidacy.objects.filter(registered_by__in=user.memberships.values("organisation"))
        states = set(own.values_list("pool_state", flat=True))
        assert states >= {PoolState.DRAFT, PoolState.RETURNED, PoolState.SUBMITTED, PoolState.APPROVED}
        assert all(
            one.remarks.filter(answered_at=None).count() == 2 for one in own.filter(pool_state="returned")
        )
    assert Pool.objects.open().filter(campaign=running).count() == 2


def test_one_candidate_allows_less_than_the_paper(everybody):
    narrow = [consent for consent in consents_in_force(everybody) if consent.scope == [Scope.UNION_POST]]
    assert len(narrow) == 1
    assert narrow[0].candidacy in Candidacy.objects.public()


def test_the_list_of_the_finished_election_is_locked(demonstration):
    held = LockedList.objects.get(unlocked_at=None)
    assert held.pool.campaign.slug == "demo-by-election"
    assert held.entries.count() == 5


def test_pools_and_candidates_move_with_the_clock(running):
    """Loaded three weeks ago and started again: the pools are open, and no step lies before its campaign."""
    back = timedelta(days=21)
    candidates.move(running, -back)
    Campaign.objects.filter(pk=running.pk).update(
        called_on=running.called_on - back, voting_on=running.voting_on - back
    )
    assert not Pool.objects.open().exists()
    call_command("set_demo_clock", stdout=StringIO())
    moved = list(Pool.objects.filter(campaign=running))
    assert all(pool.is_open() for pool in moved)
    assert all(timedelta(days=5) < pool.closes_at - timezone.now() < timedelta(days=9) for pool in moved)
    running.refresh_from_db()
    for one in running.candidacies.filter(pool_state__in=LIVE).exclude(submitted_at=None):
        assert timezone.localdate(one.submitted_at) > running.called_on
        assert one.submitted_at < timezone.now()
        assert all(running.called_on < step.on <= timezone.localdate() for step in one.path_records.all())
