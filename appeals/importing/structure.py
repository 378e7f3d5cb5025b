"""Lists and headings that plain text only hints at. When in doubt, a line stays a paragraph."""

import re
from dataclasses import replace

from .lines import HEADING, ITEM, TEXT, cut

DASHES = "−–—-‐‑‒―"
DOTS = "•·●○◦▪▫■□◾‣⁃∙➢➤►▶✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"

_BULLET = re.compile(rf"(?P<mark>[{re.escape(DASHES)}*]\s+|[{DOTS}]\s*)(?=[^\s{re.escape(DASHES)}*{DOTS}])")
_NUMBER = re.compile(r"(?P<mark>\(?(?P<number>\d{1,3}|[а-яёәғқңөұүһі])[.)]\s+)(?=\S)")
_ALPHABETS = ("аәбвгғдеёжзи", "абвгдежзик", "абвгдеёжзи", "аәбвгғдежзи")
_STEP = re.compile(
    r"(?i)(?:\d{1,2}\s*-\s*қадам|қадам\s+\d{1,2}|шаг\s+\d{1,2}|\d{1,2}\s*-?(?:й|ый|ой)?\s+шаг)\b"
)
SALUTATION = re.compile(r"(?i)(?:уважаем|дороги[ем]|құрметті|қымбатты|ардақты)\w*\b")
_FINISHED = (".", "!", "?", ";", ":", ",", "…", "–", "—", "-")

MAX_HEADING, MAX_HEADING_WORDS, MAX_STEP = 100, 12, 160


def recognise_structure(lines):
    """Lines of one language's body -> (lines, marks): the same with lists and headings told apart.

    marks: the bullets and numbers taken off the lines, in order; an <ul> or <ol> shows them again.
    """
    lines, marks = _lists(lines)
    return _headings(lines), marks


def _bullet(line):
    match = _BULLET.match(line.text) if line.kind == TEXT else None
    return match["mark"].strip() if match else ""


def _number(line):
    match = _NUMBER.match(line.text) if line.kind == TEXT else None
    return (match["mark"].strip(), match["number"]) if match else ("", "")


def _lists(lines):
    done, marks, index = [], [], 0
    while index < len(lines):
        items = _numbered_run(lines, index) or _bulleted_run(lines, index)
        for line, (mark, depth, ordered) in zip(lines[index:], items, strict=False):
            marks.append(mark)
            rest = cut(line, len(mark.replace(" ", "")))
            done.append(replace(rest, kind=ITEM, depth=depth, ordered=ordered))
        if not items:
            done.append(lines[index])
        index += len(items) or 1
    return done, marks


def _bulleted_run(lines, start, nested=False):
    """The items of a list that opens at `start`: [(mark, depth, ordered)], empty when there is none.

    One dash alone is direct speech and one star alone a remark, unless a colon announces a list.
    """
    end = start
    while end < len(lines) and _bullet(lines[end]):
        end += 1
    marks = [_bullet(line) for line in lines[start:end]]
    announced = nested or (start > 0 and lines[start - 1].text.endswith(":"))
    if len(marks) == 1 and marks[0] not in DOTS and not announced:
        return []
    return [(mark, 1 if nested else 0, False) for mark in marks]


def _numbered_run(lines, start):
    """Items numbered 1, 2, 3 … or а, б, в … from the first on, with bullets between them one level deeper.

    Numbers that do not begin at the beginning stay in the text: a list would number them anew.
    """
    items, count, index, orders = [], 0, start, None
    while index < len(lines):
        mark, number = _number(lines[index])
        orders = _orders(number, count, orders) if mark else None
        if not orders:
            break
        items.append((mark, 0, True))
        count, index = count + 1, index + 1
        inner = _bulleted_run(lines, index, nested=True)
        following = index + len(inner)
        if inner and following < len(lines) and _orders(_number(lines[following])[1], count, orders):
            items += inner
            index = following
    return items if count >= 2 else []


def _orders(number, count, orders):
    """The ways of counting in which `number` comes after `count` others."""
    known = orders or ("numbers", *_ALPHABETS)
    return tuple(
        order
        for order in known
        if number and (number == str(count + 1) if order == "numbers" else order[count : count + 1] == number)
    )


def _headings(lines):
    steps = [index for index in range(len(lines)) if _is_step(lines, index)]
    steps = set(steps) if len(steps) >= 2 else set()
    top = min((line.level for line in lines if line.kind == HEADING), default=1)
    done = []
    for index, line in enumerate(lines):
        if line.kind == HEADING:
            line = replace(line, level=2 + line.level - top)
        elif index in steps or _is_heading(lines, index):
            line = replace(line, kind=HEADING, level=2)
        done.append(line)
    return done


def _is_step(lines, index):
    """A numbered step of a platform that stands over its own text («1-қадам. …», «Шаг 1. …»)."""
    line = lines[index]
    return (
        line.kind == TEXT
        and len(line.text) <= MAX_STEP
        and bool(_STEP.match(line.text))
        and index + 1 < len(lines)
        and lines[index + 1].kind in (TEXT, ITEM)
        and not _STEP.match(lines[index + 1].text)
    )


def _is_heading(lines, index):
    """A short unfinished line between a finished paragraph and a longer, finished one.

    A line that is set off, centred or bold, needs only to be short and to stand over a line that is not.
    """
    line = lines[index]
    if line.kind != TEXT or index + 1 == len(lines) or looks_like_item(line) or SALUTATION.match(line.text):
        return False
    before, after = lines[index - 1] if index else None, lines[index + 1]
    if line.set_off and len(line.text) <= MAX_HEADING and not line.text.endswith((".", ",", ";", ":")):
        return not after.set_off and after.kind in (TEXT, ITEM) and any(map(str.isalpha, line.text))
    return (
        len(line.text) <= MAX_HEADING
        and len(line.text.split()) <= MAX_HEADING_WORDS
        and line.text[:1].isupper()
        and not line.text.endswith(_FINISHED)
        and not _STEP.match(line.text)
        and not re.search(r"\b(?:г|қ)\.|\d{4}", line.text)
        and (before is None or before.kind != TEXT or before.text.endswith((".", "!", "?", "…", "»")))
        and after.kind == TEXT
        and after.text.endswith((".", "!", "?", "…", ":"))
        and len(after.text) > len(line.text)
    )


def looks_like_item(line):
    """Whether a line opens with a bullet or with a number of a list."""
    return bool(_bullet(line) or _number(line)[0])
