"""What counts, and what does not: evidence, its acceptance, the numbers that come of it."""

import datetime
from contextlib import suppress
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from appeals import publishing
from appeals.enums import Kind
from campaigns import campaigning
from campaigns.enums import JoinState, MeetingState, Proof, TaskState, Unit
from campaigns.headquarters import progress, proving, tasking
from campaigns.meetings import holding
from campaigns.models import Application, Evidence, Meeting, Task, Workplace
from federation.refusals import Refused
from tests.campaigns.at_once import crossed, together
from tests.campaigns.conftest import campaign
from tests.campaigns.headquarters.work import SITE, anew, given, in_state, joined, meeting, world
from tests.cast import long_serving
from tests.clock import clock
from tests.site import publications

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return world()


def begun(w, owner=None, by=None, **fields):
    return tasking.start(given(w, owner, **fields), by or w.branch)


def published(w, **fields):
    for person in (w.editor, w.publisher, w.headquarters):
        long_serving(person)
    made = publications.publish(w.editor, w.publisher, **({"kind": Kind.NEWS} | fields))
    campaigning.link(w.campaign, made, w.headquarters)
    return made


def another_campaign(w):
    day = w.today + datetime.timedelta(days=150)
    made = campaign(w.campaign.rule_set, day, slug="other", called_on=w.today)
    campaigning.announce(made, None)
    return made


def paper():
    return SimpleUploadedFile("x.pdf", b"%PDF-1.4 x", "application/pdf")


def counted(w, unit=Unit.PEOPLE):
    """What the objective shows for the unit."""
    units = progress.of_campaign(w.campaign)[0].units
    return next((row.accepted for row in units if row.unit == unit), None)


def refused(act, *args, **fields):
    with pytest.raises(Refused) as refusal:
        act(*args, **fields)
    return " ".join(refusal.value.reasons)


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


def test_only_a_closed_meeting_of_ones_own_proves(w, english):
    task = begun(w)
    assert "not closed" in refused(proving.meeting, task, w.branch, meeting(w, MeetingState.DRAFT))
    elsewhere = Workplace.objects.create(region=w.mine.region, name_kk="Кен", name_ru="Рудник")
    theirs = meeting(w, organisation=w.theirs.branch, workplace=elsewhere)
    assert "not held by" in refused(proving.meeting, task, w.branch, theirs)
    held = meeting(w)
    proving.meeting(task, w.branch, held)
    tasking.report(task, w.branch)
    held.state = MeetingState.DRAFT
    held.save()
    assert "not closed" in refused(tasking.accept, anew(task), w.headquarters)


def test_a_publication_proves_while_readers_can_open_it(w, english):
    task = begun(w, unit=Unit.PUBLICATIONS)
    draft = publishing.create(w.editor, kind=Kind.NEWS, title_kk="Жоба", title_ru="Черновик")
    assert "proves nothing" in refused(proving.publication, task, w.branch, draft)
    shown = published(w)
    assert list(proving.publications_for(task)) == [shown]
    assert "counts once" in refused(proving.publication, task, w.branch, shown, amount=2)
    proving.publication(task, w.branch, shown)
    tasking.report(task, w.branch)
    publishing.withdraw(shown, w.publisher, reason_kk="Қате", reason_ru="Ошибка")
    assert "proves nothing" in refused(tasking.accept, anew(task), w.headquarters)


def test_evidence_of_another_campaign_proves_nothing(w, english):
    other = another_campaign(w)
    task = begun(w, w.mine.branch, unit=Unit.MEMBERS, target=3)
    joined(w, 3)
    proving.members(task, w.branch)
    with pytest.raises(Refused, match="stays with its campaign"):
        tasking.edit(task, w.headquarters, objective=other.objectives.first())
    task = begun(w, unit=Unit.PUBLICATIONS)
    theirs = publications.publish(w.editor, w.publisher, kind=Kind.NEWS)
    assert "no publication of this campaign" in refused(proving.publication, task, w.branch, theirs)


def test_what_went_to_another_campaign_since_is_not_accepted(w, english):
    other = another_campaign(w)
    held, rows = meeting(w), joined(w, 1)
    task, members = begun(w), begun(w, w.mine.branch, unit=Unit.MEMBERS)
    proving.meeting(task, w.branch, held)
    proving.members(members, w.branch)
    for one in (task, members):
        tasking.report(one, w.branch)
    Meeting.objects.filter(pk=held.pk).update(campaign=other)
    Application.objects.filter(pk=rows[0].pk).update(campaign=other)
    assert "not held by" in refused(tasking.accept, anew(task), w.headquarters)
    assert "has changed" in refused(tasking.accept, anew(members), w.headquarters)


