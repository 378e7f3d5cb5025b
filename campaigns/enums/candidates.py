"""Candidates: the pool, the path after it, consents and demands (DESIGN §4, §6)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class PoolState(models.TextChoices):
    """Where a candidacy stands on its way into the pool (DESIGN §4). Moved by `campaigns.candidates` alone."""

    DRAFT = "draft", pgettext_lazy("state of a candidacy", "draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a candidacy", "under review")
    RETURNED = "returned", pgettext_lazy("state of a candidacy", "returned for revision")
    APPROVED = "approved", pgettext_lazy("state of a candidacy", "approved")
    REJECTED = "rejected", pgettext_lazy("state of a candidacy", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a candidacy", "withdrawn")


# A person stands once for a body while a candidacy is one of these, or a rejection is not announced yet.
LIVE = (PoolState.DRAFT, PoolState.SUBMITTED, PoolState.RETURNED, PoolState.APPROVED)


class PathStep(models.TextChoices):
    """The way of an approved candidate after the pool; each step with its date and source document (DESIGN §4)."""

    IN_POOL = "in-pool", pgettext_lazy("step of a candidate", "in the pool")
    PROPOSED = "proposed", pgettext_lazy("step of a candidate", "proposed")
    NOMINATED = "nominated", pgettext_lazy("step of a candidate", "nominated")
    REGISTERED = "registered", pgettext_lazy("step of a candidate", "registered")
    REFUSED = "refused", pgettext_lazy("step of a candidate", "registration refused")
    ELECTED = "elected", pgettext_lazy("step of a candidate", "elected")
    NOT_ELECTED = "not-elected", pgettext_lazy("step of a candidate", "not elected")
    MANDATE = "mandate", pgettext_lazy("step of a candidate", "holds the mandate")


class Scope(models.TextChoices):
    """What a candidate may consent to have published, each apart (DOMAIN §4); name and programme go with any."""

    PHOTO = "photo", pgettext_lazy("scope of a consent", "photo")
    BIRTH_DATE = "birth-date", pgettext_lazy("scope of a consent", "date of birth")
    BIOGRAPHY = "biography", pgettext_lazy("scope of a consent", "biography")
    WORKPLACE = "workplace", pgettext_lazy("scope of a consent", "workplace")
    UNION_POST = "union-post", pgettext_lazy("scope of a consent", "post in the trade union")
    PARTY = "party", pgettext_lazy("scope of a consent", "membership in a party")
    CONTACTS = "contacts", pgettext_lazy("scope of a consent", "contacts for voters")


class Advice(models.TextChoices):
    """What a second opinion says."""

    FOR = "for", pgettext_lazy("second opinion", "for")
    AGAINST = "against", pgettext_lazy("second opinion", "against")
    UNSURE = "unsure", pgettext_lazy("second opinion", "undecided")


class DemandKind(models.TextChoices):
    """What somebody demands of the data-protection officer (DESIGN §6)."""

    TAKEDOWN = "takedown", pgettext_lazy("demand", "remove personal data")
    ERROR = "error", pgettext_lazy("demand", "correct an error")
