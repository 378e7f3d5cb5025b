"""A promise is changed while others change the record of its meeting, or the promise itself."""

import pytest

from campaigns.meetings import holding, promising
from campaigns.models import Commitment
from federation.refusals import Refused
from tests.campaigns.at_once import crossed
from tests.campaigns.conftest import fresh
from tests.campaigns.meetings.promises.promised import commit

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_goes_while_a_promise_is_hung_on_it(meeting, branch, boss):
    made, question = commit(branch, meeting, question=None), meeting.questions.get()
    opened = holding.reopen(meeting, boss, reason="Түзету")
    outcome = crossed(
        lambda: holding.save(opened, boss, version=None, rows={"questions": []}),
        lambda: promising.edit(made, branch, question=question),
    )
    assert isinstance(outcome, Refused)
    assert not meeting.questions.exists()


def test_words_change_while_they_are_released(made, branch, colleague):
    seen = promising.digest(made)
    outcome = crossed(
        lambda: promising.edit(made, branch, text_kk="Басқаша.", text_ru="Иначе."),
        lambda: promising.publish(made, colleague, seen=seen),
    )
    assert "Somebody changed this promise" in str(outcome)
    assert fresh(made).published_at is None
    assert Commitment.objects.count() == 1
