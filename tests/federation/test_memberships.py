"""The doors of memberships and invitations: who may, what follows, what is refused."""

import datetime
import re
import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from federation import invitations, memberships
from federation.enums import Role
from federation.models import AuditEntry, Invitation, Membership, User
from federation.models.memberships import today
from federation.refusals import Refused
from tests.cast import PASSWORD, person

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def roles_of(user):
    return User.objects.get(pk=user.pk).roles


@pytest.fixture
def invite(administrator):
    def send(email="aigul@example.org", role=Role.EDITOR, **place):
        return invitations.invite(email, "Әлиева Айгүл", "Алиева Айгуль", role, by=administrator, **place)

    return send


def token_of(mail):
    return re.search(r"/accounts/invitation/([^/\s]+)/", mail["text"])[1]


# Who may


@pytest.mark.parametrize("actor", ["editor", "publisher", "branch", "headquarters", "data_protection"])
def test_only_an_administrator_opens_the_doors(actor, request, second_editor):
    by = request.getfixturevalue(actor)
    membership = second_editor.memberships.get()
    attempts = [
        lambda: invitations.invite("a@example.org", "А", "А", Role.EDITOR, by=by),
        lambda: memberships.grant(second_editor, Role.PUBLISHER, by=by),
        lambda: memberships.end(membership, by=by),
        lambda: memberships.substitute(membership, by, by=by),
        lambda: memberships.deactivate(second_editor, by=by),
        lambda: memberships.reactivate(second_editor, by=by),
        lambda: memberships.reset_second_factor(second_editor, by=by, reason="…"),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert not AuditEntry.objects.exists()
    assert roles_of(second_editor) == {Role.EDITOR}


# Invitations


def test_an_invitation_becomes_an_account_with_its_role(invite, first_branch, queued_mails):
    invitation = invite("Aigul@Example.org", Role.BRANCH, organisation=first_branch, until_date=today() + DAY)
    (mail,) = queued_mails()
    assert mail["to"] == "aigul@example.org"
    assert "Әлиева Айгүл" in mail["text"]
    assert "Алиева Айгуль" in mail["text"]
    token = token_of(mail)
    assert token not in invitation.token_hash
    assert invitations.find_invitation(token) == invitation

    user = invitations.accept(token, PASSWORD, full_name_kk="Әлиева Айгүл Сәкенқызы", language="ru")
    assert user.check_password(PASSWORD)
    assert (user.email, user.full_name_kk, user.full_name_ru, user.language) == (
        "aigul@example.org",
        "Әлиева Айгүл Сәкенқызы",
        "Алиева Айгуль",
        "ru",
    )
    assert EmailAddress.objects.get(user=user).verified
    membership = user.memberships.get()
    assert (membership.role, membership.organisation, membership.until_date) == (
        Role.BRANCH,
        first_branch,
        today() + DAY,
    )
    assert AuditEntry.objects.filter(action="invitation.accept", actor=user).count() == 1


def test_an_invitation_works_once(invite, queued_mails):
    invite()
    token = token_of(queued_mails()[0])
    invitations.accept(token, PASSWORD)
    with pytest.raises(Refused):
        invitations.accept(token, PASSWORD)
    assert invitations.find_invitation(token) is None
    assert User.objects.filter(email="aigul@example.org").count() == 1


def test_an_invitation_expires_after_fourteen_days_and_can_be_sent_again(invite, administrator, queued_mails):
    invitation = invite()
    assert invitation.expires_at - invitation.created_at >= 14 * DAY - datetime.timedelta(minutes=1)
    Invitation.objects.update(expires_at=timezone.now())
    old = token_of(queued_mails()[0])
    with pytest.raises(Refused):
        invitations.accept(old, PASSWORD)
    invitations.send_again(invitation, by=administrator)
    new = token_of(queued_mails()[1])
    assert invitations.find_invitation(old) is None
    assert invitations.accept(new, PASSWORD).has_role(Role.EDITOR)


def test_a_cancelled_invitation_is_worthless(invite, administrator, queued_mails):
    invitation = invite()
    invitations.cancel(invitation, by=administrator)
    with pytest.raises(Refused):
        invitations.accept(token_of(queued_mails()[0]), PASSWORD)
    with pytest.raises(Refused):
        invitations.send_again(invitation, by=administrator)
    assert invite().is_open


def test_an_address_is_invited_once_at_a_time(invite, editor):
    invite()
    with pytest.raises(Refused):
        invite("AIGUL@example.org")
    with pytest.raises(Refused):
        invite(editor.email)


@pytest.mark.parametrize("role", [Role.BRANCH, Role.REGIONAL_HEADQUARTERS, "owner", ""])
def test_an_invitation_needs_a_role_and_its_place(invite, role):
    with pytest.raises(Refused):
        invite(role=role)
    assert not Invitation.objects.exists()


def test_a_weak_password_makes_no_account(invite, queued_mails):
    invite()
    with pytest.raises(Refused):
        invitations.accept(token_of(queued_mails()[0]), "12345")
    assert not User.objects.filter(email="aigul@example.org").exists()
    assert Invitation.objects.open().exists()


# Roles


def test_a_granted_role_holds_from_its_first_day_to_its_last(editor, administrator, monkeypatch):
    first, last = today() + 2 * DAY, today() + 4 * DAY
    memberships.grant(editor, Role.PUBLISHER, by=administrator, from_date=first, until_date=last)
    for day, held in [(1, False), (2, True), (4, True), (5, False)]:
        monkeypatch.setattr("federation.models.memberships.today", lambda day=day: today() + day * DAY)
        assert (Role.PUBLISHER in roles_of(editor)) is held, day
        assert User.objects.holding(Role.PUBLISHER).exists() is held, day


def test_the_same_role_is_not_given_twice_for_one_day(editor, administrator, first_branch, other_branch):
    with pytest.raises(Refused):
        memberships.grant(editor, Role.EDITOR, by=administrator, until_date=today() + DAY)
    memberships.grant(editor, Role.BRANCH, by=administrator, organisation=first_branch, until_date=today())
    memberships.grant(editor, Role.BRANCH, by=administrator, organisation=other_branch)
    memberships.grant(
        editor, Role.BRANCH, by=administrator, organisation=first_branch, from_date=today() + DAY
    )
    assert editor.memberships.filter(role=Role.BRANCH).count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.BRANCH},
        {"role": Role.REGIONAL_HEADQUARTERS},
        {"role": Role.EDITOR, "until_date": datetime.date(2020, 1, 1)},
    ],
)
def test_the_database_refuses_what_no_membership_can_be(editor, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=editor, **fields)


