"""What a text consists of: blocks, their runs and cells. Made by block_reader, used through blocks."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]
# Never wanted in a text: controls and what else XML forbids, zero-width spaces, byte order marks, and the marks
# that reverse what is read.
JUNK = dict.fromkeys(
    [code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()]
    + [0x180E, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF, *_BIDI]
)
# Kept for typesetting (soft hyphen, joiners), but no part of what a text says.
_INVISIBLE = JUNK | dict.fromkeys([0xAD, 0x200C, 0x200D, *range(0x2061, 0x2065)])


def normalise(text: str) -> str:
    """NFC, without invisible characters, all white space (no-break too) as single spaces, trimmed."""
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    return " ".join(text.split())


def plain(text: str) -> str:
    """Plain text fit for a field, for XML and for mail: NFC, without JUNK and lone surrogates.

    Line ends of any kind become "\n", other white space stays (soft hyphens and joiners, too); not trimmed.
    """
    text = re.sub("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text).replace("\x1f", " ")
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", text.translate(JUNK))


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    TABLE_ROW = "table-row"


@dataclass(frozen=True)
class Run:
    """A stretch of text with the same marks; "\\n" in `text` is a line break (<br>)."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


class ListLevel(NamedTuple):
    """One of the lists around an item: `id` tells neighbouring lists apart within one text."""

    id: int
    ordered: bool
    start: int = 1


@dataclass(frozen=True)
class Cell:
    runs: tuple[Run, ...]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1

    @cached_property
    def text(self) -> str:
        return text_of(self.runs)


@dataclass(frozen=True)
class Block:
    """One block of a text.

    `text` is plain, NFC, white space normalised; `runs` keep no-break spaces, marks and line breaks.
    `depth` counts the lists around an item (1 for a simple list, 0 for what is no item); `level` is 2–4
    for a heading, else 0; `number` is an item's number in its ordered list, else 0. `lists`, `quote` and
    `table` name what stands around the block: equal ids of neighbours mean the same list, quotation, table
    (`quote` and `table` are 0 outside of one). A table row has its `cells`; `header` marks a row of <thead>.
    """

    kind: Kind
    text: str
    runs: tuple[Run, ...]
    level: int = 0
    number: int = 0
    lists: tuple[ListLevel, ...] = ()
    quote: int = 0
    table: int = 0
    header: bool = False
    cells: tuple[Cell, ...] = ()

    @property
    def depth(self) -> int:
        return len(self.lists)

    @property
    def ordered(self) -> bool:
        return bool(self.lists) and self.lists[-1].ordered

    @property
    def shape(self) -> tuple[Kind, int, int, bool, int]:
        """What must be the same in both languages about a block's form: kind, level, depth, order, cells."""
        return self.kind, self.level, self.depth, self.ordered, len(self.cells)

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of `text` alone: kind is a matter of parity, not of staleness."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def text_of(runs: Iterable[Run]) -> str:
    return normalise("".join(run.text for run in runs))
