"""Two-column tables: Kazakh on one side, Russian on the other (DOMAIN §6)."""

from dataclasses import replace

from .lines import TABLE
from .sections import evidence


def split_columns(lines):
    """Lines of a document -> (lines, forced): its two-column tables read column by column.

    forced: for each line the language that its column has, or None. A table whose columns are not one
    Kazakh and one Russian stays a table, and so does one that is the smaller part of the document: that
    is data, a glossary for one. A frame of one cell is no table and opens up.
    """
    lines = [inner for line in lines for inner in _opened(line)]
    columns = {index: _columns(line) for index, line in enumerate(lines) if line.kind == TABLE}
    columns = {index: found for index, found in columns.items() if found}
    inside = sum(_letters(lines[index]) for index in columns)
    if inside * 2 < sum(map(_letters, lines)):
        columns = {}
    done, forced = [], []
    for index, line in enumerate(lines):
        for language, column in columns.get(index, {None: [line]}).items():
            done += column
            forced += [language] * len(column)
    return done, forced


def _opened(line):
    if line.kind == TABLE and all(len(row) == 1 for row in line.table):
        inner = [inner for row in line.table for cell in row for inner in cell.lines]
        return [opened for inner_line in inner for opened in _opened(inner_line)]
    return [line]


def _letters(line):
    return sum(letter.isalpha() for letter in line.text)


def _columns(line):
    """{language: lines} of a table with a Kazakh and a Russian column, left one first; {} for any other."""
    if any(len(row) != 2 or any(cell.columns > 1 for cell in row) for row in line.table):
        return {}
    sides = [[row[side] for row in line.table] for side in (0, 1)]
    languages = [evidence(" ".join(inner.text for cell in side for inner in cell.lines))[0] for side in sides]
    if set(languages) != {"kk", "ru"}:
        return {}
    return {language: _column(side) for language, side in zip(languages, sides, strict=True)}


def _column(cells):
    """A new cell is set off from the one before as if by a blank line."""
    lines = []
    for cell in cells:
        inner = [opened for line in cell.lines for opened in _opened(line)]
        lines += [replace(line, gap=line.gap or not index) for index, line in enumerate(inner)]
    return lines
