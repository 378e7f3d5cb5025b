"""The notice of a silence on every page under /kk/ and /ru/ (DOMAIN §4)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from appeals.enums import Kind
from campaigns.models import Campaign
from federation.models import QuietPeriod
from federation.site.models import MenuItem, Place
from tests.appeals.conftest import quiet, quiet_now
from tests.appeals.texts import IMPRINT
from tests.campaigns.conftest import campaign
from tests.campaigns.rules import standard
from tests.cast import client_of
from tests.site.publications import ago, publish

pytestmark = pytest.mark.django_db

KK = "Учаскелер 07:00-ден 20:00-ге дейін ашық."
RU = "Участки открыты с 07:00 до 20:00."
INFORMATION = {"information_kk": KK, "information_ru": RU}


@pytest.fixture
def appeal(editor, publisher):
    return publish(editor, publisher, slug="undeu", public_from=ago(days=1))


def page(path):
    return Client().get(path).content.decode()


PATHS = [
    "",
    "appeals/",
    "news/",
    "search/",
    "appeals/undeu/",
    "appeals/undeu/both/",
    "appeals/undeu/editions/",
    "no/",
]


@pytest.mark.parametrize("path", PATHS)
def test_both_languages_that_of_the_page_first(path, appeal):
    assert 'class="silence"' not in page(f"/kk/{path}")
    quiet_now(**INFORMATION)
    for language, first, second in (("kk", KK, RU), ("ru", RU, KK)):
        text = page(f"/{language}/{path}")
        assert text.index("</header>") < text.index(first) < text.index(second) < text.index("<main")
        assert "Тыныштық күні" in text
        assert "День тишины" in text


def test_it_leads_to_the_campaign_once_it_is_announced(db):
    made = campaign(standard("kz-2026"), date(2026, 3, 15), slug="sailau-2023")
    quiet_now()
    assert "/campaigns/sailau-2023/" not in page("/kk/")
    assert QuietPeriod.objects.active().get().name_kk not in page("/kk/")  # what is prepared is not told
    Campaign.objects.filter(pk=made.pk).update(announced_at=timezone.now())
    assert 'href="/kk/campaigns/sailau-2023/"' in page("/kk/")
    assert 'href="/ru/campaigns/sailau-2023/"' in page("/kk/")


def test_a_period_entered_by_hand_leads_nowhere(db):
    quiet_now(campaign="qolmen")
    text = page("/kk/")
    assert 'class="silence"' in text
    assert "/campaigns/qolmen/" not in text


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize(("mark", "matter"), [("campaign_material", "campaign"), ("opinion_poll", "polls")])
def test_a_marked_page_leaves_the_menus(mark, matter, place, editor, publisher):
    marks = {mark: True} | (IMPRINT if mark == "campaign_material" else {})
    text = {"title_kk": "Мәзірсөз", "title_ru": "Слово", "lead_kk": "Мәзірсөз.", "lead_ru": "Слово."}
    item = publish(editor, publisher, kind=Kind.PAGE, slug="bet", public_from=ago(days=1), text=text, **marks)
    MenuItem.objects.create(place=place, publication=item)
    assert "Мәзірсөз" in page("/kk/")
    quiet_now(matter=matter)
    assert "Мәзірсөз" not in page("/kk/")


def test_it_comes_and_goes_with_the_clock(appeal):
    quiet(timezone.now() + timedelta(minutes=5))
    quiet(timezone.now() - timedelta(hours=3), hours=2)
    assert 'class="silence"' not in page("/kk/")


def test_a_ban_on_polls_is_no_silence(appeal):
    quiet_now(matter="polls")
    assert 'class="silence"' not in page("/kk/")


def test_one_notice_for_a_campaign_of_several_zones_until_the_last_end(appeal):
    begins = timezone.now() - timedelta(hours=1)
    quiet(begins, hours=26, zone="Asia/Oral")
    quiet(begins, hours=2)
    quiet(begins, hours=2, campaign="referendum")
    text = page("/ru/")
    assert text.count("silence-row") == 2
    until = timezone.localtime(begins + timedelta(hours=26))
    assert f"{until:%H:%M}" in text


def test_what_staff_typed_is_escaped(appeal):
    quiet_now(information_kk="<b>x</b>", information_ru="<b>x</b>")
    assert "<b>x" not in page("/kk/")


def test_it_costs_one_query(appeal, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    quiet_now(**INFORMATION)
    with CaptureQueriesContext(connection) as asked:
        page("/kk/appeals/undeu/")
    assert sum("information_kk" in query["sql"] for query in asked) == 1


def test_the_rooms_of_staff_have_none(editor):
    quiet_now(**INFORMATION)
    for path in ("/admin/", "/accounts/login/"):
        assert KK not in client_of(editor).get(path, follow=True).content.decode()
        assert KK not in page(path)
