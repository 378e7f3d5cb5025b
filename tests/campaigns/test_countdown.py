"""How long it is to the next border, in words of both languages; where staff, branches and readers see it."""

from datetime import date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from campaigns.countdown import countdowns, until_beginning, until_end
from campaigns.enums import Step
from tests.campaigns.timetables import RULES, campaign, rule_set, utc
from tests.cast import client_of, person

BORDER = datetime(2023, 2, 8, 18)


@pytest.mark.parametrize(
    ("days", "kk", "ru"),
    [
        (1, "1 күн қалды", "остался 1 день"),
        (2, "2 күн қалды", "осталось 2 дня"),
        (5, "5 күн қалды", "осталось 5 дней"),
        (11, "11 күн қалды", "осталось 11 дней"),
        (12, "12 күн қалды", "осталось 12 дней"),
        (21, "21 күн қалды", "остался 21 день"),
        (22, "22 күн қалды", "осталось 22 дня"),
        (100, "100 күн қалды", "осталось 100 дней"),
    ],
)
def test_days_in_the_right_form(days, kk, ru):
    now = BORDER - timedelta(days=days)
    with override("kk"):
        assert until_end(BORDER, now) == kk
    with override("ru"):
        assert until_end(BORDER, now) == ru


@pytest.mark.parametrize(
    ("days", "kk", "ru"),
    [
        (1, "1 күннен кейін басталады", "начнётся через 1 день"),
        (3, "3 күннен кейін басталады", "начнётся через 3 дня"),
        (40, "40 күннен кейін басталады", "начнётся через 40 дней"),
    ],
)
def test_days_to_a_beginning(days, kk, ru):
    now = BORDER - timedelta(days=days)
    with override("kk"):
        assert until_beginning(BORDER, now) == kk
    with override("ru"):
        assert until_beginning(BORDER, now) == ru


@pytest.mark.parametrize(
    ("now", "kk", "ru"),
    [
        ("00:00", "18 сағат қалды", "осталось 18 часов"),
        ("15:59", "2 сағат қалды", "осталось 2 часа"),
        ("16:30", "1 сағат қалды", "остался 1 час"),
        ("17:01", "бір сағаттан аз уақыт қалды", "осталось меньше часа"),
    ],
)
def test_the_last_day_in_hours_never_more_than_there_are(now, kk, ru):
    now = datetime.fromisoformat(f"2023-02-08T{now}")
    with override("kk"):
        assert until_end(BORDER, now) == f"бүгін 18:00-де аяқталады · {kk}"
    with override("ru"):
        assert until_end(BORDER, now) == f"завершится сегодня в 18:00 · {ru}"


def test_days_are_those_of_the_calendar():
    """A minute before midnight is yesterday, though hours are left."""
    with override("ru"):
        assert until_end(BORDER, datetime(2023, 2, 7, 23, 59)) == "остался 1 день"


def test_what_ends_at_midnight_ends_with_the_day_before():
    with override("kk"):
        assert until_end(datetime(2023, 3, 18), datetime(2023, 3, 16, 9)) == "1 күн қалды"
        said = until_end(datetime(2023, 3, 18), datetime(2023, 3, 17, 9))
        assert said == "бүгін 24:00-де аяқталады · 15 сағат қалды"


def test_hours_with_minutes_bear_no_ending():
    with override("kk"):
        said = until_end(datetime(2023, 2, 8, 18, 30), datetime(2023, 2, 8, 9))
        assert said == "бүгін аяқталады, сағат 18:30 · 9 сағат қалды"
        assert (
            until_beginning(datetime(2023, 2, 8, 7, 5), datetime(2023, 2, 8, 6))
            == "бүгін басталады, сағат 07:05"
        )
        assert until_beginning(BORDER, datetime(2023, 2, 8, 6)) == "бүгін 18:00-де басталады"


@pytest.fixture
def election(db):
    return campaign()


def told(found):
    return [(item.step, item.edge) for item in found]


def test_what_ends_now_what_begins_next_and_the_vote(election):
    found = countdowns(election, utc("2023-02-01T06:00"))
    assert told(found) == [
        (Step.NOMINATION, "ends"),
        (Step.REGISTRATION, "ends"),
        (Step.CAMPAIGNING, "begins"),
        (Step.VOTING, "begins"),
    ]
    assert [item.moment for item in found] == [
        utc("2023-02-08T12:00"),
        utc("2023-02-18T12:00"),
        utc("2023-02-18T12:00"),
        utc("2023-03-19T01:00"),
    ]
    with override("ru"):
        first = countdowns(election, utc("2023-02-01T06:00"))[0]
        assert (first.day, first.words) == ("8 февраля, 18:00", "осталось 7 дней")


