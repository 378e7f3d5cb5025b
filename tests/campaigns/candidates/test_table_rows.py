"""Any table: no crash, each row told exactly once; what people type into cells is understood."""

import datetime
import io
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from campaigns.candidates import importing
from campaigns.candidates.cells import (
    read_citizen,
    read_date,
    read_iin,
    read_is_woman,
    read_years,
    read_yes,
)
from campaigns.candidates.columns import COLUMNS
from campaigns.candidates.judging import Judgement
from campaigns.candidates.sheet import LIMITS, best, headings, problems
from campaigns.sheets import MAX_ROWS, Unreadable, neutralised, restored, tables
from federation.models import District, Industry, Region
from federation.refusals import Refused
from tests.campaigns.candidates import people
from tests.campaigns.candidates.tables import ASSOCIATION, HEADS, LISTED, as_csv, row, xlsx
from tests.cast import organisation, region

pytestmark = pytest.mark.usefixtures("english")
DAY = datetime.date(1975, 3, 19)
TODAY = datetime.date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        *("19.03.1975", "19/03/75", "1975-03-19", "19-3-1975", "19.03.1975 г.", "1975-03-19T00:00:00"),
        *("19 наурыз 1975", "1975 жылғы 19 наурыз", "19 НАУРЫЗ 1975 ж.", "19 марта 1975 г.", "19 март 1975"),
        *("27472", "27472.0", "03/19/1975", "19.03.1975 00:00:00", "1975 ж. 19 наурыз"),
    ],
)
def test_dates_as_people_write_them(text):
    assert read_date(text, today=TODAY) == (DAY, "")


@pytest.mark.parametrize(
    "text",
    [
        *("1975", "31.02.1975", "вчера", "19.03", "99999999", "19.19.1975", "0", "март 1975", "1.2.3.4"),
        "٣.٣.١٩٧٥",
    ],
)
def test_what_is_no_date(text):
    value, reason = read_date(text, today=TODAY)
    assert value is None
    assert reason


def test_years_of_two_digits_belong_to_people_who_can_stand():
    years = [read_date(f"1.1.{year:02}", today=TODAY)[0].year for year in (5, 10, 11, 75)]
    assert years == [2005, 2010, 1911, 1975]


@pytest.mark.parametrize(
    ("text", "iin"),
    [
        ("750101399003", "750101399003"),
        (" 7501 0139 9003 ", "750101399003"),
        ("750101399003.0", "750101399003"),
        ("7,50101399003E+11", "750101399003"),
        ("40229599004", "040229599004"),
        ("'011231699009", "011231699009"),
        ("7.50101E+11", ""),
        ("90081539990", ""),
        ("880612499530", ""),
        ("", ""),
        ("1e99", ""),
    ],
)
def test_numbers_of_people(text, iin):
    value, reason = read_iin(text)
    assert (value, bool(reason)) == (iin, not iin)


def test_spoilt_numbers_are_told_how_to_be_kept():
    for text in ("7.50101E+11", "90081539990"):
        assert "format the column as text" in read_iin(text)[1]
    assert "format" not in read_iin("750101399004")[1]


def test_answers():
    assert [read_yes(text)[0] for text in ("Иә", "ДА", "yes", "1", "+", "True", "жоқ", "Нет", "0")] == (
        [True] * 6 + [False] * 3
    )
    assert [read_citizen(text)[0] for text in ("РК", "Қазақстан", "гражданин РК", "Россия")] == [True] * 3 + [
        None
    ]
    assert [read_is_woman(text)[0] for text in ("ж", "Әйел", "муж.", "ер", "?")] == [
        True,
        True,
        False,
        False,
        None,
    ]
    assert [read_years(text)[0] for text in ("30", "30 лет", "5 жыл", "200", "давно")] == [
        30,
        30,
        5,
        None,
        None,
    ]


@given(st.text(max_size=40))
def test_no_cell_is_too_strange(text):
    for reader in (read_iin, read_date, read_yes, read_citizen, read_is_woman, read_years):
        value, reason = reader(text)
        assert (value in (None, "")) == bool(reason)


@given(st.text(max_size=30))
def test_a_neutralised_text_comes_back_and_is_no_formula(text):
    safe = neutralised(text)
    assert safe[:1] not in set("=+-@\t\r\n＝＋－＠") or not safe
    assert restored(safe, LIMITS) == restored(f"'{text}" if safe != text else text, LIMITS)


# The columns


def test_no_two_columns_share_a_heading():
    spellings = [spelling for column in COLUMNS.values() for spelling in column.keys]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_headings_of_either_language_in_any_order_and_case(language):
    names = [name for name in COLUMNS if COLUMNS[name].offered]
    heads = [f"  {getattr(COLUMNS[name], language).upper()} *" for name in reversed(names)]
    found = headings([["Кандидаттар"], [], heads])
    assert (found.row, list(found.places), found.missing) == (2, names[::-1], ())
    assert found.letter("note") == "AJ"


