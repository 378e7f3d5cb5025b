"""Who holds which role, where, from when until when: the one truth of roles.

Everything here is changed through `federation.memberships` alone.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.enums import Role


def today():
    """Today's date in the portal's time zone."""
    return timezone.localdate()


def place_constraints(prefix):
    """What a membership and an invitation share: dates in order, the place that the role needs."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_ends_after_it_begins",
            condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
            violation_error_message=_("The last day is before the first."),
        ),
        models.CheckConstraint(
            name=f"{prefix}_of_a_branch_names_it",
            condition=~Q(role=Role.BRANCH) | Q(organisation__isnull=False),
            violation_error_message=_("Say which organisation the branch is."),
        ),
        models.CheckConstraint(
            name=f"{prefix}_of_a_regional_headquarters_names_it",
            condition=~Q(role=Role.REGIONAL_HEADQUARTERS) | Q(region__isnull=False),
            violation_error_message=_("Say which region the headquarters serves."),
        ),
    ]


class Place(models.Model):
    """A role with its place and its days. `until_date` is the last day, inclusive; empty: without end."""

    role = models.CharField(_("role"), max_length=30, choices=Role)
    organisation = models.ForeignKey(
        "federation.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("organisation"),
    )
    region = models.ForeignKey(
        "federation.Region",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("region"),
    )
    from_date = models.DateField(_("from"), default=today)
    until_date = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        abstract = True

    def place(self):
        """The organisation or region of the role, or None."""
        return self.organisation or self.region


class MembershipQuerySet(models.QuerySet):
    def current(self, on=None):
        """Memberships in force on the date `on` (default: today, Asia/Almaty)."""
        on = on or today()
        return self.filter(from_date__lte=on).exclude(until_date__lt=on)

    def overlapping(self, from_date, until_date):
        """Memberships that share a day with the span; `until_date` None means without end."""
        found = self.exclude(until_date__lt=from_date)
        return found.filter(from_date__lte=until_date) if until_date else found


class Membership(Place):
    """A person's role in an organisation, a regional headquarters or the federation itself."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    # Set while somebody stands in for another: whose place it is.
    stands_in_for = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="substitutions",
        verbose_name=_("stands in for"),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-from_date", "-pk"]
        constraints = place_constraints("membership")

    def __str__(self):
        place = self.place()
        return f"{self.get_role_display()} · {place}" if place else str(self.get_role_display())


# Whoever was invited gets a word before the invitation ends.
ENDS_SOON = datetime.timedelta(days=3)


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Invitations that nobody has accepted or cancelled, expired ones included."""
        return self.filter(accepted_at=None, cancelled_at=None)

    def open(self, at=None):
        """Invitations that can be accepted at the moment `at` (aware, default now)."""
        return self.waiting().filter(expires_at__gt=at or timezone.now())

    def ending(self, at=None):
        """Invitations that nobody has accepted, and that end soon after `at` (aware, default now) or have ended."""
        return self.waiting().filter(expires_at__lte=(at or timezone.now()) + ENDS_SOON)


class Invitation(Place):
    """Invitation by mail of somebody without an account. The token is in the mail alone; here is its hash."""

    email = models.EmailField(_("e-mail"))
    full_name = models.CharField(_("full name"), max_length=200)
    language = models.CharField(
        _("language of the mail"), max_length=2, choices=settings.LANGUAGES, default="kk"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            *place_constraints("invitation"),
            models.UniqueConstraint(
                name="one_waiting_invitation_for_an_address",
                fields=["email"],
                condition=Q(accepted_at=None, cancelled_at=None),
                violation_error_message=_("This address already has an invitation that waits for an answer."),
            ),
        ]

    def __str__(self):
        return f"{self.full_name or self.email} · {self.get_role_display()}"

    @property
    def is_open(self):
        return not self.accepted_at and not self.cancelled_at and self.expires_at > timezone.now()
