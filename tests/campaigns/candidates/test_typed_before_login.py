"""What was typed when the log-in had run out: kept an hour for the same person, and for nobody else."""

import time
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from campaigns.cabinet.base import KEPT
from federation.enums import Role
from federation.models import AuditEntry
from tests.campaigns.candidates.test_cabinet import names, step, stored, text_of
from tests.cast import PASSWORD, client_of, person

pytestmark = pytest.mark.django_db


def logged_out(user, draft):
    """The browser of somebody whose log-in ran out while a form was open."""
    client = client_of(user)
    client.get(step(draft, "person"))
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


def test_what_was_typed_is_for_nobody_else_and_for_an_hour(draft, branch, first_branch, monkeypatch):
    colleague = person("colleague", Role.BRANCH, organisation=first_branch)
    for user, minutes, is_offered in ((colleague, 1, False), (branch, 61, False), (branch, 59, True)):
        client = logged_out(branch, draft)
        typed = names(draft.version)
        client.post(step(draft, "person"), typed)
        client.force_login(user)
        now = time.time() + minutes * 60
        monkeypatch.setattr("campaigns.cabinet.base.time", SimpleNamespace(time=lambda now=now: now))
        assert (typed["iin"] in text_of(client.get(step(draft, "person")))) == is_offered
        assert KEPT not in client.session
        monkeypatch.undo()


def test_a_number_asked_for_meanwhile_is_told_with_its_line_in_the_log(waiting, headquarters):
    address = reverse("cabinet:review-one", args=[waiting.pk])
    client = client_of(headquarters)
    client.get(address)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    client.post(address, {"act": "number"})
    client.force_login(headquarters)
    assert waiting.person.iin in text_of(client.get(address))
    assert AuditEntry.objects.get(action="candidacy.number").actor == headquarters


def test_of_a_stranger_nothing_is_kept(draft):
    client = Client()
    assert client.post(step(draft, "person"), names(draft.version)).status_code == 302
    assert KEPT not in client.session


def test_what_was_typed_waits_for_the_log_in(draft, branch):
    branch.set_password(PASSWORD)
    branch.save()
    client = logged_out(branch, draft)
    typed = names(draft.version)
    response = client.post(step(draft, "person"), typed)
    assert response.status_code == 302
    assert typed["iin"] not in response["Location"]
    logged_in = client.post(response["Location"], {"login": branch.email, "password": PASSWORD})
    assert logged_in["Location"] == step(draft, "person")
    page = text_of(client.get(step(draft, "person")))
    assert typed["iin"] in page
    assert "Үлгібаева" in page
    assert stored(draft).family_name_kk == ""
    # It is shown once.
    assert typed["iin"] not in text_of(client.get(step(draft, "person")))
