"""Staff write the law in the administration; forms and checks follow without any code."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns import campaigning
from campaigns.checks import judge
from campaigns.enums import CampaignKind, Nominator, Rule, Step, System, Verdict
from campaigns.findings import Facts
from campaigns.models import Body, Check, Requirement, Route, RuleSet
from federation.models import AuditEntry, QuietPeriod
from tests.campaigns.conftest import campaign, fresh
from tests.cast import client_of

pytestmark = pytest.mark.django_db
WRITERS = ["headquarters", "administrator"]
READERS = ["editor", "publisher"]


@pytest.fixture
def coming(rules_2026, kurultai):
    """An election that is still to come, open to readers."""
    made = campaign(
        rules_2026,
        datetime.date(2090, 3, 19),
        slug="coming",
        called_on=datetime.date(2090, 1, 19),
        bodies=[kurultai],
    )
    return campaigning.announce(made, None)


def page(row, name="change"):
    return reverse(f"admin:campaigns_{row._meta.model_name}_{name}", args=[row.pk])


def typed(response):
    """Everything that the form of the page would send: {name: value}."""
    forms = [response.context["adminform"].form]
    found = {}
    for one in response.context["inline_admin_formsets"]:
        forms += [one.formset.management_form, *one.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, bool):
                value = "on" if value else None
            elif callable(getattr(field.field.widget, "format_value", None)):
                value = field.field.widget.format_value(value)
                value = value[0] if isinstance(value, list) else value
            if value is not None:
                found[field.html_name] = value
    return found


def row_of(data, prefix, row):
    """The prefix of the fields of a saved row."""
    return next(
        name.removesuffix("-id")
        for name, value in data.items()
        if name.startswith(prefix) and name.endswith("-id") and str(value) == str(row.pk)
    )


def new_row(data, prefix, **fields):
    """Adds a row, as the button «Add another» does."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = number + 1
    data.update({f"{prefix}-{number}-{name}": value for name, value in fields.items()})
    return f"{prefix}-{number}"


def errors(response):
    """All sentences with which the page refuses."""
    found = list(response.context["adminform"].form.errors.values())
    for one in response.context["inline_admin_formsets"]:
        found += [sentence for form in one.formset.forms for sentence in form.errors.values()]
        found += one.formset.non_form_errors()
    return found


# What a change does


@pytest.mark.parametrize("name", WRITERS)
def test_an_answer_to_an_open_question_changes_form_and_checks(
    coming, rules_2026, kurultai, reader, request, name
):
    person = request.getfixturevalue(name)
    client = client_of(person)
    asked = reverse(
        "campaigns:eligibility",
        args=["coming"],
        query={"body": "kurultai", "system": "party-list", "nominator": "party"},
    )
    assert 'name="birth_date"' not in reader.get(asked).content.decode()
    data = typed(client.get(page(rules_2026)))
    age = rules_2026.checks.get(rule=Rule.AGE)
    data[row_of(data, "checks", age) + "-years"] = "25"
    response = client.post(page(rules_2026), data)
    assert response.status_code == 302, errors(response)
    assert 'name="birth_date"' in reader.get(asked).content.decode()
    young = Facts(kurultai, System.PARTY_LIST, Nominator.PARTY, birth_date=datetime.date(2065, 3, 20))
    verdicts = {one.rule: one.verdict for one in judge(fresh(coming), young)}
    assert verdicts[Rule.AGE] == Verdict.REFUSED
    assert verdicts[Rule.RESIDENCE] == Verdict.OPEN
    entry = AuditEntry.objects.get(action="rules.change")
    assert entry.actor == person
    assert entry.details["rows"][0]["fields"] == {"years": [None, 25]}


