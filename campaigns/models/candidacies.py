"""Candidacies: a person in a campaign, for a body and a constituency, by a way of nomination (DESIGN §4, 6)."""

import hashlib

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Bar, Nominator, PathStep, PoolState, System
from campaigns.models.papers import private_name, private_storage
from campaigns.models.places import around
from campaigns.models.standing import STANDING, CandidacyQuerySet
from federation.models.naming import InOrder
from federation.sealing import SealedTextField


def photo_name(candidacy, name):
    return private_name("photos", name)


class Candidacy(InOrder):
    """A person who stands for a body in a campaign; the same person may stand in many.

    The row holds what was approved or is being prepared: after the approval a branch's edit waits as a
    `ChangeRequest`. States change through `campaigns.candidates` alone.
    """

    # The seat
    campaign = models.ForeignKey(
        "campaigns.Campaign", verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="candidacies"
    )
    body = models.ForeignKey(
        "campaigns.Body", verbose_name=_("body"), on_delete=models.PROTECT, related_name="candidacies"
    )
    system = models.CharField(_("electoral system"), max_length=20, choices=System)
    constituency = models.ForeignKey(
        "campaigns.Constituency",
        verbose_name=_("constituency"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="candidacies",
    )
    region = models.ForeignKey(
        "federation.Region", verbose_name=_("region"), on_delete=models.PROTECT, related_name="candidacies"
    )
    nominator = models.CharField(_("way of nomination"), max_length=20, choices=Nominator)
    nominator_name = models.CharField(_("who nominates"), max_length=300, blank=True)
    registered_by = models.ForeignKey(
        "federation.Organisation",
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        related_name="candidacies",
    )

    # The person
    person = models.ForeignKey(
        "campaigns.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="candidacies",
    )
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    workplace = models.CharField(_("workplace and position"), max_length=300, blank=True)
    union_post = models.CharField(_("post in the trade union"), max_length=300, blank=True)
    party = models.CharField(_("membership in a party"), max_length=200, blank=True)
    primary_organisation = models.ForeignKey(
        "federation.Organisation",
        verbose_name=_("primary organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": "primary"},
        related_name="own_candidacies",
    )
    industry = models.ForeignKey(
        "federation.Industry",
        verbose_name=_("industry"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="candidacies",
    )
    biography = models.TextField(_("biography"), blank=True, max_length=5000)
    programme = models.TextField(_("programme"), blank=True, max_length=10000)
    planks = models.ManyToManyField(
        "campaigns.Plank", verbose_name=_("planks supported"), blank=True, related_name="candidacies"
    )
    # What was published of the candidate: each of them campaign material with its own imprint.
    materials = models.ManyToManyField(
        "appeals.Publication", verbose_name=_("campaign materials"), blank=True, related_name="candidacies"
    )
    public_contacts = models.CharField(
        _("contacts for voters"),
        max_length=300,
        blank=True,
        help_text=_("Phone, e-mail or page that voters may use. Published only with consent."),
    )
    photo = models.ImageField(
        _("photo"), upload_to=photo_name, storage=private_storage, max_length=200, blank=True
    )
    # [left, top, width, height] in pixels of the stored photo; None shows its middle.
    photo_crop = ArrayField(models.PositiveIntegerField(), size=4, null=True, blank=True, editable=False)
    photo_alt = models.CharField(_("description of the photo"), max_length=300, blank=True)

    # Private: for the review alone
    phone = SealedTextField(_("phone"), blank=True, default="")
    email = SealedTextField(_("e-mail"), blank=True, default="")
    address = SealedTextField(_("address"), blank=True, default="")
    disabled = models.BooleanField(_("has a disability"), null=True, blank=True)
    citizen = models.BooleanField(_("citizen of the Republic of Kazakhstan"), null=True, blank=True)
    residence_years = models.PositiveSmallIntegerField(
        _("years of permanent residence"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    bars = ArrayField(
        models.CharField(max_length=20, choices=Bar),
        verbose_name=_("grounds that bar"),
        null=True,
        blank=True,
    )
    other_seats = ArrayField(
        models.SlugField(max_length=40), verbose_name=_("other seats and candidacies"), null=True, blank=True
    )
    given = ArrayField(
        models.SlugField(max_length=40), verbose_name=_("statements given"), default=list, blank=True
    )
    deposit_paid = models.BooleanField(_("the deposit is paid"), null=True, blank=True)

    # Where it stands
    pool_state = models.CharField(
        _("state"), max_length=20, choices=PoolState, default=PoolState.DRAFT, editable=False
    )
    path = models.CharField(
        _("step"), max_length=20, choices=PathStep, default=PathStep.IN_POOL, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    announced_at = models.DateTimeField(_("announced at"), null=True, editable=False)
    # The address is given when readers first see it, and taken when the data are taken down: its hash stays.
    slug = models.SlugField(_("address"), max_length=100, null=True, editable=False)
    slug_hash = models.CharField(max_length=64, blank=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)
    # sha256 of what the public page said, when it was erased: that is all that stays of it.
    erased_digest = models.CharField(max_length=64, blank=True, editable=False)

    ordered_by = "full_name"
    objects = CandidacyQuerySet.as_manager()

    class Meta(InOrder.Meta):
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        constraints = [
            models.UniqueConstraint(
                name="person_stands_once_for_a_body",
                fields=["person", "campaign", "body"],
                condition=STANDING,
                violation_error_message=_(
                    "This person is registered for this body in this campaign already. Ask headquarters."
                ),
            ),
            models.UniqueConstraint(
                name="candidacy_address_once",
                fields=["campaign", "slug"],
                violation_error_message=_("Another candidate of the campaign has this address."),
            ),
            models.CheckConstraint(
                name="party_list_has_no_constituency",
                condition=~Q(system=System.PARTY_LIST) | Q(constituency=None),
                violation_error_message=_("A party list has no single-mandate constituency."),
            ),
            models.CheckConstraint(
                name="only_drafts_lack_the_person",
                condition=Q(pool_state__in=[PoolState.DRAFT, PoolState.RETURNED, PoolState.WITHDRAWN])
                | Q(person__isnull=False)
                | Q(erased_at__isnull=False),
                violation_error_message=_("Give the IIN of the candidate."),
            ),
            models.CheckConstraint(
                name="announced_candidacy_has_its_address",
                condition=Q(announced_at=None) | ~Q(pool_state=PoolState.APPROVED) | Q(slug__isnull=False),
            ),
            models.CheckConstraint(
                name="only_the_approved_walk_the_path",
                condition=Q(path=PathStep.IN_POOL)
                | Q(pool_state__in=[PoolState.APPROVED, PoolState.WITHDRAWN]),
                violation_error_message=_("Only an approved candidate goes further."),
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "pool_state", "region"], name="candidacy_of_the_pool"),
            models.Index(fields=["slug_hash"], name="candidacy_by_former_address"),
        ]

    def __str__(self):
        return self.full_name or self.audit_text

    @property
    def audit_text(self):
        """How the audit log, which nobody can erase, calls it: without the name."""
        return f"№ {self.pk}"

    @property
    def is_unannounced(self):
        """Whether its decision waits for its announcement: `UNANNOUNCED` of this row."""
        decided = self.pool_state in (PoolState.APPROVED, PoolState.REJECTED)
        return decided and self.announced_at is None and self.erased_at is None

    @property
    def known_state(self):
        """The PoolState for all but headquarters: SUBMITTED while the decision is not announced."""
        return PoolState.SUBMITTED if self.is_unannounced else PoolState(self.pool_state)

    @property
    def photo_version(self):
        """12 hexadecimal digits that change with the photo and its crop alone, for addresses and ETags."""
        return hashlib.sha256(f"{self.photo.name} {self.photo_crop}".encode()).hexdigest()[:12]

    def name_in(self, language):
        """«Family name, given name, patronymic» in "kk" or "ru"; "" while nothing is given."""
        parts = (getattr(self, f"{part}_{language}") for part in ("family_name", "given_name", "patronymic"))
        return " ".join(part for part in parts if part)

    @property
    def mail_about(self):
        """Word by which the mails about it are found (`federation.outbox.forget`)."""
        return f"candidacy:{self.pk}"

    @property
    def full_name_kk(self):
        return self.name_in("kk")

    @property
    def full_name_ru(self):
        return self.name_in("ru")

    @property
    def full_name(self):
        """The name in the active language, else in the other one."""
        names = (self.full_name_kk, self.full_name_ru)
        return next(filter(None, reversed(names) if get_language() == "ru" else names), "")

    @property
    def place(self):
        """Where the person stands, in words: the constituency with the region around it, else the region."""
        wider = around(self.constituency and self.constituency.name, self.region)
        return " · ".join(str(part) for part in (self.constituency, wider) if part)

    def get_absolute_url(self, language=None):
        """Public address; only what was announced has one."""
        with override(language or get_language()):
            return reverse("campaigns:candidate", args=[self.campaign.slug, self.slug])

    def clean(self):
        super().clean()
        place = self.constituency
        if place and (place.campaign_id, place.body_id) != (self.campaign_id, self.body_id):
            raise ValidationError(
                {"constituency": _("The constituency belongs to another body or campaign.")}
            )
        if place and place.region_id and place.region_id != self.region_id:
            raise ValidationError({"region": _("The constituency lies in another region.")})


class CandidacyEvent(models.Model):
    """A line of a candidacy's history: who did what, when. Names fields, never their values. Append-only."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        verbose_name = _("line of history")
        verbose_name_plural = _("history of a candidacy")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.candidacy.audit_text} · {self.move}"
