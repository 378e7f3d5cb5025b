"""The record of a meeting on the pages of the administration."""

import pytest
from django.urls import reverse

from campaigns.enums import MeetingState
from campaigns.meetings import holding
from campaigns.models import Meeting
from federation.enums import Role
from tests.campaigns.meetings import held
from tests.cast import client_of, person, region

pytestmark = pytest.mark.django_db
PREFIXES = ("participants", "agenda", "quotations", "questions", "citations")


@pytest.fixture
def staff():
    return person("staff", Role.EDITOR, language="ru")


def management(**rows):
    """Management forms of the row formsets; rows: {prefix: [dict of one form]}, each with «id» when it is saved."""
    data = {}
    for prefix in PREFIXES:
        given = rows.get(prefix, [])
        initial = sum(1 for row in given if row.get("id"))
        data |= {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
        for index, row in enumerate(given):
            data |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return data


def typed(meeting, response=None):
    """What the page of the meeting would post, unchanged."""
    rows = {
        "participants": [
            {"id": row.pk, "place": row.number, "holder": row.holder_id, "part": row.part}
            for row in meeting.participants.all()
        ],
        "agenda": [
            {"id": row.pk, "place": row.number, "text_kk": row.text_kk, "text_ru": row.text_ru}
            for row in meeting.agenda.all()
        ],
        "quotations": [
            {
                "id": row.pk,
                "who": row.speaker.holder_id,
                "original": row.original,
                "text_kk": row.text_kk,
                "text_ru": row.text_ru,
            }
            for row in meeting.quotations.all()
        ],
        "questions": [
            {
                "id": row.pk,
                "who": row.answered_by.holder_id,
                **{name: getattr(row, name) for name in ("asked_by_kk", "asked_by_ru", "text_kk", "text_ru")},
                "answer_kk": row.answer_kk,
                "answer_ru": row.answer_ru,
            }
            for row in meeting.questions.all()
        ],
        "citations": [
            {
                "id": row.pk,
                "place": row.number,
                **{name: getattr(row, name) for name in ("text_kk", "text_ru", "act_kk", "act_ru", "url")},
            }
            for row in meeting.citations.all()
        ],
    }
    fields = {name: getattr(meeting, name) for name in ("attendance", "source_url", *holding.TEXTS)}
    return {
        **fields,
        "held_on": f"{meeting.held_on:%d.%m.%Y}",
        "workplace": meeting.workplace_id,
        "region": meeting.region_id,
        "campaign": "",
        "headquarters": "",
        "organisation": "",
        "opened": meeting.version,
        **management(**rows),
    }


def change(meeting):
    return reverse("admin:campaigns_meeting_change", args=[meeting.pk])


def test_a_page_saved_unchanged_changes_nothing(staff):
    meeting = holding.confirm(held.meeting(staff, region()), staff)
    client = client_of(staff)
    assert client.get(change(meeting)).status_code == 200
    response = client.post(change(meeting), typed(meeting))
    assert response.status_code == 302, response.context["errors"]
    again = Meeting.objects.get()
    assert (again.state, again.version) == (MeetingState.CONFIRMED, meeting.version)


def test_rows_are_changed_added_and_taken_away(staff):
    meeting = held.meeting(staff, region())
    data = typed(meeting)
    data |= {"agenda-0-DELETE": "on", "agenda-1-text_ru": "Прочее"}
    data |= {
        "quotations-0-text_ru": "Новое слово.",
        "participants-0-part": "speaker",
        "participants-1-part": "chair",
    }
    response = client_of(staff).post(change(meeting), data)
    assert response.status_code == 302, response.context["errors"]
    assert list(meeting.agenda.values_list("number", "text_ru")) == [(1, "Прочее")]
    assert meeting.quotations.get(number=1).text_ru == "Новое слово."
    assert meeting.participants.get(number=2).part == "chair"


def test_a_new_record_needs_nearly_nothing(staff):
    data = {"topic_ru": "Тема", "opened": "", **management()}
    response = client_of(staff).post(reverse("admin:campaigns_meeting_add"), data)
    assert response.status_code == 302, response.context["errors"]
    meeting = Meeting.objects.get()
    page = client_of(staff).get(change(meeting)).content.decode()
    for lack in holding.missing(meeting):
        assert page.count(lack.sentence) >= 1
    assert "Тема" in page


def test_what_another_saved_meanwhile_is_not_overwritten(staff):
    meeting = held.meeting(staff, region())
    data = typed(meeting)
    holding.save(meeting, staff, version=1, attendance=7)
    response = client_of(staff).post(change(meeting), data | {"topic_ru": "Моя тема"})
    assert response.status_code == 200
    assert "Моя тема" in response.content.decode()
    assert Meeting.objects.get().topic_ru != "Моя тема"


def test_who_typed_on_an_older_page_is_told_and_saves_it_when_pressing_once_more(staff):
    meeting = held.meeting(staff, region())
    data = typed(meeting)
    client = client_of(staff)
    assert client.post(change(meeting), data | {"attendance": 7}).status_code == 302
    data |= {"topic_ru": "Моя тема", "agenda-1-text_ru": "Прочее"}
    told = client.post(change(meeting), data)
    form = told.context["adminform"].form
    assert form.refusal
    assert "Моя тема" in told.content.decode()
    assert client.post(change(meeting), data | {"opened": form["opened"].value()}).status_code == 302
    assert Meeting.objects.get().topic_ru == "Моя тема"
    assert list(meeting.agenda.values_list("number", "text_ru")) == [
        (1, "Коллективный договор"),
        (2, "Прочее"),
    ]


def test_a_row_that_another_took_away_does_not_lose_what_was_typed(staff):
    meeting = held.meeting(staff, region())
    data = typed(meeting)
    client = client_of(staff)
    holding.save(meeting, staff, version=None, rows={"citations": [], "quotations": [], "agenda": []})
    told = client.post(change(meeting), data | {"quotations-0-text_ru": "Моё слово."})
    form = told.context["adminform"].form
    assert form.refusal, told.context["errors"]
    assert "Моё слово." in told.content.decode()
    again = data | {"quotations-0-text_ru": "Моё слово.", "opened": form["opened"].value()}
    assert client.post(change(meeting), again).status_code == 302
    assert meeting.quotations.filter(text_ru="Моё слово.").exists()


def test_the_moves_on_their_pages(staff):
    boss = person("boss", Role.PUBLISHER, language="ru")
    meeting = held.meeting(staff, region())
    client = client_of(staff)
    for name, state in (("confirm", "confirmed"), ("close", "closed"), ("build", "closed")):
        address = reverse(f"admin:campaigns_meeting_{name}", args=[meeting.pk])
        assert client.get(address).status_code == 200
        response = client.post(address, {"version": Meeting.objects.get().version})
        assert response.status_code == 302, response.content.decode()
        assert Meeting.objects.get().state == state
    closed = Meeting.objects.get()
    report = reverse("admin:appeals_publication_change", args=[closed.report_id])
    assert response["Location"] == report  # the draft that was built is opened
    page = client.get(change(closed)).content.decode()
    assert report in page
    anew = reverse("admin:campaigns_meeting_build-anew", args=[meeting.pk])
    assert anew in page
    assert reverse("admin:campaigns_meeting_build", args=[meeting.pk]) not in page
    assert client.post(anew, {"version": closed.version})["Location"] == report
    assert client.post(change(closed), typed(closed)).status_code == 403
    address = reverse("admin:campaigns_meeting_reopen", args=[meeting.pk])
    again = {"reason": "Ошибка", "version": Meeting.objects.get().version}
    assert client_of(boss).post(address, again).status_code == 302
    assert Meeting.objects.get().state == "draft"


def test_what_is_missing_is_said_on_the_page_of_the_move(staff):
    meeting = holding.begin(staff, topic_ru="Тема")
    address = reverse("admin:campaigns_meeting_confirm", args=[meeting.pk])
    client = client_of(staff)
    assert address not in client.get(change(meeting)).content.decode()
    for response in (client.get(address), client.post(address, {"version": meeting.version})):
        assert response.status_code == 200
        assert response.context["lacks"]
        assert 'type="submit" value=' not in response.content.decode()
    assert Meeting.objects.get().state == "draft"


@pytest.mark.parametrize("name", ["confirm", "close"])
def test_who_vouches_in_the_administration_reads_the_whole_record(staff, name):
    meeting = held.meeting(staff, region())
    if name == "close":
        holding.confirm(meeting, staff)
    page = (
        client_of(staff).get(reverse(f"admin:campaigns_meeting_{name}", args=[meeting.pk])).content.decode()
    )
    for said in (
        "Айгүл Сәрсенова",
        "председатель штаба",
        "1 мамырға дейін.",
        "До 1 мая.",
        "проект Конституции",
    ):
        assert said in page
    assert "data-no-holder" in page


@pytest.mark.parametrize("name", ["confirm", "close", "discard", "build", "reopen"])
def test_nobody_vouches_for_a_record_that_was_changed_meanwhile(staff, name):
    boss = person("boss", Role.PUBLISHER, language="ru")
    meeting = held.meeting(boss, region())
    if name != "confirm":
        meeting = holding.confirm(meeting, boss)
    if name in ("build", "reopen"):
        meeting = holding.close(meeting, boss)
    address = reverse(f"admin:campaigns_meeting_{name}", args=[meeting.pk])
    client = client_of(boss)
    seen = client.get(address).context["form"]["version"].value()
    Meeting.objects.update(version=meeting.version + 1)
    for version in (seen, ""):
        response = client.post(address, {"version": version, "reason": "Ошибка"})
        assert response.status_code == 200
        assert response.context["form"].non_field_errors()
    assert (Meeting.objects.get().state, Meeting.objects.get().report) == (meeting.state, None)


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION])
def test_who_is_no_staff_of_meetings_sees_none(staff, role):
    meeting = held.meeting(staff, region())
    client = client_of(person("other", role))
    assert client.get(change(meeting)).status_code in (302, 403)
    assert client.get(reverse("admin:campaigns_meeting_changelist")).status_code == 403


def test_the_list_is_filtered(staff):
    meeting = held.closed(staff, region())
    client = client_of(staff)
    found = {
        "": 1,
        "?state=closed": 1,
        "?state=draft": 0,
        "?report=none": 1,
        "?report=draft": 0,
        "?report=public": 0,
    }
    for query, count in (found | {"?q=жала": 1, "?q=басқа": 0}).items():
        page = client.get(reverse("admin:campaigns_meeting_changelist") + query)
        assert page.context["cl"].result_count == count, query
    holding.build_report(meeting, staff)
    page = client.get(reverse("admin:campaigns_meeting_changelist") + "?report=draft")
    assert page.context["cl"].result_count == 1
    assert client.get(reverse("admin:campaigns_workplace_changelist")).status_code == 200
    assert client.get(reverse("admin:campaigns_workplace_add")).status_code == 200
