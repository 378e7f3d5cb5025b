"""The workplace of results: who may enter it, the form keeps what was typed, the second person compares."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import CountState, Outcome
from campaigns.models import Campaign, Result
from federation.enums import Role
from tests.campaigns import votes
from tests.campaigns.votes import LATER, SCAN, confirmed, entered
from tests.cast import client_of, person

pytestmark = pytest.mark.django_db
ADD = "/admin/campaigns/result/add/"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def second(db):
    return person("second-headquarters", Role.HEADQUARTERS, language="ru")


@pytest.fixture
def vote(db):
    return votes.referendum()


@pytest.fixture
def election(db):
    return votes.election()


def page(result, name="change"):
    return reverse(f"admin:campaigns_result_{name}", args=[result.pk])


def scan(content=SCAN, name="хаттама.pdf"):
    return SimpleUploadedFile(name, content)


def typed(lines=(("Иә", "Да", "700"), ("Жоқ", "Нет", "200")), **fields):
    """What the form of a referendum sends."""
    data = {
        "voters": "2 000", "voted": "1 000", "invalid": "50", "outcome": Outcome.ADOPTED,
        "source_kk": "Хаттама", "source_ru": "Протокол", "source_url": "https://commission.example/1",
        "lines-TOTAL_FORMS": str(len(lines) + 2), "lines-INITIAL_FORMS": "2",
    }  # fmt: skip
    for number, (kk, ru, count, *more) in enumerate(lines):
        data |= {
            f"lines-{number}-label_kk": kk,
            f"lines-{number}-label_ru": ru,
            f"lines-{number}-votes": count,
        }
        data |= dict.fromkeys([f"lines-{number}-{name}" for name in more], "on")
    return data | fields


def post_new(user, campaign, **fields):
    return client_of(user).post(f"{ADD}?campaign={campaign.pk}", typed(**fields))


def judge(user, result, **fields):
    return client_of(user).post(
        page(result), {"opened": result.entered_at.isoformat(), "compared": "on"} | fields
    )


def refused(response):
    """All sentences of the form and of its lines."""
    form, lines = response.context["form"], response.context["lines"]
    errors = [form.errors, *(line.errors for line in lines)]
    return [*lines.non_form_errors(), *(said for one in errors for field in one.values() for said in field)]


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


# The second person


def test_the_second_person_sees_numbers_and_document_and_confirms(vote, headquarters, second):
    post_new(headquarters, vote, source_file=scan())
    result = Result.objects.get()
    html = client_of(second).get(page(result)).content.decode()
    assert "1\xa0000 (50,0%)" in html
    assert f'<iframe class="count-document" src="{page(result, "source")}"' in html
    document = client_of(second).get(page(result, "source"))
    assert b"".join(document.streaming_content) == SCAN
    assert document["Cache-Control"].startswith("private, no-store")
    assert document["Content-Security-Policy"].count("frame-ancestors 'self'") == 1
    careless = client_of(second).post(page(result), {"opened": result.entered_at.isoformat()})
    assert careless.context["form"].errors["compared"]
    assert judge(second, result).status_code == 302
    assert Result.objects.get().confirmed_by == second


@pytest.mark.parametrize("who", ["headquarters", "administrator"])
def test_the_one_who_entered_has_no_form_to_confirm(vote, who, request):
    by = request.getfixturevalue(who)
    result = entered(vote, by)
    response = client_of(by).get(page(result))
    assert 'name="compared"' not in response.content.decode()
    assert response.context["why_not"]
    assert judge(by, result).status_code == 409
    assert Result.objects.get().confirmed_by is None


def test_what_was_changed_since_is_compared_anew(vote, headquarters, second):
    result = entered(vote, headquarters)
    opened = result.entered_at.isoformat()
    client_of(headquarters).post(page(result, "numbers"), typed(voted="1 100", opened=opened))
    response = judge(second, result, opened=opened)
    assert response.status_code == 409
    assert response.context["result"].voted == 1100
    assert Result.objects.get().state == CountState.WAITING
    assert judge(second, Result.objects.get()).status_code == 302


def test_confirming_twice_does_no_harm(vote, headquarters, second, administrator):
    result = entered(vote, headquarters)
    assert judge(second, result).status_code == 302
    assert judge(administrator, result).status_code == 409
    assert Result.objects.get().confirmed_by == second


def test_returning_and_discarding_have_pages(vote, headquarters, second):
    result = entered(vote, headquarters)
    client = client_of(second)
    empty = client.post(page(result, "return"), {"reason": " "})
    assert empty.context["form"].errors["reason"]
    client.post(page(result, "return"), {"reason": "Сверьте явку"})
    assert Result.objects.get().state == CountState.RETURNED
    assert "Сверьте явку" in client_of(headquarters).get(page(result, "numbers")).content.decode()
    assert 'name="compared"' not in client.get(page(result)).content.decode()
    assert client.get(page(result, "discard")).status_code == 200
    client.post(page(result, "discard"))
    assert not Result.objects.exists()
    assert client.get(page(result)).status_code == 404


def test_a_correction_begins_with_the_confirmed_numbers(vote, headquarters, second):
    old = confirmed(vote, headquarters, second)
    client = client_of(headquarters)
    address = f"{ADD}?campaign={vote.pk}&corrects={old.pk}"
    assert address.replace("&", "&amp;") in client.get(page(old)).content.decode()
    form = client.get(address)
    assert form.context["form"]["voted"].value() == 1000
    assert [line["votes"].value() for line in form.context["lines"]][:2] == [700, 200]
    silent = client.post(address, typed(voted="1 100"))
    assert list(silent.context["form"].errors) == ["reason_kk"]
    client.post(address, typed(voted="1 100", reason_kk="Түзету", reason_ru="Исправление"))
    new = Result.objects.waiting().get()
    assert "1\xa0000 (50,0%)" in client_of(second).get(page(new)).content.decode()  # what it replaces
    judge(second, new)
    assert Result.objects.confirmed().get() == new


@pytest.mark.parametrize(
    "query", ["", "state=waiting", "state=confirmed", "state=x", "campaign__id__exact=1"]
)
def test_the_list_opens_with_every_filter(vote, headquarters, second, query):
    confirmed(vote, headquarters, second)
    response = client_of(second).get(f"/admin/campaigns/result/?{query}", follow=True)
    assert response.status_code == 200


def test_the_list_asks_no_query_for_each_row(election, headquarters, second, django_assert_max_num_queries):
    for constituency in election.constituencies.all():
        entered(election, headquarters, constituency=constituency, lines=[votes.line("А", "А", 1)], now=LATER)
    client = client_of(second)
    client.get("/admin/campaigns/result/")
    with django_assert_max_num_queries(14):
        client.get("/admin/campaigns/result/")


@pytest.mark.parametrize("key", ["0", "x", "99999999999"])
def test_counts_that_are_not_there_are_not_found(headquarters, key):
    response = client_of(headquarters).get(f"/admin/campaigns/result/{key}/change/")
    assert response.status_code == 404
