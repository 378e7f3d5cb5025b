"""The door of the review: who may decide what, and what becomes known to whom."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.candidates import access, confirming, registering, reviewing
from campaigns.candidates.linking import link_of
from campaigns.candidates.moves import LEGAL, Move
from campaigns.enums import Advice, PoolState
from campaigns.models import Candidacy, CandidacyEvent, Opinion, Remark
from federation.enums import Matter, Role
from federation.models import QuietPeriod
from federation.refusals import Refused
from tests.campaigns.candidates import people
from tests.campaigns.conftest import fresh
from tests.cast import client_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
REASONS = {"reason_kk": "Себебі бар.", "reason_ru": "Есть причина."}


@pytest.fixture
def silence(db):
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    return QuietPeriod.objects.create(
        matter=Matter.CAMPAIGN,
        name_kk="Тыныштық",
        name_ru="Тишина",
        begins_at=now - hour,
        ends_at=now + hour,
        zone="Asia/Almaty",
    )


def test_an_approval_is_announced_with_an_address_and_a_mail_to_its_branch_alone(
    waiting, waiting_elsewhere, branch, second_branch, headquarters, queued_mails
):
    before = len(queued_mails())
    reviewing.approve(waiting, headquarters, **REASONS)
    stored = fresh(waiting)
    assert stored.pool_state == PoolState.APPROVED
    assert stored.slug == f"{stored.family_name_kk}-asan".lower().translate(
        str.maketrans("үлгібаев", "ulgibaev")
    )
    assert stored.slug_hash
    assert stored.decisions.get().announced_at == stored.announced_at == stored.decided_at
    assert [mail["to"] for mail in queued_mails()[before:]] == [branch.email]
    assert Candidacy.objects.public().get() == stored


def test_a_decision_kept_back_is_known_to_reviewers_alone(
    waiting, branch, headquarters, regional_headquarters, data_protection, queued_mails
):
    before = len(queued_mails())
    reviewing.reject(waiting, headquarters, announce=False, **REASONS)
    stored = fresh(waiting)
    assert (stored.pool_state, stored.announced_at) == (PoolState.REJECTED, None)
    assert len(queued_mails()) == before
    shown = {
        reviewer.email: access.shown_state(stored, reviewer)
        for reviewer in (branch, headquarters, regional_headquarters, data_protection)
    }
    assert shown.pop(branch.email) == PoolState.SUBMITTED
    assert set(shown.values()) == {PoolState.REJECTED}


@pytest.mark.parametrize("decide", [reviewing.approve, reviewing.reject])
def test_no_page_of_the_branch_changes_before_the_announcement(whole, branch, headquarters, decide):
    """Not even an address on it: `whole` has a photo."""
    Candidacy.objects.filter(pk=whole.pk).update(
        pool_state=PoolState.SUBMITTED, announced_at=None, slug=None, slug_hash=""
    )
    client, address = client_of(branch), reverse("cabinet:candidate", args=[whole.pk])

    def shown():
        return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", client.get(address).content.decode())

    before = shown()
    decide(whole, headquarters, announce=False, **REASONS)
    assert shown() == before


def test_the_candidates_link_does_not_tell_a_decision_kept_back(ready, branch, headquarters, queued_mails):
    registering.submit(ready, branch)
    (link,) = [mail for mail in queued_mails() if mail["to"] == ready.email]
    address = re.search(r"/ru/candidate/(\S+)/", link["text"])
    reviewing.reject(ready, headquarters, announce=False, **REASONS)
    assert b'name="confirm"' in Client().get(address.group(0)).content
    holds = link_of(address.group(1))
    shown = confirming.fingerprint(holds.candidacy)
    assert confirming.confirm(holds, shown=shown, scope=ready.consents.get().scope).confirmed_at
    reviewing.announce([ready], headquarters)
    assert b'name="confirm"' not in Client().get(address.group(0)).content


def test_a_person_stands_until_the_rejection_is_announced(pool, waiting, branch, first_branch, headquarters):
    """Else the portal's answer to a second registration would tell the decision."""
    second = people.begun(pool, branch, first_branch)

    def register():
        registering.write(second, branch, version=fresh(second).version, iin=waiting.person.iin)

    reviewing.reject(waiting, headquarters, announce=False, **REASONS)
    with pytest.raises(Refused, match="registered for this body in this campaign already"):
        register()
    reviewing.announce([waiting], headquarters)
    register()
    assert fresh(second).person == waiting.person


def test_no_door_of_the_branch_tells_a_decision_kept_back(waiting, waiting_elsewhere, branch, headquarters):
    """What is rejected and what is approved answer alike until the announcement."""
    reviewing.reject(waiting, headquarters, announce=False, **REASONS)
    registering.send_link(waiting, branch)
    with pytest.raises(Refused, match="under review"):
        registering.write(waiting, branch, version=fresh(waiting).version, party_kk="x")
    registering.withdraw(waiting, branch)
    assert fresh(waiting).pool_state == PoolState.WITHDRAWN


