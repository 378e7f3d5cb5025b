"""Pools in the cabinet: who sees which numbers, locks lists, prints them and records steps."""

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.candidates import path, reviewing
from campaigns.enums import PathStep
from campaigns.models import LockedList, PathRecord
from federation.models import AuditEntry
from tests.campaigns.candidates import people, public
from tests.campaigns.candidates.test_path import DECISION, SOURCE, silence
from tests.campaigns.candidates.test_printing import text_of
from tests.campaigns.conftest import fresh
from tests.cast import client_of, organisation

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"cabinet:{name}", args=args)


@pytest.fixture
def candidate(pool, branch, first_branch):
    return public.candidate(pool, branch, first_branch)


@pytest.fixture
def elsewhere(pool, second_branch, other_branch):
    return public.candidate(pool, second_branch, other_branch)


@pytest.fixture
def held(pool, candidate, elsewhere, headquarters):
    return path.lock_list(pool, headquarters, **DECISION)


@pytest.fixture
def cast(branch, headquarters, regional_headquarters, data_protection, administrator, editor, publisher):
    """{name: client} of every role."""
    people_of = {
        "branch": branch,
        "headquarters": headquarters,
        "regional": regional_headquarters,
        "officer": data_protection,
        "administrator": administrator,
        "editor": editor,
        "publisher": publisher,
    }
    return {name: client_of(user) for name, user in people_of.items()}


LEADERS = {"headquarters", "regional", "administrator"}
REVIEWERS = {"headquarters", "regional"}


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("pools", LEADERS),
        ("pool", LEADERS),
        ("list-pdf", LEADERS),
        ("steps", REVIEWERS),
        ("path", REVIEWERS),
        ("lock", {"headquarters"}),
        ("unlock", {"headquarters"}),
    ],
)
def test_who_opens_which_page(page, allowed, cast, pool, candidate, held, reader):
    keys = {"pools": [], "path": [candidate.pk], "list-pdf": [held.pk], "unlock": [held.pk]}
    address = url(page, *keys.get(page, [pool.pk]))
    opened = {name for name, client in cast.items() if client.get(address).status_code == 200}
    assert opened == allowed
    assert all(client.get(address).status_code == 403 for name, client in cast.items() if name not in allowed)
    assert reader.get(address).status_code == 302


def test_steps_are_announced_by_post_alone(cast, pool, candidate, headquarters):
    record(candidate, headquarters, announce=False)
    address = url("announce-steps", pool.pk)
    assert cast["headquarters"].get(address).status_code == 405
    for name in ("branch", "administrator", "officer", "editor"):
        assert cast[name].post(address).status_code == 403
    assert cast["regional"].post(address).status_code == 302
    assert PathRecord.objects.get().announced_at


def record(candidacy, by, **changes):
    return path.record_step(
        candidacy, by, step=PathStep.PROPOSED, on=timezone.localdate(), **(SOURCE | changes)
    )


def test_a_regional_headquarters_sees_numbers_and_names_of_its_region_alone(
    cast, pool, candidate, elsewhere, held, other_branch
):
    client = cast["regional"]
    page = client.get(url("pool", pool.pk)).text
    assert other_branch.region.name_kk not in page
    steps = client.get(url("steps", pool.pk)).text
    assert candidate.full_name_kk in steps
    assert elsewhere.full_name_kk not in steps
    assert client.get(url("path", elsewhere.pk)).status_code == 404
    extract = text_of(client.get(url("list-pdf", held.pk)).getvalue())
    assert candidate.full_name_kk in extract
    assert elsewhere.full_name_kk not in extract


def test_the_list_says_nothing_to_a_region_without_candidates_in_it(
    pool, elsewhere, headquarters, regional_headquarters
):
    held = path.lock_list(pool, headquarters, **DECISION)
    assert client_of(regional_headquarters).get(url("list-pdf", held.pk)).status_code == 404


def test_each_view_of_a_list_is_logged_without_names(cast, held, candidate, headquarters):
    response = cast["headquarters"].get(url("list-pdf", held.pk))
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    entry = AuditEntry.objects.get(action="list.print")
    assert (entry.actor, entry.subject_id) == (headquarters, str(held.pk))
    assert candidate.family_name_kk not in f"{entry.subject_text}{entry.details}"


def test_a_list_is_locked_and_unlocked_on_pages(cast, pool, candidate, waiting, headquarters, branch):
    client, address = cast["headquarters"], url("lock", pool.pk)
    before = client.get(address).context
    assert (before["approved"], before["waiting"], before["unannounced"]) == (1, 1, 0)
    refused = client.post(address, DECISION)
    assert refused.status_code == 422
    assert DECISION["decision_ru"] in refused.text
    waiting.pool_state = "withdrawn"
    type(waiting).objects.filter(pk=waiting.pk).update(pool_state="withdrawn")
    assert client.post(address, {"decision_kk": "x"}).context["form"].errors.keys() == {"decision_ru"}
    assert client.post(address, DECISION).status_code == 302
    held = LockedList.objects.get()
    page = client.get(url("pool", pool.pk)).text
    assert url("list-pdf", held.pk) in page
    assert url("lock", pool.pk) not in page
    assert client.post(url("unlock", held.pk), {"reason": ""}).status_code == 422
    assert client.post(url("unlock", held.pk), {"reason": "Қате"}).status_code == 302
    assert fresh(held).unlocked_at
    assert client.post(url("unlock", held.pk), {"reason": "Қате"}).status_code == 422