def test_joined_members_are_counted_by_one_task(w, english):
    joined(w, 3)
    joined(w, 2, organisation=w.theirs.branch, region=w.theirs.region)
    joined(w, 1, state=JoinState.RECEIVED, joined_on=None)
    task = begun(w, w.mine.branch, unit=Unit.MEMBERS, target=3)
    evidence = proving.members(task, w.branch)
    assert evidence.amount == evidence.applications.count() == 3
    regional = begun(w, w.mine.regional, w.regional, unit=Unit.MEMBERS, target=3)
    assert "Nobody" in refused(proving.members, regional, w.regional)
    proving.drop(evidence, w.branch)
    assert Application.objects.filter(evidence=None).count() == 6
    assert proving.members(regional, w.regional).amount == 3
    assert "Nobody" in refused(proving.members, task, w.branch)
    tasking.call_off(regional, w.headquarters, "Қажет емес")
    assert proving.members(task, w.branch).amount == 3
    assert "unit" in refused(proving.members, begun(w), w.branch)


def test_only_what_the_unit_says_proves_a_number(w, english):
    """What the portal counts itself, nobody types (ADR 15)."""
    news = published(w)
    doors = {
        Proof.PUBLICATION: lambda task: proving.publication(task, w.branch, news),
        Proof.MEETING: lambda task: proving.meeting(task, w.branch, meeting(w)),
        Proof.MEMBERS: lambda task: joined(w, 1) and proving.members(task, w.branch),
        Proof.FILE: lambda task: proving.file(task, w.branch, paper()),
        Proof.LINK: lambda task: proving.link(task, w.branch, SITE),
    }
    everything = set(Proof) - {Proof.MEMBERS}
    table = {
        Unit.MEETINGS: {Proof.MEETING},
        Unit.PUBLICATIONS: {Proof.PUBLICATION, Proof.LINK},
        Unit.MEMBERS: {Proof.MEMBERS},
        Unit.PEOPLE: everything,
        Unit.PLACES: everything,
        Unit.OBSERVERS: {Proof.FILE, Proof.LINK},
        Unit.DOCUMENTS: {Proof.PUBLICATION, Proof.FILE, Proof.LINK},
    }
    assert set(table) == set(Unit)
    for unit, expected in table.items():
        task, proved = begun(w, w.mine.branch, unit=unit), set()
        for prove in doors.values():
            with suppress(Refused):
                proved.add(prove(task).kind)
        assert proved == expected, unit
    assert "counts once" in refused(proving.link, begun(w, unit=Unit.PUBLICATIONS), w.branch, SITE, amount=9)


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


def test_a_page_of_the_portal_is_no_link(w, english, settings):
    settings.SITE_URL = "https://portal.example"
    said = refused(proving.link, begun(w), w.branch, "http://www.portal.example/kk/news/1/")
    assert "choose the publication" in said


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


