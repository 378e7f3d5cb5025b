"""The notice of a silence on every page under /kk/ and /ru/ (DOMAIN §4)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.appeals.conftest import quiet, quiet_now
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
        assert f'href="/{language}/campaigns/sailau-2023/"' in text
        assert "Тыныштық күні" in text
        assert "День тишины" in text


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