# A judgement


@pytest.fixture
def judge(pool, first_branch):
    """Function: {column letter: reason} of what is wrong in one row of these columns, and the row's fields."""

    def judged(**cells):
        values = {"ЖСН": people.iin(), "Тегі": "Үлгібаев", "Аты": "Асан"}
        values |= {"Ұсыну тәсілі": ASSOCIATION, "Сайлау жүйесі": LISTED}
        values |= {COLUMNS[name].ru: value for name, value in cells.items()}
        found = headings([list(values)])
        judgement = Judgement(pool, first_branch, {first_branch.pk}, found, languages=("en",))
        (line,) = judgement.lines([(2, [str(value) for value in values.values()])])
        return [(one.column, one.reason["en"]) for one in line.problems], line.fields

    return judged


def test_regions_by_any_spelling(judge, db):
    astana = region("Астана", "Астана", iso="KZ-71", aliases="Нұр-Сұлтан", kind=Region.Kind.CITY)
    for text in ("астана", "Нур-Султан", "KZ-71", "г. Астана"):
        assert judge(region=text)[1]["region"] == astana, text
    assert judge(region="Атлантида")[0] == [("Регион", "There is no such region.")]


def test_a_region_that_is_not_written_is_that_of_the_branch(judge, first_branch):
    assert judge()[1]["region"] == first_branch.region


def test_a_constituency_brings_its_region(judge, pool, majilis, other_branch):
    place = pool.campaign.constituencies.create(
        body=majilis, region=other_branch.region, number="7", name_kk="Жетінші", name_ru="Седьмой"
    )
    for text in ("7", "№ 7", "№7", "7.0"):
        fields = judge(constituency=text.replace(".0", ""))[1]
        assert (fields["constituency"], fields["region"]) == (place, place.region)
    assert judge(constituency="8")[0][0][0] == "Номер округа"
    assert judge(constituency="7", region="Костанай")[0] == [
        ("Регион", "The constituency lies in another region.")
    ]


def test_one_number_in_two_districts_asks_for_the_district(judge, pool, majilis, kostanay):
    places = []
    for name in ("Бірінші ауданы", "Екінші ауданы"):
        district = District.objects.create(
            region=kostanay, name_kk=name, name_ru=name.replace("ауданы", "район")
        )
        places.append(
            pool.campaign.constituencies.create(
                body=majilis, region=kostanay, district=district, number="1", name_kk=name, name_ru=name
            )
        )
    assert "district" in judge(constituency="1")[0][0][1]
    assert judge(constituency="1", district="Екінші район")[1]["constituency"] == places[1]


def test_industries_and_primary_organisations_by_a_part_of_the_name(judge, first_branch, other_branch):
    Industry.objects.create(code="energy", name_kk="энергетика", name_ru="энергетика")
    Industry.objects.create(code="oil", name_kk="мұнай-газ", name_ru="нефтегазовая отрасль")
    for text in ("Энергетика", "энерг", "energy"):
        assert judge(industry=text)[1]["industry"].code == "energy"
    assert judge(industry="космос")[0][0][0] == "Отрасль"
    own = organisation("Зауыт ұйымы", "Организация завода", kind="primary", parent=first_branch)
    organisation("Шахта ұйымы", "Организация шахты", kind="primary", parent=other_branch)
    assert judge(primary_organisation="организация завода")[1]["primary_organisation"] == own
    assert judge(primary_organisation="организация шахты")[0][0][0] == "Первичная организация"


def test_a_text_that_is_too_long_and_an_address_that_is_none(judge):
    wrong, _fields = judge(biography_kk="ә" * 5001, email="почта", union_post_kk="ә" * 301)
    assert {column for column, _reason in wrong} == {
        "Должность в профсоюзе (на казахском)",
        "Биография (на казахском)",
        "Электронная почта",
    }


def test_texts_keep_their_lines_and_names_do_not(judge):
    _wrong, fields = judge(biography_kk="Бірінші.\nЕкінші.", workplace_kk="Зауыт\n  цех")
    assert (fields["biography_kk"], fields["workplace_kk"]) == ("Бірінші.\nЕкінші.", "Зауыт цех")


# Any file

CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(
        [f"{'ә' * 33_000}", "=1+1", "=A1", "#REF!", "ПРИМЕР", "-", "750101399003", 40229599004, 7.50101e11]
    ),
    st.sampled_from([ASSOCIATION, LISTED, "19.03.1975", 27472, "иә", "ж", "KZ-39", "№ 1"]),
)
KNOWN = st.sampled_from([text for column in COLUMNS.values() for text in (column.kk, column.ru)])
slow = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def told(pool, first_branch):
    """Function: (rows below the headings, lines) of a file; None where it is refused."""

    def read(name, data):
        rows = best(tables(name, data, LIMITS))
        found = headings(rows)
        if found.missing:
            return None
        below = list(enumerate(rows[found.row + 1 :], start=found.row + 2))
        return below, Judgement(pool, first_branch, {first_branch.pk}, found).lines(below)

    return read


def require_each_once(read):
    below, lines = read
    assert [line.number for line in lines] == [number for number, _row in below]
    for line in lines:
        assert (line.state == "wrong") == bool(line.problems)
        assert (line.state == "new") == bool(line.iin)
        assert all(set(one.reason) == {"kk", "ru"} and all(one.reason.values()) for one in line.problems)


@slow
@given(
    st.lists(KNOWN, max_size=12),
    st.lists(st.one_of(st.text(max_size=8), KNOWN), max_size=4),
    st.lists(st.lists(CELL, max_size=16), max_size=8),
)
def test_any_spreadsheet_is_told_row_by_row(told, heads, more, rows):
    book, data = Workbook(), io.BytesIO()
    for cells in (["ЖСН", "Тегі", "Имя", *heads, *more], *rows):
        with suppress(IllegalCharacterError, ValueError, OverflowError):
            book.active.append(cells)
    book.save(data)
    try:
        read = told("table.xlsx", data.getvalue())
    except Unreadable:
        return
    if read:
        require_each_once(read)


@slow
@given(st.lists(st.lists(st.text(max_size=12), max_size=10), max_size=8), st.sampled_from([";", ",", "\t"]))
def test_any_csv_is_told_row_by_row(told, rows, delimiter):
    file = as_csv(["ЖСН", "Тегі", "Имя", "Туған күні"], *rows, delimiter=delimiter, encoding="utf-8")
    try:
        require_each_once(told("table.csv", file.read()))
    except Unreadable:
        return


@slow
@given(
    st.binary(max_size=300),
    st.sampled_from(["a.csv", "a.xlsx", "a.txt", "a"]),
    st.sampled_from([b"", b"PK\x03\x04"]),
)
def test_any_bytes_are_a_table_or_refused(pool, branch, first_branch, data, name, start):
    file = SimpleUploadedFile(name, start + data)
    with suppress(Refused):
        importing.work(importing.upload(pool, branch, organisation=first_branch, file=file))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_of_any_make(told, encoding, delimiter):
    cells = [*row(name="Образцов")[:3], "Иван", "Иван", *row()[5:], "Две строки,\nи; знак"]
    file = as_csv([*(["ИИН", *HEADS[1:]]), "Биография"], cells, delimiter=delimiter, encoding="utf-8")
    text = (
        file.read()
        .decode()
        .replace("қазақша", "kk")
        .replace("Тегі (kk)", "Фамилия каз")
        .replace("Аты", "Имя каз")
    )
    _below, (line,) = told("table.csv", text.encode(encoding))
    assert (line.state, line.fields["biography_ru"]) == ("new", "Две строки,\nи; знак")


def test_a_table_that_is_too_long_or_too_large(pool, branch, first_branch):
    def trouble(file):
        run = importing.upload(pool, branch, organisation=first_branch, file=file)
        return importing.work(run)

    run = trouble(as_csv(["ЖСН", "Тегі", "Аты"], *(["1", "a", "b"] for _turn in range(MAX_ROWS + 1))))
    assert (run.state, "5000" in run.trouble) == ("failed", True)
    with pytest.raises(Refused, match="larger than 10 MB"):
        trouble(SimpleUploadedFile("a.csv", b"1" * (10 * 1024 * 1024 + 1)))


def test_formatted_cells_without_a_value_make_no_table_long(pool, branch, first_branch):
    book, data = Workbook(), io.BytesIO()
    for cells in (HEADS, row()):
        book.active.append(cells)
    for number in range(3, 900):
        book.active.cell(number, 1).number_format = "@"
    book.save(data)
    file = SimpleUploadedFile("a.xlsx", data.getvalue())
    assert not importing.is_long(importing.upload(pool, branch, organisation=first_branch, file=file))


def test_formulas_are_told_and_not_calculated(pool, branch, first_branch):
    file = xlsx(["ЖСН", "Тегі", "Аты"], ["=750101399003", "=A1", "Асан"])
    run = importing.work(importing.upload(pool, branch, organisation=first_branch, file=file))
    assert {entry["letter"] for entry in problems(run.report)} >= {"A", "B"}