def test_who_reported_a_task_does_not_accept_it_in_the_database_either(w):
    task = in_state(w, TaskState.ACCEPTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(decided_by=task.reported_by)


def test_members_that_changed_since_are_not_accepted(w, english):
    rows = joined(w, 2)
    task = begun(w, w.mine.branch, unit=Unit.MEMBERS, target=2)
    proving.members(task, w.branch)
    tasking.report(task, w.branch)
    Application.objects.filter(pk=rows[0].pk).update(evidence=None)
    assert "has changed" in refused(tasking.accept, anew(task), w.headquarters)


def test_files_are_judged_by_their_content_and_go_with_the_evidence(
    w, english, django_capture_on_commit_callbacks
):
    task = begun(w, unit=Unit.DOCUMENTS)
    upload = SimpleUploadedFile("тізім.pdf", b"MZ not a pdf", "application/pdf")
    refused(proving.file, task, w.branch, upload)
    assert not Evidence.objects.exists()
    row = proving.file(task, w.branch, SimpleUploadedFile("тізім.pdf", b"%PDF-1.4 x", "text/plain"))
    storage, name = row.file.storage, row.file.name
    assert storage.exists(name)
    assert "тізім" not in name
    with django_capture_on_commit_callbacks(execute=True):
        proving.drop(row, w.branch)
    assert not storage.exists(name)


def test_a_link_is_an_address_of_the_web(w, english):
    task = begun(w)
    assert "https://" in refused(proving.link, task, w.branch, "ftp://example.org/x")
    proving.link(task, w.branch, SITE)
    assert "listed already" in refused(proving.link, task, w.branch, SITE)


def test_a_report_below_the_target_says_why(w, english):
    task = begun(w, target=5)
    assert "Add evidence" in refused(tasking.report, task, w.branch)
    proving.link(task, w.branch, SITE, amount=2)
    assert "2 of 5" in refused(tasking.report, task, w.branch)
    task = tasking.report(task, w.branch, reason="Зауыт жабық")
    assert task.events.last().reason == "Зауыт жабық"


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


@pytest.mark.django_db(transaction=True)
def test_two_people_accept_one_report_at_once(w):
    task = in_state(w, TaskState.DONE)
    outcomes = together(
        partial(tasking.accept, task, w.headquarters), partial(tasking.accept, task, w.colleague)
    )
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert task.events.filter(move="accept").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_members_are_taken_by_one_of_two_at_once(w):
    joined(w, 4)
    one = begun(w, w.mine.branch, unit=Unit.MEMBERS, target=4)
    other = begun(w, w.mine.regional, w.regional, unit=Unit.MEMBERS, target=4)
    outcomes = together(partial(proving.members, one, w.branch), partial(proving.members, other, w.regional))
    assert sum(isinstance(row, Refused) for row in outcomes) == 1
    assert Evidence.objects.get(kind=Proof.MEMBERS).amount == 4


def test_given_everywhere_is_one_batch(w, english, queued_mails):
    words = {"title_kk": "Кездесу", "title_ru": "Встреча", "unit": Unit.MEETINGS, "due_on": w.due}
    made = tasking.give_everywhere(w.headquarters, objective=w.objective, target=3, **words)
    assert {task.headquarters for task in made} == {w.mine.regional, w.theirs.regional}
    assert len({task.batch for task in made}) == 1
    assert {mail["to"] for mail in queued_mails()} == {w.regional.email, w.elsewhere.email}
    again = tasking.give_everywhere(
        w.headquarters, objective=w.objective, target=3, batch=made[0].batch, **words
    )
    assert {task.pk for task in again} == {task.pk for task in made}
    w.theirs.regional.closed_on = w.today - datetime.timedelta(days=1)
    w.theirs.regional.opened_on = w.today - datetime.timedelta(days=9)
    w.theirs.regional.save()
    assert len(tasking.give_everywhere(w.headquarters, objective=w.objective, target=1, **words)) == 1
    assert "cannot give" in refused(given, w, w.theirs.regional)
    w.theirs.regional.opened_on, w.theirs.regional.closed_on = w.today + datetime.timedelta(days=1), None
    w.theirs.regional.save()
    assert len(tasking.give_everywhere(w.headquarters, objective=w.objective, target=1, **words)) == 1
    assert "cannot give" in refused(
        tasking.give_everywhere, w.regional, objective=w.objective, target=1, **words
    )


def test_what_is_given_is_whole_or_not_given(w, english):
    assert "over already" in refused(given, w, due_on=w.today - datetime.timedelta(days=1))
    refused(given, w, title_ru="")
    refused(given, w, text_kk="Тек қазақша")
    refused(given, w, target=0)
    assert "does not work for" in refused(given, w, people=[w.second])
    with clock(timezone.now() + datetime.timedelta(days=151)):
        over = w.today + datetime.timedelta(days=160)
        assert "campaign is over" in refused(given, w, due_on=over)
    task = given(w, people=[w.branch], checklist=["Бір", "Екі", "Бір"])
    assert [item.text for item in task.checklist.all()] == ["Бір", "Екі"]


def test_a_change_keeps_ticks_and_knows_what_was_overtaken(w, english):
    task = given(w, checklist=["Бір", "Екі"])
    tasking.tick(task, w.branch, 1)
    changed = tasking.edit(task, w.headquarters, version=task.version, checklist=["Жаңа", "Бір"], target=2)
    assert [(item.text, bool(item.done_at)) for item in changed.checklist.all()] == [
        ("Жаңа", False),
        ("Бір", True),
    ]
    assert "after you had opened it" in refused(
        tasking.edit, task, w.headquarters, version=task.version, target=3
    )
    task = tasking.start(task, w.branch)
    proving.link(task, w.branch, SITE)
    assert "unit" in refused(tasking.edit, task, w.headquarters, unit=Unit.PLACES)