def test_an_inactive_person_gets_no_role(editor, administrator):
    memberships.deactivate(editor, by=administrator, reason="left")
    with pytest.raises(Refused):
        memberships.grant(editor, Role.PUBLISHER, by=administrator)
    memberships.reactivate(editor, by=administrator)
    memberships.grant(editor, Role.PUBLISHER, by=administrator)
    assert roles_of(editor) == {Role.PUBLISHER}


def test_a_role_ends_at_once_or_with_its_last_day(administrator, queued_mails):
    early = person("early", Role.EDITOR, from_date=today() - 10 * DAY)
    membership = memberships.end(early.memberships.get(), by=administrator)
    assert membership.until_date == today() - DAY
    assert roles_of(early) == frozenset()

    late = person("late", Role.EDITOR)
    memberships.end(late.memberships.get(), by=administrator, last_day=today())
    assert roles_of(late) == {Role.EDITOR}
    assert [mail["to"] for mail in queued_mails()] == [early.email, late.email]


def test_a_role_of_today_that_ends_at_once_leaves_only_its_line_in_the_log(editor, administrator):
    memberships.end(editor.memberships.get(), by=administrator)
    assert not editor.memberships.exists()
    entry = AuditEntry.objects.get(action="membership.end")
    assert (entry.actor, entry.details["role"]) == (administrator, "editor")


