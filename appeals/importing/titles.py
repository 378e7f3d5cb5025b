"""Titles, the view counters that stray under them, and the kind of document that a title names."""

import re
from dataclasses import dataclass

from .lines import HEADING, TEXT, one_line
from .structure import looks_like_item

MAX_TITLE, MAX_LINE, MAX_LINES = 400, 250, 6
SUGGESTED_LENGTH = 120

_WORDS = {
    "appeal": {"kk": "үндеу|үндеуі", "ru": "обращение"},
    "statement": {"kk": "мәлімдеме|мәлімдемесі", "ru": "заявление"},
    "ruling": {"kk": "қаулы|қаулысы", "ru": "постановление"},
    "notice": {"kk": "хабарландыру|хабарландыруы", "ru": "объявление"},
}
_ANY_WORD = "|".join(words for by_language in _WORDS.values() for words in by_language.values())
_OPENS = re.compile(rf"(?i)\W*(?:\w+\s+)?(?:{_ANY_WORD})\b")
_CLOSES = re.compile(rf"(?i).*\b(?:{_ANY_WORD})\W*")
_ALONE = re.compile(rf"(?i)\W*(?:{_ANY_WORD})\W*")
_COUNTER = re.compile(
    r"(?i)(?:(?:просмотр\w*|қаралым\w*|қаралды|views)\s*[:–—-]?\s*)?"
    r"(?P<number>\d{1,3}(?:[ \u00a0]?\d{3}){0,2})"
    r"(?:\s*(?:просмотр\w*|қаралым\w*|рет қаралды|views))?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNFINISHED = (".", ";", ":", ",", "…")


@dataclass(frozen=True)
class Counter:
    text: str
    number: int


@dataclass(frozen=True)
class FoundTitle:
    """title: one line, or "" when the text opens without one; rest: the lines after it."""

    title: str
    rest: list
    counters: tuple = ()


def counter_of(line):
    """The view counter that a line consists of, or None. A bare year is no counter."""
    text = line.text if line.kind == TEXT else ""
    match = _COUNTER.fullmatch(text)
    if not match or _YEAR.fullmatch(text):
        return None
    return Counter(text, int(re.sub(r"\D", "", match["number"])))


def find_title(lines):
    """The lines of one language -> FoundTitle. A counter may stand before or under the title."""
    counters = []

    def skip_counters(index):
        while index < len(lines) and (counter := counter_of(lines[index])):
            counters.append(counter)
            index += 1
        return index

    start = skip_counters(0)
    count = _title_length(lines[start:])
    title = one_line(" ".join(line.text for line in lines[start : start + count]))
    end = skip_counters(start + count)
    return FoundTitle(title, lines[end:], tuple(counters))


def _title_length(lines):
    """How many of the first lines are the title; one line at least is left for the body."""
    run = []
    for line in lines[:MAX_LINES]:
        if not _may_be_title(line) or sum(len(other.text) for other in (*run, line)) > MAX_TITLE:
            break
        run.append(line)
    if len(run) == len(lines):
        run = run[:1] if len(lines) > 1 else []
    if not run:
        return 0
    first = run[0]
    styled = _count_while(run, lambda line: line.kind == first.kind and line.level == first.level)
    if first.kind == HEADING:
        return styled
    closing = next((index for index, line in enumerate(run) if index and _CLOSES.fullmatch(line.text)), None)
    if _ALONE.fullmatch(first.text):
        return max(2, _until_gap(run[1:]) + 1) if len(run) > 1 else 1
    if _CLOSES.fullmatch(first.text):
        return 1
    if closing is not None:
        return closing + 1
    if first.set_off:
        return _count_while(run, lambda line: line.set_off)
    group = _until_gap(run)
    followed_by_gap = group < len(lines) and lines[group].gap
    return group if followed_by_gap or _OPENS.match(first.text) else 1


def _may_be_title(line):
    if line.kind == HEADING:
        return True
    return (
        line.kind == TEXT
        and len(line.text) <= MAX_LINE
        and not line.text.endswith(_UNFINISHED)
        and not looks_like_item(line)
        and counter_of(line) is None
    )


def _until_gap(lines):
    return 1 + _count_while(lines[1:], lambda line: not line.gap) if lines else 0


def _count_while(lines, holds):
    count = 0
    while count < len(lines) and holds(lines[count]):
        count += 1
    return count


def suggest_title(body):
    """A title from the first words of a text that has none: its first sentence, cut at a word with «…»."""
    text = body[0].text
    sentence = re.split(r"(?<=[.!?…])\s+(?=[«\"A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])", text, maxsplit=1)[0]
    if len(sentence) <= SUGGESTED_LENGTH:
        return sentence.rstrip(".")
    head = sentence[: SUGGESTED_LENGTH + 1]
    return (head.rpartition(" ")[0] or head[:SUGGESTED_LENGTH]).rstrip(" ,;:–—-") + "…"


def kind_of(title, language):
    """The kind of document that a title names, or "".

    Russian names it first («Обращение Федерации …»), Kazakh last («… үндеуі»), both in capitals anywhere.
    An appeal is never a citizen's request («өтініш», «обращение гражданина»).
    """
    for kind, words in _WORDS.items():
        word = f"(?:{words[language]})"
        place = rf"\W*(?:\w+\s+)?{word}\b" if language == "ru" else rf".*\b{word}\W*|\W*{word}\b.*"
        match = re.match(rf"(?i)(?:{place})", title)
        capitals = re.search(rf"\b(?:{words[language].upper()})\b", title)
        if (match and not re.search(r"(?i)обращение\s+граждан", title)) or capitals:
            return kind
    return ""
