"""Who steps back, by structure alone: a matrix of ways in which a reviewer is near to a candidacy (DESIGN §4)."""

import datetime

import pytest
from django.utils import timezone

from campaigns.candidates import access, reviewing
from campaigns.models import Candidacy
from federation.enums import Role
from federation.refusals import Refused
from tests.campaigns.candidates import people
from tests.campaigns.conftest import fresh
from tests.cast import organisation, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def primary(first_branch):
    return organisation("Зауыт ұйымы", "Организация завода", kind="primary", parent=first_branch)


@pytest.fixture
def theirs(pool, branch, first_branch, primary):
    """A candidacy of the first branch, of a member of the primary organisation."""
    return people.submitted(pool, branch, first_branch, primary_organisation=primary)


def reviewer(name="reviewer"):
    return person(name, Role.HEADQUARTERS)


def also(user, role, **place):
    user.memberships.create(role=role, **place)
    return user


def today():
    return timezone.localdate()


def works_in_the_branch(candidacy):
    return also(reviewer(), Role.BRANCH, organisation=candidacy.registered_by)


def worked_in_the_branch_when_it_was_begun(candidacy):
    Candidacy.objects.filter(pk=candidacy.pk).update(made_at=timezone.now() - 5 * DAY)
    return also(
        reviewer(),
        Role.BRANCH,
        organisation=candidacy.registered_by,
        from_date=today() - 30 * DAY,
        until_date=today() - 2 * DAY,
    )


def headquarters_of_the_branch(candidacy):
    """The role itself is held in the organisation."""
    return person("reviewer", Role.HEADQUARTERS, organisation=candidacy.registered_by)


def member_of_the_primary_organisation(candidacy):
    return also(reviewer(), Role.EDITOR, organisation=candidacy.primary_organisation)


def entered_it(candidacy):
    user = reviewer()
    Candidacy.objects.filter(pk=candidacy.pk).update(made_by=user)
    return user


def submitted_it(candidacy):
    user = reviewer()
    candidacy.events.create(move="submit", by=user, before="returned", after="submitted")
    return user


def the_candidate(candidacy):
    user = reviewer()
    candidacy.email = f" {user.email.upper()}"
    candidacy.save()
    return user


def stands_in_for_a_member_of_the_branch(candidacy):
    boss = works_in_the_branch(candidacy)
    deputy = person("deputy")
    own = boss.memberships.get(role=Role.HEADQUARTERS)
    return also(deputy, Role.HEADQUARTERS, stands_in_for=own)


def regional_and_of_the_branch(candidacy):
    user = person("reviewer", Role.REGIONAL_HEADQUARTERS, region=candidacy.region)
    return also(user, Role.BRANCH, organisation=candidacy.registered_by)


@pytest.mark.parametrize(
    "near",
    [
        works_in_the_branch,
        worked_in_the_branch_when_it_was_begun,
        headquarters_of_the_branch,
        member_of_the_primary_organisation,
        entered_it,
        submitted_it,
        the_candidate,
        stands_in_for_a_member_of_the_branch,
        regional_and_of_the_branch,
    ],
)
def test_who_is_near_steps_back(theirs, near, headquarters):
    user = near(theirs)
    assert access.recusal(user, fresh(theirs))
    with pytest.raises(Refused):
        reviewing.approve(theirs, user)
    with pytest.raises(Refused):
        reviewing.ask_opinion(theirs, headquarters, of=user)
    assert user not in access.reviewers_of(fresh(theirs))
    assert reviewing.opinions_for(fresh(theirs), user) == []


def nobody_near(_candidacy):
    return reviewer()


def worked_there_before_it_was_begun(candidacy):
    return also(
        reviewer(),
        Role.BRANCH,
        organisation=candidacy.registered_by,
        from_date=today() - 30 * DAY,
        until_date=today() - DAY,
    )


def of_another_branch(_candidacy):
    return also(reviewer(), Role.BRANCH, organisation=organisation("Басқа", "Другая"))


def stands_in_and_has_a_place_too(candidacy):
    user = stands_in_for_a_member_of_the_branch(candidacy)
    return also(user, Role.REGIONAL_HEADQUARTERS, region=candidacy.region)


def stands_in_for_somebody_far(_candidacy):
    boss = reviewer("boss")
    return also(person("deputy"), Role.HEADQUARTERS, stands_in_for=boss.memberships.get())


@pytest.mark.parametrize(
    "far",
    [
        nobody_near,
        worked_there_before_it_was_begun,
        of_another_branch,
        stands_in_and_has_a_place_too,
        stands_in_for_somebody_far,
    ],
)
def test_others_decide(theirs, far):
    user = far(theirs)
    assert access.recusal(user, fresh(theirs)) == ""
    assert reviewing.approve(theirs, user).decided_at


def test_a_regional_headquarters_of_another_region_has_nothing_to_decide(theirs, other_branch):
    user = person("elsewhere", Role.REGIONAL_HEADQUARTERS, region=other_branch.region)
    with pytest.raises(Refused, match="role"):
        reviewing.approve(theirs, user)


def test_the_place_of_another_region_is_no_reason_to_ask(theirs, headquarters, other_branch):
    elsewhere = person("elsewhere", Role.REGIONAL_HEADQUARTERS, region=other_branch.region)
    near = person("near", Role.REGIONAL_HEADQUARTERS, region=theirs.region)
    assert access.reviewers_of(theirs, but=headquarters) == [near]
    assert elsewhere not in access.reviewers_of(theirs)


def test_a_substitution_that_ended_binds_nobody(theirs):
    deputy = stands_in_for_a_member_of_the_branch(theirs)
    deputy.memberships.update(from_date=today() - 9 * DAY, until_date=today() - DAY)
    also(deputy, Role.HEADQUARTERS)
    assert access.recusal(deputy, theirs) == ""