def test_all_rows_of_a_rule_set_are_saved_in_one_act(coming, rules_2026, kurultai, headquarters):
    client = client_of(headquarters)
    data = typed(client.get(page(rules_2026)))
    data["note_kk"] = "Жаңа ескерту"
    new_row(data, "checks", rule="bar", bar="conviction", years="", percent="", step="", body=kurultai.pk)
    new_row(data, "requirements", kind="document", code="photo", name_kk="Сурет", name_ru="Фото", order="1")
    nomination = rules_2026.deadlines.get(kind="election", step="nomination")
    row = row_of(data, "deadlines", nomination)
    data |= {f"{row}-begins_days": "-60", f"{row}-begins_time": "00:00", f"{row}-ends_days": "-40"}
    refused = client.post(page(rules_2026), data)
    assert refused.status_code == 200
    assert [
        str(name)
        for form in refused.context["inline_admin_formsets"]
        for one in form.formset.forms
        for name in one.errors
    ] == ["ends_time"]
    assert refused.context["adminform"].form["note_kk"].value() == "Жаңа ескерту"
    assert not Requirement.objects.filter(rule_set=rules_2026).exists()
    response = client.post(page(rules_2026), data | {f"{row}-ends_time": "18:00"})
    assert response.status_code == 302, errors(response)
    saved = fresh(rules_2026)
    assert saved.note_kk == "Жаңа ескерту"
    assert saved.requirements.get().name_ru == "Фото"
    assert saved.checks.get(bar="conviction").body == kurultai
    assert fresh(nomination).ends_time == datetime.time(18)


def test_quiet_periods_follow(coming, rules_2026, headquarters):
    client = client_of(headquarters)
    data = typed(client.get(page(rules_2026)))
    silence = rules_2026.deadlines.get(kind="election", step="silence")
    data[row_of(data, "deadlines", silence) + "-begins_days"] = "-2"
    assert client.post(page(rules_2026), data).status_code == 302
    begins = QuietPeriod.objects.get(campaign="coming", matter="campaign").begins_at
    assert begins == datetime.datetime(2090, 3, 16, 19, tzinfo=datetime.UTC)


def test_a_silence_that_holds_is_not_changed_and_nothing_is_lost(
    coming, rules_2026, headquarters, monkeypatch
):
    client = client_of(headquarters)
    data = typed(client.get(page(rules_2026)))
    silence = rules_2026.deadlines.get(kind="election", step="silence")
    data[row_of(data, "deadlines", silence) + "-ends_days"] = "0"
    data["note_ru"] = "Примечание"
    QuietPeriod.objects.filter(campaign="coming", matter="campaign").update(
        begins_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    )
    response = client.post(page(rules_2026), data)
    assert response.status_code == 200
    assert errors(response)
    assert response.context["adminform"].form["note_ru"].value() == "Примечание"
    assert fresh(silence).ends_days == 1


def test_a_silence_that_ends_before_it_begins_is_refused_by_its_campaigns(coming, rules_2026, headquarters):
    """The rules count its two borders from different days, so that only a campaign shows the contradiction."""
    client = client_of(headquarters)
    data = typed(client.get(page(rules_2026)))
    silence = rules_2026.deadlines.get(kind="election", step="silence")
    row = row_of(data, "deadlines", silence)
    response = client.post(
        page(rules_2026), data | {f"{row}-begins_anchor": "called", f"{row}-begins_days": "200"}
    )
    assert response.status_code == 200
    assert errors(response)
    assert fresh(silence).begins_days == -1


# What is refused beside its field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rule": "deposit", "years": "3"}, "years"),
        ({"rule": "age", "percent": "30"}, "percent"),
        ({"rule": "age", "bar": "conviction"}, "bar"),
        ({"rule": "bar", "step": "voting"}, "step"),
        ({"rule": "quota", "years": "29", "percent": "101"}, "percent"),
        ({"rule": "citizenship", "years": "-1"}, "years"),
        ({"rule": "magic"}, "rule"),
        ({"rule": "age", "body": "999999"}, "body"),
        # The rule set asks all bodies for an age already.
        ({"rule": "age", "years": "30"}, "__all__"),
    ],
)
def test_a_check_takes_only_what_its_rule_has(coming, rules_2026, headquarters, changes, field):
    client = client_of(headquarters)
    data = typed(client.get(page(rules_2026)))
    new_row(
        data,
        "checks",
        **{"rule": "", "body": "", "years": "", "percent": "", "bar": "", "step": ""} | changes,
    )
    before = Check.objects.count()
    response = client.post(page(rules_2026), data)
    assert response.status_code == 200
    (formset,) = [
        one.formset for one in response.context["inline_admin_formsets"] if one.formset.prefix == "checks"
    ]
    assert field in formset.forms[-1].errors
    assert Check.objects.count() == before


