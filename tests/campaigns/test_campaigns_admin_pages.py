"""The pages about a campaign in the administration: what follows from its dates, its moves, the list, the desk."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import campaigning
from campaigns.enums import Step
from campaigns.models import Campaign
from federation.enums import Matter, Role
from federation.models import QuietPeriod
from tests.appeals.conftest import quiet_now
from tests.campaigns.campaign_form import ADD, DAY, change, client, staff, today
from tests.campaigns.conftest import campaign, fresh
from tests.cast import client_of, person

__all__ = ["client", "staff"]
pytestmark = pytest.mark.django_db


def test_the_page_tells_what_follows(client, election, rules_2023):
    page = client.get(change(election))
    standing = page.context["standing"]
    assert standing.rule_set == rules_2023
    assert not standing.differs
    silence = standing.quiet[0]
    assert [cities for cities, _begins, _ends in silence.hours] == ["Алматы", "Уральск"]
    assert "1 января 2023 года" in page.text


def test_open_dates_are_said(client, rules_2026):
    rules_2026.deadlines.filter(step=Step.POLL_BAN).update(begins_days=None, begins_time=None)
    made = campaign(rules_2026, today() + 90 * DAY, slug="open")
    standing = client.get(change(made)).context["standing"]
    assert Step.POLL_BAN in {period.step for period in standing.open_steps}
    assert {quiet.matter for quiet in standing.quiet} == {Matter.CAMPAIGN.label}


def test_announcing_and_retracting_are_pages(client, election):
    announce = reverse("admin:campaigns_campaign_announce", args=[election.pk])
    assert announce in client.get(change(election)).text
    assert client.get(announce).status_code == 200
    assert not fresh(election).announced_at
    quiet_now(campaign="another")
    refused = client.post(announce)
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()
    QuietPeriod.objects.filter(campaign="another").delete()
    assert client.post(announce).status_code == 302
    assert fresh(election).announced_at
    retract = reverse("admin:campaigns_campaign_retract", args=[election.pk])
    page = client.get(change(election))
    assert retract in page.text
    assert announce not in page.text
    assert client.post(retract).status_code == 302
    assert not fresh(election).announced_at


def test_nobody_deletes_a_campaign(election, administrator, headquarters):
    for user in (administrator, headquarters):
        address = reverse("admin:campaigns_campaign_delete", args=[election.pk])
        assert client_of(user).post(address, {"post": "yes"}).status_code == 403
    assert Campaign.objects.exists()


def test_others_read_and_change_nothing(election, editor, publisher, data_protection):
    for user in (editor, publisher):
        client = client_of(user)
        page = client.get(change(election))
        assert page.status_code == 200
        assert 'name="_save"' not in page.text
        assert "begins_on" not in page.text
        assert page.context["standing"]
        assert client.post(change(election), {"title_kk": "x"}).status_code == 403
        assert client.get(ADD).status_code == 403
        for move in ("announce", "retract"):
            address = reverse(f"admin:campaigns_campaign_{move}", args=[election.pk])
            assert client.post(address).status_code == 403
    assert client_of(data_protection).get(change(election)).status_code == 403


def test_the_list_asks_the_same_number_of_queries_at_any_length(client, election, rules_2026):
    address = reverse("admin:campaigns_campaign_changelist")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(3):
        campaign(rules_2026, today() + 90 * DAY, slug=f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_both_languages_of_the_staff(language, election):
    client = client_of(person("reader", Role.HEADQUARTERS, language=language))
    page = client.get(change(election)).text
    assert re.search(f'<html lang="{language}"', page)
    assert ("2023 жылғы 18 наурыз" if language == "kk" else "18 марта 2023 года") in page


def test_the_desk_shows_what_is_prepared(client, rules_2026, editor):
    made = campaign(rules_2026, today() + 90 * DAY, slug="later", title_ru="Будущие выборы")
    desk = client.get("/admin/").text
    assert ADD in desk
    assert "Будущие выборы" in desk
    assert change(made) in desk
    others = client_of(editor).get("/admin/").text
    assert ADD not in others
    assert change(made) not in others


def test_headquarters_link_from_the_preview(client, election, draft):
    link = campaigning.link(election, draft, None)
    page = client.get(reverse("admin:appeals_publication_preview", args=[draft.pk]))
    assert reverse("admin:campaigns_link_publication", args=[draft.pk]) in page.text
    assert str(link.campaign) in page.text
