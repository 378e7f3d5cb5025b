"""The log tells what went wrong, and quotes neither rows nor mails."""

import io
import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from procrastinate.jobs import Job

from federation.logs import DiscreetFormatter
from tests.cast import federation_root


@pytest.fixture
def lines():
    """Function that returns what a log with the portal's formatter holds so far."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    options = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(DiscreetFormatter(options["format"], style=options["style"]))
    logging.getLogger().addHandler(handler)
    yield out.getvalue
    logging.getLogger().removeHandler(handler)


def test_a_refused_row_is_not_quoted(db, lines):
    root = federation_root()
    words = ["Құпия\n\nатау", "Тайное имя"]
    with pytest.raises(IntegrityError, match="Құпия") as refused, transaction.atomic():
        connection.cursor().execute(
            "UPDATE federation_organisation SET name_kk = %s, name_ru = %s, kind = NULL WHERE id = %s",
            [*words, root.pk],
        )
    logging.getLogger("django.request").error("Internal Server Error: /kk/", exc_info=refused.value)
    said = lines()
    assert "IntegrityError" in said
    assert "Internal Server Error: /kk/" in said
    assert "Құпия" not in said
    assert "Тайное" not in said


def test_a_failing_mail_is_not_quoted(lines):
    job = Job(
        id=7,
        queue="mail",
        lock=None,
        queueing_lock=None,
        task_name="federation.tasks.deliver",
        task_kwargs={"to": "secret@mail.example", "text": "Құпия (1)\nсілтеме"},
    )
    logging.getLogger("procrastinate.worker").error(
        f"Job {job.call_string} ended with status: Error, lasted 1 s"
    )
    said = lines()
    assert "federation.tasks.deliver[7](…) ended with status: Error" in said
    for word in ("secret", "Құпия", "сілтеме"):
        assert word not in said


def test_an_address_that_is_a_key_is_cut(lines):
    for address in (
        "/kk/unsubscribe/Abc_d-1/",
        "/ru/subscribe/Abc_d-1/",
        "/kk/candidate/Abc_d-1/",
        "/ru/candidate/Abc_d-1/photo/",
        "/preview/Abc_d-1:2/scan.pdf",
    ):
        logging.getLogger("django.request").warning("Not Found: %s", address)
    logging.getLogger("django.request").warning("Not Found: /kk/campaigns/x/candidates/asan-ulgibaev/")
    said = lines()
    assert "Abc_d-1" not in said
    assert "/ru/candidate/…/photo/" in said
    assert "/candidates/asan-ulgibaev/" in said
