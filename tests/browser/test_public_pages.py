"""Reading as people do: on a phone, without JavaScript, by keyboard, with large letters, in the dark."""

import re

import pytest

from appeals.enums import AdoptingBody, Kind
from appeals.models import Topic
from federation.site.models import MenuItem
from tests.browser.sound import faults_in
from tests.site.publications import ago, edit, next_edition, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def act(transactional_db, editor, publisher):
    """An adopted appeal with two editions, beside news, a notice and a menu."""
    publication = publish(
        editor,
        publisher,
        slug="undeu",
        lead_kk="Қысқаша сөз.",
        lead_ru="Кратко о главном.",
        public_from=ago(days=3),
        adopting_body=AdoptingBody.GENERAL_COUNCIL,
        decision_number="7",
    )
    publication.topics.add(Topic.objects.create(slug="wages", name_kk="Жалақы", name_ru="Заработная плата"))
    changed = [getattr(publication, f"body_{code}").replace("12", "14") for code in ("kk", "ru")]
    edit(publication, editor, body_kk=changed[0], body_ru=changed[1])
    next_edition(publication, editor, publisher, correction=True)
    publish(editor, publisher, kind=Kind.NEWS, slug="zhanalyq")
    publish(editor, publisher, kind=Kind.NOTICE, slug="khabar")
    for section in ("appeals", "news"):
        MenuItem.objects.create(place="main", section=section)
    return publication


PAGES = [
    "/kk/",
    "/ru/appeals/",
    "/kk/news/?kind=notice",
    "/kk/appeals/undeu/",
    "/ru/appeals/undeu/both/",
    "/kk/appeals/undeu/editions/",
    "/ru/appeals/undeu/editions/?from=1&to=2",
    "/kk/appeals/undeu/editions/1/",
    "/kk/search/?q=шарт",
    "/ru/low-vision/",
]


def test_pages_are_accessible_and_fit_the_screen(act, open_page):
    page = open_page()
    for path in PAGES:
        page.goto(path)
        assert faults_in(page, (360, "light"), (1280, "dark"), (1600, "light")) == []


def test_a_member_reads_on_a_phone_without_javascript(act, open_page):
    page = open_page(width=360, java_script_enabled=False)
    page.goto("/ru/")
    page.locator("summary").first.click()
    page.locator(".menu-list a").first.click()
    assert page.url.endswith("/ru/appeals/")
    page.get_by_role("link", name=act.title_ru).click()
    assert page.locator("article #b1").inner_text().startswith("С 2021 года")
    assert page.locator("button").count() == page.locator("button:visible").count() + 2  # print, share
    page.locator(".languages a").click()
    assert page.url.endswith("/kk/appeals/undeu/")
    assert page.locator("html").get_attribute("lang") == "kk"
    page.locator(".way").first.click()
    left = page.locator("#b2 > [lang=kk]").bounding_box()
    right = page.locator("#b2 > [lang=ru]").bounding_box()
    assert right["y"] >= left["y"] + left["height"]  # stacked in pairs, Kazakh first
    page.set_viewport_size({"width": 1280, "height": 900})
    left = page.locator("#b2 > [lang=kk]").bounding_box()
    right = page.locator("#b2 > [lang=ru]").bounding_box()
    assert right["y"] == left["y"]
    assert right["x"] >= left["x"] + left["width"]


def test_the_keyboard_reaches_the_text_first(act, page):
    page.goto("/kk/appeals/undeu/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_two_editions_are_compared_by_choosing_them(act, page):
    page.goto("/kk/appeals/undeu/editions/")
    page.select_option("#from", "1")
    page.select_option("#to", "2")
    page.locator(".compare button").click()
    assert page.locator("del").all_inner_texts()[-2:] == ["12", "12"]
    assert page.locator("ins").all_inner_texts()[-2:] == ["14", "14"]
    decoration = page.locator("p.change del").first.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert decoration == "line-through"  # not by colour alone


def test_the_low_vision_version_is_the_same_page_with_another_style(act, page):
    page.goto("/kk/appeals/undeu/")

    def look():
        return page.evaluate(
            """() => [getComputedStyle(document.documentElement).fontSize,
                      getComputedStyle(document.body).backgroundColor]"""
        )

    def choose(button):
        page.locator(button).click()
        page.wait_for_url(lambda url: "low-vision" not in url)

    ordinary = look()
    page.locator(".masthead .tool").first.click()
    page.locator("[name=size][value=huge]").check()
    page.locator("[name=colours][value=dark]").check()
    choose("[name=turn-on]")
    assert page.url.endswith("/kk/appeals/undeu/")
    assert look() == ["28px", "rgb(0, 0, 0)"]
    page.locator(".masthead .tool").first.click()
    choose("[name=ordinary]")
    assert look() == ordinary


def test_every_block_has_a_link_and_sharing_copies_the_address(act, open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/kk/appeals/undeu/")
    assert page.locator("article .permalink").count() == 8
    assert page.locator("article #b3 .permalink").get_attribute("href") == "#b3"
    share = page.locator("[data-share]")
    before = share.inner_text()
    share.click()
    page.wait_for_function(
        "before => document.querySelector('[data-share]').innerText !== before", arg=before
    )
    assert page.evaluate("navigator.clipboard.readText()").endswith("/kk/appeals/undeu/")


def test_on_paper_stands_the_text_and_nothing_to_click(act, page):
    page.emulate_media(media="print")
    page.goto("/kk/appeals/undeu/")
    for hidden in (".menu", ".masthead-tools", ".footer", ".ways"):
        assert not page.locator(hidden).first.is_visible()
    for shown in ("article", ".adoption", ".cite"):
        assert page.locator(shown).is_visible()
    assert re.search(r"/kk/appeals/undeu/editions/2/", page.locator(".cite").inner_text())
