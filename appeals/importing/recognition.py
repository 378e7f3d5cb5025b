"""From the lines of a document to titles and bodies in both languages (DOMAIN §2 "Anatomy")."""

import datetime
import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from federation.blocks import clean

from . import adoption as adoption_lines
from .adoption import Adoption
from .errors import DocumentError
from .lines import ITEM, TABLE, Run, cut, to_html
from .sections import languages_of, marker_language
from .structure import recognise_structure
from .tables import split_columns
from .titles import find_title, kind_of, suggest_title

_DATE_PREFIX = re.compile(r"(?i)(?:date|дата|күні)\s*:?\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")
_ONLY_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
OFFICIAL = ("appeal", "statement", "ruling")


@dataclass(frozen=True)
class ParsedDocument:
    """What a document says, as far as it was recognised; nothing of it is saved anywhere.

    title_*: one line of plain text; lead_* stay empty; body_*: clean HTML. languages: codes in the order
    found. views: the stray counter that was left out, or None. date: the day that the first line names.
    suggested_kind: "appeal", "statement", "ruling", "notice" or "news". suggested_titles: languages whose
    title is our guess from the first sentence, which the body keeps. left_out: what was taken from the text
    and stands nowhere else, piece by piece: the date, counters, bullets and numbers of lists, names of the
    languages. notes: lazy messages for the person who imports.
    """

    title_kk: str = ""
    title_ru: str = ""
    lead_kk: str = ""
    lead_ru: str = ""
    body_kk: str = ""
    body_ru: str = ""
    adoption: Adoption = field(default_factory=Adoption)
    views: int | None = None
    languages: tuple = ()
    suggested_kind: str = "news"
    date: datetime.date | None = None
    suggested_titles: tuple = ()
    left_out: tuple = ()
    notes: list = field(default_factory=list)


@dataclass
class _Section:
    title: str = ""
    suggested: bool = False
    body: str = ""
    adoption: str = ""
    views: int | None = None
    left_out: list = field(default_factory=list)
    notes: list = field(default_factory=list)


_COUNTER = {
    "kk": _("The number {number} under the Kazakh title was taken for a view counter and left out."),
    "ru": _("The number {number} under the Russian title was taken for a view counter and left out."),
}
_SUGGESTED = {
    "kk": _("No Kazakh title was found. The beginning of the text is suggested; please look it over."),
    "ru": _("No Russian title was found. The beginning of the text is suggested; please look it over."),
}
_ALONE = {
    "kk": _("Only a Kazakh text was found. It becomes a draft that waits for the Russian one."),
    "ru": _("Only a Russian text was found. It becomes a draft that waits for the Kazakh one."),
}


def recognise(lines, notes=()):
    """Lines of a document (list of Line) -> ParsedDocument.

    notes: lazy messages that reading gave. Raises DocumentError("language") when the text is neither
    Kazakh nor Russian. Pure: no side effects.
    """
    notes, left_out = list(notes), []
    lines, day = _take_date(lines, left_out)
    if day is not None:
        notes.append(format_lazy(_("The date {date} was taken from the first line."), date=day.isoformat()))
    lines, forced = split_columns(lines)
    codes = languages_of(lines, forced)
    if codes is None:
        raise DocumentError(
            "language",
            _("The text is neither Kazakh nor Russian. Choose a document in one of these languages."),
        )
    by_language = {}
    for line, code in zip(lines, codes, strict=True):
        by_language.setdefault(code, []).append(line)
    sections = {code: _read_section(section, code) for code, section in by_language.items()}
    for section in sections.values():
        left_out += section.left_out
        notes += section.notes
    adoption = adoption_lines.parse(*(sections.get(code, _Section()).adoption for code in ("kk", "ru")))
    if adoption:
        notes.append(_("The lines on the adoption were taken out of the text into the record of adoption."))
    if not adoption_lines.agree(adoption.text_kk, adoption.text_ru):
        notes.append(
            _("The Kazakh and the Russian lines on the adoption name a different body, number or date.")
        )
    if len(sections) == 1:
        notes.append(_ALONE[next(iter(sections))])
    values = {}
    for code, section in sections.items():
        values |= {f"title_{code}": section.title, f"body_{code}": section.body}
    return ParsedDocument(
        **values,
        adoption=adoption,
        views=next((section.views for section in sections.values() if section.views is not None), None),
        languages=tuple(sections),
        suggested_kind=next(
            (kind for code, section in sections.items() if (kind := kind_of(section.title, code))), "news"
        ),
        date=day,
        suggested_titles=tuple(code for code, section in sections.items() if section.suggested),
        left_out=tuple(left_out),
        notes=notes,
    )


def _take_date(lines, left_out):
    if not lines or lines[0].kind == TABLE:
        return lines, None
    match = _DATE_PREFIX.match(lines[0].text) or _ONLY_DATE.fullmatch(lines[0].text)
    try:
        day = datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        return lines, None
    left_out.append(match[0])
    rest = cut(lines[0], len(re.sub(r"\s", "", match[0])))
    return ([rest] if rest.runs else []) + lines[1:], day


def _read_section(lines, code):
    section = _Section()
    if len(lines) > 1 and marker_language(lines[0].text) == code:
        section.left_out.append(lines[0].text)
        lines = lines[1:]
    found = find_title(lines)
    for counter in found.counters:
        section.left_out.append(counter.text)
        section.notes.append(format_lazy(_COUNTER[code], number=counter.number))
    section.views = found.counters[0].number if found.counters else None
    official = kind_of(found.title, code) in OFFICIAL
    section.adoption, body = adoption_lines.take(found.rest, code, official=official)
    if _numbered_lists(body) > 1:
        section.notes.append(
            _("There is more than one numbered list. Please compare the numbers with the original.")
        )
    body, marks = recognise_structure(body)
    section.left_out += marks
    section.title = found.title
    if not section.title and body:
        section.title, section.suggested = suggest_title(body), True
        section.notes.append(_SUGGESTED[code])
    footnotes = dict(note for line in lines for note in line.notes)
    numbers = {key: number for number, key in enumerate(footnotes, start=1)}
    section.body = clean(to_html(body, numbers) + to_html(_footnote_lines(footnotes), numbers))
    return section


def _numbered_lists(lines):
    """How many lists Word has numbered: one that goes on after a paragraph counts anew, and begins at 1 again."""
    items = [line.kind == ITEM and line.ordered for line in lines]
    return sum(item and not before for before, item in pairwise([False, *items]))


def _footnote_lines(footnotes):
    """The footnotes of one language, {key: lines}, as the last paragraphs of its text, each with its number."""
    lines = []
    for key, note in footnotes.items():
        opening = (Run("", note=key), Run(" "))
        lines += [replace(line, runs=opening + line.runs) for line in note[:1]] + list(note[1:])
    return lines
