"""Pages of observers and volunteers in the cabinet: they come, go, stand in a table; reading names is logged."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.models import Volunteer
from federation.models import AuditEntry
from tests.campaigns.headquarters import staff
from tests.campaigns.headquarters.staff import DAY, SECRETS
from tests.campaigns.headquarters.test_headquarters_pages import page, text
from tests.cast import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return staff.made()


def test_volunteers_come_and_go(w):
    client = client_of(w.actors["branch"])
    fields = {
        "service": "observer", "full_name": "Тағы Бірі", "phone": "", "station": "",
        "consented_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    refused = client.post(page("volunteer-new", w.point.pk), fields)
    assert refused.status_code == 422
    assert "Тағы Бірі" in refused.content.decode()
    assert client.post(page("volunteer-new", w.point.pk), fields | {"station": "12"}).status_code == 302
    added = Volunteer.objects.get(station="12")
    assert added.added_by == w.actors["branch"]
    address = page("volunteer", w.point.pk, added.pk)
    assert client.post(address, fields | {"station": "13"}).status_code == 302
    last_day = (timezone.localdate() + DAY).isoformat()
    assert client.post(address, {"act": "leave", "leave-last_day": last_day}).status_code == 302
    assert client.post(address, {"act": "forget"}).status_code == 302
    assert client.get(address).status_code == 404
    assert Volunteer.objects.get(pk=added.pk).full_name == ""


def test_who_reads_names_of_volunteers_stands_in_the_log(w):
    text(client_of(w.actors["branch"]), page("volunteers", w.point.pk))
    entry = AuditEntry.objects.get(action="volunteers.view")
    assert (entry.actor, entry.details["rows"]) == (w.actors["branch"], 1)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_table_of_volunteers(w, language):
    client = client_of(w.actors["branch"])
    address = page("volunteers-export", w.point.pk, "xlsx").replace("/kk/", f"/{language}/")
    sheet = load_workbook(io.BytesIO(client.get(address).content)).active
    assert [cell.value for cell in sheet[2]][1:4] == [SECRETS["name"], SECRETS["phone"], "5"]
    assert client.get(page("volunteers-export", w.point.pk, "pdf")).status_code == 404
