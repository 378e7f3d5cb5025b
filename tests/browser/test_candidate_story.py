"""One candidate from the first page of the registration to the last trace: by branch, candidate, headquarters, readers
and officer, each in a browser. In Kazakh without a script, in Russian with it."""

import datetime
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from campaigns.candidates import reviewing
from campaigns.enums import PoolState
from campaigns.models import Campaign, Candidacy
from federation.models import Membership
from tests.browser.test_registration_browser import PHONE, save, uploaded, width_fits
from tests.campaigns.candidates import people
from tests.campaigns.candidates.conftest import pool, running
from tests.campaigns.conftest import majilis, rules_2023

__all__ = ["majilis", "pool", "rules_2023", "running"]
pytestmark = pytest.mark.django_db(transaction=True)
NAME = {"kk": "Үлгібаев", "ru": "Образцов"}
TEXTS = {
    "biography_kk": "Зауытта 12 жыл еңбек етеді.",
    "biography_ru": "Работает на заводе 12 лет.",
    "programme_kk": "Лайықты еңбекақы үшін.",
    "programme_ru": "За достойную плату.",
}
MENDED = "За достойную оплату труда."


@pytest.fixture
def cast(branch, headquarters, data_protection):
    """Branch, headquarters and officer, in office since before the campaign."""
    Membership.objects.update(from_date=datetime.date(2020, 1, 1))
    return branch, headquarters, data_protection


def registered(page, language, pool):
    """The branch fills in every step on a phone and submits."""
    page.goto(f"/{language}/cabinet/candidates/new/{pool.pk}/")
    page.locator("input[value='single-mandate:association']").check()
    for code in NAME:
        page.fill(f"[name=nominator_name_{code}]", "Кәсіподақ")
    save(page)
    page.fill("[name=iin]", people.iin(datetime.date(1980, 2, 29)))
    for code, name in NAME.items():
        page.fill(f"[name=family_name_{code}]", name)
        page.fill(f"[name=given_name_{code}]", "Асан")
    save(page)
    page.fill("[name=email]", "asan@mail.example")
    page.fill("[name=phone]", "+7 700 123 45 67")
    save(page)
    for name, text in TEXTS.items():
        page.fill(f"[name={name}]", text)
    save(page)
    page.set_input_files("[name=photo]", uploaded(people.picture(600, 900)))
    page.fill("[name=photo_alt_kk]", "Ер адам")
    page.fill("[name=photo_alt_ru]", "Мужчина")
    save(page)
    page.locator("[name=window][value=first]").check()
    save(page)
    page.locator("[name=citizen][value=yes]").check()
    page.fill("[name=residence_years]", "40")
    page.locator("[name=bars][value='-']").check()
    save(page)
    page.locator(".step-buttons a.button").first.click()
    for scope in ("photo", "biography"):
        page.locator(f"[name=scope][value={scope}]").check()
    page.fill("[name=given_on]", f"{timezone.localdate():%Y-%m-%d}")
    page.set_input_files("[name=scan]", uploaded(people.paper()))
    assert width_fits(page)
    save(page)
    submit(page)
    return Candidacy.objects.get()


def submit(page):
    page.locator("form[action$='/submit/'] button").click()
    page.wait_for_load_state()


def link_of(mails, language):
    """Path of the newest private link in the candidate's mail."""
    texts = [mail["text"] for mail in mails if mail["to"] == "asan@mail.example"]
    return re.search(rf"/{language}/candidate/[\w-]+/", texts[-1])[0]


def confirmed(page, path):
    page.goto(path)
    assert width_fits(page)
    page.locator("button[name=confirm]").click()
    page.wait_for_load_state()


def reviewed(page, language, candidacy, act, fill):
    """Headquarters open the candidate from the queue and send one of the forms."""
    page.goto(f"/{language}/cabinet/review/")
    address = f"/{language}/cabinet/review/{candidacy.pk}/"
    page.locator(f"a[href='{address}']").first.click()
    page.wait_for_url(f"**{address}")
    form = page.locator("form", has=page.locator(f"input[name=act][value={act}]"))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    fill(form)
    form.locator("button:not([type=button])").last.click()
    page.wait_for_load_state()
    candidacy.refresh_from_db()


def booklet_of(candidacy):
    return reverse("campaigns:booklet", args=[candidacy.campaign.slug, candidacy.region.iso])


def words_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def around(candidacy):
    """Where readers meet the candidate beside the own pages, in both languages: lists, search; and open data."""
    campaign = candidacy.campaign.slug
    lists = [f"/{language}/campaigns/{campaign}/candidates/" for language in NAME]
    found = [f"/{language}/search/?q={name}" for language, name in NAME.items()]
    return lists + found, [f"/kk/data/v1/{campaign}/{name}" for name in ("popolo.json", "candidates.csv")]


