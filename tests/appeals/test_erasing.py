"""A text with personal data is removed for good: from every page, row and file; what is left proves what it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from appeals import erasing, publishing
from appeals.attachments import accept
from appeals.enums import Move
from appeals.models import Attachment, Edition, FormerAddress, MoveRecord
from appeals.models.editions import TOMBSTONE_KK, TOMBSTONE_RU
from tests.appeals.conftest import fresh, quiet_now
from tests.campaigns.candidates.people import picture
from tests.cast import client_of

pytestmark = pytest.mark.django_db
WORD = "Таныбелгі"
REASONS = {"reason_kk": "Заң талабы.", "reason_ru": "Требование закона."}


@pytest.fixture
def stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def named(approved, editor, publisher, stored):
    """Two editions, an address, a reason, a photo, a signatory and a relay, each of them with the word."""
    publication = fresh(approved)
    accepted = accept(SimpleUploadedFile(f"{WORD}.jpg", picture().read()))
    attachment = Attachment(
        publication=publication,
        **{"name": accepted.name, "content_type": accepted.content_type, "size": 1, "image": True},
        **{"title_kk": WORD, "title_ru": WORD},
    )
    attachment.file.save(accepted.name, accepted.content)
    publication.signatories.create(name_kk=WORD, name_ru=WORD)
    publication.relays.create(outlet=WORD, url=f"https://example.org/{WORD}", language="kk")
    texts = {
        f"{name}_{language}": f"{getattr(publication, f'{name}_{language}')} {WORD}"
        for name in ("title", "lead")
        for language in ("kk", "ru")
    }
    for slug in ("tanybelgi-1", "tanybelgi-2"):
        texts["title_kk"] += "!"
        texts["title_ru"] += "!"
        current = fresh(publication)
        publishing.save_text(current, editor, version=current.version, slug=slug, topics=[], **texts)
        publishing.confirm(fresh(publication), editor, version=fresh(publication).version)
        publishing.submit(fresh(publication), editor)
        publishing.send_back(fresh(publication), publisher, reason=WORD)
        publishing.submit(fresh(publication), editor)
        publishing.approve(fresh(publication), publisher)
        publishing.publish(fresh(publication), publisher, note_kk=WORD, note_ru=WORD, correction=True)
    return fresh(publication)


def everything():
    """Every text of every table of the publications, as one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'appeals_%'")
        said = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            said.append(cursor.fetchone()[0] or "")
    return " ".join(said)


def test_nothing_of_the_text_stays(
    named, data_protection, reader, stored, django_capture_on_commit_callbacks
):
    before = list(named.editions.order_by("number").values("number", "public_from", "hash_kk", "hash_ru"))
    assert len(before) == 2
    assert WORD in everything()
    with django_capture_on_commit_callbacks(execute=True):
        redacted = erasing.redact(named, data_protection, **REASONS)
    said = everything()
    for text in (WORD, "tanybelgi", "12 кәсіпорын", "12 предприятий"):
        assert text not in said, said[said.find(text) - 120 : said.find(text) + 60]
    assert [file for file in stored.rglob("*") if file.is_file()] == []
    kept = list(redacted.editions.order_by("number").values("number", "public_from", "hash_kk", "hash_ru"))
    assert kept == before
    assert {edition.title_ru for edition in redacted.editions.all()} == {TOMBSTONE_RU}
    assert redacted.moves.first().move == Move.REDACT


def test_all_addresses_answer_that_it_is_gone(named, data_protection, reader):
    for path in ("", "both/", "editions/", "editions/1/"):
        assert reader.get(f"/kk/appeals/tanybelgi-2/{path}").status_code in (200, 301)
    redacted = erasing.redact(named, data_protection, **REASONS)
    for slug in ("tanybelgi-2", "tanybelgi-1", redacted.slug):
        for path in ("", "both/", "editions/", "editions/1/"):
            for language, sentence in (("kk", TOMBSTONE_KK), ("ru", TOMBSTONE_RU)):
                page = reader.get(f"/{language}/appeals/{slug}/{path}")
                assert page.status_code == 410
                assert sentence in page.content.decode()
                assert WORD not in page.content.decode()
                assert "tanybelgi" not in page.content.decode()
                assert REASONS[f"reason_{language}"] in page.content.decode()
    for address in (
        "/kk/",
        "/kk/appeals/",
        "/kk/feeds/",
        "/sitemap-publications.xml",
        f"/kk/search/?q={WORD}",
    ):
        assert redacted.slug not in reader.get(address).content.decode()
    assert reader.get("/kk/news/tanybelgi-2/").status_code == 404
    assert FormerAddress.objects.filter(publication=redacted).count() >= 2


