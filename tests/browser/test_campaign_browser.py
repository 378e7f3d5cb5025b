"""A referendum from its first form to its result, as people meet it: headquarters, editor, publisher, reader."""

import datetime
import re
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from appeals import publishing
from appeals.enums import Kind
from appeals.models import Publication
from campaigns import lawmaking
from campaigns.models import Campaign, Result
from federation.enums import Matter, Role
from federation.models import QuietPeriod
from tests.appeals.texts import IMPRINT, TEXTS, TITLE_KK, TITLE_RU
from tests.campaigns.platforms import long_at_work
from tests.cast import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A vote on 15 March 2026 in one time zone, Almaty's: UTC+5.
CAMPAIGNING = datetime.datetime(2026, 2, 20, 5, tzinfo=datetime.UTC)
SILENCE = datetime.datetime(2026, 3, 14, 7, tzinfo=datetime.UTC)
OVER = datetime.datetime(2026, 3, 16, 7, tzinfo=datetime.UTC)
SLUG = "referendum"
QUESTION = {"kk": "Конституцияның жобасын қабылдайсыз ба?", "ru": "Принимаете ли вы проект Конституции?"}
INFORMATION = {"kk": "Учаскелер 07:00-ден 20:00-ге дейін ашық.", "ru": "Участки открыты с 07:00 до 20:00."}
TITLE = {"kk": "Үлгі референдум", "ru": "Образцовый референдум"}
SUMMARY = {"kk": "Біз жобаны қолдаймыз.", "ru": "Мы поддерживаем проект."}
HEADINGS = {"kk": TITLE_KK, "ru": TITLE_RU}
QUIET = {"kk": "Тыныштық кезеңі", "ru": "Период тишины"}
LANGUAGES = ("kk", "ru")
PHONE = 360


@contextmanager
def clock_at(moment):
    """The portal's clock runs from `moment` (aware) on; that of the browser does not."""
    now = timezone.now
    ahead = moment - now()
    with patch("django.utils.timezone.now", lambda: now() + ahead):
        yield


@pytest.fixture
def people(transactional_db):
    """{role: User}, in office since 2020: roles follow the clock, too."""
    roles = {
        "headquarters": Role.HEADQUARTERS,
        "second": Role.HEADQUARTERS,
        "editor": Role.EDITOR,
        "publisher": Role.PUBLISHER,
    }
    return {name: long_at_work(person(name, role)) for name, role in roles.items()}


def fill(page, values):
    for name, value in values.items():
        page.fill(f"[name={name}]", value)


def submit(page, button=".actions-bar .default"):
    page.locator(button).first.click()
    page.wait_for_load_state()


def create_the_campaign(page):
    """Headquarters fills the form in the administration, sees which dates follow, saves and announces."""
    page.goto(reverse("admin:campaigns_campaign_add"))
    page.select_option("[name=kind]", "referendum")
    rules = page.locator("[name=rule_set] option", has_text=re.compile("2026")).first
    page.select_option("[name=rule_set]", rules.get_attribute("value"))
    fill(page, {"slug": SLUG, "called_on": "11.02.2026", "voting_on": "15.03.2026"})
    for code in LANGUAGES:
        fill(page, {f"title_{code}": TITLE[code], f"summary_{code}": SUMMARY[code]})
        fill(page, {f"question_{code}": QUESTION[code], f"information_{code}": INFORMATION[code]})
    fill(page, IMPRINT)
    page.fill("[name$=ends_on] >> nth=0", "1")  # a slip is said beside its field, and nothing is lost
    submit(page)
    assert page.locator(".campaign-date.errors").count() == 1
    assert not Campaign.objects.exists()
    page.fill("[name$=ends_on] >> nth=0", "")
    submit(page, "[name=_look]")
    assert "14" in page.locator("#standing .quiet-list").inner_text()
    submit(page)
    page.wait_for_url(re.compile(r"/\d+/change/$"))
    campaign = Campaign.objects.get()
    assert QuietPeriod.objects.filter(campaign=SLUG).count() == len(Matter)

    submit(page, f".object-tools a[href$='{campaign.pk}/announce/']")
    submit(page, ".actions-bar .default, .submit-row input, form [type=submit].default")
    assert Campaign.objects.get().announced_at
    return campaign


def link_the_text(page, publication):
    """The editor counts the own text to the campaign: it is marked and bears the imprint; then it is submitted."""
    page.goto(reverse("admin:appeals_publication_change", args=[publication.pk]))
    page.locator(".campaigns-of .addlink").click()
    page.select_option("[name=campaign]", index=1)
    submit(page)
    page.wait_for_url(re.compile(r"/change/$"))
    assert page.locator("[name=campaign_material]").is_checked()
    for name, value in IMPRINT.items():
        assert page.input_value(f"[name={name}]") == value
    page.locator(".actions-bar .move-submit").click()
    page.locator(".actions-bar .move-submit").click()
    page.wait_for_url(re.compile(r"/change/$"))


def publish_the_text(page, publication):
    """The publisher approves and publishes on the page that follows. Returns what the page then says."""
    page.goto(reverse("admin:appeals_publication_change", args=[publication.pk]))
    page.locator(".actions-bar .move-approve").click()
    page.locator(".actions-bar .move-approve").click()
    page.locator(".actions-bar .move-publish").click()
    page.wait_for_load_state()
    return page.locator("#content, main").first.inner_text()


