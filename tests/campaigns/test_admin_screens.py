"""No English on the pages of campaigns in the administration, neither where things go well nor in refusals."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from appeals import publishing
from appeals.enums import Kind
from campaigns import campaigning
from campaigns.enums import Step
from campaigns.models import CampaignDate, Plank
from federation.enums import Role
from tests.appeals.conftest import quiet_now
from tests.appeals.texts import IMPRINT
from tests.campaigns.conftest import campaign
from tests.cast import client_of, person
from tests.test_screens import foreign_words

pytestmark = pytest.mark.django_db
NO_IMPRINT = dict.fromkeys(IMPRINT, "")
DAY = datetime.timedelta(days=1)
# Codes, addresses and file names stand in Latin letters in both languages.
TABLE = """Орган;Регион;Номер;Атауы қазақша;Название на русском;Число избирателей;Комиссия
Мажилис Парламента;Костанайская область;1;Бірінші;Первый;61250;7
Мажилис Парламента;Алматы;2;Екінші;Второй;;
Курултай;Атлантида;х;;;много;
"""


@pytest.fixture
def many(election, majilis, rules_2026):
    """Campaigns with something on every page."""
    call_command("load_reference", verbosity=0)
    platform = publishing.create(None, kind=Kind.PLATFORM, title_kk="Тұғырнама", title_ru="Платформа")
    Plank.objects.create(platform=platform, number=1, heading_kk="Жалақы", heading_ru="Зарплата")
    election.platform = platform
    date = CampaignDate(step=Step.RESULTS, ends_on=datetime.date(2023, 4, 1), ends_time=datetime.time(0))
    campaigning.save(election, None, dates=[date])
    campaigning.announce(election, None)
    election.constituencies.create(body=majilis, number="1", name_kk="Бір", name_ru="Один")
    rules_2026.deadlines.filter(step=Step.SILENCE).update(begins_days=None, begins_time=None)
    return election, campaign(rules_2026, timezone.localdate() + 60 * DAY, slug="later", **NO_IMPRINT)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("role", [Role.HEADQUARTERS, Role.EDITOR])
def test_pages(many, draft, language, role):
    client = client_of(person("screenperson", role, language=language))
    election, later = many
    campaigning.link(election, draft, None)
    table = reverse("admin:campaigns_constituency_import", args=[election.pk])
    addresses = [
        "/admin/",
        *(reverse("admin:campaigns_campaign_change", args=[one.pk]) for one in many),
        reverse("admin:campaigns_campaign_changelist"),
        reverse("admin:campaigns_campaign_history", args=[election.pk]),
        reverse("admin:campaigns_campaign_retract", args=[election.pk]),
        reverse("admin:campaigns_campaign_announce", args=[later.pk]),
        reverse("admin:campaigns_link_campaign", args=[election.pk]),
        reverse("admin:campaigns_link_campaign", args=[later.pk]) + "?q=молодежь",
        reverse("admin:campaigns_link_campaign", args=[later.pk]) + "?q=ничего-такого",
        reverse("admin:campaigns_link_publication", args=[draft.pk]),
        reverse("admin:campaigns_link_changelist"),
        reverse("admin:campaigns_plank_changelist"),
        reverse("admin:campaigns_plank_change", args=[Plank.objects.get().pk]),
        reverse("admin:campaigns_constituency_changelist"),
        reverse("admin:campaigns_constituency_change", args=[election.constituencies.get().pk]),
        reverse("admin:appeals_publication_change", args=[draft.pk]),
        table,
    ]
    found = {}
    for address in addresses:
        response = client.get(address, follow=True)
        assert response.status_code == 200 or role == Role.EDITOR, address
        found |= dict.fromkeys(foreign_words(response, language), address)
    assert set(found) <= {election.slug, later.slug}, found


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_refusals(many, published, language):
    client = client_of(person("screenperson", Role.HEADQUARTERS, language=language))
    election, later = many
    quiet_now(campaign="another")
    table = reverse("admin:campaigns_constituency_import", args=[election.pk])
    attempts = [
        (reverse("admin:campaigns_campaign_announce", args=[later.pk]), {"x": "1"}),
        (reverse("admin:campaigns_link_campaign", args=[later.pk]), {"link": published.pk}),
        (reverse("admin:campaigns_link_publication", args=[published.pk]), {"campaign": later.pk}),
        (reverse("admin:campaigns_plank_change", args=[Plank.objects.get().pk]), {"objective": ""}),
        (reverse("admin:campaigns_constituency_add"), {"number": "x"}),
        (table, {"table": SimpleUploadedFile("table.csv", TABLE.encode())}),
        (table, {"table": SimpleUploadedFile("table.csv", b"1;2")}),
        (table, {"table": SimpleUploadedFile("table.doc", b"1;2")}),
        (table, {"sealed": "x"}),
    ]
    found = {}
    for address, data in attempts:
        response = client.post(address, data)
        assert response.status_code in (200, 409), address
        found |= dict.fromkeys(foreign_words(response, language), address)
    assert found == {}
