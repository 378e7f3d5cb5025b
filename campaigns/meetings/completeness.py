"""What a record of a meeting still lacks before somebody can confirm it: all of it, in both languages; and what looks
as if something were missing."""

from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appeals.enums import Language

# Whole sentences: a language is named in another case by each of them.
NAMELESS = {
    Language.KK: gettext_lazy("%(person)s: the name is missing in Kazakh."),
    Language.RU: gettext_lazy("%(person)s: the name is missing in Russian."),
}
MISSING = {
    Language.KK: gettext_lazy("%(field)s: missing in Kazakh."),
    Language.RU: gettext_lazy("%(field)s: missing in Russian."),
}
# What somebody was called on the day, given in the other language alone.
UNTITLED = {
    Language.KK: gettext_lazy("%(person)s: the office held on %(day)s is given in Russian only."),
    Language.RU: gettext_lazy("%(person)s: the office held on %(day)s is given in Kazakh only."),
}


class Lack(NamedTuple):
    """rows: "" for the meeting itself, else the name of its rows; number: of that row, 0 of the meeting; field: its
    name; sentence: for the person, in the active language."""

    rows: str
    number: int
    field: str
    sentence: str


def lacks(meeting):
    """[Lack] in the order of the page; empty when the record can be confirmed.

    Asks the database for the rows, each kind once.
    """
    return [*of_itself(meeting), *of_people(meeting), *of_rows(meeting)]


def of_itself(meeting):
    wanted = {
        "held_on": _("Give the date of the meeting."),
        "workplace": _("Say at which workplace people met."),
        "region": _("Say in which region the meeting was."),
    }
    for name, sentence in wanted.items():
        if not getattr(meeting, name):
            yield Lack("", 0, name, sentence)
    # An import may know its name in one language alone.
    for code in Language if meeting.workplace else ():
        if not getattr(meeting.workplace, f"name_{code}"):
            yield Lack("", 0, "workplace", MISSING[code] % {"field": _("Name of the workplace")})
    yield from texts("", 0, meeting, must=("topic",), may=("place", "summary", "source"))


def of_people(meeting):
    people = list(meeting.participants.select_related("holder").prefetch_related("holder__offices"))
    if not people:
        yield Lack("participants", 0, "holder", _("Name at least one participant with an office."))
    for row in people:
        for code in Language:
            if not getattr(row.holder, f"full_name_{code}"):
                sentence = NAMELESS[code] % {"person": row.holder}
                yield Lack("participants", row.number, "holder", sentence)
        if meeting.held_on:
            titles = {code: row.holder.titles_on(meeting.held_on, code) for code in Language}
            values = {"person": row.holder, "day": date_format(meeting.held_on, "DATE_FORMAT")}
            if not any(titles.values()):
                untitled = [_("%(person)s: no office held on %(day)s is known.")]
            else:
                untitled = [UNTITLED[code] for code, title in titles.items() if not title]
            for sentence in untitled:
                yield Lack("participants", row.number, "holder", sentence % values)


def of_rows(meeting):
    for row in meeting.agenda.all():
        yield from texts("agenda", row.number, row, must=("text",))
    for row in meeting.quotations.all():
        yield from texts("quotations", row.number, row, must=("text",))
    for row in meeting.questions.all():
        yield from texts("questions", row.number, row, must=("text",), may=("asked_by", "answer"))
        if row.answered_by_id and not (row.answer_kk or row.answer_ru):
            yield Lack("questions", row.number, "answer_kk", _("Write the answer, or name nobody for it."))
    for row in meeting.citations.all():
        yield from texts("citations", row.number, row, must=("text",), may=("act",))


def thin_translations(meeting):
    """Numbers of the quotations whose translation has fewer than half of the letters of the original: perhaps not all
    of it is there. No lack, the person looks; Kazakh and Russian say the same at about the same length."""
    thin = []
    for row in meeting.quotations.all():
        said = {code: sum(map(str.isalpha, getattr(row, f"text_{code}"))) for code in Language}
        original = said.pop(row.original)
        if 2 * min(said.values()) < original:
            thin.append(row.number)
    return thin


def texts(rows, number, row, *, must=(), may=()):
    """Lacks of translated fields: `must` stand in both languages, `may` in both or in none."""
    for name in (*must, *may):
        given = {code: bool(getattr(row, f"{name}_{code}").strip()) for code in Language}
        if all(given.values()) or (name in may and not any(given.values())):
            continue
        for code, there in given.items():
            if not there:
                label = row._meta.get_field(name).verbose_name
                sentence = MISSING[code] % {"field": place(rows, number, label)}
                yield Lack(rows, number, f"{name}_{code}", sentence)


def place(rows, number, label):
    label = str(label)[:1].upper() + str(label)[1:]
    return f"{label} {number}" if rows else label
