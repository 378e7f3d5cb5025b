"""Tables as files: XLSX in which nothing is calculated, CSV in which nothing can be."""

import csv
import io
import re

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from campaigns.sheets import DANGEROUS, neutralised

NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HEAD = PatternFill("solid", start_color="DCE9E8")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TEXT = "@"


def as_xlsx(title, head, rows):
    """Bytes of a workbook of one sheet. head: texts; rows: of texts, written as texts whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for index in range(1, len(head) + 1):
        column = sheet.column_dimensions[get_column_letter(index)]
        column.width, column.number_format = 22, TEXT
    sheet.append([headed(WriteOnlyCell(sheet, value=text)) for text in head])
    for row in rows:
        sheet.append([as_text(sheet, text) for text in row])
    return saved(book)


def as_csv(head, rows):
    """Bytes of a CSV as Excel of these parts reads it: UTF-8 with its mark, semicolons, each cell in quotes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([neutralised(cell) for cell in head])
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def as_text(sheet, text):
    """A cell that shows the text: what begins like a formula is marked, so that it stays a text when it is edited."""
    text = NOT_XML.sub("", text)
    if not text or text[0] not in DANGEROUS.replace("\\", ""):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def headed(cell):
    cell.font, cell.fill, cell.alignment = Font(bold=True), HEAD, WRAPPED
    return cell


def saved(book):
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
