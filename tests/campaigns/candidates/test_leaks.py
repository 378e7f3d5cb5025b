"""Nothing private leaks from anywhere; and of what was taken down nothing is left anywhere."""

import pickle
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.files.storage import default_storage, storages
from django.test import Client
from django.urls import reverse

from campaigns.candidates import erasing
from campaigns.models import Candidacy, CandidacyEvent
from federation.enums import Role
from federation.models import AuditEntry, Mail
from federation.site.surfaces import PAGES
from tests.campaigns.candidates import leaks
from tests.campaigns.candidates.leaks import GROUND, NAMES, SECRETS, addresses, found, in_database, said
from tests.cast import client_of, person
from tests.test_urls import ALL

pytestmark = pytest.mark.django_db
# Words that a search could bring to light, one of each kind.
SEARCHED = (
    "iin",
    "workplace",
    "party",
    "another's name",
    "family name",
    "given name ru",
    "biography",
    "title",
)
# Sentences of the public pages hold these words of the calendar themselves.
WORDS_OF_DATES = ("birth date, kk", "birth date, ru")


@pytest.fixture
def folders(monkeypatch, tmp_path):
    """The folders of both storages, empty."""
    for storage, folder in ((storages["private"], "private"), (default_storage, "media")):
        assert storage.location  # what is lazy is made by its first use
        backend = getattr(storage, "_wrapped", storage)
        for name in ("base_location", "location"):
            monkeypatch.setitem(backend.__dict__, name, str(tmp_path / folder))
    return tmp_path


@pytest.fixture
def w(folders, log, pool, editor, publisher, branch, first_branch, headquarters, data_protection):
    colleague = person("colleague", Role.HEADQUARTERS)
    cast = SimpleNamespace(
        editor=editor, publisher=publisher, branch=branch, first_branch=first_branch,
        headquarters=headquarters, colleague=colleague,
    )  # fmt: skip
    w = leaks.world(pool, cast)
    w.slug, w.material_slug = w.standing.slug, w.material.slug
    w.files = list(w.material.attachments.values_list("file", flat=True))
    w.secrets = SECRETS | {"iin": w.iin, "iin, end": w.iin[6:]}
    w.officer, w.log, w.folders = data_protection, log, folders
    return w


def walk(w, words, client=None):
    """[(path, status, labels of words found)] of every public page; what was asked for does not count as told."""
    client = client or Client()
    told = []
    searched = [words[label] for label in SEARCHED if label in words]
    for name, path in addresses(w, searched):
        response = client.get(path)
        text = said(response)
        if "?" in path:
            text = text.replace(path.partition("=")[2], "")
        if response.status_code == 404:  # the frame of an unknown address repeats it
            text = text.replace(w.slug, "").replace(w.material_slug, "")
        told.append((path, response.status_code, found(text, words)))
        assert name in PAGES
    return told


def leaked(told):
    return [(path, labels) for path, _status, labels in told if labels]


def test_every_public_page_is_walked(w):
    """A public address that needs arguments and has none here would fail to reverse; an unknown one is no page."""
    walked = {name for name, _path in addresses(w, ())}
    assert walked == set(PAGES)
    public = {name for _path, name, _pattern in ALL if name in PAGES}
    assert public == walked


def test_no_public_page_tells_what_is_private(w):
    words = {label: word for label, word in w.secrets.items() if label not in WORDS_OF_DATES}
    told = walk(w, words)
    assert leaked(told) == []
    assert {status for _path, status, _labels in told} <= {200, 302, 301, 304, 404, 405, 410}
    # The candidate is there to be read, so that the walk proves something.
    page = Client().get(w.standing.get_absolute_url("kk")).content.decode()
    assert found(page, w.secrets) == []
    assert {"family name", "biography", "photo", "programme"} <= set(found(page, NAMES))
    names = leaked(walk(w, NAMES))
    assert {path.split("/")[2] for path, _labels in names} >= {"campaigns", "search", "data", "news"}
    # Nor does the memory of the portal.
    for cache in caches.all():
        assert found(pickle.dumps(cache._cache).decode("utf-8", "replace"), w.secrets) == []


def test_no_line_of_the_log_tells_it(w, monkeypatch):
    """Also not when pages fail: on each of them, with the row at hand."""
    walk(w, {})
    client = Client(raise_request_exception=False)

    def fail(*args, **kwargs):
        # What an exception may hold at worst: the row, and what the database says of it.
        row = Candidacy.objects.get(pk=w.standing.pk)
        Candidacy.objects.filter(pk=row.pk).update(slug=None, campaign=None)

    monkeypatch.setattr("campaigns.views.candidates.profile_of", fail)
    from django.db import transaction

    with transaction.atomic():
        response = client.get(w.standing.get_absolute_url("kk"))
        transaction.set_rollback(True)
    assert response.status_code == 500
    assert found(said(response), w.secrets | NAMES) == []
    lines = w.log()
    assert "IntegrityError" in lines
    assert found(lines, w.secrets) == []
    assert found(lines, NAMES) == []


