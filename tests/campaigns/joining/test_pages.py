"""The public form against robots and slips, the private page, the cabinet; what was written leaks nowhere."""

import logging
import re
import time
from unittest.mock import patch

import pytest
from django.core import signing
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from campaigns.enums import JoinState
from campaigns.forms.joining import SALT
from campaigns.joining import applying
from campaigns.models import Application
from campaigns.views import joining as views
from federation.logs import DiscreetFormatter
from federation.models import AuditEntry, Organisation
from federation.site.surfaces import PAGES
from tests.campaigns.candidates import leaks
from tests.campaigns.joining.conftest import SECRETS
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def opened(seconds=60):
    with patch("django.core.signing.time.time", return_value=time.time() - seconds):
        return signing.TimestampSigner(salt=SALT).sign("opened")


@pytest.fixture
def filled(kostanay, federation):
    def fill(**fields):
        return {
            **{"wish": "member", "name": SECRETS["name"], "region": kostanay.pk, "industry": ""},
            **{"workplace": SECRETS["workplace"], "contact": "8 (701) 123-45-67"},
            **{"message": SECRETS["message"], "agreed": "on", "website": "", "opened": opened()},
            **fields,
        }

    return fill


def link_in(page):
    return re.search(r'href="(/(?:kk|ru)/join/[^/"]{40,}/)"', page).group(1)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_from_the_form_to_the_private_page(reader, filled, branch, first_branch, language):
    form = reader.get(f"/{language}/join/")
    assert form.status_code == 200
    assert set(form.cookies) <= {"csrftoken"}
    sent = reader.post(f"/{language}/join/", filled())
    assert sent.status_code == 302
    kept = Application.objects.get()
    assert (kept.contact, kept.language, kept.organisation) == ("+77011234567", language, first_branch)
    done = reader.get(sent.url)
    link = link_in(done.content.decode())
    assert link.split("/")[3] not in sent.url
    own = reader.get(link)
    said = own.content.decode()
    with translation.override(language):
        assert date_format(kept.due_on, "DATE_FORMAT") in said
        assert JoinState(kept.state).label.capitalize() in said
    for answer in (own, done):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "noindex" in answer["X-Robots-Tag"]
        for secret in (*SECRETS.values(), kept.contact):
            assert secret not in answer.content.decode()


