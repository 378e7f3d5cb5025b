"""The one door through which people get roles, are replaced and leave. They come by `federation.invitations`.

Every function works in one transaction under a lock, leaves a line in the audit log, and puts its mails on
the queue in the same transaction. `by` is the acting User, or None where the portal itself acts (commands).
What is not possible raises `Refused` with sentences for the person.
"""

import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federation.access import is_administrator
from federation.enums import Role
from federation.models import Membership, User
from federation.models.audit import name_actions, record
from federation.models.memberships import today
from federation.notifications import send
from federation.refusals import Refused


@transaction.atomic
def grant(user, role, *, by, **place):
    """Gives a role. place: `organisation`, `region`, `from_date` (default today), `until_date`.

    Returns the Membership.
    """
    require_administrator(by)
    user = _locked(user)
    if not user.is_active:
        raise Refused(_("%(person)s is not active: make the account active first.") % {"person": user})
    membership = add(Membership(user=user, role=role, **known(place)))
    record(by, "membership.grant", user, **_described(membership))
    send(user, "federation/mail/role_granted", {"membership": membership})
    return membership


@transaction.atomic
def end(membership, *, by, last_day=None):
    """Ends a role after `last_day` (date, today or later); without it at once.

    A membership that has not run a whole day leaves no row, only its line in the log. Whoever stands in for the
    holder loses the role with him. Returns the Membership.
    """
    require_administrator(by)
    if last_day and last_day < today():
        raise Refused(_("The last day cannot lie in the past."))
    user = _locked(membership.user)
    membership = Membership.objects.get(pk=membership.pk)
    if membership.until_date and membership.until_date < today():
        raise Refused(_("This membership has already ended."))
    if last_day and membership.until_date and last_day > membership.until_date:
        raise Refused(_("The membership ends before that day."))
    _finish(membership, last_day or yesterday(), by=by)
    record(by, "membership.end", user, **_described(membership))
    send(user, "federation/mail/role_ended", {"membership": membership, "at_once": last_day is None})
    return membership


@transaction.atomic
def substitute(membership, to, *, by, from_date=None, until_date=None):
    """Puts `to` in the place of the holder: for a period, or for good where `until_date` is None.

    For a period the holder keeps the role; for good it ends on the eve of `from_date` (default today).
    Returns the new Membership.
    """
    require_administrator(by)
    from_date = from_date or today()
    if from_date < today():
        raise Refused(_("A substitution cannot begin in the past."))
    if membership.user == to:
        raise Refused(_("Nobody can stand in for himself."))
    holder, to = _locked(membership.user, to)
    membership = Membership.objects.get(pk=membership.pk)
    if not to.is_active:
        raise Refused(_("%(person)s is not active: make the account active first.") % {"person": to})
    last = membership.until_date
    if last and (last < from_date or (until_date and until_date > last)):
        raise Refused(_("The substitution must lie within the membership's own days."))
    place = {name: getattr(membership, name) for name in PLACE_FIELDS}
    place |= {"from_date": from_date, "until_date": until_date or last}
    for_good = until_date is None
    stand_in = add(
        Membership(user=to, role=membership.role, stands_in_for=None if for_good else membership, **place)
    )
    if for_good:
        _finish(membership, from_date - datetime.timedelta(days=1), by=by)
    record(by, "membership.substitute", holder, substitute=to.pk, for_good=for_good, **_described(stand_in))
    for person in (holder, to):
        send(
            person,
            "federation/mail/substitution",
            {"membership": stand_in, "holder": holder, "substitute": to, "for_good": for_good},
        )
    return stand_in


