"""The officer's clocks, and what administrators look after."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.candidates.access import takes_down
from campaigns.desk.card import SHOWN, Card, Line
from campaigns.models import Demand, Takedown
from campaigns.models.demands import last_day
from federation.models import Invitation, Mail


def cards(user, now):
    """[Card] of demands, mails and invitations for the person at `now` (aware)."""
    found = []
    if takes_down(user):
        demands, takedowns = Demand.objects.waiting(), Takedown.objects.waiting()
        found += [
            clock("demands", _("Demands about personal data"), "admin:campaigns_demand", demands, now),
            clock(
                "takedowns", _("Takedowns to finish elsewhere"), "admin:campaigns_takedown", takedowns, now
            ),
        ]
    if user.has_perm("federation.manage_mail"):
        found.append(mails())
    if user.has_perm("federation.manage_people"):
        found.append(invitations(now))
    return found


def clock(name, title, pages, rows, now):
    """Rows with a `due_at`: what is late, and until when the nearest has to be answered. No name, no words of it."""
    numbers = rows.order_by().aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(due_at__lte=now)), soonest=Min("due_at")
    )
    soonest = numbers.pop("soonest")
    return Card(name, title, reverse(f"{pages}_changelist"), soonest=soonest and last_day(soonest), **numbers)


def mails():
    """Mails that the mail server refused, or whose fate nobody knows."""
    found = Mail.objects.troubled()
    lines = tuple(
        Line(
            f"№ {mail.pk}", reverse("admin:federation_mail_change", args=[mail.pk]), mail.get_state_display()
        )
        for mail in found.only("state").order_by("queued_at", "pk")[:SHOWN]
    )
    address = reverse("admin:federation_mail_changelist") + "?trouble=yes"
    return Card("mails", _("Mails that need a decision"), address, found.count(), lines=lines)


def invitations(now):
    """Nobody has accepted them, and they end soon or have ended."""
    found = Invitation.objects.ending(now)
    numbers = found.order_by().aggregate(count=Count("pk"), late=Count("pk", filter=Q(expires_at__lte=now)))
    lines = tuple(
        Line(
            row.full_name,
            reverse("admin:federation_invitation_change", args=[row.pk]),
            date_format(timezone.localtime(row.expires_at), "SHORT_DATETIME_FORMAT"),
            late=row.expires_at <= now,
        )
        for row in found.order_by("expires_at", "pk")[:SHOWN]
    )
    address = reverse("admin:federation_invitation_changelist") + "?ends=soon"
    return Card("invitations", _("Invitations that end"), address, lines=lines, **numbers)
