"""What the pages of a meeting's record say to who writes it: what comes next, what is asked once, what looks amiss."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import MeetingState, Part
from campaigns.meetings import holding
from campaigns.models import Meeting
from federation.enums import Role
from tests.campaigns.meetings import held
from tests.campaigns.meetings.test_cabinet import at, begun
from tests.cast import client_of, organisation, person, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return region()


@pytest.fixture
def mine(place):
    return organisation("Бірінші орталық", "Первый центр", region=place)


@pytest.fixture
def branch(mine):
    return person("branch", Role.BRANCH, organisation=mine, language="ru")


@pytest.fixture
def headquarters():
    return person("headquarters", Role.HEADQUARTERS)


def test_who_speaks_needs_participants_first(branch, mine, place):
    meeting = holding.begin(branch, organisation=mine, region=place)
    client, adding = client_of(branch), at("meeting-row-new", meeting.pk, "participants")
    quotation = client.get(at("meeting-row-new", meeting.pk, "quotations")).content.decode()
    assert "data-nobody" in quotation
    assert adding in quotation
    assert 'name="text_kk"' not in quotation
    address = at("meeting-row-new", meeting.pk, "questions")
    question = client.get(address).content.decode()
    assert adding in question
    assert '<select name="who"' not in question
    words = {"version": meeting.version, "text_kk": "Қашан?", "text_ru": "Когда?"}
    assert client.post(address, words).status_code == 302  # answered by nobody yet
    named = held.meeting(branch, place, organisation=mine)
    page = client.get(at("meeting-row-new", named.pk, "quotations")).content.decode()
    assert "data-nobody" not in page
    assert '<select name="who"' in page


def test_a_quotation_that_lost_its_speakers_loses_no_word(branch, mine, place):
    meeting = holding.begin(branch, organisation=mine, region=place)
    typed = {"version": meeting.version, "who": "7", "original": "kk", "text_kk": "Ұзақ сөз."}
    response = client_of(branch).post(at("meeting-row-new", meeting.pk, "quotations"), typed)
    assert response.status_code == 422
    assert "Ұзақ сөз." in response.content.decode()


def test_a_closed_record_is_opened_again_by_whom_the_door_lets(branch, headquarters, mine, place):
    meeting = held.closed(branch, place, organisation=mine)
    address = at("meeting-move", meeting.pk, "reopen")
    for who, offered in ((branch, False), (headquarters, True)):
        assert (address in client_of(who).get(at("meeting", meeting.pk)).content.decode()) is offered
    client, seen = client_of(headquarters), {"version": meeting.version}
    assert 'name="reason"' in client.get(address).content.decode()
    assert client.post(address, seen | {"reason": " "}).status_code == 422
    assert client_of(branch).post(address, seen | {"reason": "Қате"}).status_code == 422
    stale = client.post(address, {"version": "0", "reason": "Қате бар"})
    assert stale.status_code == 422
    assert "Қате бар" in stale.content.decode()
    assert Meeting.objects.get().state == MeetingState.CLOSED
    assert client.post(address, seen | {"reason": "Қате бар"}).status_code == 302
    assert Meeting.objects.get().state == MeetingState.DRAFT
    assert meeting.events.last().reason == "Қате бар"
    assert address not in client.get(at("meeting", meeting.pk)).content.decode()


def test_without_a_workplace_one_sentence_stands_at_the_field_one_sees(branch, mine, place):
    client = client_of(branch)

    def errors(**more):
        return {
            name: len(said)
            for name, said in begun(client, mine, place, **more).context["form"].errors.items()
        }

    assert errors(name_kk="", name_ru="") == {"workplace": 1}
    assert errors(name_kk="", name_ru="", region="") == {"workplace": 1}
    assert errors(name_kk="") == {"name_kk": 1}
    assert errors(region="") == {"region": 1}


def test_without_a_participant_one_sentence_stands_at_the_field_one_sees(branch, mine, place):
    meeting = held.meeting(branch, place, organisation=mine)
    again = holding.begin(branch, organisation=mine, workplace=meeting.workplace, held_on=held.DAY)
    address = at("meeting-row-new", again.pk, "participants")
    nobody = {"version": again.version, "part": Part.SPEAKER}
    assert list(client_of(branch).post(address, nobody).context["form"].errors) == ["holder"]
    empty = holding.begin(branch, organisation=mine)
    address = at("meeting-row-new", empty.pk, "participants")
    nobody = {"version": empty.version, "part": Part.SPEAKER}
    assert list(client_of(branch).post(address, nobody).context["form"].errors) == ["full_name_kk"]


def test_a_translation_much_shorter_than_the_original_is_asked_about_and_stops_nobody(branch, mine, place):
    meeting = held.meeting(branch, place, organisation=mine)
    client, address = client_of(branch), at("meeting-move", meeting.pk, "confirm")
    assert b"data-thin" not in client.get(address).content
    rows = held.rows(*(row.holder for row in meeting.participants.all()))["quotations"]
    rows[0]["text_ru"] = "Труд должен оплачиваться честно. " * 10
    meeting = holding.save(meeting, branch, version=None, rows={"quotations": rows})
    page = client.get(address)
    assert page.content.count(b"data-thin") == 1
    editing = client_of(person("editor", Role.EDITOR))
    assert b"data-thin" in editing.get(reverse("admin:campaigns_meeting_confirm", args=[meeting.pk])).content
    assert client.post(address, {"version": meeting.version}).status_code == 302
    assert b"data-thin" not in client.get(at("meeting-move", meeting.pk, "close")).content


def test_the_history_tells_alike_steps_once(branch, headquarters, mine, place):
    meeting = held.meeting(branch, place, organisation=mine)
    for by, topic in ((branch, "а"), (branch, "б"), (branch, "в"), (headquarters, "г"), (branch, "д")):
        holding.save(meeting, by, version=None, topic_kk=topic)
    history = client_of(branch).get(at("meeting", meeting.pk)).context["history"]
    assert [(first.by, count) for first, _label, _last, count in history] == [
        (branch, 1),
        (branch, 3),
        (headquarters, 1),
        (branch, 1),
    ]


def test_an_open_record_names_offices_and_answers_and_asks_the_same_for_many(
    branch, mine, place, django_assert_num_queries
):
    meeting = held.meeting(branch, place, organisation=mine)
    client, address = client_of(branch), at("meeting", meeting.pk)
    page = client.get(address).content.decode()
    for said in ("Айгүл Сәрсенова, штаб төрайымы · ", "Айгүл Сәрсенова: 1 мамырға дейін."):
        assert said in page
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    people = [row.holder for row in meeting.participants.all()]
    people += [held.holder(f"Шебер {number}", f"Мастер {number}") for number in range(3)]
    rows = held.rows(*people[:2])
    rows["participants"] = [{"holder": one, "part": Part.SPEAKER} for one in people]
    rows["quotations"] = [
        {"speaker": one, "original": "kk", "text_kk": "Сөз.", "text_ru": "Слово."} for one in people
    ]
    holding.save(meeting, branch, version=None, rows=rows)
    with django_assert_num_queries(len(few)):
        client.get(address)
