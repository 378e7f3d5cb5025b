"""One meeting of what the sections of its report say, each in its language."""

import datetime
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from federation.languages import fold

from . import circumstances, law, places
from .people import CHAIR, PARTICIPANT, SPEAKER, people_of
from .quotations import quotations_of
from .remarks import INSTEAD, NOT_FOUND, Remark

LANGUAGES = ("kk", "ru")
ALIKE = 0.6  # names of one person in two spellings («Сәуле Оспанова», «Сауле Оспанова»)


@dataclass(frozen=True)
class Both:
    """A text as the report says it in each language; "" where that language does not say it."""

    kk: str = ""
    ru: str = ""

    def __bool__(self):
        return bool(self.kk or self.ru)

    def either(self):
        return self.kk or self.ru


@dataclass(frozen=True)
class ReadPerson:
    """name, office: `Both`; part: "chair", "speaker" or "participant"."""

    name: Both
    office: Both
    part: str


@dataclass(frozen=True)
class ReadQuotation:
    """text: `Both`, each word for word a stretch of the report; speaker: index into the people of the meeting."""

    text: Both
    speaker: int
    original: str


@dataclass(frozen=True)
class ReadCitation:
    text: Both
    act: Both


@dataclass(frozen=True)
class ReadQuestion:
    text: Both
    answer: Both


@dataclass(frozen=True)
class ReadMeeting:
    """What the text of a report says about a meeting; what it does not say is empty and stands in `not_found`.

    languages: codes in the order of the text. region, campaign: of those that the reader was given, or None. people:
    chair first. not_found, doubts: lists of Remark, the latter being what a person must check. text: the report itself.
    """

    text: str
    languages: tuple
    held_on: datetime.date | None = None
    region: object = None
    workplace: Both = Both()
    place: Both = Both()
    topic: Both = Both()
    summary: Both = Both()
    source: Both = Both()
    source_url: str = ""
    campaign: object = None
    attendance: int | None = None
    people: tuple = ()
    agenda: tuple = ()
    quotations: tuple = ()
    questions: tuple = ()
    citations: tuple = ()
    not_found: tuple = ()
    doubts: list = field(default_factory=list)

    @property
    def chair(self):
        return next((person for person in self.people if person.part == CHAIR), None)

    @property
    def participants(self):
        """All people but the chair."""
        return [person for person in self.people if person.part != CHAIR]


def merged(sections, regions, campaigns):
    """[Section] -> ReadMeeting. regions, campaigns: what is known of both, as lists of rows."""
    doubts = []
    said = {section.language: _read(section, regions, doubts) for section in sections}
    day = _agreed(said, "day", doubts, "days-differ")
    campaign = next(
        (
            found
            for section in sections
            if (found := law.campaign_of(section, campaigns, day, doubts)) is not None
        ),
        None,
    )
    people, numbers = _people(said, doubts)
    meeting = {
        "held_on": day,
        "region": _agreed(said, "region", doubts, "regions-differ"),
        **{name: _both(said, name) for name in ("workplace", "place", "topic", "summary", "source")},
        "source_url": next((one["url"] for one in said.values() if one["url"]), ""),
        "campaign": campaign,
        "attendance": next(
            (one["attendance"] for one in said.values() if one["attendance"] is not None), None
        ),
        "people": tuple(people),
        "agenda": tuple(_in_pairs(said, "agenda", lambda text: text)),
        "quotations": tuple(_quotations(said, people, numbers, doubts)),
        "questions": tuple(_questions(said)),
        "citations": tuple(_citations(said, doubts)),
    }
    empty = {name for name, value in meeting.items() if value in (None, "", ()) or value == Both()}
    empty |= {f"text-{code}" for code in LANGUAGES if code not in said}
    empty |= {"chair"} if not any(person.part == CHAIR for person in people) else set()
    empty |= {"participants"} if not any(person.part != CHAIR for person in people) else set()
    empty |= {"held_by"}  # no report says it in words that could be relied on
    empty -= {INSTEAD.get(remark.code) for remark in doubts}
    return ReadMeeting(
        text="\n".join(section.text for section in sections),
        languages=tuple(said),
        not_found=tuple(Remark(code) for code in NOT_FOUND if code in empty),
        doubts=_once(doubts),
        **meeting,
    )


def _once(remarks):
    return [remark for index, remark in enumerate(remarks) if remark not in remarks[:index]]


def _read(section, regions, doubts):
    people = people_of(section)
    quotations = quotations_of(section, people)
    spoke = {quotation.speaker for quotation in quotations}
    place = places.place_of(section, doubts)
    source, url = circumstances.source_of(section)
    said = {
        "people": people.found,
        "spoke": spoke,
        "quotations": quotations,
        "day": circumstances.day_of(section, doubts),
        "region": places.region_of(section, regions, doubts),
        "workplace": place.workplace,
        "place": place.place,
        "topic": circumstances.topic_of(section, doubts),
        "summary": circumstances.summary_of(section),
        "source": source,
        "url": url,
        "attendance": circumstances.attendance_of(section, doubts),
        "agenda": circumstances.agenda_of(section),
        "questions": circumstances.questions_of(section),
        "citations": law.citations_of(section),
    }
    doubts += people.remarks
    return said


