"""The one door through which people come: invitations by mail. There is no open sign-up.

As in `federation.memberships`: each function is one transaction with its line in the audit log and its mail,
and raises `memberships.Refused`.
"""

import datetime
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federation.memberships import PLACE_FIELDS, Refused, add, checked, known, require_administrator
from federation.models import Invitation, Membership, User
from federation.models.audit import name_actions, record
from federation.notifications import send

INVITATION_DAYS = 14


@transaction.atomic
def invite(email, full_name_kk, full_name_ru, role, *, by, language="kk", **place):
    """Invites somebody without an account; the mail carries a link that holds for 14 days.

    place: `organisation`, `region`, `from_date`, `until_date` of the membership to come. Returns Invitation.
    """
    require_administrator(by)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise Refused(_("This person has an account already: grant the role there."))
    invitation = Invitation(
        email=email,
        full_name_kk=full_name_kk,
        full_name_ru=full_name_ru,
        language=language,
        role=role,
        invited_by=by,
        **known(place),
    )
    token = _renew(invitation)
    try:
        with transaction.atomic():
            checked(invitation).save()
    except IntegrityError as error:  # two administrators in the same instant: the check saw neither
        raise Refused(_("Somebody else has just invited this person.")) from error
    record(by, "invitation.send", invitation, email=email, role=role)
    _mail_invitation(invitation, token)
    return invitation


@transaction.atomic
def send_again(invitation, *, by):
    """Sends a fresh link for another 14 days; the older link stops working."""
    require_administrator(by)
    invitation = _waiting(invitation.pk)
    token = _renew(invitation)
    invitation.save()
    record(by, "invitation.send-again", invitation, email=invitation.email)
    _mail_invitation(invitation, token)
    return invitation


@transaction.atomic
def cancel(invitation, *, by):
    """Makes the link worthless."""
    require_administrator(by)
    invitation = _waiting(invitation.pk)
    invitation.cancelled_at = timezone.now()
    invitation.save()
    record(by, "invitation.cancel", invitation, email=invitation.email)
    return invitation


def find_invitation(token):
    """The open Invitation of this token, or None where there is none, or it is used, cancelled or expired."""
    return Invitation.objects.open().filter(token_hash=_hash(token)).first()


@transaction.atomic
def accept(token, password, *, full_name_kk=None, full_name_ru=None, language=None):
    """Makes the invited person's account and membership; the token is used up. Returns the User.

    Names and language default to those of the invitation. The address is verified: the link came there.
    """
    invitation = (
        Invitation.objects.select_for_update(no_key=True).open().filter(token_hash=_hash(token)).first()
    )
    if invitation is None:
        raise Refused(_("This invitation is no longer valid. Ask the administrator for a new one."))
    user = enrol(
        invitation.email,
        password,
        full_name_kk=full_name_kk or invitation.full_name_kk,
        full_name_ru=full_name_ru or invitation.full_name_ru,
        language=language or invitation.language,
    )
    place = {name: getattr(invitation, name) for name in PLACE_FIELDS}
    membership = add(Membership(user=user, role=invitation.role, **place))
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save()
    record(user, "invitation.accept", user, role=invitation.role, membership=membership.pk)
    return user


@transaction.atomic
def enrol(email, password, *, full_name_kk, full_name_ru, language="kk"):
    """Saved person with a verified address and no role yet. For `accept`, commands and demo content."""
    if User.objects.filter(email=email.lower()).exists():
        raise Refused(_("A person with this e-mail already exists."))
    user = User(email=email, full_name_kk=full_name_kk, full_name_ru=full_name_ru, language=language)
    try:
        user.full_clean(exclude=["password", "full_name"])
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(*error.messages) from error
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _renew(invitation):
    """Gives the invitation a new token and 14 days; returns the token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(token)
    invitation.expires_at = timezone.now() + datetime.timedelta(days=INVITATION_DAYS)
    return token


def _waiting(pk):
    invitation = Invitation.objects.select_for_update(no_key=True).waiting().filter(pk=pk).first()
    if invitation is None:
        raise Refused(_("This invitation was already accepted or cancelled."))
    return invitation


def _mail_invitation(invitation, token):
    address = settings.SITE_URL + reverse("invitation", args=[token])
    send(
        invitation.email,
        "federation/mail/invitation",
        {"invitation": invitation, "address": address, "days": INVITATION_DAYS},
        language=invitation.language,
    )


name_actions(
    {
        "invitation.send": gettext_lazy("invitation sent"),
        "invitation.send-again": gettext_lazy("invitation sent again"),
        "invitation.cancel": gettext_lazy("invitation cancelled"),
        "invitation.accept": gettext_lazy("invitation accepted"),
    }
)
