"""The matrix of the record of a meeting: every move, in each state, by everybody."""

from types import SimpleNamespace

import pytest

from campaigns.enums import MeetingState
from campaigns.meetings import holding
from campaigns.meetings.moves import Move
from campaigns.models import Meeting
from federation.enums import Role
from federation.refusals import Refused
from tests.campaigns.meetings import held
from tests.cast import organisation, person, region

pytestmark = pytest.mark.django_db

DRAFT, CONFIRMED, CLOSED = MeetingState
WRITERS = {"editor", "publisher", "headquarters", "administrator", "branch"}
# Who makes which move, where the state allows it. The record belongs to the branch.
MAY = {
    Move.EDIT: WRITERS,
    Move.CONFIRM: WRITERS,
    Move.CLOSE: WRITERS,
    Move.DISCARD: WRITERS,
    Move.REOPEN: {"publisher", "headquarters", "administrator"},
    Move.BUILD: {"editor", "publisher", "administrator"},
}
# From which states each move is possible: written down here once more, so that an error in the table is found.
FROM = {
    Move.EDIT: {DRAFT, CONFIRMED},
    Move.CONFIRM: {DRAFT},
    Move.CLOSE: {CONFIRMED},
    Move.DISCARD: {DRAFT, CONFIRMED},
    Move.REOPEN: {CLOSED},
    Move.BUILD: {CLOSED},
}
INTO = {
    Move.EDIT: DRAFT,
    Move.CONFIRM: CONFIRMED,
    Move.CLOSE: CLOSED,
    Move.REOPEN: DRAFT,
    Move.BUILD: CLOSED,
}
DOORS = {
    Move.EDIT: lambda meeting, by: holding.save(meeting, by, version=None, attendance=77),
    Move.CONFIRM: holding.confirm,
    Move.CLOSE: holding.close,
    Move.DISCARD: holding.discard,
    Move.REOPEN: lambda meeting, by: holding.reopen(meeting, by, reason="Түзету"),
    Move.BUILD: holding.build_report,
}


@pytest.fixture
def world():
    place = region()
    mine = organisation("Бірінші", "Первый", region=place)
    theirs = organisation("Екінші", "Второй", region=region("Екінші облыс", "Вторая область"))
    actors = {
        "member": person("member"),
        "editor": person("editor", Role.EDITOR),
        "publisher": person("publisher", Role.PUBLISHER),
        "branch": person("branch", Role.BRANCH, organisation=mine),
        "second": person("second", Role.BRANCH, organisation=theirs),
        "regional": person("regional", Role.REGIONAL_HEADQUARTERS, region=place),
        "headquarters": person("headquarters", Role.HEADQUARTERS),
        "officer": person("officer", Role.DATA_PROTECTION),
        "administrator": person("administrator", Role.ADMINISTRATOR),
    }
    return SimpleNamespace(place=place, mine=mine, actors=actors)


def in_state(world, state, move):
    """A record of the branch in that state, as far as the move needs."""
    people = {
        "chair": held.holder(f"А {state} {move}", f"А {state} {move}"),
        "speaker": held.holder(f"Б {state} {move}", f"Б {state} {move}"),
    }
    place = held.workplace(world.place, f"{state} {move}", f"{state} {move}")
    branch = world.actors["branch"]
    meeting = held.meeting(branch, world.place, organisation=world.mine, workplace=place, **people)
    if state != DRAFT:
        meeting = holding.confirm(meeting, branch)
    return holding.close(meeting, branch) if state == CLOSED else meeting


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("move", MAY)
def test_every_move_in_each_state_by_everybody(world, state, move):
    meeting = in_state(world, state, move)
    before = Meeting.objects.filter(pk=meeting.pk).values().get()
    allowed = MAY[move] if state in FROM[move] else set()
    for name in sorted(world.actors.keys() - allowed):
        with pytest.raises(Refused):
            DOORS[move](meeting, world.actors[name])
        assert Meeting.objects.filter(pk=meeting.pk).values().get() == before, name
    events = meeting.events.count()
    if allowed:
        done = sorted(allowed)[0]
        DOORS[move](meeting, world.actors[done])
        assert meeting.events.count() == events + 1
        assert Meeting.objects.get(pk=meeting.pk).state == INTO.get(move, state)
    else:
        assert meeting.events.count() == events


@pytest.mark.parametrize("move", MAY)
def test_everybody_who_may_does(world, move):
    state = {Move.EDIT: DRAFT, Move.CONFIRM: DRAFT, Move.DISCARD: DRAFT, Move.CLOSE: CONFIRMED}.get(
        move, CLOSED
    )
    for name in sorted(MAY[move]):
        meeting = in_state(world, state, f"{move} {name}")
        DOORS[move](meeting, world.actors[name])


def test_who_begins_a_record(world):
    for name in ("editor", "publisher", "headquarters", "administrator"):
        assert holding.begin(world.actors[name]).pk
    assert holding.begin(world.actors["branch"], organisation=world.mine).pk
    for name in ("member", "second", "regional", "officer"):
        with pytest.raises(Refused):
            holding.begin(world.actors[name], organisation=world.mine)
    with pytest.raises(Refused):
        holding.begin(world.actors["branch"])
    assert Meeting.objects.count() == 5