def _agreed(said, name, doubts, code):
    values = [one[name] for one in said.values() if one[name] is not None]
    if len(values) > 1 and values[0] != values[1]:
        doubts.append(Remark(code))
    return values[0] if values else None


def _both(said, name):
    return Both(**{code: one[name] for code, one in said.items()})


def _people(said, doubts):
    """([ReadPerson], {(language, words): index}): people of both texts, those of one name made one."""
    order = list(said)
    rows = [{order[0]: person} for person in said[order[0]]["people"]]
    if len(order) > 1:
        _match(rows, order, said[order[1]]["people"], doubts)
    rows.sort(key=lambda row: not any(person.part == CHAIR for person in row.values()))
    people, numbers, chaired = [], {}, False
    for index, row in enumerate(rows):
        parts = {person.part for person in row.values()}
        part = next(part for part in (CHAIR, SPEAKER, PARTICIPANT) if part in parts)
        if part == CHAIR and chaired:
            part = SPEAKER
        chaired = chaired or part == CHAIR
        name = Both(**{code: person.name for code, person in row.items()})
        office = Both(**{code: person.office for code, person in row.items()})
        if not office:
            doubts.append(Remark("office-missing", {"name": name.either()}))
        people.append(ReadPerson(name, office, part))
        numbers |= {(code, person.words): index for code, person in row.items()}
    return people, numbers


def _match(rows, order, others, doubts):
    first, second = order
    rest = list(others)
    pairs = sorted(
        ((_likeness(row[first].name, person.name), index, place) for index, row in enumerate(rows)
         for place, person in enumerate(rest)),
        key=lambda pair: -pair[0],
    )  # fmt: skip
    taken = set()
    for likeness, index, place in pairs:
        if likeness < ALIKE or second in rows[index] or place in taken:
            continue
        taken.add(place)
        rows[index][second] = rest[place]
        if fold(rows[index][first].name) != fold(rest[place].name):
            values = {"name": rows[index][first].name, "written": rest[place].name}
            doubts.append(Remark("person-paired", values))
    for row in rows:
        if second not in row:
            doubts.append(Remark("person-once", {"name": row[first].name}))
    for place, person in enumerate(rest):
        if place not in taken:
            doubts.append(Remark("person-once", {"name": person.name}))
            rows.append({second: person})


def _likeness(one, other):
    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()


def _quotations(said, people, numbers, doubts):
    """The quotations of a person pair off in their order, when there are as many of them in both texts."""
    by_speaker = {}
    for code, one in said.items():
        for quotation in one["quotations"]:
            speaker = numbers[(code, quotation.speaker)]
            by_speaker.setdefault(speaker, {}).setdefault(code, []).append(quotation)
    found = []
    for speaker, texts in by_speaker.items():
        name = people[speaker].name.either()
        counts = {len(rows) for rows in texts.values()}
        if len(said) > 1:
            doubts.append(Remark("original", {"name": name}))
        if len(texts) > 1 and len(counts) == 1:
            for pair in zip(*texts.values(), strict=True):
                both = Both(**{code: one.text for code, one in zip(texts, pair, strict=True)})
                found.append((pair[0].at, ReadQuotation(both, speaker, "kk")))
            continue
        if len(said) > 1:
            doubts.append(Remark("quotations-alone", {"name": name}))
        for code, rows in texts.items():
            found += [(one.at, ReadQuotation(Both(**{code: one.text}), speaker, code)) for one in rows]
    return [quotation for _at, quotation in sorted(found, key=lambda pair: pair[0])]


def _in_pairs(said, name, text_of):
    """Lists of texts side by side; lists of different lengths one after the other."""
    lists = {code: [text_of(one) for one in values[name]] for code, values in said.items()}
    if len({len(texts) for texts in lists.values()}) == 1:
        return [Both(**dict(zip(lists, pair, strict=True))) for pair in zip(*lists.values(), strict=True)]
    return [Both(**{code: text}) for code, texts in lists.items() for text in texts]


def _questions(said):
    texts = _in_pairs(said, "questions", lambda one: one.text)
    answers = _in_pairs(said, "questions", lambda one: one.answer)
    return [ReadQuestion(text, answer) for text, answer in zip(texts, answers, strict=True)]


def _citations(said, doubts):
    """Each place of the law once, written as both languages cite; the act as far as a text names it."""
    found = {}
    for code, one in said.items():
        for citation in one["citations"]:
            acts = found.setdefault(citation.place, (citation, {}))[1]
            acts.setdefault(code, citation.act)
    done = []
    for citation, acts in found.values():
        text = Both(citation.text("kk"), citation.text("ru"))
        if not any(acts.values()):
            doubts.append(Remark("act", {"name": {"kk": text.kk, "ru": text.ru}}))
        done.append(ReadCitation(text, Both(**acts)))
    return done