def test_a_body_of_another_rule_set_is_no_choice(coming, rules_2026, majilis, headquarters):
    client = client_of(headquarters)
    data = typed(client.get(page(rules_2026)))
    new_row(data, "checks", rule="citizenship", body=majilis.pk, years="", percent="", bar="", step="")
    assert client.post(page(rules_2026), data).status_code == 200


def test_two_equal_new_rows_are_refused(coming, rules_2026, headquarters):
    client = client_of(headquarters)
    data = typed(client.get(page(rules_2026)))
    for _each in range(2):
        new_row(data, "checks", rule="citizenship", body="", years="", percent="", bar="", step="")
    response = client.post(page(rules_2026), data)
    assert response.status_code == 200
    assert not Check.objects.filter(rule=Rule.CITIZENSHIP).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"begins_days": "-1", "begins_time": ""}, "begins_time"),
        ({"begins_days": "", "begins_time": "10:00"}, "begins_days"),
        ({"begins_days": "2"}, "ends_days"),
        ({"begins_days": "99999"}, "begins_days"),
        ({"ends_time": "25:00"}, "ends_time"),
        ({"step": "nomination"}, "__all__"),
    ],
)
def test_a_period_has_day_and_hour_and_an_end_after_its_beginning(
    coming, rules_2026, headquarters, changes, field
):
    client = client_of(headquarters)
    data = typed(client.get(page(rules_2026)))
    silence = rules_2026.deadlines.get(kind="election", step="silence")
    row = row_of(data, "deadlines", silence)
    response = client.post(
        page(rules_2026), data | {f"{row}-{name}": value for name, value in changes.items()}
    )
    assert response.status_code == 200
    (formset,) = [
        one.formset for one in response.context["inline_admin_formsets"] if one.formset.prefix == "deadlines"
    ]
    wrong = {name for form in formset.forms for name in form.errors}
    assert wrong == {field}
    assert fresh(silence).begins_days == -1


# History


def test_the_version_of_an_election_that_was_held_is_read_only(election, rules_2023, majilis, headquarters):
    client = client_of(headquarters)
    response = client.get(page(rules_2023))
    assert response.status_code == 200
    assert response.context["history"]
    assert 'name="_save"' not in response.content.decode()
    assert client.post(page(rules_2023), {"name_kk": "x"}).status_code == 403
    assert client.post(page(majilis), {"name_kk": "x"}).status_code == 403


def test_a_new_version_by_the_button(election, rules_2023, headquarters):
    client = client_of(headquarters)
    address = page(rules_2023, "version")
    assert client.get(address).status_code == 200
    for wrong in ("", "soon", "2022-01-01", "9999-12-31"):
        assert client.post(address, {"valid_from": wrong}).status_code == 200
    response = client.post(address, {"valid_from": "01.01.2027"})
    made = RuleSet.objects.get(valid_from=datetime.date(2027, 1, 1))
    assert response.url == page(made)
    assert 'name="_save"' in client.get(page(made)).content.decode()
    assert fresh(election).rule_set == rules_2023


def test_the_periods_of_a_referendum_that_was_held_stay(referendum, rules_2026, headquarters):
    client = client_of(headquarters)
    data = typed(client.get(page(rules_2026)))
    silence = rules_2026.deadlines.get(kind=CampaignKind.REFERENDUM, step=Step.SILENCE)
    data[row_of(data, "deadlines", silence) + "-begins_days"] = "-2"
    response = client.post(page(rules_2026), data)
    assert response.status_code == 200
    assert errors(response)
    assert fresh(silence).begins_days == -1


