"""«Can I stand?»: the questions follow from the rule set, the answers are judged and forgotten."""

import datetime
import logging

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from campaigns import campaigning, eligibility
from campaigns.eligibility import Seat
from campaigns.enums import Bar, Nominator, Rule, System, Verdict
from campaigns.forms.rules import EligibilityForm
from campaigns.models import Campaign
from federation.models import AuditEntry
from tests.campaigns.conftest import campaign, fresh

pytestmark = pytest.mark.django_db
MAJILIS = {"body": "majilis", "system": "single-mandate", "nominator": "association"}
GOOD = {
    "birth_date": "1998-03-19",
    "residence_years": "10",
    "citizen": "yes",
    "given": ["biography"],
    "documents": ["application", "tax-certificate", "deposit-receipt", "minutes"],
    "deposit": "on",
    "handed_in": "2023-02-01T10:00",
    "zone": "Asia/Almaty",
}


@pytest.fixture
def seat(majilis):
    return Seat(majilis, System.SINGLE_MANDATE, Nominator.ASSOCIATION)


@pytest.fixture
def kurultai_election(rules_2026, kurultai):
    made = campaign(
        rules_2026,
        datetime.date(2090, 3, 19),
        slug="kurultai",
        called_on=datetime.date(2090, 1, 19),
        bodies=[kurultai],
    )
    return campaigning.announce(made, None)


def address(election, language="kk", **query):
    with translation.override(language):
        return reverse("campaigns:eligibility", args=[election.slug], query=query or None)


# The form follows from the rules


def test_a_field_for_each_question(election, seat):
    form = EligibilityForm(campaign=election, seat=seat)
    assert list(form.fields) == [
        *("birth_date", "residence_years", "citizen", "bars", "given", "documents", "deposit"),
        *("handed_in", "zone"),
    ]
    assert [code for code, _label in form.fields["bars"].choices] == list(Bar)
    assert "1\xa0050\xa0000" in form.fields["deposit"].label


def test_another_seat_has_other_questions(election, rules_2023):
    seat = Seat(rules_2023.bodies.get(code="maslikhat-region"), System.SINGLE_MANDATE, Nominator.SELF)
    form = EligibilityForm(campaign=election, seat=seat)
    assert "residence_years" not in form.fields
    assert [code for code, _label in form.fields["other_seats"].choices] == [
        "maslikhat-region",
        "maslikhat-district",
    ]
    assert "minutes" not in dict(form.fields["documents"].choices)


def test_a_change_of_the_rules_changes_the_form_and_the_verdict(election, rules_2023, seat):
    answers = {"birth_date": datetime.date(1993, 3, 19), "residence_years": 10}
    verdicts = {one.rule: one.verdict for one in eligibility.findings(election, seat, answers)}
    assert verdicts[Rule.AGE] == Verdict.PASSED
    rules_2023.checks.filter(rule=Rule.AGE, body=seat.body).update(years=35)
    rules_2023.checks.filter(rule=Rule.RESIDENCE).delete()
    rules_2023.checks.filter(rule=Rule.BAR, bar=Bar.CONVICTION).delete()
    rules_2023.requirements.create(
        kind="document", code="photo", name_kk="Сурет", name_ru="Фотография", body=seat.body
    )
    election = fresh(election)
    form = EligibilityForm(campaign=election, seat=seat)
    assert "residence_years" not in form.fields
    assert Bar.CONVICTION not in dict(form.fields["bars"].choices)
    assert "photo" in dict(form.fields["documents"].choices)
    findings = eligibility.findings(election, seat, answers)
    assert {one.rule: one.verdict for one in findings}[Rule.AGE] == Verdict.REFUSED


def test_an_open_rule_asks_for_no_personal_data(kurultai_election, kurultai):
    seat = Seat(kurultai, System.PARTY_LIST, Nominator.PARTY)
    form = EligibilityForm(campaign=kurultai_election, seat=seat)
    assert "birth_date" not in form.fields
    assert "residence_years" not in form.fields
    assert "bars" not in form.fields


PERSON = {"birth_date": "1980-05-01", "residence_years": "20", "citizen": "yes"}


def test_a_moment_is_meant_in_the_zone_that_is_chosen(election, seat):
    for zone, expected in (("Asia/Almaty", Verdict.REFUSED), ("Asia/Oral", Verdict.REFUSED)):
        form = EligibilityForm(
            PERSON | {"handed_in": "2023-02-18T18:00", "zone": zone}, campaign=election, seat=seat
        )
        assert form.is_valid()
        found = eligibility.findings(election, seat, form.cleaned_data)
        assert {one.rule: one.verdict for one in found}[Rule.WINDOW] == expected
    form = EligibilityForm(
        PERSON | {"handed_in": "2023-02-18T17:59", "zone": "Asia/Oral"}, campaign=election, seat=seat
    )
    assert form.is_valid()
    found = eligibility.findings(election, seat, form.cleaned_data)
    assert {one.rule: one.verdict for one in found}[Rule.WINDOW] == Verdict.PASSED


def test_without_a_moment_the_documents_are_handed_in_now(election, seat, monkeypatch):
    for at, expected in (
        (datetime.datetime(2023, 2, 18, 11, 59, tzinfo=datetime.UTC), Verdict.PASSED),
        (datetime.datetime(2023, 2, 18, 12, 0, tzinfo=datetime.UTC), Verdict.REFUSED),
    ):
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        found = eligibility.findings(election, seat, {"zone": "Asia/Almaty"})
        assert {one.rule: one.verdict for one in found}[Rule.WINDOW] == expected


