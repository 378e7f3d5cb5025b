"""Campaigns, the steps of their clock, and what a rule set may speak of (DOMAIN §4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignKind(models.TextChoices):
    ELECTION = "election", pgettext_lazy("kind of campaign", "election")
    REFERENDUM = "referendum", pgettext_lazy("kind of campaign", "referendum")


class State(models.TextChoices):
    """Where a campaign stands. Computed from its clock, never stored (DESIGN §4)."""

    PREPARATION = "preparation", pgettext_lazy("state of a campaign", "in preparation")
    RUNNING = "running", pgettext_lazy("state of a campaign", "running")
    SILENCE = "silence", pgettext_lazy("state of a campaign", "silence and voting")
    RESULTS = "results", pgettext_lazy("state of a campaign", "results")
    ARCHIVE = "archive", pgettext_lazy("state of a campaign", "archive")


class Step(models.TextChoices):
    """The steps of a campaign's clock, in the order of its timeline."""

    NOMINATION = "nomination", pgettext_lazy("step of a campaign", "Nomination of candidates")
    REGISTRATION = "registration", pgettext_lazy("step of a campaign", "Registration of candidates")
    CAMPAIGNING = "campaigning", pgettext_lazy("step of a campaign", "Election campaigning")
    POLL_BAN = "poll-ban", pgettext_lazy("step of a campaign", "Ban on publishing opinion polls")
    SILENCE = "silence", pgettext_lazy("step of a campaign", "Silence")
    VOTING = "voting", pgettext_lazy("step of a campaign", "Voting")
    RESULTS = "results", pgettext_lazy("step of a campaign", "Results")


class Tense(models.TextChoices):
    """How a step stands to the present moment."""

    PAST = "past", pgettext_lazy("tense of a step", "over")
    CURRENT = "current", pgettext_lazy("tense of a step", "going on")
    FUTURE = "future", pgettext_lazy("tense of a step", "ahead")
    UNKNOWN = "unknown", pgettext_lazy("tense of a step", "date not known yet")


class Anchor(models.TextChoices):
    """The day from which a rule counts."""

    CALLED = "called", pgettext_lazy("anchor of a deadline", "from the day when the vote was called")
    VOTING = "voting", pgettext_lazy("anchor of a deadline", "from the voting day")


class Level(models.TextChoices):
    NATIONAL = "national", pgettext_lazy("level of a body", "nationwide")
    REGION = "region", pgettext_lazy("level of a body", "region")
    DISTRICT = "district", pgettext_lazy("level of a body", "district")


class System(models.TextChoices):
    PARTY_LIST = "party-list", pgettext_lazy("electoral system", "party list")
    SINGLE_MANDATE = "single-mandate", pgettext_lazy("electoral system", "single-mandate constituency")


class Nominator(models.TextChoices):
    PARTY = "party", pgettext_lazy("nominator", "political party")
    ASSOCIATION = "association", pgettext_lazy("nominator", "public association")
    BRANCH = "association-branch", pgettext_lazy("nominator", "branch of a public association")
    SELF = "self", pgettext_lazy("nominator", "self-nomination")


class RequirementKind(models.TextChoices):
    FIELD = "field", pgettext_lazy("requirement", "statement")
    DOCUMENT = "document", pgettext_lazy("requirement", "document")


class Rule(models.TextChoices):
    """What a check may ask: the fixed vocabulary (DESIGN §5). `campaigns.checks` knows how each is asked."""

    ROUTE = "route", _("The way of nomination is open for this body")
    CONSTITUENCY = "constituency", _("The constituency fits the electoral system")
    WINDOW = "window", _("The documents are handed in within the period")
    AGE = "age", _("Least age on the voting day")
    RESIDENCE = "residence", _("Years of permanent residence in the country")
    CITIZENSHIP = "citizenship", _("Citizenship of the Republic of Kazakhstan")
    BAR = "bar", _("Nothing bars the person from standing")
    ONE_SEAT = "one-seat", _("Seat in one maslikhat only")
    FIELDS = "fields", _("All statements are given")
    DOCUMENTS = "documents", _("All documents are there")
    DEPOSIT = "deposit", _("Deposit is paid")
    QUOTA = "quota", _("Quota of a party list")


class Bar(models.TextChoices):
    """Grounds that bar from standing (DOMAIN §4)."""

    INCAPABLE = "incapable", _("declared incapable by a court")
    SENTENCE = "sentence", _("serves a sentence by judgment of a court")
    CONVICTION = "conviction", _("has an unspent conviction")
    CORRUPTION = "corruption", _("a court found guilty of a corruption crime or offence")


class Verdict(models.TextChoices):
    PASSED = "passed", pgettext_lazy("verdict of a check", "fulfilled")
    REFUSED = "refused", pgettext_lazy("verdict of a check", "not fulfilled")
    OPEN = "open", pgettext_lazy("verdict of a check", "the rule is not known yet")


class Outcome(models.TextChoices):
    """Of a referendum."""

    ADOPTED = "adopted", pgettext_lazy("outcome of a referendum", "adopted")
    REJECTED = "rejected", pgettext_lazy("outcome of a referendum", "not adopted")
    INVALID = "invalid", pgettext_lazy("outcome of a referendum", "did not take place")


class CountState(models.TextChoices):
    """Of a count of votes. Follows from the moments on its row, never stored."""

    WAITING = "waiting", pgettext_lazy("state of a count", "waits for confirmation")
    RETURNED = "returned", pgettext_lazy("state of a count", "returned")
    CONFIRMED = "confirmed", pgettext_lazy("state of a count", "confirmed")
    REPLACED = "replaced", pgettext_lazy("state of a count", "replaced")
