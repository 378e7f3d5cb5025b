"""Candidates from a table: judged first, then drafts, all or the good ones; nobody stands twice."""

import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from campaigns.candidates import importing, registering
from campaigns.candidates.importing import State
from campaigns.candidates.moves import Move
from campaigns.candidates.sheet import counted, problems
from campaigns.enums import PoolState
from campaigns.models import Candidacy, ImportRun, Person
from federation.refusals import Refused
from tests.campaigns.candidates import people
from tests.campaigns.candidates.tables import HEADS, as_csv, row, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def judged(pool, branch, first_branch):
    """Function: the run of a table below the usual headings, judged."""

    def run(*rows, heads=HEADS, by=branch, organisation=first_branch, file=None):
        made = importing.upload(pool, by, organisation=organisation, file=file or xlsx(heads, *rows))
        return importing.work(made)

    return run


def take(run, good_only=False):
    return importing.work(importing.take(run, run.by, good_only=good_only))


def found(run):
    """[(row, letter)] of what is wrong."""
    return [(entry["row"], entry["letter"]) for entry in problems(run.report)]


def test_a_good_table_becomes_drafts(judged, branch, first_branch):
    numbers = [people.iin() for _turn in range(3)]
    run = judged(*(row(number) for number in numbers))
    assert (run.state, counted(run.report)["new"], Candidacy.objects.count()) == (State.JUDGED, 3, 0)
    done = take(run)
    assert (done.state, done.taken, done.report, bool(done.file)) == (State.DONE, 3, [], False)
    made = Candidacy.objects.select_related("person")
    assert {one.person.iin for one in made} == set(numbers)
    assert {(one.pool_state, one.made_by, one.registered_by) for one in made} == {
        (PoolState.DRAFT, branch, first_branch)
    }
    assert all(one.sort_key_kk and one.sort_key_ru for one in made)
    assert [event.move for one in made for event in one.events.all()] == [Move.IMPORT] * 3
    one = made[0]
    assert (one.family_name_kk, one.family_name_ru, one.region) == (
        "Үлгібаев",
        "Образцов",
        first_branch.region,
    )
    registering.write(one, branch, version=one.version, phone="+7 700 000 00 00")


def test_one_wrong_row_keeps_all_out_or_alone_stays_out(judged):
    run = judged(row(), row("750101399004"), row())
    assert found(run) == [(3, "A")]
    with pytest.raises(Refused, match="errors"):
        take(run)
    assert Candidacy.objects.count() == 0
    done = take(run, good_only=True)
    assert (done.state, done.taken, Candidacy.objects.count()) == (State.DONE, 2, 2)


def test_the_same_table_again_touches_nothing(judged):
    rows = [row(), row()]
    take(judged(*rows))
    again = judged(*rows, row())
    assert counted(again.report) == {"new": 1, "present": 2, "wrong": 0, "example": 0, "empty": 0}
    take(again)
    assert Candidacy.objects.count() == Person.objects.count() == 3


def test_who_another_branch_registered_is_not_told(judged, second_branch, other_branch):
    number = people.iin()
    take(judged(row(number), by=second_branch, organisation=other_branch))
    run = judged(row(number, name="Бөтен"))
    (problem,) = problems(run.report)
    assert (problem["row"], problem["letter"]) == (2, "A")
    assert other_branch.name_kk not in str(run.report)


def test_of_two_runs_with_the_same_people_one_registers_them(judged, second_branch, other_branch):
    number, other = people.iin(), people.iin()
    first = judged(row(number))
    second = judged(row(number), row(other), by=second_branch, organisation=other_branch)
    take(first)
    beaten = take(second)
    assert (beaten.state, found(beaten)) == (State.JUDGED, [(2, "A")])
    assert beaten.trouble
    assert take(beaten, good_only=True).taken == 1


def test_twice_in_one_table(judged):
    number = people.iin()
    assert found(judged(row(number), row(), row(number))) == [(4, "A")]


def test_empty_rows_and_the_example_are_passed_over(judged):
    heads = ["Примечание", *HEADS]
    run = judged(["ПРИМЕР", *row("850515799000")], [None] * 8, ["", *row()], ["Үлгі", *row()], heads=heads)
    states = [entry["state"] for entry in run.report if "state" in entry]
    assert states == ["example", "empty", "new", "wrong"]


