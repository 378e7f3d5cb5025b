"""Who lost the private link asks the branch or the officer, and the data are erased."""

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.enums import JoinState
from campaigns.joining import applying, on_demand
from campaigns.models import Application, Volunteer
from federation.models import AuditEntry, Mail
from federation.refusals import Refused
from tests.campaigns.conftest import fresh
from tests.campaigns.headquarters import work
from tests.campaigns.joining.conftest import SECRETS
from tests.cast import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PAGE = "/ru/cabinet/applications/erase/"
PHONE = "+77011234567"


def is_erased(row):
    row = fresh(row)
    return bool(row.erased_at) and (row.name, row.contact, row.answer) == ("", "", "")


def test_the_branch_erases_what_lies_before_it(sent, branch, second_branch, other_branch):
    row, other = sent(contact=PHONE)[0], sent(contact="+77010000000")[0]
    elsewhere = applying.pass_on(sent(contact=PHONE)[0], branch, organisation=other_branch)
    client = client_of(branch)
    found = client.post(PAGE, {"contact": "8 (701) 123-45-67"}).content.decode()
    assert f"№ {row.pk}<" in found
    assert f"№ {other.pk}<" not in found
    assert f"№ {elsewhere.pk}<" not in found
    assert SECRETS["name"] not in found
    assert not is_erased(row)
    assert client.post(PAGE, {"contact": "8 (701) 123-45-67", "sure": "on"}).status_code == 302
    assert is_erased(row)
    assert fresh(row).state == JoinState.TAKEN_BACK
    assert not is_erased(other)
    assert not is_erased(elsewhere)
    logged = AuditEntry.objects.filter(subject_id=str(row.pk), actor=branch)
    assert {"application.find", "application.take-back"} <= set(logged.values_list("action", flat=True))
    assert PHONE not in str(list(AuditEntry.objects.values()))


def test_the_officer_erases_all_of_a_person(sent, branch, data_protection):
    row, _token = sent()
    applying.join(row, branch, joined_on=timezone.localdate())
    assert on_demand.erase(data_protection, SECRETS["mail"].upper()) == 1
    assert is_erased(row)
    assert fresh(row).state == JoinState.JOINED, "it counts on"
    assert not Mail.objects.filter(to=SECRETS["mail"]).exists()
    assert on_demand.erase(data_protection, SECRETS["mail"]) == 0


def test_nobody_else_erases(received, second_branch, headquarters, administrator):
    for user in (second_branch, headquarters, administrator):
        with pytest.raises(Refused):
            applying.erase_on_demand(received, user)
    for user in (headquarters, administrator):
        assert client_of(user).get(PAGE).status_code == 403
    assert not is_erased(received)


def test_volunteers_are_the_officers(data_protection, federation):
    w = work.world()
    values = {"headquarters": w.mine.point, "station": "1", "consented_on": w.today, "added_by": w.branch}
    rows = [
        Volunteer.objects.create(full_name="Құпия", phone=phone, **values)
        for phone in ("8 701 123 45 67", "+7 701 000 00 00", "коммутатор, 4-12", "")
    ]
    lost = Volunteer.objects.create(full_name="Құпия", phone=PHONE, **values)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_volunteer SET phone = 'rubbish' WHERE id = %s", [lost.pk])
    assert on_demand.find(w.branch, PHONE) == ([], [])
    client = client_of(data_protection)
    found = client.post(PAGE, {"contact": PHONE}).content.decode()
    assert f"№ {rows[0].pk}<" in found
    assert "Құпия" not in found
    assert client.post(PAGE, {"contact": PHONE, "sure": "on"}).status_code == 302
    kept = Volunteer.objects.filter(erased_at=None).values_list("pk", flat=True)
    assert set(kept) == {row.pk for row in [*rows[1:], lost]}


@pytest.mark.parametrize("contact", ["", "12", "x" * 300, "a\0@b.kz"])
def test_nonsense_is_told_beside_the_field(data_protection, contact):
    answer = client_of(data_protection).post(PAGE, {"contact": contact, "sure": "on"})
    assert answer.status_code == 422
    assert not Application.objects.exists()
