"""The lines that say who adopted a document, and what they say (DOMAIN §2 "Anatomy")."""

import re
from dataclasses import dataclass
from datetime import date

from federation.languages import MONTHS

from .lines import TEXT

LAST_LINES, FIRST_LINES = 8, 3
MAX_LENGTH, MAX_SHORT = 250, 120
MAX_TEXT, MAX_NUMBER = 500, 50  # what the record of adoption has room for

_MONTH_NUMBERS = {
    month: number for names in MONTHS.values() for number, month in enumerate(names.split(), start=1)
}
_DATE = re.compile(
    rf"""(?ix)
    (?P<y1>\d{{4}}) \s* (?:жылғы|жылы|ж\.) \s* «?(?P<d1>\d{{1,2}})»? \s* (?P<m1>{"|".join(MONTHS["kk"].split())})
    | «?\b(?P<d2>\d{{1,2}})»? \s+ (?P<m2>{"|".join(MONTHS["ru"].split())}) \s+ (?P<y2>\d{{4}})
    | \b(?P<d3>\d{{1,2}})\.(?P<m3>\d{{1,2}})\.(?P<y3>\d{{4}})\b
    | \b(?P<y4>\d{{4}})-(?P<m4>\d{{2}})-(?P<d4>\d{{2}})\b"""
)
_NUMBER = re.compile(r"№\s*(\d[\w/-]*)|\bN\s*(\d[\w/-]*)")
_BODIES = (
    ("executive-committee", re.compile(r"(?i)атқару\s+комитет|исполнительн\w+\s+комитет|исполком")),
    ("general-council", re.compile(r"(?i)бас\s+кеңес|генеральн\w+\s+совет|генсовет")),
    ("congress", re.compile(r"(?i)съез[ді]|құрылтай")),
)
_SESSION = re.compile(r"(?i)съез[ді]|заседани|отырыс|пленум|сесси")
_EVENT = re.compile(_SESSION.pattern + "|решени|шешім|постановлени|қаулы")
_STARTS = re.compile(
    r"(?i)\W*(?:принят[оаы]?|одобрен[оаы]?|утвержден[оаы]?)\s+(?:\S+\s+){0,2}?"
    r"(?:решением|постановлением|съездом|генеральным|исполнительным|на\s.*(?:съезде|заседании|пленуме|сессии))"
)
_ENDS = re.compile(
    r"(?i)(?:шешімімен|қаулысымен|съезінде|отырысында|пленумында)\b.{0,60}"
    r"(?:қабылданған|қабылданды|бекітілген|мақұлданған)\W*(?:№.*|\d.*)?$"
)
_VERB_KK = re.compile(r"(?i)\W*(?:қабылданған|қабылданды|бекітілген|мақұлданған)\W*")
_VERB_RU = re.compile(r"(?i)\W*(?:принят|одобрен|утвержден)[оаы]?\W*")
_CONTINUES = re.compile(
    r"(?i)(?:общенациональной |республиканской )?(?:федерации|профсоюзов|республики|казахстана|рк)\b"
)
# «… федерациясы» / «Бас кеңесінің …»: the first line names whose body it was, be there a blank line or not.
_WHOSE = re.compile(r"(?i)(?:федерациясы|одағы|бірлестігі|орталығы)(?:ның|нің)?$")
_RECORD_WORDS = re.compile(
    r"(?i)№\s*[\w/-]+|\b(?:шешім\w*|решени\w*|қаулы\w*|постановлени\w*|протокол\w*|хаттама\w*|от|жыл\w*|года|г|ж"
    r"|қала\w*|қ|город|астана|алматы)\b"
)


@dataclass(frozen=True)
class Adoption:
    """Who adopted the text, as far as its own lines say.

    body: "congress", "general-council", "executive-committee" or "". text_kk, text_ru: the lines themselves.
    decision_number: text without «№», or "". decided_on, session_on: dates or None.
    """

    body: str = ""
    text_kk: str = ""
    text_ru: str = ""
    decision_number: str = ""
    decided_on: date | None = None
    session_on: date | None = None

    def __bool__(self):
        return bool(self.text_kk or self.text_ru)


def is_adoption(text):
    """Whether a line in either language says that the document was adopted, or gives only number and date."""
    return bool(_ENDS.search(text) or _STARTS.match(text)) or _is_dated_record(text)


def take(lines, language, *, official):
    """Lines of one language without its title -> (text, rest): the adoption on one line, and the other lines.

    The adoption stands at the end, or under the title. Kazakh closes with the verb («… шешімімен
    қабылданған»), so the lines before belong to it as long as they are unfinished; Russian opens with it
    («Принято решением …»), so the lines after may belong to it. In an official document (an appeal, a
    statement, a ruling) a line of nothing but number, date and town is a part of it too. Lines for which
    the record of adoption has no room stay with the others.
    """
    taken = set()
    last = range(len(lines) - 1, max(-1, len(lines) - 1 - LAST_LINES), -1)
    for index in (*last, *range(min(FIRST_LINES, len(lines)))):
        line = lines[index]
        if line.kind != TEXT or len(line.text) > MAX_LENGTH:
            continue
        if language == "kk" and _ENDS.search(_with_neighbour(lines, index, _VERB_KK, -1)):
            taken = set(range(_upwards(lines, index), _downwards(lines, index)))
        elif language == "ru" and _STARTS.match(_with_neighbour(lines, index, _VERB_RU, +1)):
            taken = set(range(index, _downwards(lines, index)))
        if taken and _stands_apart(lines, taken, official):
            break
        taken = set()
    if official:
        taken |= _record_lines(lines, taken)
    text, kept = "", set()
    for index in sorted(taken):
        longer = f"{text} {lines[index].text}".strip()
        if len(longer) <= MAX_TEXT and len(_decision_number(longer)) <= MAX_NUMBER:
            text, kept = longer, kept | {index}
    return text, [line for index, line in enumerate(lines) if index not in kept]


