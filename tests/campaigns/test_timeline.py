"""The timeline of a campaign: where its bars stand, what its table says, and that both fit any reader."""

import re
from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from campaigns.enums import Step, Tense
from campaigns.models import CampaignDate
from campaigns.timeline import Timeline
from tests.campaigns.timetables import RULES, campaign, rule_set, utc

pytestmark = pytest.mark.django_db

FEBRUARY = utc("2023-02-05T06:00")


def rows(timeline):
    return {row.period.step: row for row in timeline.rows}


def number(share):
    return float(share.removesuffix("%"))


@pytest.fixture
def election():
    return campaign()


def drawn(campaign, language="kk", now=FEBRUARY, monkeypatch=None):
    if monkeypatch:
        monkeypatch.setattr(timezone, "now", lambda: now)
    with override(language):
        return Template("{% load campaigns %}{% timeline campaign %}").render(Context({"campaign": campaign}))


def test_bars_stand_where_their_days_are(election):
    found = rows(Timeline(election, FEBRUARY))
    # 20 January 00:00 to 20 March 00:00 are 59 days; the results add a twelfth.
    whole = 59 + 59 / 12
    nomination, silence = found[Step.NOMINATION], found[Step.SILENCE]
    assert nomination.x == "0.0%"
    assert number(nomination.width) == pytest.approx(100 * 19.75 / whole, abs=0.2)
    assert number(silence.x) == pytest.approx(100 * 57 / whole, abs=0.2)
    assert number(silence.width) == pytest.approx(100 * 2 / whole, abs=0.2)


def test_steps_that_follow_each_other_touch(election):
    found = rows(Timeline(election, FEBRUARY))
    registration, campaigning = found[Step.REGISTRATION], found[Step.CAMPAIGNING]
    assert number(registration.x) + number(registration.width) == pytest.approx(
        number(campaigning.x), abs=0.15
    )


def test_what_lasts_hours_is_still_seen_and_nothing_leaves_the_picture(election):
    timeline = Timeline(election, FEBRUARY)
    for row in timeline.rows:
        assert number(row.width) >= 1.5
        assert number(row.x) >= 0
        assert number(row.x) + number(row.width) <= 100
    assert rows(timeline)[Step.VOTING].width == "1.5%"
    assert rows(timeline)[Step.RESULTS].cut
    assert not rows(timeline)[Step.VOTING].cut


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2023-01-10T00:00", {Tense.FUTURE}),
        ("2023-02-05T06:00", {Tense.CURRENT, Tense.FUTURE}),
        ("2023-03-19T06:00", {Tense.PAST, Tense.CURRENT, Tense.FUTURE}),
        ("2023-06-01T00:00", {Tense.PAST}),
    ],
)
def test_past_present_and_future_are_told_apart_in_words(now, expected, election, monkeypatch):
    timeline = Timeline(election, utc(now))
    assert {row.tense for row in timeline.rows} == expected
    text = drawn(election, "ru", utc(now), monkeypatch)
    for tense, words in (
        (Tense.PAST, "завершено"),
        (Tense.CURRENT, "идёт сейчас"),
        (Tense.FUTURE, "предстоит"),
    ):
        assert (words in text) is (tense in expected)
        assert (f'class="timeline-row timeline-{tense}"' in text) is (tense in expected)


def test_today_stands_on_the_clock_of_the_first_zone(election):
    mark = Timeline(election, utc("2023-02-18T12:00")).today  # 18:00 in Almaty: campaigning begins
    assert mark.x == rows(Timeline(election, FEBRUARY))[Step.CAMPAIGNING].x
    with override("kk"):
        assert Timeline(election, utc("2023-02-18T20:00")).today.label == "19 ақпан"


def test_today_is_not_marked_outside_of_the_timeline(election):
    assert Timeline(election, utc("2023-01-19T17:59")).today is None
    assert Timeline(election, utc("2023-01-19T18:00")).today.x == "0.0%"
    assert Timeline(election, utc("2023-05-01T00:00")).today is None


def test_the_words_of_today_never_leave_the_picture(election):
    assert Timeline(election, utc("2023-01-25T00:00")).today.anchor == "start"
    assert Timeline(election, utc("2023-03-15T00:00")).today.anchor == "end"


def test_the_scale_names_months(election):
    with override("kk"):
        assert [tick.label for tick in Timeline(election, FEBRUARY).ticks] == ["ақпан", "наурыз"]
    with override("ru"):
        assert [tick.label.lower() for tick in Timeline(election, FEBRUARY).ticks] == ["февраль", "март"]


def test_a_short_campaign_is_divided_into_weeks():
    short = {step: RULES[step] for step in (Step.CAMPAIGNING, Step.SILENCE, Step.VOTING, Step.RESULTS)}
    with override("ru"):
        ticks = Timeline(campaign(rule_set(short)), FEBRUARY).ticks
    # The last Monday has a line, but no room for its name.
    assert [tick.label for tick in ticks] == ["20 февраля", "27 февраля", "6 марта", "13 марта", ""]


def test_a_long_campaign_has_few_lines_on_its_scale():
    long = campaign(called_on=date(2020, 1, 19))
    assert 3 <= len(Timeline(long, FEBRUARY).ticks) <= 7


def test_dates_that_are_not_known_are_said_and_have_no_bar(monkeypatch):
    nowhere = ((RULES[Step.NOMINATION][0][0], None, None),) * 2
    held = campaign(rule_set(RULES | {Step.NOMINATION: nowhere}))
    row = rows(Timeline(held, FEBRUARY))[Step.NOMINATION]
    assert (row.x, row.begins, row.ends, row.tense) == (None, None, None, Tense.UNKNOWN)
    assert drawn(held, "ru", monkeypatch=monkeypatch).count("пока неизвестна") == 2
    assert drawn(held, "kk", monkeypatch=monkeypatch).count("әзірге белгісіз</span>") == 2 + 2


