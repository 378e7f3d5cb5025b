"""Tasks are given, changed and reported whole or not at all, and decided by somebody else."""

import datetime
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.enums import TaskState, Unit
from campaigns.headquarters import proving, tasking
from campaigns.models import Task
from federation.refusals import Refused
from tests.campaigns.at_once import together
from tests.campaigns.headquarters.proof import begun, refused
from tests.campaigns.headquarters.work import SITE, given, in_state
from tests.clock import clock

pytestmark = pytest.mark.django_db


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


def test_a_report_below_the_target_says_why(w, english):
    task = begun(w, target=5)
    assert "Add evidence" in refused(tasking.report, task, w.branch)
    proving.link(task, w.branch, SITE, amount=2)
    assert "2 of 5" in refused(tasking.report, task, w.branch)
    task = tasking.report(task, w.branch, reason="Зауыт жабық")
    assert task.events.last().reason == "Зауыт жабық"


def test_who_reported_a_task_does_not_accept_it_in_the_database_either(w):
    task = in_state(w, TaskState.ACCEPTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(decided_by=task.reported_by)


@pytest.mark.django_db(transaction=True)
def test_two_people_accept_one_report_at_once(w):
    task = in_state(w, TaskState.DONE)
    outcomes = together(
        partial(tasking.accept, task, w.headquarters), partial(tasking.accept, task, w.colleague)
    )
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert task.events.filter(move="accept").count() == 1


def test_who_answers_for_several_headquarters_has_one_mail(w, queued_mails):
    """A regional headquarters run by the branch of another region, too: its people do both tasks."""
    w.theirs.regional.organisation = w.mine.branch
    w.theirs.regional.save()
    w.mine.regional.organisation = w.mine.branch
    w.mine.regional.save()
    words = {"title_kk": "Кездесу", "title_ru": "Встреча", "unit": Unit.MEETINGS, "due_on": w.due}
    made = tasking.give_everywhere(w.headquarters, objective=w.objective, target=3, **words)
    to_branch = [mail for mail in queued_mails() if mail["to"] == w.branch.email]
    assert len(made) == 2
    assert len(to_branch) == 1
    for task in made:
        assert f"/kk/cabinet/tasks/{task.pk}/" in to_branch[0]["text"]
        assert task.owner.name_kk in to_branch[0]["text"]
    (own,) = [mail for mail in queued_mails() if mail["to"] == w.regional.email]
    assert own["text"].count("/cabinet/tasks/") == 1


def test_a_returned_report_is_not_sent_again_unchanged(w, english):
    def returned():
        return in_state(w, TaskState.RETURNED)

    task = returned()
    assert "Nothing has changed" in refused(tasking.report, task, w.branch)
    tasking.comment(task, w.colleague, "Не болды?")  # whoever returned it asks once more
    assert "Nothing has changed" in refused(tasking.report, task, w.branch)
    answers = (
        lambda task: proving.link(task, w.branch, f"{SITE}hattama"),
        lambda task: tasking.tick(task, w.branch, 1),
        lambda task: tasking.edit(task, w.headquarters, target=1),
        lambda task: tasking.comment(task, w.branch, "Екінші тармақ орындалды."),
    )
    for answer in answers:
        task = returned()
        answer(task)
        assert tasking.report(task, w.branch).state == TaskState.DONE
    # Each return asks anew.
    task = tasking.return_(task, w.colleague, "Тағы да толықтырыңыз")
    assert "Nothing has changed" in refused(tasking.report, task, w.branch)


def test_an_acceptance_that_was_taken_back_asks_for_nothing_new(w):
    task = tasking.reopen(in_state(w, TaskState.ACCEPTED), w.headquarters, "Хаттама түзетіледі")
    assert tasking.report(task, w.branch).state == TaskState.DONE
