"""Publications on the desk of editors and publishers. Their pages stand in the administration."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from appeals import waiting
from campaigns.desk.card import SHOWN, Card, Line


def cards(user, _now):
    """[Card] of publications for the person."""
    lists = waiting.lists(user)
    return [of(name, title, publications) for name, (title, publications) in lists.items()]


def of(name, title, publications):
    said = SAID.get(name, lambda publication: "")
    lines = tuple(
        Line(str(one), reverse("admin:appeals_publication_change", args=[one.pk]), said(one))
        for one in publications[:SHOWN]
    )
    address = reverse("admin:appeals_publication_changelist") + f"?waits={name}"
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


# What stands beside a title.
SAID = {
    "returned": because,
    "in-review": changed,
    "approved": changed,
    "scheduled": hour,
    "texts": status,
    "gaps": gap,
}
