"""The second person: compares a count with its document, confirms, returns, discards; corrections; the list."""

import pytest

from campaigns.enums import CountState
from campaigns.models import Result
from tests.campaigns import votes
from tests.campaigns.result_pages import ADD, judge, page, post_new, scan, typed
from tests.campaigns.votes import LATER, SCAN, confirmed, entered
from tests.cast import client_of
from tests.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def election(db):
    return kept("votes.election", votes.election)


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


def test_a_count_that_does_not_add_up_is_told_to_both(vote, headquarters, second):
    result = entered(vote, headquarters)
    result.voted = result.counted
    result.save()
    assert '<p class="caution">' not in client_of(second).get(page(result)).text
    result.voted = result.counted + 7
    result.voters = result.voted
    result.save()
    for user in (headquarters, second):
        html = client_of(user).get(page(result)).text
        assert f"{result.uncounted}." in html
        assert result.uncounted == 7
    assert judge(second, Result.objects.get()).status_code == 302


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
