"""The door of the branch: from an empty draft to the desk of the headquarters."""

import pytest

from campaigns.candidates import registering
from campaigns.candidates.completeness import missing
from campaigns.enums import Nominator, PoolState, System
from campaigns.models import Candidacy, Person
from federation.refusals import Refused
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
