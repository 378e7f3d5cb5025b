"""The report of a meeting: whatever the record holds, its two languages agree block by block."""

import datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appeals.comparison import agreement
from appeals.enums import Kind, Status
from appeals.models import Publication
from campaigns.enums import Part
from campaigns.meetings import holding, report
from campaigns.models import Link
from federation import blocks
from federation.enums import Role
from federation.models import Region
from federation.refusals import Refused
from tests.appeals.texts import IMPRINT
from tests.campaigns.conftest import campaign
from tests.campaigns.meetings import held
from tests.cast import person, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person("staff", Role.EDITOR)


def on(day):
    said = {}
    for code in ("kk", "ru"):
        with override(code):
            said[code] = date_format(day, "DATE_FORMAT")
    return said


# What a person may write, the same in both languages.
PHRASES = st.one_of(
    st.sampled_from(
        [
            {"kk": "Жалақы көтерілсін.", "ru": "Пусть поднимут зарплату."},
            {"kk": "27-баптың 2-тармағы бойынша", "ru": "по пункту 2 статьи 27"},
            {"kk": "«Темір» & <зауыт>", "ru": "завод «Темір» & <цех>"},
            {"kk": "1. Бірінші\n2. Екінші", "ru": "1. Первое\n2. Второе"},
            {"kk": "Бір.\n\nЕкі.", "ru": "Один. Два."},
            {"kk": "− тізім;\n− тағы.", "ru": "− список;\n− ещё."},
            {"kk": "</p><h2>Тақырып</h2>", "ru": "</p><h2>Заголовок</h2>"},
            {"kk": "12,5 % пен 1 234 адам", "ru": "12,5 % и 1 234 человека"},
            {"kk": "\u00a0 бос \u200b орын", "ru": "\u00a0 пустое \u200b место"},
        ]
    ),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31)).map(on),
    st.integers(0, 10**6).map(lambda number: {"kk": f"{number} адам", "ru": f"{number} человек"}),
)
TEXTS = st.lists(PHRASES, min_size=1, max_size=3).map(
    lambda parts: {code: " ".join(part[code] for part in parts) for code in ("kk", "ru")}
)
NOTHING = {"kk": "", "ru": ""}
OPTIONAL = st.one_of(st.just(NOTHING), TEXTS)


@st.composite
def records(draw):
    """Records as `record.record_of` makes them, of region KZ-TEST."""
    people = [
        {
            "number": number,
            "holder": number,
            "name": {"kk": "Айгүл Сәрсенова", "ru": "Айгуль Сарсенова"},
            "office": draw(TEXTS),
            "part": part,
        }
        for number, part in enumerate(draw(st.permutations(list(Part)))[: draw(st.integers(1, 3))], start=1)
    ]
    numbers = st.sampled_from([row["number"] for row in people])
    return {
        "held_on": draw(st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1))).isoformat(),
        "region": "KZ-99",
        "workplace": {"pk": 1, **draw(TEXTS), "district": None, "industry": draw(TEXTS)},
        "place": draw(OPTIONAL),
        "topic": draw(TEXTS),
        "summary": draw(OPTIONAL),
        "attendance": draw(st.one_of(st.none(), st.integers(1, 10**6))),
        "source": {**draw(OPTIONAL), "url": draw(st.sampled_from(["", "https://example.org/1?a=1&b=2"]))},
        "agenda": draw(st.lists(TEXTS, max_size=2)),
        "participants": people,
        "quotations": [
            {"number": 1, "speaker": draw(numbers), "original": draw(st.sampled_from(["kk", "ru"])), **text}
            for text in draw(st.lists(TEXTS, max_size=2))
        ],
        "questions": [
            {
                "number": 1,
                "asked_by": draw(OPTIONAL),
                "question": text,
                "answer": draw(OPTIONAL),
                "answered_by": draw(st.one_of(st.none(), numbers)),
            }
            for text in draw(st.lists(TEXTS, max_size=2))
        ],
        "citations": [
            {
                "number": 1,
                **text,
                "act": draw(OPTIONAL),
                "url": draw(st.sampled_from(["", "https://example.org/2"])),
            }
            for text in draw(st.lists(TEXTS, max_size=2))
        ],
    }


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(record=records())
def test_the_languages_of_a_built_report_agree(db, record):
    if not Region.objects.filter(iso="KZ-99").exists():
        region("Үлгі облысы", "Образцовая область", iso="KZ-99")
    said = report.texts(record)
    state = agreement(Publication(kind=Kind.MEETING, **said))
    assert state.reasons == []
    for code in ("kk", "ru"):  # nothing that was typed became markup
        headings = [block.text for block in blocks.parse(said[f"body_{code}"]) if block.level]
        assert not {"Тақырып", "Заголовок"} & set(headings)


def test_the_report_is_a_draft_of_its_own_kind_linked_to_its_campaign(staff, rules_2023):
    running = campaign(rules_2023, datetime.date(2026, 3, 15), slug="running", **IMPRINT)
    place = region()
    meeting = held.closed(staff, place, campaign=running)
    publication = holding.build_report(meeting, staff)
    assert (publication.kind, publication.status) == (Kind.MEETING, Status.DRAFT)
    assert list(publication.regions.all()) == [place]
    assert Link.objects.get().publication == publication
    fresh = Publication.objects.get()
    assert fresh.campaign_material
    assert agreement(fresh).reasons == []
    again = holding.build_report(meeting, staff)
    assert again.pk == publication.pk
    assert Publication.objects.count() == 1


def test_who_writes_no_publications_builds_no_report(staff):
    meeting = held.closed(staff, region())
    with pytest.raises(Refused):
        holding.build_report(meeting, person("leader", Role.HEADQUARTERS))
    assert Publication.objects.count() == 0


def test_a_long_topic_leaves_the_title_whole(staff):
    topic = {"topic_kk": "ұ" * 500, "topic_ru": "ы" * 500}
    meeting = held.closed(staff, region(), **topic)
    with override("kk"):
        publication = holding.build_report(meeting, staff)
    assert (publication.title_kk, publication.title_ru) == ("ұ" * 500, "ы" * 500)
