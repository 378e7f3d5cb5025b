"""Who took part in a meeting, in which office, as one language of the report tells it."""

import re
from dataclasses import dataclass, field, replace

from . import cases
from .remarks import Remark
from .words import OFFICE_FORMS, PRONOUN, SPEECH, names_in, same_name

CHAIR, SPEAKER, PARTICIPANT = "chair", "speaker", "participant"
LONGEST_OFFICE = 300
MOST_PEOPLE = 60
LONGEST_SENTENCE = 3000  # whatever is longer is no sentence

_CHAIRED = {
    "ru": re.compile(r"(?i)под\s+председательством\s+(?P<who>[^\n]+)"),
    "kk": re.compile(r"(?i)(?P<who>[^\n]{3,300}?)\s+(?:төрағалы[қғ]\w*|жетекшілі[кг]\w*)"),
}
_CHAIRS = {  # the chair as subject, in the nominative
    "ru": re.compile(r"(?i)(?:встречу|диалог)\s+(?:прове(?:л|ла|ли)|вел|вёл|вела|открыл\w?)\s+(?P<who>[^\n]+)|"
                     r"(?i:председательствовал\w?)(?:\s+на\s+встрече)?\s+(?P<who2>[^\n]+)"),
    "kk": re.compile(r"(?i)(?:кездесуді|жиынды)\s+(?P<who>[^\n]{3,300}?)\s+(?:жүргізді|ашты|өткізді)"),
}  # fmt: skip
_TOOK_PART = {
    "ru": re.compile(
        r"(?i)(?:приня\w{1,2}\s+участие|участие\s+(?:[^.,;:\n]{0,40}\s)?приня\w{1,2}|участвова\w+|присутствова\w+|участниками\s+стали)"
    ),
    "kk": re.compile(r"(?i)(?:қатысты|қатысқан\w*|қатысып)(?!\w)"),
}
_LIST_BEGINS = re.compile(
    r"(?i)^.*?(?:кездесуге|жиынға|диалогқа|іс-шараға|басқосуға)(?:\s+(?:сондай-ақ|сонымен\s+қатар))?,?\s+"
)
_JOIN = re.compile(
    r"(?i)^[\s,;:()–—-]*(?:(?:а\s+также|также|и|в\s+том\s+числе|и\s+другие|және|мен|пен|бен|сондай-ақ|әрі)(?=[\s,])[\s,]*)*"
)
_JOIN_END = re.compile(
    r"(?i)[\s,;:()–—-]*(?:(?:\s(?:и|а\s+также|және|мен|пен|бен|сондай-ақ))[\s,;:()–—-]*)?$"
)
_SUBJECT_GAP = 60
# People who are counted and not named: «85 горняков, председатель профкома …».
_COUNTED = re.compile(r"^(?:\d[^,]*,\s*)+")
# Who met the collective, as the subject of a sentence that begins with the office.
_MET = {
    "ru": re.compile(r"(?i)\s+(?:встретил(?:ся|ась)|прове(?:л|ла)|провёл|посетила?|побывала?)(?!\w)"),
    "kk": re.compile(r"(?i)[^.,;:\n]{0,60}\s(?:кездесті|кездесу\s+өткізді|болды|барды)(?!\w)"),
}
# In Kazakh a place or a day before the office ends in the locative, people who were met in the instrumental:
# «… зауытының цехында Премьер-Министрдің орынбасары …».
_KK_BEFORE = re.compile(r"(?i)^.*(?:\w[дт][ае]|\w{3}[мбп]ен)(?=[\s,])[\s,]*")


@dataclass(frozen=True)
class Person:
    """Somebody of the report. words: the name; office: "" when not found; at: where the text names the person first."""

    words: tuple
    office: str = ""
    part: str = PARTICIPANT
    at: int = 0

    @property
    def name(self):
        return " ".join(self.words)


