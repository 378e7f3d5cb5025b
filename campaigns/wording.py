"""A rule set in words: what a check asks, when a period begins and ends, and which questions are open."""

from dataclasses import dataclass

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from campaigns.checks import PARAMETERS
from campaigns.clock import Period
from campaigns.enums import Anchor, Bar, CampaignKind, RequirementKind, Rule, Step, System
from campaigns.models import Body


@dataclass(frozen=True)
class Line:
    """One line of a rule set. body: the Body it concerns, or None for all; text: "" where it is not known."""

    name: str
    text: str
    is_open: bool
    law: str = ""
    body: Body | None = None


def parameters(check):
    """What a check asks beside its name, in words; "" where a rule has no parameter, None where it is not known."""
    names = PARAMETERS.get(check.rule, ())
    if any(getattr(check, name) in (None, "") for name in names):
        return None
    if check.rule == Rule.AGE:
        words = npgettext("age", "%(count)s year", "%(count)s years", check.years)
        return words % {"count": check.years}
    if check.rule == Rule.RESIDENCE:
        words = npgettext("residence", "%(count)s year", "%(count)s years", check.years)
        return words % {"count": check.years}
    if check.rule == Rule.BAR:
        return str(Bar(check.bar).label)
    if check.rule == Rule.WINDOW:
        return str(Step(check.step).label)
    if check.rule == Rule.QUOTA:
        return _(
            "women, persons younger than %(years)s and persons with disabilities together: at least %(percent)s%%"
        ) % {"years": check.years, "percent": check.percent}
    return ""


def is_open(check, bodies):
    """Whether the check cannot be asked yet: of itself, or of one of `bodies` that it concerns."""
    if parameters(check) is None:
        return True
    concerned = [body for body in bodies if check.body_id in (None, body.pk)]
    if check.rule == Rule.DEPOSIT:
        return any(body.deposit is None for body in concerned)
    kind = {Rule.FIELDS: RequirementKind.FIELD, Rule.DOCUMENTS: RequirementKind.DOCUMENT}.get(check.rule)
    if kind:
        return any(not requirements_at_all(check.rule_set, body, kind) for body in concerned)
    return False


def requirements_at_all(rule_set, body, kind):
    return [row for row in rule_set.requirements.all() if row.kind == kind and row.body_id in (None, body.pk)]


def edge(anchor, days, time):
    """A border of a period in words, such as "39 days before the voting day, 18:00"; "" where it is not known."""
    if days is None:
        return ""
    values = {"count": abs(days)}
    if anchor == Anchor.CALLED:
        words = {
            -1: ngettext("%(count)s day before the call", "%(count)s days before the call", abs(days)),
            0: _("on the day of the call"),
            1: ngettext("%(count)s day after the call", "%(count)s days after the call", abs(days)),
        }
    else:
        words = {
            -1: ngettext(
                "%(count)s day before the voting day", "%(count)s days before the voting day", abs(days)
            ),
            0: _("on the voting day"),
            1: ngettext(
                "%(count)s day after the voting day", "%(count)s days after the voting day", abs(days)
            ),
        }
    sign = (days > 0) - (days < 0)
    return f"{words[sign] % values}, {time_format(time)}"


@dataclass(frozen=True)
class Term:
    """A period in words, and for one campaign as dates: `period`, or None."""

    name: str
    begins: str
    ends: str
    law: str
    period: Period | None = None


def terms(rule_set, kind, clock=None):
    """The periods of one kind of campaign, in the order of the timeline. clock: the Clock whose dates they show."""
    order = list(Step)
    rows = sorted(
        (row for row in rule_set.deadlines.all() if row.kind == kind), key=lambda row: order.index(row.step)
    )
    return [
        Term(
            str(Step(row.step).label),
            edge(row.begins_anchor, row.begins_days, row.begins_time),
            edge(row.ends_anchor, row.ends_days, row.ends_time),
            row.law,
            clock.period(row.step) if clock else None,
        )
        for row in rows
    ]


def open_questions(rule_set, only=None):
    """What was not found in the law, as phrases in the active language: [] when all is known.

    only: the CampaignKind that is asked about, default both. Reads the rule set with all its rows.
    """
    found = []
    if only != CampaignKind.REFERENDUM:
        bodies = list(rule_set.bodies.all())
        found += [question for body in bodies for question in open_of_body(body)]
        for check in rule_set.checks.all():
            if is_open(check, bodies):
                name = Rule(check.rule).label
                found.append(f"{check.body}: {name}" if check.body else str(name))
    for row in rule_set.deadlines.all():
        if only and row.kind != only:
            continue
        for days, side in ((row.begins_days, _("the beginning")), (row.ends_days, _("the end"))):
            if days is None:
                name = f"{Step(row.step).label} ({side})"
                found.append(name if only else f"{CampaignKind(row.kind).label.capitalize()}: {name}")
    return found


def open_of_body(body):
    """Open questions of one body: who may nominate, the threshold of a list, and how it is elected at all."""
    systems = list(body.systems.all())
    if not systems:
        yield _("%(body)s: how it is elected") % {"body": body}
    for system in systems:
        name = f"{body}, {System(system.system).label}"
        if not all(route.known for route in system.routes.all()) or not system.routes.all():
            yield _("%(name)s: who may nominate") % {"name": name}
        if system.system == System.PARTY_LIST and system.threshold is None:
            yield _("%(name)s: threshold") % {"name": name}


def lines(rule_set):
    """The checks as lines to read, in the order of the vocabulary, each for its body or for all."""
    order = list(Rule)
    bodies = list(rule_set.bodies.all())
    return [
        Line(
            str(Rule(check.rule).label),
            parameters(check) or "",
            is_open(check, bodies),
            check.law,
            check.body,
        )
        for check in sorted(rule_set.checks.all(), key=lambda row: (order.index(row.rule), row.pk))
    ]
