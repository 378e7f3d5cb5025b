"""Titles, the view counters that stray under them, and the kind of document that a title names."""

import re
from dataclasses import dataclass

from .adoption import is_adoption
from .lines import HEADING, TEXT, one_line
from .structure import SALUTATION, looks_like_item

MAX_TITLE, MAX_LINE, MAX_LINES, MAX_SENTENCE = 400, 250, 6, 150
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
    for line in lines[: min(MAX_LINES, len(lines) - 1)]:
        if not _may_be_title(line) or sum(len(other.text) for other in (*run, line)) > MAX_TITLE:
            break
        run.append(line)
    count = _first_guess(run, lines)
    while count and count < len(run) and run[count].text[:1].islower():
        count += 1
    return count


def _first_guess(run, lines):
    if not run:
        return 0
    first = run[0]
    if first.kind == HEADING:
        return _count_while(run, lambda line: (line.kind, line.level) == (HEADING, first.level))
    set_off = _count_while(run, lambda line: line.set_off)
    alone = _ALONE.fullmatch(first.text)
    if set_off > 1 or (set_off and not alone):
        return set_off
    if alone:
        return 1 + _until_gap(run[1:])
    closing = next((index for index, line in enumerate(run) if _CLOSES.fullmatch(line.text)), None)
    if closing is not None:
        return closing + 1
    group = _until_gap(run)
    return group if lines[group].gap or _OPENS.match(first.text) else 1


def _may_be_title(line):
    text = line.text
    if line.kind == HEADING or not text:
        return bool(text)
    named = len(text) <= MAX_SENTENCE and (_OPENS.match(text) or _CLOSES.fullmatch(text))
    return (
        line.kind == TEXT
        and len(text) <= MAX_LINE
        and (not text.endswith(_UNFINISHED) or (named and text.endswith(".")))
        and not SALUTATION.match(text)
        and not looks_like_item(line)
        and not counter_of(line)
        and not is_adoption(text)
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
    text = next((line.text for line in body if line.text), "")
    sentence = re.split(r"(?<=[.!?…])\s+(?=[«\"A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])", text, maxsplit=1)[0]
    if len(sentence) <= SUGGESTED_LENGTH:
        return sentence.rstrip(".")
    head = sentence[: SUGGESTED_LENGTH + 1]
    head = head.rpartition(" ")[0] or head[:SUGGESTED_LENGTH]
    if head.count("«") > head.count("»"):
        head = head.rpartition("«")[0] or head
    return head.rstrip(" ,;:–—-") + "…"


def kind_of(title, language):
    """The kind of document that a title names, or "".

    Russian names it first («Обращение Федерации …»), Kazakh last («… үндеуі»), both in capitals anywhere.
    An appeal is never a citizen's request («өтініш», «обращение гражданина»).
    """
    if re.match(r"(?i)\W*обращени[ея]\s+граждан", title):
        return ""
    for kind, words in _WORDS.items():
        word = f"(?:{words[language]})"
        place = rf"\W*(?:\w+\s+)?{word}\b" if language == "ru" else rf".*\b{word}\W*|\W*{word}\b.*"
        match = re.match(rf"(?i)(?:{place})", title)
        capitals = re.search(rf"\b(?:{words[language].upper()})\b", title)
        if match or capitals:
            return kind
    return ""