# The page


def test_first_the_seat_is_asked(announced, reader):
    response = reader.get(address(announced))
    assert response.status_code == 200
    assert 'name="birth_date"' not in response.content.decode()
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_then_what_the_rules_ask(announced, reader):
    response = reader.get(address(announced, **MAJILIS))
    assert response.context["first"].verdict == Verdict.PASSED
    assert 'name="birth_date"' in response.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_closed_way_is_told_before_anything_personal_is_asked(kurultai_election, reader, language):
    url = address(
        kurultai_election, language, body="kurultai", system="single-mandate", nominator="association"
    )
    response = reader.get(url)
    page = response.content.decode()
    assert response.context["first"].verdict == Verdict.REFUSED
    assert 'method="post"' not in page
    with translation.override(language):
        assert str(Rule.ROUTE.label) in page
        assert response.context["first"].law in page
    # Nor can the answers be forced.
    assert "findings" not in reader.post(url, GOOD).context


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_who_fulfils_all_is_told_so(announced, reader, language):
    response = reader.post(address(announced, language, **MAJILIS), GOOD)
    assert response.context["verdict"] == Verdict.PASSED
    assert {finding.verdict for finding in response.context["findings"]} == {Verdict.PASSED}


def test_a_day_too_young_is_told_so(announced, reader):
    response = reader.post(address(announced, **MAJILIS), GOOD | {"birth_date": "1998-03-20"})
    assert response.context["verdict"] == Verdict.REFUSED
    refused = [one.rule for one in response.context["findings"] if one.verdict == Verdict.REFUSED]
    assert refused == [Rule.AGE]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_each_answer_names_its_rule_the_rule_set_and_the_law(announced, reader, language):
    response = reader.post(address(announced, language, **MAJILIS), GOOD | {"birth_date": "1998-03-20"})
    page = response.content.decode()
    with translation.override(language):
        for finding in response.context["findings"]:
            place = f"{finding.rule.label} · {announced.rule_set} · {finding.law}"
            assert escape(place) in page


def test_nothing_given_is_no_verdict(announced, reader):
    response = reader.post(address(announced, **MAJILIS), {})
    assert set(response.context["form"].errors) == set(PERSON)
    assert "verdict" not in response.context


def test_papers_and_deposit_are_still_to_bring_and_no_refusal(announced, reader):
    sent = PERSON | {"handed_in": "2023-02-01T12:00", "zone": "Asia/Almaty"}
    response = reader.post(address(announced, **MAJILIS), sent)
    assert response.context["verdict"] == Verdict.PASSED
    assert response.context["to_bring"]
    missing = {one.rule for one in response.context["findings"] if one.is_to_bring}
    assert missing >= {Rule.DOCUMENTS, Rule.DEPOSIT}
    barred = reader.post(address(announced, **MAJILIS), sent | {"bars": [Bar.CONVICTION]})
    assert barred.context["verdict"] == Verdict.REFUSED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("birth_date", "30.02.2000"),
        ("birth_date", "2999-01-01"),
        ("birth_date", "1800-01-01"),
        ("residence_years", "-1"),
        ("residence_years", "ten"),
        ("residence_years", "9" * 400),
        ("citizen", "maybe"),
        ("bars", "sloth"),
        ("documents", "crown"),
        ("handed_in", "tomorrow"),
        ("handed_in", "9999-12-31T23:59"),
        ("handed_in", "0001-01-01T00:00"),
        ("zone", "Mars/Base"),
        ("birth_date", "\x00"),
    ],
)
def test_bad_answers_are_told_beside_the_field_and_nothing_is_lost(announced, reader, name, value):
    response = reader.post(address(announced, **MAJILIS), GOOD | {name: value})
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert list(response.context["form"].errors) == [name]
        assert "findings" not in response.context
        if name != "residence_years":
            assert 'value="10"' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"body": "senate", "system": "single-mandate", "nominator": "self"},
        {"body": "majilis", "system": "lottery", "nominator": "self"},
        {"body": "majilis"},
        {"body": ""},
        {"body": ["majilis", "x"], "system": "", "nominator": "\u0000"},
    ],
)
def test_a_strange_address_asks_again(announced, reader, query):
    response = reader.get(address(announced), query)
    assert response.status_code in (200, 400)


def test_nothing_is_stored_logged_or_kept(announced, reader, caplog):
    caplog.set_level(logging.DEBUG)
    entries = AuditEntry.objects.count()
    changed = Campaign.objects.values_list("pk", "title_kk").get()
    response = reader.post(address(announced, **MAJILIS), GOOD | {"birth_date": "1971-05-23"})
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert AuditEntry.objects.count() == entries
    assert Campaign.objects.values_list("pk", "title_kk").get() == changed
    assert "1971" not in caplog.text


def test_no_token_is_needed(announced):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(announced, **MAJILIS), GOOD).status_code == 200


def test_a_referendum_has_no_candidates(referendum, reader):
    campaigning.announce(referendum, None)
    assert reader.get(address(referendum)).status_code == 404
    assert reader.post(address(referendum), GOOD).status_code == 404


def test_a_campaign_that_is_not_announced_answers_nobody(election, reader):
    assert reader.get(address(election)).status_code == 404
    assert reader.post(address(election, **MAJILIS), GOOD).status_code == 404


def test_without_bodies_the_page_says_so(announced, reader):
    announced.bodies.clear()
    response = reader.get(address(announced))
    assert response.status_code == 200
    assert "<select" not in response.content.decode()
