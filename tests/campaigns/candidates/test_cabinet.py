"""The cabinet of a branch: a candidate is registered step by step, without a script; nothing typed is lost."""


import pytest
from django.urls import reverse

from campaigns.candidates import registering
from campaigns.candidates.steps import STEPS
from campaigns.models import Candidacy
from tests.campaigns.candidates import people
from tests.cast import client_of

pytestmark = pytest.mark.django_db
PAGES = [step.name for step in STEPS if step.name != "overview"]


def step(candidacy, name):
    return reverse("cabinet:step", args=[candidacy.pk, name])


def stored(candidacy):
    return Candidacy.objects.get(pk=candidacy.pk)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def desk(branch):
    return client_of(branch)


@pytest.mark.parametrize("name", PAGES)
def test_each_step_opens_on_an_empty_draft_and_on_a_full_one(desk, draft, branch, name):
    assert desk.get(step(draft, name)).status_code == 200
    registering.photograph(draft, branch, people.picture())
    people.complete(stored(draft), branch)
    assert desk.get(step(draft, name)).status_code == 200


def test_the_frame_of_the_cabinet_opens(desk, draft, pool):
    for address in (
        reverse("cabinet:home"),
        reverse("cabinet:candidates"),
        reverse("cabinet:choose"),
        reverse("cabinet:begin", args=[pool.pk]),
        reverse("cabinet:candidate", args=[draft.pk]),
        reverse("cabinet:consent-form", args=[draft.pk]),
    ):
        response = desk.get(address)
        assert response.status_code == 200, address
        assert "no-store" in response["Cache-Control"]
