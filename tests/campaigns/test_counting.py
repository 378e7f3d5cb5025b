"""The door of the results: after the vote only, by two persons, one count of a vote at a time."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation

from campaigns import counting
from campaigns.enums import CountState, Outcome, Step
from campaigns.models import Campaign, Constituency, Deadline, Result, ResultLine, RuleSet
from campaigns.models.results import percent
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.campaigns import votes
from tests.campaigns.votes import LATER, OVER, answers, confirmed, entered, line, numbers
from tests.kept import kept

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
REASONS = {"reason_kk": "Хаттама түзетілді", "reason_ru": "Протокол исправлен"}


@pytest.fixture(autouse=True)
def english(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


@pytest.fixture
def election(db):
    return kept("votes.election", votes.election)


def actions():
    return list(
        AuditEntry.objects.filter(action__startswith="result.")
        .order_by("pk")
        .values_list("action", flat=True)
    )


# Two persons


def test_a_count_is_public_when_a_second_person_has_confirmed_it(vote, headquarters, second):
    result = entered(vote, headquarters)
    assert result.state == CountState.WAITING
    assert not Result.objects.confirmed().exists()
    result = counting.confirm(result, second, now=LATER)
    assert result.state == CountState.CONFIRMED
    assert list(Result.objects.confirmed()) == [result]
    assert (result.entered_by, result.confirmed_by) == (headquarters, second)
    assert actions() == ["result.enter", "result.confirm"]
    assert AuditEntry.objects.get(action="result.confirm").details["lines"] == [
        ["Иә", "Да", 700, None, False],
        ["Жоқ", "Нет", 200, None, False],
    ]


@pytest.mark.parametrize("who", ["headquarters", "administrator"])
def test_nobody_confirms_or_returns_what_he_entered(vote, who, request):
    by = request.getfixturevalue(who)
    result = entered(vote, by)
    with pytest.raises(Refused, match="a second person"):
        counting.confirm(result, by, now=LATER)
    with pytest.raises(Refused, match="a second person"):
        counting.send_back(result, by, reason="No")
    assert not Result.objects.confirmed().exists()


def test_the_database_holds_the_second_person_too(vote, headquarters):
    result = entered(vote, headquarters)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Result.objects.filter(pk=result.pk).update(confirmed_by=headquarters, confirmed_at=LATER)


def test_who_changes_a_count_has_entered_it(vote, headquarters, second):
    result = entered(vote, headquarters)
    result.voted = 1100
    result = counting.enter(result, answers(800), second, seen=result.entered_at, now=LATER + MINUTE)
    assert (result.entered_by, result.voted, result.lines.first().votes) == (second, 1100, 800)
    with pytest.raises(Refused, match="a second person"):
        counting.confirm(result, second, now=LATER + MINUTE)
    counting.confirm(result, headquarters, now=LATER + MINUTE)
    changed = AuditEntry.objects.get(action="result.change")
    assert (changed.details["before"]["voted"], changed.details["voted"]) == (1000, 1100)


@pytest.mark.parametrize("who", ["editor", "publisher", "branch", "regional_headquarters", "data_protection"])
def test_other_roles_count_nothing(vote, headquarters, second, who, request):
    stranger = request.getfixturevalue(who)
    with pytest.raises(Refused, match="role"):
        entered(vote, stranger)
    result = entered(vote, headquarters)
    for act in (counting.confirm, counting.discard):
        with pytest.raises(Refused, match="role"):
            act(result, stranger)
    with pytest.raises(Refused, match="role"):
        counting.send_back(result, stranger, reason="No")


# After the vote


def test_nothing_is_counted_before_the_vote_is_over_in_every_zone(election, headquarters, second):
    assert counting.vote_over_at(election) == OVER
    with pytest.raises(Refused, match=r"every zone: .*9 p\.m\."):  # the hour of the first zone, Almaty
        entered(election, headquarters, now=OVER - MINUTE)
    result = entered(election, headquarters, now=OVER)
    with pytest.raises(Refused, match="every zone"):
        counting.confirm(result, second, now=OVER - MINUTE)
    counting.confirm(result, second, now=OVER)


def test_without_hours_of_voting_the_day_has_to_be_over(vote):
    RuleSet.objects.get().deadlines.all().delete()
    assert counting.vote_over_at(vote) == datetime.datetime(2023, 3, 19, 18, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("day", "hour", "over"),
    [
        ("2022-03-19", 20, OVER),  # a slip of the hand opens no results
        ("2023-03-19", 18, OVER),
        ("2023-03-19", 22, OVER + 2 * 60 * MINUTE),
        ("2023-03-20", 20, OVER + 24 * 60 * MINUTE),  # the vote was prolonged
    ],
)
def test_an_official_date_only_makes_the_vote_longer(election, headquarters, day, hour, over):
    election.dates.create(step=Step.VOTING, ends_on=day, ends_time=datetime.time(hour))
    election = Campaign.objects.get(pk=election.pk)
    assert counting.vote_over_at(election) == over
    with pytest.raises(Refused, match="every zone"):
        entered(election, headquarters, now=over - MINUTE)


def test_an_official_hour_without_hours_by_the_rules_counts_from_the_voting_day(vote):
    date = vote.dates.create(step=Step.VOTING, ends_on="2023-03-19", ends_time=datetime.time(20))
    Deadline.objects.all().delete()
    assert counting.vote_over_at(Campaign.objects.get(pk=vote.pk)) == datetime.datetime(
        2023, 3, 19, 14, 0, tzinfo=datetime.UTC
    )
    date.ends_on = "2022-03-19"
    date.save()
    begins = datetime.datetime(2023, 3, 18, 18, 0, tzinfo=datetime.UTC)
    assert counting.vote_over_at(Campaign.objects.get(pk=vote.pk)) == begins


# What does not fit


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"voted": 2001, "invalid": 0}, "More people voted"),
        ({"invalid": 1001}, "More ballots are invalid"),
        ({"invalid": 101}, "Votes and invalid ballots are 1"),
        ({"voters": 0, "voted": 0, "invalid": 0}, "greater than or equal to 1"),
        ({"outcome": ""}, "outcome"),
        ({"source_url": ""}, "Upload the document"),
        ({"source_url": "javascript:alert(1)"}, "valid URL"),
        ({"source_ru": ""}, "blank"),
    ],
)
def test_a_count_that_does_not_fit_is_refused(vote, headquarters, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        entered(vote, headquarters, **fields)
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "Give the votes"),
        ([line("Иә", "Да", 1), line("иә ", "Нет", 1)], "same name"),
        ([line("Иә", "", 1)], "blank"),
        ([line("Иә", "Да", 951)], "only 1.000 people"),
        ([line("Иә", "Да", 10, seats=1)], "no seats"),
    ],
)
def test_lines_that_do_not_fit_are_refused(vote, headquarters, lines, sentence):
    with pytest.raises(Refused, match=sentence):
        counting.enter(numbers(vote), lines, headquarters, now=LATER)
    assert not Result.objects.exists()
    assert not ResultLine.objects.exists()


def test_bodies_and_constituencies_belong_to_the_campaign(election, headquarters):
    _house, council = election.bodies.all()
    first = election.constituencies.first()
    elsewhere = Constituency(campaign=election, body=council, number="9", name_kk="Округ", name_ru="Округ")
    elsewhere.save()
    lists = [line("Тізім", "Список", 500, seats=60)]
    for fields, given, sentence in [
        ({"body": None}, lists, "Choose a body"),
        ({"body": council}, lists, "in constituencies"),
        ({"constituency": elsewhere}, lists, "another body"),
        ({"outcome": Outcome.ADOPTED}, lists, "Only a referendum"),
        ({}, [line("Тізім", "Список", 500, seats=99)], "99 seats are given, but the body has 98"),
        ({}, [line("Адам", "Человек", 500, elected=True)], "in constituencies"),
        (
            {"constituency": first},
            [line("А", "А", 5, elected=True), line("Б", "Б", 4, elected=True)],
            "One person",
        ),
    ]:
        with pytest.raises(Refused, match=sentence):
            entered(election, headquarters, lines=given, **fields)
    entered(election, headquarters, lines=lists)
    entered(election, headquarters, lines=[line("А", "А", 5, elected=True)], constituency=first)
    assert Result.objects.count() == 2


# Returned, changed, discarded


def test_a_returned_count_is_mended_and_then_confirmed(vote, headquarters, second, queued_mails):
    result = counting.send_back(entered(vote, headquarters), second, reason="Сверьте явку")
    assert result.state == CountState.RETURNED
    (mail,) = queued_mails()
    assert mail["to"] == headquarters.email
    assert "Сверьте явку" in mail["text"]
    assert f"/admin/campaigns/result/{result.pk}/change/" in mail["text"]
    for act in (
        lambda: counting.confirm(result, second, now=LATER),
        lambda: counting.send_back(result, second, reason="Ещё раз"),
    ):
        with pytest.raises(Refused, match="returned"):
            act()
    mended = counting.enter(result, answers(), headquarters, seen=result.entered_at, now=LATER + MINUTE)
    assert (mended.state, mended.return_reason) == (CountState.WAITING, "")
    counting.confirm(mended, second, now=LATER + MINUTE)


def test_a_return_needs_a_reason(vote, headquarters, second):
    with pytest.raises(Refused, match="mended"):
        counting.send_back(entered(vote, headquarters), second, reason="  ")


def test_a_confirmed_count_stays_as_it_is(vote, headquarters, second):
    result = confirmed(vote, headquarters, second)
    for act in (
        lambda: counting.enter(result, answers(1), headquarters, seen=result.entered_at, now=LATER),
        lambda: counting.send_back(result, headquarters, reason="Нет"),
        lambda: counting.confirm(result, headquarters, now=LATER),
        lambda: counting.discard(result, headquarters),
    ):
        with pytest.raises(Refused, match="does not wait any more"):
            act()


@pytest.mark.parametrize(
    "act",
    [
        lambda result: Result.objects.filter(pk=result.pk).update(voted=999),
        lambda result: Result.objects.filter(pk=result.pk).update(confirmed_by=None, confirmed_at=None),
        lambda result: result.delete(),
        lambda result: result.lines.update(votes=1),
        lambda result: result.lines.first().delete(),
        lambda result: line("Қалыс", "Воздержался", 1, result=result).save(),
    ],
)
def test_the_database_keeps_confirmed_numbers_too(vote, headquarters, second, act):
    result = confirmed(vote, headquarters, second)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        act(result)
    assert (Result.objects.get().voted, Result.objects.get().lines.first().votes) == (1000, 700)


def test_discarding_leaves_its_numbers_in_the_log(
    vote, headquarters, second, django_capture_on_commit_callbacks
):
    result = entered(vote, headquarters, source_file=ContentFile(votes.SCAN, "хаттама.pdf"))
    storage, name = result.source_file.storage, result.source_file.name
    assert name.startswith("results/")
    assert "хаттама" not in name
    with django_capture_on_commit_callbacks(execute=True):
        counting.discard(result, second)
    assert not Result.objects.exists()
    assert not storage.exists(name)
    assert AuditEntry.objects.get(action="result.discard").details["voted"] == 1000


def test_another_file_takes_the_place_of_the_first(vote, headquarters, django_capture_on_commit_callbacks):
    result = entered(vote, headquarters, source_file=ContentFile(votes.SCAN, "1.pdf"))
    storage, name = result.source_file.storage, result.source_file.name
    result.source_file = ContentFile(votes.SCAN, "2.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        changed = counting.enter(result, answers(), headquarters, seen=result.entered_at, now=LATER)
    assert not storage.exists(name)
    assert storage.exists(changed.source_file.name)


# Corrections


def test_a_corrected_count_replaces_the_other_when_it_is_confirmed(vote, headquarters, second):
    first = confirmed(vote, headquarters, second)
    with pytest.raises(Refused, match="both languages why"):
        entered(vote, second, voted=1100, reason_ru="Протокол исправлен")
    new = entered(vote, second, voted=1100, **REASONS)
    assert list(Result.objects.confirmed()) == [first]
    new = counting.confirm(new, headquarters, now=LATER + MINUTE)
    first.refresh_from_db()
    assert first.state == CountState.REPLACED
    assert list(Result.objects.confirmed()) == [new]
    assert AuditEntry.objects.filter(action="result.confirm").first().details["replaces"] == first.pk


def test_a_first_count_needs_no_reason_and_keeps_none(vote, headquarters):
    assert entered(vote, headquarters, **REASONS).reason_kk == ""


# Percentages


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(1, 3, "33.3"), (2, 3, "66.7"), (1, 2000, "0.1"), (1, 2001, "0.0"), (5, 5, "100.0"), (0, 7, "0.0")],
)
def test_percentages_are_exact_and_rounded_half_up(part, whole, share):
    assert percent(part, whole) == Decimal(share)


def test_of_nobody_there_is_no_share():
    assert percent(0, 0) is None
