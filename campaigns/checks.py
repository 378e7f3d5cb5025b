"""How each rule of the fixed vocabulary is asked (DESIGN §5): the rows of a rule set say what, this module how.

Where the rule set has an empty number, ground or list, the verdict is `OPEN`: the rule is not known yet.
"""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from campaigns.clock import Clock
from campaigns.enums import Bar, Nominator, RequirementKind, Rule, Step, System, Verdict
from campaigns.findings import Finding, completed_years

# Which columns of a check are parameters of which rule; a rule that is not listed has none.
PARAMETERS = {
    Rule.WINDOW: ("step",),
    Rule.AGE: ("years",),
    Rule.RESIDENCE: ("years",),
    Rule.BAR: ("bar",),
    Rule.QUOTA: ("percent", "years"),
}
ALL_PARAMETERS = ("years", "percent", "bar", "step")


def checks_of(rule_set, body):
    """Checks of the rule set that concern the body, in the order of the vocabulary."""
    order = list(Rule)
    found = [check for check in rule_set.checks.all() if check.body_id in (None, body.pk)]
    return sorted(found, key=lambda check: (order.index(check.rule), check.pk))


def requirements_of(rule_set, body, nominator, kind):
    """Requirements of one kind (`RequirementKind`) that this body asks of who is nominated so."""
    return [
        row
        for row in rule_set.requirements.all()
        if row.kind == kind and row.body_id in (None, body.pk) and row.nominator in ("", nominator)
    ]


def judge(campaign, facts, *, but=()):
    """Asks all checks of one candidacy, without the rules `but`. Returns a list of Finding.

    The quota is asked by `judge_list`.
    """
    rules = campaign.rule_set
    return [
        ASKED[check.rule](campaign, facts, check)
        for check in checks_of(rules, facts.body)
        if check.rule in ASKED and check.rule not in but
    ]


def judge_list(campaign, body, members):
    """Asks the quota of a party list. members: (is_woman, birth_date or None, has a disability) of each person.

    Returns a list of Finding. No page asks it yet: lists come with the candidates.
    """
    members = list(members)
    return [
        quota(campaign, members, check)
        for check in checks_of(campaign.rule_set, body)
        if check.rule == Rule.QUOTA
    ]


def found(campaign, check, verdict, message, *special, **values):
    """A Finding of the check. special: rows whose place in the law goes before that of the check."""
    sources = (*(row for row in special if row), check, campaign.rule_set)
    return Finding(Rule(check.rule), verdict, message, values, sources)


def unknown(campaign, check, *special):
    return found(campaign, check, Verdict.OPEN, _("What the law asks here is not known yet."), *special)


def absent(campaign, check, message):
    return found(campaign, check, Verdict.REFUSED, message)


def compared(campaign, check, fulfilled, message, **values):
    verdict = Verdict.PASSED if fulfilled else Verdict.REFUSED
    return found(campaign, check, verdict, message, **values)


def system_of(facts):
    """The body's ElectoralSystem of the facts, or None where the body is not elected so."""
    return next((one for one in facts.body.systems.all() if one.system == facts.system), None)


def route(campaign, facts, check):
    body, names = facts.body, {"body": facts.body, "system": System(facts.system).label}
    if body not in campaign.bodies.all():
        message = _("%(body)s: this body is not elected in this campaign.")
        return found(campaign, check, Verdict.REFUSED, message, body, **names)
    system = system_of(facts)
    if system is None:
        message = _("%(body)s: nobody is elected by this electoral system (%(system)s).")
        return found(campaign, check, Verdict.REFUSED, message, body, **names)
    way = next((one for one in system.routes.all() if one.nominator == facts.nominator), None)
    names["nominator"] = Nominator(facts.nominator).label
    if way is None:
        message = _("%(body)s, %(system)s: this way of nomination is closed (%(nominator)s).")
        return found(campaign, check, Verdict.REFUSED, message, system, body, **names)
    if not way.known:
        message = _(
            "%(body)s, %(system)s: whether this way of nomination is open is not known yet (%(nominator)s)."
        )
        return found(campaign, check, Verdict.OPEN, message, way, system, body, **names)
    message = _("%(body)s, %(system)s: this way of nomination is open (%(nominator)s).")
    return found(campaign, check, Verdict.PASSED, message, way, system, body, **names)


def constituency(campaign, facts, check):
    place, system = facts.constituency, system_of(facts)
    if system is None:
        message = _("%(body)s: nobody is elected by this electoral system (%(system)s).")
        names = {"body": facts.body, "system": System(facts.system).label}
        return found(campaign, check, Verdict.REFUSED, message, facts.body, **names)
    if system.system == System.PARTY_LIST:
        message = (
            _("A party list has no single-mandate constituency.")
            if place
            else _("A party list needs no single-mandate constituency.")
        )
        return compared(campaign, check, place is None, message)
    if place is not None:
        ours = (place.campaign_id, place.body_id) == (campaign.pk, facts.body.pk)
        message = (
            _("The constituency belongs to this body: %(place)s.")
            if ours
            else _("The constituency does not belong to this body: %(place)s.")
        )
        return compared(campaign, check, ours, message, place=place)
    if campaign.constituencies.filter(body=facts.body).exists():
        return absent(campaign, check, _("The constituency is not given."))
    return found(campaign, check, Verdict.OPEN, _("The constituencies are not listed yet."))


