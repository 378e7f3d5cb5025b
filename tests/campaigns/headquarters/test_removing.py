"""Files and texts of tasks go: removed by the officer or a leader, and after their time."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from campaigns.enums import TaskState
from campaigns.headquarters import proving, removing, retention, tasking
from campaigns.models import Pool
from federation.refusals import Refused
from tests.campaigns.headquarters.work import given, in_state
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def page(name, *args):
    with override("kk"):
        return reverse(f"cabinet:{name}", args=args)


def test_what_should_not_be_there_is_removed_and_what_it_counts_stays(w, django_capture_on_commit_callbacks):
    task = in_state(w, TaskState.IN_PROGRESS)
    paper = proving.file(
        task, w.branch, SimpleUploadedFile("x.pdf", b"%PDF-1.4 x"), amount=7, note="Асан, +7 700 000 00 00"
    )
    comment = tasking.comment(
        task, w.branch, "Асанның телефоны", upload=SimpleUploadedFile("y.pdf", b"%PDF-1.4 y")
    )
    officer, files = client_of(w.officer), [paper.file, comment.file]
    for name, row in (("task-remove", paper), ("task-comment-remove", comment)):
        there, form = page(name, task.pk, row.pk), {"version": task.version, "reason": "Жеке дерек"}
        assert there in officer.get(page("task", task.pk)).content.decode()
        assert officer.post(there, form | {"reason": " "}).status_code == 422
        with django_capture_on_commit_callbacks(execute=True):
            assert officer.post(there, form).status_code == 302
        assert officer.get(there).status_code == 302  # nothing is left to remove
    paper.refresh_from_db()
    comment.refresh_from_db()
    assert (paper.file.name, paper.file_label, paper.note, paper.amount) == ("", "", "", 7)
    assert (comment.file.name, comment.file_label, comment.text) == ("", "", "")
    assert not any(file.storage.exists(file.name) for file in files)
    assert [event.reason for event in task.events.filter(move="remove")] == ["Жеке дерек", "Жеке дерек"]
    shown = client_of(w.branch).get(page("task", task.pk))
    assert shown.status_code == 200
    assert "Асан" not in shown.content.decode()


def test_files_and_texts_of_tasks_go_when_the_time_of_their_campaign_is_over(
    w, django_capture_on_commit_callbacks
):
    task = in_state(w, TaskState.IN_PROGRESS)
    paper = proving.file(task, w.branch, SimpleUploadedFile("x.pdf", b"%PDF-1.4 x"), amount=7, note="Асан")
    tasking.comment(task, w.branch, "Асанның телефоны")
    file, what = paper.file, "files and texts of tasks"
    days = Pool._meta.get_field("keep_days").default
    vote = timezone.now() + datetime.timedelta(days=120)
    assert retention.erase_expired(vote + datetime.timedelta(days=days))[what] == 0
    over = vote + datetime.timedelta(days=days + 1)
    assert retention.erase_expired(over, dry_run=True)[what] == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.erase_expired(over)[what] == 2
    assert retention.erase_expired(over)[what] == 0
    assert not file.storage.exists(file.name)
    assert sorted(task.evidence.values_list("kind", "amount", "note")) == [("file", 7, ""), ("link", 1, "")]
    assert task.comments.get().text == ""


def test_a_comment_is_dated_by_the_clock_of_astana(w):
    night = datetime.datetime(2026, 11, 20, 21, tzinfo=datetime.UTC)
    assert str(tasking.comment(given(w), w.branch, "Сөз", now=night)).endswith("2026-11-21")


def test_who_judged_evidence_does_not_erase_it(w):
    """Before the acceptance a leader removes what should not be there; after it the officer alone."""
    task = in_state(w, TaskState.DONE)
    link = task.evidence.get()
    link.note = "Құпия"
    link.save()
    leader, there = client_of(w.headquarters), page("task-remove", task.pk, link.pk)
    assert there in leader.get(page("task", task.pk)).content.decode()
    tasking.accept(task, w.colleague)
    assert there not in leader.get(page("task", task.pk)).content.decode()
    assert leader.get(there).url == page("task", task.pk)
    with override("en"), pytest.raises(Refused, match="Accepted evidence stays"):
        removing.remove(link, w.headquarters, "Себеп")
    assert there in client_of(w.officer).get(page("task", task.pk)).content.decode()
    removing.remove(link, w.officer, "Жеке дерек")
    assert task.evidence.accepted().get().note == ""


def test_a_file_that_nobody_can_look_at_is_not_accepted(w):
    task = in_state(w, TaskState.IN_PROGRESS)
    paper = proving.file(task, w.branch, SimpleUploadedFile("тізім.pdf", b"%PDF-1.4 x"))
    assert "тізім.pdf" in client_of(w.branch).get(page("task", task.pk)).content.decode()
    task = tasking.report(task, w.branch)
    removing.remove(paper, w.headquarters, "Жеке дерек")
    with override("en"), pytest.raises(Refused, match="was removed"):
        tasking.accept(task, w.colleague)