def test_numbers_that_excel_spoilt(judged):
    rows = [row(40229599004), row(750101399003.0), row("7.50101E+11"), row(90081539990)]
    run = judged(*rows)
    assert found(run) == [(4, "A"), (5, "A")]
    take(run, good_only=True)
    assert {one.iin for one in Person.objects.all()} == {"040229599004", "750101399003"}


def test_dates_and_sex_are_compared_with_the_number(judged):
    dates = ["19.03.1975", "1975 жылғы 19 наурыз", 27472, datetime.date(1975, 3, 19), "20.03.1975"]
    rows = []
    for written in dates:
        rows.append([*row(people.iin(datetime.date(1975, 3, 19), woman=True)), written, "әйел"])
    rows.append([*row(people.iin(woman=True)), None, "ер"])
    run = judged(*rows, heads=[*HEADS, "Туған күні", "Пол"])
    assert found(run) == [(6, "H"), (7, "I")]


def test_a_formula_is_an_error_and_not_calculated(judged):
    assert found(judged([*row(), "=HYPERLINK(1)"], heads=[*HEADS, "Телефон"])) == [(2, "H")]
    assert found(judged(file=as_csv([*HEADS, "Адрес"], [*row(), "=1+1"]))) == [(2, "H")]


def test_a_closed_way_of_nomination_is_told_with_rule_and_law(judged):
    wrong = row()
    wrong[6] = "партийный список"
    run = judged(wrong)
    assert found(run) == [(2, "F")]
    (problem,) = problems(run.report)
    for language, law in (("kk", "Заң: «Қазақстан"), ("ru", "Закон: Конституционный закон")):
        with override(language):
            assert str(run.pool.campaign.rule_set) in problem["reason"][language]
        assert law in problem["reason"][language]


def test_a_table_without_its_columns_is_refused(judged):
    with pytest.raises(Refused, match="columns are missing"):
        judged(row()[1:], heads=HEADS[1:])


def test_a_long_table_waits_for_a_worker_and_tells_its_progress(judged, pool, branch, first_branch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    file = xlsx(HEADS, *(row() for _turn in range(importing.AT_ONCE + 60)))
    run = importing.upload(pool, branch, organisation=first_branch, file=file)
    importing.start(run)
    assert (run.state, importing.is_long(run)) == (State.WAITING, True)
    (job,) = ProcrastinateJob.objects.filter(task_name="campaigns.tasks.import_table")
    assert job.args == {"run": run.pk}
    from campaigns import tasks

    judged_run = importing.work(run)
    assert (judged_run.state, judged_run.done) == (State.JUDGED, importing.AT_ONCE + 60)
    assert tasks.import_table.name == "campaigns.tasks.import_table"
    assert take(judged_run).taken == importing.AT_ONCE + 60


def test_work_done_twice_is_done_once(judged):
    run = importing.take(judged(row()), judged(row()).by, good_only=False)
    assert importing.work(run).taken == 1
    assert importing.work(run).taken == 1
    assert Candidacy.objects.count() == 1


def test_a_discarded_table_is_gone(judged, branch):
    run = judged(row())
    path = run.file.path
    gone = importing.discard(run, branch)
    assert (gone.state, gone.report, gone.file.name) == (State.FAILED, [], "")
    assert not Path(path).exists()
    with pytest.raises(Refused):
        take(gone)


def test_the_file_is_sealed_and_goes_after_seven_days(judged):
    run = judged(row("750101399003"))
    with run.file.open("rb") as file:
        assert b"750101399003" not in file.read()
    with connection.cursor() as cursor:  # as if its key were gone: what nobody opens goes, too
        cursor.execute("UPDATE campaigns_importrun SET report = 'broken'")
    now = timezone.now()
    assert importing.erase_old(now + datetime.timedelta(days=6)) == 0
    assert importing.erase_old(now + datetime.timedelta(days=8)) == 1
    assert [(one.state, one.report, one.file.name) for one in ImportRun.objects.all()] == [
        (State.FAILED, [], "")
    ]


def test_only_for_the_own_branch_and_an_open_pool(pool, branch, first_branch, other_branch):
    with pytest.raises(Refused, match="do not work"):
        importing.upload(pool, branch, organisation=other_branch, file=xlsx(HEADS, row()))
    with pytest.raises(Refused, match="closed"):
        importing.upload(pool, branch, organisation=first_branch, file=xlsx(HEADS, row()), now=pool.closes_at)
