"""No English on any screen: pages are opened in both languages and their words looked at."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from appeals import publishing
from appeals.enums import Kind
from federation.enums import Role
from tests.appeals.texts import TEXTS
from tests.cast import client_of, person

# Names that have no translation, and what the cast and the addresses bring along.
NAMES = re.compile(
    r"https?://\S+|\S+@\S+|\.(docx|txt)\b|\b(PDF|DOCX|XLSX|CSV|JPEG|PNG|WebP|JSON|HTML|ISO|Word|PIN|TOTP|passkey|"
    r"WebAuthn|JavaScript|Control|Command|Mac|Asia/Almaty|UTC|majilis|screen\w+)\b"
)
SHOWN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
ROLES = [role for role in Role if role not in (Role.BRANCH, Role.REGIONAL_HEADQUARTERS)]


class Words(HTMLParser):
    """Texts of a page and of the attributes that people see or hear; what is marked as another language is left out."""

    def __init__(self, language):
        super().__init__()
        self.language = language
        self.texts = []
        self.open = []  # (tag, is it silent here)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        foreign = attributes.get("lang", self.language) != self.language
        hidden = "hidden" in attributes or "hidden" in (attributes.get("class") or "").split()
        within = bool(self.open and self.open[-1][1])
        silent = within or foreign or hidden or tag in ("script", "style", "code")
        if tag not in ("input", "img", "br", "hr", "meta", "link", "col", "source", "wbr"):
            self.open.append((tag, silent))
        if not silent:
            self.texts += [attributes[name] for name in SHOWN_ATTRIBUTES if attributes.get(name)]
            if tag == "input" and attributes.get("type") in ("submit", "button"):
                self.texts.append(attributes.get("value") or "")

    def handle_endtag(self, tag):
        while self.open and any(tag == opened for opened, _silent in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if not (self.open and self.open[-1][1]):
            self.texts.append(data)


def foreign_words(response, language):
    words = Words(language)
    words.feed(response.content.decode())
    texts = {NAMES.sub("", " ".join(text.split())) for text in words.texts}
    return {text for text in texts if re.search(r"[A-Za-z]{3}", text)}


def screens(language):
    """Addresses of what staff and readers meet, without those that need an item of content."""
    yield from (
        "/admin/",
        "/admin/no-such-page/",
        f"/{language}/",
        f"/{language}/appeals/",
        f"/{language}/news/",
    )
    yield from (f"/{language}/search/?q=1", f"/{language}/no-such-page/")
    for name in (
        "home",
        "login",
        "logout",
        "change_password",
        "email",
        "reset_password",
        "signup",
        "reauthenticate",
    ):
        yield reverse(f"account_{name}")
    for name in ("index", "activate_totp", "list_webauthn", "add_webauthn", "view_recovery_codes"):
        try:
            yield reverse(f"mfa_{name}")
        except NoReverseMatch:
            continue
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{place}_changelist")
        yield reverse(f"{place}_add")
        if item := model._default_manager.first():
            yield from (
                reverse(f"{place}_{page}", args=[item.pk]) for page in ("change", "history", "delete")
            )


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_on_screens(db, kostanay, language):
    member = person("screenperson", *ROLES, language=language)
    found = {}
    for client in (client_of(member), Client(headers={"accept-language": language})):
        for address in screens(language):
            response = client.get(address, follow=True)
            assert response.status_code < 500, address
            if response.headers["Content-Type"].startswith("text/html"):
                for text in foreign_words(response, language):
                    found.setdefault(text, address)
    assert found == {}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_around_a_publication(db, language):
    """Every page that is reached from a published text, in the administration and on the public side."""
    writer, publisher = person("screenwriter", Role.EDITOR), person("screenperson", *ROLES, language=language)
    publication = publishing.create(writer, kind=Kind.APPEAL, **TEXTS)
    publishing.confirm(publication, writer, version=1)
    publishing.submit(publication, writer)
    publishing.approve(publication, publisher)
    publishing.publish(publication, publisher)
    places = (publication.get_absolute_url(language), f"/admin/appeals/publication/{publication.pk}/")
    client = client_of(publisher)
    waiting, seen, found = [places[0], f"{places[1]}change/"], set(), {}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        for text in foreign_words(response, language):
            found.setdefault(text, address)
        links = re.findall(r'href="([^"#?]+)', response.content.decode())
        waiting += {link for link in links if link.startswith(places)} - seen - set(waiting)
    assert len(seen) > 6
    assert found == {}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_in_refusals_of_forms(db, kostanay, language):
    member = person("screenperson", *ROLES, language=language)
    staff, visitor = client_of(member), Client(headers={"accept-language": language})
    found = {}
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        empty = {"_save": "1"} | {
            f"{prefix}-{part}": "0"
            for prefix in prefixes(staff, address)
            for part in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
        for text in foreign_words(staff.post(address, empty), language):
            found.setdefault(text, address)
    for address, data in [
        ("/accounts/login/", {"login": "nobody@example.org", "password": "1"}),
        ("/accounts/login/", {}),
        ("/accounts/password/reset/", {"email": "1"}),
    ]:
        for text in foreign_words(visitor.post(address, data), language):
            found.setdefault(text, address)
    assert found == {}


def prefixes(client, address):
    page = client.get(address).content.decode()
    return set(re.findall(r'name="([\w-]+)-TOTAL_FORMS"', page))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_where_entry_is_refused(db, language):
    """A page beyond one's role, and a form whose token is not valid any more."""
    editor = person("screeneditor", Role.EDITOR, language=language)
    headquarters = person("screenheadquarters", Role.HEADQUARTERS, language=language)
    publication = publishing.create(editor, kind=Kind.APPEAL, **TEXTS)
    withdrawal = reverse("admin:appeals_publication_move", args=[publication.pk, "withdraw"])
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    for response in (
        client_of(editor).get(withdrawal),
        client_of(headquarters).get(reverse("admin:appeals_publication_import")),
        strict.post(reverse("account_login"), {"login": editor.email}),
    ):
        assert response.status_code == 403
        assert foreign_words(response, language) == set()
        page = response.content.decode()
        assert '<section lang="kk">' in page
        assert '<section lang="ru">' in page


def test_no_heading_of_a_table_is_empty():
    """A program that reads aloud names each cell by its heading: where there is none, the cell is no heading."""
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    assert [path.name for path in templates if re.search(r"<th[^>]*>\s*</th>", path.read_text())] == []
