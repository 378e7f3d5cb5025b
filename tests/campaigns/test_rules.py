"""Rule sets: their files, the command, versions, what is history."""

import datetime
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from campaigns import campaigning, lawmaking, wording
from campaigns.clock import Clock
from campaigns.enums import CampaignKind, Rule, Step
from campaigns.models import Body, Check, Deadline, ElectoralSystem, Requirement, Route, RuleSet
from federation.models import AuditEntry, QuietPeriod
from federation.refusals import Refused
from tests.campaigns.conftest import campaign, fresh

pytestmark = pytest.mark.django_db
DEMO_RULES = settings.BASE_DIR / "federation" / "site" / "demo" / "rules-demo.toml"
ROWS = (Body, ElectoralSystem, Route, Requirement, Check, Deadline)


def moment(text):
    return datetime.datetime.fromisoformat(text)


# Files and command


def test_the_clock_of_2023_is_that_of_the_law(election):
    """DOMAIN §4, timeline of the 2023 election; a step that lasts to the end of a day ends at 00:00 of the next."""
    periods = {step: (period.begins, period.ends) for step, period in Clock(election).periods.items()}
    assert periods.pop(Step.RESULTS) == (moment("2023-03-20"), moment("2023-05-18"))
    assert periods == {
        Step.NOMINATION: (moment("2023-01-20"), moment("2023-02-08 18:00")),
        Step.REGISTRATION: (moment("2023-01-20"), moment("2023-02-18 18:00")),
        Step.CAMPAIGNING: (moment("2023-02-18 18:00"), moment("2023-03-18")),
        Step.POLL_BAN: (moment("2023-03-14"), moment("2023-03-20")),
        Step.SILENCE: (moment("2023-03-18"), moment("2023-03-20")),
        Step.VOTING: (moment("2023-03-19 07:00"), moment("2023-03-19 20:00")),
    }


def test_the_bodies_of_2023(rules_2023):
    majilis = rules_2023.bodies.get(code="majilis")
    assert (majilis.seats, majilis.deposit) == (98, 1_050_000)
    assert dict(majilis.systems.values_list("system", "seats")) == {"party-list": 69, "single-mandate": 29}
    assert majilis.systems.get(system="party-list").threshold == 5
    assert {body.deposit for body in rules_2023.bodies.exclude(code="majilis")} == {350_000}
    assert rules_2023.bodies.get(code="maslikhat-district").systems.get().system == "single-mandate"


def test_the_bodies_of_2026(rules_2026, kurultai):
    assert (kurultai.seats, kurultai.term_years, kurultai.deposit) == (145, 5, None)
    assert kurultai.systems.get().system == "party-list"
    assert not Route.objects.filter(system__body__code__startswith="maslikhat", known=True).exists()


def test_the_referendum_of_2026_has_no_open_period(referendum):
    referendum.called_on = datetime.date(2026, 2, 11)
    referendum.save()
    assert Clock(fresh(referendum)).open_steps() == []
    assert Clock(referendum).period(Step.CAMPAIGNING).begins == moment("2026-02-11")


def test_the_timetable_of_the_kurultai_is_open(rules_2026, kurultai):
    election = campaign(
        rules_2026,
        datetime.date(2026, 10, 18),
        slug="kurultai",
        called_on=datetime.date(2026, 8, 18),
        bodies=[kurultai],
    )
    clock = Clock(election)
    assert [period.step for period in clock.open_steps()] == [
        Step.NOMINATION,
        Step.REGISTRATION,
        Step.CAMPAIGNING,
    ]
    # What is open blocks only what needs it: the silence is kept.
    assert QuietPeriod.objects.filter(campaign="kurultai").count() == 2


def test_the_command_loads_once_and_leaves_what_staff_edited(db):
    out = StringIO()
    call_command("load_rules", stdout=out)
    assert "2 new" in out.getvalue()
    rules = RuleSet.objects.get(code="kz-2026")
    rules.checks.filter(rule=Rule.AGE).update(years=25)
    rules.bodies.get(code="maslikhat-district").delete()
    out = StringIO()
    call_command("load_rules", stdout=out)
    assert "0 new" in out.getvalue()
    assert rules.checks.get(rule=Rule.AGE).years == 25
    assert rules.bodies.count() == 2
    assert RuleSet.objects.count() == 2


