"""Meetings and promises on the desk."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.countdown import until_day
from campaigns.desk.card import SHOWN, Card, Line
from campaigns.enums import MeetingState
from campaigns.headquarters.access import works_at_tasks
from campaigns.meetings import access, promises


def cards(user, now):
    """[Card] of meetings and promises for the person at `now` (aware)."""
    found = [to_finish(user)] if access.records_meetings(user) else []
    if works_at_tasks(user):
        found += [overdue(user, timezone.localdate(now)), to_release(user), to_confirm(user)]
    return found


def to_finish(user):
    found = access.unfinished(user)
    lines = tuple(
        Line(str(meeting), meeting_page(user, meeting.pk), to_do(meeting))
        for meeting in found.select_related("workplace").order_by("held_on", "pk")[:SHOWN]
    )
    address = f"{meetings_page(user)}?unfinished=on"
    return Card("meetings", _("Meetings to finish"), address, found.count(), lines=lines)


def to_do(meeting):
    if meeting.state == MeetingState.CLOSED:
        return _("closed: the report is not built yet")
    return meeting.get_state_display()


def meeting_page(user, pk):
    """Where the person works on the record: in the administration if they build reports there, else in the cabinet."""
    if works_in_administration(user):
        return reverse("admin:campaigns_meeting_change", args=[pk])
    return reverse("cabinet:meeting", args=[pk])


def meetings_page(user):
    return reverse(
        "admin:campaigns_meeting_changelist" if works_in_administration(user) else "cabinet:meetings"
    )


def works_in_administration(user):
    return user.has_perm("appeals.write_publication")


def overdue(user, today):
    """Among all that the person may open; the headquarters look after what others promised."""
    found = promises.visible(user).overdue(today)
    lines = tuple(
        Line(str(row), promise_page(row), until_day(row.due_on, today), late=True)
        for row in found.order_by("due_on", "pk")[:SHOWN]
    )
    count, others = found.count(), access.is_staff(user)
    address = reverse("cabinet:promises") + "?waits=overdue"
    return Card("promises", _("Overdue promises"), address, count, count, lines=lines, others=others)


def to_release(user):
    """Promises that somebody else entered and readers do not see yet."""
    found = promises.waiting(user)[0]
    lines = tuple(Line(str(row), promise_page(row)) for row in found.order_by("made_at", "pk")[:SHOWN])
    address = reverse("cabinet:promises") + "?waits=release"
    return Card("release", _("Promises to release"), address, found.count(), lines=lines)


def to_confirm(user):
    """Reports of others on promises."""
    found = promises.waiting(user)[1]
    lines = tuple(
        Line(str(row.commitment), promise_page(row.commitment), row.get_state_display())
        for row in found.select_related("commitment").order_by("at", "pk")[:SHOWN]
    )
    address = reverse("cabinet:promises") + "?waits=confirm"
    return Card("confirm", _("Reports on promises to confirm"), address, found.count(), lines=lines)


def promise_page(commitment):
    return reverse("cabinet:promise", args=[commitment.pk])
