"""Silence, and a ban on polls, on every page: minute by minute in two zones, along `federation.site.surfaces`."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from appeals import previews
from appeals.enums import Kind
from federation.enums import Matter
from federation.site.models import MenuItem
from federation.site.surfaces import PAGES, Silence
from tests.campaigns.surfaces import BORDERS, IN_MENUS, MOMENTS, NEUTRAL, SLUG, WORD, silent
from tests.clock import clock
from tests.test_urls import PUBLIC

pytestmark = pytest.mark.django_db


OF_NO_CAMPAIGN = {
    "campaigns:list",
    "campaigns:data",
    "campaigns:privacy",
    "campaigns:privacy-done",
    "campaigns:join",
}
# Their bytes show what they hold to people alone.
PICTURES = {"media", "preview-file", "campaigns:candidate-photo", "campaigns:booklet"}


def address(name, materials, election, standing=None):
    """Path of the page in which a material, or the candidate `standing`, would stand, in Kazakh."""
    section, _, page = name.removeprefix("appeals:").partition("-")
    kinds = {"appeals": Kind.APPEAL, "news": Kind.NEWS, "pages": Kind.PAGE, "platforms": Kind.PLATFORM}
    if name.startswith("appeals:") and page and page != "feed":
        kwargs = {"slug": materials[kinds[section]].slug}
        return reverse(name, kwargs=kwargs | ({"number": 1} if page == "edition" else {}))
    if name.startswith("campaigns:") and name not in OF_NO_CAMPAIGN:
        more = {
            "campaigns:plank": {"number": 1},
            "campaigns:candidate": {"name": standing and standing.slug},
            "campaigns:candidate-photo": {"name": standing and standing.slug, "width": 160},
            "campaigns:booklet": {"iso": standing and standing.region.iso},
        }
        return reverse(name, kwargs={"slug": election.slug} | more.get(name, {}))
    attachment = materials[Kind.APPEAL].attachments.first()
    token = previews.token(materials[Kind.APPEAL])
    special = {
        "site:search": lambda: reverse(name) + f"?q={WORD}",
        "sitemap-section": lambda: reverse(name, kwargs={"section": "publications"}),
        "media": lambda: reverse(name, args=[attachment.file.name]),
        "preview": lambda: reverse(name, args=[token]),
        "preview-file": lambda: reverse(name, args=[token, attachment.file.name]),
        "campaigns:result-source": lambda: None,
    }
    return special.get(name, lambda: reverse(name))()


def content(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace")


# Pages without a publication that need what no campaign material has: a token of a person, a counted vote.
WITHOUT_MATERIAL = {
    "invitation", "account_reset_password_from_key", "account_confirm_email", "campaigns:result-source",
    "site:subscription", "site:unsubscribe", "mailbox", "mailbox-mail", "mailbox-html",
    "account_logout", "account_language", "mfa_authenticate", "campaigns:candidate-link",
    "campaigns:candidate-link-photo", "campaigns:privacy-done", "campaigns:join-done", "campaigns:application",
    "campaigns:meetings", "campaigns:meeting", "campaigns:quotation",  # tests/campaigns/meetings/test_public.py
    "campaigns:workplace",
    "campaigns:promises",  # tests/campaigns/meetings/test_promises.py
    "campaigns:headquarters-one", "campaigns:office-holder",  # tests/campaigns/headquarters/test_headquarters_pages.py
    "campaigns:tasks", "campaigns:task-calendar",  # tests/campaigns/headquarters/test_public_tasks.py
}  # fmt: skip


def test_every_address_is_on_the_list():
    assert set(PAGES) == PUBLIC


def test_pages_minute_by_minute(materials, election, standing):
    MenuItem.objects.all().delete()  # they would name the page on every page: a test of its own looks at them
    client = Client()
    walked = sorted(set(PAGES) - WITHOUT_MATERIAL)
    paths = {name: address(name, materials, election, standing) for name in walked}
    wrong = []
    for moment in MOMENTS[Matter.CAMPAIGN]:
        for name, path in paths.items():
            changes = PAGES[name] is Silence.LEAVES
            if not changes and moment not in BORDERS[Matter.CAMPAIGN]:
                continue  # what is the same all the time is looked at once a border
            for language in ("kk", "ru") if changes else ("kk",):
                with clock(moment):
                    response = client.get(path.replace("/kk/", f"/{language}/", 1))
                    text = content(response)
                if not as_listed(name, response.status_code, text, moment):
                    wrong.append(f"{name} ({language}, {moment}): {response.status_code}")
    assert wrong == []


def test_candidates_minute_by_minute(standing, election):
    """In a silence list and search say who stands where, and nothing else; no front leads to them."""
    client, front_path = Client(), f"/kk/campaigns/{election.slug}/"
    there = f"{front_path}candidates/"
    for moment in MOMENTS[Matter.CAMPAIGN]:
        with clock(moment):
            paths = (there, front_path, "/kk/data/", f"/kk/search/?q={standing.family_name_kk}")
            listed, front, data, found = (content(client.get(path)) for path in paths)
        quiet = silent(moment)
        assert standing.full_name_kk in listed
        assert (standing.slug in listed) is not quiet
        assert standing.full_name_kk in found
        assert (standing.slug in found) is not quiet
        assert (standing.workplace_kk in found) is not quiet
        assert ("photo-160.jpg" in listed) is not quiet
        assert (there in front) is not quiet
        assert (f"/kk/data/v1/{election.slug}/" in data) is not quiet
        assert ('href="/kk/data/"' in front) is not quiet


def as_listed(name, status, text, moment):
    """Whether the answer is what the list of surfaces says of the page at that moment."""
    fate = PAGES[name]
    if status in (301, 302):
        return fate is Silence.NEVER
    shown = name in PICTURES or WORD in text or SLUG in text
    expected = not silent(moment) if fate is Silence.LEAVES else fate is Silence.STAYS
    shared = silent(moment) and "data-share" in text
    neutral = (
        name not in ("site:home", "appeals:news", "appeals:feed", "appeals:news-feed") or NEUTRAL in text
    )
    return status == 200 and shown is expected and not shared and neutral


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("matter", "found"), [(Matter.CAMPAIGN, "materials"), (Matter.POLLS, "polls")])
def test_menus_introduction_and_description_minute_by_minute(matter, found, language, request):
    """A marked page in the menus: they stand on every page, its lead describes the home page to machines."""
    request.getfixturevalue(found)
    for moment in MOMENTS[matter]:
        with clock(moment):
            home, news = (content(Client().get(f"/{language}/{part}")) for part in ("", "news/"))
        head, _, body = home.partition("<body")
        shown = [IN_MENUS in part for part in (head, body, news)]
        assert shown == [not silent(moment, matter)] * 3, moment


# Lists of publications as such: what a campaign shows is campaign material, whatever else it is.
OF_POLLS = [
    name for name, fate in PAGES.items() if fate is Silence.LEAVES and not name.startswith("campaigns:")
]


def test_polls_minute_by_minute(polls):
    MenuItem.objects.all().delete()
    stay = [f"appeals:{section}-{page}" for section in ("appeals", "news", "pages")
            for page in ("detail", "both", "editions", "edition")]  # fmt: skip
    assert {PAGES[name] for name in stay} == {Silence.STAYS}
    wrong = []
    for moment in MOMENTS[Matter.POLLS]:
        for name in [*OF_POLLS, *(stay if moment in BORDERS[Matter.POLLS] else ())]:
            with clock(moment):
                response = Client().get(address(name, polls, None))
            text = content(response)
            shown = WORD in text or SLUG in text
            expected = name in stay or not silent(moment, Matter.POLLS)
            if response.status_code != 200 or shown is not expected:
                wrong.append(f"{name} ({moment}): {response.status_code}")
    assert wrong == []


def test_the_notice_stands_in_both_languages_while_it_is_silent(materials, election):
    for moment in MOMENTS[Matter.CAMPAIGN]:
        for path in ("/kk/", "/ru/news/", election.get_absolute_url("kk")):
            with clock(moment):
                text = content(Client().get(path))
            assert ('class="silence"' in text) is silent(moment)
            if silent(moment):
                for said in (
                    election.title_kk,
                    election.title_ru,
                    election.information_kk,
                    election.information_ru,
                ):
                    assert said in text


def test_no_cache_outlives_a_border(materials):
    for border in (min(BORDERS[Matter.CAMPAIGN]), max(BORDERS[Matter.CAMPAIGN])):
        for seconds in (1, 4, 9, 30):
            with clock(border - timedelta(seconds=seconds)):
                response = Client().get("/kk/")
            age = int(response["Cache-Control"].partition("max-age=")[2])
            assert age <= min(10, seconds)
