"""Places of the law that a report cites, and the vote of which it speaks."""

import re
from dataclasses import dataclass
from itertools import islice

from campaigns.enums import CampaignKind
from federation.facts import facts

from .cases import adjective
from .remarks import Remark
from .words import WORDS

_KINDS = {
    CampaignKind.REFERENDUM: re.compile(r"(?i)референдум\w*"),
    CampaignKind.ELECTION: re.compile(r"(?i)(?<!\w)выбор\w*|(?<!\w)сайлау\w*"),
}
_BETWEEN = re.compile(r"[\s)»,]*(?:части\s+\d+\s*)?")
_ACT_RU = re.compile(
    r"\s*(?P<words>(?:[А-ЯЁа-яё-]+(?:ого|его|ой|ей)\s+){0,3}(?:проекта|Проекта|Конституции|[Кк]одекса|[Зз]акона)"
    r"(?:\s+(?:[А-ЯЁа-яё-]+(?:ого|его|ой|ей)\s+){0,2}(?:Конституции|[Кк]одекса|[Зз]акона))?"
    r"(?:\s+Республики\s+Казахстан|\s+РК)?(?:\s+«[^»\n]{3,200}»)?)"
)
_ACT_KK = re.compile(
    r"(?P<words>(?:«[^»\n]{3,200}»\s+)?(?:(?:ҚР|Қазақстан\s+Республикасы(?:ның)?|Жаңа|жаңа|Еңбек|Азаматтық|Сайлау\s+туралы)\s+){0,3}"
    r"(?:Конституция|Конституцияның|Заң|Кодекс|кодексі|заңы|Конституциясы)(?P<case>ның|нің)?(?:\s+жобасының|\s+жобасы)?)\s*$"
)


@dataclass(frozen=True)
class ReadCitation:
    """A place of an act: numbers of article, point and subpoint ("" for none); act: the act's name, "" unknown."""

    article: str = ""
    point: str = ""
    subpoint: str = ""
    act: str = ""

    @property
    def place(self):
        return self.article, self.point, self.subpoint

    def text(self, language):
        """As laws are cited: «27-баптың 2-тармағы», «пункт 2 статьи 27»."""
        article, point, subpoint = self.place
        if language == "ru":
            parts = [("подпункт {})", "подпункта {})", subpoint), ("пункт {}", "пункта {}", point)]
            parts.append(("статья {}", "статьи {}", article))
        else:
            parts = [("{}-бап", "{}-баптың", article), ("{}-тармақ", "{}-тармағының", point)]
            parts.append(("{}) тармақша", "{}) тармақшасының", subpoint))
        parts = [part for part in parts if part[2]]
        if language == "ru":
            return " ".join(part[1 if index else 0].format(part[2]) for index, part in enumerate(parts))
        said = [part[1].format(part[2]) for part in parts[:-1]]
        last = parts[-1][0].format(parts[-1][2])
        possessive = {"тармақ": "тармағы", "тармақша": "тармақшасы"}
        if said:
            stem = re.split(r"[-) ]+", last)[-1]
            last = last.removesuffix(stem) + possessive.get(stem, stem)
        return " ".join([*said, last])


def citations_of(section):
    """[ReadCitation] in the order of the text, each place once."""
    found = []
    for start, end in section.paragraphs:
        paragraph = section.text[start:end]
        for group, first, last in _groups(paragraph, section.language):
            act = _act(paragraph, first, last, section.language)
            for citation in _combined(group, act):
                known = [
                    one
                    for one in found
                    if one.place == citation.place and (not one.act or not act or one.act == act)
                ]
                if not known:
                    found.append(citation)
                elif act and not known[0].act:
                    found[found.index(known[0])] = citation
    return found


def _groups(paragraph, language):
    """[(facts, start, end)]: citations that stand beside one another make one place of the law."""
    at, groups = 0, []
    for fact in facts(paragraph, language).found:
        if fact.kind != "citation" or fact.value[0] == "law":
            continue
        position = paragraph.find(fact.written, max(0, at - len(fact.written)))
        if position < 0:
            continue
        end = position + len(fact.written)
        if groups and (position < groups[-1][2] or _BETWEEN.fullmatch(paragraph[groups[-1][2] : position])):
            group, first, _last = groups[-1]
            groups[-1] = ([*group, fact.value], first, max(end, groups[-1][2]))
        else:
            groups.append(([fact.value], position, end))
        at = end
    return groups


def _combined(group, act):
    """«пункты 2 и 3 статьи 27» -> two citations of article 27."""
    numbers = {
        unit: [number for kind, number in group if kind == unit] for unit in ("article", "point", "subpoint")
    }
    many = max(numbers, key=lambda unit: (len(numbers[unit]) > 1, unit))
    single = {unit: (found[0] if found else "") for unit, found in numbers.items()}
    if len(numbers[many]) < 2:
        return [ReadCitation(**single, act=act)]
    return [ReadCitation(**{**single, many: number}, act=act) for number in dict.fromkeys(numbers[many])]


def _act(paragraph, first, last, language):
    if language == "ru":
        match = _ACT_RU.match(paragraph, last)
        if not match:
            return ""
        words = match["words"].split()
        head = next(index for index, word in enumerate(words) if word.lower() in WORDS["acts"])
        gender = "f" if words[head].lower() == "конституции" else "m"
        before = [adjective(word, gender) or word for word in words[:head]]
        act = " ".join([*before, WORDS["acts"][words[head].lower()], *words[head + 1 :]])
    else:
        match = _ACT_KK.search(paragraph[max(0, first - 260) : first])
        if not match:
            return ""
        act = re.sub(r"(?:ның|нің)$", "", match["words"].strip())
    return act[0].upper() + act[1:] if len(act) <= 300 else ""


def campaign_of(section, campaigns, day, remarks):
    """(campaign, written): the campaign whose kind of vote and day the text names, or None with the words of the text.

    A vote without a year is that of the year of the meeting (`day`), or of the next one when it was over by then.
    """
    matched, written = {}, ""
    for start, end in section.sentences:
        sentence = section.text[start:end]
        for kind, pattern in _KINDS.items():
            for match in islice(pattern.finditer(sentence), 20):
                near = sentence[max(0, match.start() - 45) : match.end() + 45]
                for fact in facts(near, section.language).found:
                    if fact.kind != "date" or not all(fact.value[1:]):
                        continue
                    words = f"{match.group()}, {fact.written}"
                    written = written or words
                    for campaign in campaigns:
                        if campaign.kind == kind and _is_day(campaign.voting_on, fact.value, day):
                            matched.setdefault(campaign.pk, (campaign, bool(fact.value[0]), words))
    if not matched:
        if written:
            remarks.append(Remark("campaign-unknown", {"written": written}))
        return None
    campaign, said, words = next(iter(matched.values()))
    if len(matched) > 1:
        remarks.append(Remark("campaigns", {"name": {"kk": campaign.title_kk, "ru": campaign.title_ru}}))
    if not said:
        remarks.append(Remark("campaign-nearest", {"written": words}))
    return campaign


def _is_day(voting_on, value, day):
    year, month, number = value
    if (voting_on.month, voting_on.day) != (month, number):
        return False
    if year:
        return voting_on.year == year
    if day is None:
        return True
    passed = (month, number) < (day.month, day.day)
    return voting_on.year == day.year + passed
