"""Tables of candidates for tests: files as people send them."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.campaigns.candidates import people

HEADS = [
    "ЖСН",
    "Тегі (қазақша)",
    "Фамилия (на русском)",
    "Аты",
    "Имя",
    "Способ выдвижения",
    "Избирательная система",
]
ASSOCIATION, LISTED = "общественное объединение", "одномандатный округ"


def row(iin=None, name="Үлгібаев", **_more):
    """The cells below HEADS of one good candidate."""
    return [iin or people.iin(), name, "Образцов", "Асан", "Иван", ASSOCIATION, LISTED]


def xlsx(*rows, name="table.xlsx"):
    """An uploaded XLSX of these rows."""
    book, data = Workbook(), io.BytesIO()
    for cells in rows:
        book.active.append(cells)
    book.save(data)
    return SimpleUploadedFile(name, data.getvalue())


def as_csv(*rows, delimiter=";", encoding="utf-8-sig", name="table.csv"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode(encoding))
