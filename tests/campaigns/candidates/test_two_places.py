"""Whoever works for a branch and reviews, too, learns of its own candidates what the branch learns, and no more."""

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.candidates import access, path, reviewing
from campaigns.candidates import queue as queues
from campaigns.enums import PathStep, PoolState
from federation.enums import Role
from federation.models.audit import AuditEntry
from tests.campaigns.candidates import people, public
from tests.campaigns.conftest import fresh
from tests.cast import client_of, person

pytestmark = pytest.mark.django_db
REASONS = {"reason_kk": "Құпия себеп.", "reason_ru": "Тайная причина."}


@pytest.fixture(params=[Role.REGIONAL_HEADQUARTERS, Role.HEADQUARTERS])
def dual(request, first_branch):
    user = person("dual", Role.BRANCH, organisation=first_branch)
    place = {"region": first_branch.region} if request.param == Role.REGIONAL_HEADQUARTERS else {}
    user.memberships.create(role=request.param, **place)
    return user


def page(user, name, *args, **query):
    return client_of(user).get(reverse(f"cabinet:{name}", args=args), query)


def test_a_decision_kept_back_stands_on_no_page(waiting, pool, dual, headquarters):
    reviewing.reject(waiting, headquarters, announce=False, **REASONS)
    assert access.shown_state(fresh(waiting), dual) == PoolState.SUBMITTED
    assert page(dual, "review-one", waiting.pk).status_code == 404
    for kind in queues.Kind:
        shown = page(dual, "review", kind=kind)
        assert waiting.family_name_kk not in shown.content.decode()
    assert set(queues.counts(dual).values()) == {0}
    assert waiting.family_name_kk not in page(dual, "announce", pool.pk).content.decode()
    assert page(headquarters, "review-one", waiting.pk).status_code == 200


def test_a_step_kept_back_stands_on_no_page(pool, branch, first_branch, dual, headquarters):
    one = public.candidate(pool, branch, first_branch)
    source = {"source_kk": "құпия", "source_ru": "тайна", "source_url": "https://example.org/"}
    step = {"step": PathStep.PROPOSED, "on": timezone.localdate()}
    path.record_step(one, headquarters, **step, **source, announce=False)
    assert page(dual, "path", one.pk).status_code == 404
    assert one.family_name_kk not in page(dual, "steps", pool.pk).content.decode()
    assert not path.waiting_steps(pool, dual)
    assert path.waiting_steps(pool, headquarters)


def test_candidates_of_other_branches_lie_before_them(pool, waiting, dual, second_branch, other_branch):
    elsewhere = people.submitted(pool, second_branch, other_branch, seat={"region": waiting.region})
    assert list(access.lying_before(dual)) == [elsewhere]
    assert access.reviews(dual, elsewhere)
    assert page(dual, "review-one", elsewhere.pk).status_code == 200


# Who has to step back


@pytest.fixture
def recused(headquarters, first_branch):
    headquarters.memberships.create(role=Role.EDITOR, organisation=first_branch)
    return headquarters


def test_who_steps_back_sees_what_is_public_alone(pool, branch, first_branch, recused):
    private = {"phone": "+7 701 222 33 44", "address": "Жасырын көше, 7", "public_contacts": "@withheld"}
    one = people.submitted(pool, branch, first_branch, scope=["biography"], **private)
    client, address = client_of(recused), reverse("cabinet:review-one", args=[one.pk])
    for answer in (client.get(address), client.post(address, {"act": "number"}, follow=True)):
        shown = answer.content.decode()
        assert one.programme_kk in shown
        assert one.biography_kk in shown
        for value in (*private.values(), one.email, one.person.iin, one.person.iin[:6], 'id="checks"'):
            assert value not in shown
    assert not AuditEntry.objects.filter(action="candidacy.number").exists()


def test_who_steps_back_exports_no_private_cell(waiting, waiting_elsewhere, recused):
    table = client_of(recused).get(reverse("cabinet:export-all", args=["csv"])).content.decode()
    assert waiting.family_name_kk in table
    assert waiting.person.iin not in table
    assert waiting.email not in table
    assert waiting_elsewhere.person.iin in table


def test_who_steps_back_sees_no_photo(whole, recused, regional_headquarters, data_protection):
    address = reverse("cabinet:photo", args=[whole.pk])
    assert client_of(recused).get(address).status_code == 404
    for user in (regional_headquarters, data_protection):
        assert client_of(user).get(address).status_code == 200