def test_the_link_is_shown_for_a_quarter_of_an_hour(reader, filled):
    url = reader.post("/kk/join/", filled()).url
    with patch("django.core.signing.time.time", return_value=time.time() + views.SHOWN_FOR + 5):
        assert reader.get(url).status_code == 404
    assert reader.get("/kk/join/done/?of=forged").status_code == 404
    assert reader.get("/kk/join/done/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"wish": "president"}, "wish"),
        ({"name": " "}, "name"),
        ({"name": "\x00"}, "name"),
        ({"region": ""}, "region"),
        ({"region": "9999999"}, "region"),
        ({"region": "x"}, "region"),
        ({"industry": "9999999"}, "industry"),
        ({"contact": ""}, "contact"),
        ({"contact": "12345"}, "contact"),
        ({"contact": "adam@"}, "contact"),
        ({"message": "ү" * 2001}, "message"),
        ({"agreed": ""}, "agreed"),
        ({"website": "https://spam.example"}, "website"),
        ({"opened": ""}, "__all__"),
        ({"opened": "forged:1:2"}, "__all__"),
        ({"opened": 3 * 24 * 60 * 60}, "__all__"),
        ({"opened": 0}, "__all__"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(reader, filled, wrong, field):
    if isinstance(wrong.get("opened"), int):  # so many seconds ago
        wrong = {"opened": opened(wrong["opened"])}
    answer = reader.post("/ru/join/", filled(**wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Application.objects.exists()
    assert SECRETS["workplace"] in answer.content.decode()


def test_one_address_cannot_flood_the_branch(reader, filled, monkeypatch):
    monkeypatch.setattr(views, "AT_MOST", 2)
    for _each in range(2):
        assert reader.post("/kk/join/", filled()).status_code == 302
    assert reader.post("/kk/join/", filled()).status_code == 422
    assert Application.objects.count() == 2


def test_where_nobody_answers_what_was_typed_stays(reader, filled):
    data = filled()
    Organisation.objects.all().delete()
    answer = reader.post("/ru/join/", data)
    assert answer.status_code == 422
    assert SECRETS["workplace"] in answer.content.decode()


def test_a_moment_of_another_form_is_none_of_this_one(reader, filled):
    other = signing.TimestampSigner(salt="campaigns.privacy").sign("opened")
    assert reader.post("/kk/join/", filled(opened=other)).status_code == 422


def test_taken_back_by_the_link(reader, sent, branch):
    row, token = sent()
    path = f"/ru/join/{token}/"
    untold = reader.post(path)
    assert untold.status_code == 422
    with translation.override("ru"):
        assert translation.gettext("Tick that what you wrote is to be erased.") in untold.content.decode()
    assert reader.post(path, {"sure": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.name) == (JoinState.TAKEN_BACK, "")
    assert reader.get(path).status_code == 200
    assert reader.post(path, {"sure": "1"}).status_code == 422


@pytest.mark.parametrize("token", ["a-guess", "x" * 43, "ұзын"])
def test_a_wrong_link_is_not_there(reader, sent, token):
    sent()
    assert reader.get(f"/kk/join/{token}/").status_code == 404
    assert reader.post(f"/kk/join/{token}/", {"sure": "1"}).status_code == 404


def test_the_answer_stands_on_the_private_page(reader, sent, branch):
    row, token = sent()
    applying.decline(row, branch, answer="Мы <b>не</b> можем.")
    said = reader.get(f"/ru/join/{token}/").content.decode()
    assert "Мы &lt;b&gt;не&lt;/b&gt; можем." in said


# The cabinet


def test_the_branch_reads_and_each_look_is_recorded(received, branch, second_branch, headquarters):
    path = f"/kk/cabinet/applications/{received.pk}/"
    said = client_of(branch).get(path).content.decode()
    for secret in SECRETS.values():
        assert secret in said
    assert AuditEntry.objects.filter(action="application.view", actor=branch).count() == 1
    assert client_of(second_branch).get(path).status_code == 404
    assert client_of(headquarters).get(path).status_code == 403


def test_lists_name_nobody(received, branch, second_branch, headquarters):
    Application.objects.update(due_at=timezone.now())
    for user in (branch, headquarters):
        for path in ("", "?ended=1", f"{received.pk}/pass-on/"):
            answer = client_of(user).get(f"/kk/cabinet/applications/{path}")
            assert answer.status_code == 200
            said = answer.content.decode()
            assert f"№ {received.pk}" in said or path == "?ended=1"
            for secret in SECRETS.values():
                assert secret not in said
    assert (
        f"№ {received.pk}" not in client_of(second_branch).get("/kk/cabinet/applications/").content.decode()
    )
    assert not AuditEntry.objects.filter(action="application.view").exists()


@pytest.mark.parametrize("role", ["regional_headquarters", "data_protection", "administrator", "editor"])
def test_others_have_no_such_page(received, role, request):
    client = client_of(request.getfixturevalue(role))
    for path in ("", f"{received.pk}/", f"{received.pk}/pass-on/"):
        assert client.get(f"/kk/cabinet/applications/{path}").status_code == 403


def test_answered_in_the_cabinet(received, branch):
    client, path = client_of(branch), f"/kk/cabinet/applications/{received.pk}/"
    wrong = client.post(path, {"decline": "1", "decline-answer": " "})
    assert wrong.status_code == 422
    assert client.post(path, {"contact": "1", "contact-answer": "Келіңіз."}).status_code == 302
    assert client.post(path, {"contact": "1"}).status_code == 302  # somebody was quicker: told on the page
    future = {"join": "1", "join-joined_on": "2099-01-01"}
    assert client.post(path, future).status_code == 422
    day = timezone.localdate().isoformat()
    assert client.post(path, {"join": "1", "join-joined_on": day}).status_code == 302
    received.refresh_from_db()
    assert (received.state, received.answer) == (JoinState.JOINED, "Келіңіз.")


def test_opened_again_in_the_cabinet(received, branch):
    client, path = client_of(branch), f"/kk/cabinet/applications/{received.pk}/"
    applying.join(received, branch, joined_on=timezone.localdate())
    assert 'name="reopen"' in client.get(path).content.decode()
    assert client.post(path, {"reopen": "1"}).status_code == 302
    received.refresh_from_db()
    assert received.state == JoinState.CONTACTED


def test_no_date_is_filled_in_and_an_ally_has_none(sent, branch):
    member, ally = sent()[0], sent(wish="ally")[0]
    said = client_of(branch).get(f"/kk/cabinet/applications/{member.pk}/").content.decode()
    assert 'name="join-joined_on"' in said
    assert timezone.localdate().isoformat() not in said
    client, path = client_of(branch), f"/kk/cabinet/applications/{ally.pk}/"
    said = client.get(path).content.decode()
    assert 'name="join"' not in said
    assert 'name="welcome"' in said
    client.post(path, {"join": "1", "join-joined_on": timezone.localdate().isoformat()})
    ally.refresh_from_db()
    assert ally.state == JoinState.RECEIVED
    assert client.post(path, {"welcome": "1"}).status_code == 302
    ally.refresh_from_db()
    assert ally.state == JoinState.JOINED


def test_an_answer_is_corrected_in_the_cabinet(received, branch):
    client, path = client_of(branch), f"/kk/cabinet/applications/{received.pk}/"
    assert 'name="correct"' not in client.get(path).content.decode()
    client.post(path, {"contact": "1", "contact-answer": "Ертең."})
    form = {move: form for move, _heading, _button, form in client.get(path).context["acts"]}["correct"]
    assert form["answer"].value() == "Ертең."
    assert client.post(path, {"correct": "1", "correct-answer": "Ертең."}).status_code == 422
    assert client.post(path, {"correct": "1", "correct-answer": "Сәрсенбіде."}).status_code == 302
    received.refresh_from_db()
    assert received.answer == "Сәрсенбіде."


def test_passed_on_in_the_cabinet(received, headquarters, other_branch, second_branch, first_branch):
    client, path = client_of(headquarters), f"/kk/cabinet/applications/{received.pk}/pass-on/"
    assert client.post(path, {"organisation": first_branch.pk}).status_code == 422
    assert client.post(path, {"organisation": other_branch.pk}).status_code == 302
    received.refresh_from_db()
    assert received.organisation == other_branch


# Leaks


def test_the_database_holds_it_sealed(received):
    told = leaks.in_database(SECRETS)
    # The mail to the applicant has to say where it goes; it leaves with the data.
    assert {label for _table, label in told} <= {"mail"}
    assert all("mail" in table or "procrastinate" in table for table, _label in told)
    applying.take_back(received)
    assert leaks.in_database(SECRETS) == []


def test_the_log_names_no_private_link():
    text = DiscreetFormatter().format(log_record("GET /kk/join/geheimnis-token/ failed"))
    assert "geheimnis" not in text


def log_record(message):
    return logging.LogRecord("django.request", logging.ERROR, "", 0, message, None, None)


def walk():
    """Paths of every public page without arguments in both languages, and searches for each secret."""
    for name in sorted(PAGES):
        for language in ("kk", "ru"):
            with translation.override(language):
                try:
                    path = reverse(name)
                except NoReverseMatch:
                    continue
            yield path
            if name == "site:search":
                yield from (f"{path}?q={word}" for word in SECRETS.values())


def test_no_public_page_and_no_line_of_the_log_holds_it(reader, sent, branch, caplog):
    row, token = sent()
    applying.contact(row, branch, answer="Жасырынжауап")
    reader.get(f"/ru/join/{token}/")
    reader.get(f"/ru/join/{token}x/")
    hidden = {**SECRETS, "answer": "Жасырынжауап", "token": token}
    for path in walk():
        said = leaks.said(reader.get(path))
        # What was searched for stands in its own field.
        held = [label for label in leaks.found(said, hidden) if hidden[label] not in path]
        assert held == [], path
    formatted = [DiscreetFormatter().format(record) for record in caplog.records]
    assert leaks.found(" ".join(formatted), hidden) == []
