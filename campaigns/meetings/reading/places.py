"""Where the meeting was: region, workplace, and the room in it."""

import re
from dataclasses import dataclass

from federation.languages import fold

from .cases import ADJECTIVE, adjective
from .remarks import Remark
from .words import WORDS

_MET = re.compile(r"(?i)встреч|встретил|диалог|собрани|кездесу|жиын|кездесті|басқосу")
_OPENING = 5  # sentences in which the place is named
_HEADS, _ROOMS = "|".join(WORDS["workplaces"]), "|".join(WORDS["places"])
_HEADS_KK = "|".join(WORDS["workplaces_kk"]["heads"])
_WORKPLACE_RU = re.compile(
    rf"(?i)(?P<before>(?:{ADJECTIVE}\s+){{0,4}})(?<!\w)(?P<head>{_HEADS})(?!\w)"
    r"(?P<title>\s+(?:имени\s+\S+\s+)?[«\"“][^»\"”\n]{2,120}[»\"”])?"
)
_PLACE_RU = re.compile(
    rf"(?i)(?<!\w)(?:в|во|на)\s+(?P<place>(?:{ADJECTIVE}\s+){{0,3}}(?P<head>{_ROOMS})(?!\w)"
    r"(?:\s+№\s?\d+|\s+культуры)?)"
)
_WORKPLACE_KK = re.compile(
    rf"(?P<name>(?:[^\s,.;:!?]+\s+){{0,6}}(?:[^\s,.;:!?]*))(?P<head>{_HEADS_KK})"
    r"(?:[нтд][ыі]ң|[нтд][ыі]|[ыі]?н[дт][ае]|[дт][ае]|на|не|ға|ге)?(?!\w)"
)
_PLACE_KK = re.compile(rf"(?i)(?<!\w)(?P<head>{_ROOMS})(?!\w)")
# What may stand before the name of a workplace in a Kazakh sentence: a day, a town, «бүгін».
_KK_BEFORE = re.compile(
    r"(?i)^.*(?:(?<=\s)|^)(?:\S+(?:дағы|дегі|тағы|тегі|нда|нде)|\S*(?:күні|бүгін|кеше)|\d{4}\s+жыл\S*|\d{1,2}\s+\w+[дт][ае])\s+"
)


@dataclass(frozen=True)
class ReadPlace:
    """workplace, place: names as they are to be entered, "" for what was not found; the place as inside a sentence."""

    workplace: str = ""
    place: str = ""


def region_stems(region):
    """[pattern] of a region as texts name it, in both languages and all cases, adjectives of it too."""
    patterns = []
    for name in region.spellings():
        words = fold(name).split()
        bare = [word for word in words if word not in ("область", "облысы", "город", "каласы")]
        if not bare:
            continue
        last = re.sub(r"(?:ая|ий|ый|ое)$", "", bare[-1])
        is_adjective = last != bare[-1]
        stem = r"[\s-]".join(re.escape(part) for part in [*"-".join(bare[:-1]).split("-"), last] if part)
        if is_adjective or len(bare) > 1:
            patterns.append(rf"(?<!\w){stem}\w*")
        elif "облысы" in words:
            patterns.append(rf"(?<!\w){stem}\s+обл\w*")
        elif "область" in words:
            patterns.append(rf"обл(?:аст\w*|\.)\s+{stem}\w*")
        else:  # a city: not the region around it («Алматы облысы»)
            stem = stem.removesuffix("а")
            patterns.append(rf"(?<!\w){stem}(?:[аеуыио]|ой|а?[дт][ае](?:г[ыи])?|а?н[ыи]н)?(?!\w)(?!\s+обл)")
    return patterns


