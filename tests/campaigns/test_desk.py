"""The desk: what waits, what is late, what changed since the last visit; nobody sees what is not theirs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from appeals import publishing
from campaigns.candidates import demands, listing, reviewing
from campaigns.candidates.moves import Move
from campaigns.desk.card import SHOWN
from campaigns.desk.changes import AT_MOST, changes
from campaigns.desk.visits import PAUSE, visited
from campaigns.desk.waiting import cards
from campaigns.enums import DemandKind, JoinState, MeetingState, TaskState, Wish
from campaigns.headquarters import tasking
from campaigns.headquarters.moves import Move as TaskMove
from campaigns.joining import applying
from campaigns.models import Campaign, Candidacy, Commitment, DeskVisit, Task
from federation.access import enters_admin, enters_cabinet
from federation.enums import Role
from federation.models import Invitation, Mail, Membership
from tests.campaigns.candidates import people, world
from tests.campaigns.headquarters import work
from tests.cast import client_of

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NAME = "Құпиябаева Жасырын"


@pytest.fixture
def w(db):
    return work.world()


def desk(user, now=None):
    """{name of the card: Card}"""
    return {card.name: card for card in cards(user, now or timezone.now())}


def told(user, since=None):
    return [(change.what, change.text) for change in changes(user, since or timezone.now() - DAY)]


def late_application(w, **fields):
    past = timezone.now() - HOUR
    return work.joined(w, 1, state=JoinState.RECEIVED, joined_on=None, due_at=past, name=NAME, **fields)[0]


def promise(w, meeting, **fields):
    defaults = {"text_kk": "Душ жөнделеді", "text_ru": "Душ отремонтируют", "due_on": w.today - DAY}
    owner = {"headquarters": w.mine.regional, "made_by": w.colleague}
    return Commitment.objects.create(meeting=meeting, **(defaults | owner | fields))


# Visits


class TestVisits:
    def test_the_first_compares_with_nothing(self, w):
        assert visited(w.branch, timezone.now()) is None

    def test_whoever_comes_back_soon_is_still_at_the_same_visit(self, w):
        first = timezone.now()
        visited(w.branch, first)
        second = first + PAUSE
        assert visited(w.branch, second) == first
        for minutes in (1, 59, 110):
            assert visited(w.branch, second + datetime.timedelta(minutes=minutes)) == first
        assert DeskVisit.objects.count() == 1

    def test_an_hour_of_pause_begins_a_new_one(self, w):
        first = timezone.now()
        visited(w.branch, first)
        assert visited(w.branch, first + PAUSE - datetime.timedelta(seconds=1)) == first
        last = first + PAUSE - datetime.timedelta(seconds=1)
        assert visited(w.branch, last + PAUSE) == last

    def test_the_first_visit_tells_what_others_do_meanwhile(self, w):
        task = work.in_state(w, TaskState.DONE)
        client = client_of(w.branch)
        assert client.get("/kk/cabinet/").context["since"] is None
        tasking.return_(task, w.colleague, "Толықтырыңыз")
        for _time in range(2):
            news = client.get("/kk/cabinet/").context["changes"]
            assert [change.what for change in news] == [TaskMove.RETURN.label]

    def test_everybody_has_their_own(self, w):
        visited(w.branch, timezone.now())
        assert visited(w.second, timezone.now() + DAY) is None


# What waits


def test_a_branch_has_its_tasks_applications_meetings_and_promises(w):
    work.given(w, due_on=w.today)
    Task.objects.update(due_on=w.today - DAY)
    work.given(w, owner=w.mine.branch, due_on=w.today + 2 * DAY)
    application = late_application(w)
    work.joined(w, 1, state=JoinState.RECEIVED, joined_on=None, due_at=timezone.now() + 2 * DAY)
    draft = work.meeting(w, MeetingState.DRAFT)
    closed = work.meeting(w)
    promise(w, closed)
    found = desk(w.branch)
    assert list(found)[:3] == ["tasks", "applications", "promises"]  # what is late stands first
    assert (found["tasks"].count, found["tasks"].late, found["tasks"].soonest) == (2, 1, w.today - DAY)
    assert [line.late for line in found["tasks"].lines] == [True, False]
    assert (found["applications"].count, found["applications"].late) == (2, 1)
    assert found["applications"].lines[0].text.startswith(f"№ {application.pk} ")
    assert found["meetings"].count == 1
    assert found["meetings"].lines[0].href == reverse("cabinet:meeting", args=[draft.pk])
    assert (found["promises"].count, found["promises"].late) == (1, 1)


def test_another_branch_sees_nothing_of_it(w):
    task = work.in_state(w, TaskState.RETURNED)
    late_application(w)
    promise(w, work.meeting(w))
    work.meeting(w, MeetingState.DRAFT)
    assert desk(w.second) == {}
    assert told(w.second) == []
    page = client_of(w.second).get("/kk/cabinet/").text
    for word in (task.title_kk, task.title_ru, "Душ", "Зауыт", NAME):
        assert word not in page


def test_a_person_who_is_named_for_a_task_has_it_and_the_colleagues_do_not(w):
    task = work.given(w, owner=w.mine.branch)
    assert desk(w.branch)["tasks"].count == 1
    task.people.set([w.both])
    assert "tasks" not in desk(w.branch)


def test_what_came_back_stands_first_and_says_so(w):
    soon = work.given(w, due_on=w.today)
    back = work.in_state(w, TaskState.RETURNED)
    lines = desk(w.branch)["tasks"].lines
    pages = [reverse("cabinet:task", args=[task.pk]) for task in (back, soon)]
    assert [line.href for line in lines] == pages
    label = str(TaskState.RETURNED.label)
    assert [line.said.startswith(f"{label} · ") for line in lines] == [True, False]


def test_late_applications_are_counted_as_their_page_lists_them(w):
    late_application(w)
    late_application(w)
    late_application(w, organisation=w.mine.primary)  # where nobody works
    found, page = desk(w.headquarters), client_of(w.headquarters).get("/kk/cabinet/applications/")
    assert (found["late-applications"].count, len(page.context["late"])) == (2, 2)
    assert [line.text for line in found["late-applications"].lines] == [str(w.mine.branch)]
    assert (found["stranded"].count, found["stranded"].late, len(page.context["alone"])) == (1, 1, 1)
    for name in ("late-applications", "stranded"):
        assert f'id="{found[name].href.partition("#")[2]}"' in page.text
    Membership.objects.filter(role=Role.BRANCH, organisation=w.mine.branch).delete()
    assert "late-applications" not in desk(w.headquarters)
    assert desk(w.headquarters)["stranded"].count == 3


def test_a_regional_headquarters_leads_its_region(w):
    Campaign.objects.update(called_on=w.today - 40 * DAY)
    work.in_state(w, TaskState.DONE)
    work.given(w)
    Task.objects.filter(state=TaskState.OPEN).update(due_on=w.today - DAY)
    work.given(w, owner=w.theirs.point)
    found = desk(w.regional)
    assert (found["accept"].count, found["overdue"].count, found["overdue"].late) == (1, 1, 1)
    assert "silent" not in found  # its only branch has just reported
    assert "late-applications" not in found
    elsewhere = desk(w.elsewhere)
    assert [line.text for line in elsewhere["silent"].lines] == [str(w.theirs.branch)]
    assert not {"accept", "overdue", "silent-regions"} & set(elsewhere)


def test_the_headquarters_see_everything_in_numbers(w):
    Campaign.objects.update(called_on=w.today - 40 * DAY)
    late_application(w)
    promise(w, work.meeting(w), due_on=w.today + DAY)
    work.in_state(w, TaskState.DONE)
    found = desk(w.headquarters)
    assert (found["late-applications"].count, found["late-applications"].late) == (1, 1)
    assert [line.text for line in found["late-applications"].lines] == [str(w.mine.branch)]
    assert found["accept"].count == found["release"].count == 1
    assert "release" not in desk(w.colleague)  # who entered it does not release it
    assert [line.text for line in found["silent-regions"].lines] == [str(w.theirs.region)]
    assert NAME not in client_of(w.headquarters).get("/kk/cabinet/").text


def test_nobody_accepts_their_own_work(w):
    work.in_state(w, TaskState.DONE, owner=w.republican, doer=w.headquarters, by=w.headquarters)
    assert "accept" not in desk(w.headquarters)
    assert desk(w.colleague)["accept"].count == 1


@pytest.fixture
def c(db):
    """The world of candidates."""
    return world.made()


class TestCandidates:
    def test_branch_and_reviewers(self, c):
        branch, leader = c.actors["branch"], c.actors["headquarters"]
        found = desk(branch)["candidates"]
        assert found.count == sum(group.count() for group in listing.needing(branch))
        assert len(found.lines) == min(found.count, SHOWN)
        review = desk(leader)["review"]
        waiting = Candidacy.objects.filter(pool_state="submitted", submitted_at__isnull=False)
        assert review.count >= waiting.count()
        assert all(line.href.startswith(reverse("cabinet:review")) for line in review.lines)
        assert "candidates" not in desk(leader)
        assert "review" not in desk(branch)

    def test_a_decision_is_no_news_before_it_is_announced(self, c):
        branch, leader = c.actors["branch"], c.actors["headquarters"]
        since = timezone.now()
        decided = reviewing.approve(c.waiting, c.colleague, announce=False)
        assert [what for what, _text in told(leader, since)] == [str(Move.APPROVE.label)]
        for name in ("branch", "second", "elsewhere", "officer", "administrator"):
            assert told(c.actors[name], since) == []
        assert desk(leader)["announce"].count >= 1
        reviewing.announce([decided], c.colleague)
        (change,) = changes(branch, since)
        assert change.what == Move.ANNOUNCE.label
        assert change.who == ""  # the branch does not learn who decided
        assert change.href == reverse("cabinet:candidate", args=[c.waiting.pk])

    def test_what_is_announced_in_the_act_is_news_at_once(self, c):
        since = timezone.now()
        reviewing.approve(c.waiting, c.colleague)
        assert [what for what, _text in told(c.actors["branch"], since)] == [str(Move.APPROVE.label)]
        assert told(c.actors["second"], since) == []


# What changed


def test_what_others_did_since_is_told_newest_first(w):
    task = work.given(w)
    since = timezone.now()
    task = tasking.start(task, w.branch)
    tasking.comment(task, w.both, "Сұрақ")
    assert [what for what, _text in told(w.regional, since)] == [TaskMove.COMMENT.label, TaskMove.START.label]
    assert len(told(w.branch, since)) == 1  # not what the person did
    assert told(w.regional, timezone.now()) == []


def test_the_list_ends_with_the_twentieth(w):
    task = tasking.start(work.given(w), w.branch)
    for number in range(AT_MOST + 3):
        tasking.comment(task, w.branch, f"{number}")
    assert len(told(w.headquarters)) == AT_MOST


def test_applications_are_news_by_number(w):
    applying.receive(wish=Wish.MEMBER, name=NAME, contact="+77010000000", region=w.mine.region)
    ((_what, text),) = [row for row in told(w.branch) if row[1].startswith("№")]
    assert NAME not in text
    assert told(w.second) == told(w.headquarters) == []


def test_the_officer_hears_of_demands_and_administrators_of_people(w):
    demands.receive(kind=DemandKind.TAKEDOWN, name=NAME, contact="x@mail.example", text="Өшіріңіз")
    for user in (w.officer, w.administrator):
        assert len(told(user)) == 1
        assert desk(user)["demands"].count == 1
        assert NAME not in str(told(user)) + str(desk(user))
    assert told(w.headquarters) == []


# Editors, publishers, administrators


def test_texts_stand_on_the_desks_of_editors_and_publishers(in_review, editor, publisher):
    assert desk(publisher)["in-review"].count == 1
    publishing.send_back(in_review, publisher, reason="Күнін тексеріңіз")
    (line,) = desk(editor)["returned"].lines
    assert line.said == "Күнін тексеріңіз"
    assert "in-review" not in desk(publisher)


def test_editors_work_on_meetings_in_the_administration(w):
    draft = work.meeting(w, MeetingState.DRAFT)
    work.meeting(w)  # closed, without its report
    found = desk(w.editor)["meetings"]
    assert found.count == 2
    assert reverse("admin:campaigns_meeting_change", args=[draft.pk]) in {line.href for line in found.lines}


def test_administrators_look_after_mails_and_invitations(w):
    Mail.objects.create(to="a@example.org", subject=NAME, state="refused")
    now = timezone.now()
    place = {"role": "editor", "email": "b@example.org", "full_name_kk": "Б", "full_name_ru": "Б"}
    Invitation.objects.create(expires_at=now - HOUR, token_hash="1", **place)
    Invitation.objects.create(
        expires_at=now + 30 * DAY, token_hash="2", **(place | {"email": "c@example.org"})
    )
    found = desk(w.administrator)
    assert found["mails"].count == 1
    assert NAME not in str(found["mails"])
    assert (found["invitations"].count, found["invitations"].late) == (1, 1)
    assert not {"mails", "invitations"} & set(desk(w.headquarters))


# Pages


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_everybody_has_their_desk_in_the_cabinet_and_in_the_administration(w, language):
    work.in_state(w, TaskState.DONE)
    late_application(w)
    promise(w, work.meeting(w))
    for user in w.actors.values():
        user.language = language
        user.save(update_fields=["language"])
        client = client_of(user)
        for address, opens in ((f"/{language}/cabinet/", enters_cabinet), ("/admin/", enters_admin)):
            response = client.get(address)
            if opens(user):
                assert response.status_code == 200
                found = {card.name for card in response.context["cards"]}
                assert found == set(desk(user))


def test_the_page_tells_what_changed_since_the_last_visit(w):
    client = client_of(w.regional)
    assert client.get("/kk/cabinet/").context["since"] is None
    DeskVisit.objects.update(at=timezone.now() - 2 * HOUR)
    task = work.given(w)
    response = client.get("/kk/cabinet/")
    assert [change.text for change in response.context["changes"]] == [task.title_kk]
    assert client.get("/kk/cabinet/").context["changes"] == response.context["changes"]


@pytest.mark.parametrize(
    ("who", "address"),
    [
        *((who, "/kk/cabinet/") for who in ("branch", "regional", "headquarters")),
        *((who, "/admin/") for who in ("headquarters", "administrator", "editor")),
    ],
)
def test_the_desk_asks_equally_often(w, who, address):
    Campaign.objects.update(called_on=w.today - 40 * DAY)
    client = client_of(w.actors[who])

    def asked():
        DeskVisit.objects.update(before=timezone.now() - DAY)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def more():
        for state in (TaskState.OPEN, TaskState.DONE, TaskState.RETURNED):
            work.in_state(w, state)
            work.in_state(w, state, owner=w.mine.regional, doer=w.regional)
        late_application(w)
        promise(w, work.meeting(w))
        work.meeting(w, MeetingState.DRAFT)
        demands.receive(kind=DemandKind.TAKEDOWN, name=NAME, contact="+77010000000", text="Өшіріңіз")

    more()
    asked()
    few = asked()
    for _number in range(2):
        more()
    assert asked() == few


def test_the_desk_of_candidates_asks_equally_often(c):
    branch, leader = client_of(c.actors["branch"]), client_of(c.actors["headquarters"])

    def asked(client):
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/kk/cabinet/").status_code == 200
        return len(captured)

    for client in (branch, leader):
        asked(client)
    few = [asked(branch), asked(leader)]
    for _number in range(3):
        people.submitted(c.pool, c.actors["branch"], c.mine)
    assert [asked(branch), asked(leader)] == few
