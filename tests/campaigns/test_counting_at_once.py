"""Two people count the same vote at the same moment: one stands, the other is told."""

import datetime

import pytest

from campaigns import counting
from campaigns.models import Result
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.campaigns.at_once import together
from tests.campaigns.votes import LATER, answers, entered

MINUTE = datetime.timedelta(minutes=1)


def actions():
    return list(
        AuditEntry.objects.filter(action__startswith="result.")
        .order_by("pk")
        .values_list("action", flat=True)
    )


@pytest.mark.django_db
def test_a_count_that_changed_meanwhile_is_not_confirmed(vote, headquarters, second, english):
    compared = entered(vote, headquarters)
    again = Result.objects.get(pk=compared.pk)
    again.voted = 1100
    counting.enter(again, answers(), headquarters, seen=compared.entered_at, now=LATER + MINUTE)
    with pytest.raises(Refused, match="meanwhile"):
        counting.confirm(compared, second, now=LATER + MINUTE)
    with pytest.raises(Refused, match="meanwhile"):
        counting.enter(compared, answers(), second, seen=LATER, now=LATER + MINUTE)


@pytest.mark.django_db(transaction=True)
def test_two_confirm_at_once(vote, headquarters, second, administrator):
    result = entered(vote, headquarters)
    outcomes = together(
        lambda: counting.confirm(result, second, now=LATER),
        lambda: counting.confirm(result, administrator, now=LATER),
    )
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert "meanwhile" in str(refused)
    assert Result.objects.confirmed().count() == 1
    assert actions().count("result.confirm") == 1


@pytest.mark.django_db(transaction=True)
def test_two_enter_the_same_vote_at_once(vote, headquarters, second):
    outcomes = together(lambda: entered(vote, headquarters), lambda: entered(vote, second, voted=1001))
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert "waits for its confirmation" in str(refused)
    assert Result.objects.count() == 1
    assert actions() == ["result.enter"]
