"""The audit log is written by everybody and changed by nobody."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy, override

from federation.models import AuditEntry
from federation.models.audit import name_actions, record
from tests.cast import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(administrator, editor):
    return record(
        administrator, "membership.end", editor, until=datetime.date(2023, 3, 19), why=gettext_lazy("from")
    )


def test_an_entry_tells_who_did_what_to_whom(entry, administrator, editor):
    entry.refresh_from_db()
    assert (entry.actor, entry.subject_type.model, entry.subject_id) == (
        administrator,
        "user",
        str(editor.pk),
    )
    assert entry.subject_text == str(editor)
    assert entry.details["until"] == "2023-03-19"
    assert isinstance(entry.details["why"], str)


def test_a_subject_that_has_no_name_for_the_log_keeps_it_out(administrator, first_branch):
    first_branch.audit_text = "№ 7"
    assert record(administrator, "something", first_branch).subject_text == "№ 7"


@pytest.mark.parametrize("actors", ["kk", "ru"])
def test_the_subject_is_told_in_the_language_of_who_reads(administrator, first_branch, actors):
    with override(actors):
        entry = record(administrator, "something", first_branch)
    client = client_of(administrator)
    for language, name in (("kk", first_branch.name_kk), ("ru", first_branch.name_ru)):
        with override(language):
            assert entry.subject() == name
        administrator.language = language
        administrator.save()
        for path in ("", f"{entry.pk}/change/", f"?q={name.split()[0]}"):
            assert name in client.get(f"/admin/federation/auditentry/{path}").text


def test_lines_from_before_have_one_text(administrator, first_branch):
    entry = record(administrator, "something", first_branch)
    entry.subject_text_ru = ""
    with override("ru"):
        assert entry.subject() == first_branch.name_kk


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(action="nothing"),
        lambda entry: entry.delete(),
        lambda entry: entry.save(),
        lambda entry: connection.cursor().execute("DELETE FROM federation_auditentry"),
    ],
)
def test_the_database_refuses_to_change_the_log(entry, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(entry)
    assert AuditEntry.objects.get().action == "membership.end"


def test_an_action_that_nobody_named_shows_its_code(entry):
    entry.action = "something.else"
    assert entry.action_name() == "something.else"
    name_actions({"something.else": gettext_lazy("from")})
    with override("en"):
        assert entry.action_name() == "from"


def test_the_admin_shows_the_log_and_offers_no_change(entry, administrator):
    client = client_of(administrator)
    address = f"/admin/federation/auditentry/{entry.pk}/change/"
    page = client.get(address)
    assert page.status_code == 200
    assert "2023-03-19" in page.text
    assert 'name="_save"' not in page.text
    assert client.post(address, {"action": "x"}).status_code == 403
    assert client.get("/admin/federation/auditentry/add/").status_code == 403
    assert client.get(f"/admin/federation/auditentry/{entry.pk}/delete/").status_code == 403
