"""Private links: each mailed to a candidate alone, each closing the one before."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.candidates.door import noted
from campaigns.candidates.moves import Move
from campaigns.models import CandidateLink
from federation.notifications import send
from federation.refusals import Refused


def mail_link(candidacy, by, now):
    """Puts the mail with a new private link on the queue; the token is in that mail alone. now: aware."""
    if not candidacy.email:
        raise Refused(_("Give the e-mail of the candidate: the link for the confirmation goes there."))
    close_links(candidacy, now)
    token = secrets.token_urlsafe(32)
    CandidateLink.objects.create(
        candidacy=candidacy,
        token_hash=token_hash(token),
        sent_by=by,
        sent_at=now,
        expires_at=now + timedelta(days=settings.CANDIDATE_LINK_DAYS),
    )
    # Nobody knows the candidate's language: the mail speaks both, Kazakh first.
    addresses = {}
    for language in ("kk", "ru"):
        with override(language):
            addresses[language] = settings.SITE_URL + reverse("campaigns:candidate-link", args=[token])
    send(
        candidacy.email,
        "campaigns/mail/candidate_link",
        {"candidacy": candidacy, "addresses": addresses, "days": settings.CANDIDATE_LINK_DAYS},
        about=[candidacy.mail_about],
        private=True,
    )
    noted(candidacy, Move.SEND_LINK, by, now)


def close_links(candidacy, now):
    candidacy.links.filter(closed_at=None).update(closed_at=now)


def link_of(token, *, now=None):
    """The CandidateLink of a token that may be used now, with its candidacy; None for any other."""
    found = CandidateLink.objects.filter(
        token_hash=token_hash(token),
        closed_at=None,
        expires_at__gt=now or timezone.now(),
        candidacy__erased_at=None,
    )
    return found.select_related(
        *("candidacy__campaign", "candidacy__body", "candidacy__region", "candidacy__constituency"),
        *("candidacy__person", "candidacy__industry", "candidacy__primary_organisation"),
        "candidacy__registered_by",
    ).first()


def token_hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
