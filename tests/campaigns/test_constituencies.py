"""Constituencies by table: any spreadsheet is judged without a crash, each of its rows once, then all or nothing."""

import csv
import io
import zipfile
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from campaigns import constituencies
from campaigns.constituency_sheet import COLUMNS, best, essential, judge
from campaigns.models import Constituency
from campaigns.sheets import MAX_BYTES, MAX_UNPACKED, Unreadable, tables, text_of
from federation.models import AuditEntry, Region
from federation.refusals import Refused
from tests.campaigns.conftest import fresh
from tests.cast import client_of, regions_of_the_country

pytestmark = pytest.mark.usefixtures("english")
HEADINGS = [column.heading for column in COLUMNS.values()]
GOOD = ["Мажилис Парламента", "Костанайская область", "", "1", "Бірінші", "Первый", "61 250"]


@pytest.fixture
def regions(db):
    regions_of_the_country()


@pytest.fixture
def imported(election, regions):
    """Function: (campaign's Sheet) of rows below the usual headings."""
    return lambda *rows: judge(election, [HEADINGS, *rows])


def xlsx(*rows):
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def as_csv(*rows, delimiter=";", encoding="utf-8-sig"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def said(sheet):
    """[(row, column in the template, reason)] of what is wrong."""
    names = {column.heading: name for name, column in COLUMNS.items()}
    return [(line.number, names[one.column], one.reason) for line in sheet.wrong for one in line.problems]


def packed(sheet=None, **parts):
    """An XLSX with other content of its sheet or of more parts ({name: XML})."""
    data, made = io.BytesIO(), zipfile.ZipFile(io.BytesIO(xlsx(HEADINGS)))
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            content = made.read(name)
            replaced = sheet if name == "xl/worksheets/sheet1.xml" else parts.pop(name, None)
            archive.writestr(name, replaced or content)
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


# Reading


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_of_any_make(delimiter, encoding):
    data = as_csv(HEADINGS, GOOD, delimiter=delimiter, encoding=encoding)
    assert best(tables("table.csv", data)) == [HEADINGS, GOOD]


def test_a_csv_in_the_code_page_of_windows():
    data = as_csv(["Номер", "Атауы казакша"], ["1", "Первый"], encoding="cp1251")
    assert tables("table.CSV", data)[0][1] == ["1", "Первый"]


def test_an_xlsx_shows_what_its_cells_show():
    (rows,) = tables("table.xlsx", xlsx(["Номер", "a\nb", None], [12.0, 1.5, " x\u00a0y "], []))
    assert rows == [["Номер", "a b"], ["12", "1.5", "x y"]]


ROW = "<worksheet><sheetData><row>%s</row></sheetData></worksheet>"
SHEETS = "<workbook><sheets>%s</sheets></workbook>"


@pytest.mark.parametrize(
    "data",
    [
        packed(sheet=ROW % ("<c><v>1</v></c>" * 300_000)),
        packed(**{"xl/sharedStrings.xml": f"<sst>{'<si><t/></si>' * 400_000}</sst>"}),
        packed(**{"xl/workbook.xml": SHEETS % ('<sheet r:id="rId1"/>' * 100)}),
        packed(**{"xl/media/image1.png": b"0" * (MAX_UNPACKED + 1)}),
    ],
    ids=["one wide row", "shared strings", "one sheet many times", "a large part"],
)
def test_a_small_file_that_unpacks_to_much_is_refused_before_it_is_read(data, monkeypatch):
    monkeypatch.setattr("campaigns.sheets.load_workbook", None)
    assert len(data) < 100_000
    with pytest.raises(Unreadable, match="holds too much"):
        tables("table.xlsx", data)


def test_a_full_table_is_read():
    rows = [
        [f"Орган {number}", "Область", number, f"Бірінші {number}", "Первый", 61250]
        for number in range(4_900)
    ]
    (read,) = tables("table.xlsx", xlsx(HEADINGS, *rows))
    assert len(read) == 4_901


def test_the_headings_stand_on_any_sheet(election, regions):
    book, data = Workbook(), io.BytesIO()
    book.active.append(["Титульный лист"])
    other = book.create_sheet("Округа")
    other.append(["Список округов"])
    other.append([])
    other.append(HEADINGS)
    other.append(GOOD)
    book.save(data)
    sheet = judge(election, best(tables("table.xlsx", data.getvalue())))
    assert [(line.number, line.state) for line in sheet.lines] == [(4, "new")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("table.pdf", b"%PDF-1.7", "neither XLSX nor CSV"),
        ("table.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "neither XLSX nor CSV"),
        ("table.xlsx", b"", "neither XLSX nor CSV"),
        ("table.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("table.xlsx", xlsx(["Номер"])[:-300], "damaged"),
        ("table.csv", b"x" * (MAX_BYTES + 1), "larger than 5 MB"),
        ("table.csv", b"1\n" * 5001, "more than 5000 rows"),
        ("table.csv", b"a" * 200_000, "damaged"),
    ],
)
def test_what_is_no_table_is_refused(name, data, reason):
    with pytest.raises(Unreadable, match=reason):
        tables(name, data)


# Judging


def test_a_good_row(imported, election, majilis):
    (line,) = imported(GOOD).lines
    one = line.constituency
    assert (line.number, line.state) == (2, "new")
    assert (one.campaign, one.body, one.region.iso) == (election, majilis, "KZ-39")
    assert (one.number, one.name_kk, one.name_ru, one.voters) == ("1", "Бірінші", "Первый", 61250)
    assert not Constituency.objects.exists()


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Қостанай облысы", "KZ-39"), ("КОСТАНАЙСКАЯ ОБЛАСТЬ", "KZ-39"), ("Костанайская обл.", "KZ-39"),
        ("костанай облысы", "KZ-39"), ("Костанайская", "KZ-39"), ("KZ-39", "KZ-39"), ("39", "KZ-39"),
        ("390000000", "KZ-39"), ("г. Алматы", "KZ-75"), ("Алматы қ.", "KZ-75"), ("Алматинская область", "KZ-19"),
        ("Алматы облысы", "KZ-19"), ("Жетысуская область", "KZ-33"), ("область Жетісу", "KZ-33"),
        ("Улытауская область", "KZ-62"), ("Астана", "KZ-71"), ("Шымкент", "KZ-79"), ("Түркістан", "KZ-61"),
    ],
)  # fmt: skip
def test_a_region_in_any_spelling(imported, written, iso):
    (line,) = imported([GOOD[0], written, *GOOD[2:]]).lines
    assert line.problems == []
    assert line.constituency.region.iso == iso


