"""The door of applications: the matrix of states, moves and roles; routes, hours, mails, the end of the data."""

import datetime
from unittest.mock import patch

import pytest
from django.utils import timezone
from django.utils.translation import override

from campaigns.enums import JoinState, Wish
from campaigns.joining import applying, overview, retention, telling
from campaigns.joining.contacts import contact_of, shown
from campaigns.joining.moves import Move
from campaigns.models import Application, ApplicationEvent
from federation.deadlines import working_day_after
from federation.models import AuditEntry, Mail
from federation.models.mail import MailState
from federation.notifications import queue
from federation.refusals import Refused
from tests.campaigns.conftest import fresh
from tests.campaigns.joining.conftest import SECRETS
from tests.cast import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ACTS = {
    Move.CONTACT: lambda row, by, other: applying.contact(row, by),
    Move.JOIN: lambda row, by, other: applying.join(row, by, joined_on=timezone.localdate()),
    Move.WELCOME: lambda row, by, other: applying.welcome(row, by),
    Move.CORRECT: lambda row, by, other: applying.correct(row, by, answer=f"Иначе: {row.state}"),
    Move.DECLINE: lambda row, by, other: applying.decline(row, by, answer="Нет."),
    Move.REOPEN: lambda row, by, other: applying.reopen(row, by),
    Move.PASS_ON: lambda row, by, other: applying.pass_on(row, by, organisation=other),
}
MAY = {
    Move.CONTACT: {"branch"},
    Move.JOIN: {"branch"},
    Move.WELCOME: {"branch"},
    Move.CORRECT: {"branch"},
    Move.DECLINE: {"branch"},
    Move.REOPEN: {"branch"},
    Move.PASS_ON: {"branch", "headquarters"},
}
OPEN = {JoinState.RECEIVED, JoinState.CONTACTED}
# From where, to where; None: it stays.
MOVES = {
    Move.CONTACT: ({JoinState.RECEIVED}, JoinState.CONTACTED),
    Move.JOIN: (OPEN, JoinState.JOINED),
    Move.WELCOME: (OPEN, JoinState.JOINED),
    Move.CORRECT: ({JoinState.CONTACTED, JoinState.JOINED, JoinState.DECLINED}, None),
    Move.DECLINE: (OPEN, JoinState.DECLINED),
    Move.REOPEN: ({JoinState.JOINED, JoinState.DECLINED}, JoinState.CONTACTED),
    Move.PASS_ON: (OPEN, JoinState.RECEIVED),
}
ROLES = (
    *("branch", "second_branch", "headquarters", "regional_headquarters", "data_protection"),
    *("administrator", "editor", "publisher"),
)


def put(row, state):
    joined = timezone.localdate() if state == JoinState.JOINED else None
    Application.objects.filter(pk=row.pk).update(state=state, joined_on=joined)
    return fresh(row)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("move", ACTS)
def test_state_by_move_by_role(move, role, received, other_branch, second_branch, request):
    by = request.getfixturevalue(role)
    Application.objects.update(wish=Wish.ALLY if move == Move.WELCOME else Wish.MEMBER)
    for state in JoinState:
        row = put(received, state)
        allowed = role in MAY[move] and state in MOVES[move][0]
        before = row.events.count()
        try:
            ACTS[move](row, by, other_branch)
        except Refused:
            assert not allowed, state
            assert (fresh(row).state, row.events.count()) == (state, before)
        else:
            assert allowed, state
            assert fresh(row).state == (MOVES[move][1] or state)
            assert row.events.count() == before + 1
        Application.objects.update(organisation=received.organisation, ended_at=None)


ALMATY = timezone.get_default_timezone()


