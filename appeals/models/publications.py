"""The publication: one working copy in two languages, and the record of its moves."""

from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from appeals.enums import SECTION_OF, WRITING, AdoptingBody, Gap, Kind, Move, Status
from appeals.models.editions import Edition
from appeals.models.imprint import LANGUAGES, Imprinted

SAID = tuple(f"{name}_{language}" for name in ("title", "lead", "body") for language in LANGUAGES)
# What an edition freezes: a change of any of these is an edit of the working copy and passes review again.
TEXT_FIELDS = (
    *SAID,
    "adoption_text_kk",
    "adoption_text_ru",
    "adopting_body",
    "session_on",
    "decided_on",
    "decision_number",
)

WRITERS_ELSEWHERE = []


def written_elsewhere(writers):
    """Registers who wrote, in rows of another part of the portal, what a publication is made of.

    writers: (publication) -> ids of people, since its newest edition.
    """
    WRITERS_ELSEWHERE.append(writers)
    return writers


# Functions (publication) -> [sentence], see `told_elsewhere`.
TOLD_ELSEWHERE = []


def told_elsewhere(notes):
    """Registers what the approver and the publisher are told of what a publication is made of elsewhere.

    notes: (publication) -> sentences, in the active language.
    """
    TOLD_ELSEWHERE.append(notes)
    return notes


def adoption_record(text, publication):
    """What an edition keeps of the adoption (see `Edition.adoption`); {} when nothing was adopted.

    text: the Publication itself, or a row of its history. The signatories are those of the publication.
    """

    def iso(day):
        return day.isoformat() if day else ""

    record = {
        "body": text.adopting_body,
        "session_on": iso(text.session_on),
        "decided_on": iso(text.decided_on),
        "number": text.decision_number,
        "text_kk": text.adoption_text_kk,
        "text_ru": text.adoption_text_ru,
        "signatories": list(publication.signatories.values("name_kk", "name_ru", "office_kk", "office_ru")),
    }
    return record if any(record.values()) else {}


class PublicationQuerySet(models.QuerySet):
    def public(self, at=None):
        """Items that readers may open now: not withdrawn, with an edition whose hour has come.

        at: aware datetime, default now.
        """
        editions = Edition.objects.released(at).filter(publication=OuterRef("pk"))
        return self.filter(Exists(editions), withdrawn_at=None)

    def of_section(self, section):
        return self.filter(kind__in=section.kinds)

    def with_state(self, at=None):
        """Adds what `state` needs, so that a list costs no query per row.

        Annotations: last_version (version of the newest live edition or None), public_number, scheduled_for.
        """
        at = at or timezone.now()
        live = Edition.objects.live().filter(publication=OuterRef("pk")).order_by("-number")
        return self.annotate(
            last_version=Subquery(live.values("version")[:1]),
            public_number=Subquery(live.filter(public_from__lte=at).values("number")[:1]),
            scheduled_for=Subquery(live.filter(public_from__gt=at).values("public_from")[:1]),
        )


