"""Pools in the administration: their window follows the clock of the campaign, and nothing is lost or deleted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.candidates import pools
from campaigns.clock import Clock
from campaigns.enums import Step
from campaigns.models import Pool
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.campaigns.campaign_form import errors_of, typed
from tests.campaigns.conftest import campaign, fresh
from tests.cast import client_of

pytestmark = pytest.mark.django_db
ADD = "/admin/campaigns/pool/add/"
EMPTY = {
    **dict.fromkeys(("opens_at_0", "opens_at_1", "closes_at_0", "closes_at_1"), ""),
    **dict.fromkeys(("target", "women_share", "young_share", "disabled_share"), ""),
    "keep_days": "180",
}


def change(pool):
    return reverse("admin:campaigns_pool_change", args=[pool.pk])


@pytest.fixture
def client(headquarters):
    return client_of(headquarters)


@pytest.fixture
def new(running, majilis):
    return EMPTY | {"campaign": running.pk, "body": majilis.pk}


def test_an_empty_window_is_that_of_the_nomination(client, new, running, majilis, headquarters):
    assert client.post(ADD, new).status_code == 302
    made = Pool.objects.get()
    period = Clock(running).period(Step.NOMINATION)
    assert (made.opens_at, made.closes_at) == (period.begins_at, period.ends_at)
    assert (made.body, made.target, made.keep_days) == (majilis, None, 180)
    assert AuditEntry.objects.get(action="pool.create").actor == headquarters


def test_dates_that_nobody_knows_yet_are_asked_for(client, new, rules_2026, kurultai):
    unknown = campaign(
        rules_2026, timezone.localdate() + datetime.timedelta(days=200), slug="later", bodies=[kurultai]
    )
    window = pools.default_window(unknown)
    refused = client.post(ADD, new | {"campaign": unknown.pk, "body": kurultai.pk})
    expected = [
        name for name, moment in zip(("opens_at", "closes_at"), window, strict=True) if moment is None
    ]
    assert expected
    assert sorted(errors_of(refused)) == sorted(expected)


@pytest.mark.parametrize(
    ("typed_in", "place"),
    [
        ({"opens_at_0": "40.13.2026", "opens_at_1": "00:00"}, "opens_at"),
        ({"closes_at_0": "01.01.2020", "closes_at_1": "18:00"}, "closes_at"),
        ({"women_share": "101"}, "women_share"),
        ({"young_share": "-1"}, "young_share"),
        ({"target": "many"}, "target"),
        ({"keep_days": ""}, "keep_days"),
        ({"body": ""}, "body"),
        ({"campaign": "9" * 20}, "campaign"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client, new, typed_in, place):
    refused = client.post(ADD, new | typed_in)
    assert refused.status_code == 200
    assert list(errors_of(refused)) == [place]
    assert not Pool.objects.exists()


def test_a_body_has_one_pool_and_is_elected(client, new, pool, rules_2026, kurultai, coming):
    assert list(errors_of(client.post(ADD, new))) == ["body"]
    assert list(errors_of(client.post(ADD, new | {"body": kurultai.pk}))) == ["body"]


def test_a_change_is_logged_and_the_campaign_stays(client, pool, waiting, running, headquarters):
    data = typed(client, change(pool))
    data |= {"target": "35", "opens_at_0": "01.11.2026", "opens_at_1": "00:00"}
    data |= {"closes_at_0": "30.12.2026", "closes_at_1": "18:00"}
    assert client.post(change(pool), data).status_code == 302
    stored = fresh(pool)
    assert (stored.target, stored.campaign) == (35, running)
    assert timezone.localtime(stored.closes_at).hour == 18
    details = AuditEntry.objects.get(action="pool.change").details
    assert details["target"] == [29, 35]
    assert set(details) == {"target", "opens_at", "closes_at"}


def test_where_candidacies_lie_the_body_stays(client, pool, waiting, running):
    other = running.bodies.get(code="maslikhat-region")
    data = typed(client, change(pool)) | {
        "opens_at_0": "01.11.2026", "opens_at_1": "00:00", "closes_at_0": "30.12.2026", "closes_at_1": "18:00",
    }  # fmt: skip
    assert list(errors_of(client.post(change(pool), data | {"body": other.pk}))) == ["body"]
    pool.body = other
    with pytest.raises(Refused):
        pools.save(pool, None)


def test_a_pool_with_candidacies_is_not_deleted(client, pool, draft, headquarters):
    address = reverse("admin:campaigns_pool_remove", args=[pool.pk])
    assert address not in client.get(change(pool)).text
    assert client.post(address).status_code == 200
    assert (
        client.post(reverse("admin:campaigns_pool_delete", args=[pool.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert Pool.objects.exists()
    draft.events.all()
    with pytest.raises(Refused):
        pools.remove(pool, headquarters)


def test_an_empty_pool_may_go(client, pool):
    address = reverse("admin:campaigns_pool_remove", args=[pool.pk])
    assert address in client.get(change(pool)).text
    assert client.post(address).status_code == 302
    assert not Pool.objects.exists()
    assert AuditEntry.objects.filter(action="pool.remove").exists()


def test_who_keeps_pools(
    pool, new, headquarters, administrator, branch, regional_headquarters, data_protection, editor, publisher
):
    listing = reverse("admin:campaigns_pool_changelist")
    for user in (headquarters, administrator):
        assert client_of(user).get(listing).status_code == 200
        assert client_of(user).get(change(pool)).status_code == 200
        pools.save(pool, user)
    for user in (branch, regional_headquarters, data_protection, editor, publisher):
        assert client_of(user).get(listing).status_code in (302, 403)
        assert client_of(user).post(ADD, new).status_code in (302, 403)
        with pytest.raises(Refused):
            pools.save(pool, user)
