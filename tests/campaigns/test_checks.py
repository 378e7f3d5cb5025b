"""Each rule of the vocabulary, asked on the law of 2023 and of 2026; refusals name the rule and the law."""

import dataclasses
import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from campaigns.checks import ALL_PARAMETERS, ASKED, PARAMETERS, judge, judge_list
from campaigns.enums import Bar, Nominator, Rule, Step, System, Verdict
from campaigns.findings import Facts, completed_years, overall
from campaigns.models import Check, Constituency
from tests.campaigns.conftest import campaign, fresh

pytestmark = pytest.mark.django_db
VOTE = datetime.date(2023, 3, 19)
ALMATY = ZoneInfo("Asia/Almaty")


@pytest.fixture
def place(election, majilis):
    return Constituency.objects.create(
        campaign=election, body=majilis, number="12", name_kk="Қостанай", name_ru="Костанай"
    )


@pytest.fixture
def facts(majilis, place):
    """Somebody whom an association nominates for the Majilis, with everything that the law of 2023 asks."""
    return Facts(
        body=majilis,
        system=System.SINGLE_MANDATE,
        nominator=Nominator.ASSOCIATION,
        constituency=place,
        birth_date=datetime.date(1998, 3, 19),
        residence_years=10,
        citizen=True,
        bars=frozenset(),
        other_seats=frozenset(),
        given=frozenset({"biography"}),
        documents=frozenset({"application", "tax-certificate", "deposit-receipt", "minutes"}),
        deposit_paid=1_050_000,
        handed_in_at=datetime.datetime(2023, 2, 18, 17, 59, tzinfo=ALMATY),
    )


@pytest.fixture
def kurultai_election(rules_2026, kurultai):
    return campaign(
        rules_2026,
        datetime.date(2026, 10, 18),
        slug="kurultai",
        called_on=datetime.date(2026, 8, 18),
        bodies=list(rules_2026.bodies.all()),
    )


def of(rule, findings):
    return [finding for finding in findings if finding.rule == rule]


def verdict(election, facts, rule, **changes):
    """The one verdict on the rule after the changes of the facts."""
    (finding,) = of(rule, judge(election, dataclasses.replace(facts, **changes)))
    return finding.verdict


# The vocabulary


def test_every_rule_is_asked_by_a_function():
    assert set(ASKED) | {Rule.QUOTA} == set(Rule)


def test_parameters_are_columns_of_a_check():
    assert {name for names in PARAMETERS.values() for name in names} == set(ALL_PARAMETERS)
    assert all(Check._meta.get_field(name) for name in ALL_PARAMETERS)


# 2023 and 2026


def test_a_single_mandate_candidacy_of_2023_is_valid(election, facts):
    findings = judge(election, facts)
    assert {finding.verdict for finding in findings} == {Verdict.PASSED}
    assert overall(findings) == Verdict.PASSED
    # The Majilis asks for no quota of one person, and has no rule of one seat.
    assert {finding.rule for finding in findings} == set(Rule) - {Rule.QUOTA, Rule.ONE_SEAT}


@pytest.mark.parametrize("nominator", Nominator)
def test_all_may_nominate_in_single_mandate_constituencies(election, facts, nominator):
    assert verdict(election, facts, Rule.ROUTE, nominator=nominator) == Verdict.PASSED


@pytest.mark.parametrize("nominator", [each for each in Nominator if each != Nominator.PARTY])
def test_lists_are_nominated_by_parties_only(election, facts, nominator):
    changes = {"system": System.PARTY_LIST, "constituency": None}
    assert verdict(election, facts, Rule.ROUTE, nominator=nominator, **changes) == Verdict.REFUSED
    assert verdict(election, facts, Rule.ROUTE, nominator=Nominator.PARTY, **changes) == Verdict.PASSED


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Құрылтай", "Қазақстан Республикасының 2026 жылғы 15 наурызда қабылданған Конституциясы"]),
        ("ru", ["Курултай", "Конституция Республики Казахстан, принятая 15 марта 2026 года"]),
    ],
)
def test_the_same_for_the_kurultai_is_refused_by_rule_and_law(
    kurultai_election, kurultai, facts, language, words
):
    findings = judge(kurultai_election, dataclasses.replace(facts, body=kurultai, constituency=None))
    (refused,) = of(Rule.ROUTE, findings)
    assert refused.verdict == Verdict.REFUSED
    assert overall(findings) == Verdict.REFUSED
    with override(language):
        told = f"{refused.sentence} {refused.law}"
        assert str(System.SINGLE_MANDATE.label) in told
        for word in words:
            assert word in told


