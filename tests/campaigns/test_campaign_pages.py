"""The list of campaigns, the page of one, its publications, the home page, and what publications say of it."""

import datetime
import gzip
import re
from unittest.mock import patch

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from appeals import publishing
from appeals.enums import Kind
from campaigns import campaigning
from campaigns.models import Campaign
from campaigns.views import campaigns as views
from tests.appeals.texts import IMPRINT
from tests.campaigns.conftest import campaign
from tests.campaigns.platforms import STEPS, long_at_work, platform, stand_on
from tests.site.publications import ago, publish

pytestmark = pytest.mark.django_db

QUIET = datetime.datetime(2023, 3, 18, 6, tzinfo=datetime.UTC)


def page(address, status=200):
    response = Client().get(address)
    assert response.status_code == status
    return response.content.decode()


def main(address):
    """The content of a page, without head, masthead, notice and footer."""
    return page(address).split("<main", 1)[1].split("</main>")[0]


def clock(moment):
    return patch("django.utils.timezone.now", lambda: moment)


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def announced_campaign(rules, days, slug, **fields):
    made = campaign(rules, in_days(days), slug=slug, title_kk=f"{slug} kk", title_ru=f"{slug} ru", **fields)
    return campaigning.announce(made, None)


@pytest.fixture
def running(rules_2023, majilis):
    return announced_campaign(
        rules_2023,
        40,
        "running",
        called_on=in_days(-10),
        bodies=[majilis],
        summary_kk="Қазақша түйін.",
        summary_ru="Русская сводка.",
        information_kk="Қайда дауыс беру керек.",
        information_ru="Где голосовать.",
        **IMPRINT,
    )


def linked(campaign, editor, publisher, *, slug, **fields):
    """A published piece of news of the campaign."""
    publication = publish(
        editor, publisher, kind=Kind.NEWS, slug=slug, campaign_material=True, **(IMPRINT | fields)
    )
    campaigning.link(campaign, publication, None)
    return publication


class TestList:
    def test_what_runs_comes_first_then_what_comes_then_the_past(self, running, rules_2023, announced):
        announced_campaign(rules_2023, 300, "later", called_on=in_days(200))
        announced_campaign(rules_2023, 250, "sooner", called_on=in_days(150))
        html = main("/ru/campaigns/")
        places = [html.index(f"/ru/campaigns/{slug}/") for slug in ("running", "sooner", "later", "election")]
        assert places == sorted(places)
        names = re.findall(r'<h2 id="group-\d">(.*?)</h2>', html)
        assert len(names) == 3

    def test_each_says_its_state_its_day_and_whether_it_is_a_demonstration(self, rules_2023, running):
        announced_campaign(rules_2023, 41, "shown", called_on=in_days(-1), demonstration=True)
        for language in ("kk", "ru"):
            html = main(f"/{language}/campaigns/")
            assert html.count('class="state state-running"') == 2
            assert html.count('class="badge"') == 1
            assert f'datetime="{running.voting_on}"' in html
            assert getattr(running, f"title_{language}") in html
            assert getattr(running, f"summary_{language}") in html

    def test_what_is_not_announced_is_nowhere(self, election):
        assert "election" not in main("/kk/campaigns/")
        for part in (
            "",
            "platform/",
            "platform/1/",
            "publications/",
            "constituencies/",
            "rules/",
            "results/",
        ):
            page(f"/kk/campaigns/election/{part}", 404)

    def test_a_form_that_was_open_meanwhile_does_not_announce_again(self, announced):
        campaigning.retract(announced, None)
        campaigning.save(announced, None)
        page("/kk/campaigns/election/", 404)

    def test_an_empty_list_says_so(self):
        assert 'class="message"' in main("/kk/campaigns/")

    def test_queries_do_not_grow_with_the_campaigns(self, running, rules_2023, django_assert_num_queries):
        def asked():
            with django_assert_num_queries(7) as found:
                page("/kk/campaigns/")
            return len(found)

        before = asked()
        for number in range(4):
            announced_campaign(rules_2023, 50 + number, f"n{number}", called_on=in_days(-1))
        assert asked() == before

    def test_it_can_stand_in_a_menu(self, running):
        from federation.site.models import MenuItem

        MenuItem.objects.create(section="campaigns")
        assert '<a href="/ru/campaigns/" aria-current="page">' in page("/ru/campaigns/")