@pytest.fixture
def filled(candidate):
    return {
        "candidacies": [candidate.pk],
        "step": PathStep.PROPOSED,
        "on": timezone.localdate().isoformat(),
        "announce": "on",
        **SOURCE,
    }


def test_a_step_of_many_candidates_in_one_form(cast, pool, branch, first_branch, candidate, filled):
    second = public.candidate(pool, branch, first_branch)
    filled["candidacies"].append(second.pk)
    response = cast["regional"].post(url("steps", pool.pk), filled)
    assert response.status_code == 302
    assert {fresh(one).path for one in (candidate, second)} == {PathStep.PROPOSED}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"candidacies": []}, "candidacies"),
        ({"candidacies": ["x"]}, "candidacies"),
        ({"candidacies": ["9" * 30]}, "candidacies"),
        ({"step": ""}, "step"),
        ({"step": "in-pool"}, "step"),
        ({"step": PathStep.ELECTED}, "__all__"),
        ({"on": "someday"}, "on"),
        ({"on": "2999-01-01"}, "on"),
        ({"on": "0001-01-01"}, "__all__"),
        ({"source_kk": ""}, "source_kk"),
        ({"source_url": ""}, "source_url"),
        ({"source_url": "not an address"}, "source_url"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    cast, pool, candidate, filled, changes, place
):
    response = cast["headquarters"].post(url("steps", pool.pk), filled | changes)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [place]
    assert SOURCE["source_ru"] in response.text
    if candidate.pk in (filled | changes)["candidacies"]:
        assert f'value="{candidate.pk}" checked' in response.text
    assert not PathRecord.objects.exists()


def test_candidates_of_others_are_no_choice(cast, pool, candidate, elsewhere, waiting, filled):
    for other in (elsewhere, waiting):
        response = cast["regional"].post(url("steps", pool.pk), filled | {"candidacies": [other.pk]})
        assert list(response.context["form"].errors) == ["candidacies"]


def test_a_silence_refuses_on_the_page(cast, pool, candidate, filled, headquarters):
    silence(timezone.now())
    assert cast["headquarters"].post(url("steps", pool.pk), filled).status_code == 422
    del filled["announce"]
    assert cast["headquarters"].post(url("steps", pool.pk), filled).status_code == 302
    told = cast["headquarters"].post(url("announce-steps", pool.pk), follow=True)
    assert told.status_code == 200
    assert PathRecord.objects.get().announced_at is None


def test_a_document_alone_is_a_source(cast, pool, candidate, filled):
    filled |= {"source_url": "", "upload": people.paper()}
    assert cast["headquarters"].post(url("steps", pool.pk), filled).status_code == 302
    assert PathRecord.objects.get().document


def test_a_step_is_taken_back_on_the_page_of_the_candidate(cast, candidate, headquarters):
    record(candidate, headquarters)
    address = url("path", candidate.pk)
    client = cast["headquarters"]
    assert SOURCE["source_kk"] in client.get(address).text
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Қате <b>"}).status_code == 302
    assert "Қате &lt;b&gt;" in client.get(address).text
    assert client.post(address, {"reason": "Тағы"}).status_code == 422


def test_pages_cost_the_same_for_many_candidates(
    cast, pool, branch, first_branch, candidate, django_assert_max_num_queries
):
    client = cast["headquarters"]
    for _one in range(4):
        public.candidate(pool, branch, first_branch)
    for page, most in (("pools", 15), ("pool", 40), ("steps", 25)):
        address = url(page, *([] if page == "pools" else [pool.pk]))
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)


def test_the_page_of_the_lock_counts_what_is_not_announced(cast, pool, waiting, headquarters):
    client = cast["headquarters"]
    assert client.get(url("lock", pool.pk)).context["unannounced"] == 0
    reviewing.approve(waiting, headquarters, announce=False)
    answer = client.get(url("lock", pool.pk))
    assert answer.context["unannounced"] == 1
    assert 'class="message"' in answer.text


def test_more_than_eight_silent_organisations_are_folded(cast, pool):
    folded = []
    for order in range(9):
        organisation(f"Одақ {order}", f"Союз {order}", kind="industry-union")
        page = cast["headquarters"].get(url("pool", pool.pk)).text
        if '<details class="pools-more">' in page:
            folded.append(page.partition('<details class="pools-more">')[2])
    assert folded
    assert "Одақ 8" in folded[-1]
    assert "Одақ 0" not in folded[-1]
    assert "Одақ 0" in page
