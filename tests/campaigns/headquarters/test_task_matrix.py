"""State × move × who, for tasks: every door is tried by everybody in each state, against a table written here."""

from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import TestCase
from django.utils import translation

from campaigns.enums import TaskState
from campaigns.headquarters import access, proving, removing, tasking
from campaigns.headquarters.door import may_make, own_work
from campaigns.headquarters.moves import Move
from campaigns.headquarters.people import done_by, led_by, mine, to_accept
from campaigns.models import Evidence, Task, TaskComment
from federation.refusals import Refused
from tests.campaigns.headquarters.work import SITE, anew, given, in_state, world

WORKING = {"open", "in-progress", "returned"}
BEGUN = {"in-progress", "returned"}
ALL = {state.value for state in TaskState}
DOER, LEADER, OFFICER = {"doer"}, {"leader"}, {"officer"}
# The move: in which states, by whom, and the state that it leads to ("": the same).
TABLE = {
    Move.EDIT: (WORKING, LEADER, ""),
    Move.START: ({"open"}, DOER, "in-progress"),
    Move.TICK: (WORKING, DOER, ""),
    Move.COMMENT: (ALL, DOER | LEADER, ""),
    Move.APPOINT: (WORKING, DOER | LEADER, ""),
    Move.PROVE: (BEGUN, DOER, ""),
    Move.DROP_PROOF: (BEGUN, DOER, ""),
    Move.REPORT: (BEGUN, DOER, "done"),
    Move.TAKE_BACK: ({"done"}, DOER, "in-progress"),
    Move.ACCEPT: ({"done"}, LEADER, "accepted"),
    Move.RETURN: ({"done"}, LEADER, "returned"),
    Move.REOPEN: ({"accepted"}, LEADER, "returned"),
    Move.CALL_OFF: (WORKING, LEADER, "called-off"),
    Move.REMOVE: (ALL, LEADER | OFFICER, ""),
}
DOORS = {
    Move.EDIT: lambda task, by: tasking.edit(task, by, title_kk="Басқа атау"),
    Move.START: tasking.start,
    Move.TICK: lambda task, by: tasking.tick(task, by, 1),
    Move.COMMENT: lambda task, by: tasking.comment(task, by, "Сөз"),
    Move.APPOINT: lambda task, by: tasking.appoint(task, by, []),
    Move.PROVE: lambda task, by: proving.link(task, by, f"{SITE}new"),
    Move.DROP_PROOF: lambda task, by: proving.drop(task.evidence.first() or Evidence(pk=0, task=task), by),
    Move.REPORT: tasking.report,
    Move.TAKE_BACK: tasking.take_back,
    Move.ACCEPT: tasking.accept,
    Move.RETURN: lambda task, by: tasking.return_(task, by, "Себеп"),
    Move.REOPEN: lambda task, by: tasking.reopen(task, by, "Себеп"),
    Move.CALL_OFF: lambda task, by: tasking.call_off(task, by, "Себеп"),
    Move.REMOVE: lambda task, by: removing.remove(
        task.comments.first() or TaskComment.objects.create(task=task, text="Сөз", by=task.made_by),
        by,
        "Себеп",
    ),
}
# Who stands where to a task of that owner. Everybody else is a stranger to it.
PLACES = {
    "point": {"branch": DOER, "both": DOER | LEADER, "regional": LEADER},
    "branch": {"branch": DOER, "both": DOER | LEADER, "regional": LEADER},
    "regional": {"regional": DOER, "both": LEADER},
    "republican": {"both": DOER | LEADER, "headquarters": DOER | LEADER, "colleague": DOER | LEADER},
}
CENTRAL = {"headquarters": LEADER, "colleague": LEADER, "officer": OFFICER}


