"""Search finds words in any form, in both languages, however they were typed (DOMAIN §6)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appeals.enums import Kind
from federation.site import searching
from tests.site.publications import ago, edit, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(editor, publisher):
    """Three publications with recognisable words, the oldest first."""

    def add(slug, kk, ru, days, kind=Kind.NEWS):
        text = {
            "title_kk": kk[0],
            "body_kk": f"<p>{kk[1]}</p>",
            "title_ru": ru[0],
            "body_ru": f"<p>{ru[1]}</p>",
        }
        return publish(editor, publisher, slug=slug, kind=kind, text=text, public_from=ago(days=days))

    add(
        "kenes",
        ("Кәсіподақтар кеңесі", "Қаржы мәселесі қаралды."),
        ("Совет профсоюзов", "Рассмотрен вопрос финансов."),
        3,
    )
    add(
        "kandidat",
        ("Кездесу өтті", "Кандидаттарымыздың тұғырнамасы."),
        ("Прошла встреча", "Платформа кандидатов."),
        2,
    )
    add(
        "sayt",
        ("Хабар", "Жұмыскерлер мен кәсіподақ."),
        ("Весть", "Работники и профсоюз заключили соглашения."),
        1,
    )


def found(query):
    return [edition.publication.slug for edition in searching.find(searching.stems_of(query))]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("кәсіподақ", ["kenes", "sayt"]),  # the title counts more than the date
        ("КӘСІПОДАҚТАРДЫҢ", ["kenes", "sayt"]),
        ("касиподак", ["sayt", "kenes"]),
        ("кандидат", ["kandidat"]),
        ("кандидаттың", ["kandidat"]),
        ("кандидатами", ["kandidat"]),
        ("профсоюзам", ["sayt", "kenes"]),
        ("соглашением", ["sayt"]),
        ("совет профсоюз", ["kenes"]),
        ("каржы", ["kenes"]),
        ("финансы", ["kenes"]),
        ("кенес платформа", []),  # the words of one query are looked for in one language
        ("жоқсөз", []),
    ],
)
def test_words_are_found_in_any_form(library, query, slugs):
    assert sorted(found(query)) == sorted(slugs)


def test_a_title_with_the_words_comes_first(library):
    assert found("кәсіподақ") == ["kenes", "sayt"]


@pytest.mark.parametrize(
    "query", ["", " ", "а", "!!!", "&|:*()'\\", "<>", "_", "a" * 5000, "\x00", "слово " * 100, "'):*"]
)
def test_any_query_gets_an_answer(library, query):
    assert found(query) == []
    assert Client().get("/kk/search/", {"q": query}).status_code == 200


def test_results_show_where_the_word_stands_in_the_language_of_the_page(library):
    html = Client().get("/kk/search/", {"q": "кандидаттың"}).content.decode()
    assert "<mark>Кандидаттарымыздың</mark>" in html
    assert "/kk/news/kandidat/" in html
    html = Client().get("/ru/search/", {"q": "кандидатами"}).content.decode()
    assert "<mark>кандидатов</mark>" in html
    assert 'value="кандидатами"' in html


def test_a_page_of_results_asks_for_russian_stems_once(library):
    with CaptureQueriesContext(connection) as asked:
        assert Client().get("/ru/search/", {"q": "кандидатами"}).status_code == 200
    assert sum("ts_lexize" in query["sql"] for query in asked) == 1


def test_only_the_newest_public_text_is_searched(editor, publisher, library):
    publication = publish(editor, publisher, slug="eski", lead_kk="Бұрынғысөз.", lead_ru="Старослово.")
    assert found("бұрынғысөз") == ["eski"]
    edit(publication, editor, lead_kk="Жобасөз.", lead_ru="Черновослово.")
    assert found("жобасөз") == []


def test_an_excerpt_is_cut_between_words():
    text = "бір " * 100 + "ҚАҺАРМАН " + "екі " * 100
    pieces = searching.excerpt(text, {"kk": ["кахарман"], "ru": []})
    assert ("ҚАҺАРМАН", True) in pieces
    shown = "".join(piece for piece, _ in pieces)
    assert shown.startswith("… бір")
    assert shown.endswith("екі …")
    assert len(shown) < 300
    assert searching.excerpt("қысқа", {"kk": [], "ru": []}) == [("қысқа", False)]
