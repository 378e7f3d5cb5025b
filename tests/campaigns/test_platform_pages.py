"""The platform of a campaign with its numbered steps: one page, an address for each step, one canonical address."""

import datetime
import re
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client

from appeals import publishing
from appeals.templatetags.publications import anchored
from campaigns import campaigning
from tests.appeals.texts import PRINT
from tests.campaigns.conftest import campaign
from tests.campaigns.platforms import (
    HOUSING,
    PREAMBLE,
    SAFETY,
    STEPS,
    WAGES,
    YOUTH,
    long_at_work,
    platform,
    reworded,
    stand_on,
)
from tests.site.publications import ago, fresh

pytestmark = pytest.mark.django_db

QUIET = datetime.datetime(2023, 3, 18, 6, tzinfo=datetime.UTC)
WHOLE = "/kk/campaigns/election/platform/"


def get(address, status=200):
    response = Client().get(address)
    assert response.status_code == status
    return response.content.decode()


def article(html):
    return html.split("<article")[1].split("</article>")[0]


@pytest.fixture
def stood(editor, publisher):
    return platform(editor, publisher)


@pytest.fixture
def announced(election, stood):
    return stand_on(election, stood)


class TestWhole:
    @pytest.mark.parametrize(("language", "side"), [("kk", 0), ("ru", 1)])
    def test_each_section_is_headed_with_its_number(self, language, side, announced):
        text = article(get(f"/{language}/campaigns/election/platform/"))
        assert PREAMBLE[side] in text
        for number, step in enumerate(STEPS, start=1):
            section = text.split("<section")[number]
            assert f'href="/{language}/campaigns/election/platform/{number}/"' in section
            assert re.search(rf">[^<]*\b{number}\b[^<]*</a></p>\s*<h2", section)
            assert step[side] in section
            assert step[2 + side] in section

    def test_every_block_has_the_id_that_it_has_in_the_publication(self, announced, stood):
        body = stood.editions.get().body_kk
        ids = re.findall(r'id="(b\d+)"', anchored(body))
        assert re.findall(r'id="(b\d+)"', article(get(WHOLE))) == ids
        assert len(ids) == 7

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_a_step_tells_what_it_serves_and_what_was_done(self, language, announced, stood):
        plank = stood.planks.get(number=2)
        plank.objective = announced.objectives.get(number=3)
        for code in ("kk", "ru"):
            setattr(plank, f"initiative_{code}", f"initiative {code}")
            setattr(plank, f"done_{code}", f"<done> {code}")
        plank.save()
        for address in ("platform/", "platform/2/"):
            html = article(get(f"/{language}/campaigns/election/{address}"))
            for said in (f"initiative {language}", f"&lt;done&gt; {language}"):
                assert said in html
            assert getattr(plank.objective, f"title_{language}") in html
        assert "initiative" not in article(get(f"/{language}/campaigns/election/platform/1/"))

    def test_it_shows_the_newest_public_edition(self, announced, stood, editor, publisher):
        reworded(stood, editor, publisher, WAGES, SAFETY, HOUSING, public_from=ago(days=-1))
        assert HOUSING[0] not in get(WHOLE)
        assert YOUTH[0] in get(WHOLE)
        assert HOUSING[0] not in get("/kk/campaigns/election/")
        get(f"{WHOLE}4/", 404)
        later = ago(days=-2)
        with patch("django.utils.timezone.now", lambda: later):
            assert HOUSING[0] in get(WHOLE)
            assert HOUSING[0] in get(f"{WHOLE}4/")
            assert YOUTH[0] not in article(get(WHOLE))

    def test_links_lead_to_both_languages_editions_and_the_publication(self, announced):
        html = get(WHOLE)
        for page in ("both/", "editions/", ""):
            assert f'href="/kk/platforms/tugyrnama/{page}"' in html
        assert 'href="/ru/campaigns/election/platform/"' in html

    def test_one_address_is_canonical(self, announced, stood, editor, publisher):
        own = f'<link rel="canonical" href="{settings.SITE_URL}{WHOLE}">'
        reworded(stood, editor, publisher, WAGES, SAFETY)
        paths = (WHOLE, *(f"/kk/platforms/tugyrnama/{page}" for page in ("", "editions/1/", "editions/2/")))
        for path in paths:
            assert get(path).count('rel="canonical"') == 1
            assert own in get(path)
        assert '"robots" content="noindex' in get("/kk/platforms/tugyrnama/editions/1/")
        assert f'href="{WHOLE}"' in get("/kk/platforms/tugyrnama/").split("<main")[1]

    def test_without_a_public_campaign_the_publication_is_its_own_address(self, stood, election):
        assert f'canonical" href="{settings.SITE_URL}/kk/platforms/tugyrnama/"' in get(
            "/kk/platforms/tugyrnama/"
        )

    def test_a_withdrawn_platform_answers_410_with_the_reason(self, announced, stood, publisher):
        publishing.withdraw(stood, publisher, reason_kk="Жаңасы дайындалуда.", reason_ru="Готовится новая.")
        for path in (WHOLE, f"{WHOLE}1/"):
            html = get(path, 410)
            assert "Жаңасы дайындалуда." in html
            assert "Готовится новая." in html
        assert "platform/" not in get("/kk/campaigns/election/").split("<main")[1]

    def test_a_campaign_without_a_platform_has_none(self, election):
        campaigning.announce(election, None)
        get(WHOLE, 404)
        get(f"{WHOLE}1/", 404)

    def test_queries_do_not_grow_with_the_steps(
        self, announced, stood, editor, publisher, django_assert_num_queries
    ):
        def asked(path):
            with django_assert_num_queries(9) as found:
                get(path)
            return len(found)

        before = asked(WHOLE)
        objective = announced.objectives.first()
        reworded(stood, editor, publisher, *STEPS, HOUSING)
        stood.planks.update(objective=objective)
        assert asked(WHOLE) == before


