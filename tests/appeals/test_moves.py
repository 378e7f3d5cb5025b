"""The matrix: state of the text × move × role. What is not in the table is refused."""

import pytest

from appeals import publishing
from appeals.enums import Move, Status
from appeals.models import Edition
from appeals.moves import LEGAL, legal_moves, why_not
from tests.appeals.conftest import fresh
from tests.appeals.texts import MATERIAL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

STATES = ("draft", "in_review", "approved", "published", "scheduled", "withdrawn", "marked", "proposed")
WRITE = {Move.EDIT, Move.PLACE, Move.REVERT, Move.CONFIRM}
OFFICER = {Move.REDACT}  # of whatever state
# What a publisher who wrote nothing may do in each state. An editor may write, submit and propose of it.
EXPECTED = {
    "draft": WRITE | {Move.OVERRIDE, Move.SUBMIT},
    "in_review": WRITE | {Move.OVERRIDE, Move.RETURN, Move.APPROVE},
    "approved": WRITE | {Move.OVERRIDE, Move.RETURN, Move.PUBLISH},
    "published": WRITE | {Move.OVERRIDE, Move.WITHDRAW},
    "scheduled": WRITE | {Move.OVERRIDE, Move.WITHDRAW, Move.UNSCHEDULE},
    "withdrawn": WRITE | {Move.OVERRIDE, Move.RESTORE},
    "marked": WRITE | {Move.OVERRIDE, Move.SUBMIT, Move.PROPOSE_NEUTRAL},
    "proposed": WRITE | {Move.OVERRIDE, Move.SUBMIT, Move.ACCEPT_NEUTRAL, Move.DECLINE_NEUTRAL},
}


@pytest.fixture
def scheduled(approved, publisher, tomorrow):
    publishing.publish(approved, publisher, public_from=tomorrow)
    return fresh(approved)


@pytest.fixture
def withdrawn(published, publisher):
    return fresh(
        publishing.withdraw(published, publisher, reason_kk="Қате табылды.", reason_ru="Найдена ошибка.")
    )


@pytest.fixture
def marked(draft, editor):
    return fresh(publishing.save_text(draft, editor, version=draft.version, **MATERIAL))


@pytest.fixture
def proposed(marked, second_editor):
    publishing.propose_neutral(marked, second_editor, reason="Сайлау күні туралы хабар.")
    return marked


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("publisher", set(LEGAL) - OFFICER),
        ("administrator", set(LEGAL)),
        ("editor", {*WRITE, Move.SUBMIT, Move.PROPOSE_NEUTRAL}),
        ("headquarters", set()),
        ("regional_headquarters", set()),
        ("branch", set()),
        ("data_protection", OFFICER),
    ],
)
def test_matrix(request, state, role, allowed):
    publication = fresh(request.getfixturevalue(state))
    user = request.getfixturevalue(role)
    assert set(legal_moves(publication, user)) == (EXPECTED[state] | OFFICER) & allowed


def test_every_status_and_move_is_in_the_matrix():
    assert {status for legal in LEGAL.values() for status in legal.sources} == set(Status)
    assert set().union(OFFICER, *EXPECTED.values()) == set(LEGAL)


def test_a_publisher_who_wrote_cannot_vouch(draft, publisher, second_publisher):
    text = draft.body_kk.replace("жастарды", "жас мамандарды")
    changed = publishing.save_text(draft, publisher, version=draft.version, body_kk=text)
    publishing.confirm(changed, publisher, version=changed.version, places={"b6"})
    publishing.submit(changed, publisher)

    assert "somebody else" in str(why_not(Move.APPROVE, fresh(changed), publisher))
    with pytest.raises(publishing.Refused):
        publishing.approve(fresh(changed), publisher)
    publishing.approve(fresh(changed), second_publisher)
    with pytest.raises(publishing.Refused):
        publishing.publish(fresh(changed), publisher)
    assert publishing.publish(fresh(changed), second_publisher).four_eyes_waived is False


def test_an_administrator_may_publish_own_text_and_it_is_flagged(draft, administrator):
    text = draft.body_kk.replace("жастарды", "жас мамандарды")
    changed = publishing.save_text(draft, administrator, version=draft.version, body_kk=text)
    publishing.confirm(changed, administrator, version=changed.version, places={"b6"})
    publishing.submit(changed, administrator)
    publishing.approve(fresh(changed), administrator)
    edition = publishing.publish(fresh(changed), administrator)
    assert edition.four_eyes_waived
    assert changed.moves.filter(move=Move.PUBLISH, waived=True).exists()


def test_eyes_are_fresh_again_after_the_edition(published, editor, publisher):
    assert published.writers() == set()
    text = published.body_kk.replace("жастарды", "жас мамандарды")
    publishing.save_text(published, publisher, version=published.version, body_kk=text)
    assert fresh(published).writers() == {publisher.pk}


@pytest.mark.parametrize("role", ["publisher", "administrator"])
def test_nobody_decides_an_own_proposal(request, marked, role):
    user = request.getfixturevalue(role)
    publishing.propose_neutral(marked, user, reason="Сайлау күні туралы хабар.")
    for move in (Move.ACCEPT_NEUTRAL, Move.DECLINE_NEUTRAL):
        assert "somebody else" in str(why_not(move, fresh(marked), user))


@pytest.mark.parametrize("move", [Move.APPROVE, Move.PUBLISH, Move.WITHDRAW, Move.RESTORE, Move.UNSCHEDULE])
def test_the_portal_itself_never_decides(approved, move):
    assert why_not(move, approved, None) is not None
    assert not Edition.objects.exists()
