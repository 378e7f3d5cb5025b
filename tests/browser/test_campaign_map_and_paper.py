"""The map of regions by keyboard alone, and what the printer gets of a platform."""

import datetime

import pytest

from appeals import publishing
from campaigns import campaigning
from campaigns.models import Constituency
from federation.enums import Role
from tests.appeals.texts import PRINT
from tests.campaigns.conftest import campaign
from tests.campaigns.platforms import WAGES, platform, stand_on
from tests.campaigns.rules import standard
from tests.cast import person, region

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def election(transactional_db):
    rules = standard("kz-2023")
    majilis = rules.bodies.get(code="majilis")
    made = campaign(
        rules,
        datetime.date(2023, 3, 19),
        slug="election",
        called_on=datetime.date(2023, 1, 19),
        bodies=[majilis],
    )
    for number in (1, 2):
        place = region(f"{number}-өңір", f"Регион {number}", tile_row=1, tile_column=number)
        Constituency.objects.create(
            campaign=made,
            body=majilis,
            region=place,
            number=number,
            name_kk=f"{number}-округ",
            name_ru="Округ",
        )
    return campaigning.announce(made, None)


def focused(page):
    return page.evaluate(
        "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
    )


def test_the_map_is_walked_and_left_by_keyboard(election, open_page):
    page = open_page(width=390)
    page.goto("/kk/campaigns/election/constituencies/")
    page.locator(".skip-map").focus()
    assert page.locator(".skip-map").is_visible()
    names = []
    for _step in range(2):
        page.keyboard.press("Tab")
        names.append(focused(page))
    assert names == ["1-өңір: 1", "2-өңір: 1"]
    outline = page.locator("a.tile:focus-visible rect")
    assert outline.evaluate("element => getComputedStyle(element).strokeWidth") == "6px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/?region=*#listed")
    assert page.evaluate("document.activeElement.id") == "listed"
    assert "2-округ" in page.locator("#listed").inner_text()
    assert "1-округ" not in page.locator("#listed").inner_text()


def test_paper_gets_the_platform_with_its_imprint_or_the_reason_why_not(election, open_page):
    editor, publisher = person("e", Role.EDITOR), person("p", Role.PUBLISHER)
    stood = platform(editor, publisher)
    campaigning.retract(election, None)
    stand_on(election, stood)
    page = open_page()
    for address in ("platform/", "platform/1/"):
        page.goto(f"/kk/campaigns/election/{address}")
        page.emulate_media(media="print")
        assert not page.get_by_text(WAGES[2]).is_visible()
        assert page.locator(".no-print-note").is_visible()
    publishing.save_text(stood, publisher, version=stood.version, **PRINT)
    # A browser without the copy that it may keep for ten seconds.
    page = open_page()
    page.emulate_media(media="print")
    for address in ("platform/", "platform/1/"):
        page.goto(f"/kk/campaigns/election/{address}")
        assert page.get_by_text(WAGES[2]).is_visible()
        assert page.get_by_text(PRINT["imprint_place_kk"]).is_visible()
        assert not page.locator(".no-print-note").is_visible()
        assert not page.locator(".parts").is_visible()