class TestStep:
    @pytest.mark.parametrize(("language", "side"), [("kk", 0), ("ru", 1)])
    def test_it_has_its_own_address(self, language, side, announced):
        html = get(f"/{language}/campaigns/election/platform/2/")
        assert SAFETY[side] in html.split("<h1")[1].split("</h1>")[0]
        assert SAFETY[2 + side] in article(html)
        assert WAGES[2 + side] not in html
        path = f"/{language}/campaigns/election/platform"
        assert f'<a rel="prev" href="{path}/1/"' in html
        assert f'<a rel="next" href="{path}/3/"' in html
        assert 'aria-current="true"' in html.split('class="parts"')[1].split("</nav>")[0]
        assert f"/{language}/platforms/tugyrnama/both/#b4" in html
        assert f"/{language}/platforms/tugyrnama/editions/1/#b4" in html

    def test_its_number_outlives_a_new_order(self, announced, stood, editor, publisher):
        reworded(stood, editor, publisher, YOUTH, SAFETY, WAGES)
        assert WAGES[2] in article(get(f"{WHOLE}1/"))
        html = get(WHOLE)
        assert re.findall(rf'href="{WHOLE}(\d+)/"', article(html)) == ["3", "2", "1"]

    def test_one_that_left_answers_410_and_shows_where_it_stood(self, announced, stood, editor, publisher):
        reworded(stood, editor, publisher, WAGES, SAFETY)
        reworded(stood, editor, publisher, WAGES, SAFETY, HOUSING)
        for language, side in (("kk", 0), ("ru", 1)):
            html = get(f"/{language}/campaigns/election/platform/3/", 410)
            assert YOUTH[side] in html.split("<h1>")[1].split("</h1>")[0]
            assert f"/{language}/platforms/tugyrnama/editions/1/#b6" in html
            assert '<meta name="robots" content="noindex">' in html
        get(f"{WHOLE}4/")

    @pytest.mark.parametrize("number", ["0", "4", "99999999999999999999"])
    def test_a_number_that_was_never_given_is_not_there(self, number, announced):
        get(f"{WHOLE}{number}/", 404)

    def test_it_is_the_step_of_its_own_platform(self, announced, editor, publisher, rules_2023):
        other = campaign(
            rules_2023, datetime.date(2023, 9, 1), slug="other", called_on=datetime.date(2023, 7, 1)
        )
        stand_on(other, platform(editor, publisher, HOUSING, slug="basqa"))
        assert HOUSING[2] in article(get("/kk/campaigns/other/platform/1/"))
        get("/kk/campaigns/other/platform/2/", 404)


