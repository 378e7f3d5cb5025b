"""Finds public candidates: by facets with their counts, by name, and by words of their workplace."""

from django.db.models import Count, Exists, OuterRef, Q

from campaigns.candidates.steps import PUBLIC_WITH, both
from campaigns.enums import Scope
from campaigns.models import Candidacy, Consent

# What a list can be narrowed by, and the column that an address names.
FACETS = {"region": "region__iso", "body": "body__code", "industry": "industry__code"}
NAMES = both("family_name", "given_name", "patronymic")
WORKPLACES = both("workplace")
MOST_WORDS = 6


def consented(scope):
    """Q of the candidacies whose consent in force covers the `Scope`."""
    consents = Consent.objects.in_force().filter(candidacy=OuterRef("pk"), scope__contains=[scope])
    return Q(Exists(consents))


# A facet that goes by a field which some do not publish counts those alone who do.
SCOPE_OF = {facet: scope for scope, fields in PUBLIC_WITH.items() for facet in FACETS if facet in fields}


def narrowed(candidacies, chosen):
    """Those of a queryset that answer {facet: code}; an empty code asks nothing."""
    for facet, code in chosen.items():
        if code:
            candidacies = of_facet(candidacies, facet).filter(**{FACETS[facet]: code})
    return candidacies


def of_facet(candidacies, facet):
    """Those that may be counted by the facet at all."""
    return candidacies.filter(consented(SCOPE_OF[facet])) if facet in SCOPE_OF else candidacies


def counts(candidacies, chosen):
    """{facet: {code: number}}: how many remain when the code is chosen, what is chosen of the other facets kept."""
    found = {}
    for facet, column in FACETS.items():
        others = {name: code for name, code in chosen.items() if name != facet}
        rows = of_facet(narrowed(candidacies, others), facet).exclude(**{column: None})
        found[facet] = dict(rows.order_by().values_list(column).annotate(Count("pk")))
    return found


def named(candidacies, query):
    """Those whose name holds every word of `query` in one of the languages, however its letters were typed."""
    for word in query[:300].split()[:MOST_WORDS]:
        candidacies = candidacies.filter(any_of(NAMES, word))
    return candidacies


def told_of(stems):
    """Public candidacies that every word names: by name, or by a workplace that is published. In order of names.

    stems: {"kk": [str], "ru": [str]}, the beginnings of each word in both languages; none finds nobody.
    """
    if not stems["kk"]:
        return Candidacy.objects.none()
    found = Candidacy.objects.public()
    works = consented(Scope.WORKPLACE)
    for beginnings in zip(stems["kk"], stems["ru"], strict=True):
        word = Q()
        for beginning in set(beginnings):
            word |= any_of(NAMES, beginning) | (any_of(WORKPLACES, beginning) & works)
        found = found.filter(word)
    return found.order_by("sort_key", "pk")


def any_of(columns, word):
    """Q: one of the columns holds the word, folded."""
    return Q(*((f"{column}__folded", word) for column in columns), _connector=Q.OR)
