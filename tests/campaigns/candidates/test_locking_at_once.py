"""Pools, lists and steps in several hands at once: nobody is approved, announced or registered behind a back."""

import pytest

from campaigns.candidates import changing, path, pools, registering, reviewing
from campaigns.enums import PoolState
from campaigns.models import Candidacy, ListEntry, LockedList, PathRecord, Pool
from federation.refusals import Refused
from tests.campaigns.at_once import crossed, together
from tests.campaigns.candidates import people, public
from tests.campaigns.candidates.test_path import DECISION

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


def test_decisions_and_the_lock_come_one_after_the_other(pool, branch, first_branch, headquarters):
    public.candidate(pool, branch, first_branch)
    waiting = [people.submitted(pool, branch, first_branch) for _one in range(3)]
    draft = people.complete(people.begun(pool, branch, first_branch), branch)
    outcomes = together(
        *(lambda row=row: reviewing.approve(row, headquarters) for row in waiting),
        lambda: path.lock_list(pool, headquarters, **DECISION),
        lambda: registering.submit(draft, branch),
    )
    approved = Candidacy.objects.filter(pool_state=PoolState.APPROVED)
    if isinstance(outcomes[3], Refused):  # somebody still waited: no list, all decisions stand
        assert not LockedList.objects.exists()
        assert not [one for one in outcomes[:3] if isinstance(one, Refused)]
    else:
        assert set(ListEntry.objects.values_list("candidacy", flat=True)) == {row.pk for row in approved}
    assert not isinstance(outcomes[4], Refused)


def test_two_lock_at_once_and_one_list_stands(pool, branch, first_branch, headquarters):
    public.candidate(pool, branch, first_branch)
    outcomes = together(*[lambda: path.lock_list(pool, headquarters, **DECISION)] * 4)
    assert sum(isinstance(one, Refused) for one in outcomes) == 3
    assert LockedList.objects.get().entries.count() == 1


@pytest.fixture
def unannounced(pool, branch, first_branch, headquarters):
    """A candidate whose step is not announced yet."""
    one = public.candidate(pool, branch, first_branch)
    public.step(one, headquarters, announced=False)
    return one


def test_steps_are_announced_once(pool, unannounced, headquarters, second, queued_mails):
    before = len(queued_mails())
    outcome = crossed(
        lambda: path.announce_steps(pool, headquarters), lambda: path.announce_steps(pool, second)
    )
    assert isinstance(outcome, Refused)
    assert len(queued_mails()) == before + 1


def test_a_step_that_is_taken_back_meanwhile_is_not_announced(
    pool, unannounced, headquarters, second, queued_mails
):
    before = len(queued_mails())
    outcome = crossed(
        lambda: path.take_back_step(unannounced, headquarters, reason="Қате"),
        lambda: path.announce_steps(pool, second),
    )
    assert isinstance(outcome, Refused)
    assert PathRecord.objects.get().announced_at is None
    assert len(queued_mails()) == before


def test_a_pool_is_not_deleted_under_a_draft(pool, branch, first_branch, headquarters):
    outcome = crossed(
        lambda: people.begun(pool, branch, first_branch), lambda: pools.remove(pool, headquarters)
    )
    assert isinstance(outcome, Refused)
    assert Pool.objects.filter(pk=pool.pk).exists()


def test_no_draft_is_begun_in_a_pool_that_is_deleted(pool, branch, first_branch, headquarters):
    outcome = crossed(
        lambda: pools.remove(pool, headquarters), lambda: people.begun(pool, branch, first_branch)
    )
    assert isinstance(outcome, Refused)
    assert not Candidacy.objects.exists()


def test_a_change_is_accepted_while_the_list_is_locked(pool, branch, first_branch, headquarters, second):
    one = public.candidate(pool, branch, first_branch)
    change = people.agreed(changing.ask(one, branch, reason="Ауысты", party_kk="Жаңа", party_ru="Новая"))
    outcome = crossed(
        lambda: path.lock_list(pool, headquarters, **DECISION), lambda: changing.accept(change, second)
    )
    assert isinstance(outcome, Refused)
    assert ListEntry.objects.get().candidacy == one
