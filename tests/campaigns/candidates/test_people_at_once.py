"""One person in several hands at the same moment: nobody waits for ever, and no living record is emptied."""

import pytest

from campaigns.candidates import demands, door, erasing, merging, registering
from campaigns.models import Candidacy, Demand, Person, Takedown
from federation.refusals import Refused
from tests.campaigns.at_once import crossed
from tests.campaigns.candidates import people, public
from tests.campaigns.conftest import fresh

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
GROUND = {"ground_kk": "Заң талабы.", "ground_ru": "Требование закона."}


@pytest.fixture
def withdrawn(pool, branch, first_branch):
    one = people.submitted(pool, branch, first_branch)
    registering.withdraw(one, branch)
    return fresh(one)


@pytest.fixture
def draft_elsewhere(pool, second_branch, other_branch):
    return people.begun(pool, second_branch, other_branch)


def named(draft, by, iin):
    return lambda: registering.write(draft, by, version=draft.version, iin=iin)


def taken_down(candidacy, by):
    return lambda: erasing.take_down(candidacy, by, **GROUND)


def test_a_takedown_waits_for_who_registers_the_person_anew(
    withdrawn, draft_elsewhere, second_branch, administrator
):
    iin = withdrawn.person.iin
    crossed(named(draft_elsewhere, second_branch, iin), taken_down(withdrawn, administrator))
    assert fresh(withdrawn).erased_at
    person = fresh(draft_elsewhere).person
    assert (person.iin, person.birth_date is None) == (iin, False)


def test_who_registers_the_person_after_a_takedown_gets_a_whole_one(
    withdrawn, draft_elsewhere, second_branch, administrator
):
    iin = withdrawn.person.iin
    crossed(taken_down(withdrawn, administrator), named(draft_elsewhere, second_branch, iin))
    assert fresh(draft_elsewhere).person.iin == iin
    assert Person.objects.exclude(iin_hash=None).count() == 1


def test_a_merge_waits_for_who_writes_the_number(
    pool, branch, first_branch, headquarters, second_branch, other_branch
):
    one = people.complete(people.begun(pool, branch, first_branch), branch)
    into = Person.objects.of_iin(people.iin())[0]
    number = one.person.iin
    crossed(
        lambda: door.locked(one),
        lambda: merging.merge(one.person, into, headquarters),
        lambda: registering.write(
            one, branch, version=one.version, iin=number, family_name_kk="Үлгібаев-Жаңа"
        ),
    )
    assert (fresh(one).person, fresh(one).family_name_kk) == (into, "Үлгібаев-Жаңа")


def test_who_is_registered_during_a_merge_stops_it(
    pool, branch, first_branch, headquarters, draft_elsewhere, second_branch
):
    one = people.submitted(pool, branch, first_branch)
    registering.withdraw(one, branch)
    into = Person.objects.of_iin(people.iin())[0]
    outcome = crossed(
        named(draft_elsewhere, second_branch, one.person.iin),
        lambda: merging.merge(one.person, into, headquarters),
    )
    assert isinstance(outcome, Refused)
    assert set(Candidacy.objects.values_list("person", flat=True)) == {one.person_id}


def test_two_demands_about_one_candidate_are_met_one_after_the_other(
    pool, branch, first_branch, administrator, data_protection
):
    one = public.candidate(pool, branch, first_branch)
    said = {"kind": "takedown", "name": "Атау", "contact": "+7 701 000 00 00", "text": "Өшіріңіз."}
    first, second = (
        demands.receive(**said, address=one.get_absolute_url("kk"), candidacy=one) for _number in range(2)
    )
    outcome = crossed(
        lambda: door.locked(one),
        lambda: demands.take_down(second, data_protection, **GROUND),
        lambda: demands.take_down(first, administrator, **GROUND),
    )
    assert isinstance(outcome, Refused)
    assert Takedown.objects.get().demand == first
    assert fresh(second).answered_at is None
    assert set(Demand.objects.values_list("address", flat=True)) == {""}