@pytest.mark.parametrize(
    ("given", "days", "due"),
    [
        ((2026, 11, 16, 10), 3, (2026, 11, 20)),  # Monday → the end of Thursday
        ((2026, 11, 19, 10), 3, (2026, 11, 25)),  # Thursday → the end of Tuesday
        ((2026, 11, 20, 23), 1, (2026, 11, 24)),  # Friday → the end of Monday
        ((2026, 11, 21, 10), 3, (2026, 11, 26)),  # Saturday → the end of Wednesday
    ],
)
def test_working_days(given, days, due):
    moment = datetime.datetime(*given, tzinfo=ALMATY)
    assert working_day_after(moment, days) == datetime.datetime(*due, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8 (701) 123-45-67", "+77011234567"),
        ("+7 701 123 45 67", "+77011234567"),
        ("7011234567", "+77011234567"),
        ("77142555555", "+77142555555"),
        ("+7\u00a0701\u00a0123\u201145\u201167", "+77011234567"),
        (" Adam@Mail.Example ", "Adam@mail.example"),
        ("+7 901 123 45 67", None),  # Russia
        ("+998 90 123 45 67", None),
        ("12345", None),
        ("٧٠١١٢٣٤٥٦٧", None),
        ("adam@", None),
        ("adam@mail.example\nBcc: x@y.example", None),
        ("", None),
    ],
)
def test_contacts(typed, kept):
    if kept is None:
        with pytest.raises(ValueError, match="No"):
            contact_of(typed)
    else:
        assert contact_of(typed) == kept
        assert contact_of(shown(kept)) == kept


def test_it_counts_for_the_campaign_during_which_it_comes(sent, announced, coming):
    during = datetime.datetime(2023, 2, 10, 12, tzinfo=ALMATY)
    assert sent(now=during)[0].campaign == announced
    assert sent(now=during + datetime.timedelta(days=60))[0].campaign is None
    assert sent(now=during - datetime.timedelta(days=60))[0].campaign is None


def test_mails_name_numbers_and_the_link_stands_in_one(branch, sent, queued_mails):
    row, token = sent()
    branch_mail, own_mail = queued_mails()
    assert (branch_mail["to"], own_mail["to"]) == (branch.email, SECRETS["mail"])
    assert f"/kk/cabinet/applications/{row.pk}/" in branch_mail["text"]
    assert f"/ru/join/{token}/" in own_mail["text"]
    for secret in (*SECRETS.values(), token):
        assert secret not in branch_mail["text"] + branch_mail["subject"]
    applying.contact(row, branch, answer="Позвоним завтра.")
    answered = queued_mails()[-1]
    assert answered["to"] == SECRETS["mail"]
    assert "Позвоним завтра." in answered["text"]
    assert token not in answered["text"]


def test_a_phone_gets_no_mail(branch, sent, queued_mails):
    sent(contact="+77010000000")
    assert [mail["to"] for mail in queued_mails()] == [branch.email]


def test_passed_on_it_waits_anew_with_the_hour_that_was_promised(
    received, branch, second_branch, other_branch, queued_mails
):
    applying.contact(received, branch, answer="Ждите.")
    passed = applying.pass_on(received, branch, organisation=other_branch)
    assert (passed.state, passed.answer, passed.answered_at) == (JoinState.RECEIVED, "", None)
    assert passed.due_at == received.due_at
    assert {mail["to"] for mail in queued_mails()[-2:]} == {second_branch.email, SECRETS["mail"]}
    with pytest.raises(Refused):
        applying.contact(passed, branch)
    late = timezone.now() + datetime.timedelta(days=20)
    again = applying.pass_on(passed, second_branch, organisation=received.organisation, now=late)
    assert again.due_at == working_day_after(late, 1)


def test_branches_do_not_pass_it_to_and_fro(
    received, branch, second_branch, headquarters, first_branch, other_branch, queued_mails
):
    applying.pass_on(received, branch, organisation=other_branch)
    applying.pass_on(received, second_branch, organisation=first_branch)
    mails = len(queued_mails())
    with pytest.raises(Refused):
        applying.pass_on(received, branch, organisation=other_branch)
    assert len(queued_mails()) == mails
    assert applying.pass_on(received, headquarters, organisation=other_branch).organisation == other_branch


def test_to_a_primary_organisation_it_is_not_passed(received, branch, first_branch):
    primary = organisation("Бастауыш", "Первичка", kind="primary", parent=first_branch)
    for wrong in (primary, first_branch):
        with pytest.raises(Refused):
            applying.pass_on(received, branch, organisation=wrong)


