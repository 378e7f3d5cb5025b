"""Back to the nominative, where tables and the grammar of the sentence allow; what they do not allow stays as it is.

Whoever calls knows from the construction («под председательством …») which case the words stand in.
"""

import re

from .words import OFFICE_FORMS, WORDS

_HISSING = "гкхжшчщ"
_MASCULINE = {
    "ого": "ый",
    "ому": "ый",
    "ом": "ый",
    "ым": "ый",
    "его": "ий",
    "ему": "ий",
    "ем": "ий",
    "им": "ий",
}
_FEMININE = {"ой": "ая", "ую": "ая", "ей": "яя", "юю": "яя"}
_NEUTER = {"ого": "ое", "ому": "ое", "ом": "ое", "его": "ее", "ему": "ее", "ем": "ее"}
_SEVERAL = {"ых": "ые", "ым": "ые", "ыми": "ые", "их": "ие", "им": "ие", "ими": "ие"}
_ENDINGS = {"m": _MASCULINE, "f": _FEMININE, "n": _NEUTER, "p": _SEVERAL}
ADJECTIVE = (
    rf"[\w-]+(?:{'|'.join(sorted({e for table in _ENDINGS.values() for e in table}, key=len, reverse=True))})"
)
_SEGMENT = re.compile(r"(\s+[–—-]\s+|,\s+|\s+и\s+)")


def adjective(word, gender):
    """An adjective in an oblique case -> nominative of the gender, or None when it has no such ending."""
    for ending in sorted(_ENDINGS[gender], key=len, reverse=True):
        if word.lower().endswith(ending) and len(word) > len(ending) + 1:
            stem, new = word[: -len(ending)], _ENDINGS[gender][ending]
            if gender == "m" and any(
                stem.lower() == part or stem.lower().endswith("-" + part)
                for part in WORDS["adjectives"]["stressed"]
            ):
                new = "ой"
            elif new == "ый" and stem[-1] in _HISSING:
                new = "ий"
            elif new == "яя" and stem[-1] in _HISSING:
                new = "ая"
            return stem + new
    return None


def office(phrase):
    """An office in an oblique case -> (nominative, whether all its heads were known).

    «заместителя министра – члена Комиссии» -> «заместитель министра – член Комиссии»: the head of each part turns, and
    the adjectives before it; what depends on it stays.
    """
    parts = _SEGMENT.split(phrase)
    done, known = [], True
    for index, part in enumerate(parts):
        if index % 2:
            done.append(part)
            continue
        turned = _head_turned(part)
        # After «и», and after a comma, a part may still depend on the head before («культуры и информации»).
        if turned is None and (index == 0 or "–" in parts[index - 1] or "—" in parts[index - 1]):
            known = False
        done.append(part if turned is None else turned)
    return "".join(done), known


def _head_turned(part):
    words = part.split(" ")
    for index, word in enumerate(words[:4]):
        if name := OFFICE_FORMS.get(word.lower()):
            kept = name[0].upper() + name[1:] if word[0].isupper() else name
            before = [adjective(one, "f" if name.endswith("ая") else "m") for one in words[:index]]
            return None if None in before else " ".join([*before, kept, *words[index + 1 :]])
    return None


def dative_topic(phrase):
    """«проекту Закона и предстоящим выборам 19 марта» -> the same in the nominative, or None."""
    done = []
    for index, part in enumerate(re.split(r"(\s+и\s+|,\s+)", phrase)):
        if index % 2:
            done.append(part)
            continue
        words = part.split(" ")
        for at, word in enumerate(words[:4]):
            if word.lower() in WORDS["topics"]:
                head, gender = WORDS["topics"][word.lower()]
                before = [adjective(one, gender) for one in words[:at]]
                if None in before:
                    return None
                done.append(" ".join([*before, head, *words[at + 1 :]]))
                break
        else:
            if index == 0:
                return None
            done.append(part)
    return "".join(done)


def russian_name(words):
    """A Russian name in the genitive -> words of the nominative, or None when its forms do not tell.

    The given name tells the gender: «-ы», «-и» a woman's, «-а», «-я» a man's; the family name follows.
    """
    given, family = words[0], words[-1]
    if given.endswith("."):
        return None
    if given.endswith(("ы", "и")):
        first = given[:-1] + ("я" if given.endswith("ии") else "а")
        last = family[:-2] + ("ая" if family.endswith("ской") else "а") if family.endswith("ой") else family
        middle = [word[:-1] + "а" if word.endswith("ы") else word for word in words[1:-1]]
    elif given.endswith(("а", "я")):
        first = _without_a(given)
        last = adjective(family, "m") if family.endswith("ого") else _without_a(family)
        middle = [_without_a(word) for word in words[1:-1]]
    else:
        return None
    return (first, *middle, last)


def _without_a(word):
    if word.endswith("а"):
        return word[:-1]
    if word.endswith("я"):
        return word[:-1] + ("й" if word[-2:-1] in "аеиоуыэюяёіә" else "ь")
    return word


def kazakh_name(words):
    """A Kazakh name with the ending of the genitive on its last word -> words without it, or None when it has none."""
    last = re.sub(r"(?<=\w\w)[нтд][ыі]ң$", "", words[-1])
    return None if last == words[-1] else (*words[:-1], last)