def test_an_end_is_neither_in_the_past_nor_after_the_end(editor, administrator):
    membership = editor.memberships.get()
    with pytest.raises(Refused):
        memberships.end(membership, by=administrator, last_day=today() - DAY)
    memberships.end(membership, by=administrator, last_day=today() + DAY)
    with pytest.raises(Refused):
        memberships.end(membership, by=administrator, last_day=today() + 2 * DAY)


def test_a_substitute_for_a_period_leaves_the_holder_his_role(branch, second_editor, administrator):
    membership = branch.memberships.get()
    stand_in = memberships.substitute(membership, second_editor, by=administrator, until_date=today() + DAY)
    assert (stand_in.stands_in_for, stand_in.organisation) == (membership, membership.organisation)
    assert Role.BRANCH in roles_of(branch)
    assert Role.BRANCH in roles_of(second_editor)
    memberships.end(membership, by=administrator)
    assert Role.BRANCH not in roles_of(second_editor)


@pytest.mark.parametrize("how", ["end", "deactivate", "substitute"])
@pytest.mark.parametrize("in_days", [0, 5])
def test_a_stand_in_whose_role_ends_with_the_holders_is_told(
    how, in_days, branch, second_editor, administrator, queued_mails
):
    membership = branch.memberships.get()
    begins = today() + in_days * DAY
    memberships.substitute(
        membership, second_editor, by=administrator, from_date=begins, until_date=begins + DAY
    )
    before = len(queued_mails())
    acts = {
        "end": lambda: memberships.end(membership, by=administrator),
        "deactivate": lambda: memberships.deactivate(branch, by=administrator, reason="left"),
        "substitute": lambda: memberships.substitute(membership, person("successor"), by=administrator),
    }
    acts[how]()
    assert not second_editor.memberships.filter(role=Role.BRANCH).exists()
    (mail,) = [mail for mail in queued_mails()[before:] if mail["to"] == second_editor.email]
    with translation.override(second_editor.language):
        assert mail["subject"] == translation.gettext("Your role in the portal ends")
    entry = AuditEntry.objects.get(action="membership.end", subject_id=str(second_editor.pk))
    assert (entry.actor, entry.details["role"]) == (administrator, "branch")


def test_a_stand_in_is_told_the_last_day(branch, second_editor, administrator, queued_mails):
    membership = branch.memberships.get()
    memberships.substitute(membership, second_editor, by=administrator, until_date=today() + 9 * DAY)
    last = today() + 2 * DAY
    memberships.end(membership, by=administrator, last_day=last)
    (mail,) = [mail for mail in queued_mails()[-2:] if mail["to"] == second_editor.email]
    assert f"{last:%d.%m.%Y}" in mail["text"]
    assert Role.BRANCH in roles_of(second_editor)


def test_a_substitute_for_good_takes_the_place(second_editor, administrator, first_branch, queued_mails):
    holder = person("holder", Role.BRANCH, organisation=first_branch, from_date=today() - 30 * DAY)
    memberships.substitute(holder.memberships.get(), second_editor, by=administrator)
    assert roles_of(holder) == frozenset()
    assert holder.memberships.get().until_date == today() - DAY
    assert second_editor.memberships.get(role=Role.BRANCH).organisation == first_branch
    assert {mail["to"] for mail in queued_mails()} == {holder.email, second_editor.email}


def test_nobody_stands_in_for_himself_or_longer_than_the_holder(editor, second_editor, administrator):
    Membership.objects.filter(user=editor).update(until_date=today() + DAY)
    membership = editor.memberships.get()
    with pytest.raises(Refused):
        memberships.substitute(membership, editor, by=administrator)
    with pytest.raises(Refused):
        memberships.substitute(membership, second_editor, by=administrator, until_date=today() + 2 * DAY)


# The last administrator