def test_it_works_in_a_silence(material, data_protection):
    quiet_now()
    assert erasing.redact(material, data_protection, **REASONS).redacted_at


def test_a_draft_that_was_never_public_stays_unknown(draft, data_protection, reader):
    slug = draft.slug
    erasing.redact(draft, data_protection, **REASONS)
    assert reader.get(f"/kk/appeals/{slug}/").status_code == 404


def test_nothing_brings_it_back(named, data_protection, administrator, publisher):
    redacted = fresh(erasing.redact(named, data_protection, **REASONS))
    with pytest.raises(publishing.Refused):
        publishing.restore(redacted, publisher)
    with pytest.raises(publishing.Refused):
        publishing.save_text(redacted, administrator, version=redacted.version, title_kk="Жаңа")
    with pytest.raises(publishing.Refused):
        erasing.redact(redacted, data_protection, **REASONS)


@pytest.mark.parametrize("role", ["editor", "publisher", "headquarters", "branch"])
def test_others_may_not(request, published, role):
    with pytest.raises(publishing.Refused):
        erasing.redact(published, request.getfixturevalue(role), **REASONS)
    assert not fresh(published).redacted_at


def test_the_reason_is_needed_in_both_languages(published, data_protection):
    with pytest.raises(publishing.Refused):
        erasing.redact(published, data_protection, reason_kk="Себеп", reason_ru=" ")


def test_the_officer_finds_the_move_on_the_page(published, data_protection):
    client = client_of(data_protection)
    address = f"/admin/appeals/publication/{published.pk}/move/redact/"
    assert client.get(address).status_code == 200
    client.post(address, {"version": published.version, **REASONS})
    assert fresh(published).redacted_at
    assert client.get(f"/admin/appeals/publication/{published.pk}/change/", follow=True).status_code == 200


NOW = timezone.now()
TOMBS = {
    **{"title_kk": TOMBSTONE_KK, "title_ru": TOMBSTONE_RU, "body_kk": TOMBSTONE_KK, "body_ru": TOMBSTONE_RU},
}


@pytest.mark.parametrize(
    "change",
    [
        {"title_kk": "Басқа"},
        {"title_kk": TOMBSTONE_KK},
        {"title_kk": "Басқа", "redacted_at": NOW},
        {"hash_kk": "0" * 64, "redacted_at": NOW},
        {**TOMBS, "number": 7, "redacted_at": NOW},
        {**TOMBS, "hash_ru": "0" * 64, "redacted_at": NOW},
        {**TOMBS, "public_from": NOW, "redacted_at": NOW},
        {**TOMBS, "adoption": {"number": "7"}, "redacted_at": NOW},
        {**TOMBS, "attachments": [{"id": 1}], "redacted_at": NOW},
    ],
)
def test_the_database_refuses_any_other_change(published, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Edition.objects.filter(publication=published).update(**change)


def test_the_database_lets_the_tombstone_through_once(published, data_protection):
    erasing.redact(published, data_protection, **REASONS)
    for change in ({"redacted_at": NOW}, {"redacted_at": None}, {"title_kk": "Қайта"}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Edition.objects.filter(publication=published).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM appeals_edition")


@pytest.mark.parametrize("change", [{"reason": "x"}, {"reason": "x", "redacted_at": NOW}, {"actor": None}])
def test_lines_of_history_keep_too(published, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        MoveRecord.objects.filter(publication=published).update(**change)
