"""Facts of a text that both languages must share: numbers, dates and legal citations.

Values are language-neutral, so that «2023 жылғы 19 наурыз» and «19 марта 2023 года» are one and the
same. Long dates as in DOMAIN §6; citations as laws of Kazakhstan are quoted: kk «27-баптың 2-тармағының
3) тармақшасы», ru «подпункт 3) пункта 2 статьи 27».
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

Date = tuple[int, int, int]  # year, month, day; 0 for what is not said
Citation = tuple[str, str]  # (article | point | subpoint | law, number)


@dataclass(frozen=True)
class Fact:
    """One fact as found: `kind` is "date", "citation" or "number"; `written` as it stands in the text."""

    kind: str
    value: object
    written: str


@dataclass(frozen=True)
class Facts:
    """Sorted values, comparable between languages; `found` has them with their wording, in reading order."""

    numbers: tuple[str, ...]
    dates: tuple[Date, ...]
    citations: tuple[Citation, ...]
    found: tuple[Fact, ...] = field(default=(), compare=False)


KK = "а-яёәғқңөұүһі"
KK_MONTHS = ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"]
KK_MONTHS += ["шілде", "тамыз", "қыркүйе[кг]", "қазан", "қараша", "желтоқсан"]
RU_MONTHS = (
    "январ(?:ь|я|е|ю|[её]м)|феврал(?:ь|я|е|ю|[её]м)|март(?:а|е|у|ом)?|апрел(?:ь|я|е|ю|ем)|"
    "ма(?:й|я|е|ю|ем)|июн(?:ь|я|е|ю|ем)|июл(?:ь|я|е|ю|ем)|август(?:а|е|у|ом)?|сентябр(?:ь|я|е|ю|[её]м)|"
    "октябр(?:ь|я|е|ю|[её]м)|ноябр(?:ь|я|е|ю|[её]м)|декабр(?:ь|я|е|ю|[её]м)"
)
RU_STEMS = ["янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
# Case endings, with or without the possessive: наурызда, наурызынан, қарашасына, қыркүйегі.
KK_CASE = (
    "(?:н(?:ы|і|ың|ің|а|е|да|де|дағы|дегі|ан|ен)?|[дт](?:а|е|ы|і|ың|ің|ан|ен|ағы|егі)|[ғқ]а|[гк]е|[мбп]ен)"
)
KK_MONTH = rf"(?P<month>{'|'.join(KK_MONTHS)})(?P<case>(?:[ыі]|с[ыі])?{KK_CASE}?)(?!\w)"
RU_MONTH = rf"(?P<month>{RU_MONTHS})(?!\w)"
DAY = r"[«“\"]?(?:0?[1-9]|[12][0-9]|3[01])[»”\"]?"
KK_DAY = rf"{DAY}(?:-[{KK}]{{1,5}}(?=\s))?"
RU_DAY = rf"{DAY}(?:-?(?:го|ое|е|му|м|й))?"
KK_JOIN = r"(?:\s*[-–—,]\s*(?:және\s)?|\s(?:және|мен|пен|бен|немесе)\s|\s)"
KK_DAYS = rf"(?<![\w,.])(?P<days>{KK_DAY}(?:{KK_JOIN}{KK_DAY})*)"
RU_JOIN = r"(?:\s*[-–—,]\s*(?:и\s)?|\s(?:и|по|до|или)\s)"
RU_DAYS = rf"(?<![\w,.])(?P<days>{RU_DAY}(?:{RU_JOIN}{RU_DAY})*)"
KK_YEAR = rf"(?<!\w)(?P<year>[12][0-9]{{3}})\s?(?:жыл[{KK}]*|ж\.?),?\s"
RU_YEAR = r"(?:,?\s(?P<year>[12][0-9]{3})(?:\s?(?:год[а-я]{0,3}|гг?\.?)(?!\w)|(?![\w]))-?)"


def _rule(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.IGNORECASE)


DATES = [
    _rule(
        r"(?<![\w.-])(?P<year>[12][0-9]{3})-(?P<digits>0[1-9]|1[0-2])-"
        r"(?P<days>0[1-9]|[12][0-9]|3[01])(?![\w-])"
    ),
    _rule(
        r"(?<![\w.])(?P<days>0?[1-9]|[12][0-9]|3[01])(?P<sep>[./])(?P<digits>0?[1-9]|1[0-2])(?P=sep)"
        r"(?P<year>[12][0-9]{3})(?![0-9])"
    ),
    _rule(rf"(?:{KK_YEAR})?{KK_DAYS}[\s-]{KK_MONTH}"),
    _rule(rf"{RU_DAYS}\s{RU_MONTH}{RU_YEAR}?"),
    _rule(rf"{KK_YEAR}{KK_MONTH}(?:\sай[{KK}]*)?"),
    _rule(rf"(?<!\w){RU_MONTH}(?:\sмесяц[а-я]*)?{RU_YEAR}"),
]
BARE_MONTH = {
    "kk": _rule(rf"(?<!\w){KK_MONTH}(?P<word>\sай[{KK}]*)?(?!\s(?:мейрам|мереке|көже))"),
    "ru": _rule(rf"(?<!\w){RU_MONTH}"),
}
AMBIGUOUS_MONTHS = {"маусым", "қазан", "тамыз"}  # also season, cauldron and a name

REFERENCE = r"(?<![\w.,])(?:[0-9]{1,4}(?:[-–][0-9]{1,3})?)"
REFERENCES = (
    rf"(?P<numbers>{REFERENCE}\)?(?:(?:\s?,\s?|,?\s(?:және|мен|пен|бен|немесе|и|или)\s){REFERENCE}\)?)*)"
)
CITATIONS = [
    ("subpoint", _rule(rf"{REFERENCES}[\s-]тармақша[{KK}]*")),
    ("subpoint", _rule(rf"(?<!\w)(?:подпункт[а-я]{{0,3}}|подп\.|пп\.)\s?{REFERENCES}")),
    ("point", _rule(rf"{REFERENCES}[\s-]тарма[қғ][{KK}]*")),
    ("point", _rule(rf"(?<!\w)(?:пункт[а-я]{{0,3}}|п\.)\s?{REFERENCES}")),
    ("article", _rule(rf"{REFERENCES}[\s-]ба(?:п(?:тар)?|бы)[{KK}]*")),
    ("article", _rule(rf"(?<!\w)(?:стат(?:ь[а-я]{{1,3}}|ей)|стт?\.)\s?{REFERENCES}")),
    ("law", re.compile(r"(?:№\s?)?(?<!\w)(?P<numbers>[0-9]+-[IVXІХ]+)(?!\w)")),
]

# Roman numerals, also typed with look-alike Cyrillic letters: «ХХVІ съезд».
ROMAN = re.compile(r"(?<![\w-])[IVXLCDMІХСМ]+(?!\w|\.\s?\w)")
ROMAN_FORM = re.compile("M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
LATIN = str.maketrans("ІХСМ", "IXCM")

NUMBER = re.compile(
    r"(?P<digits>(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:,[0-9]+)?|"
    r"[0-9]+(?:\.[0-9]+){2,}|[0-9]+(?:[.,][0-9]+)?)"
    rf"(?P<unit>\s?(?:%|‰|(?:пайыз|процент|проц\.)[{KK}]*)|"
    rf"\s?(?P<scale>тыс|мың|млн|миллион|млрд|миллиард|трлн|триллион)(?:яч)?[{KK}]*(?!\w))?",
    re.IGNORECASE,
)
SCALES = {"т": 3, "мы": 3, "млн": 6, "миллион": 6, "млрд": 9, "миллиард": 9, "тр": 12}


def facts(text: str, language: str) -> Facts:
    """The facts of one block.

    `text` is plain with white space normalised (Block.text), `language` "kk" or "ru". Numbers come as
    "1234567.89", with "%" for per cent (also «пайыз», «процента»); «1,5 млн» is "1500000"; Roman numerals
    count as numbers; endings («15-қадам», «98-і», «2-го») fall away. Dates are (year, month, day) with 0
    for what is not said. A number within a date or a citation is not counted again. Number words are
    no facts.
    """
    found: list[tuple[int, Fact]] = []
    for find in (_dates, _citations, _numbers):
        spans = []
        for start, end, values in find(text, language):
            written = text[start:end].strip(" ,-")
            found.extend((start, Fact(kind, value, written)) for kind, value in values)
            spans.append((start, end))
        for start, end in spans:
            text = text[:start] + "\0" * (end - start) + text[end:]
    found.sort(key=lambda item: item[0])
    in_order = tuple(fact for _, fact in found)
    by_kind = {
        kind: tuple(sorted(fact.value for fact in in_order if fact.kind == kind))
        for kind in ("number", "date", "citation")
    }
    return Facts(by_kind["number"], by_kind["date"], by_kind["citation"], in_order)


Found = Iterator[tuple[int, int, list[tuple[str, object]]]]


def _dates(text: str, language: str) -> Found:
    taken: list[tuple[int, int]] = []
    for rule in DATES:
        for match in rule.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            groups = match.groupdict()
            year = int(groups["year"] or 0)
            month = int(groups["digits"]) if groups.get("digits") else _month(groups["month"])
            days = re.findall("[0-9]+", groups.get("days") or "") or ["0"]
            yield *match.span(), [("date", (year, month, int(day))) for day in days]
    for match in BARE_MONTH[language].finditer(text):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        written = match["month"]
        # A capital inside a sentence means a name: the holiday Наурыз, a person called Август.
        if written[0].isupper() and not re.search(r"(?:^|[.!?…] ?[«“–—-]? ?)$", text[: match.start()]):
            continue
        if written.lower() in AMBIGUOUS_MONTHS and language == "kk" and not (match["case"] or match["word"]):
            continue
        yield *match.span(), [("date", (0, _month(written), 0))]


def _month(word: str) -> int:
    word = word.lower()
    for number, stem in enumerate(KK_MONTHS, 1):
        if re.fullmatch(stem, word):
            return number
    # «ма» (May) comes last: «мар» begins with it.
    return next(
        RU_STEMS.index(stem) + 1 for stem in sorted(RU_STEMS, key=len, reverse=True) if word.startswith(stem)
    )


def _citations(text: str, language: str) -> Found:
    taken: list[tuple[int, int]] = []
    for unit, rule in CITATIONS:
        for match in rule.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            if unit == "law":
                numbers = [match["numbers"].upper().translate(LATIN)]
            else:
                numbers = [
                    number.replace("–", "-")
                    for number in re.findall("[0-9]+(?:[-–][0-9]+)?", match["numbers"])
                ]
            yield *match.span(), [("citation", (unit, number)) for number in numbers]


def _numbers(text: str, language: str) -> Found:
    for match in NUMBER.finditer(text):
        yield *match.span(), [("number", _number(match))]
    for match in ROMAN.finditer(text):
        numeral = match[0].translate(LATIN)
        # «С», «М» and abbreviations are letters; a numeral has an I, V or X.
        if set("IVX") & set(numeral) and ROMAN_FORM.fullmatch(numeral):
            yield *match.span(), [("number", str(_roman(numeral)))]


def _number(match: re.Match) -> str:
    digits = match["digits"].replace(" ", "")
    if digits.count(".") > 1:
        return digits
    value = Decimal(digits.replace(",", "."))
    unit = (match["unit"] or "").strip().lower()
    if scale := (match["scale"] or "").lower():
        value = value.scaleb(next(power for name, power in SCALES.items() if scale.startswith(name)))
    sign = "" if scale or not unit else "‰" if unit == "‰" else "%"
    return f"{value.normalize():f}{sign}"


def _roman(numeral: str) -> int:
    values = [ROMAN_VALUES[letter] for letter in numeral]
    return sum(
        -one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True)
    )
