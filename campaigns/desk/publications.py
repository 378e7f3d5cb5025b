"""Publications on the desk of editors and publishers. Their pages stand in the administration."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appeals import waiting
from campaigns.desk.card import SHOWN, Card, Line


def cards(user, _now):
    """[Card] of publications for the person."""
    found = []
    if user.has_perm("appeals.write_publication"):
        found.append(of("returned", _("Returned to you"), waiting.returned_to(user), because))
    if user.has_perm("appeals.decide_publication"):
        found += [
            of("in-review", _("Texts under review"), waiting.in_review(), changed),
            of("approved", _("Approved, not published yet"), waiting.approved(), changed),
            of("neutral", _("Proposed as neutral: waits for your decision"), waiting.to_judge(user)),
            of("scheduled", _("Scheduled for publication"), waiting.scheduled(), hour),
        ]
    if user.has_perm("appeals.write_publication"):
        found += [
            of("texts", _("My texts"), waiting.texts_of(user), status),
            of("gaps", _("The languages do not agree"), waiting.disagreeing(), gap),
        ]
    return found


def of(name, title, publications, said=lambda publication: ""):
    """said: tells of a publication what stands beside its title."""
    lines = tuple(
        Line(str(one), reverse("admin:appeals_publication_change", args=[one.pk]), said(one))
        for one in publications[:SHOWN]
    )
    address = reverse("admin:appeals_publication_changelist")
    return Card(name, title, address, publications.count(), lines=lines)


def because(publication):
    return publication.returned_because


def changed(publication):
    return moment(publication.changed_at)


def hour(publication):
    return moment(publication.scheduled_for)


def status(publication):
    return publication.get_status_display()


def gap(publication):
    return publication.get_gap_display()


def moment(at):
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