class TestFront:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_it_tells_what_the_campaign_is(self, language, running):
        html = main(f"/{language}/campaigns/running/")
        for name in ("title", "summary", "information", "imprint_funds"):
            assert getattr(running, f"{name}_{language}") in html
        for objective in running.objectives.all():
            assert getattr(objective, f"title_{language}") in html
        assert getattr(running.bodies.get(), f"name_{language}") in html
        assert 'class="timeline' in html
        assert 'class="countdown' in html
        assert "data-share" in html
        assert f'href="/{language}/campaigns/running/calendar.ics"' in html

    def test_a_referendum_shows_its_question(self, referendum):
        campaigning.announce(referendum, None)
        assert referendum.question_kk in main("/kk/campaigns/referendum/")
        assert "eligibility" not in main("/kk/campaigns/referendum/")

    def test_a_demonstration_says_so(self, rules_2023, running):
        announced_campaign(rules_2023, 41, "shown", called_on=in_days(-1), demonstration=True)
        assert 'class="message"' in main("/kk/campaigns/shown/")
        assert 'class="message"' not in main("/kk/campaigns/running/")

    def test_objectives_name_the_steps_that_serve_them(self, running, editor, publisher):
        stood = platform(editor, publisher)
        campaigning.retract(running, None)
        stand_on(Campaign.objects.get(pk=running.pk), stood)
        objective = running.objectives.get(number=2)
        stood.planks.filter(number__in=(1, 3)).update(objective=objective)
        html = main("/ru/campaigns/running/")
        item = html.split(objective.title_ru)[1].split("</li>")[0]
        assert re.findall(r"platform/(\d+)/", item) == ["1", "3"]
        steps = html.split('<ol class="steps">')[1].split("</ol>")[0]
        assert [step[1] in steps for step in STEPS] == [True] * 3

    def test_its_publications_stand_newest_first_and_only_public_ones(self, running, editor, publisher):
        linked(running, editor, publisher, slug="eski", public_from=ago(days=3))
        linked(running, editor, publisher, slug="zhana", public_from=ago(days=1))
        linked(running, editor, publisher, slug="keleshek", public_from=ago(days=-1))
        gone = linked(running, editor, publisher, slug="alyndy")
        publishing.withdraw(gone, publisher, reason_kk="Ескірді.", reason_ru="Устарело.")
        publish(editor, publisher, kind=Kind.NEWS, slug="bogde")
        for address in ("/kk/campaigns/running/", "/kk/campaigns/running/publications/"):
            assert re.findall(r"/kk/news/([\w-]+)/", main(address)) == ["zhana", "eski"]

    def test_more_than_six_have_a_page_of_their_own(self, running, editor, publisher, monkeypatch):
        for number in range(7):
            linked(running, editor, publisher, slug=f"n-{number}", public_from=ago(days=number + 1))
        html = main("/kk/campaigns/running/")
        assert len(re.findall(r"/kk/news/n-\d/", html)) == 6
        assert 'href="/kk/campaigns/running/publications/"' in html
        monkeypatch.setattr(views, "PER_PAGE", 5)
        assert len(re.findall(r"/kk/news/n-\d/", main("/kk/campaigns/running/publications/"))) == 5
        assert "/kk/news/n-6/" in main("/kk/campaigns/running/publications/?page=2")

    def test_queries_do_not_grow(self, running, editor, publisher, django_assert_max_num_queries):
        def asked():
            with django_assert_max_num_queries(30) as found:
                page("/kk/campaigns/running/")
            return len(found)

        linked(running, editor, publisher, slug="n")
        before = asked()
        for number in range(4):
            linked(running, editor, publisher, slug=f"n-{number}")
        assert asked() == before <= 14

    def test_any_cache_may_keep_it_and_nothing_is_set(self, running):
        for path in ("", "campaigns/", "campaigns/running/", "campaigns/running/publications/"):
            response = Client().get(f"/kk/{path}")
            assert response["Cache-Control"].startswith("public, max-age=")
            assert response["ETag"]
            assert not response.cookies
            assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"

    def test_the_first_visit_weighs_less_than_40_kilobytes(self, running, editor, publisher):
        for number in range(6):
            linked(running, editor, publisher, slug=f"n-{number}")
        client = Client(headers={"accept-encoding": "gzip"})
        for path in ("/kk/campaigns/running/", "/kk/"):
            response = client.get(path)
            html = gzip.decompress(response.content).decode()
            files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', html)) | {
                "img/band.svg",
                "img/seal.svg",
            }
            assert "css/campaigns.css" in files
            sizes = []
            for name in files:
                with open(finders.find(name), "rb") as file:
                    sizes.append(len(gzip.compress(file.read())))
            assert len(response.content) + sum(sizes) < 40_000