@pytest.mark.parametrize("written", ["Мажилис Парламента", "ПАРЛАМЕНТ МӘЖІЛІСІ", "majilis"])
def test_a_body_by_name_or_code(imported, majilis, written):
    assert imported([written, *GOOD[1:]]).lines[0].constituency.body == majilis


@pytest.mark.parametrize("written", ["1", "№ 1", "№1", "N 1", "No. 1"])
def test_a_number_with_its_sign(imported, written):
    line = imported([*GOOD[:3], written, *GOOD[4:]]).lines[0]
    assert line.problems == []
    assert line.constituency.number == "1"


@pytest.mark.parametrize(
    ("place", "value", "column", "reason"),
    [
        (0, "Курултай", "body", "elects no such body"),
        (0, "", "body", "Name the body"),
        (0, "maslikhat-district", "body", "elects no such body"),
        (1, "Атлантида", "region", "There is no such region"),
        (1, "Алматы", "region", "Write the full name"),
        (3, "", "number", ""),
        (3, "первый", "number", "A number"),
        (3, "1234567", "number", ""),
        (4, "", "name_kk", ""),
        (5, "", "name_ru", ""),
        (5, "Ы" * 301, "name_ru", ""),
        (6, "много", "voters", "A whole number"),
        (6, "-5", "voters", "A whole number"),
        (6, "1e9", "voters", "A whole number"),
        (6, "99999999999", "voters", "A whole number"),
    ],
)
def test_what_is_wrong_is_told_with_row_column_value_and_reason(imported, place, value, column, reason):
    row = [*GOOD[:place], value, *GOOD[place + 1 :]]
    sheet = imported([*GOOD[:3], "2", *GOOD[4:]], [], row)
    ((number, where, why),) = said(sheet)
    assert (number, where) == (4, column)
    assert reason in why
    assert why
    assert sheet.wrong[0].problems[0].value == value
    assert not sheet.is_good


def test_everything_wrong_in_a_row_is_told_at_once(imported):
    sheet = imported(["x", "y", "", "z", "", "", "w"])
    assert len(sheet.lines) == 1
    assert {column for _row, column, _why in said(sheet)} == set(COLUMNS) - {"district"}


