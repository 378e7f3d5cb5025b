"""A branch registers a candidate: on a phone of 360 pixels without a script, and with what the script adds."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from campaigns.candidates import registering
from campaigns.candidates.completeness import missing
from campaigns.candidates.steps import STEPS
from campaigns.enums import PoolState
from campaigns.models import Candidacy
from federation.models import Membership
from tests.browser.sound import faults_in
from tests.campaigns.candidates import people
from tests.campaigns.candidates.conftest import draft, pool, ready, running
from tests.campaigns.conftest import majilis, rules_2023

__all__ = ["draft", "majilis", "pool", "ready", "rules_2023", "running"]
pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 360
PAGES = [step.name for step in STEPS if step.name != "overview"]


# What the script says of numbers.
JUDGED = """async ([module, numbers]) => {
  const { judged } = await import(module);
  return numbers.map((number) => judged(number).wrong || "");
}"""


def uploaded(upload):
    return {"name": upload.name, "mimeType": upload.content_type, "buffer": upload.read()}


def save(page):
    page.locator("button[name=next]").click()


def width_fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def in_office(branch):
    Membership.objects.filter(user=branch).update(from_date=datetime.date(2020, 1, 1))
    return branch


def test_a_whole_registration_on_a_phone_without_a_script(open_page, in_office, pool, first_branch):
    page = open_page(in_office, width=PHONE, java_script_enabled=False)

    def arrived(name):
        assert page.url.endswith(f"/step/{name}/"), page.url

    page.goto("/kk/cabinet/")
    page.locator(f"a[href$='/new/{pool.pk}/']").click()
    page.locator("input[value='single-mandate:association']").check()
    page.fill("[name=nominator_name_kk]", "Қостанай кәсіподақтары")
    page.fill("[name=nominator_name_ru]", "Профсоюзы Костаная")
    save(page)
    arrived("person")
    page.fill("[name=iin]", "12345")
    page.fill("[name=family_name_kk]", "Үлгібаев")
    save(page)
    # Refused: the reason stands beside the field and nothing is lost.
    assert page.locator("#id_iin_error").inner_text()
    assert page.input_value("[name=family_name_kk]") == "Үлгібаев"
    page.fill("[name=iin]", people.iin(datetime.date(1980, 2, 29)))
    for name, value in (("family_name_ru", "Образцов"), ("given_name_kk", "Асан"), ("given_name_ru", "Асан")):
        page.fill(f"[name={name}]", value)
    page.locator("button[name=stay]").click()
    assert "1980" in page.locator(".iin-said").inner_text()
    save(page)
    arrived("work")
    page.fill("[name=email]", "asan@mail.example")
    save(page)
    arrived("texts")
    for name, value in people.TEXTS.items():
        page.fill(f"[name={name}]", value)
    save(page)
    arrived("photo")
    page.set_input_files("[name=photo]", uploaded(people.picture(600, 900)))
    page.fill("[name=photo_alt_kk]", "Ер адам")
    page.fill("[name=photo_alt_ru]", "Мужчина")
    save(page)
    arrived("photo")
    page.locator("[name=window][value=first]").check()
    save(page)
    arrived("rules")
    page.locator("[name=citizen][value=yes]").check()
    page.fill("[name=residence_years]", "40")
    page.locator("[name=bars][value='-']").check()
    save(page)
    arrived("documents")
    page.locator(".paper input[type=file]").first.set_input_files(uploaded(people.paper()))
    page.locator(".paper button").first.click()
    assert page.locator(".paper.is-done").count() == 1
    page.locator(".step-buttons a.button").first.click()
    arrived("consent")
    page.locator("[name=scope][value=photo]").check()
    page.fill("[name=given_on]", f"{timezone.localdate():%Y-%m-%d}")
    page.set_input_files("[name=scan]", uploaded(people.paper()))
    assert width_fits(page)
    save(page)

    stored = Candidacy.objects.get()
    assert missing(stored) == []
    assert stored.photo_crop == [0, 0, 600, 750]
    assert width_fits(page)
    page.locator("form[action$='/submit/'] button").click()
    stored.refresh_from_db()
    assert stored.pool_state == PoolState.SUBMITTED
    assert page.locator(".state-submitted").count() == 1


def test_the_number_is_judged_as_it_is_typed(open_page, in_office, draft):
    page = open_page(in_office, width=PHONE)
    page.goto(reverse("cabinet:step", args=[draft.pk, "person"]))
    said, box = page.locator(".iin-said"), page.locator("[data-iin]")
    number = people.iin(datetime.date(1980, 2, 29), woman=True)

    def typed(text):
        page.fill("[name=iin]", text)
        return said.inner_text()

    def told(name):
        return box.get_attribute(f"data-{name}")

    assert "6" in typed(number[:6])
    assert "29.02.1980" in typed(number)
    assert told("woman") in typed(f"{number[:6]} {number[6:]}")
    assert typed(number[:11] + str((int(number[11]) + 1) % 10)) == told("control")
    assert typed("810229" + number[6:]) == told("date")
    assert typed(number[:6] + "9" + number[7:]) == told("century")
    assert typed(number + "1") == told("length")
    # Numbers whose control digit needs the second pass are judged as the server does.
    module = page.locator("script[src*=cabinet]").get_attribute("src")
    judged = page.evaluate(JUDGED, [module, [people.iin() for _number in range(40)]])
    assert set(judged) == {""}


def test_a_name_is_copied_and_characters_are_counted(open_page, in_office, draft):
    page = open_page(in_office)
    page.goto(reverse("cabinet:step", args=[draft.pk, "person"]))
    page.fill("[name=given_name_kk]", "Асан")
    page.locator(".two", has=page.locator("[name=given_name_kk]")).locator("[data-copy]").click()
    assert page.input_value("[name=given_name_ru]") == "Асан"
    page.goto(reverse("cabinet:step", args=[draft.pk, "texts"]))
    page.fill("[name=biography_kk]", "Он екі")
    assert "6" in page.locator(".field-count").first.inner_text()


def test_the_frame_of_the_photo_is_dragged_and_moved_with_keys(open_page, in_office, draft):
    registering.photograph(draft, in_office, people.picture(1000, 800))
    page = open_page(in_office)
    page.goto(reverse("cabinet:step", args=[draft.pk, "photo"]))
    frame = page.locator(".crop-box")
    frame.wait_for()
    frame.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("-")
    box = frame.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 30)
    page.mouse.up()
    assert page.locator("[name=window]:checked").count() == 0
    drawn = [int(number) for number in page.input_value("[name=crop]").split(",")]
    page.locator("button[name=stay]").click()
    page.wait_for_load_state()
    assert Candidacy.objects.get().photo_crop == drawn
    left, _top, wide, high = drawn
    assert left > 0
    assert wide < 640
    assert abs(wide * 5 - high * 4) <= 5


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_on_a_phone_the_head_of_the_cabinet_takes_two_rows(open_page, in_office, language):
    page = open_page(in_office, width=PHONE)
    page.goto(f"/{language}/cabinet/candidates/")
    assert page.locator(".masthead").bounding_box()["height"] < 110
    assert width_fits(page)
    # Signs stand for words, which whoever listens still hears.
    for tool in page.locator(".tool").all():
        assert tool.locator("svg").is_visible()
        assert tool.inner_text()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not page.locator(".tool svg").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_stands_the_check_on_a_phone_and_on_a_desk(open_page, in_office, pool, ready, scheme):
    registering.photograph(ready, in_office, people.picture())
    language = "ru" if scheme == "dark" else "kk"
    with translation.override(language):
        addresses = [
            *(reverse("cabinet:step", args=[ready.pk, name]) for name in PAGES),
            reverse("cabinet:candidate", args=[ready.pk]),
            reverse("cabinet:candidates"),
            reverse("cabinet:home"),
            reverse("cabinet:choose"),
            reverse("cabinet:begin", args=[pool.pk]),
            reverse("cabinet:consent-form", args=[ready.pk]),
        ]
    found = []
    page = open_page(in_office)
    for address in addresses:
        page.set_viewport_size({"width": PHONE, "height": 900})
        page.goto(address)
        found += [f"{address} {said}" for said in open_page.complaints]
        found += faults_in(page, (PHONE, scheme), (1280, scheme))
        open_page.complaints.clear()  # axe itself tries an inline style
    assert found == []
