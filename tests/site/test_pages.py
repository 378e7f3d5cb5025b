"""Home, menus, low-vision version, errors, and what machines ask for."""

import datetime
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.test import Client, RequestFactory, override_settings

from appeals.enums import AdoptingBody, Kind
from campaigns.enums import MeetingState, Tier
from campaigns.meetings import holding
from federation.site import sitemaps, views
from federation.site.context import Portal
from federation.site.models import MenuItem
from tests.campaigns.headquarters import work
from tests.campaigns.meetings import held
from tests.cast import client_of
from tests.site.publications import ago, next_edition, publish

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def page(address, status=200):
    response = Client().get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("ru", "/ru/"),
        ("ru-KZ,kk;q=0.8", "/ru/"),
        ("kk-KZ", "/kk/"),
        ("en,ru;q=0.5", "/ru/"),
        ("en,de", "/kk/"),
        ("", "/kk/"),
        ("*;;q=x" * 50, "/kk/"),
    ],
)
def test_the_root_goes_by_the_readers_language(header, target):
    response = Client().get("/", headers={"accept-language": header})
    assert response.status_code == 302
    assert response.url == target
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_an_address_without_language_finds_its_page():
    assert Client().get("/appeals/", headers={"accept-language": "ru"}).url == "/ru/appeals/"


def test_the_newest_adopted_act_stands_large_on_the_home_page(editor, publisher):
    adoption = {"adopting_body": AdoptingBody.GENERAL_COUNCIL, "decision_number": "5"}
    publish(editor, publisher, slug="eski-akt", public_from=ago(days=9), **adoption)
    publish(editor, publisher, slug="zhana-akt", public_from=ago(days=5), **adoption)
    publish(editor, publisher, kind=Kind.STATEMENT, slug="malimdeme", public_from=ago(days=1))
    publish(editor, publisher, kind=Kind.NEWS, slug="zhanalyq")
    publish(editor, publisher, kind=Kind.NOTICE, slug="khabarlandyru")
    publish(editor, publisher, kind=Kind.PAGE, slug="bet")
    html = page("/ru/")
    hero, rest = html.split('<section class="hero"')[1].split("</section>", 1)
    assert "/ru/appeals/zhana-akt/" in hero
    assert "/ru/appeals/zhana-akt/" not in rest
    acts, others = rest.split('aria-labelledby="acts"')[1].split("</section>", 1)
    assert acts.index("/ru/appeals/malimdeme/") < acts.index("/ru/appeals/eski-akt/")
    assert "/ru/news/khabarlandyru/" in others.split('aria-labelledby="notices"')[1].split("</section>")[0]
    assert "/ru/news/zhanalyq/" in others.split('aria-labelledby="news"')[1]
    assert "/ru/pages/bet/" not in html


@pytest.mark.parametrize("path", ["", "appeals/", "campaigns/", "search/"])
def test_joining_is_found_beside_the_menu_of_every_page(path):
    for language, said in (("kk", "Кәсіподаққа мүше болу"), ("ru", "Вступить в профсоюз")):
        head = page(f"/{language}/{path}").split("</header>")[0]
        assert f'<a class="menu-join" href="/{language}/join/">{said}</a>' in head
    assert 'href="/kk/join/" aria-current="page"' in page("/kk/join/").split("</header>")[0]


def test_an_empty_portal_says_so():
    assert 'class="message"' in page("/kk/")


class TestMenus:
    @pytest.fixture
    def about(self, editor, publisher):
        return publish(
            editor, publisher, kind=Kind.PAGE, slug="turaly", lead_kk="Біз туралы.", lead_ru="О нас."
        )

    def test_items_lead_to_pages_sections_and_other_addresses(self, about):
        MenuItem.objects.create(place="main", order=2, publication=about)
        MenuItem.objects.create(place="main", order=1, section="news", label_kk="Хабар", label_ru="Вести")
        MenuItem.objects.create(place="footer", url="https://example.org/", label_kk="Сырт", label_ru="Вне")
        MenuItem.objects.create(place="home", publication=about, label_kk="Біз", label_ru="Мы")
        html = page("/ru/")
        menu = html.split('<ul class="menu-wide">')[1].split("</ul>")[0]
        assert menu.index("Вести") < menu.index("/ru/pages/turaly/")
        assert about.title_ru in menu
        assert 'href="https://example.org/">Вне' in html.split("<footer")[1]
        assert "О нас." in html.split('aria-labelledby="introduction"')[1]
        assert 'href="/kk/pages/turaly/" aria-current="page"' in page("/kk/pages/turaly/")

    def test_menus_are_one_query_and_leave_the_texts_alone(self, about, django_assert_num_queries):
        MenuItem.objects.create(publication=about, order=1)
        MenuItem.objects.create(publication=about, place="footer")
        MenuItem.objects.create(section="news", order=2)
        portal = Portal(RequestFactory().get("/kk/"))
        with django_assert_num_queries(1) as asked:
            assert [item["href"] for item in portal.menu] == ["/kk/pages/turaly/", "/kk/news/"]
            assert [item["text"] for item in portal.footer] == [about.title_kk]
        assert "body_" not in asked[0]["sql"]

    def test_a_page_that_readers_cannot_open_is_left_out(self, about, publisher):
        from appeals import publishing

        MenuItem.objects.create(publication=about)
        publishing.withdraw(about, publisher, reason_kk="Ескірді.", reason_ru="Устарело.")
        assert "/kk/pages/turaly/" not in page("/kk/")

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"section": "news", "url": "https://example.org/", "label_kk": "а", "label_ru": "а"},
            {"url": "https://example.org/", "label_kk": "а"},
        ],
    )
    def test_an_item_has_exactly_one_target(self, fields):
        with pytest.raises(ValidationError):
            MenuItem(place="main", **fields).full_clean()


