"""When, about what, with how many, and who reported it; agenda, questions, what came of it."""

import datetime
import re
from dataclasses import dataclass

from federation.facts import facts

from . import cases
from .remarks import Remark

FIRST_PARAGRAPHS = 4

_VOTE = re.compile(r"(?i)референдум|выбор|сайлау")
_SOURCE = {
    "ru": (
        re.compile(r"(?im)^\W*источник\s*[:–—-]\s*(?P<who>[^\n]{2,200})$"),
        re.compile(r"(?i)(?:сообща[ею]т|переда[её]т|пишет|информирует)\s+(?P<who>[^\n]{2,200})"),
        re.compile(
            r"(?i)(?:по\s+(?:сообщению|данным|информации)|со\s+ссылкой\s+на)\s+(?P<who>[^,\n]{2,200})"
        ),
    ),
    "kk": (
        re.compile(r"(?im)^\W*дереккөз\s*[:–—-]\s*(?P<who>[^\n]{2,200})$"),
        re.compile(r"(?i)(?:деп\s+)?(?:хабарла(?:йды|ды)|жазады|мәлімдейді)\s+(?P<who>[^\n]{2,200})"),
        re.compile(r"(?i)(?:^|[.,;]\s+)(?P<who>[^.,;\n]{2,80}(?:\.\w{2,4})?)\s+(?:хабарла(?:йды|ды)|жазады)"),
    ),
}
_TOPIC_LINE = re.compile(
    r"(?im)^\W*(?:тема(?:\s+встречи)?|тақырыбы|кездесу\s+тақырыбы)\s*[:–—-]\s*(?P<topic>[^\n]{3,500})$"
)
_DEVOTED = re.compile(
    r"(?i)(?:(?:разговор|диалог|обсуждение|встреча|беседа)\w*\s+)?(?:был\w?\s+)?посвящ[её]н\w{0,2}\s+(?P<topic>[^\n]+)"
)
_DISCUSSED = re.compile(r"(?i)(?:обсудили|обсуждали|обсуждались)\s+(?P<topic>[^\n]{3,400})")
_DEVOTED_KK = re.compile(r"(?i)\sарналды|талқылан(?:ды|ған)|талқылады")
_SUMMARY = re.compile(
    r"(?i)\W*(?:по\s+итогам|в\s+завершение|в\s+заключение|подводя\s+итоги|в\s+конце\s+встречи|"
    r"кездесу(?:дің)?\s+(?:қорытындысы|соңында)|жиын\s+(?:қорытындысы|соңында)|қорытындысында|қорытындылай)"
)
_PEOPLE = (
    r"(?:человек\w*|работник\w*|сотрудник\w*|участник\w*|рабочих|горняк\w*|шахт[её]р\w*|педагог\w*|медик\w*|"
    r"адам|жұмыскер\w*|қызметкер\w*|қатысушы\w*)"
)
_COUNT = re.compile(
    r"(?i)(?P<about>(?:более|свыше|около|порядка|почти|до|не\s+менее)\s+)?"
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[ \u00a0]\d{3})+|\d{1,6})"
    rf"(?P<near>-?(?:ге|ға|ке|қа|нан|нен|дан|ден|тан|тен)\s+(?:жуық|астам|артық))?\s+{_PEOPLE}"
)
_CAME = re.compile(r"(?i)участи|участвова|собрал|присутствова|пришл|қатыс|жинал|келді")
_AGENDA = re.compile(r"(?i)\W*(?:повестка(?:\s+дня)?|в\s+повестке(?:\s+дня)?|күн\s+тәртібі(?:нде)?)\s*:?\s*")
_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|[-–—−•*])\s*(?P<text>.{3,300})")
_QUESTION = re.compile(r"(?i)\W*(?:вопрос|сұрақ)(?:\s*№?\s*\d{1,2})?\s*[:.–—-]\s*(?P<text>.+)")
_ANSWER = re.compile(r"(?i)\W*(?:ответ|жауап)(?:\s*№?\s*\d{1,2})?\s*[:.–—-]\s*(?P<text>.+)")
_URL = re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;)]")


@dataclass(frozen=True)
class ReadQuestion:
    text: str
    answer: str = ""


