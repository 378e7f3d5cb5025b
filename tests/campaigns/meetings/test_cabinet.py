"""A meeting recorded in the cabinet, step after step, as on a phone."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from campaigns import campaigning
from campaigns.enums import MeetingState, Part, Tier
from campaigns.meetings import holding, promising
from campaigns.models import Headquarters, Meeting, OfficeHolder, Workplace
from federation.enums import Role
from tests.campaigns.conftest import campaign
from tests.campaigns.meetings import held
from tests.cast import client_of, organisation, person, region
from tests.clock import clock

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


def at(name, *args):
    return reverse(f"cabinet:{name}", args=args)


def begun(client, mine, place, **more):
    data = {
        "held_by": f"o{mine.pk}",
        "held_on": "2026-02-27",
        "region": place.pk,
        "name_kk": "«Темір» зауыты",
        "name_ru": "завод «Темір»",
        **more,
    }
    return client.post(at("meeting-new"), data)


def test_from_the_first_step_to_the_closed_meeting(branch, mine, place):
    client = client_of(branch)
    assert client.get(at("meeting-new")).status_code == 200
    response = begun(client, mine, place, attendance="80", place_kk="цех", place_ru="цех")
    assert response.status_code == 302, response.context["form"].errors
    meeting = Meeting.objects.get()
    assert (meeting.workplace, meeting.region) == (Workplace.objects.get(), place)
    text = {"version": 1, "topic_kk": "Жалақы", "topic_ru": "Зарплата"}
    assert client.get(at("meeting-text", meeting.pk)).status_code == 200
    assert client.post(at("meeting-text", meeting.pk), text).status_code == 302
    newcomer = {
        "version": 2,
        "part": Part.CHAIR,
        "full_name_kk": "Айгүл Сәрсенова",
        "full_name_ru": "Айгуль Сарсенова",
        "title_kk": "төраға",
        "title_ru": "председатель",
    }
    address = at("meeting-row-new", meeting.pk, "participants")
    assert client.get(address).status_code == 200
    assert client.post(address, newcomer | {"more": "1"})["Location"] == address
    holder = OfficeHolder.objects.get()
    question = {
        "version": 3,
        "text_kk": "Қашан?",
        "text_ru": "Когда?",
        "answer_kk": "Ертең.",
        "answer_ru": "Завтра.",
    }
    response = client.post(at("meeting-row-new", meeting.pk, "questions"), question | {"who": holder.pk})
    assert response.status_code == 302, response.context["form"].errors
    quotation = {"version": 4, "who": holder.pk, "original": "kk", "text_kk": "Сөз.", "text_ru": ""}
    assert client.post(at("meeting-row-new", meeting.pk, "quotations"), quotation).status_code == 302
    page = client.get(at("meeting", meeting.pk)).content.decode()
    assert at("meeting-row", meeting.pk, "quotations", 1) in page
    response = client.post(at("meeting-move", meeting.pk, "confirm"), {"version": 5})
    assert response.status_code == 422  # the quotation lacks its translation
    mended = quotation | {"version": 5, "text_ru": "Слово."}
    assert client.post(at("meeting-row", meeting.pk, "quotations", 1), mended).status_code == 302
    for name, version in (("confirm", 6), ("close", 7)):
        assert client.get(at("meeting-move", meeting.pk, name)).status_code == 200
        assert client.post(at("meeting-move", meeting.pk, name), {"version": version}).status_code == 302
    assert Meeting.objects.get().state == MeetingState.CLOSED
    assert client.get(at("meetings")).status_code == 200
    assert client.post(at("meeting-text", meeting.pk), text | {"version": 8}).status_code == 422  # refused


def test_a_row_is_taken_away(branch, mine, place):
    meeting = held.meeting(branch, place, organisation=mine)
    client = client_of(branch)
    address = at("meeting-row", meeting.pk, "agenda", 1)
    assert client.get(address).status_code == 200
    assert client.post(address, {"version": 1, "remove": "1"}).status_code == 302
    assert meeting.agenda.count() == 1
    speaker = at("meeting-row", meeting.pk, "participants", 1)
    response = client.post(speaker, {"version": 2, "remove": "1"})  # is quoted
    assert response.status_code == 422
    assert meeting.participants.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_by": ""},
        {"held_by": "o999999"},
        {"held_by": "x"},
        {"held_on": "2999-01-01"},
        {"held_on": "вчера"},
        {"name_ru": ""},
        {"region": ""},
        {"attendance": "-3"},
        {"attendance": "9" * 30},
        {"name_kk": "я" * 5000},
        {"workplace": "999999"},
        {"place_kk": "\0"},
    ],
)
def test_bad_input_is_told_and_nothing_is_lost_or_half_saved(branch, mine, place, wrong):
    response = begun(client_of(branch), mine, place, **wrong)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert (Meeting.objects.count(), Workplace.objects.count()) == (0, 0)


def test_two_people_at_once(branch, mine, place):
    meeting = held.meeting(branch, place, organisation=mine)
    client = client_of(branch)
    text = {"version": 1, "topic_kk": "А", "topic_ru": "Б"}
    assert client.post(at("meeting-text", meeting.pk), text).status_code == 302
    response = client.post(at("meeting-text", meeting.pk), text | {"topic_ru": "В"})
    assert response.status_code == 422
    again = {**text, "topic_ru": "В", "version": response.context["form"]["version"].value()}
    assert client.post(at("meeting-text", meeting.pk), again).status_code == 302
    assert Meeting.objects.get().topic_ru == "В"


def test_who_sees_whose_meetings(branch, mine, place, rules_2023):
    running = campaign(rules_2023, timezone.localdate() + datetime.timedelta(days=60), slug="running")
    root = Headquarters.objects.create(campaign=running, tier=Tier.REPUBLICAN, name_kk="Штаб", name_ru="Штаб")
    regional = Headquarters.objects.create(
        campaign=running, tier=Tier.REGIONAL, parent=root, region=place, name_kk="Өңір", name_ru="Регион"
    )
    other = region("Екінші", "Второй")
    theirs = organisation("Екінші орталық", "Второй центр", region=other)
    own = held.meeting(branch, place, organisation=mine)
    leader = person("leader", Role.HEADQUARTERS)
    of_region = held.meeting(
        leader,
        place,
        headquarters=regional,
        workplace=own.workplace,
        chair=own.participants.get(number=1).holder,
        speaker=own.participants.get(number=2).holder,
    )
    people = {
        "branch": (branch, True, False, 404),
        "second": (person("second", Role.BRANCH, organisation=theirs), False, False, 404),
        "regional": (person("regional", Role.REGIONAL_HEADQUARTERS, region=place), True, True, 200),
        "elsewhere": (person("elsewhere", Role.REGIONAL_HEADQUARTERS, region=other), False, False, 404),
        "headquarters": (leader, True, True, 200),
    }
    for name, (who, sees_own, sees_regional, may_write_regional) in people.items():
        client = client_of(who)
        assert client.get(at("meeting", own.pk)).status_code == (200 if sees_own else 404), name
        assert client.get(at("meeting", of_region.pk)).status_code == (200 if sees_regional else 404), name
        assert client.get(at("meeting-text", of_region.pk)).status_code == may_write_regional, name
    writes_own = {
        "branch": True,
        "second": False,
        "regional": False,
        "elsewhere": False,
        "headquarters": True,
    }
    for name, writes in writes_own.items():
        client = client_of(people[name][0])
        assert client.get(at("meeting-text", own.pk)).status_code == (200 if writes else 404), name
        move = client.post(at("meeting-move", own.pk, "close"), {"version": 1})
        assert move.status_code == (422 if writes else 404), name  # refused, since it is not confirmed
    member = person("member")
    assert client_of(member).get(at("meetings")).status_code == 403


def test_the_place_keeps_a_campaign_that_is_not_announced(branch, mine, place, rules_2023):
    staff = person("staff", Role.EDITOR)
    silent = campaign(rules_2023, timezone.localdate() + datetime.timedelta(days=60), slug="silent")
    meeting = held.meeting(staff, place, campaign=silent, organisation=mine)
    client = client_of(branch)
    form = client.get(at("meeting-place", meeting.pk)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"held_on": "2026-02-27", "attendance": "7"}
    response = client.post(at("meeting-place", meeting.pk), data)
    assert response.status_code == 302, response.context["form"].errors
    assert (Meeting.objects.get().campaign, Meeting.objects.get().attendance) == (silent, 7)


def test_a_campaign_can_be_chosen_from_the_moment_it_is_announced(branch, rules_2023):
    later = timezone.now() + datetime.timedelta(days=1)
    made = campaign(rules_2023, timezone.localdate() + datetime.timedelta(days=60), slug="later")
    with clock(later):
        campaigning.announce(made, None)
        form = client_of(branch).get(at("meeting-new")).context["form"]
    assert made in form.fields["campaign"].queryset


def test_a_confirmed_record_is_discarded_but_not_one_with_promises(branch, mine, place):
    staff = person("staff", Role.EDITOR)
    meeting = holding.confirm(held.meeting(staff, place, organisation=mine), staff)
    client, address = client_of(branch), at("meeting-move", meeting.pk, "discard")
    assert address in client.get(at("meeting", meeting.pk)).content.decode()
    who = meeting.participants.first().holder
    promising.commit(staff, meeting=meeting, text_kk="с", text_ru="с", due_on=held.DAY, holder=who)
    assert address not in client.get(at("meeting", meeting.pk)).content.decode()
    assert client.post(address, {"version": meeting.version}).status_code == 422
    assert Meeting.objects.get().discarded_at is None


def test_who_speaks_is_chosen_in_a_plain_list_whatever_the_administration_shows(
    branch, headquarters, mine, place
):
    meeting = held.meeting(branch, place, organisation=mine)
    editing = reverse("admin:campaigns_meeting_change", args=[meeting.pk])
    assert "admin-autocomplete" in client_of(headquarters).get(editing).content.decode()
    chair = meeting.participants.first().holder
    for rows in ("quotations", "questions"):
        page = client_of(branch).get(at("meeting-row-new", meeting.pk, rows)).content.decode()
        assert f'<option value="{chair.pk}">{chair}</option>' in page
        assert "admin-autocomplete" not in page


EVERYTHING = (
    *("Айгүл Сәрсенова", "штаб төрайымы", "Айгуль Сарсенова", "председатель штаба"),
    *("балқытушы", "плавильщик", "Жалақы қашан көтеріледі?", "Когда повысят зарплату?"),
    *("1 мамырға дейін.", "До 1 мая.", "«Еңбек адал төленуге тиіс.»", "«Труд должен оплачиваться честно.»"),
    *(
        "27-баптың 2-тармағы",
        "Конституция жобасы",
        "пункт 2 статьи 27",
        "Ұжымдық шарт",
        "Коллективный договор",
    ),
    *("құю цехы", "литейный цех", "Ұжым 3 ұсыныс айтты.", "Коллектив внёс 3 предложения.", "Первый центр"),
)


def test_who_vouches_reads_the_whole_record_and_it_stays_readable(branch, mine, place):
    meeting, client = held.meeting(branch, place, organisation=mine), client_of(branch)
    for name in ("confirm", "close"):
        page = client.get(at("meeting-move", meeting.pk, name)).content.decode()
        if name == "close":  # not confirmed yet: nothing is asked for
            holding.confirm(meeting, branch)
            page = client.get(at("meeting-move", meeting.pk, name)).content.decode()
        assert [said for said in EVERYTHING if said not in page] == [], name
    holding.close(meeting, branch)
    page = client.get(at("meeting", meeting.pk)).content.decode()
    assert [said for said in EVERYTHING if said not in page] == []


def test_what_is_missing_is_told_before_anybody_vouches(branch, mine, place):
    meeting, client = held.meeting(branch, place, organisation=mine), client_of(branch)
    confirm = at("meeting-move", meeting.pk, "confirm")
    assert confirm in client.get(at("meeting", meeting.pk)).content.decode()
    holder = meeting.participants.get(number=1).holder
    holder.offices.update(title_kk="")
    meeting = holding.save(meeting, branch, version=None, topic_kk="")
    page = client.get(at("meeting", meeting.pk)).content.decode()
    assert f'href="{confirm}"' not in page
    page = client.get(confirm).content.decode()
    assert at("meeting-text", meeting.pk) in page
    assert at("meeting-row", meeting.pk, "participants", 1) in page
    assert "<button>" not in page
    with override("ru"):
        sentences = [lack.sentence for lack in holding.missing(meeting)]
    assert len(sentences) == 2


def test_the_confirm_page_asks_who_held_the_meeting(branch, mine, place):
    staff = person("staff", Role.EDITOR)
    meeting = held.meeting(staff, place)
    response = client_of(person("leader", Role.HEADQUARTERS)).get(at("meeting-move", meeting.pk, "confirm"))
    assert response.context["whole"]["held_by"] == ("", "")
    assert b"data-no-holder" in response.content
    other = held.meeting(staff, place, organisation=mine, workplace=meeting.workplace)
    response = client_of(branch).get(at("meeting-move", other.pk, "confirm"))
    assert response.context["whole"]["held_by"] == (mine.name_kk, mine.name_ru)
    assert b"data-no-holder" not in response.content


def choices(response):
    return [label for _key, label in response.context["form"].fields["holder"].choices][1:]


def test_a_participant_is_searched_and_whom_one_met_here_stands_first(branch, mine, place):
    earlier = held.meeting(branch, place, organisation=mine)
    far = held.holder("Болат Алысов", "Болат Дальний", "инженер", "инженер")
    meeting = holding.begin(
        branch, organisation=mine, workplace=earlier.workplace, region=place, held_on=held.DAY, topic_kk="т"
    )
    client, address = client_of(branch), at("meeting-row-new", meeting.pk, "participants")
    here = choices(client.get(address))
    assert here == ["Айгүл Сәрсенова, штаб төрайымы", "Иван Петров, инженер"]
    found = client.get(address + "?q=болат")
    assert choices(found) == ["Болат Алысов, инженер"]
    assert found.context["form"]["holder"].value() == far.pk  # the only one is chosen
    assert choices(client.get(address + "?q=Никого")) == []
    data = {"version": meeting.version, "holder": far.pk, "part": Part.SPEAKER}
    assert client.post(address, data).status_code == 302
    assert meeting.participants.get().holder == far
    assert far.full_name_kk not in choices(client.get(address + "?q="))


def test_what_is_missing_of_somebody_new_is_named_once(branch, mine, place):
    meeting = held.meeting(branch, place, organisation=mine)
    data = {
        "version": meeting.version,
        "part": Part.SPEAKER,
        "full_name_kk": "Аты",
        "title_kk": "х",
        "title_ru": "х",
    }
    response = client_of(branch).post(at("meeting-row-new", meeting.pk, "participants"), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["full_name_ru"]


def test_the_choice_of_a_participant_costs_the_same_for_many(branch, mine, place, django_assert_num_queries):
    meeting = held.meeting(branch, place, organisation=mine)
    client, address = client_of(branch), at("meeting-row-new", meeting.pk, "participants")

    def met(number):
        held.meeting(
            branch,
            place,
            organisation=mine,
            workplace=meeting.workplace,
            chair=held.holder(f"Төраға {number}", f"Глава {number}"),
            speaker=held.holder(f"Спикер {number}", f"Спикер {number}"),
        )

    met(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    met(2)
    met(3)
    with django_assert_num_queries(len(few)):
        assert len(choices(client.get(address))) == 6
