"""The numbers behind the pictures of a pool: exact, of what one may count, in a fixed number of queries."""

import datetime
import itertools

import pytest
from django.utils import timezone

from campaigns.candidates import path, reviewing
from campaigns.candidates.moves import Move
from campaigns.candidates.pictures import STATES, WIDE, pictures, stacked
from campaigns.enums import PathStep, PoolState
from campaigns.models import Candidacy, CandidacyEvent
from federation.models import Organisation
from tests.campaigns.candidates import people, public
from tests.cast import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = datetime.timedelta(days=1)


def by_state(found):
    return {part.what: part.count for part in found.states if part.count}


def test_drafts_are_not_counted(pool, draft, waiting, headquarters):
    found = pictures(pool, headquarters)
    assert by_state(found) == {PoolState.SUBMITTED: 1}
    assert (found.total, found.approved, found.is_whole) == (1, 0, True)


def test_every_state_stands_in_its_region(
    pool, branch, first_branch, waiting, waiting_elsewhere, headquarters
):
    mine = [people.submitted(pool, branch, first_branch) for _one in range(4)]
    reviewing.approve(mine[0], headquarters)
    reviewing.reject(mine[1], headquarters, reason_kk="Жоқ", reason_ru="Нет")
    reviewing.send_back(mine[2], headquarters, reason_kk="Түзету", reason_ru="Исправить")
    Candidacy.objects.filter(pk=mine[3].pk).update(pool_state=PoolState.WITHDRAWN)
    found = pictures(pool, headquarters)
    rows = {row.region: row for row in found.table}
    assert rows[waiting.region].counts == (1, 1, 1, 1, 1)
    assert rows[waiting.region].standing == 3
    assert rows[waiting_elsewhere.region].counts == (1, 0, 0, 0, 0)
    assert by_state(found) == dict(zip(STATES, (2, 1, 1, 1, 1), strict=True))
    tiles = {tile.region: tile.count for tile in found.map.tiles}
    assert tiles == {waiting.region: 3, waiting_elsewhere.region: 1}


@pytest.mark.parametrize("counts", [{}, {"a": 1}, {"a": 1, "b": 1, "c": 1}, {"a": 7, "c": 993}, {"b": 3000}])
def test_a_bar_is_full_and_its_parts_touch(counts):
    parts = stacked(["a", "b", "c"], counts)
    assert sum(part.width for part in parts) == (WIDE if counts else 0)
    for before, after in itertools.pairwise(parts):
        assert before.x + before.width == after.x


def test_a_regional_headquarters_counts_its_region_alone(
    pool, waiting, waiting_elsewhere, regional_headquarters, other_branch
):
    found = pictures(pool, regional_headquarters)
    assert found.total == 1
    assert not found.is_whole
    assert [row.region for row in found.table] == [waiting.region]
    assert other_branch not in found.silent


def test_time_in_review_counts_from_the_last_submitting(pool, branch, first_branch, headquarters):
    now = timezone.now()
    made = [people.submitted(pool, branch, first_branch) for _one in range(4)]
    for row, days in zip(made, (0, 3, 9, 40), strict=True):
        CandidacyEvent.objects.filter(candidacy=row, move=Move.SUBMIT)
        Candidacy.objects.filter(pk=row.pk).update(submitted_at=now - days * DAY)
    # The history cannot be rewritten: an older line is written instead, and the newest counts.
    for row, days in zip(made, (0, 3, 9, 40), strict=True):
        CandidacyEvent.objects.create(
            candidacy=row, move=Move.SUBMIT, at=now + DAY - days * DAY, before="draft", after="submitted"
        )
    later = now + DAY + datetime.timedelta(hours=1)
    found = pictures(pool, headquarters, now=later).waits
    assert (found.waiting, found.longest, found.decided, found.median) == (4, found.longest, 0, None)
    assert sum(span.waiting for span in found.spans) == 4
    assert max(span.waiting_height for span in found.spans) == WIDE
    reviewing.approve(made[0], headquarters)
    found = pictures(pool, headquarters, now=later).waits
    assert (found.waiting, found.decided, found.median) == (3, 1, 0)


def test_silent_are_those_who_submitted_nobody(
    pool, waiting, draft, first_branch, other_branch, headquarters
):
    union = organisation("Салалық одақ", "Отраслевой союз", kind="industry-union")
    organisation("Бастауыш", "Первичная", kind="primary", parent=union)
    found = pictures(pool, headquarters)
    assert found.silent == [other_branch, union]
    assert [one.last_seen for one in found.silent] == [None, None]
    assert found.without == [other_branch.region]


def test_a_silent_branch_that_writes_drafts_was_seen(pool, draft, first_branch, headquarters):
    (silent,) = pictures(pool, headquarters).silent
    assert silent == first_branch
    assert silent.last_seen == draft.changed_at


def test_a_silent_branch_whose_people_log_in_was_seen(pool, branch, first_branch, headquarters):
    now = timezone.now()
    type(branch).objects.filter(pk=branch.pk).update(last_login=now)
    (silent,) = pictures(pool, headquarters).silent
    assert silent.last_seen == now


def test_the_path_counts_where_the_approved_stand(pool, branch, first_branch, headquarters):
    rows = [public.candidate(pool, branch, first_branch) for _one in range(2)]
    path.record_step(
        rows[0], headquarters, step=PathStep.PROPOSED, on=timezone.localdate(),
        source_kk="№ 1", source_ru="№ 1", source_url="https://example.org/1",
    )  # fmt: skip
    found = pictures(pool, headquarters).path
    assert {part.what: part.count for part in found if part.count} == {
        PathStep.IN_POOL: 1,
        PathStep.PROPOSED: 1,
    }


def test_queries_do_not_grow(
    pool, branch, first_branch, waiting, headquarters, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        pictures(pool, headquarters)
    for number in range(3):
        people.submitted(pool, branch, first_branch)
        organisation(f"Одақ {number}", f"Союз {number}", kind="industry-union")
    assert Organisation.objects.count() > 4
    with django_assert_max_num_queries(16):
        pictures(pool, headquarters)
