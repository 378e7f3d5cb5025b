"""Candidates before the public, in a real browser: every width, light and dark, without script, on paper."""

import pytest

from campaigns.models import Campaign, Candidacy
from tests.browser.sound import faults_in
from tests.campaigns.candidates import public
from tests.campaigns.candidates.conftest import pool, running
from tests.campaigns.candidates.public import whole
from tests.campaigns.conftest import majilis, rules_2023

__all__ = ["majilis", "pool", "rules_2023", "running", "whole"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = 360, 1280
LIST = "/kk/campaigns/running/candidates/"


@pytest.fixture
def people(whole, pool, branch, first_branch, headquarters):
    """The candidate with everything, a step of the path, others with long words, and one whose address is gone."""
    public.step(whole, headquarters)
    long = "Қазақстанреспубликасыныңметаллургияөнеркәсібі" * 2
    public.candidate(
        pool, branch, first_branch, family_name_kk=long, workplace_kk=long, nominator_name_kk=long
    )
    gone = public.candidate(pool, branch, first_branch)
    address = gone.get_absolute_url("kk")
    Candidacy.objects.filter(pk=gone.pk).update(slug=None, announced_at=None, pool_state="withdrawn")
    return whole, address


def test_pages_are_sound_at_every_width_and_in_the_dark(people, open_page):
    whole, gone = people
    other = Candidacy.objects.public().exclude(pk=whole.pk).get()
    paths = [
        LIST,
        f"{LIST}?region={whole.region.iso}&q=улгибаев",
        f"{LIST}?q=ешкім",
        whole.get_absolute_url("kk"),
    ]
    paths += [other.get_absolute_url("kk"), "/kk/data/", "/kk/search/?q=улгибаев", gone]
    wrong = []
    for code, scheme in (("kk", "light"), ("ru", "dark")):
        page = open_page(color_scheme=scheme)
        for path in paths:
            page.goto(path.replace("/kk/", f"/{code}/", 1))
            wrong += faults_in(page, (PHONE, scheme), (DESK, scheme))
    # What the console says of the page that is gone, and of the inline style that axe tries.
    open_page.complaints[:] = [
        said for said in open_page.complaints if "410" not in said and "inline style" not in said
    ]
    assert not wrong, "\n".join(wrong)


def test_without_script_the_filters_work(people, open_page):
    whole, _gone = people
    page = open_page(width=PHONE, java_script_enabled=False)
    page.goto(LIST)
    page.click(".people-narrow > summary")
    page.click(f'.facet a:has-text("{whole.region.name_kk}")') if page.locator(".facet a").count() else None
    page.fill("#q", "улгибаев")
    page.click(".people-ask button")
    assert page.locator(".person h3").count() == 1
    page.click(".person h3 a")
    assert whole.full_name_kk in page.inner_text("h1")


def test_on_paper_a_page_without_the_imprint_of_print_says_why(people, page):
    whole, _gone = people
    page.goto(whole.get_absolute_url("kk"))
    page.emulate_media(media="print")
    assert not page.is_visible(".sheet")
    assert page.is_visible(".no-print-note")
    Campaign.objects.filter(pk=whole.campaign_id).update(
        imprint_place_kk="Астана", imprint_place_ru="Астана", circulation=100
    )
    page.goto(whole.get_absolute_url("ru"))  # the browser keeps the Kazakh page for ten seconds
    page.emulate_media(media="print")
    assert page.is_visible(".sheet h1")
