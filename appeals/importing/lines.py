"""Lines: what a document is made of before its structure is recognised, and how they become HTML.

A plain text file and a .docx file meet here: both are turned into a list of `Line`, so that titles,
counters, lists and adoption are recognised by one set of rules.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

TEXT, HEADING, ITEM, QUOTE, TABLE = "text", "heading", "item", "quote", "table"

# Marks of direction, soft hyphens and zero-width spaces come with copied text and are never seen.
# The zero-width joiners are kept: emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SPACE = re.compile(r"\s+")


def tidy(text):
    """`text` in NFC without characters that nobody sees; line ends stay."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def one_line(text):
    """`text` on one line, all white space folded to single spaces."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Run:
    """A stretch of text with one set of marks; `note` is the key of the footnote it refers to."""

    text: str
    marks: frozenset = frozenset()
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its lines and how many columns and rows it spans."""

    lines: tuple
    header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Line:
    """One paragraph, heading, list item or table.

    `gap`: a blank line stands before it. `set_off`: centred or wholly bold in Word. `styled`: the kind
    comes from a style of Word and not from our guess. `notes`: its footnotes, as (key, lines) pairs.
    """

    runs: tuple = ()
    kind: str = TEXT
    level: int = 0
    ordered: bool = False
    depth: int = 0
    gap: bool = False
    set_off: bool = False
    styled: bool = False
    table: tuple = ()
    notes: tuple = field(default=(), compare=False)

    @cached_property
    def text(self):
        """Plain text on one line; a table gives the text of its cells."""
        if self.kind == TABLE:
            return " ".join(line.text for line in cell_lines(self))
        return one_line("".join(run.text for run in self.runs))


def cell_lines(line):
    """The lines inside the cells of a table line, in reading order."""
    return [inner for row in line.table for cell in row for inner in cell.lines]


def from_text(text):
    """Plain text -> list of Line, one for each line that shows something."""
    lines, gap = [], False
    for raw in _BREAK.split(tidy(text)):
        if raw.strip():
            lines.append(Line(runs=(Run(raw),), gap=gap))
            gap = False
        else:
            gap = True
    return lines


def cut(line, count):
    """`line` without its first `count` visible characters and the white space around them."""
    runs, left = [], count
    for run in line.runs:
        text = run.text
        while left and text:
            left -= not text[0].isspace()
            text = text[1:]
        runs.append(replace(run, text=text if runs and runs[-1].text.strip() else text.lstrip()))
    return replace(line, runs=tuple(run for run in runs if run.text or run.note))


def to_html(lines, notes=None):
    """Lines -> HTML of <p>, <h2>…, <ul>/<ol>, <blockquote> and <table>. `notes`: footnote key -> number."""
    notes = notes or {}
    parts, index = [], 0
    while index < len(lines):
        line = lines[index]
        end = index + 1
        if line.kind in (ITEM, QUOTE):
            while end < len(lines) and lines[end].kind == line.kind:
                end += 1
        if line.kind == ITEM:
            parts.append(_list_html(lines[index:end], notes))
        elif line.kind == QUOTE:
            inner = "".join(f"<p>{_inline(quoted, notes)}</p>" for quoted in lines[index:end])
            parts.append(f"<blockquote>{inner}</blockquote>")
        elif line.kind == TABLE:
            parts.append(_table_html(line, notes))
        else:
            tag = f"h{max(2, min(line.level, 3))}" if line.kind == HEADING else "p"
            parts.append(f"<{tag}>{_inline(line, notes)}</{tag}>")
        index = end
    return "".join(parts)


def _list_html(items, notes):
    parts, index = [], 0
    while index < len(items):
        first, tag = items[index], "ol" if items[index].ordered else "ul"
        parts.append(f"<{tag}>")
        while index < len(items) and _same_list(items[index], first):
            end = index + 1
            while end < len(items) and items[end].depth > first.depth:
                end += 1
            inner = _list_html(items[index + 1 : end], notes)
            parts.append(f"<li>{_inline(items[index], notes)}{inner}</li>")
            index = end
        parts.append(f"</{tag}>")
    return "".join(parts)


def _same_list(item, first):
    return item.depth >= first.depth and item.ordered == first.ordered


def _table_html(line, notes):
    rows = []
    for row in line.table:
        cells = []
        for cell in row:
            tag = "th" if cell.header else "td"
            spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            cells.append(f"<{tag}{spans}>{to_html(cell.lines, notes)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _inline(line, notes):
    tags = (("strong", "strong"), ("em", "em"), ("sup", "sup"), ("sub", "sub"))
    parts = []
    for run in line.runs:
        text = escape(f"[{notes[run.note]}]" if run.note in notes else run.text)
        for mark, tag in tags:
            if mark in run.marks and not (mark == "strong" and line.kind == HEADING):
                text = f"<{tag}>{text}</{tag}>"
        if run.href:
            text = f'<a href="{escape(run.href)}">{text}</a>'
        parts.append(text)
    return _SPACE.sub(_space, "".join(parts)).strip()


def _space(match):
    """A no-break space stays where it binds a number to what it counts («19 наурыз», «№ 5»)."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    bound = before.isdigit() or after.isdigit() or before in ("№", "§")
    return "\u00a0" if bound and any(space in match[0] for space in "\u00a0\u2007\u202f") else " "