def test_mails_tell_each_only_what_is_theirs(w, queued_mails):
    own = {
        SECRETS["email"]: {"email"},
        SECRETS["demander"]: {"demander"},
        "branch@example.org": {"remark", "reason", "reason ru", "another's name", "another's name ru", "why"},
        "headquarters@example.org": {"another's name", "another's name ru", "question"},
        "colleague@example.org": {"another's name", "another's name ru", "question"},
        "data-protection@example.org": set(),
    }
    for mail in queued_mails():
        told = set(found(" ".join(mail.values()), w.secrets))
        if mail["to"] == w.waiting.email:
            told -= {"another's name", "another's name ru"}
        assert told <= own.get(mail["to"], set()), (mail["to"], mail["subject"], told)
    never = {
        label: w.secrets[label] for label in ("iin", "iin, end", "phone", "address", "passport", "opinion")
    }
    assert not any(found(" ".join(mail.values()), never) for mail in queued_mails())


def test_the_log_of_actions_and_the_histories_name_nobody(w):
    paper = client_of(w.officer).get(reverse("cabinet:document", args=[w.standing.documents.first().pk]))
    assert "%PDF" in said(paper)
    rows = [*AuditEntry.objects.all(), *CandidacyEvent.objects.all()]
    told = " ".join(str(row.__dict__) + str(row) for row in rows)
    assert "document.view" in told
    assert found(told, w.secrets | NAMES) == []


def test_the_database_holds_private_values_sealed(w):
    sealed = {label: w.secrets[label] for label in ("iin", "phone", "address", "change", "demand")}
    assert in_database(sealed) == []
    addresses_of_mails = {label: SECRETS[label] for label in ("email", "demander")}
    assert {table for table, _label in in_database(addresses_of_mails)} <= {"federation_mail"}


@pytest.mark.parametrize("role", ["editor", "publisher", "second_branch"])
def test_roles_without_the_need_see_none_of_it(request, w, role):
    client = client_of(request.getfixturevalue(role))
    for path, name, _pattern in ALL:
        if "<" in path or "(" in path or not path.startswith(("admin/", "kk/cabinet/")):
            continue
        response = client.get(f"/{path}", follow=True)
        assert found(said(response), w.secrets) == [], name
    for path in ("review/{}/", "candidates/{}/", "documents/{}/"):
        response = client.get("/kk/cabinet/" + path.format(w.standing.pk))
        assert response.status_code in (403, 404)
        assert found(said(response), w.secrets | NAMES) == []


@pytest.fixture
def gone(w, django_capture_on_commit_callbacks):
    """The world after the takedown."""
    walk(w, {})  # whatever keeps pages has them
    w.pictures = [str(file) for file in w.folders.rglob("*") if file.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        w.takedown = erasing.take_down(w.standing, w.officer, **GROUND)
    return w


def test_after_a_takedown_no_page_tells_what_was_public(gone):
    told = walk(gone, NAMES | {"slug": gone.slug, "address": gone.material_slug})
    assert leaked(told) == []
    statuses = {path: status for path, status, _labels in told}
    for language in ("kk", "ru"):
        page = f"/{language}/campaigns/{gone.campaign.slug}/candidates/{gone.slug}/"
        assert statuses[page] == 410
        assert statuses[f"{page}photo-160.jpg"] in (404, 410)
        assert statuses[f"/{language}/news/{gone.material_slug}/"] == 410
        assert statuses[f"/{language}/news/{gone.material_slug}/editions/1/"] == 410
    assert (
        leaked(walk(gone, {label: word for label, word in gone.secrets.items() if "date" not in label})) == []
    )
    for cache in caches.all():
        assert found(pickle.dumps(cache._cache).decode("utf-8", "replace"), NAMES) == []


def test_after_a_takedown_nothing_is_left_at_rest(gone):
    """Neither in any column of the database nor in a file; what is left proves what it was."""
    of_others = ("another's name", "another's name ru", "demander")
    words = {label: word for label, word in gone.secrets.items() if label not in of_others}
    assert in_database(words | NAMES | {"slug": gone.slug, "address": gone.material_slug}) == []
    assert not Mail.objects.filter(to=SECRETS["email"]).exists()

    left = [file for file in gone.folders.rglob("*") if file.is_file()]
    # The other candidate's consent.
    assert len(left) == gone.waiting.documents.count()
    for file in left:
        assert found(file.read_bytes().decode("utf-8", "replace"), SECRETS | NAMES) == []
    row = Candidacy.objects.get(pk=gone.standing.pk)
    assert len(row.erased_digest) == len(row.slug_hash) == 64
    edition = gone.material.editions.first()
    assert len(edition.hash_kk) == 64
    assert gone.list.entries.filter(candidacy=row).exists()
    page = client_of(gone.officer).get(f"/admin/campaigns/takedown/{gone.takedown.pk}/change/")
    assert page.status_code == 200
    assert found(page.content.decode(), NAMES) == []


def test_after_a_withdrawn_consent_no_page_tells_anything(w):
    erasing.withdraw_consent(w.standing)
    told = walk(
        w, {label: word for label, word in NAMES.items() if label not in ("title", "file", "family name")}
    )
    assert leaked(told) == []
