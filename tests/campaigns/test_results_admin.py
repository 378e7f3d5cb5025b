"""The workplace of results: who may enter it, the form keeps what was typed, the second person compares."""

import datetime

import pytest
from django.utils import timezone

from campaigns.enums import CountState
from campaigns.models import Campaign, Result
from tests.campaigns import votes
from tests.campaigns.result_pages import ADD, judge, page, post_new, refused, scan, typed
from tests.campaigns.votes import SCAN, confirmed, entered
from tests.cast import client_of
from tests.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def election(db):
    return kept("votes.election", votes.election)


# Who


@pytest.mark.parametrize("who", ["branch", "regional_headquarters", "editor", "publisher", "data_protection"])
def test_others_neither_enter_nor_confirm(vote, headquarters, who, request):
    result = entered(vote, headquarters)
    stranger = request.getfixturevalue(who)
    assert post_new(stranger, vote).status_code in (302, 403)
    assert judge(stranger, result).status_code in (302, 403)
    for name in ("return", "discard", "numbers"):
        assert client_of(stranger).post(page(result, name), {"reason": "x"}).status_code in (302, 403)
    assert list(Result.objects.all()) == [result]
    assert Result.objects.get().state == CountState.WAITING


# Entering


def test_an_official_entry_with_spaces_and_a_scan(vote, headquarters):
    response = post_new(headquarters, vote, source_file=scan(), source_url="")
    result = Result.objects.get()
    assert response.url == page(result)
    assert (result.voters, result.voted, result.entered_by) == (2000, 1000, headquarters)
    assert [(line.label_ru, line.votes) for line in result.lines.all()] == [("Да", 700), ("Нет", 200)]
    with result.source_file.open() as file:
        assert file.read() == SCAN
    assert client_of(headquarters).get(page(result)).status_code == 200


def test_the_choice_of_the_campaign_names_those_whose_vote_is_over(vote, headquarters):
    soon = timezone.localdate() + datetime.timedelta(days=30)
    later = Campaign.objects.create(
        slug="later", rule_set=vote.rule_set, voting_on=soon, title_kk="Кейін", title_ru="Позже"
    )
    response = client_of(headquarters).get(ADD)
    assert [campaign for campaign, _moment in response.context["over"]] == [vote]
    assert [campaign for campaign, _moment in response.context["later"]] == [later]
    early = post_new(headquarters, later, outcome="")
    assert early.status_code == 200
    assert not Result.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "0", "99999999999", "-1"])
def test_nonsense_in_the_address_asks_for_the_campaign(vote, headquarters, key):
    response = client_of(headquarters).get(f"{ADD}?campaign={key}&corrects={key}")
    assert response.status_code == 200
    assert "over" in response.context
    assert client_of(headquarters).get(f"{ADD}?campaign={vote.pk}&corrects={key}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"voted": "2001"}, "voted"),
        ({"voters": "много"}, "voters"),
        ({"voters": "٣٠٠٠"}, "voters"),
        ({"voters": "２000"}, "voters"),
        ({"voters": "2_000"}, "voters"),
        ({"voters": "99999999999"}, "voters"),
        ({"voters": "0", "voted": "0", "invalid": "0"}, "voters"),
        ({"invalid": "-1"}, "invalid"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"source_kk": ""}, "source_kk"),
        ({"source_url": ""}, "source_file"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"source_file": scan(b""), "source_url": ""}, "source_file"),
        ({"source_file": scan(b"<script>")}, "source_file"),
        ({"source_file": scan(b"PK\x03\x04 broken", "x.docx")}, "source_file"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_is_lost(vote, headquarters, fields, place):
    response = post_new(headquarters, vote, **fields)
    assert response.status_code == 200
    assert response.context["form"].errors[place]
    assert len(response.context["form"].errors) == 1
    html = response.content.decode()
    assert 'value="Протокол"' in html
    assert 'value="700"' in html
    assert not Result.objects.exists()


def test_a_chosen_file_has_to_be_chosen_again(vote, headquarters):
    response = post_new(headquarters, vote, voted="2001", source_file=scan())
    assert response.context["form"].lost_file


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ([], 1),
        ([("Иә", "Да", "951")], 1),
        ([("Иә", "Да", "1"), ("Иә", "Да", "1")], 1),
        ([("Иә", "", "1")], 1),
        ([("Иә", "Да", "")], 1),
        ([("Иә", "Да", "көп")], 1),
        ([("Иә", "Да", "٣")], 1),
        ([("", "", "5")], 2),
    ],
)
def test_a_mistake_in_the_lines_is_said(vote, headquarters, lines, count):
    response = post_new(headquarters, vote, lines=lines)
    assert len(refused(response)) == count
    assert not Result.objects.exists()


