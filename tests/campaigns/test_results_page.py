"""Results for readers: confirmed counts alone, exact shares, corrections with their reason, the document."""

import datetime
import re
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from campaigns import campaigning, counting, tallies
from campaigns.models import Campaign, Constituency
from federation.enums import Matter
from federation.models import QuietPeriod
from tests.campaigns import votes
from tests.campaigns.votes import LATER, SCAN, confirmed, entered, line
from tests.cast import client_of, region
from tests.kept import kept

pytestmark = pytest.mark.django_db
REASONS = {"reason_kk": "Хаттама түзетілді", "reason_ru": "Протокол исправлен"}


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def election(db):
    return kept("votes.election", votes.election)


def address(campaign, language="ru"):
    return f"/{language}/campaigns/{campaign.slug}/results/"


def read(campaign, language="ru"):
    """The page as text without tags, no-break spaces kept."""
    response = Client().get(address(campaign, language))
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split(" ")).replace("\n", " ")


def source(result):
    with translation.override("ru"):
        return reverse("campaigns:result-source", args=[result.campaign.slug, result.pk])


def fetch(path, client=None):
    """The answer with all that it streams in `body`."""
    response = (client or Client()).get(path)
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def scan():
    return ContentFile(SCAN, "протокол.pdf")


# What readers see


def test_a_referendum_shows_question_outcome_turnout_and_answers(vote, headquarters, second):
    lines = [line("Иә", "Да", 1_234_567), line("Жоқ", "Нет", 500_000)]
    confirmed(
        vote, headquarters, second, lines, voters=3_200_000, voted=1_734_568, invalid=1, source_file=scan()
    )
    russian, kazakh = read(vote), read(vote, "kk")
    for text in (russian, kazakh):
        assert "54,2%" in text  # 1 734 568 of 3 200 000
        assert "1\xa0234\xa0567" in text
        assert "71,2%" in text  # of those who voted, not of the valid ballots
        assert "28,8%" in text
    assert "Поддерживаете ли вы проект?" in russian
    assert "Протокол № 1" in russian
    assert "Жобаны қолдайсыз ба?" in kazakh
    assert "Хаттама № 1" in kazakh
    html = Client().get(address(vote)).content.decode()
    assert '<rect width="71.2" height="4"/>' in html
    assert "style=" not in html


def test_what_waits_or_was_returned_is_not_shown(vote, headquarters, second):
    result = entered(vote, headquarters, source_file=scan())
    for return_it in (True, False):
        assert "50,0%" not in read(vote)
        assert fetch(source(result)).status_code == 404
        assert tallies.of_campaign(vote)[0] == []
        if return_it:
            counting.send_back(result, second, reason="Сверьте")


def test_who_counted_is_nowhere_public(vote, headquarters, second):
    confirmed(vote, headquarters, second)
    for language in ("kk", "ru"):
        text = read(vote, language)
        for somebody in (headquarters, second):
            assert somebody.full_name_kk not in text
            assert somebody.full_name_ru not in text


def test_an_election_shows_lists_and_who_is_elected(election, headquarters, second):
    first, last = election.constituencies.all()
    first.region = region()
    first.save()
    lists = [line("Кіші", "Малая", 100, seats=9), line("Үлкен", "Большая", 700, seats=60)]
    confirmed(election, headquarters, second, lists)
    confirmed(
        election, headquarters, second, [line("Пётр", "Пётр", 300), line("Айгүл", "Айгуль", 600, elected=True)],
        constituency=first,
    )  # fmt: skip
    confirmed(election, headquarters, second, [line("Ерлан", "Ерлан", 300)], constituency=last)
    ((tally,), _all) = tallies.of_campaign(election)
    assert [one.label_kk for one in tally.whole.shown_lines] == ["Үлкен", "Кіші"]
    assert [result.constituency for result in tally.constituencies] == [first, last]
    text = read(election)
    assert text.index("Большая") < text.index("Малая") < text.index("Округ 1") < text.index("Округ 2")
    assert "Костанайская область" in text
    assert text.index("Айгуль") < text.index("Пётр")


