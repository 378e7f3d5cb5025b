"""Promises: four eyes at release and report, whose name they are given in, the table of statuses, the withdrawal."""

import datetime
import itertools

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from campaigns.campaigning import Overtaken
from campaigns.enums import PROMISE_OPEN, PromiseState
from campaigns.meetings import promising
from campaigns.models import Commitment, CommitmentReport, Headquarters
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.campaigns.conftest import fresh
from tests.campaigns.meetings import held
from tests.campaigns.meetings.promises.promised import DUE, NOTE, REASON, TEXT, commit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_is_entered_and_a_second_person_releases_it(made, branch, colleague, second_branch):
    for wrong in (branch, second_branch):
        with pytest.raises(Refused):
            promising.publish(made, wrong)
    released = promising.publish(made, colleague)
    assert (released.published_by, released.made_by) == (colleague, branch)
    with pytest.raises(Refused):
        promising.publish(released, colleague)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"commitment.make", "commitment.publish"} <= actions


def test_whoever_changed_it_does_not_release_it(made, branch, colleague):
    promising.edit(made, colleague, text_kk="Басқаша.", text_ru="Иначе.")
    with pytest.raises(Refused):
        promising.publish(made, colleague)
    promising.publish(made, branch)
    with pytest.raises(Refused):
        promising.edit(made, colleague, text_kk="Тағы.", text_ru="Ещё.")
    with pytest.raises(Refused):
        promising.drop(made, colleague)


def test_one_that_is_not_released_can_be_deleted(made, colleague, second_branch):
    with pytest.raises(Refused):
        promising.drop(made, second_branch)
    promising.drop(made, colleague)
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text_ru": " "},
        {"text_kk": "", "text_ru": ""},
        {"due_on": held.DAY - datetime.timedelta(days=1)},
        {"holder": None},
        {"text_kk": "ү" * 501},
    ],
)
def test_what_is_wrong_is_refused(meeting, branch, wrong):
    with pytest.raises(Refused):
        commit(branch, meeting, **wrong)
    assert not Commitment.objects.exists()


def test_both_owners_are_one_too_many(meeting, staff, announced):
    place = republican(announced)
    with pytest.raises(Refused):
        commit(staff, meeting, headquarters=place)
    assert commit(staff, meeting, headquarters=place, holder=None).owner == place


def republican(campaign):
    return Headquarters.objects.create(
        campaign=campaign, tier="republican", name_kk="Штаб", name_ru="Штаб", opened_on="2020-01-01"
    )


def test_an_answer_of_another_meeting_and_a_draft_are_refused(branch, first_branch, meeting, kostanay):
    other = held.meeting(
        branch, kostanay, organisation=first_branch, workplace=held.workplace(kostanay, "Басқа", "Другой")
    )
    with pytest.raises(Refused):
        commit(branch, other)
    with pytest.raises(Refused):
        commit(branch, meeting, question=other.questions.get())


def test_one_answer_holds_one_promise(made, meeting, branch):
    with pytest.raises(Refused):
        commit(branch, meeting)
    commit(branch, meeting, question=None)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(PromiseState, PromiseState)))
def test_table_of_statuses(released, branch, before, after):
    Commitment.objects.update(state=before)
    due = DUE + datetime.timedelta(days=30) if after in PROMISE_OPEN else None
    try:
        promising.report(released, branch, state=after, due_on=due, **NOTE)
    except Refused:
        assert after not in promising.NEXT[before]
    else:
        assert after in promising.NEXT[before]


def test_a_report_counts_when_a_second_person_confirmed_it(released, branch, colleague, second_branch):
    later = DUE + datetime.timedelta(days=60)
    report = promising.report(released, branch, state="under-way", due_on=later, **NOTE)
    assert (fresh(released).state, fresh(released).due_on) == (PromiseState.GIVEN, DUE)
    with pytest.raises(Refused):
        promising.report(released, colleague, state="kept", **NOTE)  # one waits already
    for wrong in (branch, second_branch):
        with pytest.raises(Refused):
            promising.confirm(report, wrong)
    promising.confirm(report, colleague)
    assert (fresh(released).state, fresh(released).due_on) == (PromiseState.UNDER_WAY, later)
    with pytest.raises(Refused):
        promising.decline(report, colleague)


@pytest.mark.parametrize("role", ["branch", "colleague"])
def test_a_declined_report_changes_nothing(released, branch, role, request):
    report = promising.report(released, branch, state="kept", **NOTE)
    promising.decline(report, request.getfixturevalue(role))
    assert fresh(released).state == PromiseState.GIVEN
    promising.report(released, branch, state="kept", **NOTE)


def test_wrong_reports(released, made, branch, second_branch, colleague):
    for wrong in (
        {"state": "kept", "note_ru": " "},
        {"state": "kept", "due_on": DUE},
        {"state": "given"},
        {"state": "under-way", "due_on": held.DAY - datetime.timedelta(days=1)},
    ):
        with pytest.raises(Refused):
            promising.report(released, branch, **(NOTE | wrong))
    with pytest.raises(Refused):
        promising.report(released, second_branch, state="kept", **NOTE)
    assert not CommitmentReport.objects.exists()


