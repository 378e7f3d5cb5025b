"""What a spreadsheet says of constituencies: each of its rows is told once, with everything that is wrong in it.

Nothing is saved here; `campaigns.constituencies` is the door.
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.enums import Level
from campaigns.models import Constituency
from campaigns.spellings import district_names, key, region_names

HEADED_WITHIN = 20  # rows from the top among which the headings are looked for


@dataclass(frozen=True)
class Column:
    """A column of the sheet: heading of the template in both languages, and how else people call it."""

    kk: str
    ru: str
    also: tuple[str, ...] = ()
    needed: bool = True

    @property
    def heading(self):
        return f"{self.kk} / {self.ru}"

    @property
    def keys(self):
        return {key(name) for name in (self.kk, self.ru, self.heading, *self.also)}


# The words of people's sheets, in both languages at once: they are looked for, not shown as messages.
COLUMNS = {
    "body": Column("Орган", "Представительный орган", ("өкілді орган", "body", "маслихат"), needed=False),
    "region": Column("Өңір", "Регион", ("облыс", "область", "region", "облысы"), needed=False),
    "district": Column(
        "Аудан",
        "Район",
        ("ауданы", "аудан қала", "район город", "город районного значения", "district"),
        needed=False,
    ),
    "number": Column("Нөмірі", "Номер", ("№", "нөмір", "номер округа", "округ нөмірі", "number", "№ округа")),
    "name_kk": Column("Атауы қазақша", "Название на казахском", ("атауы", "название kk", "name_kk")),
    "name_ru": Column("Атауы орысша", "Название на русском", ("название", "наименование", "name_ru")),
    "voters": Column(
        "Сайлаушылар саны", "Число избирателей", ("сайлаушылар", "избиратели", "voters"), needed=False
    ),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: the heading of its column, the value as typed, the reason for the person."""

    column: str
    value: str
    reason: str


@dataclass
class Line:
    """One row of the sheet. number: as the spreadsheet counts, from 1. state: "new", "changed", "same" or "wrong"."""

    number: int
    constituency: Constituency | None = None
    state: str = "wrong"
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Sheet:
    """A judged table. trouble: why it cannot be read at all, "" when it can; unknown: headings that are passed over."""

    lines: list[Line] = field(default_factory=list)
    trouble: str = ""
    unknown: list[str] = field(default_factory=list)

    @property
    def wrong(self):
        return [line for line in self.lines if line.problems]

    @property
    def good(self):
        return [line for line in self.lines if not line.problems]

    @property
    def is_good(self):
        return not (self.trouble or self.wrong) and bool(self.lines)

    @property
    def new(self):
        return self._count("new")

    @property
    def changed(self):
        return self._count("changed")

    @property
    def same(self):
        return self._count("same")

    def _count(self, state):
        return sum(line.state == state for line in self.lines)


def best(found):
    """The one of several tables (lists of rows of text) in which most headings are known."""
    return max(found, key=lambda rows: len(headings(rows)[1]), default=[])


def headings(rows):
    """(index of the row of headings, {name of the column: its index}), ({} where none is found)."""
    known = {one: name for name, column in COLUMNS.items() for one in column.keys}
    columns, place = {}, 0
    for index, row in enumerate(rows[:HEADED_WITHIN]):
        here = {}
        for position, cell in enumerate(row):
            here.setdefault(known.get(key(cell)), position)
        here.pop(None, None)
        if len(here) > len(columns):
            columns, place = here, index
    return place, columns


def essential(rows):
    """The table without the columns that are not read; its rows keep their numbers."""
    place, columns = headings(rows)
    wanted = sorted(columns.values())
    below = [[row[index] if index < len(row) else "" for index in wanted] for row in rows[place:]]
    return [[]] * place + below


def judge(campaign, rows):
    """The Sheet of a table (rows of text, with headings) for `campaign`. Saves nothing."""
    place, columns = headings(rows)
    missing = [column.heading for name, column in COLUMNS.items() if column.needed and name not in columns]
    if missing:
        return Sheet(trouble=_("These columns are missing: %(columns)s.") % {"columns": "; ".join(missing)})
    sheet = Sheet(
        unknown=[cell for index, cell in enumerate(rows[place]) if cell and index not in columns.values()]
    )
    judgement = Judgement(campaign)
    for number, row in enumerate(rows[place + 1 :], start=place + 2):
        cells = {name: row[index] if index < len(row) else "" for name, index in columns.items()}
        if any(cells.values()):
            sheet.lines.append(judgement.line(number, cells))
    if not sheet.lines:
        sheet.trouble = _("Below the headings the table is empty.")
    return sheet