def test_the_last_administrator_stays(administrator):
    membership = administrator.memberships.get()
    other = person("other", Role.ADMINISTRATOR, until_date=today() + 30 * DAY)
    for attempt in (
        lambda: memberships.end(membership, by=administrator),
        lambda: memberships.end(membership, by=other, last_day=today() + DAY),
        lambda: memberships.deactivate(administrator, by=other),
    ):
        with pytest.raises(Refused):
            attempt()
    assert roles_of(administrator) == {Role.ADMINISTRATOR}
    memberships.substitute(membership, person("successor"), by=administrator)
    assert roles_of(administrator) == frozenset()


def together(*calls):
    """Runs the calls at once, each in a thread with its own connection; returns what they raised."""
    barrier, raised = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
        except Exception as error:
            raised.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_end_each_other_at_once():
    first, second = (
        person(name, Role.ADMINISTRATOR, from_date=today() - DAY) for name in ("first", "second")
    )
    raised = together(
        lambda: memberships.end(second.memberships.get(), by=first),
        lambda: memberships.end(first.memberships.get(), by=second),
    )
    assert raised == [Refused]
    assert User.objects.holding(Role.ADMINISTRATOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_invitation_makes_one_account_however_often_it_is_sent_at_once(invite, queued_mails):
    invite("race@example.org")
    token = token_of(queued_mails()[-1])
    assert together(*[lambda: invitations.accept(token, PASSWORD)] * 3) == [Refused] * 2
    assert User.objects.get(email="race@example.org").memberships.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_role_is_granted_once_by_two_at_once(administrator, editor):
    def grant():
        memberships.grant(User.objects.get(pk=editor.pk), Role.PUBLISHER, by=administrator)

    assert together(grant, grant) == [Refused]
    assert editor.memberships.filter(role=Role.PUBLISHER).count() == 1


# Accounts


def test_leaving_ends_every_role_and_the_log_in(editor, administrator, client):
    client.force_login(editor)
    memberships.grant(editor, Role.PUBLISHER, by=administrator, from_date=today() + DAY)
    memberships.deactivate(editor, by=administrator, reason="moved to another city")
    assert not editor.memberships.exists()
    assert client.get("/accounts/").status_code == 302
    details = AuditEntry.objects.get(action="user.deactivate").details
    assert details["reason"] == "moved to another city"
    assert {ended["role"] for ended in details["ended"]} == {"editor", "publisher"}


def test_an_open_account_is_not_opened_again(editor, administrator, queued_mails):
    with pytest.raises(Refused):
        memberships.reactivate(editor, by=administrator)
    assert not AuditEntry.objects.exists()
    assert queued_mails() == []


def test_a_second_factor_is_reset_by_another_administrator_with_a_reason(administrator, editor, queued_mails):
    for owner in (editor, administrator):
        Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with pytest.raises(Refused):
        memberships.reset_second_factor(administrator, by=administrator, reason="lost phone")
    with pytest.raises(Refused):
        memberships.reset_second_factor(editor, by=administrator, reason=" ")
    memberships.reset_second_factor(editor, by=administrator, reason="lost phone")
    assert not Authenticator.objects.filter(user=editor).exists()
    assert [mail["to"] for mail in queued_mails()] == [editor.email]
    with pytest.raises(Refused):
        memberships.reset_second_factor(editor, by=administrator, reason="again")


# Commands


def test_the_first_administrator_comes_by_a_command(monkeypatch, capsys):
    monkeypatch.setattr(
        "federation.management.commands.create_administrator.getpass", lambda prompt: PASSWORD
    )
    names = ("--name-kk", "Серік Әлиев", "--name-ru", "Серик Алиев")
    call_command("create_administrator", "serik@example.org", *names)
    assert User.objects.get(email="serik@example.org").has_role(Role.ADMINISTRATOR)
    with pytest.raises(CommandError):
        call_command("create_administrator", "serik@example.org", *names)


def test_the_first_administrator_can_be_invited(queued_mails, capsys):
    names = ("--name-kk", "Серік Әлиев", "--name-ru", "Серик Алиев")
    call_command("create_administrator", "serik@example.org", *names, "--invite")
    user = invitations.accept(token_of(queued_mails()[0]), PASSWORD)
    assert user.has_role(Role.ADMINISTRATOR)
