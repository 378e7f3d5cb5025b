"""What is known of a candidacy, and what a check found: worded in the language that is active when it is read."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils import formats
from django.utils.formats import date_format

from campaigns.enums import Bar, Rule, Verdict
from campaigns.models import Body, Constituency


@dataclass(frozen=True)
class Facts:
    """What is known of one candidacy. None means «not given»: refused where a rule asks for it.

    system, nominator: values of `System`, `Nominator`. residence_years: completed years. bars: grounds that apply.
    other_seats: codes of the bodies where the person sits or stands besides this candidacy. given, documents: codes
    of `Requirement`. deposit_paid: whole tenge. handed_in_at: aware. zone: IANA name, "" for the campaign's first.
    """

    body: Body
    system: str
    nominator: str
    constituency: Constituency | None = None
    birth_date: datetime.date | None = None
    residence_years: int | None = None
    citizen: bool | None = None
    bars: frozenset[Bar] | None = None
    other_seats: frozenset[str] | None = None
    given: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    deposit_paid: int | None = None
    handed_in_at: datetime.datetime | None = None
    zone: str = ""


@dataclass(frozen=True)
class Finding:
    """What one check found. Its texts are worded in the active language.

    sources: rows that may name the place in the law, the most special first; the rule set comes last.
    """

    rule: Rule
    verdict: Verdict
    message: str
    values: dict = field(default_factory=dict)
    sources: tuple[Model, ...] = ()

    @property
    def is_to_bring(self):
        """Whether only something is missing that can still be brought: papers, statements, the deposit."""
        return self.verdict == Verdict.REFUSED and self.rule in TO_BRING

    @property
    def is_in_the_way(self):
        """Whether it is refused, and nothing that can be brought mends it: so nobody is approved."""
        return self.verdict == Verdict.REFUSED and not self.is_to_bring

    @property
    def sentence(self):
        """What was found, for the person."""
        return str(self.message) % {name: shown(value) for name, value in self.values.items()}

    @property
    def law(self):
        """Place in the law, or the law itself."""
        return next((row.law for row in self.sources if row.law), "")


# What a person can still bring until registration; the rest stands in the way.
TO_BRING = (Rule.FIELDS, Rule.DOCUMENTS, Rule.DEPOSIT)


def shown(value):
    if isinstance(value, datetime.datetime):
        return date_format(value, "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, int):
        return formats.number_format(value, use_l10n=True, force_grouping=True)
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)


def completed_years(born, on):
    """Whole years of age on the day `on`; who was born on 29 February completes a year on 1 March of a plain year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def overall(findings):
    """The verdict on all findings: refused, else open, else passed; `OPEN` for none at all."""
    verdicts = {finding.verdict for finding in findings}
    return next(
        (verdict for verdict in (Verdict.REFUSED, Verdict.OPEN) if verdict in verdicts),
        Verdict.PASSED if verdicts else Verdict.OPEN,
    )