@dataclass
class People:
    """The people of one section, chair first, then in the order of the text. remarks: what was uncertain."""

    section: object
    found: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    @property
    def chair(self):
        return next((person for person in self.found if person.part == CHAIR), None)

    def called(self, words):
        """The person with that name, in any form, or None; a bare family name that two people share is nobody's."""
        fitting = [person for person in self.found if same_name(person.words, words)]
        exact = [person for person in fitting if person.words == tuple(words)]
        fitting = exact or fitting
        return fitting[0] if len(fitting) == 1 else None

    def add(self, person):
        """Adds somebody, or what is new about somebody known; returns the person as kept, None for one too many."""
        known = self.called(person.words)
        if known is None:
            if len(self.found) >= MOST_PEOPLE:
                return None
            self.found.append(person)
            return person
        part = min(known.part, person.part, key=(CHAIR, SPEAKER, PARTICIPANT).index)
        merged = replace(known, office=known.office or person.office, part=part)
        self.found[self.found.index(known)] = merged
        return merged

    def last_before(self, position):
        """Whom the text names last before a place of it, or None."""
        text = self.section.masked[:position]
        last, whom = -1, None
        for person in self.found:
            family = person.words[-1]
            stem = family[: max(4, len(family) - 2)]
            at = max(
                (match.start() for match in re.finditer(rf"(?<!\w){re.escape(stem)}\w*", text)), default=-1
            )
            if at > last:
                last, whom = at, person
        return whom


def people_of(section):
    """Chair, participants and speakers of a section -> People."""
    people = People(section)
    subjects = _subjects(section)
    lists = [one for sentence in section.sentences for one in _participants(section, sentence)]
    lists += [one for sentence in section.sentences for one in _who_met(people, sentence)]
    nominatives = [one.words for one in subjects] + [person.words for person in lists]
    _read_chair(people, nominatives)
    for person in lists:
        people.add(person)
    for found in subjects:
        known = people.called(found.words)
        if known and known.words != found.words:
            continue  # in another case: somebody who was thanked
        if known or len(found.words) > 1:
            office = "" if known and known.office else _office_before(section, found)
            people.add(Person(found.words, office, SPEAKER, found.start))
    return people


def _read_chair(people, nominatives):
    section = people.section
    for start, end in section.sentences:
        sentence = section.masked[start:end]
        oblique = _CHAIRED[section.language].search(sentence)
        match = oblique or _CHAIRS[section.language].search(sentence)
        if not match:
            continue
        group = "who" if match["who"] else "who2"
        offset = start + match.start(group)
        names = names_in(match[group], offset)
        if not names:
            continue
        # Russian says the office before the name and goes on after it; in Kazakh the name is the last word.
        name = names[0] if section.language == "ru" else names[-1]
        written = section.text[offset : name.start]
        office = _tidy_office(written)
        words = _nominative(people, name, nominatives) if oblique else name.words
        if section.language == "kk":
            office = _bounded(people, office, " ".join(words))
        person = Person(words, office, CHAIR, name.start)
        if oblique and section.language == "ru" and office:
            turned, known = cases.office(office)
            code = "office-case" if known else "office-left"
            people.remarks.append(Remark(code, {"name": person.name, "written": office}))
            person = replace(person, office=turned)
        if people.chair is None:
            people.add(person)
        elif not same_name(people.chair.words, words):
            people.remarks.append(Remark("chairs", {"name": person.name}))


def _bounded(people, office, name):
    """A Kazakh office without the place and day before it."""
    shorter = _tidy_office(_KK_BEFORE.sub("", office))
    if shorter and (shorter != office or len(office.split()) > 5):
        people.remarks.append(Remark("office-bounds", {"name": name, "written": shorter}))
    return shorter or office


def _nominative(people, name, nominatives):
    """Words of a name that stands in the genitive: as the text has them elsewhere, else by rule, always told."""
    for words in nominatives:
        if len(words) > 1 and same_name(words, name.words):
            return words
    turn = cases.russian_name if people.section.language == "ru" else cases.kazakh_name
    turned = turn(name.words)
    if turned and turned != name.words:
        values = {"written": name.written, "name": " ".join(turned)}
        people.remarks.append(Remark("name-case", values))
    elif people.section.language == "ru":
        people.remarks.append(Remark("name-left", {"name": name.written}))
    return turned or name.words