def test_before_the_first_step(election):
    found = countdowns(election, utc("2023-01-10T00:00"))
    assert told(found) == [
        (Step.NOMINATION, "begins"),
        (Step.REGISTRATION, "begins"),
        (Step.VOTING, "begins"),
    ]


def test_during_the_silence(election):
    found = countdowns(election, utc("2023-03-18T06:00"))
    assert told(found) == [(Step.VOTING, "begins"), (Step.POLL_BAN, "ends"), (Step.SILENCE, "ends")]


def test_after_the_vote_nothing_is_counted(election):
    assert countdowns(election, utc("2023-03-19T19:00")) == []
    assert countdowns(election, utc("2024-01-01T00:00")) == []


def test_days_are_those_of_the_first_zone(db):
    """At 18:30 UTC it is tomorrow in Almaty, and still today in Oral."""
    now = utc("2023-02-06T18:30")
    with override("kk"):
        assert countdowns(campaign(), now)[0].words == "1 күн қалды"
        west_first = campaign(zones=["Asia/Oral", "Asia/Almaty"], slug="west")
        assert countdowns(west_first, now)[0].words == "2 күн қалды"


def test_a_border_that_is_not_known_is_not_counted(db):
    rules = RULES | {Step.NOMINATION: (RULES[Step.NOMINATION][0], (RULES[Step.NOMINATION][1][0], None, None))}
    found = countdowns(campaign(rule_set(rules)), utc("2023-02-01T06:00"))
    assert Step.NOMINATION not in [item.step for item in found]


@pytest.fixture
def ahead(db):
    today = timezone.localdate()
    return campaign(called_on=today - timedelta(days=10), voting_on=today + timedelta(days=60))


def test_staff_see_it_at_the_desk(ahead, headquarters):
    page = client_of(headquarters).get("/admin/").content.decode()
    assert "Науқандар: алдағы мерзімдер" in page
    assert "Кандидаттарды ұсыну: 21 күн қалды" in page
    assert f"/admin/campaigns/campaign/{ahead.pk}/change/" in page


def test_those_who_may_not_open_a_campaign_in_the_admin_are_led_to_its_page(ahead, data_protection):
    page = client_of(data_protection).get("/admin/").content.decode()
    assert "/kk/campaigns/election/" in page
    assert "/admin/campaigns/campaign/" not in page


def test_branches_see_it_on_their_own_page_in_their_language(ahead, branch, second_branch):
    page = client_of(branch).get("/accounts/").content.decode()
    assert "21 күн қалды" in page
    page = client_of(second_branch).get("/accounts/").content.decode()
    assert "остался 21 день" in page
    assert "/ru/campaigns/election/" in page


def test_readers_see_it_on_the_page_of_the_campaign(ahead, reader):
    page = reader.get("/ru/campaigns/election/").content.decode()
    assert "остался 21 день" in page


@pytest.mark.parametrize("state", ["not announced", "over"])
def test_what_is_not_announced_or_over_is_not_counted(state, headquarters, branch):
    today = timezone.localdate()
    if state == "over":
        campaign(voting_on=today - timedelta(days=3), called_on=today - timedelta(days=60))
    else:
        campaign(voting_on=today + timedelta(days=60), called_on=today, announced_at=None)
    for user, address in ((headquarters, "/admin/"), (branch, "/accounts/")):
        assert "Науқандар: алдағы мерзімдер" not in client_of(user).get(address).content.decode()


def test_somebody_without_a_role_sees_no_countdown(ahead):
    assert "алдағы мерзімдер" not in client_of(person("nobody")).get("/accounts/").content.decode()


def test_the_desk_asks_as_much_for_many_campaigns(ahead, headquarters, django_assert_num_queries):
    tag = Template("{% load campaigns %}{% campaigns_ahead as ahead %}{{ ahead|length }}")
    campaign(slug="second", voting_on=date(2099, 1, 1), called_on=None)
    with django_assert_num_queries(3):
        assert tag.render(Context()) == "2"