def test_the_owner_reports_and_who_leads_it_confirms(
    meeting, staff, colleague, regional_headquarters, headquarters, announced, kostanay
):
    top = republican(announced)
    place = Headquarters.objects.create(
        campaign=announced, tier="regional", region=kostanay, parent=top, name_kk="Өңір", name_ru="Регион"
    )
    released = promising.publish(commit(staff, meeting, holder=None, headquarters=place), colleague)
    report = promising.report(released, regional_headquarters, state="kept", **NOTE)
    with pytest.raises(Refused):
        promising.confirm(report, regional_headquarters)
    assert promising.confirm(report, headquarters).state == PromiseState.KEPT


def test_overdue_is_computed(released):
    assert not released.is_overdue(DUE)
    assert released.is_overdue(DUE + datetime.timedelta(days=1))
    assert list(Commitment.objects.overdue(DUE + datetime.timedelta(days=1))) == [released]
    for state in (PromiseState.KEPT, PromiseState.BROKEN):
        Commitment.objects.update(state=state)
        assert not Commitment.objects.overdue(DUE + datetime.timedelta(days=1))


def test_a_branch_promises_in_its_own_name_alone(
    meeting, branch, first_branch, announced, kostanay, second_branch
):
    """People who took part in the meeting, and headquarters that it serves."""
    top = republican(announced)
    regional = place_of(announced, top, "regional", kostanay)
    point = place_of(announced, regional, "point", kostanay, organisation=first_branch)
    stranger = held.holder("Бөтен Адам", "Чужой Человек")
    for wrong in ({"holder": stranger}, {"holder": None, "headquarters": top}):
        with pytest.raises(Refused):
            commit(branch, meeting, **wrong)
    with pytest.raises(Refused):
        commit(branch, meeting, holder=None, headquarters=regional)
    made = commit(branch, meeting, holder=None, headquarters=point)
    with pytest.raises(Refused):
        promising.edit(made, branch, headquarters=top)
    promising.edit(made, branch, due_on=DUE + datetime.timedelta(days=1), headquarters=point)


def place_of(campaign, parent, tier, region, **fields):
    names = {"name_kk": tier, "name_ru": tier}
    return Headquarters.objects.create(
        campaign=campaign, parent=parent, tier=tier, region=region, **(names | fields)
    )


def test_nobody_releases_or_overwrites_what_they_have_not_read(made, branch, colleague):
    seen = promising.digest(made)
    promising.edit(made, branch, seen=seen, text_kk="Басқаша.", text_ru="Иначе.")
    with pytest.raises(Overtaken):
        promising.publish(made, colleague, seen=seen)
    with pytest.raises(Overtaken):
        promising.edit(made, colleague, seen=seen, **TEXT)
    assert fresh(made).text_ru == "Иначе."
    promising.publish(made, colleague, seen=promising.digest(fresh(made)))


def test_one_released_wrongly_is_withdrawn(released, branch, colleague, second_branch, meeting):
    question = released.question
    report = promising.report(released, branch, state="kept", **NOTE)
    for wrong in ({"reason_ru": " "}, {"reason_kk": ""}):
        with pytest.raises(Refused):
            promising.withdraw(released, branch, **(REASON | wrong))
    with pytest.raises(Refused):
        promising.withdraw(released, second_branch, **REASON)
    withdrawn = promising.withdraw(released, colleague, **REASON)
    assert (withdrawn.withdrawn_by, withdrawn.reason_ru) == (colleague, REASON["reason_ru"])
    assert fresh(report).declined_at
    assert not Commitment.objects.released()
    assert not Commitment.objects.overdue()
    for again in (
        lambda: promising.withdraw(released, branch, **REASON),
        lambda: promising.report(released, branch, state="kept", **NOTE),
        lambda: promising.publish(released, branch),
    ):
        with pytest.raises(Refused):
            again()
    # The right one is entered from the same answer.
    commit(branch, meeting, question=question)


def test_one_that_is_not_released_is_not_withdrawn(made, branch):
    with pytest.raises(Refused):
        promising.withdraw(made, branch, **REASON)


def test_the_log_holds_no_words_of_a_promise(released):
    told = " ".join(
        f"{entry.subject_text} {entry.details}"
        for entry in AuditEntry.objects.filter(action__startswith="commitment")
    )
    assert f"№ {released.pk}" in told
    assert not [text for text in TEXT.values() if text in told]


@pytest.mark.parametrize(
    "wrong",
    [
        {"published_by": F("made_by")},
        {"published_by": None},
        {"withdrawn_at": timezone.now()},
    ],
)
def test_the_database_holds_the_release(released, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"confirmed_at": timezone.now()},
        {"confirmed_at": timezone.now(), "confirmed_by": F("by")},
        {"confirmed_at": timezone.now(), "confirmed_by": F("by") + 1, "declined_at": timezone.now()},
    ],
)
def test_the_database_holds_the_report(released, branch, wrong):
    promising.report(released, branch, state="kept", **NOTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentReport.objects.update(**wrong)
