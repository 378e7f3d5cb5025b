"""Who said what, word for word: «…», – подчеркнула X; X отметил: «…»; «…», – деді X; – …, – деді X."""

import re
from dataclasses import dataclass

from .people import SPEAKER, Person
from .remarks import Remark, shortened
from .words import PRONOUN, RUN, SPEECH, names_in, single_names

MOST_QUOTATIONS = 100
FEWEST_WORDS = 5  # shorter ones are titles and words in doubt
FEWEST_OF_SPEECH = 8  # where nothing around speaks of saying, longer titles are met too

_TAG = re.compile(r"[,.!?…]*\s*[–—-]\s*(?P<tag>[^\n«]*)")
_SAID_INSIDE = re.compile(
    r"[,.!?…]\s+[–—-]\s+(?P<tag>[^.!?\n«»]{3,160}?)[,.]\s+[–—-]\s+(?=[^\Wа-яёәғқңөұүһі])"
)
_LINE_SAID = re.compile(r"^[–—-]\s+(?P<said>.+?)[,.!?…]\s+[–—-]\s+(?P<tag>[^\n]+)$")
_BARE_NAME = re.compile(rf"{RUN.pattern}:")
_ACCORDING = re.compile(r"(?i)(?<!\w)(?:по\s+(?:словам|мнению)|как)\s+[^.:;\n]{3,80},$")
_STOP = re.compile(r"(?<=[^\W\d_]{2})[.;](?:\s|$)")


@dataclass(frozen=True)
class ReadQuotation:
    """text: a stretch of the report, word for word; speaker: a name of one of the people (words)."""

    text: str
    speaker: tuple
    at: int = 0


def quotations_of(section, people):
    """[ReadQuotation] in the order of the text. Adds speakers and remarks to `people`."""
    found, last_tag_end, last_speaker = [], -1, None
    for one in section.quoted:
        if one.depth or len(found) >= MOST_QUOTATIONS:
            continue
        text = section.text[one.start : one.end]
        after = _TAG.match(section.masked, one.end + 1)
        tag_start, tag = (after.start("tag"), _until_stop(after["tag"])) if after else (0, "")
        clause_start, clause = _clause_before(section, one.start - 1)
        inside = _SAID_INSIDE.search(text)
        if SPEECH.search(tag) or SPEECH.search(clause) or _BARE_NAME.fullmatch(clause):
            whom = _speaker(people, tag, tag_start, text) if SPEECH.search(tag) else None
            last_tag_end = tag_start + len(tag) if whom else -1
            whom = whom or (_speaker(people, clause, clause_start, text) if clause else None)
        elif inside and SPEECH.search(inside["tag"]):
            whom = _speaker(people, inside["tag"], one.start + inside.start("tag"), text)
            last_tag_end = -1
        elif last_tag_end >= 0 and re.fullmatch(
            r"[.,;]?\s+[–—-]\s*", section.text[last_tag_end : one.start - 1]
        ):
            whom, last_tag_end = last_speaker, -1
            if whom:
                people.remarks.append(Remark("quotation-interrupted", {"name": whom.name}))
        else:
            if len(text.split()) >= FEWEST_OF_SPEECH and re.search(r"[,.!?:–—]", text):
                people.remarks.append(Remark("quotation-nobody", {"text": shortened(text)}))
            continue
        if whom is None:
            if len(text.split()) >= FEWEST_WORDS:
                people.remarks.append(Remark("quotation-nobody", {"text": shortened(text)}))
            continue
        last_speaker = whom
        found += _pieces(people, text, one.start, whom)
    return sorted(found + _said_in_lines(section, people), key=lambda quotation: quotation.at)


def _until_stop(text):
    """A text up to the end of its sentence."""
    stop = _STOP.search(text)
    return re.sub(r"[\s,;–—-]+$", "", text[: stop.start()] if stop else text)


def _clause_before(section, position):
    """(start, text) of the sentence that a colon ends before the opening mark, «как отметил …,»; else (0, "")."""
    before = section.masked[:position].rstrip(" \u00a0\n")
    if not before.endswith(":") and not _ACCORDING.search(before, max(0, len(before) - 100)):
        return 0, ""
    start = max((start for start, _end in section.sentences if start < len(before)), default=0)
    return start, before[start:]


def _speaker(people, words, offset, text):
    """The Person whom the words around a quotation name, or None; what is uncertain becomes a remark."""
    names = names_in(words, offset)
    if names:
        name = _nearest(people, names, words, offset)
        known = people.called(name.words)
        person = Person(known.words if known else name.words, "", SPEAKER, name.start)
        return people.add(person)
    for word in single_names(words):
        known = people.called((word,))
        if known:
            people.remarks.append(
                Remark("quotation-family", {"name": known.name, "text": shortened(text, 40)})
            )
            return people.add(Person(known.words, "", SPEAKER, offset))
    if PRONOUN.search(words):
        known = people.last_before(offset)
        if known:
            people.remarks.append(
                Remark("quotation-pronoun", {"name": known.name, "text": shortened(text, 40)})
            )
            return people.add(Person(known.words, "", SPEAKER, offset))
    return None


def _nearest(people, names, words, offset):
    """Of several names in the words around a quotation: one in the nominative, the nearest to a verb of speech."""
    verbs = [(offset + match.start(), offset + match.end()) for match in SPEECH.finditer(words)]
    known = {person.words for person in people.found}

    def distance(name):
        gaps = (max(first - name.end, name.start - last) for first, last in verbs)
        return name.words not in known, min(gaps, default=0)

    return min(names, key=distance)


def _pieces(people, text, start, whom):
    """The quotation, or the parts of it between which the author of the report speaks: «…, – отметил X. – …»."""
    for match in _SAID_INSIDE.finditer(text):
        if SPEECH.search(match["tag"]):
            named = [people.called(name.words) for name in names_in(match["tag"])]
            if whom not in named and named:
                continue
            people.remarks.append(Remark("quotation-interrupted", {"name": whom.name}))
            parts = ((text[: match.start()], start), (text[match.end() :], start + match.end()))
            return [ReadQuotation(part.strip(), whom.words, at) for part, at in parts if part.strip()]
    stripped = text.strip()
    return [ReadQuotation(stripped, whom.words, start)] if stripped else []


def _said_in_lines(section, people):
    """Quotations without marks, in lines of their own that a dash begins: «– …, – деді X.»"""
    found = []
    for start, end in section.paragraphs:
        match = _LINE_SAID.match(section.text[start:end])
        if not match:
            continue
        tag = _until_stop(match["tag"])
        if not SPEECH.search(tag) or any(
            one.start <= start + match.start("tag") < one.end for one in section.quoted
        ):
            continue
        whom = _speaker(people, tag, start + match.start("tag"), match["said"])
        if whom is None:
            people.remarks.append(Remark("quotation-nobody", {"text": shortened(match["said"])}))
            continue
        found.append(ReadQuotation(match["said"].strip(), whom.words, start + match.start("said")))
        rest = match["tag"][len(tag) :]
        more = re.match(r"[.;]\s+[–—-]\s+(?P<said>.+)$", rest)
        if more:
            people.remarks.append(Remark("quotation-interrupted", {"name": whom.name}))
            at = start + match.start("tag") + len(tag) + more.start("said")
            found.append(ReadQuotation(more["said"].strip(), whom.words, at))
    return found
