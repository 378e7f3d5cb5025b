"""Candidates as a table: whom and what the person may see, and nothing that a program would calculate."""

import csv
import io

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from campaigns.candidates import importing, registering
from campaigns.candidates.columns import COLUMNS
from campaigns.candidates.sheet import LIMITS, counted, headings
from campaigns.enums import PoolState
from campaigns.models import Candidacy
from campaigns.sheets import tables
from federation.models.audit import AuditEntry
from tests.campaigns.candidates import people
from tests.campaigns.candidates.tables import as_csv
from tests.cast import client_of

pytestmark = pytest.mark.django_db
PRIVATE = {column.name for column in COLUMNS.values() if column.private}


def exported(user, path="candidates/export.csv", language="kk"):
    """(Headings, rows as dicts) of an export."""
    answer = client_of(user).get(f"/{language}/cabinet/{path}")
    assert answer.status_code == 200
    rows = tables(path, answer.content, LIMITS)[0]
    found = headings(rows)
    return found, [found.cells(row) for row in rows[1:]]


def test_a_branch_has_its_own_with_everything(waiting, waiting_elsewhere, draft, branch):
    found, rows = exported(branch)
    assert set(found.places) >= PRIVATE
    assert {row["iin"] for row in rows} == {waiting.person.iin, ""}
    assert {row["email"] for row in rows} == {waiting.email, ""}


def test_reviewers_have_theirs(waiting, waiting_elsewhere, draft, headquarters, regional_headquarters):
    _found, rows = exported(headquarters)
    assert {row["iin"] for row in rows} == {waiting.person.iin, waiting_elsewhere.person.iin}
    _found, rows = exported(regional_headquarters)
    assert [row["iin"] for row in rows] == [waiting.person.iin]


def test_the_officer_has_no_private_columns(waiting, data_protection):
    found, rows = exported(data_protection)
    assert not PRIVATE & set(found.places)
    assert [row["family_name_kk"] for row in rows] == [waiting.family_name_kk]


def test_who_else_may_not(administrator, editor, reader, pool):
    for path in ("candidates/export.csv", f"pools/{pool.pk}/export.xlsx"):
        for user in (administrator, editor):
            assert client_of(user).get(f"/kk/cabinet/{path}").status_code == 403
        assert "/login/" in reader.get(f"/kk/cabinet/{path}").url


def test_of_one_pool_and_of_no_other_kind(waiting, pool, headquarters):
    _found, rows = exported(headquarters, f"pools/{pool.pk}/export.csv")
    assert len(rows) == 1
    assert client_of(headquarters).get("/kk/cabinet/pools/0/export.csv").status_code == 404
    assert client_of(headquarters).get(f"/kk/cabinet/pools/{pool.pk}/export.pdf").status_code == 404


def test_a_decision_that_waits_for_its_announcement_is_not_told(waiting, branch, headquarters):
    Candidacy.objects.filter(pk=waiting.pk).update(pool_state="approved")
    states = {}
    for user in (branch, headquarters):
        answer = client_of(user).get("/kk/cabinet/candidates/export.csv")
        head, row = tables("x.csv", answer.content, LIMITS)[0]
        states[user] = row[len(head) - 3]
    with override("kk"):
        assert states == {branch: PoolState.SUBMITTED.label, headquarters: PoolState.APPROVED.label}


def test_each_export_is_logged_without_a_name(waiting, pool, headquarters):
    exported(headquarters, f"pools/{pool.pk}/export.csv")
    exported(headquarters)
    for entry in AuditEntry.objects.filter(action="candidates.export"):
        assert (entry.actor, entry.details["rows"]) == (headquarters, 1)
        assert waiting.family_name_kk not in f"{entry.subject_text}{entry.details}"
    assert AuditEntry.objects.filter(action="candidates.export").count() == 2


INJECTED = [
    "=1+1",
    "+7 701 000 00 00",
    "-1",
    "@x",
    "＝1",
    "＋1",
    "'=1",
    " =1",
    "—",
    "plain",
    "a=b",
    '=HYPERLINK("x")',
]


@pytest.mark.parametrize("text", INJECTED)
def test_nothing_is_calculated_and_everything_comes_back(text, draft, branch, pool, first_branch):
    ready = people.complete(draft, branch, workplace_kk=text, biography_kk=f"{text}\nекінші жол")
    stored = Candidacy.objects.get(pk=ready.pk)
    client = client_of(branch)
    plain = client.get("/kk/cabinet/candidates/export.csv").content
    xlsx = client.get("/kk/cabinet/candidates/export.xlsx").content
    lines = csv.reader(io.StringIO(plain.decode("utf-8-sig")), delimiter=";")
    written = [cell for line in lines for cell in line]
    assert any(text.strip() in cell for cell in written)
    assert [cell for cell in written if cell.startswith(tuple("=+-@＝＋\t\r"))] == []
    cells = [cell for row in load_workbook(io.BytesIO(xlsx)).active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    registering.withdraw(stored, branch)
    for name, data in (("candidates.csv", plain), ("candidates.xlsx", xlsx)):
        file = as_csv([], name=name)
        file.file, file.size = io.BytesIO(data), len(data)
        run = importing.work(importing.upload(pool, branch, organisation=first_branch, file=file))
        assert counted(run.report)["new"] == 1, run.report
        importing.work(importing.take(run, branch, good_only=False))
        again = Candidacy.objects.latest("pk")
        for field in (
            "workplace_kk",
            "biography_kk",
            "family_name_ru",
            "nominator",
            "system",
            "email",
            "citizen",
        ):
            expected = getattr(stored, field)
            if isinstance(expected, str):
                expected = "" if expected == "—" else expected.strip()
            assert getattr(again, field) == expected, (name, field)
        registering.withdraw(again, branch)