def _stands_apart(lines, taken, official):
    """Whether lines that speak of an adoption are the record of it, and no sentence of the text itself.

    Only short lines, signatures say, may follow, unless it stands under the title; and what ends with a full
    stop is a record in an official document alone.
    """
    sentence = lines[max(taken)].text.endswith(".")
    at_end = all(line.kind == TEXT and len(line.text) <= MAX_SHORT for line in lines[max(taken) + 1 :])
    under_title = min(taken) < FIRST_LINES and not sentence
    return (at_end or under_title) and (official or not sentence)


def _with_neighbour(lines, index, verb, step):
    """The text of a line, or, where it is the bare verb, together with the line it belongs to."""
    text = lines[index].text
    if not verb.fullmatch(text) or not 0 <= index + step < len(lines):
        return text
    return " ".join(lines[position].text for position in sorted((index, index + step)))


def _record_lines(lines, taken):
    """The lines of number and date at the very beginning, and at the very end above what is taken."""
    found = set()
    for indexes in (range(min(FIRST_LINES, len(lines))), range(len(lines) - 1, -1, -1)):
        for index in indexes:
            if index in taken:
                continue
            if lines[index].kind != TEXT or not _is_dated_record(lines[index].text):
                break
            found.add(index)
    return found


def _upwards(lines, index):
    start = index
    while (
        start > 0
        and (not lines[start].gap or _WHOSE.search(lines[start - 1].text))
        and lines[start - 1].kind == TEXT
        and len(lines[start - 1].text) <= MAX_SHORT
        and lines[start - 1].text[-1:] not in tuple(".!?;:…")
        and index - start < 3
    ):
        start -= 1
    return start


def _downwards(lines, index):
    end, complete = index + 1, _body(lines[index].text)
    while end < len(lines) and lines[end].kind == TEXT and len(lines[end].text) <= MAX_SHORT:
        text = lines[end].text
        if not _is_record(text) and not _CONTINUES.match(text):
            if complete or (lines[end].gap and not _body(text)) or end - index > 3:
                break
            complete = _body(text)
        end += 1
    return end


def _is_record(text):
    """Whether a line holds nothing but dates, numbers, a town and words like «decision»."""
    return len(text) <= MAX_LENGTH and not re.search(r"\w", _RECORD_WORDS.sub(" ", _DATE.sub(" ", text)))


def _is_dated_record(text):
    return _is_record(text) and bool(_DATE.search(text) or _NUMBER.search(text))


def _body(text):
    return next((code for code, pattern in _BODIES if pattern.search(text)), "")


def parse(text_kk, text_ru):
    """Adoption lines of both languages (either may be "") -> Adoption; the Kazakh text is asked first."""
    values = {"body": "", "decision_number": "", "decided_on": None, "session_on": None}
    for text, language in ((text_kk, "kk"), (text_ru, "ru")):
        for key, value in _values(text, language).items():
            values[key] = values[key] or value
    return Adoption(text_kk=text_kk, text_ru=text_ru, **values)


def agree(text_kk, text_ru):
    """Whether both adoption lines name the same body, number and dates (true when one is missing)."""
    return not (text_kk and text_ru) or _values(text_kk, "kk") == _values(text_ru, "ru")


def _values(text, language):
    values = {
        "body": _body(text),
        "decision_number": _decision_number(text),
        "decided_on": None,
        "session_on": None,
    }
    for match in _DATE.finditer(text):
        found = to_date(match)
        if found:
            key = "session_on" if _is_session(text, match, language) else "decided_on"
            values[key] = values[key] or found
    return values


def _decision_number(text):
    number = _NUMBER.search(text)
    return next(filter(None, number.groups())) if number else ""


def _is_session(text, match, language):
    """Whether a date is that of a session: Russian names it before the date («съезде 2 марта»), Kazakh after."""
    before, after = text[: match.start()], text[match.end() :]
    last = [word[0] for word in _EVENT.finditer(before)][-1:]
    first = [word[0] for word in _EVENT.finditer(after)][:1]
    named = (first + last if language == "kk" else last + first)[:1]
    return any(map(_SESSION.match, named))


def to_date(match):
    """A match of the date pattern -> datetime.date, or None when there is no such day."""
    groups = {key: value for key, value in match.groupdict().items() if value}
    day, month, year = (next(value for key, value in groups.items() if key[0] == part) for part in "dmy")
    try:
        return date(int(year), _MONTH_NUMBERS.get(month.lower()) or int(month), int(day))
    except ValueError:
        return None
