"""Spreadsheets as rows of text: XLSX and CSV, whoever made them. What is no spreadsheet is refused, never a crash."""

import csv
import io
import re
import zipfile
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
# Excel of these parts writes CSV with semicolons, in the code page of the machine.
DELIMITERS = (";", ",", "\t")


class Unreadable(Exception):
    """The file is no spreadsheet that can be read; str() is a sentence for the person."""


def tables(name, data):
    """The tables in a file, each a list of rows of text: every sheet of an XLSX, a CSV once for each delimiter.

    name: of the file, which decides by its ending. data: bytes. Cells are stripped, without control characters, cut
    to MAX_CELL; at most MAX_COLUMNS of a row. Raises Unreadable.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 5 MB."))
    if data.startswith(b"PK\x03\x04"):
        return list(sheets_of(data))
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        text = decoded(data)
        return [rows_of(text, delimiter) for delimiter in DELIMITERS]
    raise Unreadable(_("The file is neither XLSX nor CSV. Save the table as XLSX and choose it again."))


def sheets_of(data):
    try:
        require_light(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what other programs write there is often wrong
            rows = sheet.iter_rows(max_row=MAX_SCANNED + 1, max_col=MAX_COLUMNS, values_only=True)
            yield limited([text_of(value) for value in row] for row in rows)
    except Unreadable:
        raise
    except Exception as error:  # zipfile, the XML parser and openpyxl each raise their own for broken data
        raise Unreadable(_("The file is damaged or protected with a password.")) from error


def require_light(data):
    """Refuses an XLSX that would hold a worker, before anything is built from it. Raises Unreadable."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        light = (
            sum(part.file_size for part in parts) <= MAX_UNPACKED
        )  # zipfile reads no more than it says here
        marks = sheets = 0
        for part in parts if light else ():
            content = archive.read(part)
            marks += content.count(b"<")
            # One sheet can be named many times over, and would be read each time.
            sheets += len(re.findall(rb"<(?:\w+:)?sheet\s", content))
    if not light or marks > MAX_MARKS or sheets > MAX_SHEETS:
        raise Unreadable(_("The file holds too much. Save the table alone and choose it again."))


def rows_of(text, delimiter):
    try:
        return limited(
            [text_of(cell) for cell in row[:MAX_COLUMNS]]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        )
    except csv.Error as error:
        raise Unreadable(_("The file is damaged or protected with a password.")) from error


def limited(rows):
    """The rows without empty cells and rows at their ends."""
    found, filled = [], 0
    for row in rows:
        while row and not row[-1]:
            row.pop()
        found.append(row)
        filled += bool(row)
        if filled > MAX_ROWS or len(found) > MAX_SCANNED:
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


def text_of(value):
    """What a cell shows, on one line: «12» for the number 12.0, "" for an empty one."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date | datetime):
        value = value.isoformat()
    text = re.sub(r"\s+", " ", str(value))
    return "".join(sign for sign in text if sign.isprintable()).strip()[:MAX_CELL]
