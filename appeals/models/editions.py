"""Editions: what was published, numbered and never changed again."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from appeals.enums import SECTION_OF, AdoptingBody, Kind, Significance
from federation.enums import Matter
from federation.models.quiet import QuietSince


@dataclass(frozen=True)
class Text:
    """An edition, or a working copy, in one language: what a page of that language shows."""

    language: str
    title: str
    lead: str
    body: str
    adoption_text: str = ""
    note: str = ""


# All that stays of a text which was removed for good; the database knows these sentences (migration 0010).
TOMBSTONE_KK = "Мәтін дербес деректерді қорғау үшін жойылды."
TOMBSTONE_RU = "Текст удалён для защиты персональных данных."

# Which mark of an item puts it under the quiet of which matter.
QUIETED = {"campaign_material": Matter.CAMPAIGN, "opinion_poll": Matter.POLLS}


def quieted(at, *, newly=False):
    """Q of the editions whose item a quiet period of its matter keeps from readers at `at` (aware).

    newly: only those whose hour fell into the quiet that still holds. Asks no table but that of quiet periods.
    """
    found = Q()
    for mark, matter in QUIETED.items():
        since = QuietSince(matter, at)
        holds = Q(public_from__gte=since) if newly else Q(LessThanOrEqual(since, Value(at)))
        found |= Q(holds, **{f"publication__{mark}": True})
    return found


class EditionQuerySet(models.QuerySet):
    def live(self):
        """Editions that were not taken off the schedule."""
        return self.filter(cancellation=None)

    def released(self, at=None):
        """Live editions whose hour has come. at: aware datetime, default now.

        What is marked and has its hour in a quiet period waits for the end of the quiet (DOMAIN §4: not newly public).
        """
        at = at or timezone.now()
        return self.live().filter(public_from__lte=at).exclude(quieted(at, newly=True))

    def public(self, at=None):
        """The one edition of each item that readers see: the newest released, item not withdrawn."""
        newer = Edition.objects.released(at).filter(
            publication=OuterRef("publication"), number__gt=OuterRef("number")
        )
        return self.released(at).filter(~Exists(newer), publication__withdrawn_at=None)

    def promoted(self, at=None):
        """Public editions that may stand on main pages, lists and feeds.

        In a quiet period what is marked keeps its address and leaves these surfaces (DOMAIN §4, silence).
        """
        at = at or timezone.now()
        return self.public(at).exclude(quieted(at))

    def of_section(self, section):
        return self.filter(kind__in=section.kinds)

    def newest_first(self):
        return self.order_by("-first_public_from", "-publication_id")


class Edition(models.Model):
    """Both languages as published in one act. Append-only: the database refuses to change or delete it.

    One change is let through, once: what it said gives way to the tombstone (`appeals.erasing`).

    `public_from` is an aware moment, the hour from which readers see it; `first_public_from` is that of the
    item's first edition and dates the item in lists. `adoption` and `attachments` are copies, not links:
    {"body", "session_on", "decided_on", "number", "text_kk", "text_ru", "signatories": [{"name_kk", …}]} and
    [{"id", "file", "name", "type", "size", "image", "width", "height", "title_kk", "title_ru"}].
    `imprint` is what campaign material bore when it was published (`Imprinted.imprint_record`), else {}.
    """

    publication = models.ForeignKey(
        "appeals.Publication",
        verbose_name=_("publication"),
        on_delete=models.PROTECT,
        related_name="editions",
    )
    number = models.PositiveIntegerField(_("number"))
    version = models.PositiveIntegerField(_("version of the working copy"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title_kk = models.CharField(_("title in Kazakh"), max_length=500)
    title_ru = models.CharField(_("title in Russian"), max_length=500)
    lead_kk = models.TextField(_("lead in Kazakh"), blank=True)
    lead_ru = models.TextField(_("lead in Russian"), blank=True)
    body_kk = models.TextField(_("text in Kazakh"))
    body_ru = models.TextField(_("text in Russian"))
    adoption = models.JSONField(_("adoption record"), default=dict, blank=True)
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    imprint = models.JSONField(_("imprint"), default=dict, blank=True)
    note_kk = models.TextField(_("public change note in Kazakh"), blank=True)
    note_ru = models.TextField(_("public change note in Russian"), blank=True)
    significance = models.CharField(
        _("significance"), max_length=10, choices=Significance, default=Significance.MAJOR
    )
    correction = models.BooleanField(_("correction"), default=False)
    sealed = models.BooleanField(_("sealed by a decision"), default=False)
    overrides = models.JSONField(_("accepted differences"), default=list, blank=True)
    four_eyes_waived = models.BooleanField(_("published by one of its writers"), default=False)
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("publisher"), on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    public_from = models.DateTimeField(_("public from"))
    first_public_from = models.DateTimeField(_("date of the item"))
    hash_kk = models.CharField(_("hash of the Kazakh text"), max_length=64)
    hash_ru = models.CharField(_("hash of the Russian text"), max_length=64)
    search_kk = models.TextField(editable=False)
    search_ru = models.TextField(editable=False)
    redacted_at = models.DateTimeField(_("text removed at"), null=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["publication", "version"],
                name="edition_version_once",
                violation_error_message=_("This version was published before."),
            ),
            models.CheckConstraint(
                name="edition_complete_in_both_languages",
                condition=~Q(title_kk="") & ~Q(title_ru="") & ~Q(body_kk="") & ~Q(body_ru=""),
                violation_error_message=_("An edition needs title and text in both languages."),
            ),
        ]
        indexes = [
            models.Index(fields=["-first_public_from", "-publication"], name="edition_newest_first"),
            models.Index(fields=["public_from"], name="edition_public_from"),
            # The very expressions of `federation.site.searching`.
            GinIndex(SearchVector("search_kk", config="simple"), name="edition_words_kk"),
            GinIndex(SearchVector("search_ru", config="simple"), name="edition_words_ru"),
        ]

    def __str__(self):
        return f"{self.title} · {self.number}"

    def get_absolute_url(self, language=None):
        """Permanent public address of this very edition."""
        with override(language or get_language()):
            return reverse(f"appeals:{self.section}-edition", args=[self.publication.slug, self.number])

    @property
    def title(self):
        return self.title_ru if get_language() == "ru" else self.title_kk

    @property
    def lead(self):
        return self.lead_ru if get_language() == "ru" else self.lead_kk

    def text(self, language=None):
        """The edition in one language ("kk" or "ru", default the active one) as a `Text`."""
        language = language or get_language()
        return Text(
            language=language,
            title=getattr(self, f"title_{language}"),
            lead=getattr(self, f"lead_{language}"),
            body=getattr(self, f"body_{language}"),
            adoption_text=self.adoption.get(f"text_{language}", ""),
            note=getattr(self, f"note_{language}"),
        )

    @property
    def section(self):
        return SECTION_OF[Kind(self.kind)]

    @property
    def adopting_body_label(self):
        body = self.adoption.get("body")
        return AdoptingBody(body).label if body else ""


class EditionCancellation(models.Model):
    """A scheduled edition was taken off the schedule before its hour. The edition itself stays as it was."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="cancellation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("cancelled edition")
        verbose_name_plural = _("cancelled editions")

    def __str__(self):
        return str(self.edition)
