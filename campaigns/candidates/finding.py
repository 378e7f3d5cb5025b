"""Finds public candidates: by facets with their counts, by name, and by words of their workplace."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce

from campaigns.candidates.steps import both
from campaigns.enums import PoolState, Scope
from campaigns.models import Candidacy, Consent
from federation.languages import fold

# What a list can be narrowed by: the fields of a `Line`.
FACETS = ("region", "body", "industry")
MOST_WORDS = 6


def joined(*columns):
    """Columns as one text, in which a word is looked for once."""
    return Func(Value(" "), *map(F, columns), function="concat_ws", output_field=TextField())


NAMES = joined(*both("family_name", "given_name", "patronymic"))
WORKPLACES = joined(*both("workplace"))


def consented(scope):
    """Whether the consent in force covers the `Scope`: a condition."""
    consents = Consent.objects.in_force().filter(candidacy=OuterRef("pk"), scope__contains=[scope])
    return Exists(consents)


class Line(NamedTuple):
    """A candidate as a list counts it. region: ISO code; industry: "" where it is not published, else its code."""

    pk: int
    region: str
    body: str
    industry: str


def lines(candidacies):
    """[Line] of a queryset, in the order of the active language's alphabet: one narrow query for whoever is there."""
    rows = candidacies.annotate(works=consented(Scope.WORKPLACE)).order_by("sort_key", "pk")
    rows = rows.values_list("pk", "region__iso", "body__code", "industry__code", "works")
    return [Line(pk, region, body, (works and industry) or "") for pk, region, body, industry, works in rows]


def narrowed(found, chosen):
    """Those of [Line] that answer {facet: code}; an empty code asks nothing."""
    wanted = [(facet, code) for facet, code in chosen.items() if code]
    return [line for line in found if all(getattr(line, facet) == code for facet, code in wanted)]


def counts(found, chosen):
    """{facet: Counter of codes}: how many remain when the code is chosen, what is chosen of the other facets kept."""
    counted = {}
    for facet in FACETS:
        others = {name: code for name, code in chosen.items() if name != facet}
        counted[facet] = Counter(code for line in narrowed(found, others) if (code := getattr(line, facet)))
    return counted


def named(candidacies, query):
    """Those whose name holds every word of `query` in one of the languages, however its letters were typed."""
    words = [(word,) for word in fold(query).split()[:MOST_WORDS]]
    if not words:
        return candidacies
    rows = candidacies.order_by().values_list("pk", NAMES)
    return candidacies.filter(pk__in=[pk for pk, said in rows if holds(said, words)])


def told_of(stems):
    """Public candidacies that every word names: by name, or by a workplace that is published. In order of names.

    stems: {"kk": [str], "ru": [str]}, the beginnings of each word in both languages; none finds nobody.
    """
    if not stems["kk"]:
        return Candidacy.objects.none()
    words = list(zip(stems["kk"], stems["ru"], strict=True))
    rows = (
        Candidacy.objects.public().order_by().values_list("pk", NAMES, WORKPLACES, consented(Scope.WORKPLACE))
    )
    found = [pk for pk, name, place, works in rows if holds(f"{name} {place}" if works else name, words)]
    return Candidacy.objects.filter(pk__in=found).order_by("sort_key", "pk")


def once_public(candidacies):
    """Those of `candidacies`, not public now, whom readers saw once: announced under a consent that was confirmed.

    Who still waits for the own confirmation or for the end of a silence was seen by nobody: that somebody of the name
    was approved is not to be learned by guessing addresses.
    """
    consents = Consent.objects.filter(candidacy=OuterRef("pk"))
    held = consents.filter(confirmed_at__isnull=False)
    # Who left or was taken down keeps no moment of the announcement.
    opened = Coalesce(OuterRef("announced_at"), F("confirmed_at"))
    for ended in ("withdrawn_at", "replaced_at"):
        held = held.exclude(**{f"{ended}__lt": opened})
    to_come = Q(Exists(consents.in_force()), pool_state=PoolState.APPROVED)
    return candidacies.filter(Exists(held)).exclude(to_come)


def holds(said, words):
    """Whether a text, folded, holds every word; each is a tuple of forms, of which one is enough.

    Folded here: the database takes several times as long over letters of many bytes.
    """
    text = fold(said)
    return all(any(form in text for form in forms) for forms in words)
