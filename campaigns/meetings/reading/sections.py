"""The text of a report by language, its quoted stretches, its sentences."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from appeals.importing import DocumentError
from appeals.importing.sections import languages_of
from appeals.importing.tables import split_columns

MOST_CHARACTERS = 60_000  # a report has a few pages; a book is none
LONGEST_QUOTED = 5000

_DASH = re.compile(r"[,.!?…]*\s*[–—-]\s")
_OPEN, _CLOSE = "«„", "»”"
_EITHER = {"“": "„", '"': '"'}  # closes what this opened, else it opens
# A full stop after an initial or a short word («г. Уральск») ends no sentence.
_END = re.compile(r"(?<=[.!?…])(?<!\b\w\.)(?<!\b[а-я]{2}\.)[^\S\n]+(?=[^\Wа-яёәғқңөұүһі]|[«„“\"–—-])|\n+")


@dataclass(frozen=True)
class Quoted:
    """A stretch between quotation marks: `text[start:end]` lies inside of them; depth 0 is an outer one."""

    start: int
    end: int
    depth: int


@dataclass(frozen=True)
class Section:
    """All that a report says in one language. language: "kk" or "ru"; text: its paragraphs, a line each."""

    language: str
    text: str

    @cached_property
    def quoted(self):
        return quoted_in(self.text)

    @cached_property
    def masked(self):
        """The text, as long as ever, with every sign inside quotation marks replaced by a small letter."""
        text = list(self.text)
        for one in self.quoted:
            if one.depth == 0:
                for position in range(one.start, one.end):
                    text[position] = "\n" if text[position] == "\n" else "x"
        return "".join(text)

    @cached_property
    def sentences(self):
        """[(start, end)]; a quotation lies in the sentence that it stands in."""
        found, start = [], 0
        for match in _END.finditer(self.masked):
            found.append((start, match.start()))
            start = match.end()
        found.append((start, len(self.text)))
        return [(start, end) for start, end in found if self.text[start:end].strip()]

    @cached_property
    def paragraphs(self):
        """[(start, end)] of the lines."""
        return [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", self.text)]


def sections_of(lines):
    """Lines of a document (`appeals.importing.reading.read_lines`) -> [Section], in the order of the text.

    Raises DocumentError("language") where the text is neither Kazakh nor Russian, ("too-long") for a book.
    """
    if sum(len(line.text) for line in lines) > MOST_CHARACTERS:
        raise DocumentError(
            "too-long", _("The text is too long for the report of one meeting. Divide it and try again.")
        )
    lines, forced = split_columns(lines)
    codes = languages_of(lines, forced)
    if codes is None:
        raise DocumentError(
            "language",
            _("The text is neither Kazakh nor Russian. Choose a document in one of these languages."),
        )
    texts = {}
    for line, code in zip(lines, codes, strict=True):
        if line.text:
            texts.setdefault(code, []).append(line.text)
    return [Section(code, "\n".join(found)) for code, found in texts.items()]


def quoted_in(text):
    """[Quoted] of a text, in the order of their beginnings.

    Marks that nothing closes are left alone; one closing mark may end two stretches («… «Союз», – сказал …), the outer
    one then too. A stretch ends with its paragraph unless it is closed within `LONGEST_QUOTED` characters.
    """
    found, stack = [], []
    for position, sign in enumerate(text):
        if sign == "\n" and not _closes_later(text, position, stack):
            stack = _shared(text, stack, found)
        elif sign in _OPEN or (sign in _EITHER and not (stack and text[stack[-1]] == _EITHER[sign])):
            stack.append(position)
        elif stack and (sign in _CLOSE or sign in '“"'):
            opened = stack.pop()
            found.append(Quoted(opened + 1, position, len(stack)))
    _shared(text, stack, found)
    return sorted(_nested(found), key=lambda one: (one.start, -one.end))


def _closes_later(text, position, stack):
    if not stack or position - stack[0] > LONGEST_QUOTED:
        return False
    ahead = text[position : stack[0] + LONGEST_QUOTED]
    closing, opening = ahead.find("»"), ahead.find("«")
    return text[stack[0]] == "«" and closing >= 0 and (opening < 0 or closing < opening)


def _shared(text, stack, found):
    """At the end of a paragraph: an opening mark without its closing one shares that of the last word before a dash."""
    inside = None
    for one in reversed(found if len(stack) == 1 else ()):
        if one.start < stack[0]:
            break
        inside = one if _DASH.match(text, one.end + 1) else inside
    if inside:
        found.append(Quoted(stack[0] + 1, inside.end + 1, 0))
    return []


def _nested(found):
    """Depths told anew, since an unclosed mark counted as a level."""
    done, ends = [], []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        ends = [end for end in ends if end > one.start]
        done.append(Quoted(one.start, one.end, len(ends)))
        ends.append(one.end)
    return done
