"""No English on any page of the demonstration's campaigns."""

import re
from urllib.parse import urlsplit

from django.urls import resolve
from django.utils import translation

from campaigns.models import Body, Campaign, Demand, Evidence, Requirement, RuleSet
from federation.enums import Role
from tests.cast import client_of, person
from tests.test_screens import ROLES, foreign_words


def test_no_english_around_campaigns(demonstration):
    """Every kind of page of campaigns, for readers, for who leads them and for who only reads, reached by links."""
    codes = {
        code
        for model in (RuleSet, Body, Requirement)
        for code in model.objects.values_list("code", flat=True)
    }
    codes |= set(
        Campaign.objects.values_list("slug", flat=True)
    )  # addresses stand in Latin letters in both languages
    codes |= set(Demand.objects.values_list("address", flat=True))
    codes |= {
        urlsplit(link).hostname for link in Evidence.objects.exclude(url="").values_list("url", flat=True)
    }  # named to readers
    leader, editor = person("screenperson", *ROLES), person("screeneditor", Role.EDITOR)
    found = {}
    for language in ("kk", "ru"):
        type(leader).objects.update(language=language)
        public = (f"/{language}/campaigns/", f"/{language}/platforms/")
        seen = crawl(client_of(leader), language, (*public, "/admin/campaigns/"), found)
        assert sum(name.startswith("campaigns:") for name in seen) >= 9
        assert sum(name.startswith("admin:campaigns") for name in seen) >= 20
        crawl(client_of(editor), language, ("/admin/campaigns/",), found)
    assert {text: address for text, address in found.items() if text not in codes} == {}


def crawl(client, language, places, found):
    """Opens a page of each kind (of each campaign) below `places`; foreign words go into `found`.

    Returns the names of the addresses that were opened.
    """
    waiting, seen = ["/admin/campaigns/", f"/{language}/", f"/{language}/campaigns/"], set()
    while waiting:
        address = waiting.pop()
        with translation.override(language):
            match = resolve(address)
        page = match.view_name, match.kwargs.get("slug")
        if page in seen:
            continue
        seen.add(page)
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        if response.headers["Content-Type"].startswith("text/html"):
            for text in foreign_words(response, language):
                found.setdefault(text, address)
            links = re.findall(r'href="([^"#?]+)', response.content.decode())
            waiting += [link for link in links if link.startswith(places)]
    return {name for name, _slug in seen}