class TestLowVision:
    def test_the_choice_lives_in_a_cookie_and_answers_in_one_style_sheet(self):
        client = Client(enforce_csrf_checks=True)
        plain = client.get("/reader.css")
        assert plain.content == b""
        html = client.get("/kk/low-vision/?back=/kk/news/").content.decode()
        assert 'name="back" value="/kk/news/"' in html
        response = client.post("/kk/low-vision/", {"size": "huge", "colours": "dark", "back": "/kk/news/"})
        assert response.url == "/kk/news/"
        assert client.cookies["reader"]["httponly"]
        style = client.get("/reader.css")
        assert style["Content-Type"] == "text/css; charset=utf-8"
        assert "Cookie" in style["Vary"]
        assert style["Cache-Control"] == "private, no-cache"
        assert b"font-size: 175%" in style.content
        assert b"--paper: #000" in style.content
        assert style.content.count(b"{") == style.content.count(b"}")
        assert client.get("/reader.css", headers={"if-none-match": style["ETag"]}).status_code == 304
        assert client.get("/kk/news/").content == Client().get("/kk/news/").content
        client.post("/kk/low-vision/", {"ordinary": "1", "back": "/kk/"})
        assert client.get("/reader.css").content == b""

    @pytest.mark.parametrize(
        "back",
        ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "foo", "foo()", "?x", "["],
    )
    def test_it_leads_back_to_this_site_alone(self, back):
        response = Client().post("/ru/low-vision/", {"size": "large", "colours": "blue", "back": back})
        assert response.url == "/ru/"

    @pytest.mark.parametrize("cookie", ["x", "large", "large-", "large-}body{}", "huge-dark-x"])
    def test_a_forged_cookie_says_nothing(self, cookie):
        client = Client()
        client.cookies["reader"] = cookie
        assert client.get("/reader.css").content == b""


class TestErrors:
    @pytest.mark.parametrize(
        "path", ["/kk/zhoq/", "/ru/net/", "/nowhere", "/kk/appeals/zhoq/", "/kk/%00", "/%FF"]
    )
    def test_what_is_not_there_is_said_in_both_languages(self, path):
        html = page(path, 404)
        assert "Мұндай бет жоқ" in html
        assert "Такой страницы нет" in html

    @pytest.mark.parametrize(
        "path", ["/admin/zhoq/", "/accounts/zhoq/", "/cabinet/zhoq/", "/preview/x/", "/media/x.pdf", "/zhoq"]
    )
    def test_outside_of_the_languages_no_cache_keeps_what_is_not_there(self, path, administrator):
        client = client_of(administrator)
        client.cookies["messages"] = "x"
        response = client.get(path)
        assert response.status_code == 404
        assert "private" in response["Cache-Control"]
        assert "no-store" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]

    def test_below_a_language_any_cache_keeps_what_is_not_there(self, administrator):
        response = client_of(administrator).get("/kk/zhoq/")
        assert response.status_code == 404
        assert response["Cache-Control"] == "public, max-age=10"
        assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"

    def test_a_failure_is_said_in_both_languages_without_the_database(self, django_assert_num_queries, rf):
        with django_assert_num_queries(0):
            response = views.server_error(rf.get("/kk/"))
        assert response.status_code == 500
        html = response.content.decode()
        assert "Порталда ақау шықты" in html
        assert "На портале произошёл сбой" in html
        assert "<style" not in html

    def test_a_view_that_fails_answers_with_that_page(self, monkeypatch):
        def fail(*args, **kwargs):
            raise RuntimeError("broken")

        monkeypatch.setattr(views, "cards", fail)
        client = Client(raise_request_exception=False)
        response = client.get("/kk/")
        assert response.status_code == 500
        assert "Порталда ақау шықты" in response.content.decode()
        assert "public" not in response.get("Cache-Control", "")