def test_the_command_loads_a_file_that_is_named(db):
    call_command("load_rules", DEMO_RULES, stdout=StringIO())
    rules = RuleSet.objects.get()
    assert rules.demonstration
    assert wording.open_questions(rules) == []


@pytest.mark.parametrize(
    ("found", "written", "told"),
    [
        ('code = "kz-2023"', "code = ", "Invalid value"),
        ('rule = "route"', 'rule = "rout"', "rout"),
        ('body = "majilis"', 'body = "majlis"', "majlis"),
        ("seats = 98", "seat = 98", "seat"),
        ('name_ru = "Мажилис Парламента"', 'name_ru = ""', "name_ru"),
        ("years = 25", 'years = "many"', "many"),
        ('routes = ["party"]', 'routes = ["king"]', "king"),
    ],
)
def test_a_broken_file_is_told_and_nothing_is_kept(db, tmp_path, found, written, told):
    text = (lawmaking.DATA / "kz-2023.toml").read_text(encoding="utf-8")
    assert found in text
    file = tmp_path / "broken.toml"
    file.write_text(text.replace(found, written, 1), encoding="utf-8")
    with pytest.raises(CommandError, match=told):
        call_command("load_rules", file, stdout=StringIO())
    assert not RuleSet.objects.exists()


def test_a_file_that_is_not_there(db):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("load_rules", "nowhere.toml", stdout=StringIO())


# Versions


def rows_of(rule_set):
    """Everything written in the rule set, without keys."""
    found = []
    for model in ROWS:
        owner = {Route: "system__body__rule_set", ElectoralSystem: "body__rule_set"}.get(model, "rule_set")
        names = [
            field.name
            for field in model._meta.concrete_fields
            if not field.is_relation and field.name != "id"
        ]
        names += ["body__code"] if model in (Requirement, Check, ElectoralSystem) else []
        found += sorted(map(str, model.objects.filter(**{owner: rule_set}).values_list(*names)))
    return found


def test_a_new_version_copies_everything(rules_2023, headquarters):
    made = lawmaking.new_version(rules_2023, headquarters, datetime.date(2027, 1, 1))
    assert rows_of(made) == rows_of(rules_2023)
    assert (made.code, made.name_kk, made.law_ru) == (rules_2023.code, rules_2023.name_kk, rules_2023.law_ru)
    assert RuleSet.objects.in_force("kz-2023", datetime.date(2026, 12, 31)) == rules_2023
    assert RuleSet.objects.in_force("kz-2023", datetime.date(2027, 1, 1)) == made
    assert AuditEntry.objects.filter(action="rules.version", actor=headquarters).exists()


def test_a_campaign_keeps_the_rules_of_its_day(election, rules_2023, headquarters):
    made = lawmaking.new_version(rules_2023, headquarters, datetime.date(2023, 1, 10))
    made.deadlines.filter(step=Step.SILENCE).update(begins_days=-3)
    made.checks.filter(rule=Rule.AGE).update(years=40)
    election = fresh(election)
    assert election.rule_set == rules_2023
    assert Clock(election).period(Step.SILENCE).begins == moment("2023-03-18")
    election.title_ru = "Выборы"
    campaigning.save(election, headquarters)
    assert fresh(election).rule_set == rules_2023


@pytest.mark.parametrize("day", ["2022-12-31", "2023-01-01"])
def test_a_new_version_is_later_than_the_former(rules_2023, headquarters, day):
    with pytest.raises(Refused):
        lawmaking.new_version(rules_2023, headquarters, datetime.date.fromisoformat(day))


def test_two_versions_never_begin_on_one_day(rules_2023, headquarters):
    lawmaking.new_version(rules_2023, headquarters, datetime.date(2027, 1, 1))
    with pytest.raises(Refused):
        lawmaking.new_version(rules_2023, headquarters, datetime.date(2027, 1, 1))
    assert RuleSet.objects.count() == 2


