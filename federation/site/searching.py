"""Finds publications by words in any form, in both languages, however their Kazakh letters were typed."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Left, Length

from appeals.models import Edition
from federation import languages

MOST_WORDS = 12
SHORTEST_STEM = 4
# Kazakh endings after folding (DOMAIN §6), outermost first: person and case, possession, plural.
KAZAKH_ENDINGS = [
    re.compile(ending + "$")
    for ending in (
        "(?:мыз|миз|быз|биз|пыз|пиз|сыз|сиз|мын|мин|сын|син)",
        "(?:нын|нин|дын|дин|тын|тин|га|ге|ка|ке|на|не|да|де|та|те|нда|нде|дан|ден|тан|тен|нан|нен"
        "|ды|ди|ты|ти|ны|ни|мен|бен|пен)",
        "(?:ымыз|имиз|мыз|миз|ыныз|иниз|ым|им|ын|ин|сы|си|ы|и)",
        "(?:лар|лер|дар|дер|тар|тер)",
    )
]


def stems_of(query):
    """Prefixes by which words of `query` are found: {"kk": [str], "ru": [str]}, both empty without any word."""
    words = words_of(query)
    return {"kk": kazakh_stems(words), "ru": russian_stems(words) if words else []}


def find(stems):
    """Public editions in which every stem of one language begins a word of its title, lead or text.

    stems: from `stems_of`. Titles that hold all the words come first, then the newest. Returns a queryset, empty
    without any stem.
    """
    if not stems["kk"]:
        return Edition.objects.none()
    text, title = Q(), Q()
    found = Edition.objects.public()
    for language, beginnings in stems.items():
        searched = f"search_{language}"
        # The searched text begins with the title: it is folded there already.
        beginning = Left(searched, Length(f"title_{language}"))
        found = found.alias(
            **{
                f"words_{language}": SearchVector(searched, config="simple"),
                f"title_words_{language}": SearchVector(beginning, config="simple"),
            }
        )
        text |= Q(**{f"words_{language}": prefixes(beginnings)})
        title |= Q(**{f"title_words_{language}": prefixes(beginnings)})
    place = Case(When(title, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.filter(text).alias(place=place).order_by("place", "-first_public_from", "-publication_id")


def words_of(query):
    """Folded words of a query, at most `MOST_WORDS`; one letter alone says nothing."""
    words = re.findall(r"\w+", languages.fold(query[:300].replace("_", " ")))
    return [word for word in dict.fromkeys(words) if len(word) > 1 or word.isdigit()][:MOST_WORDS]


def prefixes(stems):
    return SearchQuery(" & ".join(f"{stem}:*" for stem in stems), config="simple", search_type="raw")


def kazakh_stems(words):
    """Words without their endings, as far as a stem of `SHORTEST_STEM` letters is left."""
    return [kazakh_stem(word) for word in words]


def kazakh_stem(word):
    for ending in KAZAKH_ENDINGS:
        match = ending.search(word, SHORTEST_STEM)
        if match:
            word = word[: match.start()]
    return word


def russian_stems(words):
    """Stems by PostgreSQL's own Russian dictionary, folded like the texts; never longer than the word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT w, (ts_lexize('russian_stem', w))[1] FROM unnest(%s::text[]) AS w", [words])
        stems = {word: languages.fold(stem or "") for word, stem in cursor.fetchall()}
    return [stems[word] if len(stems[word]) > 2 and word.startswith(stems[word]) else word for word in words]


def excerpt(text, stems, around=110):
    """The stretch of `text` around its first hit, as [(piece, is_hit)]; the beginning when there is no hit.

    stems: from `stems_of`. Those of both languages are marked, because a query may stand in either.
    """
    stems = (*stems["kk"], *stems["ru"])
    hits = [match.span() for match in re.finditer(r"\w+", text) if languages.fold(match[0]).startswith(stems)]
    start = max(0, hits[0][0] - around) if hits else 0
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + 2 * around + 60)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    pieces, position = [], start
    for begin, stop in hits:
        if stop > end:
            break
        pieces += [(text[position:begin], False), (text[begin:stop], True)]
        position = stop
    pieces.append((text[position:end], False))
    return [("… ", False)] * bool(start) + pieces + [(" …", False)] * (end < len(text))
