"""What headquarters say of a candidacy: decisions, remarks, second opinions; what branches ask to change after."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Advice, PathStep, PoolState
from campaigns.models.papers import person
from federation.sealing import SealedJSONField


class Decision(models.Model):
    """A decision on a submitted candidacy, with its reason in both languages.

    The branch learns of it when it is announced: at once, or together with others.
    """

    candidacy = models.ForeignKey("campaigns.Candidacy", on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(
        _("decision"),
        max_length=20,
        choices=[
            (state.value, state.label)
            for state in (PoolState.APPROVED, PoolState.REJECTED, PoolState.RETURNED)
        ],
    )
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    by = person(verbose_name=_("decided by"))
    at = models.DateTimeField(_("decided at"), default=timezone.now)
    announced_at = models.DateTimeField(_("announced at"), null=True, editable=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_state_display()} · № {self.candidacy_id}"


class RemarkQuerySet(models.QuerySet):
    def objections(self):
        """What candidates have objected to and nobody has answered."""
        return self.filter(by=None, answered_at=None).exclude(text="")


class Remark(models.Model):
    """What has to be mended in one field of a returned candidacy. field: a name of `campaigns.candidates.steps`.

    The candidate's own, written through the private link, is of no field ("") and by no account (None).
    """

    candidacy = models.ForeignKey("campaigns.Candidacy", on_delete=models.PROTECT, related_name="remarks")
    field = models.CharField(_("field"), max_length=60, blank=True)
    text = models.TextField(_("remark"), max_length=1000)
    by = person(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # Submitting anew answers all remarks; whatever the candidate confirms after answers their own.
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.field} · № {self.candidacy_id}"


class Opinion(models.Model):
    """A second opinion, asked of a named reviewer; reviewers see those of others only when theirs is given."""

    candidacy = models.ForeignKey("campaigns.Candidacy", on_delete=models.PROTECT, related_name="opinions")
    of = person(verbose_name=_("asked of"))
    asked_by = person(verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    question = models.TextField(_("question"), blank=True, max_length=1000)
    advice = models.CharField(_("opinion"), max_length=10, choices=Advice, blank=True)
    text = models.TextField(_("grounds"), blank=True, max_length=2000)
    given_at = models.DateTimeField(_("given at"), null=True, editable=False)

    class Meta:
        verbose_name = _("second opinion")
        verbose_name_plural = _("second opinions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_opinion_of_a_reviewer",
                fields=["candidacy", "of"],
                condition=Q(given_at=None),
                violation_error_message=_("This reviewer has been asked already."),
            ),
            models.CheckConstraint(
                name="a_given_opinion_says_something",
                condition=Q(given_at=None) | ~Q(advice=""),
                violation_error_message=_("Choose for, against or undecided."),
            ),
        ]

    def __str__(self):
        return f"{self.of} · № {self.candidacy_id}"


class ChangeRequest(models.Model):
    """What a branch wants to change in an approved candidacy. Readers see it when the candidate and headquarters agree.

    changes: {field: [before, after]} of `campaigns.candidates.steps.CHANGEABLE`; erased with the candidacy.
    """

    candidacy = models.ForeignKey("campaigns.Candidacy", on_delete=models.PROTECT, related_name="changes")
    changes = SealedJSONField(default=dict, editable=False)
    reason = models.TextField(_("why"), max_length=1000)
    asked_by = person(verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed by the candidate at"), null=True, editable=False)
    accepted = models.BooleanField(_("accepted"), null=True, editable=False)
    decided_by = person(null=True, editable=False, verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decision_reason = models.TextField(_("reason"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("request for a change")
        verbose_name_plural = _("requests for changes")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_change_of_a_candidacy",
                fields=["candidacy"],
                condition=Q(decided_at=None),
                violation_error_message=_("A change of this candidate waits already."),
            ),
            models.CheckConstraint(
                name="change_is_decided_whole_or_not_at_all",
                condition=Q(decided_at=None, accepted=None)
                | Q(decided_at__isnull=False, accepted__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_confirmed_change_is_accepted",
                condition=~Q(accepted=True) | Q(confirmed_at__isnull=False),
                violation_error_message=_("The candidate has not confirmed this change yet."),
            ),
        ]

    def __str__(self):
        return f"№ {self.candidacy_id} · {self.asked_at:%Y-%m-%d}"


class PathRecord(models.Model):
    """A step of a candidate after the pool, with its date and its source. Readers see it once it is announced."""

    candidacy = models.ForeignKey(
        "campaigns.Candidacy", on_delete=models.PROTECT, related_name="path_records"
    )
    step = models.CharField(_("step"), max_length=20, choices=PathStep)
    on = models.DateField(_("date"))
    source = models.CharField(_("source document"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    document = models.ForeignKey(
        "campaigns.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = person()
    at = models.DateTimeField(default=timezone.now)
    announced_at = models.DateTimeField(null=True, editable=False)
    # Entered by mistake: it stays in the history and does not count.
    taken_back_at = models.DateTimeField(null=True, editable=False)
    taken_back_reason = models.TextField(blank=True, editable=False, max_length=1000)

    class Meta:
        verbose_name = _("step of a candidate")
        verbose_name_plural = _("steps of candidates")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_step_counts_once",
                fields=["candidacy", "step"],
                condition=Q(taken_back_at=None),
                violation_error_message=_("This step is recorded already."),
            )
        ]

    def __str__(self):
        return f"{self.get_step_display()} · № {self.candidacy_id}"
