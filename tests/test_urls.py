"""Every address of the portal carries a decision about who may open it. A new one without a decision fails here."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import client_of

# What everybody may open, by the full name of the address.
PUBLIC = {
    *("root", "healthz", "robots", "sitemap", "sitemap-section", "reader-css", "media"),
    *("site:home", "site:search", "site:low-vision", "site:subscribe", "site:subscribe-done"),
    *("mailbox", "mailbox-mail", "mailbox-html"),  # 404 outside the demonstration
    *("appeals:appeals", "appeals:news", "appeals:feed", "appeals:appeals-feed", "appeals:news-feed"),
    *(
        f"appeals:{section}-{page}"
        for section in ("appeals", "news", "pages", "platforms")
        for page in ("detail", "both", "editions", "edition")
    ),
    *("campaigns:list", "campaigns:detail", "campaigns:platform", "campaigns:plank"),
    *("campaigns:publications", "campaigns:constituencies", "campaigns:calendar"),
    *("campaigns:results", "campaigns:result-source", "campaigns:rules", "campaigns:eligibility"),
    *("campaigns:candidates", "campaigns:candidate", "campaigns:candidate-photo", "campaigns:booklet"),
    *("campaigns:meetings", "campaigns:meeting", "campaigns:quotation", "campaigns:workplace"),
    *("campaigns:data", "campaigns:popolo", "campaigns:candidates-csv"),
    *("campaigns:privacy", "campaigns:privacy-done"),
    *("campaigns:promises", "campaigns:join", "campaigns:join-done", "campaigns:application"),
    # A token in the address is the permission.
    *("site:subscription", "site:unsubscribe"),
    *("campaigns:candidate-link", "campaigns:candidate-link-photo"),
    *("campaigns:tasks", "campaigns:task-calendar"),
    *("campaigns:headquarters", "campaigns:headquarters-one", "campaigns:office-holder"),
    *("preview", "preview-file", "invitation"),
    *("account_login", "account_logout", "account_signup", "account_inactive", "account_language"),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("account_confirm_email", "account_email_verification_sent"),
    *("mfa_login_webauthn", "mfa_authenticate"),
}
# Addresses that ask for a log-in and then concern one's own account.
OWN_ACCOUNT = "accounts/"
# The admin asks `access.enters_admin` for each page, and each page its own permission (tests/appeals/test_admin*).
STAFF = "admin/"
# Each page of the cabinet asks a predicate of `campaigns.candidates.access` (tests/campaigns/candidates/test_cabinet*).
CABINET = "kk/cabinet/"


def addresses(resolver=None, prefix="", names=()):
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, path, (*names, pattern.namespace) if pattern.namespace else names)
        elif isinstance(pattern, URLPattern):
            yield path, ":".join((*names, pattern.name or "")), pattern


ALL = list(addresses())


def test_every_address_has_a_decision():
    undecided = [
        (path, name)
        for path, name, _pattern in ALL
        if name not in PUBLIC and not path.startswith((STAFF, OWN_ACCOUNT, CABINET))
    ]
    assert undecided == []


def test_no_decision_without_an_address():
    assert PUBLIC - {name for _path, name, _pattern in ALL} == set()


def plain(path_prefix):
    """Names of the addresses below the prefix that need no argument and are not open to everybody."""
    return sorted(
        name
        for path, name, pattern in ALL
        if path.startswith(path_prefix) and name not in PUBLIC and "<" not in path and "(" not in path
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", [name for name in plain(STAFF) if name not in ("admin:login", "admin:jsi18n")]
)
def test_staff_addresses_are_closed_to_others(name, reader, branch):
    for client in (reader, client_of(branch)):
        response = client.get(reverse(name))
        assert response.status_code in (302, 403, 404, 405), response.status_code
        if response.status_code == 302:
            assert "/login/" in response.url or response.url == reverse("admin:index")


@pytest.mark.django_db
@pytest.mark.parametrize("name", plain(OWN_ACCOUNT))
def test_account_addresses_ask_for_a_log_in(name, reader):
    response = reader.get(reverse(name))
    assert response.status_code in (302, 405)
    if response.status_code == 302:
        assert "/accounts/login/" in response.url