SITE = "http://127.0.0.1:8000"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap_pages():
    """Paths of the pages that the index of the sitemaps names."""
    root = ElementTree.fromstring(page("/sitemap.xml"))
    pages = [item.text for item in root.findall("s:sitemap/s:loc", SITEMAP)]
    assert all(address.startswith(f"{SITE}/sitemap-") for address in pages)
    return [address.removeprefix(SITE) for address in pages]


def in_sitemap(path):
    """{address: {language: address}} of one page of a sitemap."""
    return {
        url.findtext("s:loc", namespaces=SITEMAP): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", SITEMAP)
        }
        for url in ElementTree.fromstring(page(path)).findall("s:url", SITEMAP)
    }


def test_the_sitemaps_name_every_public_item_in_both_languages(editor, publisher):
    publish(editor, publisher, slug="undeu")
    publish(editor, publisher, kind=Kind.PAGE, slug="bet")
    parts = ("sections", "publications", "campaigns", "meetings")
    assert sitemap_pages() == [f"/sitemap-{name}.xml" for name in parts]
    found = in_sitemap("/sitemap-sections.xml") | in_sitemap("/sitemap-publications.xml")
    sections = ("", "appeals/", "news/", "campaigns/", "join/", "data/")
    named_in_both(found, *sections, "appeals/undeu/", "pages/bet/")
    assert len(found) == 16
    page("/sitemap-nothing.xml", 404)


def named_in_both(found, *paths):
    for path in paths:
        both = {language: f"{SITE}/{language}/{path}" for language in ("kk", "ru")}
        for address in both.values():
            assert found[address] == both


def test_the_sitemaps_name_headquarters_meetings_and_what_belongs_to_them():
    w = work.world()
    met = held.closed(w.editor, w.mine.region, campaign=w.campaign)
    work.meeting(w, MeetingState.DRAFT)
    next_edition(holding.build_report(met, w.editor), w.editor, w.publisher)
    closed = {"opened_on": w.today - 2 * DAY, "closed_on": w.today - DAY}
    elsewhere = work.headquarters(
        w.campaign, Tier.POINT, w.mine.regional, region=w.mine.region, organisation=w.mine.branch, **closed
    )
    campaigns = in_sitemap("/sitemap-campaigns.xml")
    places = [w.republican, w.mine.regional, w.mine.point, w.theirs.regional, w.theirs.point]
    own = [f"campaigns/running/{path}" for path in ("", "meetings/", "headquarters/")]
    named_in_both(campaigns, *own, *[f"{own[2]}{one.pk}/" for one in places])
    assert f"{SITE}/kk/{own[2]}{elsewhere.pk}/" not in campaigns
    quoted = [f"meetings/{met.pk}/quotes/{number}/" for number in (1, 2)]
    people = [f"people/{one.holder_id}/" for one in met.participants.all()]
    found = in_sitemap("/sitemap-meetings.xml")
    paths = [f"meetings/{met.pk}/", *quoted, f"workplaces/{met.workplace_id}/", *people]
    named_in_both(found, *paths)
    assert len(found) == 2 * len(paths)
    for address in (*campaigns, *found):
        page(address.removeprefix(SITE))


def test_a_long_sitemap_goes_on_on_further_pages(editor, publisher, monkeypatch):
    monkeypatch.setattr(sitemaps.PublicationSitemap, "limit", 4)
    for number in range(5):
        publish(editor, publisher, slug=f"n-{number}", public_from=ago(days=number))
    first, *others = [path for path in sitemap_pages() if "publications" in path]
    assert others == ["/sitemap-publications.xml?p=2", "/sitemap-publications.xml?p=3"]
    pages = [in_sitemap(path) for path in (first, *others)]
    assert [len(found) for found in pages] == [4, 4, 2]
    everything = {address for found in pages for address in found}
    assert everything == {
        f"{SITE}/{language}/appeals/n-{number}/" for number in range(5) for language in ("kk", "ru")
    }


def test_robots_are_shown_the_sitemap():
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in page("/robots.txt")


def test_health_follows_the_database(monkeypatch):
    assert page("/healthz/") == "ok"

    class Broken:
        def cursor(self):
            raise DatabaseError("gone")

    monkeypatch.setattr(views, "connection", Broken())
    page("/healthz/", 503)


@override_settings(ALLOWED_HOSTS=["*"])
@pytest.mark.parametrize("path", ["/kk/", "/ru/", "/kk/appeals/", "/kk/search/", "/kk/low-vision/"])
def test_pages_only_read(path):
    for method in ("put", "delete", "patch"):
        assert getattr(Client(), method)(path).status_code == 405