def read_the_campaign(page):
    """On a phone, from the home page in Kazakh to the material; then the same in Russian."""
    page.goto("/kk/")
    page.get_by_role("link", name=TITLE["kk"]).first.click()
    assert page.url.endswith(f"/kk/campaigns/{SLUG}/")
    assert QUESTION["kk"] in page.locator(".question").inner_text()
    assert page.locator(".timeline-picture").is_visible()
    assert "15" in page.locator(".timeline-table").inner_text()
    assert SUMMARY["kk"] in page.inner_text("main")
    page.get_by_role("link", name=TITLE_KK).click()
    for code in LANGUAGES:
        assert page.locator("html").get_attribute("lang") == code
        imprint = page.locator(".imprint").inner_text()
        for name in ("imprint_producer", "imprint_orderer", "imprint_funds"):
            assert IMPRINT[f"{name}_{code}"] in imprint
        page.locator("[data-share]").wait_for()
        assert page.get_by_role("link", name=TITLE[code]).count()  # part of the campaign
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        if code == "kk":
            page.locator(".languages a").click()
            page.wait_for_url(re.compile("/ru/"))
    page.get_by_role("link", name=TITLE["ru"]).last.click()
    assert QUESTION["ru"] in page.locator(".question").inner_text()


def read_in_silence(page, publication):
    """The notice stands in both languages; home and front have lost the material; its address still opens."""
    for code in LANGUAGES:
        for path in (f"/{code}/", f"/{code}/campaigns/{SLUG}/"):
            page.goto(path)
            for said in LANGUAGES:
                notice = page.locator(f".silence [lang={said}]").first.inner_text()
                assert QUIET[said] in notice
                assert INFORMATION[said] in notice
            main = page.inner_text("main")
            assert HEADINGS[code] not in main
            assert SUMMARY[code] not in main
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        assert page.locator(".timeline-table").is_visible()  # the dates are no campaigning
        page.goto(publication.get_absolute_url(code))
        assert page.locator("h1").inner_text() == HEADINGS[code]
        assert page.locator("article #b1").is_visible()
        assert page.locator("[data-share]:visible").count() == 0


def enter_the_result(page):
    """Headquarters enters the count with its source; it cannot confirm it itself."""
    page.goto(reverse("admin:campaigns_result_add"))
    page.get_by_role("link", name=re.compile("|".join(TITLE.values()))).click()
    fill(page, {"source_kk": "Хаттама № 1", "source_ru": "Протокол № 1"})
    fill(page, {"source_url": "https://commission.example/1"})
    fill(page, {"voters": "2 000", "voted": "1 501", "invalid": "51"})
    page.select_option("[name=outcome]", "adopted")
    fill(page, {"lines-0-votes": "1100", "lines-1-votes": "1000"})  # more than voted
    submit(page)
    assert page.locator(".errornote").is_visible()
    assert page.input_value("[name=voters]").replace("\xa0", " ") == "2 000"
    page.fill("[name=lines-1-votes]", "350")
    submit(page)
    page.wait_for_url(re.compile(r"/result/\d+/change/$"))
    assert page.locator(".count-judge .caution").is_visible()
    assert page.locator("[name=compared]").count() == 0


def confirm_the_result(page, result):
    page.goto(reverse("admin:campaigns_result_change", args=[result.pk]))
    page.locator("[name=compared]").check()
    submit(page, ".count-judge .default")
    assert page.locator(".messagelist .success").is_visible()


def read_the_result(page):
    outcome = {"kk": "қабылданды", "ru": "принят"}
    for code in LANGUAGES:
        page.goto(f"/{code}/campaigns/{SLUG}/")
        page.locator(".hero-ways a").first.click()
        assert page.url.endswith(f"/{code}/campaigns/{SLUG}/results/")
        assert outcome[code] in page.locator(".outcome").inner_text().lower()
        assert re.search(r"75,1\s?%", page.locator(".turnout").inner_text())
        assert page.locator("a[href='https://commission.example/1']").count()
        assert page.locator(".silence").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_referendum_from_its_first_form_to_its_result(language, people, open_page):
    type(people["editor"]).objects.update(language=language)
    lawmaking.load(lawmaking.DATA / "kz-2026.toml")
    with clock_at(CAMPAIGNING):
        texts = [publishing.create(people["editor"], kind=Kind.APPEAL, **TEXTS) for _number in range(2)]
        for text in texts:
            publishing.confirm(text, people["editor"], version=1)
        headquarters = open_page(people["headquarters"])
        create_the_campaign(headquarters)
        assert headquarters.locator("html").get_attribute("lang") == language
        for text in texts:
            link_the_text(open_page(people["editor"]), text)
        publish_the_text(open_page(people["publisher"]), texts[0])
        publication = Publication.objects.get(pk=texts[0].pk)
        assert publication.editions.count() == 1
        read_the_campaign(open_page(width=PHONE))

    with clock_at(SILENCE):
        read_in_silence(open_page(width=PHONE), publication)
        said = publish_the_text(open_page(people["publisher"]), texts[1])
        assert TITLE[language] in said
        assert re.search(r"1[56] (наурыз|марта)", said)  # until when
        assert not Publication.objects.get(pk=texts[1].pk).editions.exists()
        assert all("409" in complaint for complaint in open_page.complaints)  # the refusal, nothing else
        open_page.complaints.clear()

    with clock_at(OVER):
        enter_the_result(open_page(people["headquarters"]))
        result = Result.objects.get()
        unconfirmed = open_page(width=PHONE)
        unconfirmed.goto(f"/{language}/campaigns/{SLUG}/results/")
        assert unconfirmed.locator(".outcome").count() == 0
        confirm_the_result(open_page(people["second"]), result)
        read_the_result(open_page(width=PHONE))
        reader = open_page(width=PHONE)
        reader.goto(f"/{language}/campaigns/{SLUG}/")
        assert HEADINGS[language] in reader.inner_text("main")  # after the silence it stands there again
