"""Sanitised HTML and the blocks it consists of: the one place that knows them.

A text is a flat list of blocks in reading order: headings, paragraphs, list items, table rows and
the paragraphs of quotations. Parity, staleness, diffs, the search index and print all work on it.

Any HTML goes the same way: nh3 parses it as a browser would and drops what is unsafe; `_Builder`
reads the result into blocks; `_serialise` writes the blocks back with nothing but the tags and
attributes known here. So what `clean` returns is safe and canonical, whatever came in.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
MARKS = {
    "a": "link",
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "u": "u",
    "ins": "u",
    "s": "s",
    "strike": "s",
    "del": "s",
    "sub": "sub",
    "sup": "sup",
}
MARK_TAGS = {"link": "a", "strong": "strong", "em": "em", "u": "u", "s": "s", "sub": "sub", "sup": "sup"}
LISTS = {"ul", "ol"}
TABLE_PARTS = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
# Elements that only end a line: their text becomes a paragraph, or a new line where they stand inside
# an item, a cell or a heading.
BOUNDARIES = {"p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "figure"}
BOUNDARIES |= {"figcaption", "address", "pre", "dl", "dt", "dd", "details", "summary", "fieldset", "legend"}
BOUNDARIES |= {"form", "center", "menu", "dir", "hgroup", "search"}
SCHEMES = {"http", "https", "mailto", "tel"}
MAX_LIST_DEPTH = 6
MAX_SPAN = 100

_CLEANER = nh3.Cleaner(
    tags={*HEADINGS, *MARKS, *LISTS, *TABLE_PARTS, *BOUNDARIES, "li", "blockquote", "br", "hr"},
    clean_content_tags={"script", "style"},
    attributes={
        "a": {"href"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    url_schemes=SCHEMES,
    link_rel=None,
)

_BREAKING_SPACE = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace() and chr(code) != "\n")
_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]
# Never wanted in a text: controls, zero-width spaces, byte order marks, marks that reverse what is read.
_JUNK = dict.fromkeys(
    [code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()]
    + [0x180E, 0x200B, 0x2060, 0xFEFF, *_BIDI]
)
# Kept for typesetting (soft hyphen, joiners), but no part of what a text says.
_INVISIBLE = _JUNK | dict.fromkeys([0xAD, 0x200C, 0x200D, *range(0x2061, 0x2065)])


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
        return _text(self.runs)


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


def normalise(text: str) -> str:
    """NFC, without invisible characters, all white space (no-break too) as single spaces, trimmed."""
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    return " ".join(text.split())


def clean(html: str) -> str:
    """Any HTML to the portal's canonical safe HTML.

    Kept: p, h2–h4, ul, ol[start], li, blockquote, table with thead, tbody, tr, th, td[colspan, rowspan],
    strong, em, u, s, sub, sup, a[href] (http, https, mailto, tel, site-relative or #fragment), br, hr. Text
    outside of a block becomes paragraphs, empty blocks vanish, an item, a cell and a heading hold one
    stretch of text with line breaks; text after a nested list becomes an item of its own; a double line
    break divides a paragraph. No visible text is lost. Idempotent; never raises on a str.
    """
    return _serialise(_read(html), anchors=False)


def parse(html: str) -> list[Block]:
    """The blocks of any HTML (it is cleaned on the way) in reading order; none is empty."""
    return [block for block in _read(html) if block is not None]


def anchored(html: str) -> str:
    """`clean(html)` with id="b1", id="b2", … on the elements of the blocks of `parse`."""
    return _serialise(_read(html), anchors=True)


def single(block: Block) -> str:
    """HTML of one block on its own, inside what makes it valid there; a numbered item keeps its number."""
    lists = tuple(level._replace(start=block.number or 1) for level in block.lists[-1:])
    return _serialise([replace(block, lists=lists)], anchors=False)


def visible_text(html: str) -> str:
    """The plain text of any HTML, one line for each block."""
    return "\n".join(block.text for block in parse(html))


# --- reading ---------------------------------------------------------------------------------------


def _read(html: str) -> list[Block | None]:
    """Blocks, with None where a rule (<hr>) stands."""
    # A lone surrogate is no character and cannot be encoded for nh3.
    html = html.encode("utf-8", "ignore").decode("utf-8")
    builder = _Builder()
    builder.feed(_CLEANER.clean(html))
    builder.close()
    builder.flush()
    return builder.leaves


class _Context(NamedTuple):
    """What surrounds the point that is being read."""

    tag: str = "p"  # the element a leaf opened here becomes: p, h2–h4, li or cell
    quote: int = 0
    lists: tuple[ListLevel, ...] = ()
    table: int = 0
    header: bool = False
    marks: frozenset[str] = frozenset()
    href: str = ""

    @property
    def holds_lines(self) -> bool:
        """Whether blocks inside are only lines of the same leaf (in items, cells and headings)."""
        return self.tag != "p"


@dataclass
class _Pieces:
    """The runs of one leaf or cell while they are collected; white space collapses on the way in."""

    runs: list[Run] = field(default_factory=list)

    @property
    def last(self) -> str:
        return self.runs[-1].text[-1] if self.runs else ""

    def add(self, text: str, marks: frozenset[str], href: str) -> None:
        if self.last in ("", " ", "\n"):
            text = text.lstrip(" ")
        if not text:
            return
        if self.runs and (self.runs[-1].marks, self.runs[-1].href) == (marks, href):
            text = self.runs.pop().text + text
        self.runs.append(Run(text, marks, href))

    def trim(self, chars: str, start: bool = False) -> None:
        index = 0 if start else -1
        while self.runs:
            run = self.runs.pop(index)
            text = run.text.lstrip(chars) if start else run.text.rstrip(chars)
            if text:
                self.runs.insert(0 if start else len(self.runs), Run(text, run.marks, run.href))
                return

    def finish(self) -> tuple[Run, ...]:
        self.trim(_SPACES + "\n")
        self.trim(_SPACES + "\n", start=True)
        return tuple(Run(unicodedata.normalize("NFC", run.text), run.marks, run.href) for run in self.runs)


@dataclass
class _CellDraft:
    header: bool
    colspan: int
    rowspan: int
    pieces: _Pieces = field(default_factory=_Pieces)


class _Builder(HTMLParser):
    """Reads the well-formed output of nh3 into blocks, with a stack and no recursion (any depth is safe)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.leaves: list[Block | None] = []
        self.context = _Context()
        self.stack: list[tuple[_Context, str]] = []  # the context outside, and what the end tag does
        self.leaf: _Context | None = None  # the context of the leaf that is being collected
        self.pieces: _Pieces | None = None
        self.row: list[_CellDraft] | None = None
        self.ids = 0
        self.items: dict[int, int] = {}  # list id -> items so far

    def new_id(self) -> int:
        self.ids += 1
        return self.ids

    # -- events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.line_break()
            return
        if tag == "hr":
            self.boundary()
            if not self.context.holds_lines and not self.context.quote and not self.context.table:
                self.leaves.append(None)
            return
        context, at_end = self.enter(tag, attributes)
        self.stack.append((self.context, at_end))
        self.context = context

    def handle_endtag(self, tag: str) -> None:
        if tag in ("br", "hr") or not self.stack:
            return
        at_end = self.stack[-1][1]
        if at_end == "flush":
            self.flush()
        elif at_end == "boundary":
            self.boundary()
        elif at_end == "cell":
            self.pieces = None
        self.context = self.stack.pop()[0]

    def handle_data(self, data: str) -> None:
        text = _BREAKING_SPACE.sub(" ", data.translate(_JUNK))
        if self.pieces is None:
            if not text.strip(_SPACES):
                return
            if self.row is not None:  # text in a row but in no cell
                self.open_cell("td", {})
            else:
                self.leaf, self.pieces = self.context, _Pieces()
        self.pieces.add(text, self.context.marks, self.context.href)

    # -- elements

    def enter(self, tag: str, attributes: dict[str, str]) -> tuple[_Context, str]:
        """The context inside the element, and what its end tag does."""
        here = self.context
        if tag in MARKS:
            if tag != "a":
                return here._replace(marks=here.marks | {MARKS[tag]}), ""
            if href := _href(attributes.get("href", "")):
                return here._replace(marks=here.marks | {"link"}, href=href), ""
            return here, ""
        if tag in LISTS | {"li"} and here.tag in ("p", "li"):
            return self.enter_list(tag, attributes)
        if here.holds_lines or tag in BOUNDARIES:
            self.boundary()
            return here, "boundary"
        if tag in ("td", "th"):
            if self.row is None:
                self.boundary()
                return here, "boundary"
            self.open_cell(tag, attributes)
            return here._replace(tag="cell"), "cell"
        self.flush()
        if tag in HEADINGS:
            return here._replace(tag=HEADINGS[tag]), "flush"
        if tag == "blockquote":
            return here._replace(quote=here.quote or self.new_id()), "flush"
        if tag == "table":
            return here._replace(table=self.new_id(), header=False), "flush"
        if tag == "caption":
            return here._replace(table=0), "flush"
        if tag == "tr" and here.table:
            self.leaf, self.row = here, []
        return here._replace(header=tag == "thead" or (tag == "tr" and here.header)), "flush"

    def enter_list(self, tag: str, attributes: dict[str, str]) -> tuple[_Context, str]:
        self.flush()
        here = self.context
        if tag == "li":
            # An item outside of any list: such neighbours share the list 0.
            return here._replace(tag="li", lists=here.lists or (ListLevel(0, False),)), "flush"
        level = ListLevel(self.new_id(), tag == "ol", _whole(attributes.get("start"), 1, 9999))
        return here._replace(tag="li", lists=(*here.lists, level)), "flush"

    def open_cell(self, tag: str, attributes: dict[str, str]) -> None:
        spans = (_whole(attributes.get(name), 1, MAX_SPAN) for name in ("colspan", "rowspan"))
        draft = _CellDraft(tag == "th", *spans)
        self.row.append(draft)
        self.pieces = draft.pieces

    def boundary(self) -> None:
        if self.context.holds_lines:
            self.line_break()
        else:
            self.flush()

    def line_break(self) -> None:
        if self.pieces is None:
            return
        self.pieces.trim(_SPACES)
        if self.pieces.last == "\n":
            if not self.context.holds_lines and self.row is None:
                self.flush()  # a double line break is how many people end a paragraph
        elif self.pieces.last:
            self.pieces.add("\n", self.context.marks, self.context.href)

    def flush(self) -> None:
        """End the leaf that is being collected; an empty one vanishes."""
        leaf, row, pieces = self.leaf, self.row, self.pieces
        self.leaf = self.row = self.pieces = None
        if leaf is None:
            return
        if row is not None:
            self.finish_row(leaf, row)
            return
        runs = pieces.finish()
        text = _text(runs)
        if not text:
            return
        if leaf.tag == "li":
            # A list whose item has no text of its own adds no depth.
            path = (*(level for level in leaf.lists[:-1] if level.id in self.items), leaf.lists[-1])
            path = path[:MAX_LIST_DEPTH]
            level = path[-1]
            number = self.items[level.id] = self.items.get(level.id, level.start - 1) + 1
            number = number if level.ordered else 0
            self.leaves.append(Block(Kind.LIST_ITEM, text, runs, number=number, lists=path, quote=leaf.quote))
        elif leaf.tag == "p":
            kind = Kind.QUOTE if leaf.quote else Kind.PARAGRAPH
            self.leaves.append(Block(kind, text, runs, quote=leaf.quote))
        else:
            self.leaves.append(Block(Kind.HEADING, text, runs, level=int(leaf.tag[1]), quote=leaf.quote))

    def finish_row(self, leaf: _Context, row: list[_CellDraft]) -> None:
        cells = tuple(
            Cell(draft.pieces.finish(), draft.header, draft.colspan, draft.rowspan) for draft in row
        )
        if not any(cell.text for cell in cells):
            return
        runs = [run for cell in cells for run in (Run(" | "), *cell.runs)][1:]
        text = normalise(" | ".join(cell.text for cell in cells))
        self.leaves.append(
            Block(
                Kind.TABLE_ROW,
                text,
                tuple(runs),
                quote=leaf.quote,
                table=leaf.table,
                header=leaf.header,
                cells=cells,
            )
        )


def _text(runs: Iterable[Run]) -> str:
    return normalise("".join(run.text for run in runs))


def _whole(value: str | None, least: int, most: int) -> int:
    """A whole number attribute within its limits, else the least."""
    if value and value.isascii() and value.isdigit() and len(value) < 6 and least <= int(value) <= most:
        return int(value)
    return least


def _href(value: str) -> str:
    """The address if it may be linked to, else "": known schemes, paths of this site, fragments."""
    value = "".join(char for char in value.strip() if char.isprintable() or char == " ").replace(" ", "%20")
    if value.startswith("#") or (value.startswith("/") and value[1:2] not in ("/", "\\")):
        return value
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    if parts.scheme in SCHEMES and (parts.netloc or parts.scheme in ("mailto", "tel")):
        return value
    return ""


# --- writing ---------------------------------------------------------------------------------------


def _serialise(leaves: Iterable[Block | None], anchors: bool) -> str:
    out: list[str] = []
    open_tags: list[tuple[str, int]] = []  # (tag, id): containers that are open now
    number = 0
    for block in leaves:
        wanted = list(_containers(block)) if block else []
        common = 0
        while common < min(len(wanted), len(open_tags)) and wanted[common][:2] == open_tags[common]:
            common += 1
        _close(out, open_tags, common)
        for tag, identity, attributes in wanted[common:]:
            out.append(f"<{tag}{attributes}>")
            open_tags.append((tag, identity))
        if block is None:
            out.append("<hr>")
            continue
        number += 1
        anchor = f' id="b{number}"' if anchors else ""
        if block.kind is Kind.LIST_ITEM:
            out.append(f"<li{anchor}>{_inline(block.runs)}")
            open_tags.append(("li", 0))  # stays open: a nested list may follow
        elif block.kind is Kind.TABLE_ROW:
            out.append(f"<tr{anchor}>{''.join(map(_cell, block.cells))}</tr>")
        else:
            tag = f"h{block.level}" if block.level else "p"
            out.append(f"<{tag}{anchor}>{_inline(block.runs)}</{tag}>")
    _close(out, open_tags, 0)
    return "".join(out)


def _containers(block: Block) -> Iterator[tuple[str, int, str]]:
    """What has to be open around a block, outermost first: tag, id, attributes as written."""
    if block.quote:
        yield "blockquote", block.quote, ""
    if block.table:
        yield "table", block.table, ""
        yield "thead" if block.header else "tbody", block.table, ""
    for depth, level in enumerate(block.lists):
        if depth:
            yield "li", 0, ""  # the item that holds the nested list is the last one written
        start = f' start="{level.start}"' if level.ordered and level.start != 1 else ""
        yield "ol" if level.ordered else "ul", level.id, start


def _close(out: list[str], open_tags: list[tuple[str, int]], keep: int) -> None:
    while len(open_tags) > keep:
        out.append(f"</{open_tags.pop()[0]}>")


def _cell(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    spans = (("colspan", cell.colspan), ("rowspan", cell.rowspan))
    attributes = "".join(f' {name}="{span}"' for name, span in spans if span != 1)
    return f"<{tag}{attributes}>{_inline(cell.runs)}</{tag}>"


def _inline(runs: Iterable[Run]) -> str:
    """Runs as phrasing content: marks always nest in one order, so a link stays one element."""
    out: list[str] = []
    open_marks: list[tuple[str, str]] = []
    for run in runs:
        marks = [(mark, run.href if mark == "link" else "") for mark in MARK_TAGS if mark in run.marks]
        common = 0
        while common < min(len(marks), len(open_marks)) and marks[common] == open_marks[common]:
            common += 1
        while len(open_marks) > common:
            out.append(f"</{MARK_TAGS[open_marks.pop()[0]]}>")
        for mark, href in marks[common:]:
            out.append(f'<a href="{escape(href)}">' if href else f"<{MARK_TAGS[mark]}>")
            open_marks.append((mark, href))
        out.append(escape(run.text, quote=False).replace("\n", "<br>"))
    out.extend(f"</{MARK_TAGS[mark]}>" for mark, _ in reversed(open_marks))
    return "".join(out)
