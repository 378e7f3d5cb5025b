"""A file is let out only with a public edition that carries it."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from appeals import publishing
from appeals.enums import Kind
from appeals.models import Attachment
from tests.appeals.texts import TEXTS
from tests.cast import client_of
from tests.site.publications import fresh, next_edition

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 look-alike"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(editor):
    return publishing.create(editor, kind=Kind.APPEAL, **TEXTS)


def attach(publication, name="қаулы.pdf", content=PDF, content_type="application/pdf", **fields):
    attachment = Attachment(
        publication=publication, name=name, content_type=content_type, size=len(content), title_kk="Қаулы",
        title_ru="Постановление", **fields,
    )  # fmt: skip
    attachment.file.save(name, ContentFile(content), save=False)
    attachment.save()
    return attachment


def read(attachment, client=None):
    """The answer for the file, read to its end: `body` holds what came."""
    response = (client or Client()).get(address(attachment))
    response.body = b"".join(response.streaming_content) if response.streaming else b""
    return response


def address(attachment):
    return reverse("media", args=[attachment.file.name])


def test_a_file_of_a_public_edition_is_let_out(draft, editor, publisher):
    attachment = attach(draft)
    publication = next_edition(draft, editor, publisher)
    response = read(attachment)
    assert response.body == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''%D2%9B")
    assert response["Cache-Control"] == "public, max-age=10"
    assert "Cookie" not in response.get("Vary", "")
    again = Client().get(address(attachment), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    html = Client().get(publication.get_absolute_url("ru")).content.decode()
    assert f'href="{address(attachment)}" type="application/pdf">Постановление</a>' in html
    assert "PDF, 19" in html


def test_a_photo_has_its_alternative_text_in_the_language_of_the_page(draft, editor, publisher):
    photo = attach(draft, "photo.webp", b"RIFF", "image/webp", image=True, width=40, height=30)
    publication = next_edition(draft, editor, publisher)
    html = Client().get(publication.get_absolute_url("kk")).content.decode()
    assert f'<img src="{address(photo)}" alt="Қаулы" width="40" height="30"' in html


def test_other_types_are_handed_over_as_downloads(draft, editor, publisher):
    attachment = attach(draft, "x.html", b"<script>", "text/html")
    next_edition(draft, editor, publisher)
    assert read(attachment)["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_not_public_is_seen_by_staff_alone(draft, editor, publisher, branch):
    attachment = attach(draft)
    for client in (Client(), client_of(branch)):
        assert client.get(address(attachment)).status_code == 404
    response = read(attachment, client_of(editor))
    assert response.body == PDF
    assert "no-store" in response["Cache-Control"]


def test_a_withdrawn_item_takes_its_files_along(draft, editor, publisher):
    attachment = attach(draft)
    publication = next_edition(draft, editor, publisher)
    publishing.withdraw(fresh(publication), publisher, reason_kk="Қате.", reason_ru="Ошибка.")
    assert Client().get(address(attachment)).status_code == 404


def test_an_older_edition_keeps_the_files_it_was_published_with(draft, editor, publisher):
    attachment = attach(draft)
    publication = next_edition(draft, editor, publisher)
    Attachment.objects.filter(pk=attachment.pk).update(removed=True)
    publishing.record_edit(fresh(publication), editor)
    next_edition(publication, editor, publisher)
    html = Client().get(publication.get_absolute_url("kk")).content.decode()
    assert address(attachment) not in html
    assert (
        address(attachment)
        in Client().get(publication.get_absolute_url("kk") + "editions/1/").content.decode()
    )
    assert read(attachment).body == PDF


@pytest.mark.parametrize("name", ["x.pdf", "../settings.py", "publications/../../x", "publications/", "%00"])
def test_nothing_else_is_let_out(name, storage, tmp_path, draft):
    (tmp_path / "x.pdf").write_bytes(PDF)
    assert Client().get(f"/media/{name}").status_code == 404


def test_a_lost_file_is_not_found(draft, editor, publisher):
    attachment = attach(draft)
    next_edition(draft, editor, publisher)
    attachment.file.storage.delete(attachment.file.name)
    assert Client().get(address(attachment)).status_code == 404
