"""The empty table that a branch fills in: headings of one language, an example, explanations, lists to choose from."""

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from campaigns.candidates.cells import ANSWERS, SEXES
from campaigns.candidates.columns import COLUMNS, language
from campaigns.candidates.workbooks import TEXT, WRAPPED, as_csv, headed, saved
from campaigns.enums import Nominator, System
from campaigns.models import Route
from campaigns.sheets import MAX_ROWS
from federation.models import Industry, Organisation, Region

WIDTHS = {"note": 14, "iin": 16, "biography": 50, "programme": 50, "workplace": 34, "union_post": 30}
EXAMPLE_ROW = 2


def offered(pool):
    """The columns of the empty table of a pool."""
    listed = pool.campaign.constituencies.filter(body=pool.body)
    without = set() if listed.exclude(district=None).exists() else {"district"}
    return [column for column in COLUMNS.values() if column.offered and column.name not in without]


def head_of(column):
    return f"{column.heading} *" if column.needed and not column.name.endswith("_ru") else column.heading


def blank_csv(pool):
    """Bytes of the empty table of a pool as CSV, in the active language."""
    columns = offered(pool)
    return as_csv([head_of(column) for column in columns], [example(columns)])


def blank_xlsx(pool, organisations):
    """Bytes of the empty table of a pool as XLSX, in the active language.

    organisations: those of the branch; their primary organisations are offered.
    """
    book, columns = Workbook(), offered(pool)
    table = book.active
    table.title = _("Candidates")
    table.append([head_of(column) for column in columns])
    table.append(example(columns))
    table.freeze_panes = "D2"
    for index, column in enumerate(columns, 1):
        name = column.name.removesuffix("_kk").removesuffix("_ru")
        place = table.column_dimensions[get_column_letter(index)]
        place.width, place.number_format = WIDTHS.get(name, 22), TEXT
        headed(table.cell(1, index))
        table.cell(EXAMPLE_ROW, index).font = Font(italic=True, color="6B6B6B")
        table.cell(EXAMPLE_ROW, index).number_format = TEXT
    table.row_dimensions[1].height = 48
    explain(book.create_sheet(_("Explanations")), columns)
    offer(book, table, columns, choices(pool, organisations))
    return saved(book)


def example(columns):
    return [column.example[language()] for column in columns]


def explain(sheet, columns):
    """One line for each column: what is written in it."""
    sheet.append([_("Column"), _("Needed"), _("What to write"), _("For example")])
    for column in columns:
        needed = ANSWERS[language()][0] if column.needed and not column.name.endswith("_ru") else ""
        sheet.append([column.heading, needed, str(column.help), *example([column])])
    for line in (
        _(
            "One candidate a row. The order of the columns does not matter; columns that you do not need may go."
        ),
        _("The row marked as the example is passed over: leave it, overwrite it or delete it."),
        _(
            "Numbers are kept as texts, so that no zero is lost. Formulas are not calculated: put in the values."
        ),
        _("Candidates become drafts: nothing is submitted before you have added the papers of each."),
    ):
        sheet.append([])
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4)
        sheet.cell(sheet.max_row, 1).alignment = WRAPPED
        sheet.row_dimensions[sheet.max_row].height = 32
    for letter, width in zip("ABCD", (38, 12, 70, 40), strict=True):
        headed(sheet[f"{letter}1"])
        sheet.column_dimensions[letter].width = width
        for row in range(2, len(columns) + 2):
            sheet[f"{letter}{row}"].alignment = WRAPPED
            sheet[f"{letter}{row}"].number_format = TEXT
    sheet.freeze_panes = "A2"


def choices(pool, organisations):
    """{name of a column: values that can be chosen}, in the active language; other names are lists to look up."""
    constituencies = pool.campaign.constituencies.filter(body=pool.body).order_by("pk")
    below = Organisation.objects.none()
    for organisation in organisations:
        below |= organisation.descendants(include_self=True)
    systems = pool.body.systems.values_list("system", flat=True)
    ways = Route.objects.filter(system__body=pool.body, known=True).values_list("nominator", flat=True)
    return {
        "system": [str(System(value).label) for value in systems],
        "constituency": list(dict.fromkeys(constituencies.values_list("number", flat=True))),
        _("Constituencies"): [described(one) for one in constituencies.select_related("region", "district")],
        "region": [str(region) for region in Region.objects.all()],
        "nominator": [str(one.label) for one in Nominator if one in set(ways)],
        "industry": [str(industry) for industry in Industry.objects.all()],
        "primary_organisation": [str(row) for row in below.filter(kind=Organisation.Kind.PRIMARY)],
        "citizen": ANSWERS[language()],
        "disabled": ANSWERS[language()],
        "sex": SEXES[language()],
    }


def described(constituency):
    return ", ".join(filter(None, (str(constituency), constituency.around)))


def offer(book, table, columns, lists):
    """A sheet with the lists; each cell of their columns offers them, and other spellings may be typed."""
    sheet = book.create_sheet(_("Lists"))
    letters = {column.name: get_column_letter(index) for index, column in enumerate(columns, 1)}
    filled = {name: values for name, values in lists.items() if values}
    for place, (name, values) in enumerate(filled.items(), 1):
        headed(sheet.cell(1, place, COLUMNS[name].heading if name in COLUMNS else name))
        for row, value in enumerate(values, 2):
            sheet.cell(row, place, value).number_format = TEXT
        source = get_column_letter(place)
        sheet.column_dimensions[source].width = 38
        if name not in letters:
            continue
        choice = DataValidation(
            type="list",
            formula1=f"'{sheet.title}'!${source}$2:${source}${len(values) + 1}",
            allow_blank=True,
            showErrorMessage=False,
        )
        choice.add(f"{letters[name]}{EXAMPLE_ROW}:{letters[name]}{MAX_ROWS + 1}")
        table.add_data_validation(choice)
    sheet.freeze_panes = "A2"
