"""A table of candidates: where its columns stand, and what is said of each of its rows."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from campaigns.candidates.columns import COLUMNS
from campaigns.constituency_sheet import key
from campaigns.sheets import MAX_ROWS, Limits

HEADED_WITHIN = 20  # rows from the top among which the headings are looked for
# 5,000 rows of 40 columns with texts in them; the longest text of a cell in Excel has 32,767 characters.
LIMITS = Limits(
    megabytes=10,
    unpacked=64 * 1024 * 1024,
    marks=2_500_000,
    rows=MAX_ROWS + HEADED_WITHIN,
    columns=60,
    cell=33_000,
    lines=True,
    calculated=True,
)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell. column: the heading as in the file; letter: of the column, "" where it is not there;
    value: as typed; reason: {language: sentence}."""

    column: str
    letter: str
    value: str
    reason: dict


@dataclass
class Line:
    """One row of the table. number: as the program of tables counts, from 1.

    state: "new", "present" (registered by this organisation already), "wrong", "example" or "empty". Of a new one:
    `iin` and `fields` of the candidacy.
    """

    number: int
    state: str = "wrong"
    problems: list[Problem] = field(default_factory=list)
    iin: str = ""
    fields: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Headings:
    """Where the columns stand. row: index of the row of headings; places: {name: index}; texts: {name: as written};
    unknown: headings that are passed over; missing: needed columns that are not there."""

    row: int
    places: dict
    texts: dict
    unknown: tuple
    missing: tuple

    def cells(self, row):
        """{name of the column: text} of a row."""
        return {name: row[index] if index < len(row) else "" for name, index in self.places.items()}

    def letter(self, name):
        return get_column_letter(self.places[name] + 1) if name in self.places else ""


def headings(rows):
    """The Headings of a table: rows of text."""
    known = {spelling: column.name for column in COLUMNS.values() for spelling in column.keys}
    places, place = {}, 0
    for index, row in enumerate(rows[:HEADED_WITHIN]):
        here = {}
        for position, cell in enumerate(row):
            here.setdefault(known.get(key(cell)), position)
        here.pop(None, None)
        if len(here) > len(places):
            places, place = here, index
    row = rows[place] if rows else []
    return Headings(
        row=place,
        places=places,
        texts={name: row[index] for name, index in places.items()},
        unknown=tuple(cell for index, cell in enumerate(row) if cell and index not in places.values()),
        missing=missing(places),
    )


def missing(places):
    """Needed columns that are not there; a name in one language is enough for a draft."""
    names = {name.removesuffix("_kk").removesuffix("_ru") for name in places}
    return tuple(
        column.name
        for column in COLUMNS.values()
        if column.needed and not column.name.endswith("_ru") and column.name.removesuffix("_kk") not in names
    )


def best(found):
    """The one of several tables (lists of rows of text) in which most headings are known."""
    return max(found, key=lambda rows: len(headings(rows).places), default=[])


def report_of(found, lines):
    """What the report of a run holds: {"unknown": headings that are not read}, then {"row", "state"} of each row, each
    followed by its {"row", "column", "letter", "value", "reason": {language: sentence}}."""
    report = [{"unknown": list(found.unknown)}]
    for line in lines:
        report.append({"row": line.number, "state": line.state})
        report += [{"row": line.number, **vars(problem)} for problem in line.problems]
    return report


def counted(report):
    """{state of a row: how many} of the report."""
    states = [entry["state"] for entry in report if "state" in entry]
    return {state: states.count(state) for state in ("new", "present", "wrong", "example", "empty")}


def problems(report):
    """The problems in the report: dicts, see `report_of`."""
    return [entry for entry in report if "reason" in entry]


def unknown(report):
    """Headings of the table that were not read."""
    return [name for entry in report for name in entry.get("unknown", ())]
