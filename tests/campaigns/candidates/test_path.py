"""The path after the pool: which step follows, who records it, who learns of it and when; locked lists."""

import datetime

import pytest
from django.utils import timezone

from campaigns.candidates import path, reviewing
from campaigns.candidates.moves import NEXT, Move
from campaigns.candidates.profile import public_profile
from campaigns.enums import PathStep, PoolState
from campaigns.models import Candidacy, CandidacyEvent, Document, PathRecord
from campaigns.models.papers import PATH_SOURCE
from federation.models import AuditEntry, QuietPeriod
from federation.refusals import Refused
from tests.campaigns.candidates import people, public
from tests.campaigns.conftest import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SOURCE = {
    "source_kk": "№ 5 хаттама",
    "source_ru": "Протокол № 5",
    "source_url": "https://example.org/protocol/5",
}
DECISION = {"decision_kk": "№ 7 қаулы", "decision_ru": "Постановление № 7"}
LATER = datetime.timedelta(days=200)  # after the vote of the running campaign
WALK = (PathStep.PROPOSED, PathStep.NOMINATED, PathStep.REGISTERED, PathStep.ELECTED, PathStep.MANDATE)


def today(now=None):
    return timezone.localdate(now)


def record(candidacy, by, step=PathStep.PROPOSED, *, on=None, now=None, **changes):
    return path.record_step(candidacy, by, step=step, on=on or today(now), now=now, **(SOURCE | changes))


def content(document):
    with document.file.open() as file:
        return file.read()


def silence(now):
    QuietPeriod.objects.create(
        campaign="running",
        matter="campaign",
        zone="Asia/Almaty",
        begins_at=now - datetime.timedelta(hours=1),
        ends_at=now + datetime.timedelta(hours=1),
        name_kk="Тыныштық",
        name_ru="Тишина",
    )


@pytest.fixture
def candidate(pool, branch, first_branch):
    return public.candidate(pool, branch, first_branch)


@pytest.fixture
def after_the_vote():
    return timezone.now() + LATER


# Which step may follow


@pytest.mark.parametrize("before", PathStep)
@pytest.mark.parametrize("step", PathStep)
def test_only_the_next_step_of_the_table_is_recorded(before, step, candidate, headquarters, after_the_vote):
    Candidacy.objects.filter(pk=candidate.pk).update(path=before)
    if step in NEXT[before]:
        made = record(candidate, headquarters, step, now=after_the_vote)
        assert (fresh(candidate).path, made.step) == (step, step)
    else:
        with pytest.raises(Refused, match=r"After the step|The path ended"):
            record(candidate, headquarters, step, now=after_the_vote)
        assert fresh(candidate).path == before
        assert not PathRecord.objects.exists()


@pytest.mark.parametrize("state", [one for one in PoolState if one != PoolState.APPROVED])
def test_only_the_approved_walk(state, candidate, headquarters):
    Candidacy.objects.filter(pk=candidate.pk).update(pool_state=state)
    with pytest.raises(Refused, match="not possible any more"):
        record(candidate, headquarters)


def test_a_decision_is_announced_before_any_step(candidate, headquarters):
    Candidacy.objects.filter(pk=candidate.pk).update(announced_at=None)
    with pytest.raises(Refused, match="announce it first"):
        record(candidate, headquarters)


def test_whoever_was_taken_down_walks_no_further(candidate, headquarters):
    Candidacy.objects.filter(pk=candidate.pk).update(erased_at=timezone.now())
    with pytest.raises(Refused, match="were removed"):
        record(candidate, headquarters)


@pytest.mark.parametrize("step", path.AFTER_THE_VOTE)
def test_what_the_vote_decides_comes_after_the_vote(step, candidate, headquarters, after_the_vote, running):
    before = next(one for one, following in NEXT.items() if step in following)
    Candidacy.objects.filter(pk=candidate.pk).update(path=before)
    with pytest.raises(Refused, match="comes after the vote"):
        record(candidate, headquarters, step)
    with pytest.raises(Refused, match="comes after the vote"):
        record(
            candidate,
            headquarters,
            step,
            now=after_the_vote,
            on=running.voting_on - datetime.timedelta(days=1),
        )
    assert record(candidate, headquarters, step, now=after_the_vote, on=running.voting_on)


# Dates and sources


def test_days_follow_each_other_and_lie_not_ahead(candidate, headquarters):
    long_ago = timezone.now() - datetime.timedelta(days=30)
    Candidacy.objects.filter(pk=candidate.pk).update(decided_at=long_ago)
    day = datetime.timedelta(days=1)
    with pytest.raises(Refused, match="in the future"):
        record(candidate, headquarters, on=today() + day)
    with pytest.raises(Refused, match="cannot be earlier"):
        record(candidate, headquarters, on=today(long_ago) - day)
    record(candidate, headquarters, on=today() - 5 * day)
    with pytest.raises(Refused, match="cannot be earlier"):
        record(candidate, headquarters, PathStep.NOMINATED, on=today() - 6 * day)
    record(candidate, headquarters, PathStep.NOMINATED, on=today() - 5 * day)


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({"source_kk": " "}, "both languages"),
        ({"source_ru": ""}, "both languages"),
        ({"source_url": ""}, "address of the source"),
        ({"source_url": "javascript:alert(1)"}, "URL"),
        ({"upload": people.paper("no paper at all")}, "."),
    ],
)
def test_every_step_has_its_source(candidate, headquarters, missing, reason):
    with pytest.raises(Refused, match=reason):
        record(candidate, headquarters, **missing)
    assert not PathRecord.objects.exists()


