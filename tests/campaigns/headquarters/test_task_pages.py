"""Pages of tasks: each address asked by everybody, what the buttons do, how many questions the board asks."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from campaigns.cabinet.forms.giving import GROUPS
from campaigns.enums import PROVED_BY, Proof, TaskState, Tier, Unit
from campaigns.headquarters import proving, tasking
from campaigns.models import Task
from federation.models import AuditEntry
from tests.campaigns.headquarters.proof import another_campaign
from tests.campaigns.headquarters.work import SITE, anew, given, in_state, joined, meeting
from tests.cast import client_of
from tests.clock import clock
from tests.test_urls import addresses

pytestmark = pytest.mark.django_db

AT_WORK = {"branch", "second", "regional", "elsewhere", "headquarters", "colleague", "both"}
GIVE = {"regional", "elsewhere", "headquarters", "colleague", "both"}
OF_TASK = {"branch", "regional", "headquarters", "colleague", "both"}
READS = {"officer"}


def page(name, *args):
    with override("kk"):
        return reverse(f"cabinet:{name}", args=args)


def task_names():
    return {
        name.removeprefix("cabinet:") for _path, name, _row in addresses() if name.startswith("cabinet:task")
    }


def test_every_address_by_everybody(w):
    task = in_state(w, TaskState.IN_PROGRESS)
    evidence = task.evidence.get()
    paper = proving.file(task, w.branch, SimpleUploadedFile("x.pdf", b"%PDF-1.4 x"))
    comment = tasking.comment(task, w.branch, "Сөз", upload=SimpleUploadedFile("y.pdf", b"%PDF-1.4 y"))
    rows = {
        "tasks": ([], AT_WORK | READS),
        "task-new": ([], GIVE),
        "task-calendar": ([], AT_WORK),
        "task": ([task.pk], OF_TASK | READS),
        "task-edit": ([task.pk], OF_TASK),
        "task-people": ([task.pk], OF_TASK),
        "task-comment": ([task.pk], OF_TASK),
        "task-prove": ([task.pk, "link"], OF_TASK),
        "task-drop": ([task.pk, evidence.pk], OF_TASK),
        "task-move": ([task.pk, "report"], OF_TASK),
        "task-tick": ([task.pk, 1], OF_TASK),
        "task-file": ([paper.pk], OF_TASK | READS),
        "task-comment-file": ([comment.pk], OF_TASK | READS),
        "task-remove": ([task.pk, paper.pk], OF_TASK | READS),
        "task-comment-remove": ([task.pk, comment.pk], OF_TASK | READS),
    }
    assert set(rows) == task_names()
    wrong = []
    for name, (args, who) in rows.items():
        there = page(name, *args)
        post = name == "task-tick"
        answer = Client().post(there) if post else Client().get(there)
        if "/accounts/login/" not in answer.get("Location", ""):
            wrong.append((name, "anonymous", answer.status_code))
        for actor, user in w.actors.items():
            client = client_of(user)
            response = client.post(there) if post else client.get(there)
            if response.streaming:
                list(response.streaming_content)  # to its end: that closes the file
            status = response.status_code
            # A move that is not the person's leads back to the task; what one may not see is not there.
            nothing = 404 if actor in AT_WORK and name != "task-new" else 403
            expected = {200, 302} if actor in who else {nothing}
            if status not in expected:
                wrong.append((name, actor, status))
    assert wrong == []


def test_a_private_file_is_logged_and_cannot_run(w):
    task = in_state(w, TaskState.IN_PROGRESS)
    row = proving.file(task, w.branch, SimpleUploadedFile("x.pdf", b"%PDF-1.4 x"))
    response = client_of(w.headquarters).get(page("task-file", row.pk))
    assert b"".join(response.streaming_content) == b"%PDF-1.4 x"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    entry = AuditEntry.objects.get(action="task.file-view")
    assert (entry.actor, entry.details) == (w.headquarters, {"evidence": row.pk})
    assert client_of(w.headquarters).get(page("task-file", task.evidence.first().pk)).status_code == 404


def test_one_task_from_the_form_to_its_acceptance(w):
    leader, doer = client_of(w.headquarters), client_of(w.branch)
    form = {
        "owner": f"o{w.mine.branch.pk}",
        "objective": w.objective.pk,
        "title_kk": "Материал",
        "title_ru": "Материал",
        "target": 1,
        "unit": Unit.DOCUMENTS,
        "due_on": w.due.isoformat(),
        "priority": 2,
        "checklist": "Бір\n\nЕкі",
        "batch": "7c2c0f5e-7d5c-4b0a-9b64-111111111111",
    }
    for _twice in range(2):
        assert leader.post(page("task-new"), form).status_code == 302
    task = Task.objects.get()
    shown = doer.get(page("task", task.pk)).content.decode()
    assert page("task-move", task.pk, "start") in shown
    assert page("task-move", task.pk, "call-off") not in shown
    assert doer.post(page("task-move", task.pk, "start"), {"version": task.version}).status_code == 302
    doer.post(page("task-tick", task.pk, 2), {"done": "1"})
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1.4 x")
    added = doer.post(page("task-prove", task.pk, "file"), {"shown": upload, "amount": 1, "note": ""})
    assert added.status_code == 302
    version = anew(task).version
    assert doer.post(page("task-move", task.pk, "report"), {"version": version}).status_code == 302
    asked = leader.get(page("task-move", task.pk, "accept"))
    assert asked.status_code == 200
    assert anew(task).state == TaskState.DONE  # GET asks, POST acts
    accepted = leader.post(page("task-move", task.pk, "accept"), {"version": anew(task).version})
    assert accepted.status_code == 302
    assert anew(task).state == TaskState.ACCEPTED


def test_what_is_refused_stands_on_the_form_and_nothing_typed_is_lost(w):
    leader = client_of(w.headquarters)
    form = {
        "owner": "everywhere",
        "objective": w.objective.pk,
        "title_kk": "Кездесу сөзі",
        "title_ru": "",
        "target": 0,
        "unit": "meetings",
        "due_on": (w.today - datetime.timedelta(days=1)).isoformat(),
        "priority": 2,
        "text_kk": "Тек қазақша",
        "batch": "7c2c0f5e-7d5c-4b0a-9b64-111111111112",
    }
    response = leader.post(page("task-new"), form)
    assert response.status_code == 422
    assert {"title_ru", "target", "due_on", "text_ru"} <= set(response.context["form"].errors)
    assert "Кездесу сөзі" in response.content.decode()
    assert not Task.objects.exists()
    for broken in (
        {"target": "9" * 30},
        {"owner": "o999999"},
        {"objective": "x"},
        {"batch": "x"},
        {"unit": "\0"},
    ):
        assert leader.post(page("task-new"), form | broken).status_code == 422


def test_the_form_shows_one_campaign_and_who_works_for_it_in_groups(w):
    other = another_campaign(w)
    client, there = client_of(w.headquarters), page("task-new")
    form = client.get(there).context["form"]
    assert {row.campaign for row in form.fields["objective"].queryset} == {w.campaign}
    groups = dict(form.fields["owner"].choices)
    first, everywhere, *tiers, branches = groups
    assert (first, everywhere) == ("", "everywhere")
    assert tiers == [GROUPS[tier] for tier in (Tier.REPUBLICAN, Tier.REGIONAL, Tier.POINT)]
    points = [f"h{one.point.pk}" for one in (w.mine, w.theirs)]
    assert [key for key, _name in groups[GROUPS[Tier.POINT]]] == points
    assert f"o{w.mine.branch.pk}" in dict(groups[branches])
    # Another campaign that has no headquarters yet: its own objectives, and organisations alone.
    form = client.get(f"{there}?campaign={other.pk}").context["form"]
    assert {row.campaign for row in form.fields["objective"].queryset} == {other}
    assert [name for name, _rows in form.fields["owner"].choices] == ["", branches]
    for nonsense in ("0", "x", "%00"):
        assert client.get(f"{there}?campaign={nonsense}").context["campaign"] == w.campaign
    typed = {"owner": f"o{w.mine.branch.pk}", "objective": w.objective.pk}
    assert "objective" in client.post(f"{there}?campaign={other.pk}", typed).context["form"].errors


def test_without_a_campaign_there_is_nothing_to_give(w):
    with clock(timezone.now() + datetime.timedelta(days=151)):
        assert client_of(w.headquarters).get(page("task-new")).url == page("tasks")


def test_where_nothing_can_be_chosen_a_sentence_says_why(w):
    client = client_of(w.branch)
    for kind, unit in (("meeting", Unit.MEETINGS), ("publication", Unit.PEOPLE), ("members", Unit.MEMBERS)):
        task = tasking.start(given(w, unit=unit), w.branch)
        shown = client.get(page("task-prove", task.pk, kind))
        assert shown.context["instead"]
        assert "<button" not in shown.content.decode().partition("<main")[2].partition("</main")[0]
    task = tasking.start(given(w), w.branch)
    meeting(w)
    assert client.get(page("task-prove", task.pk, "meeting")).context["instead"] == ""


def test_each_tier_is_told_which_meetings_count_for_it(w):
    own, region, all_of_them = (
        client_of(doer).get(page("task-prove", tasking.start(task, doer).pk, "meeting")).context["instead"]
        for task, doer in (
            (given(w), w.branch),
            (given(w, w.mine.regional), w.regional),
            (given(w, w.republican), w.headquarters),
        )
    )
    assert len({own, region, all_of_them}) == 3
    meeting(w, organisation=None)  # of whom, nobody says: for the region and the whole it counts all the same
    for owner, doer, counts in (
        (w.mine.regional, w.regional, True),
        (w.republican, w.headquarters, True),
        (w.mine.branch, w.branch, False),
        (w.theirs.regional, w.elsewhere, False),
    ):
        task = tasking.start(given(w, owner), doer)
        said = client_of(doer).get(page("task-prove", task.pk, "meeting")).context["instead"]
        assert (said == "") is counts, owner


def test_what_is_left_and_why_it_came_back_stand_where_it_is_decided(w):
    task = in_state(w, TaskState.RETURNED)
    doer, there = client_of(w.branch), page("task-move", task.pk, "report")
    shown = doer.get(there)
    assert (shown.context["ticked"], shown.context["steps"]) == (0, 1)
    for said in ("Толықтырыңыз", "Залды дайындау", shown.context["instead"]):
        assert said
        assert said in shown.content.decode()
    assert doer.post(there, {"version": task.version}).status_code == 422
    assert anew(task).state == TaskState.RETURNED
    tasking.comment(task, w.branch, "Толықтырдық.")
    assert "instead" not in doer.get(there).context
    tasking.report(task, w.branch, reason="Зал бос емес")
    for decision in ("accept", "return"):
        shown = client_of(w.headquarters).get(page("task-move", task.pk, decision))
        assert (shown.context["ticked"], shown.context["steps"]) == (0, 1)
        for said in ("Толықтырыңыз", "Залды дайындау", "Зал бос емес"):
            assert said in shown.content.decode()


def test_a_stale_button_is_told_and_changes_nothing(w):
    task = in_state(w, TaskState.DONE)
    stale = task.version
    tasking.report(tasking.take_back(task, w.branch), w.branch)
    response = client_of(w.headquarters).post(page("task-move", task.pk, "accept"), {"version": stale})
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert anew(task).state == TaskState.DONE
    done = client_of(w.headquarters).get(page("task-move", task.pk, "reopen"))
    assert done.status_code == 302


def test_own_work_is_told_instead_of_a_button(w):
    task = in_state(w, TaskState.DONE)
    response = client_of(w.both).get(page("task", task.pk))
    shown = response.content.decode()
    assert response.context["own_work"]
    assert page("task-move", task.pk, "accept") not in shown
    assert (
        client_of(w.both).post(page("task-move", task.pk, "accept"), {"version": task.version}).status_code
        == 302
    )
    assert anew(task).state == TaskState.DONE


def test_each_kind_of_evidence_has_its_form(w):
    client = client_of(w.branch)
    for unit, kinds in PROVED_BY.items():
        task = tasking.start(given(w, w.mine.branch, unit=unit), w.branch)
        for kind in Proof:
            status = client.get(page("task-prove", task.pk, kind.value)).status_code
            assert status == (200 if kind in kinds else 404)
    task = tasking.start(given(w, w.mine.branch), w.branch)
    for kind in ("file", "link", "meeting", "publication"):
        assert client.post(page("task-prove", task.pk, kind), {"amount": 1}).status_code == 422
    assert client.get(page("task-prove", task.pk, "rumour")).status_code == 404
    task = tasking.start(given(w, w.mine.branch, unit=Unit.MEMBERS, target=3), w.branch)
    meeting(w)
    joined(w, 3)
    assert client.post(page("task-prove", task.pk, "members"), {"note": ""}).status_code == 302
    assert task.evidence.get().amount == 3
    assert (
        client.post(page("task-drop", task.pk, task.evidence.get().pk), {"version": task.version}).status_code
        == 302
    )
    assert not task.evidence.exists()


def test_board_and_list_ask_the_same_however_many_tasks(w):
    def asked(there):
        client = client_of(w.headquarters)
        client.get(there)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(there).status_code == 200
        return len(queries)

    for state in TaskState:
        in_state(w, state, people=[w.branch])
    places = (page("tasks"), page("tasks") + "?view=list", page("tasks") + "?overdue=on&mine=on&state=open")
    before = [asked(there) for there in places]
    for state in TaskState:
        for owner in (w.mine.point, w.mine.branch):
            in_state(w, state, owner, people=[w.branch, w.both])
    assert [asked(there) for there in places] == before


def test_filters_narrow_and_nonsense_shows_all(w):
    mine, theirs = given(w, title_kk="Біздің"), given(w, w.theirs.branch, title_kk="Олардың")
    late = given(w, title_kk="Кешіккен", due_on=w.today)
    Task.objects.filter(pk=late.pk).update(due_on=w.today - datetime.timedelta(days=2))
    client = client_of(w.headquarters)

    def titles(query):
        shown = client.get(f"{page('tasks')}?view=list&{query}").content.decode()
        return {task.pk for task in (mine, theirs, late) if page("task", task.pk) in shown}

    assert titles("") == {mine.pk, theirs.pk, late.pk}
    assert titles(f"region={w.theirs.region.pk}") == {theirs.pk}
    assert titles(f"owner=o{w.theirs.branch.pk}") == {theirs.pk}
    assert titles(f"owner=h{w.mine.point.pk}") == {mine.pk, late.pk}
    assert titles("overdue=on") == {late.pk}
    assert titles("mine=on") == {mine.pk, late.pk} - {mine.pk, late.pk}
    assert titles(f"objective={w.objectives[1].pk}&owner=x9&region=%00&state=none") == {
        mine.pk,
        theirs.pk,
        late.pk,
    }
    assert page("task", theirs.pk) not in client_of(w.branch).get(page("tasks")).content.decode()


def test_a_link_among_the_evidence_is_shown_as_text(w):
    task = in_state(w, TaskState.IN_PROGRESS)
    proving.link(task, w.branch, f"{SITE}?a=<script>", note="<b>жуан</b>")
    shown = client_of(w.branch).get(page("task", task.pk)).content.decode()
    assert "<script>alert" not in shown
    assert "<b>жуан" not in shown