def test_a_broken_formset_is_no_error_of_the_server(vote, headquarters):
    for number in ("", "x", "-1", "100000"):
        data = typed() | {"lines-TOTAL_FORMS": number}
        response = client_of(headquarters).post(f"{ADD}?campaign={vote.pk}", data)
        assert response.status_code == 200
    assert not Result.objects.exists()


def test_an_election_is_counted_by_body_and_constituency(election, headquarters):
    house, council = election.bodies.all()
    first = election.constituencies.first()
    client = client_of(headquarters)
    groups = dict(client.get(f"{ADD}?campaign={election.pk}").context["form"].fields["body"].choices[1:])
    assert [value for value, _label in groups[str(house)]][:2] == [f"{house.pk}:", f"{house.pk}:{first.pk}"]
    assert groups[str(council)] == []
    wrong = post_new(headquarters, election, body="")
    assert list(wrong.context["form"].errors) == ["body"]
    lines = [("Айгүл", "Айгуль", "600", "elected"), ("Пётр", "Пётр", "300")]
    post_new(headquarters, election, body=f"{house.pk}:{first.pk}", lines=lines)
    result = Result.objects.get()
    assert (result.body, result.constituency, result.elected.label_ru) == (house, first, "Айгуль")
    again = post_new(headquarters, election, body=f"{house.pk}:{first.pk}", lines=lines)
    assert again.context["form"].non_field_errors()
    assert Result.objects.count() == 1


# Changing


def test_who_changes_the_numbers_keeps_the_file(vote, headquarters, second):
    post_new(headquarters, vote, source_file=scan())
    result = Result.objects.get()
    form = client_of(second).get(page(result, "numbers")).context["form"]
    response = client_of(second).post(
        page(result, "numbers"), typed(voted="1 100", opened=form["opened"].value())
    )
    assert response.status_code == 302
    changed = Result.objects.get()
    assert (changed.voted, changed.entered_by, changed.source_file.name) == (
        1100,
        second,
        result.source_file.name,
    )


def test_two_people_in_one_form(vote, headquarters, second):
    result = entered(vote, headquarters)
    opened = result.entered_at.isoformat()
    assert client_of(second).post(page(result, "numbers"), typed(opened=opened)).status_code == 302
    late = client_of(headquarters).post(page(result, "numbers"), typed(opened=opened, voted="1500"))
    assert late.context["form"].non_field_errors()
    assert 'value="1500"' in late.content.decode()
    assert Result.objects.get().voted == 1000


@pytest.mark.parametrize("opened", ["", "x", "2026-13-45", "2026-01-01T00:00:00"])
def test_nonsense_instead_of_the_state_is_refused(vote, headquarters, second, opened):
    result = entered(vote, headquarters)
    assert client_of(second).post(page(result, "numbers"), typed(opened=opened)).status_code == 200
    assert judge(second, result, opened=opened).status_code in (200, 409)
    assert Result.objects.get().state == CountState.WAITING


def test_a_confirmed_count_leads_from_its_form_to_its_page(vote, headquarters, second):
    result = confirmed(vote, headquarters, second)
    response = client_of(second).get(page(result, "numbers"), follow=True)
    assert response.redirect_chain == [(page(result), 302)]
    assert client_of(second).post(page(result, "numbers"), typed()).status_code == 302
    assert Result.objects.get().voted == 1000
