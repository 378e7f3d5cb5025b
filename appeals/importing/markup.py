"""mammoth's HTML of a Word document -> lines."""

import re
from dataclasses import replace
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree

from . import archive
from .errors import DocumentError
from .lines import HEADING, ITEM, QUOTE, TABLE, TEXT, Cell, Line, Run, cell_lines, tidy

_MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub", "s": "s"}
_NOTE = re.compile(rf"#?{archive.NOTE_PREFIX}(?:footnote|endnote)-\w[\w-]*")
_NOTE_BACK = re.compile(rf"#{archive.NOTE_PREFIX}(?:footnote|endnote)-ref-.*")
_LINK = re.compile(r"(?i)(?:https?|mailto):")


def from_html(html):
    """HTML as mammoth writes it (well-formed) -> list of Line.

    A line break ends a line, since that is how titles and lists are often typed; footnotes go with the
    line that refers to them, so that they stay with its language.
    """
    try:
        root = ElementTree.fromstring(f"<body>{html}</body>")
    except ParseError as error:
        raise DocumentError("damaged", archive.DAMAGED) from error
    notes = {}
    for element in list(root):
        if element.tag == "ol" and all(_NOTE.fullmatch(item.get("id", "")) for item in element):
            notes |= {item.get("id"): _blocks(item) for item in element}
            root.remove(element)
    return [_with_notes(line, notes) for line in _blocks(root)]


def _with_notes(line, notes):
    """The line with the footnotes it refers to; a table has those of its cells, whose lines have them too."""
    if line.kind == TABLE:
        table = tuple(
            tuple(
                replace(cell, lines=tuple(_with_notes(inner, notes) for inner in cell.lines)) for cell in row
            )
            for row in line.table
        )
        line = replace(line, table=table)
        return replace(line, notes=tuple(note for inner in cell_lines(line) for note in inner.notes))
    return replace(
        line, notes=tuple((run.note, tuple(notes.get(run.note, ()))) for run in line.runs if run.note)
    )


def _blocks(element, kind=TEXT, depth=0):
    """The lines of a block element; loose inline content inside makes lines of its own."""
    lines, loose = [], []
    gap = False

    def add(new):
        nonlocal gap
        if new:
            lines.extend([replace(new[0], gap=gap or new[0].gap), *new[1:]])
            gap = False

    def flush():
        add(_split(loose, kind=kind))
        loose.clear()

    loose += _text(element.text)
    for child in element:
        if child.tag == "p":
            flush()
            new = _split(_runs(child), kind=kind, centred=child.get("class") == "centred")
            gap = gap or not new
            add(new)
        elif re.fullmatch("h[1-6]", child.tag):
            flush()
            runs = [replace(run, text=run.text.replace("\n", " ")) for run in _runs(child)]
            add(_split(runs, kind=HEADING, level=int(child.tag[1])))
        elif child.tag in ("ul", "ol"):
            flush()
            add(_items(child, depth))
        elif child.tag == "blockquote":
            flush()
            add(_blocks(child, QUOTE))
        elif child.tag == "table":
            flush()
            add([Line(kind=TABLE, table=_rows(child))])
        else:
            loose += _inline(child, frozenset(), "")
        loose += _text(child.tail)
    flush()
    return lines


def _items(element, depth):
    lines = []
    for item in element:
        own, inner = _text(item.text), []
        for child in item:
            if child.tag in ("ul", "ol"):
                inner += _items(child, depth + 1)
            else:
                own += _inline(child, frozenset(), "")
            own += _text(child.tail)
        runs = tuple(replace(run, text=run.text.replace("\n", " ")) for run in own)
        line = Line(runs=runs, kind=ITEM, ordered=element.tag == "ol", depth=depth)
        lines += ([line] if line.text else []) + inner
    return lines


def _rows(table):
    rows = []
    parts = [table, *(part for part in table if part.tag in ("thead", "tbody"))]
    for row in [row for part in parts for row in part if row.tag == "tr"]:
        rows.append(
            tuple(
                Cell(
                    tuple(_blocks(cell)),
                    header=cell.tag == "th",
                    columns=int(cell.get("colspan", 1)),
                    rows=int(cell.get("rowspan", 1)),
                )
                for cell in row
            )
        )
    return tuple(rows)


def _split(runs, **values):
    """Runs -> lines, cut at line breaks; a line that shows nothing vanishes."""
    centred = values.pop("centred", False)
    lines, current = [], []
    for run in [*runs, Run("\n")]:
        pieces = run.text.split("\n")
        for index, piece in enumerate(pieces):
            if index:
                line = Line(runs=tuple(current), **values)
                if line.text or any(kept.note for kept in current):
                    bold = all("strong" in kept.marks for kept in current if kept.text.strip())
                    lines.append(replace(line, set_off=centred or bold))
                current = []
            if piece or run.note:
                current.append(replace(run, text=piece))
    return lines


def _text(text):
    return [Run(tidy(text).replace("\n", " "))] if text else []


def _runs(element, marks=frozenset(), href=""):
    runs = [replace(run, marks=marks, href=href) for run in _text(element.text)]
    for child in element:
        runs += _inline(child, marks, href)
        runs += [replace(run, marks=marks, href=href) for run in _text(child.tail)]
    return runs


def _inline(element, marks, href):
    target = element.get("href", "")
    if element.tag == "br":
        return [Run("\n")]
    if _NOTE_BACK.fullmatch(target):
        return []
    if _NOTE.fullmatch(target):
        return [Run("", note=target[1:])]
    if element.tag in _MARKS:
        marks |= {_MARKS[element.tag]}
    if _LINK.match(target):
        href = target
    return _runs(element, marks, href)