@pytest.mark.parametrize("name", ["editor", "publisher", "branch", "regional_headquarters"])
def test_only_headquarters_make_law(rules_2023, request, name):
    person = request.getfixturevalue(name)
    for act in (
        lambda: lawmaking.new_version(rules_2023, person, datetime.date(2027, 1, 1)),
        lambda: lawmaking.change(rules_2023, person, lambda: None),
        lambda: lawmaking.remove(rules_2023, person),
        lambda: lawmaking.load(DEMO_RULES, person),
    ):
        with pytest.raises(Refused):
            act()
    assert RuleSet.objects.get() == rules_2023


# Changes


def test_quiet_periods_follow_a_change_of_the_rules(coming, rules_2026, headquarters):
    silence = rules_2026.deadlines.get(kind=CampaignKind.ELECTION, step=Step.SILENCE)
    silence.begins_days = -2
    before = QuietPeriod.objects.get(campaign="coming", matter="campaign").begins_at
    lawmaking.change(rules_2026, headquarters, silence.save, fields={"begins_days": [-1, -2]})
    after = QuietPeriod.objects.get(campaign="coming", matter="campaign").begins_at
    assert before - after == datetime.timedelta(days=1)
    entry = AuditEntry.objects.get(action="rules.change")
    assert entry.details == {"fields": {"begins_days": [-1, -2]}}


def test_a_version_of_an_election_that_was_held_is_closed(election, rules_2023, headquarters):
    age = rules_2023.checks.filter(rule=Rule.AGE).first()
    age.years = 18
    with pytest.raises(Refused):
        lawmaking.change(rules_2023, headquarters, age.save)
    assert fresh(age).years == 25
    with pytest.raises(Refused):
        lawmaking.remove_body(rules_2023.bodies.get(code="maslikhat-district"), headquarters)
    with pytest.raises(Refused):
        lawmaking.remove(rules_2023, headquarters)


def test_a_referendum_closes_its_own_periods_alone(referendum, rules_2026, headquarters):
    """The questions that are open for elections can be answered in the version of the referendum of March 2026."""
    assert rules_2026.held == {CampaignKind.REFERENDUM}
    assert not rules_2026.is_history
    age = rules_2026.checks.get(rule=Rule.AGE)
    age.years = 25
    lawmaking.change(rules_2026, headquarters, age.save)
    assert fresh(age).years == 25
    silence = rules_2026.deadlines.get(kind=CampaignKind.REFERENDUM, step=Step.SILENCE)
    silence.begins_days = -2
    with pytest.raises(Refused):
        lawmaking.change(rules_2026, headquarters, silence.save)
    assert fresh(silence).begins_days == -1


def test_living_are_the_versions_that_are_no_history(election, referendum, rules_2023, rules_2026):
    assert list(RuleSet.objects.living()) == [rules_2026]
    RuleSet.objects.filter(pk=rules_2023.pk).update(demonstration=True)
    assert set(RuleSet.objects.living()) == {one for one in RuleSet.objects.all() if not one.is_history}
    assert rules_2023 in RuleSet.objects.living()


def test_a_demonstration_stays_open(rules_2023, election):
    rules_2023.demonstration = True
    rules_2023.save()
    assert not fresh(rules_2023).is_history


def test_a_version_that_nobody_uses_can_be_deleted(rules_2023, administrator):
    lawmaking.remove(rules_2023, administrator)
    assert not RuleSet.objects.exists()
    assert AuditEntry.objects.get(action="rules.remove").actor == administrator


def test_a_body_that_is_elected_cannot_be_deleted(coming, kurultai, headquarters):
    with pytest.raises(Refused):
        lawmaking.remove_body(kurultai, headquarters)
    lawmaking.remove_body(coming.rule_set.bodies.get(code="maslikhat-region"), headquarters)
    assert set(coming.rule_set.bodies.values_list("code", flat=True)) == {"kurultai", "maslikhat-district"}
