"""The vocabulary of the reader, and the patterns built of it (campaigns/data/reports.toml)."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from federation.languages import fold

WORDS = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "data" / "reports.toml").read_text(encoding="utf-8")
)

CAPITAL, SMALL = "А-ЯЁӘҒҚҢӨҰҮҺІ", "а-яёәғқңөұүһі"
NAME_WORD = rf"[{CAPITAL}][{SMALL}]+(?:-[{CAPITAL}][{SMALL}]+)?"
INITIALS = rf"(?:[{CAPITAL}]\.\s?){{1,2}}"
RUN = re.compile(rf"(?<![\w-])(?:{INITIALS}{NAME_WORD}|{NAME_WORD}(?:\s{NAME_WORD})*)(?![\w-])")
PATRONYMIC = re.compile(r"(?i)(?:ович|евич|ич|овн|евн|ичн|инична)\w{0,3}$|(?:ұлы|улы|қызы|кызы)\w{0,5}$")
SPEECH = re.compile(rf"(?i)(?<!\w)(?:{'|'.join(WORDS['speech'])})\w*")
PRONOUN = re.compile(rf"(?i)(?<!\w)(?:{'|'.join(WORDS['pronouns'])})(?!\w)")
NOT_NAMES = tuple(WORDS["not_names"])
OFFICE_FORMS = {form: name for name, forms in WORDS["offices"].items() for form in (name, *forms)}

# Endings of Kazakh cases, as `fold` writes them.
_KK_ENDING = re.compile("(?:[нтд][ыи]н|[гк][ае]|[нтд][аыие]|[нтд][ае]н|[мбп]ен)(?:ки|гы|ги)?")
# Endings of Russian cases and the vowel of the nominative: what stays is the same in all cases of a name. A name
# such as «Карим» ends like a case; so both stems count.
_RU_ENDINGS = (
    re.compile(r"(?<=\w\w\w)[аеиоуыэюяйь]+$"),
    re.compile(r"(?<=\w\w\w)[аеиоуыэюяйь]+(?:м|го|му|х)$"),
)


@dataclass(frozen=True)
class Found:
    """A name as it stands in a text: its words, and from where to where."""

    words: tuple
    start: int
    end: int

    @property
    def written(self):
        return " ".join(self.words)


def is_name_word(word):
    lower = word.lower()
    return lower not in OFFICE_FORMS and not lower.startswith(NOT_NAMES)


def names_in(text, offset=0):
    """[Found]: full names (given and family, initial and family) in a text whose quoted stretches are masked.

    Of a longer run of capitals («Комиссии Марат Бекбай») the last two words are the name, or three with a patronymic.
    """
    found = []
    for match in RUN.finditer(text):
        words = [(one.group(), one.start()) for one in re.finditer(r"\S+", match.group())]
        if "." in match.group():  # initials: one word after them
            whole = tuple(match.group().replace(". ", ".").rpartition(".")[::2])
            if is_name_word(whole[1]):
                found.append(Found((whole[0] + ".", whole[1]), offset + match.start(), offset + match.end()))
            continue
        while words and not is_name_word(words[-1][0]):
            words.pop()
        kept = []
        while words and is_name_word(words[-1][0]):
            kept.insert(0, words.pop())
        most = 3 if len(kept) > 2 and any(PATRONYMIC.search(word) for word, _at in kept[-3:]) else 2
        kept = kept[-most:]
        if len(kept) >= 2:
            start = match.start() + kept[0][1]
            end = match.start() + kept[-1][1] + len(kept[-1][0])
            found.append(Found(tuple(word for word, _at in kept), offset + start, offset + end))
    return found


def single_names(text):
    """Words in capitals that stand alone and may be a family name, in their order."""
    return [
        match.group()
        for match in RUN.finditer(text)
        if " " not in match.group() and "." not in match.group() and is_name_word(match.group())
    ]


def same_word(one, other):
    """Whether two words may be forms of one name («Саиды» and «Саида», «Сәуленің» and «Сәуле»)."""
    one, other = fold(one), fold(other)
    if _stems(one) & _stems(other):
        return True
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and bool(_KK_ENDING.fullmatch(long[len(short) :]))


def _stems(word):
    return {word} | {ending.sub("", word) for ending in _RU_ENDINGS}


def same_name(one, other):
    """Whether two names (tuples of words) may be of one person; initials stand for a given name."""
    if not same_word(one[-1], other[-1]):
        return len(one) == len(other) == 2 and same_word(one[0], other[1]) and same_word(one[1], other[0])
    if len(one) == 1 or len(other) == 1:
        return True
    if one[0].endswith(".") or other[0].endswith("."):
        return fold(one[0][0]) == fold(other[0][0])
    return same_word(one[0], other[0])
