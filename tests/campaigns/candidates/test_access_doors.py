"""Each door of the candidates, asked by each role: who may, and who is refused. A new door without a decision fails."""

import datetime
import importlib
import inspect
import pkgutil

from django.db import transaction
from django.test import TestCase
from django.utils import timezone, translation

import campaigns.candidates
from campaigns.candidates import (
    changing,
    demands,
    erasing,
    importing,
    materials,
    merging,
    path,
    pools,
    registering,
    reviewing,
)
from campaigns.enums import Advice, Nominator, PathStep, System
from federation.refusals import Refused
from tests.campaigns.candidates import people, tables
from tests.campaigns.candidates.world import GROUND, SOURCE, made

BRANCH = {"branch"}
REVIEW = {"regional", "headquarters"}  # the one of this region; `recused` steps back
LEADERS = {"headquarters", "recused", "administrator"}
OFFICE = {"officer", "administrator"}
REASONS = {"reason_kk": "Негізі бар", "reason_ru": "Есть основание"}
DECISION = {"decision_kk": "№ 2 шешім", "decision_ru": "Решение № 2"}

# {function: (who may, what they do)}
DOORS = {
    registering.begin: (
        BRANCH,
        lambda w, by: registering.begin(
            w.pool,
            by,
            organisation=w.mine,
            system=System.SINGLE_MANDATE,
            nominator=Nominator.ASSOCIATION,
            region=w.mine.region,
        ),
    ),
    registering.write: (
        BRANCH,
        lambda w, by: registering.write(w.draft, by, version=w.draft.version, phone="+7 700 000 00 09"),
    ),
    registering.photograph: (
        BRANCH,
        lambda w, by: registering.photograph(w.draft, by, people.picture()),
    ),
    registering.crop_photo: (BRANCH, lambda w, by: registering.crop_photo(w.draft, by, [0, 0, 300, 400])),
    registering.attach: (BRANCH, lambda w, by: registering.attach(w.draft, by, "minutes", people.paper())),
    registering.detach: (BRANCH, lambda w, by: registering.detach(w.draft_document, by)),
    registering.record_consent: (
        BRANCH,
        lambda w, by: registering.record_consent(
            w.draft, by, scope=[], given_on=timezone.localdate(), scan=people.paper()
        ),
    ),
    registering.submit: (BRANCH, lambda w, by: registering.submit(w.ready, by)),
    registering.withdraw: (BRANCH, lambda w, by: registering.withdraw(w.waiting, by)),
    registering.send_link: (BRANCH, lambda w, by: registering.send_link(w.waiting, by)),
    importing.upload: (
        BRANCH,
        lambda w, by: importing.upload(
            w.pool, by, organisation=w.mine, file=tables.xlsx(tables.HEADS, tables.row())
        ),
    ),
    importing.take: (BRANCH, lambda w, by: importing.take(w.run, by, good_only=True)),
    importing.discard: (BRANCH, lambda w, by: importing.discard(w.run, by)),
    changing.ask: (
        BRANCH,
        lambda w, by: changing.ask(w.approved, by, reason="Көшті", address="Жаңа көше, 1"),
    ),
    changing.take_back: (BRANCH, lambda w, by: changing.take_back(w.change, by)),
    changing.accept: (REVIEW, lambda w, by: changing.accept(w.change, by)),
    changing.decline: (REVIEW, lambda w, by: changing.decline(w.change, by, "Негізсіз")),
    reviewing.approve: (REVIEW, lambda w, by: reviewing.approve(w.waiting, by)),
    reviewing.reject: (REVIEW, lambda w, by: reviewing.reject(w.waiting, by, **REASONS)),
    reviewing.send_back: (REVIEW, lambda w, by: reviewing.send_back(w.waiting, by, **REASONS)),
    reviewing.announce: (REVIEW, lambda w, by: reviewing.announce([w.decided], by)),
    reviewing.ask_opinion: (
        REVIEW,
        lambda w, by: reviewing.ask_opinion(w.waiting, by, of=w.third),
    ),
    # Asked of one person alone.
    reviewing.give_opinion: (
        {"headquarters"},
        lambda w, by: reviewing.give_opinion(w.opinion, by, advice=Advice.FOR),
    ),
    merging.merge: ({"headquarters"}, lambda w, by: merging.merge(*w.doubles, by)),
    path.record_step: (
        REVIEW,
        lambda w, by: path.record_step(
            w.approved, by, step=PathStep.PROPOSED, on=timezone.localdate(), **SOURCE
        ),
    ),
    path.record_steps: (
        REVIEW,
        lambda w, by: path.record_steps(
            [w.approved], by, step=PathStep.PROPOSED, on=timezone.localdate(), **SOURCE
        ),
    ),
    path.take_back_step: (REVIEW, lambda w, by: path.take_back_step(w.walking, by, reason="Қате")),
    path.announce_steps: (REVIEW, lambda w, by: path.announce_steps(w.pool, by)),
    # Lists are locked for all regions: no single candidacy is decided by it.
    path.lock_list: (
        {"headquarters", "recused"},
        lambda w, by: path.lock_list(w.ready_pool, by, **DECISION),
    ),
    path.unlock: ({"headquarters", "recused"}, lambda w, by: path.unlock(w.list, by, reason="Түзету")),
    pools.save: (LEADERS, lambda w, by: pools.save(w.empty_pool, by)),
    pools.remove: (LEADERS, lambda w, by: pools.remove(w.empty_pool, by)),
    # Publications are linked by those who write and lead campaigns.
    materials.add: (
        {"editor", "publisher", *LEADERS},
        lambda w, by: materials.add(w.approved, w.material, by),
    ),
    materials.remove: (
        {"editor", "publisher", *LEADERS},
        lambda w, by: materials.remove(w.approved, w.material, by),
    ),
    demands.take_down: (OFFICE, lambda w, by: demands.take_down(w.demand, by, **GROUND)),
    demands.correct: (OFFICE, lambda w, by: demands.correct(w.demand, by, note="Түзетіңіз")),
    demands.settle: (OFFICE, lambda w, by: demands.settle(w.demand, by, **REASONS)),
    demands.decline: (OFFICE, lambda w, by: demands.decline(w.demand, by, **REASONS)),
    erasing.take_down: (OFFICE, lambda w, by: erasing.take_down(w.approved, by, **GROUND)),
    erasing.close_takedown: (OFFICE, lambda w, by: erasing.close_takedown(w.takedown, by, note="Бітті")),
}
# What doors call once they know who acts, and what pages ask in order to show.
WITHIN = {
    *("changing.both_locked", "changing.decide"),
    *("demands.reasoned", "demands.opened", "demands.answered"),
    *("door.opened", "door.overtaken_by", "door.require_mover", "door.moved", "door.noted"),
    *("erasing.overtake", "linking.mail_link", "importing.require_own", "materials.eligible"),
    *("materials.about", "materials.told"),
    *("path.waiting_steps", "path.walked", "path.require_headquarters", "pools.require"),
    *("filing.keep", "reviewing.waiting_in", "reviewing.decide", "reviewing.written"),
}


