"""One row of a table of candidates in one language: what it says and everything that is wrong in it."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from campaigns.candidates.cells import (
    choice,
    is_dash,
    one_of,
    read_citizen,
    read_date,
    read_iin,
    read_is_woman,
    read_years,
    read_yes,
)
from campaigns.candidates.columns import AS_WRITTEN, EXAMPLE, EXAMPLE_IIN, LINED
from campaigns.candidates.sheet import Line
from campaigns.constituency_sheet import key
from campaigns.enums import System
from campaigns.sheets import Calculated
from federation.identification import birth_date, is_man

EXAMPLES = {key(word) for word in (*EXAMPLE.values(), "образец", "мысал", "example")}


class Row:
    """judgement: the `Judgement` that knows the pool and the rows before. problems: pairs of column and reason."""

    def __init__(self, judgement, number, cells, registered_by):
        self.all, self.number, self.registered_by = judgement, number, registered_by
        self.cells = {name: "" if is_dash(text) else text for name, text in cells.items()}
        self.problems = []

    def wrong(self, name, reason):
        self.problems.append((name, str(reason)))

    def read(self, name, reader):
        """The value of a cell, None where it is empty or not understood; the latter is told."""
        text = self.cells.get(name, "")
        if not text or isinstance(text, Calculated):
            return None
        value, reason = reader(text)
        if reason:
            self.wrong(name, reason)
        return None if reason else value

    def line(self):
        line = Line(self.number)
        if not any(self.cells.values()):
            line.state = "empty"
            return line
        if key(self.cells.get("note", "")) in EXAMPLES:
            if self.cells["iin"] in ("", EXAMPLE_IIN):
                line.state = "example"
                return line
            self.wrong("note", _("This row is still marked as the example: clear this cell."))
        self.tell_formulas()
        iin = self.identity()
        if self.registered_by in self.all.own and not self.problems:
            line.state = "present"
            return line
        if self.registered_by not in (None, *self.all.own):  # and not a word of who they are
            self.wrong(
                "iin",
                _("This person is registered for this body in this campaign already. Ask headquarters."),
            )
        fields = self.fields()
        if not self.problems:
            line.state, line.iin, line.fields = "new", iin, fields
        line.problems = self.problems
        return line

    def tell_formulas(self):
        for name, text in self.cells.items():
            if isinstance(text, Calculated) and name != "note":
                self.wrong(
                    name, _("The cell holds a formula or its error. Put the value itself in its place.")
                )

    # The person

    def identity(self):
        """The IIN, or "": with what contradicts it."""
        if not self.cells["iin"]:
            self.wrong("iin", _("Give the IIN."))
            return ""
        iin = self.read("iin", read_iin)
        born, is_woman = self.read("birth_date", read_date), self.read("sex", read_is_woman)
        if not iin:
            return ""
        first = self.all.seen.setdefault(iin, self.number)
        if first != self.number:
            self.wrong("iin", _("The same person stands in row %(row)s.") % {"row": first})
        if born and born != birth_date(iin):
            self.wrong(
                "birth_date",
                _("The IIN tells another date of birth: %(date)s.") % {"date": f"{birth_date(iin):%d.%m.%Y}"},
            )
        if is_woman is not None and is_woman == is_man(iin):
            self.wrong("sex", _("The IIN tells the other sex."))
        return iin

    def texts(self):
        """{column: text} as written, each within its length."""
        found = {}
        for name in AS_WRITTEN:
            text = self.cells.get(name, "")
            text = str(text) if name in LINED else " ".join(text.split())
            if len(text) > self.all.lengths[name]:
                self.wrong(
                    name,
                    _("The text is too long: %(length)s characters of %(most)s.")
                    % {"length": len(text), "most": self.all.lengths[name]},
                )
            found[name] = text
        for name in ("family_name", "given_name"):
            if not (found[f"{name}_kk"] or found[f"{name}_ru"]):
                asked = next(one for one in (f"{name}_kk", f"{name}_ru") if one in self.cells)
                self.wrong(asked, _("Fill in the name, in one language at least."))
        if found["email"] and not isinstance(self.cells["email"], Calculated):
            try:
                validate_email(found["email"])
            except ValidationError as error:
                self.wrong("email", " ".join(error.messages))
        return found

    # The seat

    def fields(self):
        """{field of a Candidacy: value}."""
        texts = self.texts()
        self.read("body", self.body)
        system = self.system()
        constituency = self.constituency(system)
        nominator = self.nominator(system)
        if system and nominator:
            reason = self.all.closed_way(system, nominator)
            if reason:
                self.wrong("nominator", reason)
        region = self.read("region", self.region) or (constituency and constituency.region)
        if not self.cells.get("region"):
            region = region or self.all.organisation.region
            if region is None:
                self.wrong("region", _("Give the region."))
        elif constituency and constituency.region_id and region and region != constituency.region:
            self.wrong("region", _("The constituency lies in another region."))
        values = {
            "industry": self.read("industry", lambda text: one_of(self.all.industries, text)),
            "primary_organisation": self.read(
                "primary_organisation", lambda text: one_of(self.all.primaries, text)
            ),
            "citizen": self.read("citizen", read_citizen),
            "residence_years": self.read("residence_years", read_years),
            "disabled": self.read("disabled", read_yes),
        }
        seat = {"system": system, "constituency": constituency, "nominator": nominator, "region": region}
        return texts | values | seat

    def body(self, text):
        body = self.all.pool.body
        if key(text) in {key(name) for name in (body.code, body.name_kk, body.name_ru)}:
            return body, ""
        return None, _("This pool is for another body: %(body)s.") % {"body": body}

    def system(self):
        choices = {system for system, _nominator in self.all.open}
        if not self.cells.get("system") and len(choices) == 1:
            return next(iter(choices))
        if not self.cells.get("system") and self.cells.get("constituency"):
            return System.SINGLE_MANDATE
        if not self.cells.get("system"):
            self.wrong("system", _("Say whether it is a party list or a constituency."))
        return self.read("system", lambda text: choice(self.all.systems, text))

    def nominator(self, system):
        choices = {nominator for one, nominator in self.all.open if one == system}
        if not self.cells.get("nominator") and len(choices) == 1:
            return next(iter(choices))
        if not self.cells.get("nominator"):
            self.wrong("nominator", _("Say who nominates the candidate."))
        return self.read("nominator", lambda text: choice(self.all.nominators, text))

    def region(self, text):
        found = self.all.regions.get(key(text), set())
        if len(found) == 1:
            return next(iter(found)), ""
        if found:
            names = ", ".join(sorted(str(region) for region in found))
            return None, _("This may be several regions: %(names)s. Write the full name.") % {"names": names}
        return None, _("There is no such region.")

    def constituency(self, system):
        if not self.cells.get("constituency"):
            return None
        if system == System.PARTY_LIST:
            self.wrong("constituency", _("A party list has no single-mandate constituency."))
            return None
        return self.read("constituency", self.numbered)

    def numbered(self, text):
        number = re.sub(r"^(№|no?\.?(?=\W|\d))\s*", "", text.casefold()).strip()
        found = self.all.constituencies.get(number, [])
        if not found:
            return None, _("This body has no constituency with that number.")
        regions = self.all.regions.get(key(self.cells.get("region", "")), set())
        if len(found) > 1:
            regions = regions or {self.all.organisation.region}
            found = [one for one in found if one.region in regions]
        if len(found) > 1:
            district = key(self.cells.get("district", ""))
            found = [
                one
                for one in found
                if one.district and district in {key(one.district.name_kk), key(one.district.name_ru)}
            ]
        if len(found) == 1:
            return found[0], ""
        return None, _("Several constituencies have that number: give the region and the district too.")
