"""The clock of a campaign: every border, minute by minute, in two zones; the real dates of 2023 (DOMAIN §4)."""

import datetime
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from campaigns.clock import Clock, Period, to_moment
from campaigns.enums import Anchor, CampaignKind, State, Step, Tense
from campaigns.models import Campaign, CampaignDate
from federation.enums import Matter
from tests.campaigns.timetables import RULES, ZONES, campaign, rule_set, utc

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
EAST, WEST = ZONES

# The timeline of DOMAIN §4 in local time: the beginning of each step and its end.
TIMELINE = {
    Step.NOMINATION: ("2023-01-20T00:00", "2023-02-08T18:00"),
    Step.REGISTRATION: ("2023-01-20T00:00", "2023-02-18T18:00"),
    Step.CAMPAIGNING: ("2023-02-18T18:00", "2023-03-18T00:00"),
    Step.POLL_BAN: ("2023-03-14T00:00", "2023-03-20T00:00"),
    Step.SILENCE: ("2023-03-18T00:00", "2023-03-20T00:00"),
    Step.VOTING: ("2023-03-19T07:00", "2023-03-19T20:00"),
    Step.RESULTS: ("2023-03-20T00:00", "2023-03-27T00:00"),
}
# Almaty was six hours ahead of UTC then, Oral five.
AHEAD = {EAST: timedelta(hours=6), WEST: timedelta(hours=5)}


def at(text, zone):
    """The moment of a local ISO date-time of 2023, by arithmetic of its own."""
    return utc(text) - AHEAD[zone]


def of(step, zone, edge):
    return at(TIMELINE[step][edge == "ends"], zone)


@pytest.fixture
def election():
    return campaign()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("step", TIMELINE)
def test_the_real_dates_of_2023(step, zone, election):
    period = Clock(election).period(step)
    assert period.in_zone(zone) == (of(step, zone, "begins"), of(step, zone, "ends"))
    assert all(moment.tzinfo is datetime.UTC for moment in period.in_zone(zone))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("step", TIMELINE)
@pytest.mark.parametrize("edge", ["begins", "ends"])
def test_a_step_holds_from_its_first_minute_and_not_in_the_minute_of_its_end(step, zone, edge, election):
    period, border = Clock(election).period(step), of(step, zone, edge)
    inside = edge == "begins"
    for minutes in range(-5, 6):
        moment = border + minutes * MINUTE
        assert period.holds(moment, zone) is ((minutes >= 0) is inside), moment
    assert period.holds(border - SECOND, zone) is not inside
    assert period.holds(border, zone) is inside


@pytest.mark.parametrize("step", TIMELINE)
def test_a_step_holds_somewhere_from_the_first_zone_to_the_last(step, election):
    period = Clock(election).period(step)
    first, last = of(step, EAST, "begins"), of(step, WEST, "ends")
    assert (period.begins_at, period.ends_at) == (first, last)
    held = [period.holds(first + minutes * MINUTE) for minutes in range(-3, 4)]
    assert held == [False] * 3 + [True] * 4
    held = [period.holds(last + minutes * MINUTE) for minutes in range(-3, 4)]
    assert held == [True] * 3 + [False] * 4


# Which zone decides a border of the state: silence comes with the first, and ends with the last.
STATES = [
    (at("2023-01-19T00:00", EAST), State.PREPARATION, State.RUNNING),
    (of(Step.SILENCE, EAST, "begins"), State.RUNNING, State.SILENCE),
    (of(Step.SILENCE, WEST, "ends"), State.SILENCE, State.RESULTS),
    (of(Step.RESULTS, WEST, "ends"), State.RESULTS, State.ARCHIVE),
]


@pytest.mark.parametrize(("border", "before", "after"), STATES)
def test_the_state_changes_in_the_minute_of_its_border(border, before, after, election):
    clock = Clock(election)
    for minutes in range(-5, 6):
        expected = after if minutes >= 0 else before
        assert clock.state(border + minutes * MINUTE) == expected, minutes
    assert clock.state(border - SECOND) == before


def test_between_the_borders_nothing_changes(election):
    clock, now, seen = Clock(election), utc("2023-01-10T00:00"), []
    while now < utc("2023-04-02T00:00"):
        state = clock.state(now)
        if not seen or seen[-1] != state:
            seen.append(state)
        now += timedelta(hours=1)
    assert seen == [State.PREPARATION, State.RUNNING, State.SILENCE, State.RESULTS, State.ARCHIVE]