# Bodies


def test_who_may_nominate_is_chosen_for_each_system(coming, rules_2026, headquarters):
    client = client_of(headquarters)
    body = rules_2026.bodies.get(code="maslikhat-region")
    data = typed(client.get(page(body)))
    assert data["systems-0-way_self"] == "unknown"
    data |= {
        "systems-0-way_self": "open",
        "systems-0-way_self_law_ru": "статья закона",
        "systems-0-way_self_law_kk": "заңның бабы",
        "systems-0-way_party": "closed",
        "seats": "40",
    }
    response = client.post(page(body), data)
    assert response.status_code == 302, errors(response)
    assert response.url == page(rules_2026)
    routes = {route.nominator: route for route in Route.objects.filter(system__body=body)}
    assert set(routes) == {Nominator.ASSOCIATION, Nominator.BRANCH, Nominator.SELF}
    assert routes[Nominator.SELF].known
    assert routes[Nominator.SELF].law_ru == "статья закона"
    assert fresh(body).seats == 40
    # Now it is closed to parties and open to everybody alone: the checks follow.
    coming.bodies.add(body)
    for nominator, expected in (
        (Nominator.SELF, Verdict.PASSED),
        (Nominator.PARTY, Verdict.REFUSED),
        (Nominator.ASSOCIATION, Verdict.OPEN),
    ):
        facts = Facts(fresh(body), System.SINGLE_MANDATE, nominator)
        (route,) = [one for one in judge(fresh(coming), facts) if one.rule == Rule.ROUTE]
        assert route.verdict == expected
        if nominator == Nominator.SELF:
            with translation.override("ru"):
                assert route.law == "статья закона"


def test_a_new_body_with_its_system(coming, rules_2026, headquarters):
    client = client_of(headquarters)
    address = reverse("admin:campaigns_body_add", query={"rule_set": rules_2026.pk})
    data = typed(client.get(address))
    data |= {
        "code": "akims",
        "name_kk": "Әкімдер",
        "name_ru": "Акимы",
        "level": "district",
        "order": "9",
    }
    new_row(
        data,
        "systems",
        system="single-mandate",
        **{f"way_{name.lower()}": "closed" for name in Nominator.names} | {"way_self": "open"},
    )
    refused = client.post(address, data | {"name_ru": ""})
    assert refused.status_code == 200
    assert "name_ru" in refused.context["adminform"].form.errors
    response = client.post(address, data)
    assert response.status_code == 302, errors(response)
    body = Body.objects.get(code="akims")
    assert body.rule_set == rules_2026
    assert body.systems.get().routes.get().nominator == Nominator.SELF
    again = client.post(address, data)
    assert again.status_code == 200
    assert errors(again)


def test_a_new_body_needs_its_rule_set(election, rules_2023, headquarters):
    client = client_of(headquarters)
    for query in ({}, {"rule_set": "x"}, {"rule_set": "99999999999"}, {"rule_set": "0"}):
        assert client.get(reverse("admin:campaigns_body_add", query=query)).status_code == 302
    # Nor into a version that is closed.
    address = reverse("admin:campaigns_body_add", query={"rule_set": rules_2023.pk})
    data = {
        "rule_set": rules_2023.pk,
        "code": "x",
        "name_kk": "x",
        "name_ru": "x",
        "level": "region",
        "order": "0",
    }
    data |= {"systems-TOTAL_FORMS": "0", "systems-INITIAL_FORMS": "0"}
    client.post(address, data)
    assert not Body.objects.filter(code="x").exists()


def test_bodies_and_versions_are_deleted_through_the_door(
    coming, rules_2026, rules_2023, kurultai, headquarters
):
    client = client_of(headquarters)
    spare = rules_2026.bodies.get(code="maslikhat-region")
    assert client.post(page(kurultai, "remove")).status_code == 200
    assert client.post(page(spare, "remove")).status_code == 302
    assert client.post(page(rules_2026, "remove")).status_code == 200
    assert client.post(page(rules_2023, "remove")).status_code == 302
    assert set(RuleSet.objects.all()) == {rules_2026}
    assert not Body.objects.filter(pk=spare.pk).exists()
    for row in (rules_2026, kurultai):
        assert client.post(page(row, "delete"), {"post": "yes"}).status_code == 403