class Publication(Imprinted):
    """What the federation says, in Kazakh and Russian as equals.

    The row is the staff's working copy; the public reads editions. `status`, `version`, `gap` and the
    withdrawal are changed by `appeals.publishing` alone.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(
        _("state of the working copy"), max_length=20, choices=Status, default=Status.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    gap = models.CharField(_("languages"), max_length=20, choices=Gap, default=Gap.NONE, editable=False)

    title = models.CharField(_("title"), max_length=500, blank=True)
    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences for lists and feeds."))
    body = models.TextField(_("text"), blank=True)
    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("Made from the title when left empty. The former address keeps leading here."),
        error_messages={"unique": _("Another publication has this address. Choose a different one.")},
    )
    topics = models.ManyToManyField("appeals.Topic", verbose_name=_("topics"), blank=True)
    regions = models.ManyToManyField(
        "federation.Region",
        verbose_name=_("regions"),
        blank=True,
        related_name="publications",
        help_text=_(
            "Whom it concerns most: readers who follow a region hear of it. Empty: the whole country."
        ),
    )

    adopting_body = models.CharField(_("adopted by"), max_length=30, choices=AdoptingBody, blank=True)
    adoption_text = models.CharField(
        _("adoption line"),
        max_length=500,
        blank=True,
        help_text=_(
            "As it stands under the document, for example: adopted by decision of the General Council."
        ),
    )
    session_on = models.DateField(_("date of the session"), null=True, blank=True)
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=50, blank=True)

    document_on = models.DateField(
        _("date of the document"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Of a document from the archive: its first edition may count as public from that day."),
    )
    source_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal_reason = models.TextField(_("public reason of the withdrawal"), blank=True, editable=False)
    # The text was removed for good (`appeals.erasing`): nothing can be done with the item any more.
    redacted_at = models.DateTimeField(_("text removed at"), null=True, editable=False)

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-changed_at"]
        indexes = [
            models.Index(fields=["-changed_at"], name="publication_changed"),
            models.Index(fields=["kind", "status"], name="publication_kind_status"),
        ]
        constraints = [
            models.CheckConstraint(
                name="publication_has_a_title",
                condition=~Q(title_kk="") | ~Q(title_ru=""),
                violation_error_message=_("Give a title in at least one language."),
            ),
            models.CheckConstraint(
                name="publication_withdrawal_has_reasons",
                condition=Q(withdrawn_at=None) | (~Q(withdrawal_reason_kk="") & ~Q(withdrawal_reason_ru="")),
                violation_error_message=_("Give the public reason of the withdrawal in both languages."),
            ),
        ]

    def __str__(self):
        return self.title or self.title_kk or self.title_ru

    def get_absolute_url(self, language=None):
        """Public address in `language` ("kk" or "ru", default the active one)."""
        with override(language or get_language()):
            return reverse(f"appeals:{self.section}-detail", args=[self.slug])

    @property
    def section(self):
        return SECTION_OF[Kind(self.kind)]

    @property
    def first_hour(self):
        """Noon (aware, the portal's zone) of the day of an archived document, or None when it has no past day."""
        if self.document_on is None:
            return None
        hour = timezone.make_aware(datetime.combine(self.document_on, time(12)))
        return hour if hour < timezone.now() else None

    @cached_property
    def last_edition(self):
        """Newest edition that was not taken off the schedule, public or yet to come; None before the first."""
        return self.editions.live().order_by("-number").first()

    @property
    def last_number(self):
        """Number of the newest edition, cancelled ones included; 0 before the first."""
        return self.editions.aggregate(last=Max("number"))["last"] or 0

    def public_edition(self, at=None):
        """The edition that readers see at `at` (aware, default now), or None."""
        return None if self.withdrawn_at else self.editions.released(at).order_by("-number").first()

    def scheduled_edition(self, at=None):
        """The edition that waits for its hour, or None."""
        return self.editions.live().filter(public_from__gt=at or timezone.now()).first()

    @property
    def is_out(self):
        """Whether readers have an edition, or will have it by the schedule."""
        return self.withdrawn_at is None and self.last_edition is not None

    @property
    def has_news_for_readers(self):
        """Whether the working copy differs from the newest edition."""
        return self.last_edition is None or self.last_edition.version != self.version

    @property
    def open_proposal(self):
        """The NeutralityProposal that waits for a decision, or None."""
        return self.neutrality_proposals.filter(accepted=None).select_related("proposed_by").first()

    def last_return(self):
        """The MoveRecord that sent this draft back to its writers, until it is submitted again; else None."""
        if self.status != Status.DRAFT:
            return None
        steps = self.moves.filter(move__in=(Move.SUBMIT, Move.RETURN, Move.APPROVE, Move.PUBLISH))
        last = steps.select_related("actor").first()
        return last if last and last.move == Move.RETURN else None

    def writers(self):
        """Ids of the people who wrote, since the newest edition, in the working copy or in what it was made of (four
        eyes)."""
        since = self.last_edition.version if self.last_edition else 0
        records = self.moves.filter(move__in=WRITING, version__gt=since).exclude(actor=None)
        elsewhere = (found(self) for found in WRITERS_ELSEWHERE)
        return set(records.values_list("actor_id", flat=True)).union(*elsewhere)


class MoveRecord(models.Model):
    """One line of a publication's history. Append-only: the database refuses to change or delete it.

    One change is let through, once: reason and details go when the text is removed for good (`appeals.erasing`).
    """

    publication = models.ForeignKey(
        Publication, verbose_name=_("publication"), on_delete=models.PROTECT, related_name="moves"
    )
    move = models.CharField(_("move"), max_length=20, choices=Move)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    version = models.PositiveIntegerField(_("version"))
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    reason = models.TextField(_("reason"), blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    waived = models.BooleanField(_("four eyes waived"), default=False)
    details = models.JSONField(default=dict)
    redacted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("history of moves")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["publication", "version"], name="move_publication_version")]

    def __str__(self):
        return f"{self.get_move_display()} · {self.at:%d.%m.%Y %H:%M}"
