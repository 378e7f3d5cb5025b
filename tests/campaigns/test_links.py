"""Publications and campaigns find each other from both pages of the administration."""

import pytest
from django.urls import reverse

from appeals import publishing
from appeals.enums import Kind
from campaigns import campaigning
from campaigns.models import Link
from tests.appeals.texts import IMPRINT, TITLE_RU
from tests.campaigns.conftest import fresh
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def of_campaign(campaign):
    return reverse("admin:campaigns_link_campaign", args=[campaign.pk])


def of_publication(publication):
    return reverse("admin:campaigns_link_publication", args=[publication.pk])


@pytest.fixture
def client(headquarters):
    return client_of(headquarters)


def test_search_link_and_take_out(client, election, draft, headquarters):
    address = of_campaign(election)
    assert TITLE_RU not in client.get(address).text
    for query in ("молодежь", "сохранении", draft.title_kk[:12], draft.slug, "%", "a" * 5000, "' --"):
        assert client.get(address, {"q": query}).status_code == 200
    page = client.get(address, {"q": "сохранении"})
    assert page.context["found"] == [draft]
    assert client.post(address, {"link": draft.pk, "q": "сохранении"}).status_code == 302
    link = election.links.get()
    assert (link.publication, link.by) == (draft, headquarters)
    assert fresh(draft).campaign_material
    assert fresh(draft).imprint_funds_kk == IMPRINT["imprint_funds_kk"]
    page = client.get(address, {"q": "сохранении"})
    assert page.context["found"] == []
    assert client.post(address, {"unlink": link.pk}).status_code == 302
    assert not Link.objects.exists()
    # Somebody took it out meanwhile: nothing is wrong.
    assert client.post(address, {"unlink": link.pk}).status_code == 302


def test_a_refusal_says_why_and_leads_on(client, without_imprint, published):
    response = client.post(of_campaign(without_imprint), {"link": published.pk, "q": "үлгі"})
    assert response.status_code == 409
    assert response.context["reasons"]
    assert response.context["query"] == "үлгі"
    assert reverse("admin:appeals_publication_change", args=[published.pk]) in response.text
    assert not Link.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"link": "x"}, {"link": "999999"}, {"link": "9" * 40}])
def test_what_is_not_there(client, election, sent):
    assert client.post(of_campaign(election), sent).status_code == 404
    assert client.get("/admin/campaigns/link/campaign/999999/").status_code == 404
    assert client.get("/admin/campaigns/link/publication/999999/").status_code == 404


def test_from_the_page_of_the_publication(election, referendum, draft, editor):
    client = client_of(editor)
    page = reverse("admin:appeals_publication_change", args=[draft.pk])
    assert of_publication(draft) in client.get(page).text
    form = client.get(of_publication(draft))
    assert set(form.context["form"].fields["campaign"].queryset) == {election, referendum}
    assert client.post(of_publication(draft), {}).context["form"].errors["campaign"]
    assert client.post(of_publication(draft), {"campaign": "x"}).status_code == 200
    assert client.post(of_publication(draft), {"campaign": election.pk}).status_code == 302
    assert draft.campaigns.get() == election
    assert reverse("admin:campaigns_campaign_change", args=[election.pk]) in client.get(page).text
    again = client.post(of_publication(draft), {"campaign": election.pk})
    assert again.context["form"].errors["campaign"]


def test_a_refusal_stands_on_the_form(client, without_imprint, published):
    response = client.post(of_publication(published), {"campaign": without_imprint.pk})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_the_platform_is_not_taken_out_by_its_link(client, election, editor):
    platform = publishing.create(editor, kind=Kind.PLATFORM, title_kk="Тұғырнама", title_ru="Платформа")
    election.platform = platform
    campaigning.save(election, None)
    response = client.post(of_campaign(election), {"unlink": election.links.get().pk})
    assert response.status_code == 409
    assert election.links.exists()


def test_a_link_of_another_campaign_is_left_alone(client, election, referendum, draft):
    link = campaigning.link(election, draft, None)
    client.post(of_campaign(referendum), {"unlink": link.pk})
    assert Link.objects.filter(pk=link.pk).exists()


def test_who_may(election, draft, data_protection, branch, publisher):
    for user in (data_protection, branch):
        client = client_of(user)
        for address in (of_campaign(election), of_publication(draft)):
            assert client.get(address).status_code in (302, 403)
            client.post(address, {"link": draft.pk, "campaign": election.pk})
    assert not Link.objects.exists()
    client = client_of(publisher)
    assert client.post(of_campaign(election), {"link": draft.pk}).status_code == 302
    assert client.get(reverse("admin:campaigns_link_changelist")).status_code == 200
