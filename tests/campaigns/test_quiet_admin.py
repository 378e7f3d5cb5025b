"""Quiet periods in the administration: those of a campaign follow it, others are kept by hand."""

import pytest
from django.urls import reverse

from federation.models import QuietPeriod
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def test_quiet_periods_of_a_campaign_are_only_read(election, administrator):
    client = client_of(administrator)
    period = QuietPeriod.objects.filter(campaign="election").first()
    address = reverse("admin:federation_quietperiod_change", args=[period.pk])
    page = client.get(address)
    assert page.status_code == 200
    assert 'name="ends_at_0"' not in page.text
    assert client.post(address, {}).status_code == 403
    delete = reverse("admin:federation_quietperiod_delete", args=[period.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    listed = reverse("admin:federation_quietperiod_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": [period.pk], "post": "yes"})
    assert QuietPeriod.objects.filter(pk=period.pk).exists()


def test_quiet_periods_without_a_campaign_are_kept_by_hand(election, administrator):
    client = client_of(administrator)
    data = {
        "name_kk": "Тыныштық", "name_ru": "Тишина", "matter": "campaign", "zone": "Asia/Almaty", "campaign": "other",
        "begins_at_0": "01.01.2030", "begins_at_1": "00:00", "ends_at_0": "03.01.2030", "ends_at_1": "00:00",
    }  # fmt: skip
    address = reverse("admin:federation_quietperiod_add")
    refused = client.post(address, data | {"campaign": "election"})
    assert "campaign" in refused.context["adminform"].form.errors
    assert client.post(address, data).status_code == 302
    made = QuietPeriod.objects.get(campaign="other")
    assert (
        client.post(
            reverse("admin:federation_quietperiod_delete", args=[made.pk]), {"post": "yes"}
        ).status_code
        == 302
    )
