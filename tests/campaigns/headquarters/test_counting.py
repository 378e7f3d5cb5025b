"""What counts, and what does not: accepted evidence, each thing once."""

from functools import partial

import pytest
from django.test import Client

from appeals import publishing
from campaigns.enums import MeetingState, TaskState, Unit
from campaigns.headquarters import progress, proving, tasking
from campaigns.meetings import holding
from campaigns.models import Evidence, Meeting
from federation.refusals import Refused
from tests.campaigns.at_once import crossed, together
from tests.campaigns.headquarters.proof import begun, counted, paper, published, refused
from tests.campaigns.headquarters.work import SITE, anew, in_state, meeting

pytestmark = pytest.mark.django_db


def test_only_accepted_evidence_counts_anywhere(w, english):
    task = begun(w, target=7)
    proving.link(task, w.branch, SITE, amount=7)
    page = f"/kk/campaigns/{w.campaign.slug}/tasks/"

    def numbers():
        _units, regions = progress.of_regions(w.campaign)
        of_region = sum(cell.accepted for _region, cells in regions for cell in cells)
        return counted(w), of_region, SITE in Client().get(page).content.decode()

    assert numbers() == (0, 0, False)
    task = tasking.report(task, w.branch)
    assert numbers() == (0, 0, False)
    task = tasking.accept(task, w.headquarters)
    assert numbers() == (7, 7, True)
    task = tasking.reopen(task, w.headquarters, "Тексеру керек")
    assert numbers() == (0, 0, False)
    assert not task.evidence.accepted().exists()
    task = tasking.accept(tasking.report(task, w.branch), w.colleague)
    assert numbers() == (7, 7, True)


def test_a_task_that_is_called_off_leaves_the_target(w):
    in_state(w, TaskState.ACCEPTED, target=3)
    task = begun(w, target=5)
    assert progress.of_campaign(w.campaign)[0].units[0].target == 8
    tasking.call_off(task, w.headquarters, "Қажет емес")
    row = progress.of_campaign(w.campaign)[0]
    assert (row.units[0].target, row.units[0].accepted) == (3, 3)
    assert row.states == {TaskState.ACCEPTED: 1, TaskState.CALLED_OFF: 1}


def test_units_are_never_mixed(w):
    in_state(w, TaskState.ACCEPTED, target=3)
    in_state(w, TaskState.ACCEPTED, target=40, unit=Unit.PLACES)
    row = progress.of_campaign(w.campaign)[0]
    assert {one.unit: one.accepted for one in row.units} == {Unit.PEOPLE: 3, Unit.PLACES: 40}


def test_a_meeting_counts_once_for_an_objective(w, english):
    held = meeting(w)
    first, second = begun(w), begun(w)
    other = begun(w, objective=w.objectives[1])
    for task in (first, second, other):
        proving.meeting(task, w.branch, held)
        tasking.report(task, w.branch)
    tasking.accept(anew(first), w.headquarters)
    said = refused(tasking.accept, anew(second), w.headquarters)
    assert f"№ {first.pk}" in said
    assert anew(second).state == TaskState.DONE
    assert counted(w) == 1
    tasking.accept(anew(other), w.headquarters)  # another objective
    tasking.reopen(anew(first), w.headquarters, "Қате")
    tasking.accept(anew(second), w.headquarters)  # it is free again
    assert counted(w) == 1


def test_a_meeting_and_its_report_are_one_thing(w, english):
    held = meeting(w)
    report = published(w)
    held.report = report
    held.save()
    task, other = begun(w, unit=Unit.PLACES), begun(w, unit=Unit.PLACES)
    proving.meeting(task, w.branch, held)
    assert "listed already" in refused(proving.publication, task, w.branch, report)
    proving.publication(other, w.branch, report)
    for one in (task, other):
        tasking.report(one, w.branch)
    tasking.accept(anew(task), w.headquarters)
    refused(tasking.accept, anew(other), w.headquarters)


def test_one_link_or_file_counts_once_for_an_objective(w, english):
    ways = [
        "https://example.org/one?b=2&a=1",
        "http://www.EXAMPLE.org:80/one/?a=1&b=2&utm_source=mail#part",
    ]
    tasks = [begun(w, target=500) for _way in ways]
    for task, way in zip(tasks, ways, strict=True):
        proving.link(task, w.branch, way, amount=500)
        assert "listed already" in refused(proving.link, task, w.branch, ways[0])
        tasking.report(task, w.branch)
    tasking.accept(anew(tasks[0]), w.headquarters)
    assert f"№ {tasks[0].pk}" in refused(tasking.accept, anew(tasks[1]), w.headquarters)
    tasks = [begun(w), begun(w)]
    for task in tasks:
        proving.file(task, w.branch, paper())
        assert "listed already" in refused(proving.file, task, w.branch, paper())
        tasking.report(task, w.branch)
    tasking.accept(anew(tasks[0]), w.headquarters)
    refused(tasking.accept, anew(tasks[1]), w.headquarters)
    assert counted(w) == 501


def test_a_withdrawn_publication_stops_counting(w, english):
    task = begun(w, unit=Unit.PUBLICATIONS)
    shown = published(w)
    proving.publication(task, w.branch, shown)
    tasking.accept(tasking.report(task, w.branch), w.headquarters)
    assert counted(w, Unit.PUBLICATIONS) == 1
    publishing.withdraw(shown, w.publisher, reason_kk="Қате", reason_ru="Ошибка")
    assert counted(w, Unit.PUBLICATIONS) == 0
    held = meeting(w)
    Meeting.objects.filter(pk=held.pk).update(report=shown)
    other = begun(w)
    proving.meeting(other, w.branch, held)
    tasking.report(other, w.branch)
    assert "already" in refused(tasking.accept, anew(other), w.headquarters)  # readers may get it again


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_of_the_same_meeting_at_once(w):
    held = meeting(w)
    tasks = [begun(w), begun(w)]
    for task in tasks:
        proving.meeting(task, w.branch, held)
        tasking.report(task, w.branch)
    acts = [
        partial(tasking.accept, task, by)
        for task, by in zip(tasks, (w.headquarters, w.colleague), strict=True)
    ]
    outcomes = together(*acts)
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert counted(w) == 1


@pytest.mark.django_db(transaction=True)
def test_a_record_is_not_opened_while_it_is_accepted(w):
    held = meeting(w)
    task = begun(w)
    proving.meeting(task, w.branch, held)
    task = tasking.report(task, w.branch)
    crossed(
        partial(tasking.accept, task, w.headquarters),
        partial(holding.reopen, held, w.colleague, reason="Қате"),
    )
    held.refresh_from_db()
    assert (held.state == MeetingState.CLOSED) == Evidence.objects.accepted().exists()
