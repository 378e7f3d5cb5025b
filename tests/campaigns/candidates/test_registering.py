"""The door of the branch: from an empty draft to the desk of the headquarters."""

import pytest

from campaigns.candidates import registering
from campaigns.candidates.completeness import missing
from campaigns.enums import Nominator, PoolState, System
from campaigns.models import Candidacy, Person, Pool
from federation.refusals import Refused
from tests.campaigns.at_once import together
from tests.campaigns.candidates import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_candidacy_goes_from_nothing_to_the_headquarters(ready, branch, queued_mails):
    assert missing(ready) == []
    registering.submit(ready, branch, version=ready.version)
    stored = Candidacy.objects.get(pk=ready.pk)
    assert (stored.pool_state, stored.submitted_at is not None) == (PoolState.SUBMITTED, True)
    assert [mail["to"] for mail in queued_mails()] == [stored.email]


def test_the_number_of_the_person_is_sealed_in_the_database(draft, branch):
    number = people.iin()
    registering.write(draft, branch, version=draft.version, iin=number, phone="+7 701 000 00 00")
    stored = Candidacy.objects.get(pk=draft.pk)
    assert (stored.person.iin, stored.phone) == (number, "+7 701 000 00 00")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT iin, iin_hash FROM campaigns_person")
        assert number not in str(cursor.fetchall())
        cursor.execute("SELECT phone FROM campaigns_candidacy")
        assert "701" not in str(cursor.fetchall())
    assert Person.objects.of_iin(number) == (stored.person, False)


def test_a_closed_way_of_nomination_is_refused_with_rule_and_law(pool, branch, first_branch):
    with pytest.raises(Refused, match=r"closed.*Rules:.*Law:"):
        people.begun(pool, branch, first_branch, system=System.PARTY_LIST, nominator=Nominator.SELF)


def test_a_number_typed_wrongly_leaves_nobody_behind(draft, branch):
    wrong, right = people.iin(), people.iin()
    first = registering.write(draft, branch, version=draft.version, iin=wrong)
    second = registering.write(first, branch, version=first.version, iin=right)
    assert [person.iin for person in Person.objects.all()] == [right]
    registering.write(second, branch, version=second.version, iin="")
    assert not Person.objects.exists()


def test_a_person_whom_another_branch_registers_stays(waiting, pool, branch, first_branch):
    elsewhere = Candidacy.objects.get(pk=waiting.pk).person
    body = pool.campaign.bodies.exclude(pk=pool.body_id).get()
    other = Pool.objects.create(
        campaign=pool.campaign, body=body, opens_at=pool.opens_at, closes_at=pool.closes_at
    )
    second = people.begun(other, branch, first_branch)
    second = registering.write(second, branch, version=second.version, iin=elsewhere.iin)
    registering.write(second, branch, version=second.version, iin="")
    assert Person.objects.filter(pk=elsewhere.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_branches_that_name_one_person_at_once(pool, branch, first_branch, second_branch, other_branch):
    number = people.iin()
    drafts = [
        (branch, people.begun(pool, branch, first_branch)),
        (second_branch, people.begun(pool, second_branch, other_branch)),
    ]

    def naming(by, draft):
        return lambda: registering.write(draft, by, version=draft.version, iin=number)

    outcomes = together(*(naming(*pair) for pair in drafts))
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert len(refused) == 1
    assert "registered for this body" in refused[0].reasons[0]
    assert Candidacy.objects.filter(person__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_corrected_while_another_names_the_person(
    pool, branch, first_branch, second_branch, other_branch
):
    """Whoever comes first, the person who is named stays, and nobody gets an error of the database."""
    number = people.iin()
    first = people.begun(pool, branch, first_branch)
    first = registering.write(first, branch, version=first.version, iin=number)
    second = people.begun(pool, second_branch, other_branch)
    outcomes = together(
        lambda: registering.write(first, branch, version=first.version, iin=""),
        lambda: registering.write(second, second_branch, version=second.version, iin=number),
    )
    named = [one for one in Candidacy.objects.all() if one.person_id]
    assert len(named) == (not isinstance(outcomes[1], Refused))
    assert Person.objects.count() == len(named)


def test_submitted_twice_it_stands_once(ready, branch, queued_mails):
    registering.submit(ready, branch, version=ready.version)
    with pytest.raises(Refused, match="under review"):
        registering.submit(ready, branch, version=ready.version)
    assert len(queued_mails()) == 1


def test_what_the_candidate_confirmed_is_confirmed_anew_after_a_change(ready, branch):
    people.confirmed(ready)
    assert ready.consents.in_force().exists()
    fresh = registering.write(ready, branch, version=ready.version, phone="+7 701 111 11 11")
    assert ready.consents.in_force().exists()  # no reader sees it
    fresh = registering.write(fresh, branch, version=fresh.version, iin=people.iin())
    assert not ready.consents.in_force().exists()  # another birth date
    people.confirmed(ready)
    registering.write(fresh, branch, version=fresh.version, programme_kk="Басқа мәтін.")
    assert not ready.consents.in_force().exists()


def test_the_part_of_a_photo_lies_in_it_and_is_what_the_candidate_confirmed(ready, branch):
    fresh = registering.photograph(ready, branch, people.picture(600, 800))
    people.confirmed(ready)
    for crop in ([0, 0, 601, 800], [200, 300, 500, 600], [0, 0, 20, 25]):
        with pytest.raises(Refused, match="part"):
            registering.crop_photo(fresh, branch, crop)
    assert ready.consents.in_force().exists()
    fresh = registering.crop_photo(fresh, branch, [100, 100, 400, 500])
    assert fresh.photo_crop == [100, 100, 400, 500]
    assert not ready.consents.in_force().exists()
    with pytest.raises(Refused, match="too small"):
        registering.photograph(fresh, branch, people.picture(100, 100))


def test_papers_come_later_but_none_that_the_review_has_is_replaced(ready, branch):
    registering.attach(ready, branch, "application", people.paper("%PDF-1.4 first"))
    first = registering.attach(ready, branch, "application", people.paper("%PDF-1.4 second"))
    assert [one.pk for one in ready.documents.filter(code="application", removed_at=None)] == [first.pk]
    registering.submit(ready, branch)
    registering.attach(ready, branch, "deposit", people.paper())
    with pytest.raises(Refused, match="handed in already"):
        registering.attach(ready, branch, "application", people.paper())
    with pytest.raises(Refused):
        registering.detach(first, branch)


def test_a_paper_is_taken_away_once(draft, branch):
    paper = registering.attach(draft, branch, "application", people.paper())
    registering.detach(paper, branch)
    with pytest.raises(Refused, match="already"):
        registering.detach(paper, branch)