def functions():
    """{"module.name": function} of the rooms of candidates, where somebody acts: `by`."""
    found = {}
    for module in pkgutil.iter_modules(campaigns.candidates.__path__):
        room = importlib.import_module(f"campaigns.candidates.{module.name}")
        for name, function in vars(room).items():
            own = inspect.isfunction(function) and function.__module__ == room.__name__
            if own and "by" in inspect.signature(function).parameters:
                found[f"{module.name}.{name}"] = function
    return found


def test_every_door_has_a_decision():
    found = functions()
    assert {name for name, function in found.items() if function not in DOORS} == WITHIN
    assert set(DOORS) <= set(found.values())


class Doors(TestCase):
    """The world is made once; whatever a call changes is taken back after it."""

    @classmethod
    def setUpTestData(cls):
        cls.world = made()

    def outcome(self, act, by):
        """ "" where the door opened, else why not."""
        with translation.override("en"), transaction.atomic():
            try:
                act(self.world, by)
            except Refused as refusal:
                return " ".join(refusal.reasons)
            finally:
                transaction.set_rollback(True)
        return ""

    def test_each_door_opens_for_those_who_may_and_for_nobody_else(self):
        for door, (who, act) in DOORS.items():
            for name, user in self.world.actors.items():
                with self.subTest(door=f"{door.__module__}.{door.__name__}", by=name):
                    told = self.outcome(act, user)
                    if name in who:
                        assert told == ""
                    else:
                        assert told

    def test_a_reviewer_who_belongs_to_the_branch_is_told_why(self):
        for door in (reviewing.approve, reviewing.reject, reviewing.send_back, changing.accept):
            told = self.outcome(DOORS[door][1], self.world.actors["recused"])
            assert "You belong to the organisation" in told

    def test_who_handed_it_in_steps_back_even_when_sitting_in_the_headquarters_later(self):
        both = self.world.actors["branch"]
        both.memberships.create(
            role="headquarters", from_date=timezone.localdate() - datetime.timedelta(days=1)
        )
        both = type(both).objects.get(pk=both.pk)
        told = self.outcome(DOORS[reviewing.approve][1], both)
        assert "entered this candidacy yourself" in told