def test_the_state_asks_the_clock_of_the_wall(election, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: of(Step.SILENCE, EAST, "begins"))
    assert Clock(election).state() == State.SILENCE


def test_without_a_day_of_the_call_the_first_step_begins_it():
    rules = rule_set({step: sides for step, sides in RULES.items() if sides[0][0] == Anchor.VOTING})
    clock = Clock(campaign(rules, called_on=None))
    border = of(Step.CAMPAIGNING, EAST, "begins")
    assert clock.begins_at == border
    assert clock.state(border - MINUTE) == State.PREPARATION
    assert clock.state(border) == State.RUNNING


def test_without_a_call_what_counts_from_it_stays_open():
    clock = Clock(campaign(called_on=None))
    assert clock.period(Step.NOMINATION).begins is None
    assert clock.period(Step.NOMINATION).ends == datetime.datetime(2023, 2, 8, 18)
    assert [period.step for period in clock.open_steps()] == [Step.NOMINATION, Step.REGISTRATION]


@pytest.mark.parametrize("open_side", [0, 1])
def test_silence_covers_the_eve_and_the_voting_day_whatever_the_rules_leave_open(open_side):
    rules = dict(RULES)
    sides = list(rules[Step.SILENCE])
    sides[open_side] = (Anchor.VOTING, None, None)
    rules[Step.SILENCE] = tuple(sides)
    clock = Clock(campaign(rule_set(rules)))
    assert clock.state(at("2023-03-18T00:00", EAST) - MINUTE) == State.RUNNING
    assert clock.state(at("2023-03-18T00:00", EAST)) == State.SILENCE
    assert {quiet.matter for quiet in clock.quiet_periods()} >= {Matter.CAMPAIGN}
    assert clock.state(at("2023-03-20T00:00", WEST) - MINUTE) == State.SILENCE
    assert clock.state(at("2023-03-20T00:00", WEST)) == State.RESULTS


def test_results_without_an_end_never_become_archive():
    rules = {step: sides for step, sides in RULES.items() if step != Step.RESULTS}
    assert Clock(campaign(rule_set(rules))).state(utc("2043-01-01T00:00")) == State.RESULTS


def test_an_official_date_goes_before_the_rule_and_each_side_for_itself(election):
    CampaignDate.objects.create(
        campaign=election,
        step=Step.NOMINATION,
        ends_on=datetime.date(2023, 2, 10),
        ends_time=datetime.time(12),
        source_kk="Шешім",
        source_ru="Решение",
    )
    with override("kk"):
        period = Clock(fresh(election)).period(Step.NOMINATION)
    assert period.begins == datetime.datetime(2023, 1, 20)
    assert period.ends == datetime.datetime(2023, 2, 10, 12)
    assert period.official
    assert period.source == "Шешім"
    assert not Clock(fresh(election)).period(Step.VOTING).official


def test_what_the_rules_alone_say_can_be_asked_and_before_anything_is_saved(election):
    CampaignDate.objects.create(
        campaign=election, step=Step.VOTING, begins_on=datetime.date(2023, 3, 19), begins_time="08:00"
    )
    assert Clock(election, dates=()).period(Step.VOTING).begins.hour == 7
    drafted = Campaign(rule_set=election.rule_set, voting_on=datetime.date(2023, 3, 19))
    assert Clock(drafted, dates=()).period(Step.VOTING).begins == datetime.datetime(2023, 3, 19, 7)
    new = CampaignDate(step=Step.VOTING, ends_on=datetime.date(2023, 3, 19), ends_time=datetime.time(22))
    assert Clock(drafted, dates=[new]).period(Step.VOTING).ends.hour == 22


def test_a_step_that_neither_rules_nor_decisions_know_is_none():
    rules = rule_set({Step.VOTING: RULES[Step.VOTING]})
    clock = Clock(campaign(rules))
    assert clock.period(Step.NOMINATION) is None
    assert list(clock.periods) == [Step.SILENCE, Step.VOTING]


def test_deadlines_of_the_other_kind_do_not_count():
    rules = rule_set(kind=CampaignKind.REFERENDUM)
    assert list(Clock(campaign(rules)).periods) == [Step.SILENCE]
    texts = {"question_kk": "?", "question_ru": "?"}
    assert len(Clock(campaign(rules, slug="other", kind="referendum", **texts)).periods) == len(RULES)


