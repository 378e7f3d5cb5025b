"""Private files are stored with the rows that name them: of what was refused nothing stays in the storage."""

import datetime

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.utils import timezone

from campaigns.candidates import importing, path, registering
from campaigns.enums import PathStep
from campaigns.models import Document
from federation.refusals import Refused
from tests.campaigns.candidates import people, public
from tests.campaigns.candidates.tables import HEADS, row, xlsx
from tests.campaigns.conftest import fresh
from tests.cast import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def stored(monkeypatch, tmp_path):
    """Function that counts the files of the private storage."""
    for name in ("base_location", "location"):
        monkeypatch.setitem(storages["private"].__dict__, name, str(tmp_path))
    return lambda: sum(one.is_file() for one in tmp_path.rglob("*"))


def stop(*args, **more):
    raise IntegrityError


def refuse(*args, **more):
    raise Refused("Somebody was faster.")


def test_steps_of_which_one_is_refused(pool, branch, first_branch, headquarters, stored):
    good, bad = (public.candidate(pool, branch, first_branch) for _each in range(2))
    public.step(bad, headquarters)
    bad.path = PathStep.PROPOSED
    bad.save()
    before = stored()
    step = {"step": PathStep.PROPOSED, "on": timezone.localdate(), "source_kk": "№ 5", "source_ru": "№ 5"}
    with pytest.raises(Refused):
        path.record_steps([good, bad], headquarters, **step, upload=people.paper())
    assert stored() == before
    path.record_steps([good], headquarters, **step, upload=people.paper())
    assert stored() == before + 1


def test_papers_of_a_branch_whose_saving_fails(draft, branch, stored, monkeypatch):
    before = stored()
    given = timezone.localdate() - datetime.timedelta(days=1)
    with monkeypatch.context() as patched:
        patched.setattr(registering, "moved", stop)
        for act in (
            lambda: registering.photograph(draft, branch, people.picture()),
            lambda: registering.attach(draft, branch, "application", people.paper()),
            lambda: registering.record_consent(draft, branch, scope=[], given_on=given, scan=people.paper()),
        ):
            with pytest.raises(IntegrityError):
                act()
    assert (stored(), Document.objects.count()) == (before, 0)


def test_a_consent_with_an_unknown_scope(draft, branch, stored):
    given, before = timezone.localdate() - datetime.timedelta(days=1), stored()
    with pytest.raises(Refused):
        registering.record_consent(draft, branch, scope=["all"], given_on=given, scan=people.paper())
    assert stored() == before


def test_a_photo_whose_description_is_refused_afterwards(draft, branch, stored, monkeypatch):
    before = stored()
    monkeypatch.setattr(registering, "write", refuse)
    answer = client_of(branch).post(
        f"/kk/cabinet/candidates/{draft.pk}/step/photo/",
        {
            "version": fresh(draft).version,
            "photo": people.picture(),
            "photo_alt_kk": "Әйел",
            "photo_alt_ru": "Женщина",
        },
    )
    assert answer.status_code == 200
    assert (stored(), fresh(draft).photo.name) == (before, "")


def test_a_table_whose_run_cannot_be_written(pool, branch, first_branch, stored, monkeypatch):
    before = stored()
    monkeypatch.setattr("campaigns.models.ImportRun.save", stop)
    with pytest.raises(IntegrityError):
        importing.upload(pool, branch, organisation=first_branch, file=xlsx(HEADS, row()))
    assert stored() == before


def test_no_file_is_stored_outside_of_a_transaction(draft):
    with pytest.raises(LookupError):
        importing.filing.store(draft.photo, "x.jpg", SimpleUploadedFile("x.jpg", b"x"))