def test_a_region_is_asked_where_numbers_begin_anew(imported):
    sheet = imported(
        ["maslikhat-region", "", "", "1", "Бір", "Один", ""], ["majilis", "", "", "1", "Бір", "Один", ""]
    )
    assert [(row, column) for row, column, _why in said(sheet)] == [(2, "region")]


def test_the_same_constituency_twice(imported):
    sheet = imported(GOOD, [GOOD[0], "KZ-39", "", "№ 1", "Басқа", "Другой", ""])
    assert said(sheet) == [(3, "number", "The same constituency stands in row 2.")]


def test_missing_columns_are_named(election):
    sheet = judge(election, [["Номер", "Название"], ["1", "Первый"]])
    assert "Атауы қазақша / Название на казахском" in sheet.trouble
    assert judge(election, []).trouble
    assert judge(election, [HEADINGS]).trouble


def test_a_campaign_without_bodies(election, regions):
    election.bodies.clear()
    sheet = judge(election, [HEADINGS, GOOD])
    assert said(sheet)[0][1:] == ("body", "The campaign elects no body yet: choose its bodies first.")


def test_other_columns_are_told_and_passed_over(election, regions):
    sheet = judge(election, [["Комиссия", *HEADINGS], ["7", *GOOD]])
    assert sheet.unknown == ["Комиссия"]
    assert sheet.is_good


cells = st.one_of(
    st.sampled_from([*HEADINGS, *GOOD, "", "№", "Номер", "2", "KZ-39", "Алматы", "maslikhat-region"]),
    st.text(max_size=12),
    st.none(),
    st.integers(),
    st.floats(allow_nan=True),
    st.booleans(),
    st.dates(),
)
sheets_of_anything = st.lists(st.lists(cells, max_size=9), max_size=9)


