"""Sanitised HTML and the blocks it consists of: the one place that knows them.

A text is a flat list of blocks in reading order: headings, paragraphs, list items, table rows and
the paragraphs of quotations. Parity, staleness, diffs, the search index and print all work on it.

Any HTML goes the same way: nh3 parses it as a browser would and drops what is unsafe; block_reader
reads the result into blocks; `_serialise` writes the blocks back with nothing but the tags and
attributes known here. So what `clean` returns is safe and canonical, whatever came in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from federation.block_model import Block, Cell, Kind, ListLevel, Run, normalise, plain
from federation.block_reader import read

__all__ = ["Block", "Cell", "Kind", "ListLevel", "Run"]
__all__ += [
    "Section",
    "anchored",
    "clean",
    "normalise",
    "parse",
    "plain",
    "sections",
    "single",
    "visible_text",
]

MARK_TAGS = {"link": "a", "strong": "strong", "em": "em", "u": "u", "s": "s", "sub": "sub", "sup": "sup"}


def clean(html: str) -> str:
    """Any HTML to the portal's canonical safe HTML.

    Kept: p, h2–h4, ul, ol[start], li, blockquote, table with thead, tbody, tr, th, td[colspan, rowspan],
    strong, em, u, s, sub, sup, a[href] (http, https, mailto, tel, site-relative or #fragment), br, hr. Text
    outside of a block becomes paragraphs, empty blocks vanish, an item, a cell and a heading hold one
    stretch of text with line breaks; text after a nested list becomes an item of its own; a double line
    break divides a paragraph. No visible text is lost. Idempotent; never raises on a str.
    """
    return _serialise(read(html), anchors=False)


def parse(html: str) -> list[Block]:
    """The blocks of any HTML (it is cleaned on the way) in reading order; none is empty."""
    return [block for block in read(html) if block is not None]


def anchored(html: str) -> str:
    """`clean(html)` with id="b1", id="b2", … on the elements of the blocks of `parse`."""
    return _serialise(read(html), anchors=True)


@dataclass(frozen=True)
class Section:
    """A part of a text: its heading, then what stands below it up to the next heading of the same level.

    heading: the inside of the heading as HTML, "" for what stands before the first one; text: the same, plain;
    number: that of the heading's block (0 without one); html: what stands below, with the ids of `anchored`.
    """

    heading: str
    text: str
    number: int
    html: str


def sections(html: str) -> list[Section]:
    """The text cut at its headings of the highest level, those in quotations aside; no block is lost."""
    leaves = read(html)
    levels = [block.level if block and not block.quote else 0 for block in leaves]
    highest = min((level for level in levels if level), default=0)
    cuts = [place for place, level in enumerate(levels) if level and level == highest]
    found, number = [], 0
    for begin, end in pairwise([0, *cuts, len(leaves)]):
        part = leaves[begin:end]
        if not part:
            continue
        head = part[0] if begin in cuts else None
        rest = _serialise(part[1:] if head else part, anchors=True, number=number + bool(head))
        found.append(
            Section(
                heading=_inline(head.runs) if head else "",
                text=head.text if head else "",
                number=number + 1 if head else 0,
                html=rest,
            )
        )
        number += sum(block is not None for block in part)
    return found


def single(block: Block) -> str:
    """HTML of one block on its own, inside what makes it valid there; a numbered item keeps its number."""
    lists = tuple(level._replace(start=block.number or 1) for level in block.lists[-1:])
    return _serialise([replace(block, lists=lists)], anchors=False)


def visible_text(html: str) -> str:
    """The plain text of any HTML, one line for each block."""
    return "\n".join(block.text for block in parse(html))


def _serialise(leaves: Iterable[Block | None], anchors: bool, number: int = 0) -> str:
    """number: how many blocks stood before, for their ids."""
    out: list[str] = []
    open_tags: list[tuple[str, int]] = []  # (tag, id): containers that are open now
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