def window(campaign, facts, check):
    period = Clock(campaign).period(check.step) if check.step else None
    if period is None or period.is_open:
        return unknown(campaign, check)
    if facts.handed_in_at is None:
        return absent(campaign, check, _("The documents are not handed in."))
    zone = facts.zone or campaign.zones[0]
    return compared(
        campaign,
        check,
        period.holds(facts.handed_in_at, zone),
        _("Handed in: %(at)s. The period: %(begins)s – %(ends)s (%(step)s)."),
        at=facts.handed_in_at.astimezone(ZoneInfo(zone)),
        begins=period.begins,
        ends=period.ends,
        step=Step(check.step).label,
    )


def age(campaign, facts, check):
    if check.years is None:
        return unknown(campaign, check)
    if facts.birth_date is None:
        return absent(campaign, check, _("The date of birth is not given."))
    years = completed_years(facts.birth_date, campaign.voting_on)
    message = _("Age on the voting day (%(day)s): %(years)s; at least %(least)s.")
    return compared(
        campaign,
        check,
        years >= check.years,
        message,
        day=campaign.voting_on,
        years=years,
        least=check.years,
    )


def residence(campaign, facts, check):
    if check.years is None:
        return unknown(campaign, check)
    if facts.residence_years is None:
        return absent(campaign, check, _("The years of permanent residence are not given."))
    message = _("Last years of permanent residence in the country: %(years)s; at least %(least)s.")
    fulfilled = facts.residence_years >= check.years
    return compared(campaign, check, fulfilled, message, years=facts.residence_years, least=check.years)


def citizenship(campaign, facts, check):
    if facts.citizen is None:
        return absent(campaign, check, _("The citizenship is not given."))
    message = (
        _("The person is a citizen of the Republic of Kazakhstan.")
        if facts.citizen
        else _("The person is not a citizen of the Republic of Kazakhstan.")
    )
    return compared(campaign, check, facts.citizen, message)


def bar(campaign, facts, check):
    if not check.bar:
        return unknown(campaign, check)
    if facts.bars is None:
        message = _("It is not said whether this ground applies: %(bar)s.")
        return found(campaign, check, Verdict.REFUSED, message, bar=Bar(check.bar).label)
    message = (
        _("This ground bars from standing: %(bar)s.")
        if check.bar in facts.bars
        else _("This ground does not apply: %(bar)s.")
    )
    return compared(campaign, check, check.bar not in facts.bars, message, bar=Bar(check.bar).label)


def one_seat(campaign, facts, check):
    """The bodies of which one person holds one seat alone are those for which the rule is listed."""
    if facts.other_seats is None:
        return absent(campaign, check, _("Other seats and candidacies are not given."))
    bodies = {one.pk: one for one in campaign.rule_set.bodies.all()}
    listed = {one.body_id for one in campaign.rule_set.checks.all() if one.rule == Rule.ONE_SEAT}
    alone = [body for pk, body in bodies.items() if pk in listed or None in listed]
    taken = [body for body in alone if body.code in facts.other_seats]
    message = (
        _("The person already sits or stands here: %(taken)s.")
        if taken
        else _("The person has no other seat or candidacy that excludes this one.")
    )
    return compared(campaign, check, not taken, message, taken=taken)


def listed(kind, attribute):
    """The function that asks for the requirements of one kind; `attribute` of the facts has the codes."""

    def ask(campaign, facts, check):
        asked = requirements_of(campaign.rule_set, facts.body, facts.nominator, kind)
        if not asked:
            return unknown(campaign, check)
        missing = [row for row in asked if row.code not in getattr(facts, attribute)]
        message = _("Missing: %(missing)s.") if missing else _("Everything that is asked for is there.")
        special = (missing or asked)[:1] if len(missing or asked) == 1 else ()
        verdict = Verdict.REFUSED if missing else Verdict.PASSED
        return found(campaign, check, verdict, message, *special, missing=missing)

    return ask


def deposit(campaign, facts, check):
    asked = facts.body.deposit
    if asked is None:
        return unknown(campaign, check)
    if facts.deposit_paid is None:
        return absent(campaign, check, _("The deposit is not paid."))
    message = _("Deposit: %(asked)s tenge; paid: %(paid)s tenge.")
    fulfilled = facts.deposit_paid >= asked
    return compared(campaign, check, fulfilled, message, asked=asked, paid=facts.deposit_paid)


def quota(campaign, members, check):
    if check.percent is None or check.years is None:
        return unknown(campaign, check)
    if not members:
        return absent(campaign, check, _("The list is empty."))
    count = sum(
        bool(woman or disabled or (born and completed_years(born, campaign.voting_on) < check.years))
        for woman, born, disabled in members
    )
    message = _(
        "Women, persons younger than %(years)s and persons with disabilities: %(count)s of %(total)s; "
        "at least %(percent)s%%."
    )
    values = {"count": count, "total": len(members), "percent": check.percent, "years": check.years}
    return compared(campaign, check, count * 100 >= check.percent * len(members), message, **values)


ASKED = {
    Rule.ROUTE: route,
    Rule.CONSTITUENCY: constituency,
    Rule.WINDOW: window,
    Rule.AGE: age,
    Rule.RESIDENCE: residence,
    Rule.CITIZENSHIP: citizenship,
    Rule.BAR: bar,
    Rule.ONE_SEAT: one_seat,
    Rule.FIELDS: listed(RequirementKind.FIELD, "given"),
    Rule.DOCUMENTS: listed(RequirementKind.DOCUMENT, "documents"),
    Rule.DEPOSIT: deposit,
}