@pytest.mark.parametrize("days", [1, -1])
def test_joined_between_the_application_and_today(received, branch, days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    with pytest.raises(Refused):
        applying.join(received, branch, joined_on=day)
    assert fresh(received).state == JoinState.RECEIVED


def test_a_wrong_press_is_taken_back(received, branch, queued_mails):
    applying.join(received, branch, joined_on=timezone.localdate())
    opened = applying.reopen(received, branch)
    assert (opened.state, opened.joined_on, opened.ended_at) == (JoinState.CONTACTED, None, None)
    applying.decline(received, branch, answer="Нет.")
    assert applying.reopen(received, branch).answer == ""
    with override("ru"):
        assert str(JoinState.CONTACTED.label) in queued_mails()[-1]["subject"]


@pytest.mark.parametrize(("wish", "wrong"), [(Wish.ALLY, Move.JOIN), (Wish.MEMBER, Move.WELCOME)])
def test_an_ally_is_not_counted_as_a_member(sent, branch, other_branch, wish, wrong):
    row, _token = sent(wish=wish)
    with pytest.raises(Refused, match="not counted as a member"):
        ACTS[wrong](row, branch, other_branch)
    assert fresh(row).state == JoinState.RECEIVED


def test_an_ally_helps(sent, branch, queued_mails):
    row = applying.welcome(sent(wish=Wish.ALLY)[0], branch)
    assert (row.get_state_display(), row.joined_on) == ("helps as an ally", timezone.localdate())
    with override("ru"):
        assert row.get_state_display() in queued_mails()[-1]["subject"]
    (numbers,) = overview.by_branch(timezone.now())
    assert numbers["joined"] == 0


@pytest.mark.parametrize("state", ["contacted", "joined", "declined"])
def test_an_answer_is_corrected(received, branch, queued_mails, state):
    applying.contact(received, branch, answer="Позвоним завтра.")
    if state == "joined":
        applying.join(received, branch, joined_on=timezone.localdate())
    elif state == "declined":
        applying.decline(received, branch, answer="Нет.")
    row = fresh(applying.correct(received, branch, answer=" Позвоним в среду. "))
    assert (row.state, row.answer) == (state, "Позвоним в среду.")
    assert "Позвоним в среду." in queued_mails()[-1]["text"]
    assert row.events.last().move == Move.CORRECT
    with pytest.raises(Refused, match="already"):
        applying.correct(row, branch, answer="Позвоним в среду.")


def test_who_declined_says_why_and_what_is_erased_stays_away(received, branch):
    applying.decline(received, branch, answer="Нет.")
    with pytest.raises(Refused, match="Write the answer"):
        applying.correct(received, branch, answer=" ")
    applying.take_back(received)
    with pytest.raises(Refused, match="erased"):
        applying.correct(received, branch, answer="Да.")


def test_of_what_is_erased_nothing_is_taken_back(received, branch):
    applying.decline(received, branch, answer="Нет.")
    applying.take_back(received)
    with pytest.raises(Refused, match="erased"):
        applying.reopen(received, branch)


def test_a_stranger_is_not_flooded(sent, branch, queued_mails):
    """Neither by many applications, nor by taking them back: nobody has proved whose address it is."""
    for contact in ("Victim@example.org", "victim@example.org") * 4:
        row, _token = sent(contact=contact)
        applying.take_back(row)
    to_victim = Mail.objects.filter(about__0__startswith="application:")
    assert to_victim.count() == applying.TOLD_AT_MOST
    assert Mail.objects.filter(to=branch.email).count() == applying.TOLD_AT_MOST
    sent(contact="another@example.org")
    assert to_victim.count() == applying.TOLD_AT_MOST + 1
    later = timezone.now() + applying.TOLD_FOR
    retention.erase_expired(later)
    assert not Application.objects.exclude(erased_at=None).exclude(contact_hash="").exists()
    sent(contact="victim@example.org", now=later)
    assert to_victim.count() == applying.TOLD_AT_MOST + 2


def test_where_nobody_answers_it_is_told(kostanay):
    with pytest.raises(Refused):
        applying.receive(wish="member", name="Аты", contact="+77010000000", region=kostanay)


@pytest.mark.parametrize("state", JoinState)
def test_the_applicant_erases_everything_at_once(received, state, queued_mails):
    row = put(received, state)
    if state == JoinState.TAKEN_BACK:
        with pytest.raises(Refused):
            applying.take_back(row)
        return
    gone = fresh(applying.take_back(row))
    assert (gone.name, gone.contact, gone.workplace, gone.message, gone.answer) == ("", "", "", "", "")
    assert gone.state == (state if state in (JoinState.JOINED, JoinState.DECLINED) else JoinState.TAKEN_BACK)
    assert SECRETS["mail"] not in {mail["to"] for mail in queued_mails()}
    with pytest.raises(Refused):
        applying.take_back(gone)


def test_taking_back_leaves_mails_of_others_alone(received, sent, branch):
    """The contact is typed by anybody and proved by nobody: neither whole nor as a piece does it reach other mails."""
    others = []
    for contact in (branch.email, branch.email[1:], "@"):
        queue(branch.email, "Құпиясөз", f"Сілтеме: {contact}")
        others.append(Mail.objects.latest("pk"))
    for contact in (branch.email, branch.email[1:]):
        applying.take_back(sent(contact=contact)[0])
    for mail in others:
        mail.refresh_from_db()
        assert (mail.state, mail.to) == (MailState.WAITING, branch.email)
    (own,) = Mail.objects.filter(about=[f"application:{received.pk}"])
    assert own.to == received.contact


def test_history_and_log_hold_no_content(received, branch):
    applying.contact(received, branch, answer="Жасырын жауап")
    events = list(ApplicationEvent.objects.values_list("move", flat=True))
    assert events == ["receive", "contact"]
    logged = str(list(AuditEntry.objects.values("subject_text", "details", "action")))
    for secret in (*SECRETS.values(), "Жасырын жауап"):
        assert secret not in logged


def test_late_ones_are_told_by_number(received, branch, headquarters, queued_mails):
    before = len(queued_mails())
    assert telling.late(received.due_at - datetime.timedelta(seconds=1)) == 0
    assert telling.late(received.due_at) == 1
    assert telling.late(received.due_at + telling.PATIENCE) == 2
    mails = queued_mails()[before:]
    assert [mail["to"] for mail in mails] == [branch.email, branch.email, headquarters.email]
    for mail in mails:
        assert f"№ {received.pk}" in mail["text"]
        for secret in SECRETS.values():
            assert secret not in mail["text"] + mail["subject"]
    applying.contact(received, branch)
    assert telling.late(received.due_at + telling.PATIENCE) == 0


def test_one_mail_that_fails_stops_no_other(received, branch, headquarters, queued_mails):
    before, tell_late = len(queued_mails()), telling.tell_late

    def fails_for_the_branch(person, mail, rows):
        if person == branch:
            raise RuntimeError("broken")
        return tell_late(person, mail, rows)

    with patch.object(telling, "tell_late", fails_for_the_branch), pytest.raises(ExceptionGroup):
        telling.late(received.due_at + telling.PATIENCE)
    assert [mail["to"] for mail in queued_mails()[before:]] == [headquarters.email]


def test_what_ended_long_ago_is_erased(sent, branch):
    kept, declined, stuck = (sent()[0] for _each in range(3))
    now = timezone.now()
    applying.decline(declined, branch, answer="Нет.", now=now)
    later = now + datetime.timedelta(days=retention.KEPT_DAYS + 1)
    assert retention.erase_expired(later, dry_run=True) == 1
    assert retention.erase_expired(later) == 1
    assert retention.erase_expired(later) == 0
    gone = fresh(declined)
    assert (gone.name, gone.answer, gone.state) == ("", "", JoinState.DECLINED)
    assert fresh(kept).name == SECRETS["name"]
    year = now + datetime.timedelta(days=retention.OPEN_DAYS + 1)
    assert retention.erase_expired(year) == 2
    assert (fresh(stuck).state, fresh(stuck).contact) == (JoinState.DECLINED, "")


def test_numbers_of_branches_and_regions(sent, branch, first_branch, second_branch, other_branch, kostanay):
    one, two, _three = sent()[0], sent()[0], sent()[0]
    applying.contact(one, branch)
    applying.join(two, branch, joined_on=timezone.localdate())
    applying.pass_on(sent()[0], branch, organisation=other_branch)
    now = timezone.now()
    rows = {row["place"]: row for row in overview.by_branch(now)}
    assert {name: rows[first_branch][name] for name in ("received", "contacted", "joined", "late")} == {
        "received": 1,
        "contacted": 1,
        "joined": 1,
        "late": 0,
    }
    assert rows[other_branch]["received"] == 1
    (region,) = overview.by_region(now)
    assert (region["place"], region["received"]) == (kostanay, 2)
    late = now + datetime.timedelta(days=20)
    assert sum(row["late"] for row in overview.by_branch(late)) == 2