@pytest.mark.parametrize(("language", "script"), [("kk", False), ("ru", True)])
def test_from_the_branch_to_the_public_and_out_again(
    language, script, open_page, cast, pool, first_branch, queued_mails
):
    branch, headquarters, officer = cast
    Campaign.objects.update(imprint_place_kk="Астана", imprint_place_ru="Астана", circulation=500)
    desk = open_page(branch, width=PHONE, java_script_enabled=script)
    candidacy = registered(desk, language, pool)
    assert candidacy.pool_state == PoolState.SUBMITTED

    own = open_page(width=PHONE, java_script_enabled=script)
    confirmed(own, link_of(queued_mails(), language))
    assert candidacy.consents.in_force().exists()

    # Headquarters return it with a remark at one field.
    hall = open_page(headquarters)
    remark = "Қазақша мәтінге сай нақтылаңыз."
    reviewed(
        hall,
        language,
        candidacy,
        "return",
        lambda form: form.locator("[name=return-remark_programme_ru]").fill(remark),
    )
    assert candidacy.pool_state == PoolState.RETURNED

    # The branch reads it at the field, mends it, and submits again; the candidate confirms anew.
    desk.goto(f"/{language}/cabinet/candidates/{candidacy.pk}/step/texts/")
    assert remark in desk.locator("main").inner_text()
    desk.fill("[name=programme_ru]", MENDED)
    save(desk)
    desk.goto(f"/{language}/cabinet/candidates/{candidacy.pk}/")
    assert width_fits(desk)
    submit(desk)
    confirmed(own, link_of(queued_mails(), language))

    def approve(form):
        form.locator("[name=decision][value=approve]").check()
        form.locator("[name=announce][value=now]").check()

    reviewed(hall, language, candidacy, "decide", approve)
    assert candidacy.pool_state == PoolState.APPROVED
    assert candidacy in Candidacy.objects.public()

    # The public reads it in both languages; what is private stands nowhere.
    reader = open_page(width=PHONE, java_script_enabled=script)
    pages, request = [candidacy.get_absolute_url(code) for code in NAME], reader.context.request
    (lists, data), booklet = around(candidacy), booklet_of(candidacy)
    for page, code in zip(pages, NAME, strict=True):
        reader.goto(page)
        text = reader.locator("main").inner_text()
        assert NAME[code] in text
        assert (MENDED if code == "ru" else TEXTS["programme_kk"]) in text
        assert "123 45 67" not in reader.content()
        assert width_fits(reader)
    photo = reader.locator("main img").first.get_attribute("src")
    for address in lists:
        reader.goto(address)
        assert NAME["kk"] in reader.content() or NAME["ru"] in reader.content(), address
    assert all(NAME["kk"] in request.get(address).text() for address in data)
    assert all(request.get(address).status == 200 for address in (photo, booklet))
    printed = words_of(request.get(booklet).body())
    assert "123 45 67" not in printed
    assert NAME["ru"] in printed

    # The officer takes it down: one action, and everything is gone.
    office = open_page(officer)
    office.goto(reverse("admin:campaigns_takedown_of", args=[candidacy.pk]))
    office.locator("[name=sure]").check()
    office.locator("#content form button[type=submit], #content form input[type=submit]").last.click()
    office.wait_for_load_state()
    candidacy.refresh_from_db()
    assert candidacy.erased_at

    assert [request.get(address).status for address in pages] == [410, 410]
    assert request.get(photo).status in (404, 410)
    for address in lists + data:
        text = request.get(address).text()
        assert "Асан" not in text, address
        assert MENDED not in text, address
    left = request.get(booklet)
    assert left.status == 404 or NAME["ru"] not in words_of(left.body())
    # The private link says nothing more.
    assert request.get(own.url).status == 410


def test_the_button_says_how_many_decisions_and_mails_it_is(
    open_page, cast, pool, first_branch, second_branch, other_branch
):
    branch, headquarters, _officer = cast
    for by, organisation in ((branch, first_branch), (branch, first_branch), (second_branch, other_branch)):
        reviewing.approve(people.submitted(pool, by, organisation), headquarters, announce=False)
    page = open_page(headquarters)
    page.goto(reverse("cabinet:announce", args=[pool.pk]))
    button, boxes = page.locator("[data-chosen]"), page.locator("[name=candidacies]")
    for unchecked, numbers in ((None, ["3", "2"]), (0, ["2", "2"]), (1, ["1", "1"])):
        if unchecked is not None:
            boxes.nth(unchecked).uncheck()
        assert sorted(re.findall(r"\d+", button.inner_text()), reverse=True) == numbers