@given(rows=sheets_of_anything, headed=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
def test_any_table_is_judged_row_by_row(imported, election, rows, headed):
    table = [[text_of(cell) for cell in row] for row in rows]
    table = [HEADINGS, *table] if headed else table
    sheet = judge(election, table)
    assert judge(election, essential(table)).lines == sheet.lines or sheet.trouble
    if sheet.trouble:
        return
    numbers = [line.number for line in sheet.lines]
    assert len(set(numbers)) == len(numbers)
    assert all((line.state == "wrong") == bool(line.problems) for line in sheet.lines)
    assert sum(map(sheet._count, ("new", "changed", "same", "wrong"))) == len(sheet.lines)
    if headed:
        told = {number for number, row in enumerate(table[1:], start=2) if any(row[: len(HEADINGS)])}
        assert set(numbers) == told
    for line in sheet.lines:
        assert all(problem.reason for problem in line.problems)


@given(data=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.xlsx", "a.tsv", "a"]))
def test_any_file_is_read_or_refused(data, name):
    for content in (data, b"PK\x03\x04" + data):
        with suppress(Unreadable):
            best(tables(name, content))


# Saving


def test_all_rows_or_none(election, regions, headquarters):
    second = [GOOD[0], "KZ-75", "", "2", "Екінші", "Второй", ""]
    with pytest.raises(Refused, match="nothing was saved"):
        constituencies.import_rows(election, headquarters, [HEADINGS, GOOD, [*second[:3], "x", *second[4:]]])
    assert not Constituency.objects.exists()
    assert constituencies.import_rows(election, headquarters, [HEADINGS, GOOD, second]) == (2, 0)
    entry = AuditEntry.objects.get(action="constituencies.import")
    assert (entry.actor, entry.details) == (headquarters, {"new": 2, "changed": 0})


def test_a_second_table_changes_what_differs_and_leaves_the_rest(election, regions, headquarters):
    second = [GOOD[0], "KZ-75", "", "2", "Екінші", "Второй", "5"]
    constituencies.import_rows(election, headquarters, [HEADINGS, GOOD, second])
    first = Constituency.objects.get(number="1")
    rows = [HEADINGS, [*GOOD[:5], "Первый новый", ""], ["majilis", "г. Алматы", "", "3", "Үш", "Три", ""]]
    assert [line.state for line in judge(election, rows).lines] == ["changed", "new"]
    assert constituencies.import_rows(election, headquarters, rows) == (1, 1)
    assert fresh(first).name_ru == "Первый новый"
    assert fresh(first).voters == 61250
    assert Constituency.objects.count() == 3
    assert [line.state for line in judge(election, [HEADINGS, second]).lines] == ["same"]


def test_others_import_nothing(election, regions, editor):
    with pytest.raises(Refused, match="Your role"):
        constituencies.import_rows(election, editor, [HEADINGS, GOOD])


# Pages


@pytest.fixture
def client(headquarters):
    return client_of(headquarters)


def page(name, campaign):
    return reverse(f"admin:campaigns_constituency_{name}", args=[campaign.pk])


def upload(data, name="table.xlsx"):
    return {"table": SimpleUploadedFile(name, data)}


def test_first_a_look_then_all_at_once(client, election, regions):
    address = page("import", election)
    assert client.get(address).status_code == 200
    look = client.post(address, upload(xlsx(HEADINGS, GOOD)))
    assert look.context["sheet"].is_good
    assert not Constituency.objects.exists()
    sealed = look.context["sealed"]
    assert sealed in look.text
    saved = client.post(address, {"sealed": sealed})
    assert saved.status_code == 302
    assert Constituency.objects.get().name_ru == "Первый"
    # Once more: nothing changes.
    assert client.post(address, {"sealed": sealed}).status_code == 302
    assert Constituency.objects.count() == 1


def test_errors_are_shown_and_nothing_can_be_saved(client, election, regions):
    look = client.post(
        page("import", election), upload(xlsx(HEADINGS, GOOD, [*GOOD[:1], "Атлантида", *GOOD[2:]]))
    )
    assert "Атлантида" in look.text
    assert 'name="sealed"' not in look.text
    forced = client.post(page("import", election), {"sealed": look.context["sealed"]})
    assert forced.status_code == 409
    assert not Constituency.objects.exists()


@pytest.mark.parametrize("sent", [{}, upload(b""), upload(b"%PDF", "a.pdf"), upload(b"PK\x03\x04")])
def test_no_table_is_said_beside_the_field(client, election, sent):
    response = client.post(page("import", election), sent)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["table"]


def test_a_sealed_table_is_of_this_person_and_campaign(client, election, referendum, regions, administrator):
    sealed = client.post(page("import", election), upload(xlsx(HEADINGS, GOOD))).context["sealed"]
    for other, address in (
        (client, page("import", referendum)),
        (client_of(administrator), page("import", election)),
    ):
        assert other.post(address, {"sealed": sealed}).status_code == 409
    assert client.post(page("import", election), {"sealed": "nonsense"}).status_code == 409
    assert not Constituency.objects.exists()


def test_the_template_is_a_table_of_its_own_making(client, election, regions):
    data = b"".join(client.get(page("template", election)).streaming_content)
    book = load_workbook(io.BytesIO(data))
    assert [cell.value for cell in book.worksheets[0][1]] == HEADINGS
    book.worksheets[0].append(GOOD)
    filled = io.BytesIO()
    book.save(filled)
    assert judge(election, best(tables("t.xlsx", filled.getvalue()))).is_good


def test_one_constituency_by_hand(client, election, majilis, kurultai, regions):
    address = reverse("admin:campaigns_constituency_add")
    data = {
        "campaign": election.pk, "body": majilis.pk, "region": Region.objects.get(iso="KZ-39").pk,
        "number": "1", "name_kk": "Бірінші", "name_ru": "Первый",
    }  # fmt: skip
    for wrong, place in [
        ({"number": "x"}, "number"),
        ({"name_kk": ""}, "name_kk"),
        ({"body": kurultai.pk}, "body"),
    ]:
        refused = client.post(address, data | wrong)
        assert list(refused.context["adminform"].form.errors) == [place]
        assert "Первый" in refused.text
    assert client.post(address, data).status_code == 302
    again = client.post(address, data)
    assert list(again.context["adminform"].form.errors) == ["number"]
    one = Constituency.objects.get()
    change = reverse("admin:campaigns_constituency_change", args=[one.pk])
    assert client.post(change, data | {"voters": "5"}).status_code == 302
    assert fresh(one).voters == 5
    regional = election.bodies.get(code="maslikhat-region")
    refused = client.post(change, data | {"body": regional.pk, "region": ""})
    assert list(refused.context["adminform"].form.errors) == ["region"]
    delete = reverse("admin:campaigns_constituency_delete", args=[one.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert not Constituency.objects.exists()
    assert AuditEntry.objects.filter(action="constituency.remove").exists()


def test_others_only_read(election, regions, editor):
    client = client_of(editor)
    assert client.get(reverse("admin:campaigns_constituency_changelist")).status_code == 200
    assert client.get(page("import", election)).status_code == 403
    assert client.post(page("import", election), upload(xlsx(HEADINGS, GOOD))).status_code == 403
