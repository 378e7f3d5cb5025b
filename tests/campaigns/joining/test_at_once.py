"""Two people of the branch, and the applicant, act at the same moment."""

import pytest
from django.utils import timezone

from campaigns.enums import JoinState
from campaigns.joining import applying
from campaigns.models import Application
from federation.refusals import Refused
from tests.campaigns.at_once import crossed, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


def test_two_answer_at_once(received, branch):
    outcomes = together(
        lambda: applying.join(received, branch, joined_on=timezone.localdate()),
        lambda: applying.decline(received, branch, answer="Нет."),
    )
    (refused,) = [one for one in outcomes if isinstance(one, Refused)]
    row = Application.objects.get()
    assert str(JoinState(row.state).label) in str(refused)
    assert row.events.count() == 2


def test_what_is_taken_back_meanwhile_is_not_written_again(received, branch):
    refused = crossed(
        lambda: applying.take_back(received), lambda: applying.contact(received, branch, answer="Ждите.")
    )
    assert isinstance(refused, Refused)
    row = Application.objects.get()
    assert (row.state, row.name, row.answer) == (JoinState.TAKEN_BACK, "", "")