def test_a_list_for_the_kurultai_waits_for_what_is_not_found(kurultai_election, kurultai, facts):
    findings = judge(
        kurultai_election,
        dataclasses.replace(
            facts,
            body=kurultai,
            system=System.PARTY_LIST,
            nominator=Nominator.PARTY,
            constituency=None,
        ),
    )
    found = {finding.rule: finding.verdict for finding in findings}
    assert found.pop(Rule.ROUTE) == found.pop(Rule.CONSTITUENCY) == Verdict.PASSED
    assert set(found.values()) == {Verdict.OPEN}
    assert overall(findings) == Verdict.OPEN


def test_what_is_only_announced_is_open_and_not_closed(kurultai_election, rules_2026, facts):
    maslikhat = rules_2026.bodies.get(code="maslikhat-region")
    assert verdict(kurultai_election, facts, Rule.ROUTE, body=maslikhat) == Verdict.OPEN
    closed = {"body": maslikhat, "system": System.PARTY_LIST}
    assert verdict(kurultai_election, facts, Rule.ROUTE, **closed) == Verdict.REFUSED


def test_one_answer_found_opens_what_needed_it_and_nothing_else(
    kurultai_election, rules_2026, kurultai, facts
):
    rules_2026.checks.filter(rule=Rule.AGE).update(years=25)
    changes = {"body": kurultai, "system": System.PARTY_LIST, "birth_date": datetime.date(2001, 10, 18)}
    election = fresh(kurultai_election)
    assert verdict(election, facts, Rule.AGE, **changes) == Verdict.PASSED
    assert verdict(election, facts, Rule.RESIDENCE, **changes) == Verdict.OPEN


def test_a_body_that_is_not_elected_is_refused(election, facts, rules_2023):
    district = rules_2023.bodies.get(code="maslikhat-district")
    assert verdict(election, facts, Rule.ROUTE, body=district, constituency=None) == Verdict.REFUSED


# Age


@pytest.mark.parametrize(
    ("born", "years"),
    [
        ("1998-03-18", 25),
        ("1998-03-19", 25),
        ("1998-03-20", 24),
        ("1998-12-31", 24),
        ("1999-01-01", 24),
    ],
)
def test_years_are_completed_on_the_birthday(born, years):
    assert completed_years(datetime.date.fromisoformat(born), VOTE) == years


def test_24_years_and_364_days_are_not_25(election, facts):
    birthday_after_the_vote = datetime.date(1998, 3, 20)
    assert VOTE - birthday_after_the_vote.replace(year=2022) == datetime.timedelta(days=364)
    assert verdict(election, facts, Rule.AGE, birth_date=birthday_after_the_vote) == Verdict.REFUSED
    assert verdict(election, facts, Rule.AGE, birth_date=datetime.date(1998, 3, 19)) == Verdict.PASSED


@pytest.mark.parametrize(
    ("on", "years"),
    [("2023-02-28", 18), ("2023-03-01", 19), ("2024-02-28", 19), ("2024-02-29", 20), ("2024-03-01", 20)],
)
def test_born_on_29_february(on, years):
    assert completed_years(datetime.date(2004, 2, 29), datetime.date.fromisoformat(on)) == years


def test_a_maslikhat_asks_for_20_years_and_no_residence(election, rules_2023, facts):
    maslikhat = rules_2023.bodies.get(code="maslikhat-region")
    young = {"body": maslikhat, "constituency": None, "birth_date": datetime.date(2003, 3, 19)}
    assert verdict(election, facts, Rule.AGE, **young) == Verdict.PASSED
    assert of(Rule.RESIDENCE, judge(election, dataclasses.replace(facts, **young))) == []