def test_a_rejection_needs_its_reason_in_both_languages(waiting, headquarters):
    with pytest.raises(Refused, match="both languages"):
        reviewing.reject(waiting, headquarters, reason_kk="Себебі бар.", reason_ru=" ")
    with pytest.raises(Refused, match="or in none"):
        reviewing.approve(waiting, headquarters, reason_ru="Есть причина.")
    assert not waiting.decisions.exists()


def test_a_rule_that_stands_in_the_way_binds(pool, branch, first_branch, headquarters):
    barred = people.submitted(pool, branch, first_branch, bars=["conviction"])
    with pytest.raises(Refused, match=r"unspent conviction.*Rules:.*Law:"):
        reviewing.approve(barred, headquarters)
    reviewing.reject(barred, headquarters, **REASONS)


def test_papers_that_can_still_be_brought_do_not_hinder(waiting, headquarters):
    findings = reviewing.findings_of(waiting)
    assert any(finding.is_to_bring for finding in findings)
    assert reviewing.approve(waiting, headquarters).pool_state == PoolState.APPROVED


def test_who_has_not_confirmed_is_approved_and_not_public(pool, branch, first_branch, headquarters):
    ready = people.complete(people.begun(pool, branch, first_branch), branch)
    registering.submit(ready, branch)
    reviewing.approve(ready, headquarters)
    assert fresh(ready).announced_at
    assert not Candidacy.objects.public().exists()


def test_a_return_tells_fields_and_reason_at_once(waiting, branch, headquarters, queued_mails):
    remarks = {"iin": "Не тот номер: 750101399003", "biography_kk": " ", "documents": "Нет справки"}
    reviewing.send_back(waiting, headquarters, remarks=remarks)
    assert fresh(waiting).pool_state == PoolState.RETURNED
    assert list(Remark.objects.values_list("field", flat=True)) == ["iin", "documents"]
    mail = queued_mails()[-1]
    assert mail["to"] == branch.email
    assert "750101399003" not in mail["text"] + mail["subject"]
    assert waiting.decisions.get().announced_at


@pytest.mark.parametrize("said", [{}, {"remarks": {"iin": " "}}, {"reason_kk": "Тек қазақша"}])
def test_a_return_says_what_has_to_be_mended(waiting, headquarters, said):
    with pytest.raises(Refused):
        reviewing.send_back(waiting, headquarters, **said)
    assert fresh(waiting).pool_state == PoolState.SUBMITTED


def test_an_older_version_is_not_decided_on(waiting, headquarters, second):
    seen = waiting.version
    reviewing.ask_opinion(waiting, second, of=headquarters)
    with pytest.raises(Refused, match="changed this candidacy"):
        reviewing.approve(waiting, headquarters, version=seen)


def test_the_second_reviewer_is_told_who_decided_what_and_when(waiting, headquarters, second):
    reviewing.approve(waiting, headquarters, version=waiting.version)
    with pytest.raises(Refused, match=r"“approved” \(Қазақша headquarters, .+\)"):
        reviewing.reject(waiting, second, version=waiting.version, **REASONS)
    assert waiting.decisions.count() == 1


def test_namesakes_get_addresses_of_their_own(pool, branch, first_branch, headquarters):
    name = {"family_name_kk": "Сынақбай", "given_name_kk": "Үлгі"}
    slugs = []
    for _each in range(3):
        made = people.submitted(pool, branch, first_branch, **name)
        slugs.append(reviewing.approve(made, headquarters).slug)
    assert slugs == ["synaqbay-ulgi", "synaqbay-ulgi-2", "synaqbay-ulgi-3"]


def test_the_address_of_data_that_were_removed_is_not_given_again(pool, branch, first_branch, headquarters):
    name = {"family_name_kk": "Сынақбай", "given_name_kk": "Үлгі"}
    first = reviewing.approve(people.submitted(pool, branch, first_branch, **name), headquarters)
    Candidacy.objects.filter(pk=first.pk).update(
        slug=None, announced_at=None, erased_at=timezone.now(), pool_state=PoolState.WITHDRAWN
    )
    second = reviewing.approve(people.submitted(pool, branch, first_branch, **name), headquarters)
    assert second.slug == "synaqbay-ulgi-2"


# Together


def test_decisions_are_announced_together(
    pool, branch, first_branch, waiting_elsewhere, second_branch, headquarters, queued_mails
):
    mine = [people.submitted(pool, branch, first_branch) for _each in range(2)]
    reviewing.approve(mine[0], headquarters, announce=False)
    reviewing.reject(mine[1], headquarters, announce=False, **REASONS)
    reviewing.approve(waiting_elsewhere, headquarters, announce=False)
    assert not Candidacy.objects.public().exists()
    before = len(queued_mails())
    reviewing.announce(reviewing.waiting_in(pool, headquarters), headquarters)
    assert Candidacy.objects.public().count() == 2
    assert sorted(mail["to"] for mail in queued_mails()[before:]) == [branch.email, second_branch.email]
    with pytest.raises(Refused, match="No decision waits"):
        reviewing.announce(reviewing.waiting_in(pool, headquarters), headquarters)


