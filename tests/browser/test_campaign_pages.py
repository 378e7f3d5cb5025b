"""Pages of campaigns at every width and in the dark: they fit the screen, and WCAG 2.2 AA finds nothing to refuse."""

from io import StringIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse

from campaigns.models import Campaign, Result, RuleSet
from federation.models import User
from tests.browser.test_public_pages import RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("kk", 360, "light"), ("ru", 360, "dark"), ("ru", 1280, "light"), ("kk", 1280, "dark")]
RUNNING, FINISHED, REFERENDUM = "demo-elections", "demo-by-election", "referendum-2026"
SEAT = "eligibility/?body=maslikhat-district&system=single-mandate&nominator=association"


@pytest.fixture
def demonstration(transactional_db):
    """Campaigns in every state, with platform, constituencies and results."""
    for command in ("load_reference", "load_demo"):
        call_command(command, stdout=StringIO())


def complaints(page, width):
    """What is wrong with the page that is open: sentences."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    said = [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"][:3]]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        said.append("wider than the screen")
    return said


def public_addresses():
    """Addresses below /kk/ and /ru/, without the answer of «Can I stand?», which is asked by POST."""
    own = ("", "platform/", "platform/1/", "publications/", "rules/", "eligibility/", SEAT)
    yield from ("", "campaigns/", f"campaigns/{REFERENDUM}/")
    yield from (f"campaigns/{RUNNING}/{page}" for page in own)
    yield from (f"campaigns/{RUNNING}/constituencies/{query}" for query in ("", "?region=KZ-39"))
    yield from (f"campaigns/{FINISHED}/{page}" for page in ("", "results/"))


def staff_addresses():
    """Pages of campaigns in the administration, with something on each."""
    campaign = Campaign.objects.get(slug=RUNNING)
    rules = RuleSet.objects.get(code="demo")
    result = Result.objects.first()
    constituency = campaign.constituencies.first()
    plank = campaign.platform.planks.first()
    for model in ("campaign", "constituency", "link", "plank", "ruleset", "result"):
        yield reverse(f"admin:campaigns_{model}_changelist")
    yield from (
        reverse(f"admin:campaigns_{model}_add") for model in ("campaign", "constituency", "ruleset", "result")
    )
    yield reverse("admin:campaigns_result_add") + f"?campaign={result.campaign_id}"
    for name, row in (
        ("campaign_change", campaign),
        ("campaign_retract", campaign),
        ("link_campaign", campaign),
        ("link_publication", campaign.platform),
        ("constituency_import", campaign),
        ("constituency_change", constituency),
        ("plank_change", plank),
        ("ruleset_change", rules),
        ("ruleset_dates", rules),
        ("ruleset_version", rules),
        ("body_change", rules.bodies.first()),
        ("result_change", result),
    ):
        yield reverse(f"admin:campaigns_{name}", args=[row.pk])
    yield reverse("admin:appeals_publication_change", args=[campaign.platform_id])
    yield reverse("admin:index")


def test_pages_for_readers(demonstration, open_page):
    wrong = []
    for language, width, scheme in LOOKS:
        page = open_page(width=width, color_scheme=scheme)
        for address in public_addresses():
            assert page.goto(f"/{language}/{address}").status == 200, address
            wrong += [f"{address} {width} {scheme} {said}" for said in complaints(page, width)]
        page.goto(f"/{language}/campaigns/{RUNNING}/{SEAT}")
        page.locator("form[method=post] button").click()
        page.locator("#answer").wait_for()
        wrong += [f"answer {width} {scheme} {said}" for said in complaints(page, width)]
    assert not wrong, "\n".join(wrong)


def test_pages_for_staff(demonstration, open_page):
    headquarters = User.objects.get(email="headquarters@demo.example")
    wrong = []
    for language, width, scheme in LOOKS:
        type(headquarters).objects.update(language=language)
        page = open_page(headquarters, width=width, color_scheme=scheme)
        for address in staff_addresses():
            assert page.goto(address).status == 200, address
            page.wait_for_load_state("networkidle")
            wrong += [
                f"{address} {width} {scheme} {said}"
                for said in [*open_page.complaints, *complaints(page, width)]
            ]
            open_page.complaints.clear()  # axe itself tries an inline style
    assert not wrong, "\n".join(wrong)