def test_the_refusal_says_the_numbers_in_the_language_of_the_reader(election, facts):
    (finding,) = of(
        Rule.AGE, judge(election, dataclasses.replace(facts, birth_date=datetime.date(1998, 3, 20)))
    )
    with override("ru"):
        assert "19 марта 2023 года" in finding.sentence
        assert "24" in finding.sentence
        assert "Конституционный закон «О выборах в Республике Казахстан»" in finding.law
    with override("kk"):
        assert "2023 жылғы 19 наурыз" in finding.sentence
        assert "«Қазақстан Республикасындағы сайлау туралы» Конституциялық заң" in finding.law


# The other rules


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (Rule.RESIDENCE, {"residence_years": 9}, Verdict.REFUSED),
        (Rule.RESIDENCE, {"residence_years": 11}, Verdict.PASSED),
        (Rule.CITIZENSHIP, {"citizen": False}, Verdict.REFUSED),
        (Rule.FIELDS, {"given": frozenset()}, Verdict.REFUSED),
        (Rule.DOCUMENTS, {"documents": frozenset({"application", "minutes"})}, Verdict.REFUSED),
        (Rule.DEPOSIT, {"deposit_paid": 1_049_999}, Verdict.REFUSED),
        (Rule.DEPOSIT, {"deposit_paid": 1_050_001}, Verdict.PASSED),
        (Rule.CONSTITUENCY, {"constituency": None}, Verdict.REFUSED),
        (Rule.CONSTITUENCY, {"system": System.PARTY_LIST}, Verdict.REFUSED),
        (Rule.CONSTITUENCY, {"system": System.PARTY_LIST, "constituency": None}, Verdict.PASSED),
    ],
)
def test_rules_of_one_fact(election, facts, rule, changes, expected):
    assert verdict(election, facts, rule, **changes) == expected


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (Rule.AGE, "birth_date"),
        (Rule.RESIDENCE, "residence_years"),
        (Rule.CITIZENSHIP, "citizen"),
        (Rule.DEPOSIT, "deposit_paid"),
        (Rule.WINDOW, "handed_in_at"),
    ],
)
def test_what_is_not_given_is_refused(election, facts, rule, name):
    assert verdict(election, facts, rule, **{name: None}) == Verdict.REFUSED


@pytest.mark.parametrize("ground", Bar)
def test_each_ground_bars_by_itself(election, facts, ground):
    findings = of(Rule.BAR, judge(election, dataclasses.replace(facts, bars=frozenset({ground}))))
    refused = [finding for finding in findings if finding.verdict == Verdict.REFUSED]
    assert len(findings) == len(Bar)
    assert [finding.values["bar"] for finding in refused] == [ground.label]


def test_grounds_that_nobody_answered_are_refused(election, facts):
    findings = of(Rule.BAR, judge(election, dataclasses.replace(facts, bars=None)))
    assert {finding.verdict for finding in findings} == {Verdict.REFUSED}


def test_minutes_are_asked_only_of_an_association(election, facts):
    without = {"documents": facts.documents - {"minutes"}}
    assert verdict(election, facts, Rule.DOCUMENTS, **without) == Verdict.REFUSED
    alone = without | {"nominator": Nominator.SELF}
    assert verdict(election, facts, Rule.DOCUMENTS, **alone) == Verdict.PASSED


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        ("2023-01-19 23:59", "Asia/Almaty", Verdict.REFUSED),
        ("2023-01-20 00:00", "Asia/Almaty", Verdict.PASSED),
        ("2023-02-18 17:59", "Asia/Almaty", Verdict.PASSED),
        ("2023-02-18 18:00", "Asia/Almaty", Verdict.REFUSED),
        # The same moment is 17:00 in Oral, where the hour has not come yet.
        ("2023-02-18 18:00", "Asia/Oral", Verdict.PASSED),
        ("2023-02-18 19:00", "Asia/Oral", Verdict.REFUSED),
    ],
)
def test_documents_are_handed_in_within_the_period_of_the_zone(election, facts, at, zone, expected):
    moment = datetime.datetime.fromisoformat(at).replace(tzinfo=ALMATY)
    assert verdict(election, facts, Rule.WINDOW, handed_in_at=moment, zone=zone) == expected


