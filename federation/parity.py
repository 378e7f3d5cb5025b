"""Parity of the two languages: alignment block to block, what differs, and what has gone stale.

Rules: DESIGN «Two languages as equals». Both languages are equals here: nothing is a translation of
the other, and whichever changed last makes the other one stale.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from federation.alignment import align_by
from federation.blocks import Block, Kind, parse
from federation.facts import Facts, facts
from federation.languages import fold

STEM_WEIGHT = 12.0

PairOfHashes = tuple[str, str]


class Row(NamedTuple):
    """Indexes of the blocks that stand side by side; None where one language has nothing."""

    kk: int | None
    ru: int | None


# --- alignment ------------------------------------------------------------------------------------


def align(
    kk: Sequence[Block],
    ru: Sequence[Block],
    confirmed: Iterable[PairOfHashes] = (),
    overridden: Iterable[PairOfHashes] = (),
) -> list[Row]:
    """Put the blocks of the two languages side by side.

    Pairs of hashes that somebody confirmed or overrode are the strongest tie, then kind, facts, words that both
    languages share, and length. Two blocks that were each accepted without a partner stay apart. Each index comes
    exactly once, in its order; where nothing fits there is a gap. To confirm or to override rows of the result moves
    no other row. Cost is bounded: about MAX_CELLS comparisons whatever the length.
    """
    overridden = set(overridden)
    pairs = {*confirmed, *(pair for pair in overridden if all(pair))}
    start = 0
    while start < min(len(kk), len(ru)) and (kk[start].hash, ru[start].hash) in pairs:
        start += 1
    end = 0
    while end < min(len(kk), len(ru)) - start and (kk[-1 - end].hash, ru[-1 - end].hash) in pairs:
        end += 1
    left = [_Profile.of(block, "kk") for block in kk[start : len(kk) - end]]
    right = [_Profile.of(block, "ru") for block in ru[start : len(ru) - end]]
    # Of the whole text, whatever of it is confirmed: else each confirmation would change what its neighbours weigh.
    weights = Counter(stem for block in (*kk, *ru) for stem in _stems(block))
    here = ({block.hash for block in kk}, {block.hash for block in ru})
    placed = {one_hash for pair in pairs if pair[0] in here[0] and pair[1] in here[1] for one_hash in pair}

    def score(i: int, j: int) -> float:
        one, other = left[i], right[j]
        if (one.hash, other.hash) in pairs:
            return 100.0
        if (one.hash, "") in overridden and ("", other.hash) in overridden:
            return -100.0
        # A block whose confirmed partner stands elsewhere in this text belongs there.
        elsewhere = (one.hash in placed) + (other.hash in placed)
        return one.likeness(other, weights) - 4 * elsewhere

    middle = align_by(len(left), len(right), score)
    return [
        *(Row(index, index) for index in range(start)),
        *(Row(None if i is None else i + start, None if j is None else j + start) for i, j in middle),
        *(Row(len(kk) - index, len(ru) - index) for index in range(end, 0, -1)),
    ]


@dataclass(frozen=True)
class _Profile:
    """What is compared of a block while aligning."""

    hash: str
    shape: tuple
    facts: frozenset
    stems: frozenset[str]
    ending: str
    length: int

    @classmethod
    def of(cls, block: Block, language: str) -> "_Profile":
        known = facts(block.text, language)
        values = frozenset((*known.numbers, *known.dates, *known.citations))
        return cls(block.hash, block.shape, values, _stems(block), block.text[-1], len(block.text))

    def likeness(self, other: "_Profile", weights: Counter[str]) -> float:
        """How much speaks for the two blocks saying the same; a rare stem that both have says more."""
        score = 0.5
        if self.shape[0] == other.shape[0]:
            score = 4.0 + (self.shape == other.shape)
        score += self.ending == other.ending
        if self.facts or other.facts:
            shared = len(self.facts & other.facts) / len(self.facts | other.facts)
            score += 8 * shared - 3
        score += min(6.0, sum(STEM_WEIGHT / weights[stem] for stem in self.stems & other.stems))
        return score - 2 * abs(math.log((self.length + 10) / (other.length + 10)))


def _stems(block: Block) -> frozenset[str]:
    """«Парламент», «кандидат», «Конституция»: official prose of both languages shares many stems."""
    return frozenset(word[:5] for word in re.findall(r"\w{5,}", fold(block.text)))


# --- comparison -----------------------------------------------------------------------------------

MESSAGES = {
    "missing-kk": _("missing in Kazakh. Russian: “%(ru)s”"),
    "missing-ru": _("missing in Russian. Kazakh: “%(kk)s”"),
    "kind": _("the kinds differ. Kazakh: %(kk)s; Russian: %(ru)s."),
    "numbers": _("the numbers differ. Kazakh: %(kk)s; Russian: %(ru)s."),
    "dates": _("the dates differ. Kazakh: %(kk)s; Russian: %(ru)s."),
    "citations": _("the legal citations differ. Kazakh: %(kk)s; Russian: %(ru)s."),
}
KIND_NAMES = {
    Kind.PARAGRAPH: _("paragraph"),
    Kind.QUOTE: _("paragraph of a quotation"),
}


@dataclass(frozen=True)
class Problem:
    """One difference in one row. `code`: missing-kk, missing-ru, kind, numbers, dates or citations.

    `kk` and `ru` are what the other language lacks, as written (a lazy text for "kind"); "—" for nothing.
    `place`: how people call the row, lazy.
    """

    number: int
    code: str
    kk: object
    ru: object
    place: object

    @property
    def message(self) -> str:
        """A sentence with the place and both values, lazy: in the language of whoever reads it."""
        return _lazy_message(self)


def _message(problem: Problem) -> str:
    what = str(MESSAGES[problem.code]) % {"kk": problem.kk, "ru": problem.ru}
    return f"{problem.place}: {what}"


_lazy_message = lazy(_message, str)


@dataclass(frozen=True)
class ComparedRow:
    """Two blocks side by side.

    `state`: confirmed; new (neither side was ever confirmed); stale-kk (Russian changed since it was
    confirmed, Kazakh has to follow); stale-ru (the other way round); moved (both were confirmed, but with
    other partners); missing-kk, missing-ru (the language without the block). `previous`: for a stale row
    the hashes of what the changed side said when the pair was confirmed, the latest last. `place`: how messages
    call the row, lazy.
    """

    number: int
    kk: Block | None
    ru: Block | None
    state: str
    problems: tuple[Problem, ...] = ()
    overridden: bool = False
    previous: tuple[str, ...] = ()
    place: object = ""

    @property
    def pair(self) -> PairOfHashes:
        """The key under which the row is confirmed or overridden; "" for a missing side."""
        return (self.kk.hash if self.kk else "", self.ru.hash if self.ru else "")

    @property
    def stale(self) -> bool:
        return self.state in ("stale-kk", "stale-ru", "moved")


@dataclass(frozen=True)
class Comparison:
    rows: tuple[ComparedRow, ...]

    @cached_property
    def problems(self) -> list[Problem]:
        """What forbids publishing: the problems of all rows that are not overridden."""
        return [problem for row in self.rows if not row.overridden for problem in row.problems]

    @property
    def stale(self) -> list[ComparedRow]:
        return [row for row in self.rows if row.stale]


def compare(
    kk_html: str,
    ru_html: str,
    *,
    confirmed: Iterable[PairOfHashes] = (),
    overridden: Iterable[PairOfHashes] = (),
    name: object = "",
) -> Comparison:
    """Compare the two languages of a text.

    `confirmed`: (kk hash, ru hash) of blocks somebody confirmed as saying the same, oldest first.
    `overridden`: pairs (ComparedRow.pair) whose mismatch a publisher has accepted. `name`: how messages call a text
    that is one block, such as a title; else they count the blocks.
    """
    kk, ru = parse(kk_html), parse(ru_html)
    confirmed = list(dict.fromkeys(map(tuple, confirmed)))
    overridden = set(map(tuple, overridden))
    partners_kk: dict[str, list[str]] = {}
    partners_ru: dict[str, list[str]] = {}
    for one, other in confirmed:
        partners_kk.setdefault(one, []).append(other)
        partners_ru.setdefault(other, []).append(one)
    rows = []
    for number, (i, j) in enumerate(align(kk, ru, confirmed, overridden), 1):
        one = None if i is None else kk[i]
        other = None if j is None else ru[j]
        state, previous = _state(one, other, partners_kk, partners_ru)
        place = name or _lazy_format(_("Block %(number)s"), {"number": number})
        problems = tuple(_problems(number, place, one, other))
        row = ComparedRow(number, one, other, state, problems, previous=previous, place=place)
        rows.append(replace(row, overridden=bool(problems) and row.pair in overridden))
    return Comparison(tuple(rows))


def _state(
    kk: Block | None, ru: Block | None, partners_kk: dict[str, list[str]], partners_ru: dict[str, list[str]]
) -> tuple[str, tuple[str, ...]]:
    if kk is None:
        return "missing-kk", ()
    if ru is None:
        return "missing-ru", ()
    old_ru, old_kk = partners_kk.get(kk.hash, ()), partners_ru.get(ru.hash, ())
    if ru.hash in old_ru:
        return "confirmed", ()
    if old_ru and old_kk:
        return "moved", ()
    if old_ru:
        return "stale-kk", tuple(old_ru)
    if old_kk:
        return "stale-ru", tuple(old_kk)
    return "new", ()


def _problems(number: int, place: object, kk: Block | None, ru: Block | None) -> Iterable[Problem]:
    if kk is None:
        yield Problem(number, "missing-kk", "—", shorten(ru.text), place)
        return
    if ru is None:
        yield Problem(number, "missing-ru", shorten(kk.text), "—", place)
        return
    if kk.shape != ru.shape:
        yield Problem(number, "kind", kind_name(kk), kind_name(ru), place)
    only_kk, only_ru = _differences(facts(kk.text, "kk"), facts(ru.text, "ru"))
    for code, kind in (("numbers", "number"), ("dates", "date"), ("citations", "citation")):
        values = [
            ", ".join(dict.fromkeys(fact.written for fact in side if fact.kind == kind)) or "—"
            for side in (only_kk, only_ru)
        ]
        if values != ["—", "—"]:
            yield Problem(number, code, *values, place)


def _differences(kk: Facts, ru: Facts) -> tuple[list, list]:
    """The facts that only one side has. Time grows with their number alone."""
    years_kk = {date[0] for date in kk.dates if date[0]}
    years_ru = {date[0] for date in ru.dates if date[0]}

    def same(fact):
        return fact.kind, fact.value

    # «с 15 марта по 2 апреля 2023 года» and «2023 жылғы 15 наурыздан 2 сәуірге дейін» name the year at
    # different days; a date without a year may take one that its own block names.
    def day_of(years):
        return lambda fact: fact.value[1:] if fact.kind == "date" and fact.value[0] in years else None

    # A citation that is recognised in one language only must not look like a difference.
    def cited(fact):
        return fact.value[1] if fact.kind == "citation" else None

    def number(fact):
        return fact.value if fact.kind == "number" else None

    rules = (
        (same, same),
        (day_of({0}), day_of(years_kk)),
        (day_of(years_ru), day_of({0})),
        (cited, number),
        (number, cited),
    )
    only_kk, only_ru = list(kk.found), list(ru.found)
    for key_kk, key_ru in rules:
        names_kk, names_ru = list(map(key_kk, only_kk)), list(map(key_ru, only_ru))
        common = Counter(names_kk) & Counter(names_ru)
        del common[None]
        only_kk, only_ru = _without(only_kk, names_kk, common), _without(only_ru, names_ru, common)
    return only_kk, only_ru


def _without(found: Sequence, names: Sequence, common: Counter) -> list:
    """`found` without as many of each name, from the first on, as `common` says."""
    left, rest = common.copy(), []
    for fact, name in zip(found, names, strict=True):
        if left[name]:
            left[name] -= 1
        else:
            rest.append(fact)
    return rest


def kind_name(block: Block):
    """A block's form in words, lazy, for a reader in either language."""
    if block.kind is Kind.HEADING:
        return _lazy_format(_("heading of level %(level)s"), {"level": block.level})
    if block.kind is Kind.LIST_ITEM:
        name = (
            _("numbered list item of level %(level)s") if block.ordered else _("list item of level %(level)s")
        )
        return _lazy_format(name, {"level": block.depth})
    if block.kind is Kind.TABLE_ROW:
        count = len(block.cells)
        return _lazy_format(
            ngettext_lazy("table row of %(count)s cell", "table row of %(count)s cells", count),
            {"count": count},
        )
    return KIND_NAMES[block.kind]


_lazy_format = lazy(lambda text, values: str(text) % values, str)


def shorten(text: str, length: int = 60) -> str:
    """The beginning of a text, cut between words, with an ellipsis."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