def _participants(section, sentence):
    """[Person] of a sentence that lists who took part: «… приняли участие» and offices with names."""
    start, end = sentence
    text = section.masked[start:end]
    match = _TOOK_PART[section.language].search(text)
    if not match:
        return []
    if section.language == "kk":
        begins = _LIST_BEGINS.match(text[: match.start()])
        spans = [(start + (begins.end() if begins else 0), start + match.start())]
    else:
        spans = [(start + match.end(), end), (start, start + match.start())]
    for first, last in spans:
        names = names_in(section.masked[first:last], first)
        if names:
            return _with_offices(section, names, first, last)
    return []


def _with_offices(section, names, first, last):
    """Names with the words between them as offices, which stand before the names, or after where none does before."""
    before = [
        _tidy_office(section.text[previous : name.start])
        for previous, name in zip([first, *(name.end for name in names)], names, strict=False)
    ]
    after = [
        _tidy_office(section.text[name.end : following])
        for name, following in zip(names, [*(name.start for name in names[1:]), last], strict=True)
    ]
    offices = before if before[0] or section.language == "kk" else after
    return [
        Person(name.words, office if len(office) <= LONGEST_OFFICE else "", PARTICIPANT, name.start)
        for name, office in zip(names, offices, strict=True)
    ]


def _who_met(people, sentence):
    """[Person]: «Депутат … встретился с …», «… встретился депутат …», «… депутаты … еңбек ұжымымен кездесті»."""
    section, (start, end) = people.section, sentence
    verb = _MET[section.language]
    for name in names_in(section.masked[start : min(end, start + LONGEST_SENTENCE)], start):
        before = section.text[start : name.start]
        if section.language == "kk" and verb.match(section.masked, name.end, end):
            office = _bounded(people, _tidy_office(before), name.written)
        elif section.language == "ru" and verb.match(section.masked, name.end, end):
            office = _tidy_office(before)
        elif section.language == "ru" and (said := verb.search(section.masked, start, name.start)):
            office = _tidy_office(section.text[said.end() : name.start])
        else:
            continue
        heads = office.split()[:3]
        known = any(OFFICE_FORMS.get(word.lower()) == word.lower() for word in heads)
        if office and len(office) <= LONGEST_OFFICE and (known or section.language == "kk"):
            if section.language == "ru":  # it may begin the sentence
                office = office[0].lower() + office[1:]
            return [Person(name.words, office, PARTICIPANT, name.start)]
    return []


def _subjects(section):
    """[Found]: full names beside a verb of speech, outside of quotations: whoever they are, they spoke."""
    found = []
    for start, end in section.sentences:
        sentence = section.masked[start : min(end, start + LONGEST_SENTENCE)]
        verbs = [(match.start(), match.end()) for match in SPEECH.finditer(sentence)]
        for name in names_in(sentence, start):
            first, last = name.start - start, name.end - start
            for verb_start, verb_end in verbs:
                between = sentence[verb_end:first] if verb_end <= first else sentence[last:verb_start]
                if (
                    len(between) <= _SUBJECT_GAP
                    and not re.search(r"[,.;:«»]", between)
                    and not _is_oblique(between)
                ):
                    found.append(name)
                    break
    return found


def _is_oblique(between):
    """Whether the words between verb and name put the name into another case: «поблагодарил министра …»."""
    heads = [word.lower() for word in between.split() if word.lower() in OFFICE_FORMS]
    return bool(heads and OFFICE_FORMS[heads[0]] != heads[0])


def _office_before(section, name):
    """The office between a verb of speech and the name: «отметил начальник цеха …»; "" where nothing speaks for one."""
    before = section.masked[max(0, name.start - 200) : name.start]
    verbs = list(SPEECH.finditer(before))
    if not verbs:
        return ""
    phrase = section.text[name.start - len(before) + verbs[-1].end() : name.start]
    office = _tidy_office(phrase)
    head = re.split(r"[\s-]", office)[0].lower() if office else ""
    known = any(word.lower() in OFFICE_FORMS for word in office.split()[:3])
    return office if head and (known or section.language == "kk") and not PRONOUN.fullmatch(head) else ""


def _tidy_office(text):
    text = re.sub(r"\([^()]*\)", " ", text)
    text = _COUNTED.sub("", _JOIN.sub("", text))
    return _JOIN_END.sub("", _JOIN.sub("", text)).strip(" \n,;:–—")