def region_of(section, regions, remarks):
    """The Region of the meeting, or None: named where the text says that people met, else the first one named."""
    text = fold(section.text)
    if len(text) != len(section.text):
        text = section.text.lower()
    found = []
    for region in regions:
        starts = [match.start() for pattern in region_stems(region) for match in re.finditer(pattern, text)]
        found += [(start, region) for start in starts]
    if not found:
        return _by_town(section, text, regions, remarks)
    opening = [section.sentences[index] for index in range(min(_OPENING, len(section.sentences)))]
    met = [(start, end) for start, end in opening if _MET.search(section.masked[start:end])]
    near = [(at, region) for at, region in found if any(start <= at < end for start, end in met)]
    chosen = sorted(near or found, key=lambda pair: pair[0])
    names = list(dict.fromkeys(getattr(region, f"name_{section.language}") for _at, region in chosen))
    if len(names) > 1:
        remarks.append(Remark("regions", {"names": ", ".join(names)}))
    return chosen[0][1]


def _by_town(section, text, regions, remarks):
    """The region that bears the name of its chief town, where the opening names that: «в Костанае», «Павлодарда»."""
    cities = {fold(region.name_kk).split()[0] for region in regions if region.kind == "city"}
    end = section.sentences[:_OPENING][-1][1] if section.sentences else 0
    for region in regions:
        name = fold(region.name_kk).removesuffix(" облысы")
        if region.kind == "city" or " " in name or len(name) < 5 or name in cities:
            continue
        match = re.search(rf"(?<!\w){re.escape(re.sub('[аыий]$', '', name))}\w{{0,5}}(?!\w)", text[:end])
        if match:
            remarks.append(Remark("region-by-town", {"written": section.text[match.start() : match.end()]}))
            return region
    return None


def place_of(section, remarks):
    """ReadPlace of the sentence that says that people met."""
    found = ReadPlace()
    for start, end in section.sentences[:_OPENING]:
        if _MET.search(section.masked[start:end]):
            sentence = section.text[start : min(end, start + 600)]  # where it says so, it does at once
            read = _russian if section.language == "ru" else _kazakh
            workplace, place = read(sentence, [] if found.workplace else remarks)
            found = ReadPlace(found.workplace or workplace, found.place or place)
    return found


def _russian(sentence, remarks):
    place = workplace = ""
    if match := _PLACE_RU.search(sentence):
        place = _turned(match["place"], match["head"], WORDS["places"][match["head"].lower()], "m")
        remarks.append(Remark("place-case", {"written": match["place"]}))
    for match in _WORKPLACE_RU.finditer(sentence):
        if place and match["head"].lower() in WORDS["places"] and match.start() <= sentence.find(place):
            continue
        head, gender = WORDS["workplaces"][match["head"].lower()]
        before = match["before"].split()
        while before and (gender == "" or adjective(before[0], gender) is None):
            before.pop(0)
        if not before and not match["title"]:
            continue
        name = " ".join([*(adjective(word, gender) or word for word in before), head])
        name += match["title"] or ""
        name = name[0].upper() + name[1:]
        if len(name) <= 300:
            written = " ".join([*before, match["head"]]) + (match["title"] or "")
            if written.lower() != name.lower():
                remarks.append(Remark("workplace-case", {"written": written}))
            workplace = name
            break
    return workplace, place


def _turned(phrase, head, nominative, gender):
    words = phrase.split()
    at = next(index for index, word in enumerate(words) if word.lower() == head.lower())
    if nominative.endswith("ая"):
        gender = "f"
    before = [adjective(word, gender) or word for word in words[:at]]
    return " ".join([*before, nominative, *words[at + 1 :]])


def _kazakh(sentence, remarks):
    place = workplace = ""
    if match := _WORKPLACE_KK.search(sentence):
        whole = match["name"] + match["head"]
        name = _KK_BEFORE.sub("", whole).strip(" –—-")
        if len(name) <= 300 and len(name.split()) > 1:
            workplace = name[0].upper() + name[1:]
            remarks.append(Remark("workplace-case", {"written": match.group()[whole.rindex(name) :]}))
    if match := _PLACE_KK.search(sentence):
        place = WORDS["places"][match["head"].lower()]
        remarks.append(Remark("place-case", {"written": match["head"]}))
    return workplace, place
