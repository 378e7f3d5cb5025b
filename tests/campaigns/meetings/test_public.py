"""Meetings before the public: list, record, quotations, workplace; in a silence, and under permanent addresses."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from campaigns import campaigning
from campaigns.meetings import holding
from campaigns.meetings.record import in_quotes
from federation.enums import Role
from tests.appeals.texts import IMPRINT
from tests.campaigns.conftest import campaign
from tests.campaigns.meetings import held
from tests.cast import organisation, person, region
from tests.clock import clock
from tests.site.publications import next_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person("staff", Role.EDITOR)


@pytest.fixture
def boss():
    return person("boss", Role.PUBLISHER)


@pytest.fixture
def running(rules_2023):
    made = campaign(rules_2023, timezone.localdate() + datetime.timedelta(days=60), slug="running", **IMPRINT)
    return campaigning.announce(made, None)


@pytest.fixture
def published(staff, boss, running):
    meeting = held.closed(staff, region(), campaign=running)
    next_edition(holding.build_report(meeting, staff), staff, boss)
    return type(meeting).objects.get(pk=meeting.pk)


def at(name, *args, language="ru"):
    with override(language):
        return reverse(f"campaigns:{name}", args=args)


def text(address):
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_record_in_both_languages(published):
    ru = text(at("meeting", published.pk))
    for said in ("Труд должен оплачиваться честно.", "плавильщик", "пункт 2 статьи 27", "председатель штаба"):
        assert said in ru
    assert at("quotation", published.pk, 1) in ru
    assert at("workplace", published.workplace_id) in ru
    assert 'href="https://example.org/act"' in ru
    assert published.report.get_absolute_url("ru") in ru
    kk = text(at("meeting", published.pk, language="kk"))
    assert "Еңбек адал төленуге тиіс." in kk
    assert "штаб төрайымы" in kk
    report = text(published.report.get_absolute_url("ru"))
    assert at("meeting", published.pk) in report


def test_a_quotation_has_its_address_and_says_what_it_is(published):
    original = text(at("quotation", published.pk, 1))
    assert "Труд должен оплачиваться честно." in original
    assert f"http://testserver{at('quotation', published.pk, 1)}" in original or "/quotes/1/" in original
    translated = text(at("quotation", published.pk, 1, language="kk"))
    assert at("quotation", published.pk, 1, language="ru") in translated  # the way to the original
    assert Client().get(at("quotation", published.pk, 9)).status_code == 404
    assert Client().get(at("meeting", 999999)).status_code == 404


def test_the_list_of_the_campaign_by_region(published, running, staff, boss):
    other = region("Екінші облыс", "Вторая область")
    second = held.closed(staff, other, campaign=running, topic_kk="Екінші тақырып", topic_ru="Вторая тема",
                         held_on=held.DAY + datetime.timedelta(days=1))  # fmt: skip
    next_edition(holding.build_report(second, staff), staff, boss)
    listed = text(at("meetings", "running"))
    assert listed.index("Вторая тема") < listed.index("Заработная плата и безопасность")
    narrowed = text(at("meetings", "running") + f"?region={other.iso}")
    assert "Вторая тема" in narrowed
    assert "Заработная плата и безопасность" not in narrowed
    assert Client().get(at("meetings", "running") + "?region=nowhere").status_code == 404
    assert at("meetings", "running") in text(at("detail", "running"))


def test_a_workplace_lists_its_meetings(published, staff):
    listed = text(at("workplace", published.workplace_id))
    assert at("meeting", published.pk) in listed
    unknown = held.workplace(region("Үшінші", "Третий"), "Басқа", "Другое")
    assert Client().get(at("workplace", unknown.pk)).status_code == 404


def test_in_a_silence_lists_leave_and_addresses_stay(published, running):
    voting = datetime.datetime.combine(running.voting_on, datetime.time(12), tzinfo=datetime.UTC)
    front = at("detail", "running")
    with clock(voting):
        assert at("meetings", "running") not in text(front)
        assert "Заработная плата" not in text(at("meetings", "running"))
        assert "Заработная плата" not in text(at("workplace", published.workplace_id))
        assert "Заработная плата" in text(at("meeting", published.pk))
        assert "data-share" not in text(at("meeting", published.pk))
        assert "Труд должен" in text(at("quotation", published.pk, 1))
    with clock(voting + datetime.timedelta(days=1)):
        assert "Заработная плата" in text(at("meetings", "running"))


def test_sitemap_names_records_and_quotations(published):
    addresses = Client().get("/sitemap-meetings.xml").content.decode()
    workplace = published.workplace_id
    for name, args in (
        ("meeting", [published.pk]),
        ("quotation", [published.pk, 2]),
        ("workplace", [workplace]),
    ):
        assert at(name, *args) in addresses


def test_pages_cost_a_bounded_number_of_queries(published, django_assert_max_num_queries):
    for name, args in (
        ("meeting", [published.pk]),
        ("quotation", [published.pk, 1]),
        ("meetings", ["running"]),
    ):
        text(at(name, *args))
        with django_assert_max_num_queries(25):
            text(at(name, *args))


def person_of(meeting, part="chair"):
    return at("office-holder", meeting.participants.get(part=part).holder_id)


def test_a_person_leads_on_to_the_meetings_and_to_what_they_said(published, staff, boss, running):
    chair = published.participants.get(part="chair").holder
    office = chair.offices.get()
    office.until_date = held.DAY
    office.save()
    chair.offices.create(
        title_kk="министр", title_ru="министр", from_date=held.DAY + datetime.timedelta(days=1)
    )
    page = text(person_of(published))
    assert at("meeting", published.pk) in page
    assert "Председательствующий, председатель штаба" in page  # the part, and the office of that day
    assert "«15 марта 2026 года голосуем.»" in page
    assert at("quotation", published.pk, 2) in page
    assert "Труд должен оплачиваться честно." not in page  # somebody else's words
    # What is written and closed but not published yet stays with the staff.
    held.closed(
        staff,
        published.region,
        workplace=published.workplace,
        chair=chair,
        topic_ru="Ещё не вышло",
        campaign=running,
    )
    assert "Ещё не вышло" not in text(person_of(published))


def test_a_person_in_a_silence_keeps_the_offices_alone(published, running):
    voting = datetime.datetime.combine(running.voting_on, datetime.time(12), tzinfo=datetime.UTC)
    with clock(voting):
        page = text(person_of(published))
    assert "председатель штаба" in page
    assert "Заработная плата" not in page
    assert "голосуем" not in page


def test_many_meetings_of_a_person_cost_what_one_does(
    published, staff, boss, running, django_assert_num_queries
):
    chair = published.participants.get(part="chair").holder
    address = person_of(published)
    text(address)
    with CaptureQueriesContext(connection) as few:
        text(address)
    for day in range(1, 4):
        more = held.closed(
            staff,
            published.region,
            workplace=published.workplace,
            chair=chair,
            campaign=running,
            held_on=held.DAY - datetime.timedelta(days=day),
        )
        next_edition(holding.build_report(more, staff), staff, boss)
    with django_assert_num_queries(len(few)):
        assert text(address).count("«15 марта 2026 года голосуем.»") == 4


def test_the_record_says_who_held_the_meeting(published, staff, boss, running):
    assert "Кто провёл" not in text(at("meeting", published.pk))
    house = organisation(name_kk="Темір одағы", name_ru="Союз «Темір»", region=published.region)
    second = held.closed(
        staff,
        published.region,
        workplace=published.workplace,
        campaign=running,
        organisation=house,
        topic_ru="Отпуск",
    )
    next_edition(holding.build_report(second, staff), staff, boss)
    assert "Союз «Темір»" in text(at("meeting", second.pk))
    assert "Темір одағы" in text(at("meeting", second.pk, language="kk"))
    second.refresh_from_db()
    report = text(second.report.get_absolute_url("ru"))
    assert "Кто провёл: Союз «Темір»." in report
    assert "Тема встречи: Отпуск." in report
    assert "«Труд должен оплачиваться честно.»" in report


@pytest.mark.parametrize(
    ("language", "lines", "quoted"),
    [
        ("ru", ["Слово."], ["«Слово.»"]),
        ("ru", ["Наш «Прогресс» жив.", "И «Труд»"], ["«Наш „Прогресс“ жив.", "И „Труд“»"]),
        ("kk", ["Біздің «Үлгі» бар."], ["«Біздің “Үлгі” бар.»"]),
        ("ru", ["«Вся фраза.»"], ["«Вся фраза.»"]),
        ("ru", ["«Прогресс» и «Труд»"], ["«„Прогресс“ и „Труд“»"]),
        ("ru", [], []),
    ],
)
def test_quotations_stand_in_the_marks_of_their_language(language, lines, quoted):
    assert in_quotes(lines, language) == quoted