def test_borders_stand_in_order_once_for_each_moment(election):
    borders = Clock(election).borders()
    moments = [moment for moment, _step, _edge in borders]
    assert moments == sorted(moments)
    assert len(borders) == len(set(borders)) == 2 * 2 * len(TIMELINE)
    assert len(Clock(campaign(zones=[EAST], slug="one")).borders()) == 2 * len(TIMELINE)


def test_the_next_border_is_later_than_now(election):
    clock = Clock(election)
    voting = of(Step.VOTING, EAST, "begins")
    assert clock.next_border(voting - MINUTE) == (voting, Step.VOTING, "begins")
    assert clock.next_border(voting) == (of(Step.VOTING, WEST, "begins"), Step.VOTING, "begins")
    assert clock.next_border(utc("2030-01-01T00:00")) is None


def test_zones_with_one_hour_stand_together():
    clock = Clock(campaign(zones=["Asia/Almaty", "Asia/Oral", "Asia/Qostanay", "Asia/Aqtau"]))
    assert clock.zones_together() == [["Asia/Almaty", "Asia/Qostanay"], ["Asia/Oral", "Asia/Aqtau"]]
    later = Clock(campaign(slug="now", voting_on=datetime.date(2026, 3, 15), called_on=None))
    assert later.zones_together() == [ZONES]


def test_the_hour_that_comes_twice_is_the_first_one():
    """On 1 March 2024 at 00:00 Almaty turned its clocks back by an hour."""
    first = to_moment(datetime.datetime(2024, 2, 29, 23, 30), EAST)
    assert first == utc("2024-02-29T17:30")
    period = Period(
        Step.VOTING, datetime.datetime(2024, 2, 29, 23, 30), datetime.datetime(2024, 3, 1), (EAST,)
    )
    lasted = period.ends_at - period.begins_at
    assert lasted == timedelta(hours=1, minutes=30)


def test_tense_follows_the_first_and_the_last_zone(election):
    voting = Clock(election).period(Step.VOTING)
    assert voting.tense(voting.begins_at - SECOND) == Tense.FUTURE
    assert voting.tense(voting.begins_at) == Tense.CURRENT
    assert voting.tense(voting.ends_at - SECOND) == Tense.CURRENT
    assert voting.tense(voting.ends_at) == Tense.PAST


def test_tense_of_a_step_with_an_open_border():
    day = datetime.datetime(2023, 3, 19)
    endless = Period(Step.RESULTS, day, None, (EAST,))
    assert endless.tense(to_moment(day, EAST)) == Tense.CURRENT
    assert not endless.holds(to_moment(day, EAST))
    unbegun = Period(Step.NOMINATION, None, day, (EAST,))
    assert unbegun.tense(to_moment(day, EAST) - SECOND) == Tense.UNKNOWN
    assert unbegun.tense(to_moment(day, EAST)) == Tense.PAST
    assert Period(Step.NOMINATION, None, None, (EAST,)).tense(utc("2023-01-01T00:00")) == Tense.UNKNOWN


def test_dates_that_contradict_each_other_are_named(election):
    CampaignDate.objects.create(
        campaign=election, step=Step.NOMINATION, ends_on=datetime.date(2023, 1, 20), ends_time="00:00"
    )
    assert [period.step for period in Clock(fresh(election)).reversed_steps()] == [Step.NOMINATION]


def test_a_clock_is_read_with_as_many_queries_for_any_campaign(election, django_assert_num_queries):
    with django_assert_num_queries(3):  # the rule set, its deadlines, the dates
        Clock(fresh_without_queries(election))


@pytest.mark.parametrize("year", [1, 1989, 2101, 9999])
def test_a_year_that_no_campaign_can_have_is_refused(year, election):
    election.voting_on = datetime.date(year, 12, 31)
    with pytest.raises(ValidationError) as refused:
        election.full_clean()
    assert "voting_on" in refused.value.message_dict
    date = CampaignDate(
        campaign=election, step=Step.VOTING, ends_on=datetime.date(year, 12, 31), ends_time="00:00"
    )
    with pytest.raises(ValidationError) as refused:
        date.full_clean()
    assert "ends_on" in refused.value.message_dict


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def fresh_without_queries(row):
    """The row with nothing prefetched and no relation read."""
    return Campaign(
        **{field.attname: getattr(row, field.attname) for field in Campaign._meta.concrete_fields}
    )
