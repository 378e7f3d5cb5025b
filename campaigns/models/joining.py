"""Workers who ask to join a trade union, and allies who offer help."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from campaigns.enums import JOIN_OPEN, JoinState, Wish
from campaigns.models.campaigns import Campaign
from campaigns.models.demands import last_day
from campaigns.models.papers import person
from federation.sealing import SealedTextField


class ApplicationQuerySet(models.QuerySet):
    def waiting(self):
        """Applications that still wait for somebody."""
        return self.filter(state__in=JOIN_OPEN)

    def late(self, now=None):
        """Nobody has answered them in time."""
        return self.filter(state=JoinState.RECEIVED, due_at__lte=now or timezone.now())


class Application(models.Model):
    """What somebody wrote on the page «join». Changed by `campaigns.joining.applying` alone.

    The branch answers before `due_at` (aware). The token of the private link is shown to the applicant alone; here is
    its hash. What is sealed is erased by the retention after the application has ended. contact_hash: finds those of
    one contact; it outlives them for a day, so that taking back and applying anew floods nobody.
    """

    wish = models.CharField(_("what is wished"), max_length=10, choices=Wish, default=Wish.MEMBER)
    name = SealedTextField(_("name"), default="")
    contact = SealedTextField(_("phone or e-mail"), default="")
    contact_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    workplace = SealedTextField(_("workplace"), default="", blank=True)
    message = SealedTextField(_("message"), default="", blank=True)
    region = models.ForeignKey(
        "federation.Region", verbose_name=_("region"), on_delete=models.PROTECT, related_name="applications"
    )
    industry = models.ForeignKey(
        "federation.Industry",
        verbose_name=_("industry"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
    )
    # During which campaign it came: it counts for that campaign's objective «new members».
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, null=True, related_name="applications"
    )
    organisation = models.ForeignKey(
        "federation.Organisation",
        verbose_name=_("branch"),
        on_delete=models.PROTECT,
        related_name="applications",
    )
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="kk")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=JoinState, default=JoinState.RECEIVED, editable=False
    )
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    due_at = models.DateTimeField(_("answer until"))
    answered_at = models.DateTimeField(_("answered at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    # What the applicant reads behind the private link, in their language.
    answer = SealedTextField(_("answer to the applicant"), default="", blank=True, max_length=2000)
    evidence = models.ForeignKey(
        "campaigns.Evidence",
        verbose_name=_("counted by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="applications",
    )
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="joined_on_a_day",
                condition=Q(state=JoinState.JOINED, joined_on__isnull=False)
                | (~Q(state=JoinState.JOINED) & Q(joined_on=None)),
                violation_error_message=_("Say on which day the person joined."),
            ),
            models.CheckConstraint(
                name="only_members_are_counted", condition=Q(evidence=None) | Q(state=JoinState.JOINED)
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="application_of_branch")]

    def __str__(self):
        return f"№ {self.pk} · {self.get_wish_display()}"

    def get_state_display(self):
        """Name of the state: an ally who is with us helps, and has not joined."""
        if self.state == JoinState.JOINED and self.wish == Wish.ALLY:
            return pgettext("state of an application", "helps as an ally")
        return str(JoinState(self.state).label)

    @property
    def due_on(self):
        """Somebody answers until the end of this local date."""
        return last_day(self.due_at)

    @property
    def days_left(self):
        """Whole days from today to the last one; 0 on it, negative after it."""
        return (self.due_on - timezone.localdate()).days

    def is_late(self, now=None):
        return self.state == JoinState.RECEIVED and (now or timezone.now()) >= self.due_at


class ApplicationEvent(models.Model):
    """History of an application: append-only by a trigger. Names moves, never what was written."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=20)
    by = person(null=True)
    at = models.DateTimeField(default=timezone.now)
    after = models.CharField(max_length=12)

    class Meta:
        verbose_name = _("move of an application")
        verbose_name_plural = _("moves of applications")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.move} · № {self.application_id}"