def test_a_document_may_stand_in_the_place_of_the_address(candidate, headquarters):
    made = record(candidate, headquarters, source_url="", upload=people.paper())
    assert made.document.code == PATH_SOURCE
    assert content(made.document).startswith(b"%PDF")


# Who


def test_who_records(
    candidate, headquarters, regional_headquarters, branch, data_protection, administrator, editor
):
    for person in (branch, data_protection, administrator, editor):
        with pytest.raises(Refused, match="Your role"):
            record(candidate, person)
    record(candidate, regional_headquarters)
    record(candidate, headquarters, PathStep.NOMINATED)


def test_a_regional_headquarters_records_in_its_region(
    pool, second_branch, other_branch, regional_headquarters
):
    elsewhere = public.candidate(pool, second_branch, other_branch)
    with pytest.raises(Refused, match="Your role"):
        record(elsewhere, regional_headquarters)


def test_who_has_to_step_back_records_nothing(candidate, headquarters):
    Candidacy.objects.filter(pk=candidate.pk).update(made_by=headquarters)
    with pytest.raises(Refused, match="yourself"):
        record(candidate, headquarters)


# Taken back


def test_the_last_step_is_taken_back_and_stays_in_the_history(candidate, headquarters):
    record(candidate, headquarters)
    record(candidate, headquarters, PathStep.NOMINATED)
    with pytest.raises(Refused, match="Say why"):
        path.take_back_step(candidate, headquarters, reason=" ")
    gone = path.take_back_step(candidate, headquarters, reason="Другой кандидат")
    assert (gone.step, gone.taken_back_reason) == (PathStep.NOMINATED, "Другой кандидат")
    assert fresh(candidate).path == PathStep.PROPOSED
    path.take_back_step(candidate, headquarters, reason="Қате")
    assert fresh(candidate).path == PathStep.IN_POOL
    with pytest.raises(Refused, match="No step"):
        path.take_back_step(candidate, headquarters, reason="Қате")
    assert PathRecord.objects.count() == 2
    record(candidate, headquarters)
    moves = CandidacyEvent.objects.filter(candidacy=candidate, fields=["path"]).values_list("move", flat=True)
    assert sorted(moves) == sorted([Move.RECORD_STEP] * 3 + [Move.TAKE_BACK_STEP] * 2)


# What readers and branches learn


def test_readers_see_what_is_announced_and_not_taken_back(candidate, headquarters):
    record(candidate, headquarters)
    record(candidate, headquarters, PathStep.NOMINATED, announce=False)
    assert [one.step for one in public_profile(candidate).path] == [PathStep.IN_POOL, PathStep.PROPOSED]
    path.announce_steps(candidate.campaign.pools.get(), headquarters)
    assert public_profile(candidate).reached.step == PathStep.NOMINATED
    path.take_back_step(candidate, headquarters, reason="Қате")
    assert public_profile(candidate).reached.step == PathStep.PROPOSED


def test_a_branch_gets_one_mail_for_many_steps(
    candidate, pool, branch, first_branch, second_branch, other_branch, headquarters, queued_mails
):
    second = public.candidate(pool, branch, first_branch)
    elsewhere = public.candidate(pool, second_branch, other_branch)
    before = len(queued_mails())
    path.record_steps(
        [candidate, second, elsewhere], headquarters, step=PathStep.PROPOSED, on=today(), **SOURCE
    )
    mails = queued_mails()[before:]
    assert sorted(mail["to"] for mail in mails) == sorted([branch.email, second_branch.email])
    own = next(mail for mail in mails if mail["to"] == branch.email)
    for row in (candidate, second):
        assert f"{row.full_name_kk} (№ {row.pk})" in own["text"]
    for private in (elsewhere.full_name_kk, candidate.email, candidate.person.iin):
        assert private not in own["text"]
    assert "№ 5 хаттама" in own["text"]


def test_steps_that_wait_are_told_once_announced(candidate, headquarters, pool, branch, queued_mails):
    before = len(queued_mails())
    record(candidate, headquarters, announce=False)
    assert len(queued_mails()) == before
    assert list(path.waiting_steps(pool, headquarters)) == list(PathRecord.objects.all())
    path.announce_steps(pool, headquarters)
    assert [mail["to"] for mail in queued_mails()[before:]] == [branch.email]
    with pytest.raises(Refused, match="No step waits"):
        path.announce_steps(pool, headquarters)


