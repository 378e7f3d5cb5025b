"""The steps of a platform in the administration."""

import pytest
from django.urls import reverse

from appeals import publishing
from appeals.enums import Kind
from campaigns import campaigning
from campaigns.models import Plank
from federation.models import AuditEntry
from tests.appeals.conftest import quiet_now
from tests.appeals.texts import IMPRINT
from tests.campaigns.campaign_form import client, errors_of, staff
from tests.campaigns.conftest import fresh

__all__ = ["client", "staff"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def platform(election, editor):
    made = publishing.create(
        editor, kind=Kind.PLATFORM, title_kk="Тұғырнама", title_ru="Платформа", **IMPRINT
    )
    election.platform = made
    campaigning.save(election, None)
    return made


def test_a_plank_gets_its_objective_and_initiative(client, staff, election, platform, referendum):
    plank = Plank.objects.create(platform=platform, number=1, heading_kk="Жалақы", heading_ru="Зарплата")
    address = reverse("admin:campaigns_plank_change", args=[plank.pk])
    page = client.get(address)
    assert "Зарплата" in page.text
    choices = page.context["adminform"].form.fields["objective"].queryset
    assert list(choices) == list(election.objectives.all())
    data = {"objective": choices[0].pk, "initiative_kk": "Еңбек кодексі", "initiative_ru": "Трудовой кодекс"}
    wrong = client.post(address, data | {"objective": referendum.objectives.first().pk})
    assert list(errors_of(wrong)) == ["objective"]
    assert "Трудовой кодекс" in wrong.text
    assert client.post(address, data).status_code == 302
    assert fresh(plank).initiative_ru == "Трудовой кодекс"
    assert AuditEntry.objects.get(action="plank.change").actor == staff
    assert (
        client.get(
            reverse("admin:campaigns_plank_changelist"), {"platform__id__exact": platform.pk}
        ).status_code
        == 200
    )


def test_planks_are_neither_made_nor_deleted_by_hand(client, platform):
    plank = Plank.objects.create(platform=platform, number=1, heading_kk="Жалақы", heading_ru="Зарплата")
    assert client.get(reverse("admin:campaigns_plank_add")).status_code == 403
    assert (
        client.post(reverse("admin:campaigns_plank_delete", args=[plank.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_a_plank_is_not_changed_in_a_silence(client, platform):
    plank = Plank.objects.create(platform=platform, number=1, heading_kk="Жалақы", heading_ru="Зарплата")
    quiet_now(campaign="another")
    address = reverse("admin:campaigns_plank_change", args=[plank.pk])
    response = client.post(address, {"initiative_kk": "Еңбек кодексі", "initiative_ru": "Трудовой кодекс"})
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert "Трудовой кодекс" in response.text
    assert fresh(plank).initiative_ru == ""
