"""What proves a task: each kind of evidence with its conditions."""

from contextlib import suppress
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from appeals import publishing
from appeals.enums import Kind
from campaigns.enums import JoinState, MeetingState, Proof, Unit
from campaigns.headquarters import proving, tasking
from campaigns.models import Application, Evidence, Meeting, Workplace
from federation.refusals import Refused
from tests.campaigns.at_once import together
from tests.campaigns.headquarters.proof import another_campaign, begun, paper, published, refused
from tests.campaigns.headquarters.work import SITE, anew, joined, meeting
from tests.site import publications

pytestmark = pytest.mark.django_db


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


def test_meetings_of_the_tree_prove(w, english):
    """Of points and headquarters below, and of those that the branch runs; of nobody else's."""
    branch, point = begun(w, w.mine.branch), begun(w)
    mine = meeting(w, organisation=None, headquarters=w.mine.point)
    regional = begun(w, w.mine.regional, w.regional)
    elsewhere = Workplace.objects.create(region=w.theirs.region, name_kk="Кен", name_ru="Рудник")
    theirs = {"headquarters": w.theirs.point, "region": w.theirs.region, "workplace": elsewhere}
    theirs = meeting(w, organisation=None, **theirs)
    for task, by in ((branch, w.branch), (point, w.branch), (regional, w.regional)):
        assert list(proving.meetings_for(task)) == [mine]
        assert "not held by" in refused(proving.meeting, task, by, theirs)
        proving.meeting(task, by, mine)


def test_a_link_says_in_both_languages_what_stands_there(w, english):
    task = begun(w)
    assert "both languages" in refused(proving.link, task, w.branch, SITE, title_kk="Радиохабар")
    row = proving.link(task, w.branch, SITE, title_kk=" Радиохабар ", title_ru="Передача на радио")
    row.refresh_from_db()
    assert (row.title_kk, row.title_ru, row.host) == ("Радиохабар", "Передача на радио", "example.org")


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


def test_a_page_of_the_portal_is_no_link(w, english, settings):
    settings.SITE_URL = "https://portal.example"
    said = refused(proving.link, begun(w), w.branch, "http://www.portal.example/kk/news/1/")
    assert "choose the publication" in said
    assert proving.link(
        begun(w), w.branch, "https://example.org:99999/"
    ).pk  # no port there is, but no failure


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


@pytest.mark.django_db(transaction=True)
def test_the_same_members_are_taken_by_one_of_two_at_once(w):
    joined(w, 4)
    one = begun(w, w.mine.branch, unit=Unit.MEMBERS, target=4)
    other = begun(w, w.mine.regional, w.regional, unit=Unit.MEMBERS, target=4)
    outcomes = together(partial(proving.members, one, w.branch), partial(proving.members, other, w.regional))
    assert sum(isinstance(row, Refused) for row in outcomes) == 1
    assert Evidence.objects.get(kind=Proof.MEMBERS).amount == 4