class TestLaw:
    @pytest.mark.parametrize("path", [WHOLE, f"{WHOLE}1/"])
    def test_the_imprint_stands_on_every_page(self, path, announced, stood):
        html = get(path)
        assert stood.imprint_producer_kk in html
        assert "data-share" in html

    @pytest.mark.parametrize("path", [WHOLE, f"{WHOLE}1/"])
    def test_without_a_print_imprint_paper_gets_the_reason_alone(self, path, announced, stood):
        html = get(path)
        assert "no-print-run" in html
        assert "no-print-note" in html
        assert "data-print" not in html

    @pytest.mark.parametrize("path", [WHOLE, f"{WHOLE}1/"])
    def test_with_a_print_imprint_it_prints(self, path, election, editor, publisher):
        stood = platform(editor, publisher, **PRINT)
        stand_on(election, stood)
        html = get(path)
        assert "no-print-run" not in html
        assert "data-print" in html
        assert stood.imprint_place_kk in html

    @pytest.mark.parametrize("path", [WHOLE, f"{WHOLE}1/"])
    def test_in_a_silence_the_address_stays_without_a_share_button(self, path, election, editor, publisher):
        early = datetime.datetime(2023, 3, 1, tzinfo=datetime.UTC)
        with patch("django.utils.timezone.now", lambda: early):
            stand_on(election, platform(long_at_work(editor), long_at_work(publisher)))
        with patch("django.utils.timezone.now", lambda: QUIET):
            html = get(path)
        assert WAGES[2] in article(html)
        assert "data-share" not in html
        # The other pages of the campaign do not lead here.
        with patch("django.utils.timezone.now", lambda: QUIET):
            assert "platform/" not in get("/kk/campaigns/election/rules/").split("<main")[1]

    def test_in_a_silence_nothing_new_is_written_of_a_step(self, announced, stood):
        plank = stood.planks.get(number=1)
        plank.done_kk, plank.done_ru = "Үгітсөз", "Агитация"
        with patch("django.utils.timezone.now", lambda: QUIET), pytest.raises(campaigning.Refused):
            campaigning.write_plank(plank, None)
        assert "Үгітсөз" not in get(WHOLE)
        campaigning.write_plank(plank, None)
        assert "Үгітсөз" in get(WHOLE)


def test_the_sitemap_names_the_platform_and_its_steps_once(announced, stood):
    pages = get("/sitemap-campaigns.xml")
    for language in ("kk", "ru"):
        for path in ("", "platform/", "platform/1/", "platform/2/", "platform/3/"):
            assert f"<loc>{settings.SITE_URL}/{language}/campaigns/election/{path}</loc>" in pages
    assert "constituencies" not in pages
    assert "results" not in pages
    assert "/platforms/tugyrnama/" not in get("/sitemap-publications.xml")


def test_the_sitemap_names_no_campaign_that_is_not_announced(election, stood, editor, publisher):
    election.platform = stood
    campaigning.save(election, None)
    assert "campaigns" not in get("/sitemap-campaigns.xml").replace("sitemap-campaigns", "")
    assert "/platforms/tugyrnama/" in get("/sitemap-publications.xml")
    assert fresh(stood)