def test_turnout_of_constituencies_alone_is_their_sum(election, headquarters, second):
    first, last = election.constituencies.all()
    for constituency, voted in ((first, 500), (last, 1000)):
        confirmed(
            election, headquarters, second, [line("А", "А", 400, elected=True)],
            constituency=constituency, voters=2000, voted=voted,
        )  # fmt: skip
        ((tally,), _all) = tallies.of_campaign(election)
        assert tally.is_partial is (constituency == first)
    assert (tally.voters, tally.voted, str(tally.turnout)) == (4000, 1500, "37.5")
    assert "37,5%" in read(election)


def test_constituencies_of_another_campaign_are_not_expected(election, headquarters, second):
    other = Campaign.objects.create(
        slug="other",
        rule_set=election.rule_set,
        voting_on=votes.VOTING_DAY,
        title_kk="Басқа",
        title_ru="Другие",
    )
    house = election.bodies.first()
    Constituency.objects.create(campaign=other, body=house, number="9", name_kk="Тоғыз", name_ru="Девять")
    confirmed(election, headquarters, second, [line("Тізім", "Список", 5)])
    assert tallies.of_campaign(election)[0][0].expected == 2


def test_corrections_are_told_with_their_reason(vote, headquarters, second):
    first = confirmed(vote, headquarters, second, source_file=scan())
    confirmed(vote, headquarters, second, voted=1100, now=LATER + datetime.timedelta(hours=1), **REASONS)
    new = confirmed(
        vote, headquarters, second, voted=1200, now=LATER + datetime.timedelta(hours=2),
        reason_kk="Қайта саналды", reason_ru="Пересчитано", source_file=scan(),
    )  # fmt: skip
    ((tally,), _all) = tallies.of_campaign(vote)
    assert tally.whole == new
    assert [(one.result.voted, one.by.reason_ru) for one in tally.corrections] == [
        (1100, "Пересчитано"),
        (1000, "Протокол исправлен"),
    ]
    assert "60,0%" in read(vote)
    assert "Хаттама түзетілді" in read(vote, "kk")
    assert fetch(source(first)).status_code == 404
    assert fetch(source(new)).status_code == 200


def test_a_campaign_that_is_not_announced_shows_nothing(vote, headquarters, second):
    result = confirmed(vote, headquarters, second, source_file=scan())
    campaigning.retract(vote, None)
    assert Client().get(address(vote)).status_code == 404
    assert fetch(source(result)).status_code == 404
    assert Client().get("/ru/campaigns/none/results/").status_code == 404


def test_without_results_the_page_says_when_they_come(vote):
    assert Client().get(address(vote)).status_code == 200


def test_a_silence_of_another_campaign_leaves_the_results(vote, headquarters, second):
    confirmed(vote, headquarters, second)
    now = timezone.now()
    QuietPeriod.objects.create(
        campaign="other", name_kk="Тыныштық", name_ru="Тишина", matter=Matter.CAMPAIGN,
        begins_at=now - datetime.timedelta(hours=1), ends_at=now + datetime.timedelta(hours=1),
    )  # fmt: skip
    with mock.patch("django.utils.timezone.now", return_value=now):
        assert "50,0%" in read(vote)


# Many constituencies


@pytest.fixture
def many(election, headquarters, second):
    """An election with a count of 35 constituencies in each of two regions, and of one in none."""
    house = election.bodies.first()
    for place in (region(), region("Абай облысы", "область Абай")):
        for number in range(100, 135):
            constituency = Constituency.objects.create(
                campaign=election, body=house, region=place, number=str(number),
                name_kk=f"{place.name_kk} {number} о", name_ru=f"{place.name_ru} {number} о",
            )  # fmt: skip
            confirmed(
                election, headquarters, second, [line("А", "А", 400, elected=True)], constituency=constituency
            )
    confirmed(
        election, headquarters, second, [line("А", "А", 400, elected=True)],
        constituency=election.constituencies.filter(region=None).first(),
    )  # fmt: skip
    return election


