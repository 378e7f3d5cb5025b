"""Pages of campaigns at every width and in the dark: they fit the screen, and WCAG 2.2 AA finds nothing to refuse."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from campaigns.models import Campaign, Result, RuleSet
from federation.models import User
from tests.browser.sound import faults_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("kk", "light"), ("ru", "dark")]
PHONE, DESK = 360, 1280
RUNNING, FINISHED, REFERENDUM = "demo-elections", "demo-by-election", "referendum-2026"
SEAT = "eligibility/?body=maslikhat-district&system=single-mandate&nominator=association"


def public_addresses():
    """Addresses below /kk/ and /ru/, without the answer of «Can I stand?», which is asked by POST."""
    own = ("", "platform/", "platform/1/", "publications/", "rules/", "eligibility/", SEAT)
    yield from ("", "campaigns/", f"campaigns/{REFERENDUM}/")
    yield from (f"campaigns/{RUNNING}/{page}" for page in own)
    yield from (f"campaigns/{RUNNING}/constituencies/{query}" for query in ("", "?region=KZ-39"))
    yield from (f"campaigns/{FINISHED}/{page}" for page in ("", "results/"))


def staff_addresses():
    """Pages of campaigns in the administration, with something on each: the forms that matter most, the others."""
    campaign = Campaign.objects.get(slug=RUNNING)
    rules = RuleSet.objects.get(code="demo")
    result = Result.objects.first()

    def address(name, row=None):
        return reverse(f"admin:campaigns_{name}", args=[row.pk] if row else [])

    forms = [
        address("campaign_change", campaign),
        address("ruleset_change", rules),
        address("result_change", result),
        address("result_add") + f"?campaign={result.campaign_id}",
    ]
    models = ("campaign", "constituency", "link", "plank", "ruleset", "result")
    others = [reverse("admin:index"), *(address(f"{model}_changelist") for model in models)]
    others += [address(f"{model}_add") for model in ("campaign", "constituency", "ruleset", "result")]
    others += [
        address("campaign_retract", campaign),
        address("link_campaign", campaign),
        address("link_publication", campaign.platform),
        address("constituency_import", campaign),
        address("constituency_change", campaign.constituencies.first()),
        address("plank_change", campaign.platform.planks.first()),
        address("ruleset_dates", rules),
        address("ruleset_version", rules),
        address("body_change", rules.bodies.first()),
        reverse("admin:appeals_publication_change", args=[campaign.platform_id]),
    ]
    return forms, others


def test_every_page_is_sound(transactional_db, open_page):
    """Campaigns in every state, with platform, constituencies and results: loading them takes seconds, so once."""
    for command in ("load_reference", "load_demo"):
        call_command(command, stdout=StringIO())
    wrong = [*of_readers(open_page), *of_staff(open_page)]
    assert not wrong, "\n".join(wrong)


def of_readers(open_page):
    wrong = []
    for language, scheme in LOOKS:
        page = open_page(width=PHONE, color_scheme=scheme)
        for address in public_addresses():
            assert page.goto(f"/{language}/{address}").status == 200, address
            wrong += faults_in(page, (DESK, scheme), (PHONE, scheme))
        page.goto(f"/{language}/campaigns/{RUNNING}/{SEAT}")
        page.locator("form[method=post] button").click()
        page.locator("form[method=post] .law-error").first.wait_for()
        wrong += faults_in(page, (DESK, scheme), (PHONE, scheme))
        for name, value in (("birth_date", "1980-05-01"), ("residence_years", "20")):
            field = page.locator(f"[name={name}]")
            if field.count():
                field.fill(value)
        page.locator("[name=citizen][value=yes]").check()
        page.locator("form[method=post] button").click()
        page.locator("#answer").wait_for()
        wrong += faults_in(page, (DESK, scheme), (PHONE, scheme))
    return wrong


def of_staff(open_page):
    headquarters = User.objects.get(email="headquarters@demo.example")
    forms, others = staff_addresses()
    wrong = []
    for language, scheme in LOOKS:
        type(headquarters).objects.update(language=language)
        page = open_page(headquarters, color_scheme=scheme)
        # The others on a phone by day and at a desk by night.
        only = PHONE if scheme == "light" else DESK
        both = ((PHONE, scheme), (DESK, scheme))
        for address in (*forms, *others):
            page.set_viewport_size({"width": only, "height": 900})
            assert page.goto(address).status == 200, address
            wrong += [f"{address} {said}" for said in open_page.complaints]
            wrong += faults_in(page, *([(only, scheme)] if address in others else both))
            open_page.complaints.clear()  # axe itself tries an inline style
    return wrong
