"""Account pages in a real browser: passkeys under the strict policy, accessibility, a narrow screen."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from federation.enums import Role
from tests.browser.sound import faults_in
from tests.cast import PASSWORD, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def aigul():
    cache.clear()  # rate limits of other tests
    return person("aigul", Role.EDITOR, password=PASSWORD)


def with_virtual_key(page):
    """Plugs a security key into the browser that agrees to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def log_in(page, user, password=PASSWORD):
    page.goto(reverse("account_login"))
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


def log_out(page):
    page.goto(reverse("account_logout"))
    page.click("main form button")
    page.wait_for_url(lambda address: "logout" not in address)


def test_a_passkey_is_made_and_opens_the_portal(open_page, aigul):
    page = with_virtual_key(open_page(locale="kk-KZ"))
    log_in(page, aigul)
    page.wait_for_url("**/admin/")
    page.goto(reverse("mfa_add_webauthn"))
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.check("[name=passwordless]")
    page.click("[data-passkey=create]")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    assert Authenticator.objects.filter(user=aigul, type="webauthn").count() == 1

    log_out(page)
    page.goto(reverse("account_login"))
    page.click("[data-passkey=login]")
    page.wait_for_url("**/admin/")

    log_out(page)
    log_in(page, aigul)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}")
    page.click("[data-passkey=get]")
    page.wait_for_url("**/admin/")


def test_account_pages_are_accessible_on_a_phone(open_page, aigul):
    page = open_page(locale="ru-RU")
    looks = (360, "light"), (360, "dark")
    log_in(page, aigul, "wrong")
    page.wait_for_selector(".error[role=alert]")
    assert faults_in(page, *looks) == []
    for name in ("account_signup", "account_reset_password"):
        page.goto(reverse(name))
        assert faults_in(page, *looks) == []
    log_in(page, aigul)
    for name in ("account_home", "account_email", "account_change_password", "mfa_index"):
        page.goto(reverse(name))
        assert faults_in(page, *looks) == []
