"""What a candidacy still needs before it can be submitted: asked by the cabinet, the door and the review."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from campaigns.candidates.steps import STEP, both
from campaigns.checks import age, checks_of, judge
from campaigns.eligibility import Seat, questions
from campaigns.enums import Nominator, Rule, System, Verdict
from campaigns.findings import Facts
from campaigns.models import Constituency
from campaigns.models.papers import CONSENT

# Without these nobody can be shown to readers or found by the review, whatever the rule set asks.
NAMES = both("family_name", "given_name")
TEXTS = both("biography", "programme")


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. step: name of a step; field: of it, "" where it is more than one field."""

    step: str
    field: str
    sentence: str

    def __str__(self):
        return f"{STEP[self.step].label}: {self.sentence}"


def with_parts(candidacies):
    """Reads what the functions below ask of each of a queryset of Candidacy, in a fixed number of queries."""
    listed = Constituency.objects.filter(campaign=OuterRef("campaign"), body=OuterRef("body"))
    rules = "campaign__rule_set"
    return candidacies.annotate(constituencies_listed=Exists(listed)).prefetch_related(
        *(f"{rules}__bodies__systems__routes", f"{rules}__checks__body", f"{rules}__requirements__body"),
        *("body__rule_set", "body__systems__routes", "campaign__bodies"),
        *("person", "constituency", "documents", "consents"),
    )


def facts_of(candidacy, at=None):
    """The Facts of a candidacy for `campaigns.checks.judge`. at: aware moment of handing in, default when submitted."""
    deposit = candidacy.body.deposit if candidacy.deposit_paid else None
    return Facts(
        body=candidacy.body,
        system=candidacy.system,
        nominator=candidacy.nominator,
        constituency=candidacy.constituency,
        birth_date=candidacy.person.birth_date if candidacy.person else None,
        residence_years=candidacy.residence_years,
        citizen=candidacy.citizen,
        bars=None if candidacy.bars is None else frozenset(candidacy.bars),
        other_seats=None if candidacy.other_seats is None else frozenset(candidacy.other_seats),
        given=frozenset(candidacy.given),
        documents=frozenset(codes_of_documents(candidacy)),
        deposit_paid=deposit,
        handed_in_at=at or candidacy.submitted_at,
    )


def codes_of_documents(candidacy):
    return [document.code for document in candidacy.documents.all() if document.removed_at is None]


def findings_of(candidacy, at=None, *, but=()):
    """The list of Finding of the rule set on this candidacy, without the rules `but`.

    The window is not asked: it is the commission's, not the pool's.
    """
    return judge(candidacy.campaign, facts_of(candidacy, at), but=(Rule.WINDOW, *but))


def asked_of(candidacy):
    """The Questions of the rule set for the seat of this candidacy."""
    return questions(candidacy.campaign, Seat(candidacy.body, candidacy.system, candidacy.nominator))


def missing(candidacy, *, constituencies_listed=None):
    """List of Gap in the order of the steps; empty when the candidacy can be submitted.

    constituencies_listed: whether there are any to choose from, as `with_parts` tells; None asks the database.
    Documents that registration by the commission asks for may come later (DOMAIN §4): only the consent is needed here.
    """
    gaps = []

    def want(step, field, sentence):
        gaps.append(Gap(step, field, sentence))

    if needs_constituency(candidacy, constituencies_listed):
        want("seat", "constituency", _("Choose the constituency."))
    # Readers of both languages see it.
    nominators = (candidacy.nominator_name_kk, candidacy.nominator_name_ru)
    if not all(nominators) and (any(nominators) or candidacy.nominator != Nominator.SELF):
        name = "nominator_name_ru" if nominators[0] else "nominator_name_kk"
        want("seat", name, _("Fill in: %(field)s.") % {"field": label(candidacy, name)})
    if candidacy.person_id is None:
        want("person", "iin", _("Give the IIN."))
    for name in NAMES:
        if not getattr(candidacy, name):
            want("person", name, _("Fill in: %(field)s.") % {"field": label(candidacy, name)})
    if not candidacy.email:
        want(
            "work", "email", _("Give the e-mail of the candidate: the link for the confirmation goes there.")
        )
    for name in TEXTS:
        if not getattr(candidacy, name).strip():
            want("texts", name, _("Fill in: %(field)s.") % {"field": label(candidacy, name)})
    if candidacy.photo and not (candidacy.photo_alt_kk and candidacy.photo_alt_ru):
        want("photo", "photo_alt_kk", _("Describe the photo in both languages, for those who cannot see it."))
    asked = asked_of(candidacy)
    answers = {
        "citizen": Rule.CITIZENSHIP in asked.rules,
        "residence_years": Rule.RESIDENCE in asked.rules,
        # A rule without grounds or bodies is an open question: nothing can be answered.
        "bars": asked.bars,
        "other_seats": asked.seats,
    }
    for name, is_asked in answers.items():
        if is_asked and getattr(candidacy, name) is None:
            want("rules", name, _("Answer: %(field)s.") % {"field": label(candidacy, name)})
    if candidacy.person_id:
        facts = facts_of(candidacy)
        for check in checks_of(candidacy.campaign.rule_set, candidacy.body):
            finding = age(candidacy.campaign, facts, check) if check.rule == Rule.AGE else None
            if finding and finding.verdict == Verdict.REFUSED:
                want("person", "iin", finding.sentence)
    holding = [one for one in candidacy.consents.all() if not (one.withdrawn_at or one.replaced_at)]
    if CONSENT not in codes_of_documents(candidacy) or not holding:
        want("consent", "consent", _("Add the candidate's signed consent."))
    return gaps


def needs_constituency(candidacy, listed):
    """Whether a constituency is missing: where they are not listed yet, none can be chosen."""
    if candidacy.system != System.SINGLE_MANDATE or candidacy.constituency_id:
        return False
    if listed is None:
        return candidacy.campaign.constituencies.filter(body=candidacy.body_id).exists()
    return listed


def label(candidacy, name):
    """The name of a column as a sentence holds it; both languages of a text have their mark."""
    return candidacy._meta.get_field(name).verbose_name
