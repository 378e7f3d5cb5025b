"""The pages of the import: upload, progress, report, empty table; each branch its own."""

import io
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.candidates import importing
from campaigns.candidates.importing import State
from campaigns.models import Candidacy, ImportRun
from campaigns.sheets import tables
from tests.campaigns.candidates import people
from tests.campaigns.candidates.tables import ASSOCIATION, HEADS, LISTED, as_csv, row, xlsx
from tests.cast import client_of

pytestmark = pytest.mark.django_db
PAGE = "/kk/cabinet/import/"


@pytest.fixture
def desk(branch):
    return client_of(branch)


@pytest.fixture
def uploaded(desk, pool, first_branch):
    """Function: the run of a table that was uploaded on the page."""

    def upload(*rows, file=None):
        data = {"pool": pool.pk, "organisation": first_branch.pk, "file": file or xlsx(HEADS, *rows)}
        answer = desk.post(PAGE, data)
        assert answer.status_code == 302, answer.content.decode()
        run = ImportRun.objects.latest("pk")
        assert answer.url == reverse("cabinet:import-run", args=[run.pk])
        return run

    return upload


def test_from_the_upload_to_the_drafts(desk, uploaded):
    run = uploaded(row(), row())
    page = desk.get(f"{PAGE}{run.pk}/").content.decode()
    assert 'value="all"' in page
    assert "http-equiv" not in page
    assert desk.post(f"{PAGE}{run.pk}/", {"do": "all"}).status_code == 302
    assert Candidacy.objects.count() == 2
    page = desk.get(f"{PAGE}{run.pk}/").content.decode()
    assert 'name="do"' not in page
    assert str(run.pk) in desk.get(PAGE).content.decode()


def test_the_report_names_row_column_value_and_reason_in_the_language_of_the_page(desk, uploaded):
    run = uploaded(row("750101399004"), row())
    kazakh, russian = (
        desk.get(f"/{code}/cabinet/import/{run.pk}/").content.decode() for code in ("kk", "ru")
    )
    for page in (kazakh, russian):
        assert "750101399004" in page
        assert ">A</b> · ЖСН" in page
    assert "соңғы цифры" in kazakh
    assert "последняя цифра" in russian
    assert 'value="good"' in kazakh
    assert 'value="all"' not in kazakh
    filtered = desk.get(f"{PAGE}{run.pk}/?column=ЖСН").content.decode()
    assert "750101399004" in filtered
    assert "750101399004" not in desk.get(f"{PAGE}{run.pk}/?column=nothing").content.decode()
    assert desk.get(f"{PAGE}{run.pk}/?page=x").status_code == 200


def test_the_errors_as_a_table(desk, uploaded):
    run = uploaded([*row("750101399004")[:1], "=x", *row()[2:]], row("+7"))
    answer = desk.get(f"{PAGE}{run.pk}/errors.csv")
    rows = tables("errors.csv", answer.content)[0]
    assert [line[:2] for line in rows[1:]] == [["2", "B"], ["2", "A"], ["3", "A"]]
    assert "'+7" in answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith("attachment")


def test_what_is_no_table_is_said_beside_the_field(desk, pool, first_branch):
    for file in (as_csv(["x"], ["y"]), as_csv([], name="table.pdf"), xlsx(HEADS)):
        data = {"pool": pool.pk, "organisation": first_branch.pk, "file": file}
        answer = desk.post(PAGE, data)
        assert (answer.status_code, len(answer.context["form"].errors["file"])) == (422, 1)
    assert desk.post(PAGE, {"pool": pool.pk}).status_code == 422
    assert not ImportRun.objects.exists()


def test_a_long_table_shows_its_progress_and_can_be_checked_here(desk, uploaded):
    run = uploaded(*(row() for _turn in range(importing.AT_ONCE + 5)))
    page = desk.get(f"{PAGE}{run.pk}/").content.decode()
    assert '<meta http-equiv="refresh"' in page
    assert "<progress" in page
    assert 'value="now"' not in page
    ImportRun.objects.update(at=run.at.replace(year=2020))
    assert 'value="now"' in desk.get(f"{PAGE}{run.pk}/").content.decode()
    assert desk.post(f"{PAGE}{run.pk}/", {"do": "now"}).status_code == 302
    assert ImportRun.objects.get().state == State.JUDGED
    desk.post(f"{PAGE}{run.pk}/", {"do": "all"})
    assert ImportRun.objects.get().state == State.SAVING
    desk.post(f"{PAGE}{run.pk}/", {"do": "now"})
    assert Candidacy.objects.count() == importing.AT_ONCE + 5