def test_a_regional_headquarters_announces_steps_of_its_region(
    candidate, pool, second_branch, other_branch, headquarters, regional_headquarters
):
    elsewhere = public.candidate(pool, second_branch, other_branch)
    for row in (candidate, elsewhere):
        record(row, headquarters, announce=False)
    assert [one.candidacy for one in path.announce_steps(pool, regional_headquarters)] == [candidate]


def test_in_a_silence_nothing_new_is_said(candidate, headquarters, pool):
    record(candidate, headquarters, announce=False)
    silence(timezone.now())
    with pytest.raises(Refused, match="quiet period"):
        path.announce_steps(pool, headquarters)
    with pytest.raises(Refused, match="quiet period"):
        record(candidate, headquarters, PathStep.NOMINATED)
    record(candidate, headquarters, PathStep.NOMINATED, announce=False)
    path.take_back_step(candidate, headquarters, reason="Қате")


def test_many_steps_are_recorded_all_or_none(candidate, pool, branch, first_branch, headquarters):
    second = public.candidate(pool, branch, first_branch)
    record(second, headquarters)
    with pytest.raises(Refused) as refusal:
        path.record_steps([candidate, second], headquarters, step=PathStep.PROPOSED, on=today(), **SOURCE)
    assert len(refusal.value.reasons) == 1
    assert str(second) in refusal.value.reasons[0]
    assert fresh(candidate).path == PathStep.IN_POOL
    with pytest.raises(Refused, match="at least one"):
        path.record_steps([], headquarters, step=PathStep.PROPOSED, on=today(), **SOURCE)


def test_one_file_serves_many_candidates(candidate, pool, branch, first_branch, headquarters):
    second = public.candidate(pool, branch, first_branch)
    path.record_steps(
        [candidate, second],
        headquarters,
        step=PathStep.PROPOSED,
        on=today(),
        upload=people.paper(),
        **SOURCE,
    )
    files = {content(one) for one in Document.objects.filter(code=PATH_SOURCE)}
    assert len(files) == 1
    assert Document.objects.filter(code=PATH_SOURCE).count() == 2


# Locked lists


def test_a_list_holds_the_approved_in_the_order_of_the_kazakh_alphabet(
    pool, branch, first_branch, headquarters
):
    names = ["Өтебаев", "Оразов", "Әлиев", "Айтбаев", "Ғабитов", "Гүлов"]
    for name in names:
        public.candidate(pool, branch, first_branch, family_name_kk=name)
    held = path.lock_list(pool, headquarters, **DECISION)
    entries = held.entries.order_by("order")
    listed = [entry.candidacy.family_name_kk for entry in entries]
    assert listed == ["Айтбаев", "Әлиев", "Гүлов", "Ғабитов", "Оразов", "Өтебаев"]
    assert [entry.order for entry in entries] == [1, 2, 3, 4, 5, 6]
    log = AuditEntry.objects.get(action="list.lock")
    assert log.details == {"candidates": 6}


def test_a_list_is_locked_when_all_is_decided(pool, candidate, waiting, headquarters):
    with pytest.raises(Refused, match="still wait for a decision: 1"):
        path.lock_list(pool, headquarters, **DECISION)


@pytest.mark.parametrize("missing", ["decision_kk", "decision_ru"])
def test_a_list_names_its_decision_in_both_languages(pool, candidate, headquarters, missing):
    with pytest.raises(Refused, match="both languages"):
        path.lock_list(pool, headquarters, **(DECISION | {missing: " "}))


def test_an_empty_pool_has_no_list(pool, headquarters):
    with pytest.raises(Refused, match="Nobody"):
        path.lock_list(pool, headquarters, **DECISION)


def test_headquarters_alone_lock_and_unlock(
    pool, candidate, headquarters, regional_headquarters, branch, administrator, data_protection
):
    others = (regional_headquarters, branch, administrator, data_protection)
    for person in others:
        with pytest.raises(Refused, match="Your role"):
            path.lock_list(pool, person, **DECISION)
    held = path.lock_list(pool, headquarters, **DECISION)
    for person in others:
        with pytest.raises(Refused, match="Your role"):
            path.unlock(held, person, reason="Қате")


def test_a_locked_list_holds_off_decisions_until_it_is_unlocked(
    pool, candidate, branch, first_branch, headquarters
):
    held = path.lock_list(pool, headquarters, **DECISION)
    with pytest.raises(Refused, match="locked already"):
        path.lock_list(pool, headquarters, **DECISION)
    late = people.submitted(pool, branch, first_branch)  # submitting goes on
    with pytest.raises(Refused, match="list of this pool is locked"):
        reviewing.approve(late, headquarters)
    record(candidate, headquarters)  # and so does the path
    with pytest.raises(Refused, match="Say why"):
        path.unlock(held, headquarters, reason="")
    path.unlock(held, headquarters, reason="Жаңа кандидат")
    with pytest.raises(Refused, match="unlocked already"):
        path.unlock(held, headquarters, reason="Тағы")
    reviewing.approve(late, headquarters)
    assert path.lock_list(pool, headquarters, **DECISION).number == 2
