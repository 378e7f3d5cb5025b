"""Regions, names, cases and quotation marks of the reader of meeting reports; and what no text may make it do."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from appeals.importing import DocumentError
from campaigns.meetings.reading import Remark, from_data
from campaigns.meetings.reading.cases import dative_topic, office, russian_name
from campaigns.meetings.reading.remarks import CHECK, NOT_FOUND
from campaigns.meetings.reading.sections import quoted_in
from campaigns.meetings.reading.words import names_in, same_name
from tests.campaigns.meetings.reports import KK, OTHER_FORMS, RU, codes, read


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("В цехе завода «Образец» в Абайской области прошла встреча.", "KZ-10"),
        ("На улице Абая в городе Алматы прошла встреча.", "KZ-75"),
        ("Встреча прошла на заводе Алматинской области.", "KZ-19"),
        ("Кездесу Алматы облысында өтті.", "KZ-19"),
        ("Кездесу Алматыда өтті.", "KZ-75"),
        ("Кездесу Астанадағы зауытта өтті.", "KZ-71"),
        ("Встреча прошла в Астане с рабочими.", "KZ-71"),
        ("Встреча прошла в Восточно-Казахстанской области.", "KZ-63"),
        ("Встреча прошла хорошо, без происшествий.", None),
    ],
)
def test_regions_in_their_cases(words, iso):
    found = read(words).region
    assert (found.iso if found else None) == iso


def test_a_report_of_nothing_finds_nothing():
    meeting = read("Сегодня хорошая погода, и завтра будет такая же погода.")
    assert not (meeting.people)
    assert not (meeting.quotations)
    assert not (meeting.citations)
    assert not (meeting.held_on)
    assert codes(meeting.not_found) == set(NOT_FOUND) - {"text-ru"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.pdf", b"%PDF-1.4", "format"),
        ("a.txt", b"The meeting was held in English and nothing else at all.", "language"),
        ("a.txt", ("Встреча прошла. " * 10_000).encode(), "too-long"),
    ],
)
def test_what_is_no_report_is_refused(name, data, code):
    with pytest.raises(DocumentError) as refused:
        read(data, name)
    assert refused.value.code == code


def test_names():
    assert [one.written for one in names_in("член Комиссии Марат Бекбай и Анна Ивановна Тестова")] == [
        "Марат Бекбай",
        "Анна Ивановна Тестова",
    ]
    assert not names_in("Республики Казахстан, Новой Конституции, Министр Тестов")
    assert same_name(("Саиды", "Тестовой"), ("Саида", "Тестова"))
    assert same_name(("Карима",), ("Рустам", "Карим"))
    assert not same_name(("Олег", "Тестов"), ("Игорь", "Тестов"))


@pytest.mark.parametrize(
    ("found", "nominative"),
    [
        (("Саиды", "Тестовой"), ("Саида", "Тестова")),
        (("Марии", "Образской"), ("Мария", "Образская")),
        (("Сергея", "Примерова"), ("Сергей", "Примеров")),
        (("Игоря", "Пробного"), ("Игорь", "Пробный")),
        (("Марата", "Бекбая"), ("Марат", "Бекбай")),
        (("Айгуль", "Тестовой"), None),
    ],
)
def test_names_in_the_genitive(found, nominative):
    assert russian_name(found) == nominative


def test_offices_and_topics_in_other_cases():
    assert office("генерального директора и члена Совета") == ("генеральный директор и член Совета", True)
    assert office("областного начальника") == ("областной начальник", True)
    assert office("смотрителя маяка") == ("смотрителя маяка", False)
    assert dative_topic("вопросам оплаты и предстоящим выборам") == "вопросы оплаты и предстоящие выборы"
    assert dative_topic("маяку") is None


def test_quotation_marks():
    def outer(text):
        return [text[one.start : one.end] for one in quoted_in(text) if not one.depth]

    assert outer('«а «б» в» и “г” и „д“ и "е"') == ["а «б» в", "г", "д", "е"]
    assert outer("«Мы из ОО «Союз», – сказал") == ["Мы из ОО «Союз»"]
    assert outer("«первая строка\nвторая строка», – сказал") == ["первая строка\nвторая строка"]
    assert outer("« без конца\nи дальше") == []


def test_remarks_are_told_in_the_language_of_the_reader():
    remark = Remark("act", {"name": {"kk": "27-бап", "ru": "статья 27"}})
    assert from_data([remark.as_data(), "stray", {"code": 1}]) == [remark]
    with translation.override("ru"):
        assert "статья 27" in str(remark)
    with translation.override("kk"):
        assert "27-бап" in str(remark)
    assert str(Remark("of-old-times")) == "of-old-times"
    assert not set(NOT_FOUND) & set(CHECK)


def test_a_text_of_one_endless_word_is_read_as_quickly():
    assert read("Встреча, өтті кездесу " + "ы" * 50_000).people == ()


PIECES = [
    *RU.split(),
    *KK.split(),
    *OTHER_FORMS.split(),
    "\n",
    "«",
    "»",
    '"',
    ":",
    "–",
    "-",
    ".",
    "Ұ",
    "ß",
    "\u00a0",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=120)
    | st.text(max_size=300).map(lambda text: ["Встреча ", text])
)
def test_whatever_the_text_says_what_is_found_stands_in_it(pieces):
    try:
        meeting = read(" ".join(pieces))
    except DocumentError:
        return
    assert sum(person.part == "chair" for person in meeting.people) <= 1
    for row in meeting.quotations:
        assert 0 <= row.speaker < len(meeting.people)
        for text in filter(None, (row.text.kk, row.text.ru)):
            assert text in meeting.text
    for remark in (*meeting.not_found, *meeting.doubts):
        assert str(remark)