class Matrix(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.w = w = world()
        cls.owners = {
            "point": w.mine.point,
            "branch": w.mine.branch,
            "regional": w.mine.regional,
            "republican": w.republican,
        }
        cls.doers = {"regional": w.regional, "republican": w.headquarters}
        cls.tasks = {state.value: in_state(w, state) for state in TaskState}
        tasking.comment(cls.tasks["returned"], w.branch, "Толықтырдық")  # else it is not reported again

    def outcome(self, act):
        """The state that the act leads to, or None where it was refused; whatever it did is taken back."""
        try:
            with transaction.atomic(), translation.override("en"):
                task = act()
                state = anew(getattr(task, "task", task)).state
                transaction.set_rollback(True)
                return state
        except Refused:
            return None

    def test_every_move_in_every_state_by_everybody(self):
        wrong = []
        for state, task in self.tasks.items():
            for move, (states, movers, leads_to) in TABLE.items():
                for name, user in self.w.actors.items():
                    places = (CENTRAL | PLACES["point"]).get(name, set())
                    allowed = state in states and places & movers
                    # Works for the branch whose point did it: somebody else accepts.
                    if move == Move.ACCEPT and name == "both":
                        allowed = False
                    expected = (leads_to or state) if allowed else None
                    got = self.outcome(partial(DOORS[move], task, user))
                    if got != expected:
                        wrong.append((state, move.value, name, got, expected))
                    if may_make(move, user, task) is not bool(allowed):
                        wrong.append((state, move.value, name, "button"))
        assert wrong == []

    def test_the_table_names_every_move(self):
        assert {*TABLE, Move.GIVE} == set(Move)

    def test_who_does_and_who_leads_tasks_of_each_owner(self):
        """The predicates, and the queries that say the same."""
        for kind, owner in self.owners.items():
            task = given(self.w, owner)
            for name, user in self.w.actors.items():
                places = (CENTRAL | PLACES[kind]).get(name, set())
                with self.subTest(owner=kind, who=name):
                    assert access.does(user, task) is ("doer" in places)
                    assert done_by(user).filter(pk=task.pk).exists() is ("doer" in places)
                    assert mine(user).filter(pk=task.pk).exists() is ("doer" in places)
                    assert access.leads(user, task) is ("leader" in places)
                    assert led_by(user).filter(pk=task.pk).exists() is ("leader" in places)
                    assert access.visible(user).filter(pk=task.pk).exists() == bool(places)

    def test_four_eyes_for_each_owner(self):
        for kind, owner in self.owners.items():
            doer = self.doers.get(kind, self.w.branch)
            task = in_state(self.w, TaskState.DONE, owner, doer)
            for name, user in self.w.actors.items():
                leads = "leader" in (CENTRAL | PLACES[kind]).get(name, set())
                had_a_hand = user == doer or (name == "both" and kind in ("point", "branch"))
                with self.subTest(owner=kind, who=name):
                    accepted = self.outcome(partial(tasking.accept, task, user)) == "accepted"
                    assert accepted is (leads and not had_a_hand)
                    assert to_accept(user).filter(pk=task.pk).exists() == accepted

    def test_who_brought_evidence_does_not_accept_it_though_another_reported(self):
        task = in_state(self.w, TaskState.IN_PROGRESS, self.w.republican, self.w.headquarters)
        task = tasking.report(task, self.w.both)
        with translation.override("en"), pytest.raises(Refused) as refused:
            tasking.accept(task, self.w.headquarters)
        with translation.override("en"):
            assert refused.value.reasons == [own_work()]
        assert tasking.accept(task, self.w.colleague).state == TaskState.ACCEPTED

    def test_who_gives_to_whom(self):
        owners = {**self.owners, "theirs": self.w.theirs.branch, "their point": self.w.theirs.point}
        below = {"point", "branch"}
        expected = {name: set(owners) for name in ("headquarters", "colleague", "both")}
        expected |= {"regional": below, "elsewhere": {"theirs", "their point"}}
        for name, user in self.w.actors.items():
            gave = {
                kind for kind, owner in owners.items() if self.outcome(partial(given, self.w, owner, user))
            }
            with self.subTest(who=name):
                assert gave == expected.get(name, set())

    def test_a_refused_comment_leaves_no_file(self):
        task = self.tasks["open"]
        upload = SimpleUploadedFile("x.exe", b"MZ bad", "application/pdf")
        with pytest.raises(Refused):
            tasking.comment(task, self.w.branch, "Файл", upload=upload)
        assert not task.comments.exists()

    def test_every_move_leaves_a_line_of_history(self):
        task = in_state(self.w, TaskState.ACCEPTED)
        moves = [event.move for event in task.events.all()]
        assert moves == ["give", "start", "prove", "report", "accept"]
        assert Task.objects.get(pk=task.pk).decided_by == self.w.colleague
