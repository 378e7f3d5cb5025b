"""Filters of the lists in the administration, typed into the address."""

import datetime

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils import timezone

from federation.models import QuietPeriod
from tests.cast import client_of

pytestmark = pytest.mark.django_db
VALUES = (
    "__year=99999999999",
    "__year=9999",
    "__year=0",
    "__month=99",
    "__day=x",
    "__gte=x",
    "__year__lt=99999999999",
)


def dates():
    """(name of the list's address, date field) of every list of the portal."""
    return [
        (f"{model._meta.app_label}_{model._meta.model_name}", field.name)
        for model in admin.site._registry
        if model.__module__.split(".")[0] in ("federation", "appeals", "campaigns")
        for field in model._meta.fields
        if isinstance(field, models.DateField)
    ]


def test_no_date_in_the_address_of_a_list_is_an_error_of_the_server(administrator):
    now = timezone.now()
    QuietPeriod.objects.create(
        campaign="c", name_kk="а", name_ru="а", begins_at=now, ends_at=now + datetime.timedelta(days=1)
    )
    client = client_of(administrator)
    client.raise_request_exception = False
    asked = {
        f"{reverse(f'admin:{model}_changelist')}?{field}{value}": None
        for model, field in dates()
        for value in VALUES
    }
    for address in asked:
        asked[address] = client.get(address, follow=True).status_code
    assert len(asked) > 100
    assert {address: code for address, code in asked.items() if code not in (200, 400)} == {}


def test_a_year_that_is_none_leads_to_the_whole_list(administrator):
    address = reverse("admin:campaigns_campaign_changelist")
    response = client_of(administrator).get(f"{address}?voting_on__year=99999999999")
    assert response.status_code == 302
    assert response["Location"] == f"{address}?e=1"