def test_a_seat_in_one_maslikhat_only(election, rules_2023, facts):
    maslikhat = rules_2023.bodies.get(code="maslikhat-region")
    changes = {"body": maslikhat, "constituency": None}
    for seats, expected in (
        (frozenset(), Verdict.PASSED),
        (frozenset({"majilis"}), Verdict.PASSED),
        (frozenset({"maslikhat-district"}), Verdict.REFUSED),
        (frozenset({"maslikhat-region"}), Verdict.REFUSED),
        (None, Verdict.REFUSED),
    ):
        assert verdict(election, facts, Rule.ONE_SEAT, other_seats=seats, **changes) == expected


def test_a_constituency_of_another_body_does_not_fit(election, rules_2023, facts):
    other = Constituency.objects.create(
        campaign=election,
        body=rules_2023.bodies.get(code="maslikhat-region"),
        number="1",
        name_kk="Қостанай",
        name_ru="Костанай",
    )
    assert verdict(election, facts, Rule.CONSTITUENCY, constituency=other) == Verdict.REFUSED


def test_constituencies_that_are_not_listed_yet_are_an_open_question(election, facts, place):
    place.delete()
    assert verdict(election, facts, Rule.CONSTITUENCY, constituency=None) == Verdict.OPEN


def test_a_deposit_without_the_minimum_wage_is_open(election, facts, rules_2023):
    rules_2023.minimum_wage = None
    rules_2023.save()
    assert verdict(fresh(election), facts, Rule.DEPOSIT, body=fresh(facts.body)) == Verdict.OPEN


def test_no_checks_are_no_permission():
    assert overall([]) == Verdict.OPEN


def test_judging_takes_a_fixed_number_of_queries(election, facts, django_assert_max_num_queries):
    election = fresh(election)
    with django_assert_max_num_queries(16):
        judge(election, facts)


# The quota of a list


def member(woman=False, born=datetime.date(1970, 1, 1), disabled=False):
    return (woman, born, disabled)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([], Verdict.REFUSED),
        ([member()] * 10, Verdict.REFUSED),
        ([member(woman=True)] * 3 + [member()] * 7, Verdict.PASSED),
        ([member(woman=True)] * 2 + [member()] * 8, Verdict.REFUSED),
        ([member(woman=True), member(disabled=True)] + [member()] * 4, Verdict.PASSED),
        # 29 on the voting day is not younger than 29; one day later is.
        ([member(born=datetime.date(1994, 3, 19))] + [member()] * 2, Verdict.REFUSED),
        ([member(born=datetime.date(1994, 3, 20))] + [member()] * 2, Verdict.PASSED),
        # Somebody who counts for two reasons counts once.
        ([member(woman=True, disabled=True)] + [member()] * 3, Verdict.REFUSED),
        ([member(born=None)], Verdict.REFUSED),
    ],
)
def test_the_quota_counts_three_groups_together(election, majilis, members, expected):
    (finding,) = judge_list(election, majilis, members)
    assert finding.verdict == expected
    with override("ru"):
        assert "%%" not in finding.sentence


def test_the_quota_of_the_kurultai_is_open(kurultai_election, kurultai):
    (finding,) = judge_list(kurultai_election, kurultai, [member()])
    assert finding.verdict == Verdict.OPEN


def test_every_finding_can_be_worded_in_both_languages(election, kurultai_election, kurultai, facts):
    bare = Facts(body=facts.body, system=facts.system, nominator=facts.nominator)
    seen = [
        *judge(election, facts),
        *judge(election, bare),
        *judge(kurultai_election, dataclasses.replace(facts, body=kurultai)),
    ]
    for language in ("kk", "ru"):
        with override(language):
            for finding in seen:
                assert finding.law
                assert "%(" not in finding.sentence


def test_steps_of_the_clock_can_be_windows(election, facts, rules_2023):
    Check.objects.filter(rule_set=rules_2023, rule=Rule.WINDOW).update(step=Step.NOMINATION)
    late = datetime.datetime(2023, 2, 8, 18, 0, tzinfo=ALMATY)
    assert verdict(fresh(election), facts, Rule.WINDOW, handed_in_at=late) == Verdict.REFUSED
