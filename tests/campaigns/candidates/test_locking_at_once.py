"""A list is locked while others decide and submit: nobody is approved behind its back."""

import pytest

from campaigns.candidates import path, registering, reviewing
from campaigns.enums import PoolState
from campaigns.models import Candidacy, ListEntry, LockedList
from federation.refusals import Refused
from tests.campaigns.at_once import together
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
