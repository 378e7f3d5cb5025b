"""What the page of one candidacy shows to its reviewer; each part is read when the page asks for it."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.cabinet.forms.review import AskForm, ChangeDecisionForm, DecisionForm, OpinionForm, ReturnForm
from campaigns.candidates import access, balance, changing, duplicates, parallel, reviewing
from campaigns.candidates.completeness import asked_of, findings_of
from campaigns.candidates.identity import is_contradicted
from campaigns.candidates.moves import Move
from campaigns.candidates.parallel import TEXTS
from campaigns.candidates.steps import ALWAYS_SHOWN, PUBLIC_WITH, STEPS, label_of
from campaigns.enums import Bar, PoolState, Scope, Verdict
from campaigns.models import Candidacy, Pool
from campaigns.models.papers import CONSENT, PATH_SOURCE
from federation.models import User

# Shown in parts of their own.
APART = {
    "documents",
    "consent",
    "photo",
    "iin",
    *(f"{name}_{code}" for name in TEXTS for code in ("kk", "ru")),
}


@dataclass(frozen=True)
class Line:
    """One datum. texts: [(language or "", text)], one where both languages agree. shown: as `Reviewed.shown` says."""

    label: str
    texts: list
    shown: str


class Reviewed:
    """act, data: the form that was posted, or typed before the log-in ran out."""

    def __init__(self, candidacy, user, act=None, data=None):
        self.candidacy, self.user = candidacy, user
        self.act, self.data = act, data

    @property
    def shows_number(self):
        return self.act == "number" and self.reads_private

    @cached_property
    def reads_private(self):
        return access.reads_private(self.user, self.candidacy)

    @cached_property
    def ground(self):
        """Why the person may not decide, "" where they may."""
        return access.recusal(self.user, self.candidacy)

    @property
    def is_central(self):
        return access.is_headquarters(self.user)

    @property
    def is_waiting(self):
        return self.candidacy.pool_state == PoolState.SUBMITTED

    @cached_property
    def pool(self):
        pools = Pool.objects.select_related("campaign", "body")
        return pools.get(campaign=self.candidacy.campaign_id, body=self.candidacy.body_id)

    @cached_property
    def locked_list(self):
        return self.pool.lists.filter(unlocked_at=None).first()

    # The data

    @property
    def number(self):
        """The IIN, masked until the person asks for it: the date of birth stands beside it anyway.

        "" where the branch has taken it out of what was returned.
        """
        if self.candidacy.person is None:
            return ""
        if not self.reads_private:
            return ""
        iin = self.candidacy.person.iin
        return iin if self.shows_number else f"{iin[:6]} ••••••"

    @cached_property
    def asked(self):
        return asked_of(self.candidacy)

    def groups(self):
        """[(Step, [Line])] of what was entered, without texts, photo and papers; the public alone for whoever has to
        step back."""
        found = []
        for step in STEPS:
            names = [name for name in step.fields if name not in APART]
            lines = [self.line(stem, codes) for stem, codes in stems(names).items()]
            if lines or step.name == "person":
                found.append((step, [line for line in lines if line.texts and self.opens(line.shown)]))
        return found

    def opens(self, shown):
        return self.reads_private or shown == "public"

    def line(self, stem, codes):
        names = [f"{stem}_{code}" if code else stem for code in codes]
        texts = [(code, self.said(name)) for code, name in zip(codes, names, strict=True)]
        label = Candidacy._meta.get_field(stem).verbose_name
        if len({text for _code, text in texts}) == 1:
            texts = [("", texts[0][1])]
        return Line(label, [(code, text) for code, text in texts if text], self.shown(names[0]))

    def shown(self, name):
        """What readers see of a field: "public", "withheld" (the consent does not cover it) or "private" for ever."""
        if name in ALWAYS_SHOWN:
            return "public"
        scope = next((scope for scope, names in PUBLIC_WITH.items() if name in names), None)
        if scope is None:
            return "private"
        return "public" if self.consent and scope in self.consent.scope else "withheld"

    def said(self, name):
        """A value in words; "" where nothing was answered."""
        value = getattr(self.candidacy, name)
        if name == "planks":
            return "; ".join(map(str, value.all()))
        if name == "bars" and value is not None:
            return "; ".join(str(Bar(bar).label) for bar in value) or pgettext(
                "grounds that bar", "none applies"
            )
        if name == "other_seats" and value is not None:
            bodies = {body.code: str(body) for body in self.candidacy.campaign.rule_set.bodies.all()}
            return "; ".join(bodies.get(code, code) for code in value) or pgettext("other seats", "none")
        if name == "given":
            names = {row.code: str(row) for row in self.asked.statements}
            return "; ".join(names.get(code, code) for code in value)
        if isinstance(value, bool):
            return pgettext("answer", "yes") if value else pgettext("answer", "no")
        display = getattr(self.candidacy, f"get_{name}_display", None)
        return display() if display and value else "" if value is None else str(value)

    def documents(self):
        """[(name, Document or None, whether the law asks for it)]: the checklist, then what came beside it."""
        present = list(self.candidacy.documents.filter(removed_at=None).order_by("uploaded_at", "pk"))
        # The newest of a kind: a replaced consent keeps its paper.
        newest = {row.code: row for row in present}
        rows = [(_("signed consent"), newest.get(CONSENT), True)]
        rows += [(str(asked), newest.get(asked.code), True) for asked in self.asked.documents]
        listed = {CONSENT, *(asked.code for asked in self.asked.documents)}
        return rows + [(self.kind(row.code), row, False) for row in present if row.code not in listed]

    def kind(self, code):
        """How people call a paper that the rules do not ask for."""
        return _("source of a step after the pool") if code == PATH_SOURCE else code

    @cached_property
    def consent(self):
        return self.candidacy.consents.filter(withdrawn_at=None, replaced_at=None).first()

    def scopes(self):
        return [(Scope(one).label, one in (self.consent.scope if self.consent else ())) for one in Scope]

    def texts(self):
        names = [name for name in TEXTS if self.opens(self.shown(f"{name}_kk"))]
        return parallel.side_by_side(self.candidacy, names)

    # What the portal found

    @property
    def differing(self):
        """In how many paragraphs of the texts the languages differ."""
        return sum(bool(row.problems) for _label, found in self.texts() for row in found.rows)

    @property
    def contradicted(self):
        """Whether the patronymic says another sex than the number, which not everybody may know."""
        return self.reads_private and is_contradicted(self.candidacy)

    @cached_property
    def findings(self):
        """Refused first, then what is to be brought, what is not known, what is fulfilled."""
        order = {Verdict.REFUSED: 0, Verdict.OPEN: 2, Verdict.PASSED: 3}
        return sorted(
            findings_of(self.candidacy), key=lambda one: 1 if one.is_to_bring else order[one.verdict]
        )

    @property
    def fulfilled(self):
        return [one for one in self.findings if one.verdict == Verdict.PASSED]

    @property
    def unfulfilled(self):
        return [one for one in self.findings if one.verdict != Verdict.PASSED]

    @property
    def hindrances(self):
        return [one for one in self.findings if one.is_in_the_way]

    @cached_property
    def duplicates(self):
        return duplicates.duplicates_of(self.candidacy, self.user)

    @cached_property
    def effect(self):
        return balance.effect(self.pool, self.candidacy)

    # What people said

    def events(self):
        """[(name of the move, CandidacyEvent, labels of fields)], the newest first."""
        names = dict(Move.choices)
        return [
            (names.get(event.move, event.move), event, [label_or_name(name) for name in event.fields])
            for event in self.candidacy.events.select_related("by")
        ]

    def decisions(self):
        return self.candidacy.decisions.select_related("by")

    def remarks(self):
        """[(label, Remark)]; what the candidate objected to may quote private data."""
        rows = self.candidacy.remarks.select_related("by")
        return [
            (label_of(row.field) if row.field else _("The candidate asks for a correction"), row)
            for row in (rows if self.reads_private else rows.exclude(by=None))
        ]

    def objections(self):
        return self.candidacy.remarks.objections() if self.reads_private else ()

    @cached_property
    def opinions(self):
        return reviewing.opinions_for(self.candidacy, self.user)

    @cached_property
    def own_opinion(self):
        """The opinion that is asked of the person and not given yet, or None."""
        return next((one for one in self.opinions if one.of_id == self.user.pk and not one.given_at), None)

    @cached_property
    def change(self):
        return changing.open_change(self.candidacy)

    def differences(self):
        return [one for one in changing.differences(self.change) if self.opens(self.shown(one.name))]

    # What can be done

    @cached_property
    def forms(self):
        """{act: form, or None where the act is not possible}"""
        decides = self.is_waiting and not self.ground
        changes = self.change and not self.ground and self.candidacy.pool_state == PoolState.APPROVED
        return {
            "decide": DecisionForm(self.posted("decide"), candidacy=self.candidacy) if decides else None,
            "return": ReturnForm(self.posted("return"), candidacy=self.candidacy) if decides else None,
            "ask": AskForm(self.posted("ask"), people=self.people()) if decides else None,
            "opinion": OpinionForm(self.posted("opinion")) if decides and self.own_opinion else None,
            "change": ChangeDecisionForm(self.posted("change")) if changes else None,
        }

    def posted(self, act):
        return self.data if self.act == act else None

    def people(self):
        """Queryset of the reviewers who can be asked for an opinion."""
        asked = {one.of_id for one in self.candidacy.opinions.filter(given_at=None)}
        people = access.reviewers_of(self.candidacy, but=self.user)
        return User.objects.filter(pk__in=[person.pk for person in people if person.pk not in asked])


def stems(names):
    """{stem: [language or ""]} of names of columns, in their order."""
    found = {}
    for name in names:
        stem, code = (name[:-3], name[-2:]) if name[-3:] in ("_kk", "_ru") else (name, "")
        found.setdefault(stem, []).append(code)
    return found


def label_or_name(name):
    """The label of a field in a line of history; older lines may name what is no field any more."""
    try:
        return label_of(name)
    except LookupError:
        return name