def day_of(section, remarks):
    """The day of the meeting, or None: the one that the first line names, else the first full date of the opening."""
    for index, (start, end) in enumerate(section.paragraphs[:FIRST_PARAGRAPHS]):
        for first, last in section.sentences:
            if not start <= first < end:
                continue
            sentence = section.text[first:last]
            for fact in facts(sentence, section.language).found:
                if fact.kind != "date" or not all(fact.value[1:]) or _is_of_a_vote(sentence, fact.written):
                    continue
                day = _date(fact.value)
                if day is None:
                    remarks.append(Remark("day-without-year", {"written": fact.written}))
                    continue
                if (
                    index
                    or first != start
                    or not section.text.lstrip().lower().startswith(("date", "дата", "күні"))
                ):
                    remarks.append(Remark("day", {"written": fact.written}))
                return day
    return None


def _is_of_a_vote(sentence, written):
    """Whether the words around a date speak of a vote: «референдуму 15 марта», «15 наурыздағы референдум»."""
    at = sentence.find(written)
    around = sentence[max(0, at - 40) : at] + " " + sentence[at + len(written) : at + len(written) + 25]
    return bool(_VOTE.search(around))


def _date(value):
    try:
        return datetime.date(*value) if value[0] else None
    except ValueError:
        return None


def source_of(section):
    """(source, address): who reported it first, and the first link of the text; "" for what is not there."""
    url = _URL.search(section.text)
    address = url.group() if url and len(url.group()) <= 500 else ""
    for pattern in _SOURCE[section.language]:
        for start, end in section.sentences:
            match = pattern.search(section.text[start:end])
            if match:
                who = _URL.sub("", match["who"]).strip(" ,;:–—")
                who = re.sub(r"\.$", "", who)
                if who and len(who) <= 200:
                    return who, address
    return "", address


def topic_of(section, remarks):
    """The topic, or "": a line «Тема: …», what the talk was devoted to, or what was discussed."""
    if match := _TOPIC_LINE.search(section.text):
        return match["topic"].strip()
    for start, end in section.sentences:
        sentence = _without_source(section, section.text[start:end]).rstrip(" .!?…")
        masked = section.masked[start : start + len(sentence)]
        if section.language == "kk":
            if _DEVOTED_KK.search(masked) and len(sentence) <= 500:
                remarks.append(Remark("topic-clause"))
                return sentence
        elif match := _DEVOTED.search(sentence):
            turned = cases.dative_topic(match["topic"])
            if turned and len(turned) <= 500:
                remarks.append(Remark("topic-case", {"written": match["topic"]}))
                return turned[0].upper() + turned[1:]
            if len(sentence) <= 500:
                remarks.append(Remark("topic-clause"))
                return sentence
        elif (match := _DISCUSSED.search(sentence)) and len(sentence) <= 500:
            remarks.append(Remark("topic-clause"))
            return sentence
    return ""


def _without_source(section, sentence):
    for pattern in _SOURCE[section.language]:
        if match := pattern.search(sentence):
            return sentence[: match.start()].rstrip(" ,;–—")
    return sentence


def summary_of(section):
    """The paragraph that says what came of the meeting, or ""."""
    found = [section.text[start:end] for start, end in section.paragraphs]
    fitting = [text for text in found[1:] if _SUMMARY.match(text)]
    return fitting[-1].strip() if fitting else ""


def attendance_of(section, remarks):
    """How many people came, when the text says an exact number of them; else None."""
    for start, end in section.sentences:
        sentence = section.masked[start:end]
        match = _COUNT.search(sentence)
        if not match or not _CAME.search(sentence):
            continue
        if match["about"] or match["near"]:
            remarks.append(Remark("attendance-near", {"written": match.group().strip()}))
            return None
        return int(re.sub(r"\D", "", match["number"]))
    return None


def agenda_of(section):
    """[text] of the items under a line «Повестка дня:»."""
    items, inside = [], False
    for start, end in section.paragraphs:
        line = section.text[start:end]
        if _AGENDA.fullmatch(line):
            inside = True
        elif inside:
            match = _ITEM.fullmatch(line)
            if not match:
                break
            items.append(match["text"].strip(" ;."))
    return items


def questions_of(section):
    """[ReadQuestion] of lines «Вопрос: …» and «Ответ: …»."""
    found, asked = [], None
    for start, end in section.paragraphs:
        line = section.text[start:end]
        if match := _QUESTION.fullmatch(line):
            if asked:
                found.append(ReadQuestion(asked))
            asked = match["text"].strip()
        elif asked and (match := _ANSWER.fullmatch(line)):
            found.append(ReadQuestion(asked, match["text"].strip()))
            asked = None
    return [*found, ReadQuestion(asked)] if asked else found
