"""Mails about publications: who has to act next, and what became of it. Sent through the queue."""

from django.conf import settings
from django.urls import reverse

from appeals.enums import Move
from federation.enums import Role
from federation.models import User
from federation.notifications import send


def submitted(publication, by):
    """Tells the publishers that a text waits for them."""
    _tell(User.objects.holding(Role.PUBLISHER).exclude(pk=by.pk), "appeals/mail/submitted", publication, by)


def returned(publication, by, reason):
    """Tells the writers what has to be mended."""
    _tell(_writers(publication, by), "appeals/mail/returned", publication, by, reason=reason)


def published(publication, edition, by):
    """Tells the writers that their text is out, or from when it will be."""
    template = "published" if edition.public_from <= edition.published_at else "scheduled"
    _tell(_writers(publication, by), f"appeals/mail/{template}", publication, by, edition=edition)


def unscheduled(publication, by):
    """Tells the writers that the edition will not come out at its hour."""
    _tell(_writers(publication, by), "appeals/mail/unscheduled", publication, by)


def _writers(publication, by):
    records = publication.moves.filter(
        move__in=(Move.CREATE, Move.IMPORT, Move.EDIT, Move.REVERT, Move.SUBMIT)
    )
    return User.objects.filter(pk__in=records.values("actor"), is_active=True).exclude(pk=by.pk)


def _tell(people, template, publication, by, **context):
    address = settings.SITE_URL + reverse("admin:appeals_publication_change", args=[publication.pk])
    for person in people:
        values = {"publication": publication, "by": by, "address": address, **context}
        send(person, template, values, about=[about(publication)])


def about(publication):
    """Word by which mails to colleagues about the publication are found."""
    return f"publication:{publication.pk}"


def mailing(publication):
    """Word by which mails to subscribers about the publication are found."""
    return f"mailing:{publication.pk}"
