"""Which line speaks which language."""

import re


def detect(text):
    """Stand-in until federation.languages is there."""
    letters = re.findall("[а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ]", text)
    kazakh = re.findall("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]", text)
    if not letters:
        return None
    return "kk" if len(kazakh) * 20 >= len(letters) else "ru"


# A line of this many letters is full evidence; a name or a number is next to none.
FULL_EVIDENCE = 60
SWITCH, SWITCH_NEAR_TITLE = 0.6, 0.3
LONG_LINE = 200

_MARKER = {
    "kk": re.compile(r"(?i)\W*(қазақша|қазақ тілінде|мемлекеттік тілде|қаз|kaz|kk|kz)\W*"),
    "ru": re.compile(r"(?i)\W*(на русском( языке)?|орысша|орыс тілінде|рус|rus|ru)\W*"),
}


def marker_language(text):
    """The language that a heading like «Қазақ тілінде» or «На русском языке» announces, or None."""
    return next((language for language, pattern in _MARKER.items() if pattern.fullmatch(text)), None)


def evidence(text):
    """How much a line speaks for each language: (language or None, weight from 0 to 1)."""
    letters = sum(letter.isalpha() for letter in text)
    return detect(text), min(1.0, letters / FULL_EVIDENCE)


def languages_of(lines, forced):
    """The language of each line.

    lines: list of Line; forced: for each line "kk", "ru" or None (a cell of a two-column table knows).
    Returns a list as long as `lines`, or None when neither language is recognised.

    A path of least contradiction: a line that looks foreign costs its evidence, a change of language costs
    a little more than half a line, so that one foreign quotation does not tear a text apart, while a
    second text, or two titles over one another, are told apart. Texts that alternate paragraph by
    paragraph contradict any such path; there each line goes by itself.
    """
    pairs = list(zip(lines, forced, strict=True))
    signs = [(known, 10.0) if known else evidence(line.text) for line, known in pairs]
    total = {code: sum(weight for language, weight in signs if language == code) for code in ("kk", "ru")}
    if not any(total.values()):
        whole = detect(" ".join(line.text for line in lines))
        return [whole] * len(lines) if whole else None
    for code, other in (("kk", "ru"), ("ru", "kk")):
        if total[code] < 2 and total[code] * 10 < total[other] and not any(forced):
            return [other] * len(lines)
    path = _least_contradiction(lines, signs)
    judged = zip(signs, path, strict=True)
    wrong = sum(weight for (language, weight), code in judged if language not in (None, code))
    if wrong * 5 > sum(total.values()):
        return _each_by_itself(signs)
    return path


def _least_contradiction(lines, signs):
    near_title, costs, back = True, {"kk": 0.0, "ru": 0.0}, []
    for line, (language, weight) in zip(lines, signs, strict=True):
        near_title = near_title and len(line.text) < LONG_LINE
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
