"""From any HTML to blocks: nh3 drops what is unsafe, `_Builder` reads the rest. Used through blocks."""

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3

from federation.block_model import JUNK, Block, Cell, Kind, ListLevel, Run, normalise, text_of
from federation.block_nesting import shallow

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

TAGS = frozenset({*HEADINGS, *MARKS, *LISTS, *TABLE_PARTS, *BOUNDARIES, "li", "blockquote", "br", "hr"})

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
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


def read(html: str) -> list[Block | None]:
    """Blocks, with None where a rule (<hr>) stands."""
    # A lone surrogate is no character and cannot be encoded for nh3.
    html = html.encode("utf-8", "ignore").decode("utf-8")
    builder = _Builder()
    builder.feed(_CLEANER.clean(shallow(html, TAGS, MARKS.keys())))
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
        text = _BREAKING_SPACE.sub(" ", data.translate(JUNK))
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
        # A list whose item has no text of its own adds no depth; what lies too deep joins the last list.
        outer = [level for level in here.lists if level.id in self.items]
        return here._replace(tag="li", lists=(*outer, level)[:MAX_LIST_DEPTH]), "flush"

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
        text = text_of(runs)
        if not text:
            return
        if leaf.tag == "li":
            level = leaf.lists[-1]
            number = self.items[level.id] = self.items.get(level.id, level.start - 1) + 1
            number = number if level.ordered else 0
            self.leaves.append(
                Block(Kind.LIST_ITEM, text, runs, number=number, lists=leaf.lists, quote=leaf.quote)
            )
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