@transaction.atomic
def deactivate(user, *, by, reason=""):
    """Closes the account at once (a person who leaves): no log-in, every role ends. Returns the User.

    The line in the log names the roles; those who stood in for the person lose theirs too.
    """
    require_administrator(by)
    user = _locked(user)
    if not user.is_active:
        raise Refused(_("The account is already closed."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    ended = list(user.memberships.exclude(until_date__lt=today()))
    for membership in ended:
        _finish(membership, yesterday(), by=by)
    record(by, "user.deactivate", user, reason=reason, ended=[_described(membership) for membership in ended])
    send(user, "federation/mail/account_closed")
    return user


@transaction.atomic
def reactivate(user, *, by):
    """Opens a closed account again; roles have to be granted anew. Returns the User."""
    require_administrator(by)
    user = _locked(user)
    if user.is_active:
        raise Refused(_("The account is already open."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(by, "user.reactivate", user)
    send(user, "federation/mail/account_open")
    return user


@transaction.atomic
def reset_second_factor(user, *, by, reason):
    """Removes authenticator app, passkeys and recovery codes (a lost phone). `reason` is recorded."""
    require_administrator(by)
    user = _locked(user)
    if by is not None and by.pk == user.pk:
        raise Refused(_("Another administrator has to reset your second factor."))
    if not reason.strip():
        raise Refused(_("Say why the second factor is reset."))
    removed, _models = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused(_("%(person)s has no second factor.") % {"person": user})
    record(by, "user.reset-second-factor", user, reason=reason)
    send(user, "federation/mail/second_factor_reset", {"reason": reason})
    return user


PLACE_FIELDS = ("organisation", "region", "from_date", "until_date")


def yesterday():
    return today() - datetime.timedelta(days=1)


def require_administrator(by):
    """Refuses anybody but an administrator, or the portal itself (None)."""
    if by is not None and not is_administrator(by):
        raise Refused(_("Only an administrator can do this."))


def known(place):
    """The given fields of a place; an empty one takes the model's default. TypeError for other names."""
    unknown = set(place) - set(PLACE_FIELDS)
    if unknown:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    return {name: value for name, value in place.items() if value is not None}


def checked(instance):
    """The instance, if its validation and constraints pass. The base column of a name says nothing."""
    try:
        instance.full_clean(exclude=["full_name", "invited_by"])
    except ValidationError as error:
        raise Refused(*error.messages) from error
    return instance


def add(membership):
    """Saves a new membership unless the person holds the same role at the same place on a common day."""
    _locked(membership.user)
    checked(membership)
    same = Membership.objects.filter(
        user=membership.user,
        role=membership.role,
        organisation=membership.organisation,
        region=membership.region,
    )
    if same.overlapping(membership.from_date, membership.until_date).exists():
        raise Refused(_("%(person)s holds this role there already.") % {"person": membership.user})
    membership.save()
    return membership


def _locked(*people):
    """The people's rows as they stand now, locked until the transaction ends.

    One order, and no lock on the key, which a line of the log about the actor needs: so no deadlock.
    """
    keys = [person.pk for person in people]
    rows = {
        row.pk: row for row in User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    }
    found = [rows[key] for key in keys]
    return found if len(found) > 1 else found[0]


def _finish(membership, last_day, *, by):
    """Lets the membership end on `last_day`, and with it the roles of those who stand in for its holder.

    They are told, each with a line in the log; what the holder is told is the caller's matter.
    """
    if membership.role == Role.ADMINISTRATOR:
        _require_another_administrator(membership, last_day)
    for stand_in in membership.substitutions.exclude(until_date__lte=last_day):
        _finish(stand_in, last_day, by=by)
        record(by, "membership.end", stand_in.user, **_described(stand_in))
        at_once = last_day < max(stand_in.from_date, today())
        send(stand_in.user, "federation/mail/role_ended", {"membership": stand_in, "at_once": at_once})
    if membership.from_date > last_day:
        Membership.objects.filter(pk=membership.pk).delete()
    else:
        membership.until_date = last_day
        membership.save(update_fields=["until_date"])


def _require_another_administrator(membership, last_day):
    """Some active person must be an administrator, without an end, on the day after.

    The lock makes two administrators who end each other's role come one after the other.
    """
    rows = Membership.objects.filter(role=Role.ADMINISTRATOR)
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    after = last_day + datetime.timedelta(days=1)
    others = rows.exclude(pk=membership.pk).exclude(stands_in_for=membership)
    if not others.filter(user__is_active=True, until_date=None, from_date__lte=after).exists():
        raise Refused(_("This is the last administrator: name another one first."))


def _described(membership):
    """What the log keeps of a membership."""
    return {
        "membership": membership.pk,
        "role": membership.role,
        "place": str(membership.place() or ""),
        "from": membership.from_date,
        "until": membership.until_date,
    }


name_actions(
    {
        "membership.grant": gettext_lazy("role granted"),
        "membership.end": gettext_lazy("role ended"),
        "membership.substitute": gettext_lazy("substitution"),
        "user.change": gettext_lazy("particulars changed"),
        "user.deactivate": gettext_lazy("account closed"),
        "user.reactivate": gettext_lazy("account opened again"),
        "user.reset-second-factor": gettext_lazy("second factor reset"),
    }
)
