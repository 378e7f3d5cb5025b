"""Reviewers at the same moment: one act stands, the other person is told."""

import pytest

from campaigns.candidates import changing, registering, reviewing
from campaigns.enums import PoolState
from campaigns.models import Candidacy, Decision
from federation.refusals import Refused
from tests.campaigns.at_once import together
from tests.campaigns.candidates import people
from tests.campaigns.conftest import fresh

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
REASONS = {"reason_kk": "Себебі бар.", "reason_ru": "Есть причина."}


def refusals(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Refused)]


def test_two_decide_at_once(waiting, headquarters, second):
    outcomes = together(
        lambda: reviewing.approve(waiting, headquarters, version=waiting.version),
        lambda: reviewing.reject(waiting, second, version=waiting.version, **REASONS),
    )
    (refused,) = refusals(outcomes)
    decision = Decision.objects.get()
    assert fresh(waiting).pool_state == decision.state
    assert decision.get_state_display() in str(refused)
    assert decision.by.full_name_kk in str(refused)


def test_two_announce_at_once(pool, waiting, headquarters, second, queued_mails):
    reviewing.approve(waiting, headquarters, announce=False)
    before = len(queued_mails())
    outcomes = together(
        lambda: reviewing.announce([waiting], headquarters), lambda: reviewing.announce([waiting], second)
    )
    assert len(refusals(outcomes)) == 1
    assert len(queued_mails()) == before + 1


def test_namesakes_approved_at_once_get_addresses_of_their_own(
    pool, branch, first_branch, headquarters, second
):
    name = {"family_name_kk": "Сынақбай", "given_name_kk": "Үлгі"}
    one, other = (people.submitted(pool, branch, first_branch, **name) for _each in range(2))
    outcomes = together(
        lambda: reviewing.approve(one, headquarters), lambda: reviewing.approve(other, second)
    )
    assert refusals(outcomes) == []
    assert set(Candidacy.objects.values_list("slug", flat=True)) == {"synaqbay-ulgi", "synaqbay-ulgi-2"}


def test_an_approval_and_a_withdrawal_at_once(waiting, branch, headquarters):
    together(
        lambda: reviewing.approve(waiting, headquarters, announce=False, version=waiting.version),
        lambda: registering.withdraw(waiting, branch),
    )
    assert fresh(waiting).pool_state == PoolState.WITHDRAWN


def test_a_change_is_accepted_and_declined_at_once(waiting, branch, headquarters, second):
    reviewing.approve(waiting, headquarters)
    change = people.agreed(changing.ask(waiting, branch, reason="x", party_kk="Партия"))
    outcomes = together(
        lambda: changing.accept(change, headquarters), lambda: changing.decline(change, second, "x")
    )
    (refused,) = refusals(outcomes)
    assert "already" in str(refused)
