"""Rule sets in words, and the page where readers find them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns import campaigning, wording
from campaigns.enums import CampaignKind, Rule, Step
from campaigns.models import Body, Check, ElectoralSystem, RuleSet
from tests.campaigns.conftest import fresh

pytestmark = pytest.mark.django_db


# In words


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_open_questions_are_told_in_both_languages(rules_2026, language):
    with translation.override(language):
        rule_set = RuleSet.objects.whole().get(pk=rules_2026.pk)
        found = wording.open_questions(rule_set)
        assert str(Rule.AGE.label) in found
        assert any(str(kurultai_body(rule_set)) in question for question in found)
        assert all("%(" not in question for question in found)


def kurultai_body(rule_set):
    return next(body for body in rule_set.bodies.all() if body.code == "kurultai")


def test_what_is_answered_is_no_question_any_more(rules_2026):
    before = wording.open_questions(rules_2026)
    rules_2026.checks.filter(rule=Rule.AGE).update(years=25)
    rules_2026.deadlines.filter(kind=CampaignKind.ELECTION, step=Step.NOMINATION).update(
        begins_days=-60, begins_time=datetime.time(9), ends_days=-40, ends_time=datetime.time(18)
    )
    assert len(before) - len(wording.open_questions(fresh(rules_2026))) == 3


def test_2023_knows_nearly_all(rules_2023, english):
    rule_set = RuleSet.objects.whole().get(pk=rules_2023.pk)
    (question,) = wording.open_questions(rule_set)
    assert "threshold" in question


# The page


def rules_page(client, one, language="kk"):
    with translation.override(language):
        return client.get(reverse("campaigns:rules", args=[one.slug]))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_readers_find_the_whole_rule_set(announced, reader, language):
    response = rules_page(reader, announced, language)
    page = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    with translation.override(language):
        rule_set = RuleSet.objects.whole().get(pk=announced.rule_set_id)
        for row in (*rule_set.bodies.all(), *rule_set.requirements.all()):
            assert row.name in page
        assert rule_set.law in page
        assert "1\xa0050\xa0000" in page


def test_open_questions_stand_on_the_page(referendum, coming, reader):
    for one in (referendum, coming):
        campaigning.announce(one, None)
    assert rules_page(reader, coming).context["open_questions"]
    page = rules_page(reader, referendum)
    assert page.context["open_questions"] == []
    assert not page.context["election"]


def test_a_campaign_that_is_not_announced_has_no_page(election, reader):
    assert rules_page(reader, election).status_code == 404


def test_the_page_takes_a_fixed_number_of_queries(announced, reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(25) as counted:
        rules_page(reader, announced)
    before = len(counted)
    for number in range(5):
        body = Body.objects.create(
            rule_set=announced.rule_set, code=f"b{number}", name_kk="Б", name_ru="Б", level="region"
        )
        ElectoralSystem.objects.create(body=body, system="single-mandate").routes.create(nominator="self")
        Check.objects.create(rule_set=announced.rule_set, body=body, rule=Rule.AGE)
    with django_assert_max_num_queries(before):
        rules_page(reader, announced)
