"""What readers see of the imprint: under the text, side by side, in editions and feeds, and on paper."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from appeals import publishing
from tests.appeals.conftest import fresh, quiet_now
from tests.appeals.texts import IMPRINT, MATERIAL, PRINT
from tests.cast import client_of
from tests.site.publications import ago, publish

pytestmark = pytest.mark.django_db

KK = [value for name, value in IMPRINT.items() if name.endswith("kk")]
RU = [value for name, value in IMPRINT.items() if name.endswith("ru")]
LABELS = {"kk": "Тапсырыс беруші", "ru": "Заказчик"}


@pytest.fixture
def leaflet(editor, publisher):
    return publish(editor, publisher, kind="news", slug="paraqsha", public_from=ago(days=1), **MATERIAL)


@pytest.fixture
def neutral(editor, publisher):
    return publish(editor, publisher, slug="beitarap", public_from=ago(days=1))


def page(path):
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("rest", ["", "editions/1/"])
def test_under_the_text_in_the_language_of_the_page(leaflet, rest):
    for language, said, other in (("kk", KK, RU), ("ru", RU, KK)):
        text = page(leaflet.get_absolute_url(language) + rest)
        assert text.index("</article>") < text.index('class="imprint"')
        assert LABELS[language] in text
        assert all(value in text for value in said)
        assert not any(value in text for value in other)


def test_side_by_side_in_both_languages(leaflet):
    text = page(leaflet.get_absolute_url("ru") + "both/")
    assert all(value in text for value in IMPRINT.values())
    assert LABELS["kk"] in text
    assert LABELS["ru"] in text


def test_pages_show_the_imprint_as_it_stands_now(leaflet, publisher):
    changed = {"imprint_funds_ru": "Средства федерации", **PRINT}
    publishing.save_text(leaflet, publisher, version=leaflet.version, **changed)
    for rest in ("", "both/", "editions/1/"):
        text = page(leaflet.get_absolute_url("ru") + rest)
        assert "Средства федерации" in text
        assert IMPRINT["imprint_funds_ru"] not in text
        assert "город Алматы" in text
        assert "1500" in text.replace("\u00a0", "")


def test_a_feed_takes_it_along(leaflet, neutral, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        feed = ElementTree.fromstring(Client().get("/ru/feeds/").content)
    contents = [entry.findtext("{http://www.w3.org/2005/Atom}content") for entry in feed if len(entry)]
    material, other = sorted((text for text in contents if text), key=lambda text: "imprint" not in text)
    assert all(value in material for value in RU)
    assert "imprint" not in other


def test_neutral_items_show_none(neutral, editor):
    assert "imprint" not in page(neutral.get_absolute_url("kk"))
    assert "no-print" not in page(neutral.get_absolute_url("kk"))


def test_what_is_marked_stands_escaped(leaflet, publisher):
    publishing.save_text(
        leaflet, publisher, version=leaflet.version, imprint_funds_kk='A & "B" < C', imprint_funds_ru="A & B"
    )
    assert "A &amp; &quot;B&quot; &lt; C" in page(leaflet.get_absolute_url("kk"))


@pytest.mark.parametrize("rest", ["", "both/", "editions/", "editions/1/"])
def test_without_place_and_circulation_paper_gets_a_notice(leaflet, publisher, rest):
    text = page(leaflet.get_absolute_url("kk") + rest)
    assert "no-print-run" in text
    assert text.index('<p lang="kk">Бұл үгіт материалы') < text.index(
        '<p lang="ru">Этот агитационный материал'
    )
    assert "data-print" not in text
    publishing.save_text(leaflet, publisher, version=leaflet.version, **PRINT)
    text = page(leaflet.get_absolute_url("kk") + rest)
    assert "no-print" not in text
    assert ("data-print" in text) == (rest in ("", "editions/1/"))


def test_a_preview_shows_it(draft, editor):
    publishing.save_text(draft, editor, version=draft.version, **MATERIAL)
    response = client_of(editor).get(f"/admin/appeals/publication/{draft.pk}/preview/ru/")
    assert all(value in response.content.decode() for value in RU)


def test_results_of_a_poll_are_not_shared_in_the_ban(approved, editor, publisher):
    publishing.save_text(approved, editor, version=approved.version, opinion_poll=True)
    publishing.publish(fresh(approved), publisher, public_from=ago(days=1))
    assert "data-share" in page(approved.get_absolute_url("kk"))
    quiet_now(matter="polls")
    assert "data-share" not in page(approved.get_absolute_url("kk"))


def test_a_platform_has_its_pages_and_no_list(editor, publisher):
    platform = publish(editor, publisher, kind="platform", slug="tugyrnama", **MATERIAL)
    assert platform.get_absolute_url("ru") == "/ru/platforms/tugyrnama/"
    for rest in ("", "both/", "editions/", "editions/1/"):
        assert "Үлгі федерациясының" in page("/kk/platforms/tugyrnama/" + rest)
    assert Client().get("/kk/platforms/").status_code == 404
    assert "/platforms/tugyrnama/" in page("/kk/feeds/")
    assert "/platforms/tugyrnama/" in page("/sitemap-publications.xml")
    assert "/platforms/tugyrnama/" in page("/kk/search/?q=үндеу")
    for path in ("/kk/appeals/", "/kk/news/"):
        assert "tugyrnama" not in page(path)
