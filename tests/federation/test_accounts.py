"""Account pages: log-in, invitation, password, e-mail, second factor, language."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import reverse

from federation import invitations
from federation.enums import Role
from federation.models import Invitation, User
from tests.cast import PASSWORD, client_of, person

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)


@pytest.fixture(autouse=True)
def no_rate_limits_left_over():
    cache.clear()


@pytest.fixture
def aigul():
    return person("aigul", Role.EDITOR, password=PASSWORD, language="ru")


def log_in(client, user, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": user.email, "password": password, **extra})


def log_in_and_confirm(client, user):
    """Logged in, with the password given once more, as pages of the second factor demand."""
    log_in(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def link_in(mail):
    return re.search(r"https?://[^/\s]+(/accounts/\S+)", mail["text"])[1]


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


# Every page, both languages, strict CSP

PUBLIC = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
]
OWN = [
    "account_home",
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]


def check_page(response, language):
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.text
    assert response.text.count("<h1>") == 1
    assert not INLINE.search(response.text)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", PUBLIC)
def test_pages_for_visitors(name, language, reader):
    check_page(reader.get(reverse(name), headers={"accept-language": language}), language)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", OWN)
def test_pages_of_ones_own(name, language, client):
    user = person("aigul", Role.EDITOR, password=PASSWORD, language=language)
    log_in_and_confirm(client, user)
    check_page(client.get(reverse(name), headers={"accept-language": "de"}), language)


def test_there_is_no_open_sign_up(reader):
    response = reader.post(
        "/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert not User.objects.exists()


# Log-in and log-out


def test_log_in_by_email_in_any_case(reader, aigul):
    response = reader.post("/accounts/login/", {"login": "AIGUL@example.org", "password": PASSWORD})
    assert response.url == "/admin/"
    response = reader.post("/accounts/logout/")
    assert response.status_code == 302
    assert reader.get("/accounts/").status_code == 302


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_branch_comes_to_its_desk_in_its_language_and_the_wanted_page_goes_first(reader, branch, language):
    branch.set_password(PASSWORD)
    branch.language = language
    branch.save()
    assert log_in(reader, branch).url == f"/{language}/cabinet/"
    reader.logout()
    assert log_in(reader, branch, next="/kk/").url == "/kk/"


def test_who_lacks_the_second_factor_or_a_role_comes_to_the_own_page(reader, branch, settings):
    settings.SECOND_FACTOR_ROLES = frozenset({"branch"})
    branch.set_password(PASSWORD)
    branch.save()
    assert log_in(reader, branch).url == "/accounts/"
    assert "/cabinet/" not in reader.get("/accounts/").text
    reader.logout()
    assert log_in(reader, person("nobody", password=PASSWORD)).url == "/accounts/"


def test_the_pages_of_an_account_lead_to_the_cabinet(branch, editor):
    page = client_of(branch).get("/accounts/").text
    assert page.count('href="/kk/cabinet/"') == 2
    assert 'href="/kk/cabinet/"' in client_of(branch).get("/accounts/email/").text
    assert "/cabinet/" not in client_of(editor).get("/accounts/").text


def test_wrong_passwords_are_limited(reader, aigul):
    for _attempt in range(10):
        assert log_in(reader, aigul, "wrong").status_code == 200
    answer = log_in(reader, aigul)
    assert answer.status_code in (200, 429)
    assert "_auth_user_id" not in reader.session


def test_an_inactive_person_cannot_log_in(reader, aigul):
    aigul.is_active = False
    aigul.save()
    log_in(reader, aigul)
    assert "_auth_user_id" not in reader.session


# Invitation


@pytest.fixture
def invitation_link(administrator, queued_mails):
    invitations.invite(
        "serik@example.org", "Әлиев Серік", "Алиев Серик", Role.EDITOR, by=administrator, language="ru"
    )
    return link_in(queued_mails()[0])


def test_an_invited_person_makes_the_account(reader, invitation_link):
    page = reader.get(invitation_link, headers={"accept-language": "kk"})
    check_page(page, "ru")
    assert "Әлиев Серік" in page.text
    data = {"full_name_kk": "Әлиев Серік", "full_name_ru": "Алиев Серик", "language": "kk"}

    wrong = reader.post(invitation_link, {**data, "password": PASSWORD, "again": "other"})
    assert "again" in wrong.context["form"].errors
    weak = reader.post(invitation_link, {**data, "password": "12345", "again": "12345"})
    assert "password" in weak.context["form"].errors
    assert not User.objects.filter(email="serik@example.org").exists()

    done = reader.post(invitation_link, {**data, "password": PASSWORD, "again": PASSWORD}, follow=True)
    assert done.redirect_chain == [("/accounts/login/", 302)]
    check_page(done, "kk")
    assert log_in(reader, User.objects.get(email="serik@example.org")).url == "/admin/"


def test_a_visit_of_the_link_changes_nothing(reader, invitation_link):
    reader.get(invitation_link)
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_bad_link_says_so(reader, method):
    response = getattr(reader, method)("/accounts/invitation/none-such/")
    assert response.status_code == 410
    assert not INLINE.search(response.text)


# Password and e-mail


def test_a_forgotten_password_is_reset_by_mail(reader, aigul, queued_mails):
    reader.post("/accounts/password/reset/", {"email": aigul.email})
    page = reader.get(link_in(queued_mails()[0]), follow=True)
    check_page(page, "kk")
    address = page.redirect_chain[-1][0]
    assert (
        reader.post(address, {"password1": "жаңа-құпиясөз-77", "password2": "жаңа-құпиясөз-77"}).status_code
        == 302
    )
    aigul.refresh_from_db()
    assert aigul.check_password("жаңа-құпиясөз-77")
    assert len(queued_mails()) == 2
    stale = reader.get(link_in(queued_mails()[0]), follow=True)
    assert stale.context["token_fail"]


def test_a_changed_password_ends_the_session_and_is_told_by_mail(reader, aigul, queued_mails):
    log_in(reader, aigul)
    new = {"oldpassword": PASSWORD, "password1": "жаңа-құпиясөз-77", "password2": "жаңа-құпиясөз-77"}
    assert reader.post("/accounts/password/change/", new).status_code == 302
    assert [mail["to"] for mail in queued_mails()] == [aigul.email]
    assert reader.get("/accounts/").status_code == 302


def test_an_email_changes_when_the_new_address_is_confirmed(reader, aigul, queued_mails):
    log_in(reader, aigul)
    reader.post("/accounts/email/", {"action_add": "", "email": "New.Aigul@example.org"})
    letter = queued_mails()[0]
    assert letter["to"] == "new.aigul@example.org"
    aigul.refresh_from_db()
    assert aigul.email == "aigul@example.org"
    check_page(reader.get("/accounts/email/"), "ru")

    check_page(reader.get(link_in(letter)), "ru")
    reader.post(link_in(letter))
    aigul.refresh_from_db()
    assert aigul.email == "new.aigul@example.org"
    assert list(EmailAddress.objects.filter(user=aigul).values_list("email", "verified", "primary")) == [
        ("new.aigul@example.org", True, True)
    ]
    assert queued_mails()[-1]["to"] == "aigul@example.org"


# Second factor


def test_an_authenticator_app_guards_the_log_in(
    reader, aigul, queued_mails, django_capture_on_commit_callbacks
):
    log_in_and_confirm(reader, aigul)
    page = reader.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml")
    with django_capture_on_commit_callbacks(execute=True):
        reader.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert {mail["to"] for mail in queued_mails()} == {aigul.email}
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        check_page(reader.get(reverse(name)), "ru")
    codes = reader.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert reader.get(reverse("mfa_download_recovery_codes")).text.split() == codes
    reader.post("/accounts/logout/")
    assert log_in(reader, aigul).url == reverse("mfa_authenticate")
    check_page(reader.get(reverse("mfa_authenticate")), "kk")
    assert "_auth_user_id" not in reader.session
    assert reader.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert reader.post(reverse("mfa_authenticate"), {"code": codes[0]}).url == "/admin/"
    reader.post("/accounts/reauthenticate/", {"password": PASSWORD})
    reader.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(type="totp").exists()


def test_important_changes_ask_for_the_password_again(reader, aigul):
    log_in(reader, aigul)
    response = reader.get(reverse("mfa_activate_totp"))
    assert response.url.startswith(reverse("account_reauthenticate"))
    confirmed = reader.post(response.url, {"password": PASSWORD, "next": reverse("mfa_activate_totp")})
    assert confirmed.url == reverse("mfa_activate_totp")


def test_options_for_a_passkey_are_given_to_the_log_in_page(reader):
    response = reader.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert response.json()["request_options"]["publicKey"]["challenge"]


# Language


def test_the_switch_of_the_cabinet_holds_in_the_administration_too(headquarters):
    client = client_of(headquarters)
    page = client.get("/kk/cabinet/").text
    (form,) = re.findall(
        rf'<form method="post" action="{reverse("account_language")}">.*?</form>', page, re.DOTALL
    )
    fields = dict(re.findall(r'name="(next|language)" value="(\S+?)"', form))
    assert fields == {"next": "/ru/cabinet/", "language": "ru"}
    assert client.post(reverse("account_language"), fields).url == "/ru/cabinet/"
    assert '<html lang="ru"' in client.get("/admin/").text


def test_the_switch_stores_the_persons_language(editor):
    client = client_of(editor)
    response = client.post("/accounts/language/", {"language": "ru", "next": "/accounts/email/"})
    assert response.url == "/accounts/email/"
    editor.refresh_from_db()
    assert editor.language == "ru"
    assert '<html lang="ru"' in client.get("/accounts/").text
    assert 'lang="ru"' in client.get("/admin/").text


def test_the_switch_of_a_visitor_is_kept_in_a_cookie_of_the_account_pages(reader):
    response = reader.post("/accounts/language/", {"language": "ru", "next": "//evil.example/"})
    assert response.url == "/accounts/"
    cookie = response.cookies["django_language"]
    assert (cookie.value, cookie["path"]) == ("ru", "/accounts/")
    assert '<html lang="ru"' in reader.get("/accounts/login/", headers={"accept-language": "kk"}).text
    assert reader.post("/accounts/language/", {"language": "xx"}).status_code == 302
    assert reader.get("/accounts/language/").status_code == 405


def test_the_language_chosen_before_the_log_in_stays(reader):
    user = person("aigul", Role.EDITOR, password=PASSWORD, language="kk")
    reader.post("/accounts/language/", {"language": "ru"})
    reader.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert reader.session["_auth_user_id"] == str(user.pk)
    user.refresh_from_db()
    assert user.language == "ru"


def test_a_cookie_alone_is_no_choice_of_this_person(reader):
    user = person("aigul", Role.EDITOR, password=PASSWORD, language="kk")
    reader.cookies["django_language"] = "ru"
    reader.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    user.refresh_from_db()
    assert user.language == "kk"


def test_public_pages_do_not_read_the_session(editor):
    response = client_of(editor).get("/ru/")
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert '<html lang="ru"' in response.text
