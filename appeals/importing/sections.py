"""Which line speaks which language."""

import re
from itertools import pairwise

from federation.languages import detect

from .lines import TABLE

# A line of this many letters is full evidence; a name or a number is next to none.
FULL_EVIDENCE = 60
SWITCH, SWITCH_NEAR_TITLE = 0.6, 0.3

_MARKER = {
    "kk": re.compile(r"(?i)\W*(қазақша|қазақ тілінде|мемлекеттік тілде|қаз|kaz|kk|kz)\W*"),
    "ru": re.compile(r"(?i)\W*(на русском( языке)?|орысша|орыс тілінде|рус|rus|ru)\W*"),
}


def marker_language(text):
    """The language that a heading like «Қазақ тілінде» or «На русском языке» announces, or None."""
    return next((language for language, pattern in _MARKER.items() if pattern.fullmatch(text)), None)


def evidence(text):
    """How much a line speaks for each language: (language or None, weight from 0 to 1)."""
    if announced := marker_language(text):
        return announced, 1.0
    letters = sum(letter.isalpha() for letter in text)
    return detect(text), min(1.0, letters / FULL_EVIDENCE)


def _sign(line):
    language, weight = evidence(line.text)
    return language, weight / 2 if line.kind == TABLE else weight  # data: names and numbers


def languages_of(lines, forced):
    """The language of each line.

    lines: list of Line; forced: for each line "kk", "ru" or None (a cell of a two-column table knows).
    Returns a list as long as `lines`, or None when neither language is recognised.

    A path of least contradiction: a line that looks foreign costs its evidence, a change of language costs
    a little more than half a line, so that one foreign quotation does not tear a text apart, while a
    second text, or two titles over one another, are told apart. Texts that alternate paragraph by
    paragraph contradict any such path; there each line goes by itself.
    """
    whole = " ".join(line.text for line in lines)
    letters = [letter for letter in whole if letter.isalpha()]
    if sum("\u0400" <= letter <= "\u04ff" for letter in letters) * 3 < len(letters):
        return None
    pairs = list(zip(lines, forced, strict=True))
    signs = [(known, 10.0) if known else _sign(line) for line, known in pairs]
    total = {code: sum(weight for language, weight in signs if language == code) for code in ("kk", "ru")}
    if not any(total.values()):
        language = detect(whole)
        return [language] * len(lines) if language else None
    for code, other in (("kk", "ru"), ("ru", "kk")):
        if total[code] < 2 and total[code] * 10 < total[other] and not any(forced):
            return [other] * len(lines)
    path = _least_contradiction(lines, signs)
    judged = zip(signs, path, strict=True)
    wrong = sum(weight for (language, weight), code in judged if language not in (None, code))
    switches = sum(code != following for code, following in pairwise(path))
    if wrong * 5 > sum(total.values()) or switches > max(5, len(lines) / 3):
        return _each_by_itself(signs)
    return path


def _least_contradiction(lines, signs):
    near_title, costs, back = True, {"kk": 0.0, "ru": 0.0}, []
    for line, (language, weight) in zip(lines, signs, strict=True):
        near_title = near_title and not line.text.endswith((".", ";", ":"))
        switch = SWITCH_NEAR_TITLE if near_title else SWITCH
        came_from, new = {}, {}
        for code, other in (("kk", "ru"), ("ru", "kk")):
            stay = costs[code] <= costs[other] + switch
            came_from[code] = code if stay else other
            new[code] = costs[code] if stay else costs[other] + switch
            new[code] += weight if language == other else 0
        costs = new
        back.append(came_from)
    code = min(costs, key=costs.get)
    path = []
    for came_from in reversed(back):
        path.append(code)
        code = came_from[code]
    return path[::-1]


def _each_by_itself(signs):
    path, current = [], next(language for language, _weight in signs if language)
    for language, _weight in signs:
        current = language or current
        path.append(current)
    return path