def test_of_many_constituencies_those_of_a_region_are_listed(many):
    whole = Client().get(address(many)).content.decode()
    (tally,) = tallies.of_campaign(many, at_once=60)[0]
    assert (tally.counted, tally.voters, tally.voted) == (71, 142_000, 71_000)
    assert [(str(place.turnout), place.counted) for place in tally.places] == [
        ("50.0", 35),
        ("50.0", 35),
        ("50.0", 1),
    ]
    assert whole.count("<details>") == 1  # of no region: it would be found nowhere else
    first, last = sorted(tally.regions, key=lambda place: place.region.name_kk)
    html = Client().get(f"{address(many)}?region={first.region.iso}").content.decode()
    assert html.count("<details>") == 35
    assert "область Абай 100 о" in html
    assert "Костанайская область 100 о" not in html
    assert f'href="?region={last.region.iso}#listed-house"' in html
    assert '<meta name="robots" content="noindex, follow">' in html


def test_a_few_constituencies_are_listed_together_and_also_by_region(election, headquarters, second):
    first, last = election.constituencies.all()
    first.region = region()
    first.save()
    for one in (first, last):
        confirmed(election, headquarters, second, [line("А", "А", 400, elected=True)], constituency=one)
    html = Client().get(address(election)).content.decode()
    assert html.count("<details>") == 2
    assert "?region=" not in html
    assert (
        Client().get(f"{address(election)}?region={first.region.iso}").content.decode().count("<details>")
        == 1
    )


def test_a_region_without_results_says_so_and_one_that_is_none_is_not_found(many):
    third = region("Ұлытау облысы", "область Улытау")
    assert "<details>" not in Client().get(f"{address(many)}?region={third.iso}").content.decode()
    for code in ("", "KZ-XX", "%00"):
        assert Client().get(f"{address(many)}?region={code}").status_code == 404


# Names come from people: they are shown as text


def test_names_are_text_and_nothing_else(vote, headquarters, second):
    nasty = "<script>alert(1)</script>"
    lines = [line(nasty, nasty, 5)]
    confirmed(vote, headquarters, second, lines, source_kk=nasty, source_ru=nasty)
    confirmed(
        vote, headquarters, second, lines, voted=999, reason_kk=nasty, reason_ru=nasty,
        now=LATER + datetime.timedelta(hours=1),
    )  # fmt: skip
    assert nasty not in Client().get(address(vote)).content.decode()


# The document


def test_the_document_is_let_out_with_its_count(vote, headquarters, second):
    result = confirmed(vote, headquarters, second, source_file=scan())
    assert source(result) in Client().get(address(vote)).content.decode()
    response = fetch(source(result))
    assert response.body == SCAN
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert f'filename="{vote.slug}-{result.pk}.pdf"' in response["Content-Disposition"]
    assert response["Cache-Control"].startswith("public, max-age=")
    assert not response.cookies
    again = Client().get(source(result), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert Client().get(f"/media/{result.source_file.name}").status_code == 404


def test_the_document_belongs_to_its_campaign(vote, headquarters, second):
    result = confirmed(vote, headquarters, second, source_file=scan())
    for wrong in (f"/ru/campaigns/none/results/{result.pk}/source/", f"{address(vote)}999999/source/"):
        assert Client().get(wrong).status_code == 404
    result.source_file.storage.delete(result.source_file.name)
    assert fetch(source(result)).status_code == 404


def test_a_count_known_by_its_link_alone_has_no_file(vote, headquarters, second):
    result = confirmed(vote, headquarters, second)
    assert fetch(source(result)).status_code == 404
    assert 'href="https://commission.example/1"' in Client().get(address(vote)).content.decode()


def test_staff_see_the_document_before_it_is_confirmed(vote, headquarters, second):
    result = entered(vote, headquarters, source_file=scan())
    staff = reverse("admin:campaigns_result_source", args=[result.pk])
    assert fetch(staff, client_of(second)).body == SCAN
    assert Client().get(staff).status_code == 302


# Cost


def test_the_page_costs_the_same_however_many_counts(
    election, headquarters, second, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as few:
        read(election)
    house = election.bodies.first()
    for number in range(10, 16):
        constituency = Constituency.objects.create(
            campaign=election,
            body=house,
            number=str(number),
            name_kk="Округ",
            name_ru="Округ",
            region=region(),
        )
        confirmed(
            election, headquarters, second, [line("А", "А", 4, elected=True)], constituency=constituency
        )
    confirmed(election, headquarters, second, [line("Тізім", "Список", 4)])
    with django_assert_max_num_queries(len(few) + 2):
        read(election)
