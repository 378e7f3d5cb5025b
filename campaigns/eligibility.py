"""What a rule set asks of somebody who wants to stand: the questions of a form, and the answers as facts.

Only what a known rule needs is asked: an open rule asks for no personal data.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from campaigns.checks import checks_of, judge, requirements_of
from campaigns.clock import to_moment
from campaigns.enums import Bar, RequirementKind, Rule
from campaigns.findings import Facts
from campaigns.models import Body, Requirement

# Of the place, not of the person: chosen when the candidate is nominated.
NOT_ASKED = (Rule.CONSTITUENCY,)


@dataclass(frozen=True)
class Seat:
    """What somebody wants to stand for, and who nominates. system, nominator: values of `System`, `Nominator`."""

    body: Body
    system: str
    nominator: str


@dataclass(frozen=True)
class Questions:
    """What is to be asked for one seat. rules: those that need an answer; the lists are their choices."""

    rules: frozenset[Rule]
    bars: list[Bar] = field(default_factory=list)
    seats: list[Body] = field(default_factory=list)
    statements: list[Requirement] = field(default_factory=list)
    documents: list[Requirement] = field(default_factory=list)
    deposit: int | None = None  # whole tenge


def questions(campaign, seat):
    """The Questions of a campaign's rule set for one seat."""
    rule_set, body = campaign.rule_set, seat.body
    checks = checks_of(rule_set, body)
    rules = {
        Rule(check.rule)
        for check in checks
        if (check.rule not in (Rule.AGE, Rule.RESIDENCE) or check.years is not None)
        and (check.rule != Rule.WINDOW or check.step)
    }
    alone = {check.body_id for check in rule_set.checks.all() if check.rule == Rule.ONE_SEAT}
    kept = {
        kind: requirements_of(rule_set, body, seat.nominator, kind) if rule in rules else []
        for kind, rule in (
            (RequirementKind.FIELD, Rule.FIELDS),
            (RequirementKind.DOCUMENT, Rule.DOCUMENTS),
        )
    }
    return Questions(
        rules=frozenset(rules),
        bars=[Bar(check.bar) for check in checks if check.rule == Rule.BAR and check.bar],
        seats=[one for one in rule_set.bodies.all() if None in alone or one.pk in alone]
        if Rule.ONE_SEAT in rules
        else [],
        statements=kept[RequirementKind.FIELD],
        documents=kept[RequirementKind.DOCUMENT],
        deposit=body.deposit if Rule.DEPOSIT in rules else None,
    )


def facts(campaign, seat, answers):
    """The Facts of the answers: dict with what the form asked; a missing answer means «not given».

    Keys: birth_date, residence_years, citizen (bool), bars, other_seats, given, documents (lists of codes),
    deposit (bool: paid in full), handed_in (naive local date-time; without it: now) and zone (IANA name).
    """
    zone = answers.get("zone") or campaign.zones[0]
    handed_in = answers.get("handed_in")
    return Facts(
        body=seat.body,
        system=seat.system,
        nominator=seat.nominator,
        birth_date=answers.get("birth_date"),
        residence_years=answers.get("residence_years"),
        citizen=answers.get("citizen"),
        bars=frozenset(answers.get("bars", ())),
        other_seats=frozenset(answers.get("other_seats", ())),
        given=frozenset(answers.get("given", ())),
        documents=frozenset(answers.get("documents", ())),
        deposit_paid=seat.body.deposit if answers.get("deposit") else None,
        handed_in_at=to_moment(handed_in, zone) if handed_in else timezone.now(),
        zone=zone,
    )


def first_finding(campaign, seat):
    """What the rules say of the seat alone, before anything is asked of the person; None where they say nothing."""
    seat_alone = Facts(body=seat.body, system=seat.system, nominator=seat.nominator)
    return next(iter(judge(campaign, seat_alone, but=set(Rule) - {Rule.ROUTE})), None)


def findings(campaign, seat, answers):
    """The list of Finding for the answers of one person; nothing is stored."""
    return [one for one in judge(campaign, facts(campaign, seat, answers)) if one.rule not in NOT_ASKED]