class TestSilence:
    """The look-alike of 2023 in its silence: facts stay, campaigning leaves."""

    @pytest.fixture
    def silent(self, election, editor, publisher):
        editor, publisher = long_at_work(editor), long_at_work(publisher)
        with clock(datetime.datetime(2023, 3, 1, tzinfo=datetime.UTC)):
            election.summary_kk = election.summary_ru = "Үгітсөз."
            campaigning.save(election, None)
            linked(election, editor, publisher, slug="ugit")
            neutral = publish(editor, publisher, kind=Kind.NOTICE, slug="beitarap")
            stand_on(election, platform(editor, publisher))
        return election, neutral

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_the_front_gives_facts_alone(self, language, silent):
        election, _neutral = silent
        with clock(QUIET):
            html = main(f"/{language}/campaigns/election/")
            head = page(f"/{language}/campaigns/election/").split("</head>")[0]
        for kept in (
            "timeline",
            getattr(election, f"title_{language}"),
            getattr(election, f"information_{language}"),
        ):
            assert kept in html
        objective = election.objectives.first()
        gone = ("Үгітсөз", "platform/", "data-share", "/news/ugit/", getattr(objective, f"title_{language}"))
        assert [word for word in gone if word in html or word in head] == []

    def test_the_list_gives_titles_and_dates_alone(self, silent):
        with clock(QUIET):
            html = main("/kk/campaigns/")
        assert "Үгітсөз" not in html
        assert silent[0].title_kk in html

    def test_the_publications_page_gives_what_is_neutral(self, silent, editor, publisher):
        election, neutral = silent
        campaigning.link(election, neutral, None)
        neutral.refresh_from_db()
        publishing.propose_neutral(neutral, editor, reason="Учаскенің мекенжайы ғана.")
        publishing.accept_neutral(neutral, publisher)
        with clock(QUIET):
            assert re.findall(r"/kk/news/([\w-]+)/", main("/kk/campaigns/election/publications/")) == [
                "beitarap"
            ]

    def test_another_campaign_follows_it(self, silent, rules_2023):
        """One portal is read in every zone: a campaign elsewhere is as quiet."""
        other = campaign(
            rules_2023, datetime.date(2023, 6, 1), slug="other", called_on=datetime.date(2023, 3, 10),
            summary_kk="Басқа науқан.", summary_ru="Другая кампания.",
        )  # fmt: skip
        with clock(datetime.datetime(2023, 3, 11, tzinfo=datetime.UTC)):
            campaigning.announce(other, None)
        with clock(QUIET):
            assert other.summary_kk not in main("/kk/campaigns/other/")
        with clock(QUIET + datetime.timedelta(days=3)):
            assert other.summary_kk in main("/kk/campaigns/other/")

    def test_a_publication_does_not_name_its_campaign(self, silent):
        with clock(QUIET):
            assert "/campaigns/election/" not in main("/kk/news/ugit/")
        with clock(QUIET + datetime.timedelta(days=3)):
            assert 'href="/kk/campaigns/election/"' in main("/kk/news/ugit/")


class TestHome:
    def test_a_running_campaign_stands_on_the_home_page(self, running, rules_2023, announced):
        announced_campaign(rules_2023, 300, "later", called_on=in_days(200))
        announced_campaign(rules_2023, 20, "nearer", called_on=in_days(-30), demonstration=True)
        for language in ("kk", "ru"):
            html = main(f"/{language}/")
            found = re.findall(rf'<h2><a href="/{language}/campaigns/([\w-]+)/"', html)
            assert found == ["nearer", "running"]
            assert html.count('class="badge"') == 1
            assert "countdown" in html

    def test_in_a_silence_none_does(self, running, announced):
        with clock(QUIET):
            assert "/campaigns/" not in main("/kk/")

    def test_without_a_campaign_the_page_is_as_light_as_before(self):
        assert "campaigns.css" not in page("/kk/")


def test_a_publication_names_its_announced_campaigns(running, election, editor, publisher):
    publication = linked(running, editor, publisher, slug="n")
    campaigning.link(election, publication, None)
    html = main("/ru/news/n/")
    assert f'<a href="/ru/campaigns/running/">{running.title_ru}</a>' in html
    assert "/campaigns/election/" not in html