# A rule set of one's own


def test_a_rule_set_from_nothing(headquarters, db):
    client = client_of(headquarters)
    address = reverse("admin:campaigns_ruleset_add")
    data = typed(client.get(address))
    data |= {
        "code": "own",
        "valid_from": "01.01.2030",
        "name_kk": "Өз ережелері",
        "name_ru": "Свои правила",
        "law_kk": "Заң",
        "law_ru": "Закон",
    }
    new_row(data, "checks", rule="age", years="21", body="", percent="", bar="", step="")
    refused = client.post(address, data | {"law_ru": ""})
    assert refused.status_code == 200
    assert "law_ru" in refused.context["adminform"].form.errors
    response = client.post(address, data)
    assert response.status_code == 302, errors(response)
    made = RuleSet.objects.get(code="own")
    assert made.checks.get().years == 21
    assert AuditEntry.objects.filter(action="rules.create").exists()
    assert client.post(address, data).status_code == 200  # one version a day


# The dates of a vote


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_periods_are_shown_as_dates(rules_2023, request, headquarters, administrator, language):
    client = client_of(headquarters if language == "kk" else administrator)
    response = client.get(page(rules_2023, "dates"), {"called_on": "2023-01-19", "voting_on": "2023-03-19"})
    text = response.content.decode()
    expected = "2023 жылғы 8 ақпан, 18:00" if language == "kk" else "8 февраля 2023 года, 18:00"
    assert expected in text


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"voting_on": "2023-03-19"},
        {"called_on": "2023-03-19", "voting_on": "2023-03-19"},
        {"called_on": "x", "voting_on": ""},
        {"called_on": "2023-01-19", "voting_on": "9999-12-31"},
        {"called_on": "0001-01-01", "voting_on": "2023-12-31"},
    ],
)
def test_strange_days_are_no_error(rules_2023, rules_2026, headquarters, query):
    client = client_of(headquarters)
    for rules in (rules_2023, rules_2026):
        assert client.get(page(rules, "dates"), query).status_code == 200


# Who may what


@pytest.mark.parametrize("name", READERS)
def test_others_may_read_at_most(coming, rules_2026, kurultai, request, name):
    client = client_of(request.getfixturevalue(name))
    for row in (rules_2026, kurultai):
        response = client.get(page(row))
        assert response.status_code in (200, 403)
        assert 'name="_save"' not in response.content.decode()
        assert client.post(page(row), {"name_kk": "x"}).status_code == 403
        assert client.post(page(row, "remove")).status_code == 403
    assert client.post(page(rules_2026, "version"), {"valid_from": "01.01.2030"}).status_code == 403
    assert client.get(reverse("admin:campaigns_ruleset_add")).status_code == 403
    assert RuleSet.objects.count() == 1


def test_branches_do_not_come_here(rules_2026, branch):
    client = client_of(branch)
    for name in ("change", "version", "dates", "remove"):
        assert client.get(page(rules_2026, name)).status_code == 302


def test_the_list_tells_of_open_questions(
    rules_2023, rules_2026, headquarters, django_assert_max_num_queries
):
    client = client_of(headquarters)
    with django_assert_max_num_queries(25):
        response = client.get(reverse("admin:campaigns_ruleset_changelist"))
    assert response.status_code == 200
    assert client.get(page(rules_2026)).context["open_questions"]


@pytest.mark.parametrize("pk", [0, 999999])
def test_a_rule_set_that_is_not_there(headquarters, db, pk):
    client = client_of(headquarters)
    for name in ("version", "dates", "remove"):
        assert client.get(reverse(f"admin:campaigns_ruleset_{name}", args=[pk])).status_code == 404
