"""Spreadsheets as rows of text: XLSX and CSV, whoever made them. What is no spreadsheet is refused, never a crash."""

import csv
import io
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MAX_BYTES = 5 * 1024 * 1024
# What an XLSX unpacks to, in all its parts: bytes, marks of XML (a cell takes up to four), sheets. A file of 100 KB
# can unpack to cells by the million, and reading one takes some ten microseconds.
MAX_UNPACKED = 15 * 1024 * 1024
MAX_MARKS = 600_000
MAX_SHEETS = 20
MAX_ROWS = 5_000
MAX_SCANNED = 20_000  # with empty rows among them
MAX_COLUMNS = 40
MAX_CELL = 1_000
# What a program of tables calculates in the place of showing it; ASCII and the full-width variants.
DANGEROUS = "=+\\-@\t\r\n＝＋－＠"
FILLED = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="[A-Z]+([0-9]+)"[^>/]*>')
# Excel of these parts writes CSV with semicolons, in the code page of the machine.
DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True)
class Limits:
    """How much of a file is read. rows: filled ones, with headings; cell: characters.

    lines: texts keep their lines. calculated: a cell that is calculated comes as `Calculated`, else as the value that
    was last stored with it.
    """

    megabytes: int = MAX_BYTES // 1024 // 1024
    unpacked: int = MAX_UNPACKED
    marks: int = MAX_MARKS
    rows: int = MAX_ROWS
    columns: int = MAX_COLUMNS
    cell: int = MAX_CELL
    lines: bool = False
    calculated: bool = False


PLAIN = Limits()


class Calculated(str):
    """A cell that holds a formula, or the error of one: nobody typed what it shows."""


class Unreadable(Exception):
    """The file is no spreadsheet that can be read; str() is a sentence for the person."""


def tables(name, data, limits=PLAIN):
    """The tables in a file, each a list of rows of text: every sheet of an XLSX, a CSV once for each delimiter.

    name: of the file, which decides by its ending. data: bytes. Cells are stripped, without control characters, cut
    to `limits`, and at most so many of a row. Raises Unreadable.
    """
    if is_book(name, data, limits):
        return list(sheets_of(data, limits))
    text, found, trouble = decoded(data), [], None
    for delimiter in DELIMITERS:
        try:
            found.append(rows_of(text, delimiter, limits))
        except Unreadable as error:  # a wrong delimiter may make more rows than there are
            trouble = error
    if trouble and not found:
        raise trouble
    return found


def is_book(name, data, limits=PLAIN):
    """Whether it is an XLSX; False: a CSV. Raises Unreadable where it is neither, or too large."""
    if len(data) > limits.megabytes * 1024 * 1024:
        raise Unreadable(_("The file is larger than %(size)s MB.") % {"size": limits.megabytes})
    if data.startswith(b"PK\x03\x04"):
        return True
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return False
    raise Unreadable(_("The file is neither XLSX nor CSV. Save the table as XLSX and choose it again."))


def height(name, data, limits=PLAIN):
    """About how many rows the largest table of a file has: found without reading it. Raises Unreadable."""
    if not is_book(name, data, limits):
        return data.count(b"\n") + 1
    with damage_told():
        return require_light(data, limits)


def sheets_of(data, limits):
    with damage_told():
        require_light(data, limits)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=not limits.calculated)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what other programs write there is often wrong
            rows = sheet.iter_rows(
                max_row=MAX_SCANNED + 1, max_col=limits.columns, values_only=not limits.calculated
            )
            convert = cell_text if limits.calculated else text_of
            yield limited(([convert(value, limits) for value in row] for row in rows), limits)


@contextmanager
def damage_told():
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:  # zipfile, the XML parser and openpyxl each raise their own for broken data
        raise Unreadable(_("The file is damaged or protected with a password.")) from error


def require_light(data, limits=PLAIN):
    """Refuses an XLSX that would hold a worker, before anything is built from it: raises Unreadable.

    Returns in how many rows of its largest sheet something stands.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        light = (
            sum(part.file_size for part in parts) <= limits.unpacked
        )  # zipfile reads no more than it says here
        marks = sheets = rows = 0
        for part in parts if light else ():
            content = archive.read(part)
            marks += content.count(b"<")
            numbers = set(FILLED.findall(content))  # formatted cells without a value do not count
            rows = max(rows, len(numbers) or content.count(b"<row"))
            # One sheet can be named many times over, and would be read each time.
            sheets += len(re.findall(rb"<(?:\w+:)?sheet\s", content))
    if not light or marks > limits.marks or sheets > MAX_SHEETS:
        raise Unreadable(_("The file holds too much. Save the table alone and choose it again."))
    return rows


def rows_of(text, delimiter, limits):
    convert = restored if limits.calculated else text_of
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return limited(([convert(cell, limits) for cell in row[: limits.columns]] for row in rows), limits)
    except csv.Error as error:
        raise Unreadable(_("The file is damaged or protected with a password.")) from error


def limited(rows, limits):
    """The rows without empty cells and rows at their ends."""
    found, filled = [], 0
    for row in rows:
        while row and not row[-1]:
            row.pop()
        found.append(row)
        filled += bool(row)
        if filled > limits.rows or len(found) > MAX_SCANNED:
            raise Unreadable(_("The table has more than 5000 rows. Divide it into several files."))
    while found and not found[-1]:
        found.pop()
    return found


def decoded(data):
    """The text of a CSV: UTF-8, UTF-16 with its mark, else the Cyrillic code page of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def text_of(value, limits=PLAIN):
    """What a cell shows: «12» for the number 12.0, "" for an empty one. On one line, unless `limits` keep lines."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date | datetime):
        value = value.isoformat()
    if limits.lines:
        lines = [one_line(line) for line in re.split(r"\r\n|\r|\n", str(value))]
        return "\n".join(lines).strip()[: limits.cell]
    return one_line(str(value))[: limits.cell]


def one_line(text):
    text = " ".join(text.split())
    return text if text.isprintable() else "".join(sign for sign in text if sign.isprintable()).strip()


def cell_text(cell, limits):
    """The text of an openpyxl cell; Calculated for a formula and for the error of one."""
    if cell.value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return Calculated(text_of(cell.value if isinstance(cell.value, str) else "=", limits) or "=")
    return text_of(cell.value, limits)


def restored(text, limits):
    """The text of a cell of a CSV: without the sign that `neutralised` set; Calculated for a formula."""
    if text.startswith("="):
        return Calculated(text_of(text, limits))
    if re.match(rf"'+\s*[{DANGEROUS}]", text):
        text = text[1:]
    return text_of(text, limits)


def neutralised(text):
    """A text as a cell of a CSV that no program of tables calculates: behind an apostrophe where it begins like a
    formula (so advise OWASP, «CSV injection»). `restored` takes it off."""
    return f"'{text}" if re.match(rf"'*\s*[{DANGEROUS}]", text) else text