def test_all_are_announced_or_none(pool, waiting, waiting_elsewhere, headquarters):
    reviewing.approve(waiting, headquarters, announce=False)
    with pytest.raises(Refused):
        reviewing.announce([waiting, waiting_elsewhere], headquarters)
    assert not fresh(waiting).announced_at


def test_a_regional_headquarters_announces_its_own_region(
    pool, waiting, waiting_elsewhere, headquarters, regional_headquarters
):
    for row in (waiting, waiting_elsewhere):
        reviewing.approve(row, headquarters, announce=False)
    own = reviewing.waiting_in(pool, regional_headquarters)
    assert reviewing.announce(own, regional_headquarters) == [waiting]
    assert not fresh(waiting_elsewhere).announced_at


def test_in_a_silence_nothing_becomes_public_and_decisions_work(pool, waiting, headquarters, silence):
    with pytest.raises(Refused, match="quiet period"):
        reviewing.approve(waiting, headquarters)
    reviewing.approve(waiting, headquarters, announce=False)
    with pytest.raises(Refused, match="quiet period"):
        reviewing.announce(reviewing.waiting_in(pool, headquarters), headquarters)
    assert not fresh(waiting).announced_at


def test_in_a_silence_a_rejection_is_told(waiting, headquarters, silence):
    assert reviewing.reject(waiting, headquarters, **REASONS).announced_at


def test_a_locked_list_takes_no_decision(pool, waiting, headquarters):
    pool.lists.create(number=3, locked_by=headquarters, decision="Төралқа шешімі")
    for decide in (reviewing.approve, reviewing.reject, reviewing.send_back):
        with pytest.raises(Refused, match=r"locked \(№ 3"):
            decide(waiting, headquarters, **REASONS)


# Second opinions


def test_an_opinion_is_asked_by_mail_and_given_once(waiting, headquarters, second, queued_mails):
    opinion = reviewing.ask_opinion(waiting, headquarters, of=second, question="Дұрыс па?")
    assert queued_mails()[-1]["to"] == second.email
    with pytest.raises(Refused, match="asked already"):
        reviewing.ask_opinion(waiting, headquarters, of=second)
    with pytest.raises(Refused, match="grounds"):
        reviewing.give_opinion(opinion, second, advice=Advice.AGAINST)
    with pytest.raises(Refused, match="somebody else"):
        reviewing.give_opinion(opinion, headquarters, advice=Advice.FOR)
    reviewing.give_opinion(opinion, second, advice=Advice.FOR)
    with pytest.raises(Refused, match="already"):
        reviewing.give_opinion(opinion, second, advice=Advice.AGAINST, text="x")


def test_opinions_are_unseen_by_the_others_who_were_asked(
    waiting, branch, headquarters, second, regional_headquarters, data_protection
):
    mine = reviewing.ask_opinion(waiting, headquarters, of=second)
    other = reviewing.ask_opinion(waiting, headquarters, of=regional_headquarters)
    reviewing.give_opinion(mine, second, advice=Advice.AGAINST, text="Негізі")
    shown = {
        who.email.split("@")[0]: reviewing.opinions_for(waiting, who)
        for who in (second, regional_headquarters, headquarters, branch, data_protection)
    }
    assert shown == {
        "second-headquarters": [mine, other],
        "regional-headquarters": [other],
        "headquarters": [mine, other],
        "branch": [],
        "data-protection": [],
    }


def test_only_those_before_whom_it_lies_are_asked(
    waiting_elsewhere, headquarters, regional_headquarters, data_protection, second_branch, other_branch
):
    both = person("both", Role.HEADQUARTERS)
    both.memberships.create(role=Role.BRANCH, organisation=other_branch)
    for who in (regional_headquarters, data_protection, second_branch, both, headquarters):
        with pytest.raises(Refused):
            reviewing.ask_opinion(waiting_elsewhere, headquarters, of=who)
    assert not Opinion.objects.exists()


# Every state, every move, every role

ROLES = ("headquarters", "regional_headquarters", "branch", "data_protection", "administrator", "publisher")
DOORS = {
    Move.APPROVE: lambda row, by: reviewing.approve(row, by),
    Move.REJECT: lambda row, by: reviewing.reject(row, by, **REASONS),
    Move.RETURN: lambda row, by: reviewing.send_back(row, by, **REASONS),
    Move.ASK_OPINION: lambda row, by: reviewing.ask_opinion(row, by, of=person("asked", Role.HEADQUARTERS)),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(PoolState))
@pytest.mark.parametrize("move", list(DOORS))
def test_the_door_opens_as_the_table_says(move, state, role, waiting, request):
    by = request.getfixturevalue(role)
    Candidacy.objects.filter(pk=waiting.pk).update(pool_state=state)
    lines = CandidacyEvent.objects.count()
    possible = state in LEGAL[move][0] and role in ("headquarters", "regional_headquarters")
    if possible:
        DOORS[move](waiting, by)
        after = LEGAL[move][1] or state
    else:
        with pytest.raises(Refused):
            DOORS[move](waiting, by)
        after = state
    assert fresh(waiting).pool_state == after
    assert CandidacyEvent.objects.count() == lines + possible
