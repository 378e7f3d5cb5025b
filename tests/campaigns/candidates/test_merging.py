"""The same human being twice: found, shown to whom it concerns, and joined."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.candidates import merging, reviewing
from campaigns.candidates.duplicates import Ground, duplicates_of, near_numbers, suspected
from campaigns.enums import PoolState
from campaigns.models import Candidacy, Person
from federation.enums import Role
from federation.identification import birth_date, validate_iin
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.campaigns.candidates import people
from tests.campaigns.conftest import fresh
from tests.cast import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HER = {"family_name_kk": "Үлгібаева", "given_name_kk": "Әсел", "family_name_ru": "Ульгибаева"}
LIKE_HER = {"family_name_kk": "Улгибаева", "given_name_kk": "Асель", "family_name_ru": "Улгибаева"}
BORN = datetime.date(1985, 3, 7)


def set_aside(candidacy):
    Candidacy.objects.filter(pk=candidacy.pk).update(pool_state=PoolState.WITHDRAWN)
    return candidacy


@pytest.fixture
def her(pool, branch, first_branch):
    return people.submitted(pool, branch, first_branch, number=people.iin(BORN, woman=True), **HER)


def again(pool, branch, organisation, **fields):
    return people.submitted(pool, branch, organisation, **fields)


def grounds(candidacy, user):
    return [(one.candidacy.pk, one.ground) for one in duplicates_of(candidacy, user)]


def test_the_same_number_is_found_across_branches(pool, her, second_branch, other_branch, headquarters):
    set_aside(her)
    other = again(pool, second_branch, other_branch, number=her.person.iin)
    assert grounds(other, headquarters) == [(her.pk, Ground.PERSON)]
    assert suspected([other], headquarters) == {other.pk}


@pytest.mark.parametrize(
    ("born", "ground"), [(BORN, Ground.BORN), (datetime.date(1985, 7, 3), Ground.SWAPPED)]
)
def test_a_similar_name_with_the_same_or_a_swapped_date(
    pool, her, second_branch, other_branch, headquarters, born, ground
):
    other = again(pool, second_branch, other_branch, number=people.iin(born, woman=True), **LIKE_HER)
    assert grounds(other, headquarters) == [(her.pk, ground)]
    assert suspected([other, her], headquarters) == {other.pk, her.pk}


def test_a_number_with_one_wrong_digit(pool, her, second_branch, other_branch, headquarters):
    number = next(filter(passes, near_numbers(her.person.iin)))
    other = again(pool, second_branch, other_branch, number=number, **LIKE_HER)
    assert other.person.birth_date != BORN
    assert grounds(other, headquarters) == [(her.pk, Ground.NUMBER)]


def passes(number):
    """Whether it is the number of somebody who may stand."""
    try:
        validate_iin(number)
    except ValidationError:
        return False
    return (
        datetime.date(1950, 1, 1) < birth_date(number) < datetime.date(2000, 1, 1)
        and birth_date(number) != BORN
    )


def test_namesakes_of_other_days_and_twins_of_other_names_are_no_duplicates(
    pool, her, second_branch, other_branch, headquarters
):
    born_then = people.iin(BORN, woman=True)
    again(
        pool, second_branch, other_branch, number=born_then, family_name_kk="Сынақбек", given_name_kk="Дәурен"
    )
    again(pool, second_branch, other_branch, number=people.iin(datetime.date(1985, 3, 9)), **HER)
    assert duplicates_of(her, headquarters) == []
    assert suspected([her], headquarters) == set()


def test_a_regional_headquarters_learns_nothing_of_other_regions(
    pool, her, second_branch, other_branch, regional_headquarters, branch
):
    set_aside(her)
    again(pool, second_branch, other_branch, number=her.person.iin)
    assert duplicates_of(her, regional_headquarters) == []
    assert duplicates_of(her, branch) == []


def test_one_query_finds_them(her, headquarters, django_assert_num_queries):
    assert headquarters.roles
    assert her.person
    with django_assert_num_queries(1):
        duplicates_of(her, headquarters)
    with django_assert_num_queries(1):
        suspected([her], headquarters)


# Joined


@pytest.fixture
def twice(pool, her, second_branch, other_branch):
    """Her other record, of a mistyped number."""
    return again(pool, second_branch, other_branch, number=people.iin(BORN, woman=True), **LIKE_HER)


def test_records_become_one(her, twice, headquarters):
    set_aside(twice)
    gone = twice.person
    merging.merge(gone, her.person, headquarters)
    assert fresh(twice).person == her.person
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert twice.events.first().move == "merge"
    entry = AuditEntry.objects.get(action="person.merge")
    assert entry.details == {"gone": f"№ {gone.pk}", "candidacies": [f"№ {twice.pk}"]}
    assert her.person.iin not in str(entry.details) + entry.subject_text


def test_who_stands_twice_is_not_joined(her, twice, headquarters):
    with pytest.raises(Refused, match="Both records stand here"):
        merging.merge(twice.person, her.person, headquarters)
    assert Person.objects.filter(pk=twice.person_id).exists()


def test_a_date_of_birth_that_changes_is_confirmed_anew(
    pool, her, second_branch, other_branch, headquarters, queued_mails
):
    set_aside(her)
    other = again(
        pool, second_branch, other_branch, number=people.iin(BORN.replace(day=3, month=7), woman=True)
    )
    reviewing.approve(other, headquarters)
    merging.merge(other.person, her.person, headquarters)
    assert not Candidacy.objects.public().filter(pk=other.pk).exists()
    link, told = queued_mails()[-2:]
    assert (link["to"], told["to"]) == (other.email, second_branch.email)
    assert f"№ {other.pk}" in told["text"]
    assert her.person.iin not in told["text"]


def test_headquarters_alone_join_and_step_back_where_they_must(
    her, twice, headquarters, regional_headquarters, branch, other_branch
):
    set_aside(twice)
    for by in (regional_headquarters, branch):
        with pytest.raises(Refused, match="role"):
            merging.merge(twice.person, her.person, by)
    headquarters.memberships.create(role=Role.BRANCH, organisation=other_branch)
    with pytest.raises(Refused, match="organisation"):
        merging.merge(twice.person, her.person, headquarters)


def test_a_record_is_not_joined_with_itself(her, headquarters):
    with pytest.raises(Refused, match="two records"):
        merging.merge(her.person, her.person, headquarters)


def test_a_locked_list_keeps_its_people(pool, her, twice, headquarters):
    set_aside(her)
    pool.lists.create(number=1, locked_by=headquarters, decision="Шешім")
    with pytest.raises(Refused, match="locked"):
        merging.merge(twice.person, her.person, headquarters)


def test_numbers_of_two_people_are_not_laid_side_by_side(
    pool, waiting, second_branch, other_branch, headquarters
):
    born = datetime.date(1980, 5, 20)
    names = {
        "family_name_kk": "Басқаев",
        "family_name_ru": "Другой",
        "given_name_kk": "Серік",
        "given_name_ru": "Пётр",
    }
    other = people.submitted(pool, second_branch, other_branch, number=people.iin(born), **names)
    for keys in ([waiting.person_id, other.person_id], [other.person_id, waiting.person_id]):
        assert client_of(headquarters).get(reverse("cabinet:merge", args=keys)).status_code == 404
