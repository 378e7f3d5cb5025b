"""The door through which rule sets change: loading, editing, new versions (DESIGN §5).

Every function works in one transaction under a lock and leaves a line in the audit log. `by` is the acting User, or
None where the portal itself acts (commands). What is not possible raises `Refused` with sentences for the person.
"""

import tomllib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.campaigning import follow_rules, require
from campaigns.models import Body, Check, Deadline, ElectoralSystem, Requirement, Route, RuleSet
from federation.models.audit import name_actions, record
from federation.refusals import Refused

DATA = Path(__file__).resolve().parent / "data"
MAY = "campaigns.lead_campaign"


class Unreadable(Exception):
    """The file is no rule set; says where and why, in English: for the operator of the command."""


# Files


def standard_files():
    """Paths of the rule sets that the portal brings along."""
    return sorted(DATA.glob("kz-*.toml"))


@transaction.atomic
def load(path, by=None):
    """Makes the rule set written in the TOML file `path`; returns it, or None when this version is there already.

    What staff have edited stays: a version that exists is left alone. Raises Unreadable and saves nothing when the
    file has an unknown word, a missing field or no TOML.
    """
    require(by, MAY)
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path}: {error}") from error
    parts = {name: data.pop(name, []) for name in ("body", "requirement", "check", "deadline")}
    if RuleSet.objects.filter(code=data.get("code"), valid_from=data.get("valid_from")).exists():
        return None
    rule_set = row_of_file(RuleSet, data, path)
    bodies = {}
    for order, fields in enumerate(parts["body"], start=1):
        body = body_of_file(rule_set, fields, order, path)
        bodies[body.code] = body
    for model, rows in ((Requirement, parts["requirement"]), (Check, parts["check"])):
        for order, fields in enumerate(rows, start=1):
            code = fields.pop("body", None)
            if code is not None and code not in bodies:
                raise Unreadable(f"{path}: there is no body {code!r}.")
            fields = fields | ({"order": order} if model is Requirement else {})
            row_of_file(model, fields, path, rule_set=rule_set, body=bodies.get(code))
    for fields in parts["deadline"]:
        for edge in ("begins", "ends"):
            moment = fields.pop(edge, None)
            if moment is not None:
                fields |= dict(zip((f"{edge}_anchor", f"{edge}_days", f"{edge}_time"), moment, strict=False))
        row_of_file(Deadline, fields, path, rule_set=rule_set)
    record(by, "rules.load", rule_set, file=Path(path).name)
    return rule_set


def body_of_file(rule_set, fields, order, path):
    """The saved Body of one table `[[body]]` with its systems and ways of nomination."""
    systems = fields.pop("system", [])
    body = row_of_file(Body, {"order": order, **fields}, path, rule_set=rule_set)
    for one in systems:
        routes = [(name, True) for name in one.pop("routes", [])]
        routes += [(name, False) for name in one.pop("routes_not_known", [])]
        system = row_of_file(ElectoralSystem, one, path, body=body)
        for nominator, known in routes:
            row_of_file(Route, {"nominator": nominator, "known": known}, path, system=system)
    return body


def row_of_file(model, fields, path, **owners):
    """A valid and saved row of the model; else Unreadable."""
    try:
        row = model(**owners, **fields)
        row.full_clean()
    except (TypeError, ValidationError) as error:
        raise Unreadable(f"{path}: {model.__name__} {fields}: {error}") from error
    row.save()
    return row


# Changes


@transaction.atomic
def change(rule_set, by, write, **details):
    """Runs `write()`, which saves rows of the rule set, and lets its campaigns follow: quiet periods move with it.

    Refused for a version under which an election was already held, for the periods of a referendum that was held,
    and when a quiet period that holds now would end otherwise than announced; then nothing is saved. A rule set that
    is not saved yet is made by `write()`. details: what of it the audit log tells.
    """
    require(by, MAY)
    new = rule_set._state.adding
    if not new:
        require_living(rule_set)
    before = periods_of(rule_set, rule_set.held)
    write()
    if periods_of(rule_set, rule_set.held) != before:
        raise Refused(
            _("A referendum was held by these periods: they are not changed any more. Make a new version.")
        )
    follow_rules(rule_set)
    record(by, "rules.create" if new else "rules.change", rule_set, **details)


def periods_of(rule_set, kinds):
    """The rows of the periods of these kinds of campaign, to compare."""
    return list(Deadline.objects.filter(rule_set=rule_set.pk, kind__in=kinds).order_by("pk").values())


@transaction.atomic
def remove(rule_set, by):
    """Deletes a version that no campaign uses."""
    require(by, MAY)
    RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    if rule_set.campaigns.exists():
        raise Refused(_("A campaign runs under this version: it cannot be deleted."))
    record(by, "rules.remove", rule_set)
    rule_set.delete()


@transaction.atomic
def remove_body(body, by):
    """Deletes a body that no campaign elects."""
    require(by, MAY)
    require_living(body.rule_set)
    if body.campaigns.exists() or body.constituencies.exists() or body.results.exists():
        raise Refused(_("A campaign elects this body: it cannot be deleted."))
    record(by, "rules.change", body.rule_set, removed=str(body))
    body.delete()


def require_living(rule_set):
    """Locks the rule set; refuses when an election was already held under it."""
    locked = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    if locked.is_history:
        raise Refused(
            _("An election was held under this version: it is not changed any more. Make a new version.")
        )


@transaction.atomic
def new_version(rule_set, by, valid_from):
    """A copy of everything in the rule set that holds from the day `valid_from`; campaigns keep their version.

    Returns the new RuleSet. Refused unless the day comes after that of the version that is copied.
    """
    require(by, MAY)
    source = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    if valid_from <= source.valid_from:
        raise Refused(_("A new version holds from a later day than the one it is made of."))
    made = copied(source, valid_from=valid_from)
    try:
        made.full_clean()
    except ValidationError as error:
        raise Refused(*error.messages) from error
    made.save()
    bodies = {}
    for body in source.bodies.all():
        bodies[body.pk] = saved_copy(body, rule_set=made)
        for system in body.systems.all():
            new_system = saved_copy(system, body=bodies[body.pk])
            for route in system.routes.all():
                saved_copy(route, system=new_system)
    for row in (*source.requirements.all(), *source.checks.all()):
        saved_copy(row, rule_set=made, body=bodies.get(row.body_id))
    for row in source.deadlines.all():
        saved_copy(row, rule_set=made)
    record(by, "rules.version", made, of=source.valid_from)
    return made


def copied(row, **changes):
    """An unsaved copy of a row, every column alike but the key and `changes`."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in changes
    }
    return type(row)(**values, **changes)


def saved_copy(row, **changes):
    made = copied(row, **changes)
    made.save()
    return made


name_actions(
    {
        "rules.create": gettext_lazy("rule set created"),
        "rules.load": gettext_lazy("rule set loaded"),
        "rules.change": gettext_lazy("rule set changed"),
        "rules.version": gettext_lazy("new version of a rule set"),
        "rules.remove": gettext_lazy("rule set deleted"),
    }
)
