"""History, preview, import, lists and the front page of the workplace."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from appeals import previews, publishing
from appeals.enums import Gap, Kind, Move, Status
from appeals.models import MoveRecord, Publication, Topic
from tests.appeals.conftest import fresh
from tests.appeals.texts import IMPRINT, MATERIAL, TEXTS, TITLE_KK, TITLE_RU
from tests.cast import client_of

pytestmark = pytest.mark.django_db
LIST = "admin:appeals_publication_changelist"


def page(publication, name, *args):
    return reverse(f"admin:appeals_publication_{name}", args=[publication.pk, *args])


# History


@pytest.fixture
def edited(published, editor):
    body = published.body_ru.replace("молодёжь", "молодых")
    return fresh(publishing.save_text(published, editor, version=published.version, body_ru=body))


def test_the_history_tells_who_did_what(edited, editor, publisher):
    response = client_of(publisher).get(page(edited, "history"))
    text = response.content.decode()
    assert [move.move for move in response.context["moves"]][:2] == [Move.EDIT, Move.PUBLISH]
    assert editor.full_name_kk in text
    assert "<del>молодёжь</del> <ins>молодых</ins>" in text


def test_any_two_texts_can_be_compared(edited, editor):
    for step in ("бір", "екі", "үш"):
        edited = fresh(
            publishing.save_text(edited, editor, version=edited.version, title_kk=f"Тақырып {step}")
        )
    one, other = edited.history.get(version=3).pk, edited.history.get(version=5).pk
    response = client_of(editor).get(page(edited, "history"), {"from": one, "to": other})
    kazakh, russian = response.context["comparison"]
    assert [piece.text for piece in kazakh["lines"][0][1] if piece.op == "ins"] == ["үш"]
    assert not russian["lines"]
    assert not russian["changes"]


def test_an_older_text_comes_back_through_the_same_door(edited, editor):
    client = client_of(editor)
    old = edited.history.get(version=1).pk
    address = page(edited, "revert", old)
    assert client.get(address).status_code == 200
    assert "молодых" in fresh(edited).body_ru
    response = client.post(address, {"version": edited.version})
    assert response.status_code == 302
    after = fresh(edited)
    assert "молодёжь" in after.body_ru
    assert after.moves.first().move == Move.REVERT
    stale = client.post(address, {"version": edited.version})
    assert stale.status_code == 409


# Preview


def test_the_preview_shows_the_working_copy_as_readers_will_see_it(edited, publisher):
    text = client_of(publisher).get(page(edited, "preview_text", "ru"))
    assert "молодых" in text.content.decode()
    assert 'id="b1"' in text.content.decode()
    assert "no-store" in text.headers["Cache-Control"]
    assert text.headers["X-Robots-Tag"].startswith("noindex")


def test_a_signed_link_opens_this_version_in_both_languages(edited):
    address = reverse("preview", args=[previews.token(edited)])
    for language, title in (("kk", TITLE_KK), ("ru", TITLE_RU)):
        response = Client().get(address, {"language": language})
        assert response.status_code == 200
        assert title in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"].startswith("noindex")
        assert not response.cookies


def test_a_signed_link_keeps_showing_what_was_sent(edited, editor):
    address = reverse("preview", args=[previews.token(edited)])
    publishing.save_text(edited, editor, version=edited.version, title_ru="Совсем другой заголовок")
    response = Client().get(address, {"language": "ru"})
    assert TITLE_RU in response.content.decode()
    assert "Совсем другой заголовок" not in response.content.decode()
    assert response.context["newer"] == edited.version + 1


def test_a_signed_link_shows_photos_that_are_not_public_yet(draft, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = ContentFile(b"\x89PNG", "photo.png")
    fields = {
        "name": "photo.png",
        "content_type": "image/png",
        "size": 4,
        "image": True,
        "width": 1,
        "height": 1,
    }
    photo = draft.attachments.create(file=upload, title_kk="Сурет", title_ru="Снимок", **fields)
    token = previews.token(draft)
    address = reverse("preview-file", args=[token, photo.file.name])
    assert address in Client().get(reverse("preview", args=[token])).content.decode()
    answer = Client().get(address)
    assert answer.getvalue() == b"\x89PNG"
    assert "no-store" in answer.headers["Cache-Control"]
    assert Client().get(reverse("media", args=[photo.file.name])).status_code == 404
    other = publishing.create(editor, kind=Kind.NEWS, title_kk="Басқа")
    elsewhere = reverse("preview-file", args=[previews.token(other), photo.file.name])
    assert Client().get(elsewhere).status_code == 404


def test_a_signed_link_expires_and_cannot_be_made_up(edited, settings):
    token = previews.token(edited)
    assert (
        Client().get(reverse("preview", args=[token[:-1] + ("A" if token[-1] != "A" else "B")])).status_code
        == 404
    )
    forged = token.replace(f"{edited.pk}.", f"{edited.pk + 1}.", 1)
    assert Client().get(reverse("preview", args=[forged])).status_code == 404
    settings.PREVIEW_LINK_DAYS = -1
    assert Client().get(reverse("preview", args=[token])).status_code == 404


# Import

DOCUMENT = f"""{TITLE_KK}

