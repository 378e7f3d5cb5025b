"""How the pages of the branch show a candidacy: the progress through the steps, and all data with what is missing."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.candidates import access
from campaigns.candidates.completeness import asked_of, missing
from campaigns.candidates.moves import Move, is_legal
from campaigns.candidates.steps import STEPS
from campaigns.enums import Bar, Nominator, Scope, System
from campaigns.models import Candidacy, Pool

# Whatever stands there is enough: nothing of it is needed for the review.
OPTIONAL = ("work", "photo")


@dataclass
class Shown:
    """One field: its value in words ("" where nothing was given), with the remark of the review."""

    name: str
    label: str
    value: str = ""
    remark: str = ""
    is_long: bool = False
    # Of a text in both languages: [(language, value)]; then `value` joins them.
    both: tuple = ()


@dataclass
class Part:
    """A step with its fields. mark: "remark", "missing", "later", "optional", "done" or "" for the last one."""

    step: object
    href: str
    number: int
    mark: str = ""
    count: int = 0
    gaps: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    current: bool = False


class Desk:
    """A candidacy as the branch sees it. Reads everything once."""

    def __init__(self, candidacy, user, here=""):
        self.candidacy = candidacy
        self.state = access.shown_state(candidacy, user)
        self.is_editable = is_legal(Move.EDIT, self.state) and not candidacy.erased_at
        self.pool = Pool.objects.filter(campaign=candidacy.campaign_id, body=candidacy.body_id).first()
        self.is_too_late = candidacy.submitted_at is None and not (self.pool and self.pool.is_open())
        self.asked = asked_of(candidacy)
        self.gaps = missing(candidacy) if self.is_editable else []
        self.remarks = list(candidacy.remarks.filter(answered_at=None))
        self.objections = [one for one in self.remarks if one.by_id is None and one.text]
        # The newest of a kind: a replaced consent keeps its paper.
        papers = sorted(candidacy.documents.all(), key=lambda one: (one.uploaded_at, one.pk))
        self.documents = {one.code: one for one in papers if one.removed_at is None}
        self.consent = next(
            (one for one in candidacy.consents.all() if not (one.withdrawn_at or one.replaced_at)), None
        )
        self.parts = [self.part(number, step, here) for number, step in enumerate(STEPS, 1)]

    @property
    def is_submittable(self):
        return self.is_editable and not self.gaps and not self.is_too_late

    @property
    def is_confirmed(self):
        return bool(self.consent and self.consent.confirmed_at)

    def remark(self, stem):
        """The open remarks on a field, or on both languages of it, as one text."""
        names = (stem, f"{stem}_kk", f"{stem}_ru")
        return " ".join(one.text for one in self.remarks if one.field in names)

    def part(self, number, step, here):
        pk = self.candidacy.pk
        part = Part(
            step,
            reverse("cabinet:candidate", args=[pk])
            if step.name == "overview"
            else reverse("cabinet:step", args=[pk, step.name]),
            number,
            current=step.name == here,
            gaps=[gap for gap in self.gaps if gap.step == step.name],
        )
        said = [one for one in self.remarks if one.field in step.fields or one.field == step.name]
        part.rows = list(self.rows(step))
        if step.name == "overview":
            return part
        if said:
            part.mark, part.count = "remark", len(said)
        elif part.gaps:
            part.mark, part.count = "missing", len(part.gaps)
        elif step.name == "documents" and self.papers_missing():
            part.mark, part.count = "later", len(self.papers_missing())
        elif step.name in OPTIONAL and not any(row.value for row in part.rows):
            part.mark = "optional"
        else:
            part.mark = "done"
        return part

    def papers_missing(self):
        return [row for row in self.asked.documents if row.code not in self.documents]

    def rows(self, step):
        if step.name == "documents":
            for requirement in self.asked.documents:
                document = self.documents.get(requirement.code)
                value = date_format(localtime(document.uploaded_at), "DATE_FORMAT") if document else ""
                yield Shown(requirement.code, requirement.name, value)
            return
        if step.name == "consent":
            yield from self.consent_rows()
            return
        for stem in dict.fromkeys(name.removesuffix("_kk").removesuffix("_ru") for name in step.fields):
            if not self.is_asked(stem):
                continue
            label = _("IIN") if stem == "iin" else Candidacy._meta.get_field(stem).verbose_name
            row = Shown(stem, label, remark=self.remark(stem), is_long=stem in ("biography", "programme"))
            if stem in step.fields:
                row.value = shown(self.candidacy, stem, self.asked)
            else:
                row.both = tuple((code, getattr(self.candidacy, f"{stem}_{code}")) for code in ("kk", "ru"))
                row.value = "".join(value for _code, value in row.both)
            yield row

    def consent_rows(self):
        consent = self.consent
        scope = "; ".join(str(Scope(one).label) for one in consent.scope) if consent else ""
        yield Shown(
            "given_on", _("Date of the signed consent"), date_format(consent.given_on) if consent else ""
        )
        yield Shown(
            "scope", _("May be published"), scope or (_("name, seat and programme alone") if consent else "")
        )
        value = ""
        if self.is_confirmed:
            value = date_format(localtime(consent.confirmed_at), "DATETIME_FORMAT")
        yield Shown("confirmed", _("Confirmed by the candidate"), value, self.remark("consent"))

    def is_asked(self, name):
        """Whether the page has this question for the seat of the candidacy."""
        if name == "given":
            return bool(self.asked.statements)
        if name == "bars":
            return bool(self.asked.bars)
        if name == "other_seats":
            return bool(self.asked.seats)
        if name == "deposit_paid":
            return self.asked.deposit is not None
        if name == "constituency":
            return self.candidacy.system == System.SINGLE_MANDATE
        return True


def shown(candidacy, name, asked):
    """The value of a field in words, private ones masked; "" where nothing was given."""
    if name == "iin":
        return masked(candidacy.person.iin) if candidacy.person else ""
    value = getattr(candidacy, name)
    match name:
        case "planks":
            return "; ".join(str(plank) for plank in value.all())
        case "photo":
            return _("uploaded") if value else ""
        case "system":
            return System(value).label
        case "nominator":
            return Nominator(value).label
        case "bars":
            return listed(value, {one.value: one.label for one in Bar}, _("nothing of this applies"))
        case "other_seats":
            return listed(value, {body.code: str(body) for body in asked.seats}, _("nowhere"))
        case "given":
            return listed(value or None, {row.code: row.name for row in asked.statements}, "")
        case "residence_years":
            return "" if value is None else number_format(value)
    if value is True or value is False:
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    return "" if value is None else str(value)


def listed(codes, names, nothing):
    if codes is None:
        return ""
    return "; ".join(str(names.get(code, code)) for code in codes) or nothing


def masked(number):
    """An IIN of which the last four digits are read."""
    return "•••• •••• " + number[-4:]