def test_what_is_not_possible_any_more_is_said_and_not_done(desk, uploaded):
    run = uploaded(row("750101399004"))
    for wish in ("all", "good"):
        answer = desk.post(f"{PAGE}{run.pk}/", {"do": wish})
        assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (409, True)
    assert desk.post(f"{PAGE}{run.pk}/", {"do": "discard"}).status_code == 302
    assert desk.post(f"{PAGE}{run.pk}/", {"do": "all"}).status_code == 409
    assert ImportRun.objects.get().state == State.FAILED


def test_each_branch_has_its_own(uploaded, second_branch, headquarters, reader, pool):
    run = uploaded(row())
    other = client_of(second_branch)
    assert other.get(f"{PAGE}{run.pk}/").status_code == 404
    assert other.post(f"{PAGE}{run.pk}/", {"do": "all"}).status_code == 404
    assert other.get(f"{PAGE}{run.pk}/errors.csv").status_code == 404
    assert f"/import/{run.pk}/" not in other.get(PAGE).content.decode()
    for path in ("", f"{run.pk}/", f"{run.pk}/errors.csv", f"template/{pool.pk}.xlsx"):
        assert client_of(headquarters).get(PAGE + path).status_code == 403
        assert "/login/" in reader.get(PAGE + path).url


def test_nobody_uploads_for_another_branch(desk, pool, other_branch):
    answer = desk.post(PAGE, {"pool": pool.pk, "organisation": other_branch.pk, "file": xlsx(HEADS, row())})
    assert (answer.status_code, ImportRun.objects.count()) == (422, 0)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_empty_table_is_what_the_import_reads(desk, pool, first_branch, uploaded, language):
    answer = desk.get(f"/{language}/cabinet/import/template/{pool.pk}.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    table = book.worksheets[0]
    assert len(book.sheetnames) == 3
    assert table["B2"].number_format == "@"
    assert len(table.data_validations.dataValidation) >= 6
    assert table.max_column <= 40
    places = {cell.value: cell.column for cell in table[1]}
    kk, ru = (
        ("ЖСН *", "Тегі (қазақша) *", "Аты (қазақша) *", "Ұсыну тәсілі", "Сайлау жүйесі"),
        (
            "ИИН *",
            "Фамилия (на казахском) *",
            "Имя (на казахском) *",
            "Способ выдвижения",
            "Избирательная система",
        ),
    )
    ours = kk if language == "kk" else ru
    values = [people.iin(), "Үлгібаев", "Асан", ASSOCIATION, LISTED]
    for name, value in zip(ours, values, strict=True):
        table.cell(3, places[name], value)
    data = io.BytesIO()
    book.save(data)
    file = xlsx(HEADS)
    file.file, file.size = io.BytesIO(data.getvalue()), len(data.getvalue())
    run = uploaded(file=file)
    states = [entry["state"] for entry in run.report if "state" in entry]
    assert states[:2] == ["example", "new"], run.report


def test_the_empty_table_as_csv_and_of_no_other_kind(desk, pool):
    answer = desk.get(f"{PAGE}template/{pool.pk}.csv")
    head, example = tables("blank.csv", answer.content)[0]
    assert (head[1], example[0]) == ("ЖСН *", "ҮЛГІ")
    assert desk.get(f"{PAGE}template/{pool.pk}.pdf").status_code == 404
    assert desk.get(f"{PAGE}template/0.csv").status_code == 404


def test_only_what_a_button_says_is_done(desk, uploaded):
    run = uploaded(row())
    for wish in ({}, {"do": ""}, {"do": "everything"}):
        assert desk.post(f"{PAGE}{run.pk}/", wish).status_code == 404
    assert ImportRun.objects.get().state == State.JUDGED


def test_a_table_that_no_key_opens_any_more_ends_with_a_sentence(desk, uploaded):
    run = uploaded(*(row() for _turn in range(importing.AT_ONCE + 5)))
    # As if the key with which the file was sealed had been taken away meanwhile.
    Path(run.file.path).write_text("gAAAAAB-sealed-with-another-key")
    assert desk.post(f"{PAGE}{run.pk}/", {"do": "now"}).status_code == 302
    run = ImportRun.objects.get()
    assert (run.state, bool(run.trouble), bool(run.file)) == (State.FAILED, True, False)