2023 жылғы 19 наурызда жұмыскерлер жиналысы өтеді.
Барша әріптестерді ынтымаққа шақырамыз!

{TITLE_RU}

19 марта 2023 года состоится собрание работников.
Призываем всех коллег к сплочённости!
"""


def upload(client, data=None, name="appeal.txt"):
    data = DOCUMENT.encode() if data is None else data
    return client.post(
        reverse("admin:appeals_publication_import"), {"document": SimpleUploadedFile(name, data)}
    )


def test_a_document_is_shown_before_anything_is_saved(editor):
    client = client_of(editor)
    response = upload(client)
    assert response.status_code == 200
    assert [row.place for row in response.context["agreement"]["rows"]] == ["title", "b1", "b2"]
    assert not Publication.objects.exists()
    parsed = response.context["form"]["parsed"].value()
    saved = client.post(reverse("admin:appeals_publication_import"), {"parsed": parsed, "kind": "statement"})
    publication = Publication.objects.get()
    assert saved.headers["Location"] == page(publication, "change")
    assert (publication.kind, publication.gap, publication.status) == (Kind.STATEMENT, Gap.NONE, Status.DRAFT)
    assert publication.moves.filter(move=Move.IMPORT, actor=editor).exists()


def test_the_same_document_twice_is_refused_with_the_way_to_the_first(editor):
    client = client_of(editor)
    data = {"parsed": upload(client).context["form"]["parsed"].value(), "kind": "appeal"}
    client.post(reverse("admin:appeals_publication_import"), data)
    response = client.post(reverse("admin:appeals_publication_import"), data)
    assert response.status_code == 409
    first = Publication.objects.get()
    assert page(first, "change") in response.content.decode()
    assert first.get_absolute_url() not in response.content.decode()  # readers do not see a draft
    assert client.post(reverse("admin:appeals_publication_import"), {**data, "again": "1"}).status_code == 302
    assert Publication.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("picture.png", b"\x89PNG\r\n"),
        ("numbers.txt", b"1 2 3"),
        ("broken.docx", b"PK\x03\x04zip"),
    ],
)
def test_a_file_that_is_no_document_gets_a_sentence(name, data, editor):
    response = upload(client_of(editor), data, name)
    assert response.status_code == 200
    assert response.context["form"].errors["document"]
    assert not Publication.objects.exists()


def test_what_was_read_cannot_be_changed_on_the_way_or_used_by_another(editor, second_editor):
    client = client_of(editor)
    parsed = upload(client).context["form"]["parsed"].value()
    address = reverse("admin:appeals_publication_import")
    assert (
        client.post(address, {"parsed": parsed[:-2] + "xx", "kind": "appeal"}).headers["Location"] == address
    )
    assert client_of(second_editor).post(address, {"parsed": parsed, "kind": "appeal"}).status_code == 302
    assert not Publication.objects.exists()


# Lists


def fill(count, editor):
    return Publication.objects.bulk_create(
        Publication(
            kind=Kind.NEWS, title_kk=f"Жаңалық {number}", title_ru=f"Новость {number}", slug=f"news-{number}",
            changed_by=editor, lead_kk="", lead_ru="", body_kk="", body_ru="", adoption_text_kk="",
            adoption_text_ru="", withdrawal_reason_kk="", withdrawal_reason_ru="",
        )
        for number in range(count)
    )  # fmt: skip


def queries(client, address, data=None):
    client.get(address, data)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, data).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["list", "editions", "moves", "index"])
def test_no_list_costs_more_with_more_rows(address, published, editor, publisher):
    address = {
        "list": reverse(LIST),
        "editions": reverse("admin:appeals_edition_changelist"),
        "moves": reverse("admin:appeals_moverecord_changelist"),
        "index": reverse("admin:index"),
    }[address]
    client = client_of(publisher)
    few = queries(client, address)
    for publication in fill(30, editor):
        MoveRecord.objects.create(
            publication=publication, move=Move.CREATE, actor=editor, version=1, to_status="draft"
        )
        publishing.save_text(
            publication, editor, version=1, **{k: v for k, v in TEXTS.items() if k.startswith("body")}
        )
        publishing.submit(publication, editor)
        publishing.approve(publication, publisher)
        publishing.publish(publication, publisher)
    assert queries(client, address) == few


def test_neither_text_nor_history_costs_more_with_a_longer_past(published, editor, publisher):
    client = client_of(publisher)
    addresses = [page(published, "change"), page(published, "history")]
    item = publishing.save_text(published, editor, version=published.version, title_kk="Тақырып")
    few = [queries(client, address) for address in addresses]
    for step in range(12):
        item = publishing.save_text(item, editor, version=item.version, title_kk=f"Тақырып {step}")
    assert [queries(client, address) for address in addresses] == few


def test_the_list_is_quick_with_ten_thousand_rows(editor, publisher):
    fill(10_000, editor)
    client = client_of(publisher)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse(LIST), {"q": "жаңалық 77", "gap": "none", "public": "never"})
    assert response.status_code == 200
    assert response.context["cl"].result_count == 280  # numbers below 10 000 with "77" in them
    assert sum(float(query["time"]) for query in captured) < 1


def test_the_list_finds_and_filters(published, editor):
    fields = {"title_kk": "Тек қазақша", "body_kk": "<p>Мәтін</p>", "decision_number": "17-Б"}
    other = publishing.create(editor, kind=Kind.NEWS, **fields)
    topic = Topic.objects.create(name_kk="Жалақы", name_ru="Зарплата", slug="wages")
    other.topics.add(topic)
    client = client_of(editor)

    def found(**query):
        return [item.pk for item in client.get(reverse(LIST), query).context["cl"].result_list]

    assert found(q="ТЕК ҚАЗАҚША") == [other.pk]
    assert found(q="сохранении") == [published.pk]
    assert found(q="казакша") == [other.pk]  # a title, typed without the Kazakh letters
    assert found(q="каукым") == []
    assert found(q="когамдык бакылау") == [published.pk]  # words of what was published
    assert found(q="100%") == found(q="_") == []
    assert found(q="17-Б") == [other.pk]
    assert found(gap="ru-missing") == [other.pk]
    assert found(public="public") == [published.pk]
    assert found(public="never") == [other.pk]
    assert found(public="withdrawn") == []
    assert found(public="changed") == []
    assert found(topics__id__exact=topic.pk) == [other.pk]
    publishing.save_text(
        published, editor, version=published.version, title_kk="Өзгерген", title_ru="Изменено"
    )
    assert found(public="changed") == [published.pk]


# Front page


def test_the_front_page_begins_with_publications_and_hides_machinery(editor, administrator):
    for user in (editor, administrator):
        response = client_of(user).get(reverse("admin:index"))
        labels = [app["app_label"] for app in response.context["app_list"]]
        assert labels[0] == "appeals"
        assert not {"procrastinate", "easy_thumbnails"} & set(labels)


def test_the_front_page_shows_what_waits(in_review, editor, publisher):
    address = page(in_review, "change")
    assert on_desk(publisher)["in-review"] == [address]
    publishing.send_back(in_review, publisher, reason="Күнін тексеріңіз")
    assert "Күнін тексеріңіз" in client_of(editor).get(reverse("admin:index")).content.decode()
    assert on_desk(editor)["returned"] == [address]


def on_desk(user):
    """{name of the card: addresses of its lines}"""
    cards = client_of(user).get(reverse("admin:index")).context["cards"]
    return {card.name: [line.href for line in card.lines] for card in cards}


def test_the_desk_shows_ones_own_texts_and_hides_what_is_empty(draft, editor, second_editor, publisher):
    address = page(draft, "change")
    assert on_desk(editor) == {"texts": [address]}
    assert on_desk(second_editor) == on_desk(publisher) == {}
    publishing.save_text(draft, second_editor, version=draft.version, lead_kk="Қысқаша", lead_ru="Кратко")
    assert on_desk(editor) == on_desk(second_editor) == {"texts": [address]}
    titles = {
        user: client_of(user).get(reverse("admin:index")).context["cards"][0].title
        for user in (editor, second_editor)
    }
    assert titles == {editor: "Менің мәтіндерім", second_editor: "Мои тексты"}


def test_those_who_decide_see_what_is_scheduled(approved, editor, publisher, tomorrow):
    publishing.publish(approved, publisher, public_from=tomorrow)
    response = client_of(publisher).get(reverse("admin:index"))
    (waiting,) = response.context["cards"]
    assert (waiting.title, [line.href for line in waiting.lines]) == (
        "Жоспарланған",
        [page(approved, "change")],
    )
    assert date_format(timezone.localtime(tomorrow), "SHORT_DATETIME_FORMAT") in response.content.decode()
    assert on_desk(editor) == {}


def test_the_history_says_in_words_what_changed_beside_the_text(published, editor, publisher):
    topic = Topic.objects.create(name_kk="Жалақы", name_ru="Зарплата", slug="wages")
    changes = {"slug": "zhana-mekenzhai", "topics": [topic], "opinion_poll": True, **MATERIAL}
    publishing.save_text(published, publisher, version=published.version, **changes)
    text = client_of(editor).get(page(published, "history")).content.decode()
    for said in (
        *(f"{published.slug} → zhana-mekenzhai", "— → Жалақы", "Үгіт материалы деп белгіленді"),
        *(f"— → {IMPRINT['imprint_funds_kk']}", f"— → {IMPRINT['imprint_orderer_ru']}"),
    ):
        assert said in text


@pytest.mark.parametrize("name", ["edition", "moverecord"])
def test_records_can_only_be_read(name, published, administrator):
    client = client_of(administrator)
    assert client.get(reverse(f"admin:appeals_{name}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:appeals_{name}_add")).status_code == 403
    row = published.editions.first() if name == "edition" else published.moves.first()
    assert (
        client.post(reverse(f"admin:appeals_{name}_change", args=[row.pk]), {"number": 9}).status_code == 403
    )
    assert (
        client.post(reverse(f"admin:appeals_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code
        == 403
    )