class Judgement:
    """Judges row by row; knows the bodies, regions and constituencies of the campaign, and the rows before."""

    def __init__(self, campaign):
        self.campaign = campaign
        self.bodies = list(campaign.bodies.all())
        self.regions = region_names()
        self.districts = district_names()
        present = campaign.constituencies.select_related("body", "region", "district")
        self.present = {(one.body_id, one.region_id, one.district_id, one.number): one for one in present}
        self.seen = {}

    def line(self, number, cells):
        """The Line of one row: cells is {name of the column: text}."""
        line = Line(number)

        def wrong(name, reason):
            line.problems.append(Problem(COLUMNS[name].heading, cells.get(name, ""), str(reason)))

        body, reason = self._body(cells.get("body", ""))
        if reason:
            wrong("body", reason)
        region, reason = self._region(cells.get("region", ""), body)
        if reason:
            wrong("region", reason)
        district, reason = self._district(cells.get("district", ""), body, region)
        if reason:
            wrong("district", reason)
        voters, reason = whole_number(cells.get("voters", ""))
        if reason:
            wrong("voters", reason)
        code = re.sub(r"^(№|no?\.?(?=\W|\d))\s*", "", cells["number"].casefold())
        made = Constituency(
            campaign=self.campaign, body=body, region=region, district=district, number=code, voters=voters
        )
        made.name_kk, made.name_ru = cells["name_kk"], cells["name_ru"]
        try:
            made.clean_fields(exclude=("campaign", "body", "region", "district", "name"))
        except ValidationError as errors:
            for name, messages in errors.message_dict.items():
                wrong(name, " ".join(messages))
        place = (*(one and one.pk for one in (body, region, district)), code)
        if not line.problems and place in self.seen:
            wrong("number", _("The same constituency stands in row %(row)s.") % {"row": self.seen[place]})
        if not line.problems:
            self.seen[place] = number
            line.constituency, line.state = self._compared(made, self.present.get(place))
        return line

    def _compared(self, made, present):
        if present is None:
            return made, "new"
        before = (present.name_kk, present.name_ru, present.voters)
        present.name_kk, present.name_ru = made.name_kk, made.name_ru
        if made.voters is not None:  # a sheet without numbers takes none away
            present.voters = made.voters
        same = before == (present.name_kk, present.name_ru, present.voters)
        return present, "same" if same else "changed"

    def _body(self, text):
        """(Body or None, reason or "")."""
        names = ", ".join(str(body) for body in self.bodies)
        if not self.bodies:
            return None, _("The campaign elects no body yet: choose its bodies first.")
        if not text and len(self.bodies) == 1:
            return self.bodies[0], ""
        if not text:
            return None, _("Name the body: %(names)s.") % {"names": names}
        for body in self.bodies:
            if key(text) in {key(name) for name in (body.code, body.name_kk, body.name_ru)}:
                return body, ""
        return None, _("The campaign elects no such body. It elects: %(names)s.") % {"names": names}

    def _region(self, text, body):
        """(Region or None, reason or "")."""
        if not text:
            if body and body.level != Level.NATIONAL:
                return None, _(
                    "Name the region: constituencies of this body are counted in each region anew."
                )
            return None, ""
        found = self.regions.get(key(text), set())
        if len(found) == 1:
            return next(iter(found)), ""
        if found:
            names = ", ".join(sorted(str(region) for region in found))
            return None, _("This may be several regions: %(names)s. Write the full name.") % {"names": names}
        return None, _("There is no such region.")

    def _district(self, text, body, region):
        """(District or None, reason or ""): one of the region of the row."""
        if body is None or region is None:  # what is wrong is told there
            return None, ""
        here = self.districts.get(region.pk, {})
        if body.level != Level.DISTRICT:
            return None, _("This body is not elected by districts: leave it empty.") if text else ""
        if not text:
            return None, _("Name the district: this body is elected in each of them anew.") if here else ""
        found = here.get(key(text), set())
        if len(found) == 1:
            return next(iter(found)), ""
        if found:
            names = ", ".join(sorted(str(district) for district in found))
            return None, _("This may be several districts: %(names)s. Write the full name.") % {
                "names": names
            }
        return None, _("This region has no such district. It is added under «Districts» first.")


def whole_number(text):
    """(int or None, reason or ""): «1 234 567» as sheets write it."""
    digits = re.sub(r"[\s  ]", "", text)
    if not digits:
        return None, ""
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        return None, _("A whole number is expected, for example 61 250.")
    return int(digits), ""