def test_half_a_step_is_marked_as_open(monkeypatch):
    half = (RULES[Step.RESULTS][0], (RULES[Step.RESULTS][1][0], None, None))
    held = campaign(rule_set(RULES | {Step.RESULTS: half}))
    assert "timeline-open" in drawn(held, monkeypatch=monkeypatch)


def test_rules_without_dates_leave_the_silence(monkeypatch):
    nowhere = ((RULES[Step.NOMINATION][0][0], None, None),) * 2
    held = campaign(rule_set({Step.NOMINATION: nowhere}))
    text = drawn(held, monkeypatch=monkeypatch)
    assert text.count("<tr") == 1 + 2


@pytest.mark.parametrize(
    ("language", "dates"),
    [
        (
            "kk",
            [
                *("2023 жылғы 20 қаңтар, 00:00", "2023 жылғы 8 ақпан, 18:00", "2023 жылғы 18 ақпан, 18:00"),
                *(
                    "2023 жылғы 18 наурыз, 00:00",
                    "2023 жылғы 19 наурыз, 24:00",
                    "2023 жылғы 19 наурыз, 07:00",
                ),
            ],
        ),
        (
            "ru",
            [
                *("20 января 2023 года, 00:00", "8 февраля 2023 года, 18:00", "18 февраля 2023 года, 18:00"),
                *("18 марта 2023 года, 00:00", "19 марта 2023 года, 24:00", "19 марта 2023 года, 20:00"),
            ],
        ),
    ],
)
def test_the_table_says_all_dates_in_words(language, dates, election, monkeypatch):
    table = drawn(election, language, monkeypatch=monkeypatch).split("<table")[1]
    for said in dates:
        assert f">{said}</time>" in table
    with override(language):
        for step in RULES:
            assert f'<span class="timeline-step">{step.label}</span>' in table
    assert table.count("<time ") == 2 * len(RULES)
    assert 'datetime="2023-03-18T00:00:00+06:00"' in table


def test_the_table_names_the_decision_or_the_law(election, monkeypatch):
    CampaignDate.objects.create(
        campaign=election,
        step=Step.VOTING,
        begins_on=date(2023, 3, 19),
        begins_time="07:00",
        source_kk="Жарлық № 1",
        source_ru="Указ № 1",
    )
    assert "Указ № 1" in drawn(election, "ru", monkeypatch=monkeypatch)


def test_zones_are_named_and_told_apart_where_they_differ(monkeypatch):
    held = campaign(zones=["Asia/Almaty", "Asia/Qostanay", "Asia/Oral"])
    text = drawn(held, "ru", monkeypatch=monkeypatch)
    assert "Алматы, Костанай (UTC+6); Уральск (UTC+5)" in text
    assert "тот же час наступает в другой момент" in text
    today = campaign(slug="now", voting_on=date(2026, 3, 15), called_on=None, zones=held.zones)
    text = drawn(today, "ru", monkeypatch=monkeypatch)
    assert "Алматы, Костанай, Уральск (UTC+5)." in text
    assert "тот же час" not in text


class Tags(HTMLParser):
    """Whether the elements of a page close as they open; its attributes."""

    def __init__(self, text):
        super().__init__()
        self.open, self.attributes, self.errors = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.attributes += attrs

    def handle_startendtag(self, tag, attrs):
        self.attributes += attrs

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.errors.append(tag)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_nothing_is_inline_and_the_picture_has_a_name(language, election, monkeypatch):
    text = drawn(election, language, monkeypatch=monkeypatch)
    tags = Tags(text)
    assert tags.errors == [] == tags.open
    names = {name for name, _value in tags.attributes}
    assert names.isdisjoint({"style", "onclick"})
    assert ("role", "img") in tags.attributes
    assert any(name == "aria-label" and value for name, value in tags.attributes)
    # The decimal point of SVG, not the comma of the language.
    assert all(
        re.fullmatch(r"\d+\.\d%|100%", value) for name, value in tags.attributes if name in ("x", "x1", "x2")
    )


def test_a_title_cannot_break_the_page(election, monkeypatch):
    CampaignDate.objects.create(campaign=election, step=Step.VOTING, source_kk='"><script>alert(1)</script>')
    assert "<script" not in drawn(election, monkeypatch=monkeypatch)


def test_the_page_of_a_campaign_shows_it_and_stays_the_same_within_an_hour(client, monkeypatch):
    today = timezone.localdate()
    campaign(called_on=today - timedelta(days=10), voting_on=today + timedelta(days=60))
    pages = []
    start = datetime.combine(today, datetime.min.time(), timezone.get_current_timezone()) + timedelta(
        hours=12
    )
    for minutes in (1, 20):
        monkeypatch.setattr(timezone, "now", lambda moment=start + timedelta(minutes=minutes): moment)
        response = client.get("/kk/campaigns/election/")
        assert response.status_code == 200
        pages.append(response.content.decode())
    assert 'class="timeline-now"' in pages[0]
    assert "css/timeline.css" in pages[0]
    assert pages[0].split("timeline-picture")[1] == pages[1].split("timeline-picture")[1]


def test_it_costs_as_many_queries_for_any_campaign(election, django_assert_num_queries):
    held = type(election).objects.select_related("rule_set").get(pk=election.pk)
    with django_assert_num_queries(2):  # deadlines, dates
        drawn(held)
    with django_assert_num_queries(0):  # what the page has read already
        drawn(held)
