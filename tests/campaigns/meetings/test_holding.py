"""The record of a meeting: written whole or in part, confirmed, closed, opened again."""

import datetime

import pytest

from campaigns.enums import MeetingState, Part
from campaigns.meetings import holding, promising
from campaigns.models import Meeting
from federation.enums import Role
from federation.refusals import Refused
from tests.campaigns.meetings import held
from tests.cast import person, region
from tests.site.publications import next_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person("staff", Role.EDITOR)


@pytest.fixture
def leader():
    return person("leader", Role.HEADQUARTERS)


def numbers(meeting, name):
    return list(getattr(meeting, name).order_by("number").values_list("number", flat=True))


def quotation_rows(meeting):
    return [
        {
            "number": row.number,
            "speaker": row.speaker.holder,
            "text_kk": row.text_kk,
            "text_ru": row.text_ru,
            "original": row.original,
        }
        for row in meeting.quotations.order_by("number")
    ]


def test_a_draft_may_miss_everything_and_one_language(staff):
    empty = holding.begin(staff)
    assert (empty.state, empty.version) == (MeetingState.DRAFT, 1)
    one = holding.begin(staff, topic_ru="Только по-русски", rows={"agenda": [{"text_ru": "Разное"}]})
    assert one.topic_kk == ""
    found = {(lack.rows, lack.field) for lack in holding.missing(one)}
    assert {
        ("", "held_on"),
        ("", "workplace"),
        ("", "region"),
        ("", "topic_kk"),
        ("agenda", "text_kk"),
    } <= found
    with pytest.raises(holding.Incomplete):
        holding.confirm(one, staff)


def test_the_whole_record_goes_its_way(staff, leader):
    meeting = held.meeting(staff, region())
    assert numbers(meeting, "quotations") == [1, 2]
    confirmed = holding.confirm(meeting, staff, version=1)
    assert (confirmed.state, confirmed.confirmed_by) == (MeetingState.CONFIRMED, staff)
    closed = holding.close(confirmed, staff, version=2)
    assert (closed.state, closed.closed_by) == (MeetingState.CLOSED, staff)
    with pytest.raises(Refused):
        holding.save(closed, staff, version=3, topic_kk="Басқа")
    with pytest.raises(Refused):
        holding.reopen(closed, staff, reason="қате")  # an editor does not
    again = holding.reopen(closed, leader, reason="қате")
    assert (again.state, again.confirmed_by, again.closed_at) == (MeetingState.DRAFT, None, None)
    assert [event.move for event in again.events.all()] == ["begin", "confirm", "close", "reopen"]


def test_what_is_changed_is_confirmed_anew_and_what_is_not_stays_confirmed(staff):
    confirmed = holding.confirm(held.meeting(staff, region()), staff)
    same = holding.save(confirmed, staff, version=2, rows={"quotations": quotation_rows(confirmed)})
    assert (same.state, same.version) == (MeetingState.CONFIRMED, 2)
    changed = holding.save(confirmed, staff, version=2, topic_kk="Жаңа тақырып")
    assert (changed.state, changed.confirmed_by, changed.version) == (MeetingState.DRAFT, None, 3)


def test_the_second_of_two_editors_is_told(staff):
    meeting = held.meeting(staff, region())
    holding.save(meeting, staff, version=1, attendance=10)
    with pytest.raises(holding.Overtaken):
        holding.save(meeting, staff, version=1, attendance=20)
    assert Meeting.objects.get().attendance == 10


def test_numbers_of_quotations_stay(staff):
    meeting = held.meeting(staff, region())
    first, second = quotation_rows(meeting)
    new = {**first, "number": None, "text_kk": "Жаңа сөз.", "text_ru": "Новое слово."}
    changed = holding.save(meeting, staff, version=1, rows={"quotations": [second, new]})
    assert numbers(changed, "quotations") == [2, 3]
    assert changed.quotations.get(number=2).text_ru == second["text_ru"]


def test_a_speaker_is_a_participant(staff):
    meeting = held.meeting(staff, region())
    stranger = held.holder("Бөтен Адам", "Чужой Человек")
    quotation = {**quotation_rows(meeting)[0], "speaker": stranger}
    with pytest.raises(Refused):
        holding.save(meeting, staff, version=1, rows={"quotations": [quotation]})
    with pytest.raises(Refused):  # still quoted
        holding.save(
            meeting, staff, version=1, rows={"participants": [{"holder": stranger, "part": Part.CHAIR}]}
        )
    assert numbers(meeting, "quotations") == [1, 2]
    both = [{"holder": stranger, "part": Part.CHAIR}]
    changed = holding.save(
        meeting,
        staff,
        version=1,
        rows={"participants": both, "quotations": [quotation], "questions": []},
    )
    assert changed.participants.get().holder == stranger


def test_the_chairs_change_places(staff):
    meeting = held.meeting(staff, region())
    chair, speaker = meeting.participants.all()
    people = [{"holder": speaker.holder, "part": Part.CHAIR}, {"holder": chair.holder, "part": Part.SPEAKER}]
    changed = holding.save(meeting, staff, version=1, rows={"participants": people})
    assert list(changed.participants.values_list("pk", "number")) == [(speaker.pk, 1), (chair.pk, 2)]
    twice = [{"holder": speaker.holder, "part": Part.CHAIR}] * 2
    with pytest.raises(Refused):
        holding.save(changed, staff, version=2, rows={"participants": twice})


def test_a_discarded_draft_is_gone_from_the_lists(staff):
    meeting = held.meeting(staff, region())
    gone = holding.discard(meeting, staff)
    assert gone.discarded_at
    with pytest.raises(Refused):
        holding.save(gone, staff, version=None, attendance=1)


def test_a_confirmed_record_and_one_whose_report_nobody_published_are_discarded(staff, leader):
    confirmed = holding.confirm(held.meeting(staff, region()), staff)
    assert holding.discard(confirmed, staff).discarded_at
    other = region("Екінші облыс", "Вторая область")
    closed = held.closed(staff, other)
    report = holding.build_report(closed, staff)
    gone = holding.discard(holding.reopen(closed, leader, reason="қате"), staff)
    assert gone.discarded_at
    with pytest.raises(Refused):  # of a discarded record nothing is published
        next_edition(report, staff, person("boss", Role.PUBLISHER))


def test_a_record_that_readers_saw_is_not_discarded(staff, leader):
    closed = held.closed(staff, region())
    next_edition(holding.build_report(closed, staff), staff, person("boss", Role.PUBLISHER))
    opened = holding.reopen(closed, leader, reason="қате")
    with pytest.raises(Refused):
        holding.discard(opened, staff)


def test_the_date_of_a_meeting_with_promises_is_changed_but_not_emptied(staff, leader):
    closed = held.closed(staff, region())
    who = closed.participants.first().holder
    promising.commit(staff, meeting=closed, text_kk="с", text_ru="с", due_on=held.DAY, holder=who)
    opened = holding.reopen(closed, leader, reason="қате")
    with pytest.raises(Refused):
        holding.save(opened, staff, version=None, held_on=None)
    assert Meeting.objects.get().held_on == held.DAY
    day = held.DAY - datetime.timedelta(days=1)
    assert holding.save(opened, staff, version=None, held_on=day).held_on == day


def test_who_spoke_without_an_office_on_that_day_is_named(staff):
    late = held.holder("Кеш Келген", "Поздно Пришёл", from_date=held.DAY.replace(month=3, day=1))
    meeting = held.meeting(staff, region(), speaker=late)
    (lack,) = holding.missing(meeting)
    assert (lack.rows, lack.number, lack.field) == ("participants", 2, "holder")
