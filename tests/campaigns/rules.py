"""The rule sets that the portal brings along, for tests that need them but do not ask how they are read."""

from campaigns import lawmaking
from campaigns.models import Body, Check, Deadline, ElectoralSystem, Requirement, Route, RuleSet
from federation.models.audit import record

# How each row finds its rule set; whoever is referred to comes first.
PARTS = {
    RuleSet: "pk",
    Body: "rule_set",
    ElectoralSystem: "body__rule_set",
    Route: "system__body__rule_set",
    Requirement: "rule_set",
    Check: "rule_set",
    Deadline: "rule_set",
}
judged = {}


def standard(name):
    """The RuleSet of the file `NAME.toml`, just as `lawmaking.load` makes it, its line in the audit log included.

    The door judges some sixty rows with four queries each. Once in a process is enough: later tests, each of which
    begins with an empty database, get the same rows under the same keys, which sequences do not give out again.
    """
    file = f"{name}.toml"
    if name not in judged:
        made = lawmaking.load(lawmaking.DATA / file)
        judged[name] = {model: list(model.objects.filter(**{path: made.pk})) for model, path in PARTS.items()}
        return made
    for model, rows in judged[name].items():
        model.objects.bulk_create(rows)
    made = RuleSet.objects.get(pk=judged[name][RuleSet][0].pk)
    record(None, "rules.load", made, file=file)
    return made
