"""Quiet periods entered by hand: one that holds is neither ended nor moved."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from federation.models import QuietPeriod
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def hand_made(begins):
    """(QuietPeriod of an hour that no campaign wrote, what its form sends)."""
    local = timezone.localtime(begins).replace(microsecond=0)
    period = QuietPeriod.objects.create(
        campaign="other", name_kk="Тыныштық", name_ru="Тишина", matter="campaign", zone="Asia/Almaty",
        begins_at=local, ends_at=local + timedelta(hours=1),
    )  # fmt: skip
    return period, {
        "name_kk": "Тыныштық", "name_ru": "Тишина", "matter": "campaign", "zone": "Asia/Almaty", "campaign": "other",
        "begins_at_0": f"{local:%d.%m.%Y}", "begins_at_1": f"{local:%H:%M:%S}",
        "ends_at_0": f"{period.ends_at:%d.%m.%Y}", "ends_at_1": f"{period.ends_at:%H:%M:%S}",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("ends_at", {"ends_at_1": None}),  # a minute earlier
        ("begins_at", {"begins_at_1": "00:00:01", "begins_at_0": "01.01.2020"}),
        ("matter", {"matter": "polls"}),
        ("zone", {"zone": "Asia/Oral"}),
        ("campaign", {"campaign": "another"}),
    ],
)
def test_a_quiet_period_that_holds_is_not_ended_by_hand(administrator, field, typed):
    period, data = hand_made(timezone.now() - timedelta(minutes=10))
    if "ends_at_1" in typed:
        earlier = period.ends_at - timedelta(minutes=1)
        typed = {"ends_at_0": f"{earlier:%d.%m.%Y}", "ends_at_1": f"{earlier:%H:%M:%S}"}
    address = reverse("admin:federation_quietperiod_change", args=[period.pk])
    response = client_of(administrator).post(address, data | typed)
    assert list(response.context["adminform"].form.errors) == [field]
    period.refresh_from_db()
    assert (period.matter, period.zone, period.campaign) == ("campaign", "Asia/Almaty", "other")
    assert period.ends_at - period.begins_at == timedelta(hours=1)


def test_a_quiet_period_that_holds_is_not_deleted_but_named_and_extended(administrator):
    period, data = hand_made(timezone.now() - timedelta(minutes=10))
    client = client_of(administrator)
    delete = reverse("admin:federation_quietperiod_delete", args=[period.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    listed = reverse("admin:federation_quietperiod_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": [period.pk], "post": "yes"})
    later = period.ends_at + timedelta(hours=1)
    more = {"name_ru": "День тишины", "ends_at_0": f"{later:%d.%m.%Y}", "ends_at_1": f"{later:%H:%M:%S}"}
    address = reverse("admin:federation_quietperiod_change", args=[period.pk])
    assert client.post(address, data | more).status_code == 302
    period.refresh_from_db()
    assert (period.name_ru, period.ends_at) == ("День тишины", later)


@pytest.mark.parametrize("begins", [timedelta(hours=2), timedelta(days=-2)])
def test_a_quiet_period_that_does_not_hold_is_deleted(administrator, begins):
    period, _data = hand_made(timezone.now() + begins)
    delete = reverse("admin:federation_quietperiod_delete", args=[period.pk])
    assert client_of(administrator).post(delete, {"post": "yes"}).status_code == 302
