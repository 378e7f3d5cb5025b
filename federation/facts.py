"""Facts of a text that both languages must share: numbers, dates and legal citations.

Values are language-neutral, so that «2023 жылғы 19 наурыз» and «19 марта 2023 года» are one and the
same. Long dates as in DOMAIN §6; citations as laws of Kazakhstan are quoted: kk «27-баптың 2-тармағының
3) тармақшасы», ru «подпункт 3) пункта 2 статьи 27».
"""

import re
from collections.abc import Callable
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
KK_DAYS = rf"(?<![\w,.])(?P<days>{KK_DAY}(?:{KK_JOIN}{KK_DAY}){{0,9}})"
RU_JOIN = r"(?:\s*[-–—,]\s*(?:и\s)?|\s(?:и|по|до|или)\s)"
RU_DAYS = rf"(?<![\w,.])(?P<days>{RU_DAY}(?:{RU_JOIN}{RU_DAY}){{0,9}})"
KK_YEAR = rf"(?<!\w)(?P<year>[12][0-9]{{3}})\s?(?:жыл[{KK}]*|ж\.?),?\s"
RU_YEAR = r"(?:,?\s(?P<year>[12][0-9]{3})(?:\s?(?:год[а-я]{0,3}|гг?\.?)(?!\w)|(?![\w]))-?)"


AMBIGUOUS_MONTHS = {"маусым", "қазан", "тамыз"}  # also season, cauldron and a name

# Roman numerals, also typed with look-alike Cyrillic letters: «ХХVІ съезд».
ROMAN_FORM = re.compile("M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
LATIN = str.maketrans("ІХСМ", "IXCM")
SCALES = {"тыс": 3, "мың": 3, "млн": 6, "миллион": 6, "млрд": 9, "миллиард": 9, "тр": 12}

# Old letter forms that `re.IGNORECASE` takes for these letters.
LOOK_ALIKES = str.maketrans("ᲀᲁᲂᲃᲄᲅᲆ", "вдосттъ")
MAX_DIGITS = 25  # what Decimal reckons with exactly; longer numbers are compared as they are written

Values = list[tuple[str, object]]  # (kind, value)


def facts(text: str, language: str) -> Facts:
    """The facts of one block.

    `text` is plain with white space normalised (Block.text), `language` "kk" or "ru". Numbers come as
    "1234567.89", with "%" for per cent (also «пайыз», «процента»); «1,5 млн» is "1500000"; a time counts as
    its hour and its minutes unless these are 00; Roman numerals count as numbers; endings («15-қадам»,
    «98-і», «2-го») fall away. Dates are (year, month, day) with 0 for what is not said. A number within a
    date or a citation is not counted again. Number words are no facts.
    """
    original, text = text, text.translate(LOOK_ALIKES)  # of the same length
    found: list[tuple[int, Fact]] = []
    for pattern, read in (*DATES, BARE_MONTH[language], *CITATIONS, *NUMBERS):
        rest, end = [], 0
        for match in pattern.finditer(text):
            values = read(match)
            if not values:
                continue
            written = original[match.start() : match.end()].strip(" ,-")
            found.extend((match.start(), Fact(kind, value, written)) for kind, value in values)
            # What one rule has read is hidden from the next ones.
            rest += [text[end : match.start()], "\0" * len(match[0])]
            end = match.end()
        text = "".join(rest) + text[end:]
    found.sort(key=lambda item: item[0])
    in_order = tuple(fact for _, fact in found)
    by_kind = {
        kind: tuple(sorted(fact.value for fact in in_order if fact.kind == kind))
        for kind in ("number", "date", "citation")
    }
    return Facts(by_kind["number"], by_kind["date"], by_kind["citation"], in_order)


def _date(match: re.Match) -> Values:
    groups = match.groupdict()
    year = int(groups.get("year") or 0)
    month = int(groups["digits"]) if groups.get("digits") else _month(groups["month"])
    days = re.findall("[0-9]+", groups.get("days") or "") or ["0"]
    if not month:
        return []
    return [("date", (year, month, int(day))) for day in days]


def _bare_month(match: re.Match) -> Values:
    groups = match.groupdict()
    written = groups["month"]
    # A capital inside a sentence means a name: the holiday Наурыз, a person called Август.
    before = match.string[max(0, match.start() - 4) : match.start()]
    if written[0].isupper() and not re.search("(?:^|[.!?…] ?[«“–—-]? ?)$", before):
        return []
    if written.lower() in AMBIGUOUS_MONTHS and not (groups["case"] or groups["word"]):
        return []
    month = _month(written)
    return [("date", (0, month, 0))] if month else []


def _month(word: str) -> int:
    """The month's number, 0 for none."""
    word = word.lower()
    for number, stem in enumerate(KK_MONTHS, 1):
        if re.fullmatch(stem, word):
            return number
    stem = "ма" if word.startswith("ма") and word[2:3] != "р" else word[:3]
    return RU_STEMS.index(stem) + 1 if stem in RU_STEMS else 0


def _citation(unit: str) -> Callable[[re.Match], Values]:
    def read(match: re.Match) -> Values:
        numbers = re.findall("[0-9]+(?:-[0-9]+)?", match["numbers"].replace("–", "-"))
        return [("citation", (unit, number)) for number in numbers]

    return read


def _law(match: re.Match) -> Values:
    return [("citation", ("law", match["numbers"].upper().translate(LATIN)))]


def _time(match: re.Match) -> Values:
    return [("number", str(int(part))) for part in (match["hour"], match["minute"]) if part != "00"]


def _number(match: re.Match) -> Values:
    digits = match["digits"].replace(" ", "")
    if digits.count(".") > 1:
        return [("number", digits)]
    digits = digits.replace(",", ".")
    unit = (match["unit"] or "").strip()
    scale = (match["scale"] or "").lower()
    power = next((power for name, power in SCALES.items() if scale.startswith(name)), 0)
    sign = "" if scale or not unit else "‰" if unit == "‰" else "%"
    if scale and not power:
        return []
    if len(digits) > MAX_DIGITS:
        return [("number", f"{digits}{f'e{power}' if power else sign}")]
    return [("number", f"{Decimal(digits).scaleb(power).normalize():f}{sign}")]


def _roman(match: re.Match) -> Values:
    numeral = match[0].translate(LATIN)
    # «С», «М» and abbreviations are letters; a numeral has an I, V or X.
    if not set("IVX") & set(numeral) or not ROMAN_FORM.fullmatch(numeral):
        return []
    values = [ROMAN_VALUES[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return [("number", str(sum(-one if one < following else one for one, following in pairs)))]


def _rule(
    pattern: str, read: Callable[[re.Match], Values]
) -> tuple[re.Pattern, Callable[[re.Match], Values]]:
    return re.compile(pattern, re.IGNORECASE), read


DATES = [
    _rule(
        r"(?<![\w.-])(?P<year>[12][0-9]{3})-(?P<digits>0[1-9]|1[0-2])-"
        r"(?P<days>0[1-9]|[12][0-9]|3[01])(?![\w-])",
        _date,
    ),
    _rule(
        r"(?<![\w.])(?P<days>0?[1-9]|[12][0-9]|3[01])(?P<sep>[./])(?P<digits>0?[1-9]|1[0-2])(?P=sep)"
        r"(?P<year>[12][0-9]{3})(?![0-9])",
        _date,
    ),
    _rule(rf"(?:{KK_YEAR})?{KK_DAYS}[\s-]{KK_MONTH}", _date),
    _rule(rf"{RU_DAYS}\s{RU_MONTH}{RU_YEAR}?", _date),
    _rule(rf"(?:{KK_YEAR}|(?<!\w)){KK_MONTH}\s(?P<days>{DAY})-?(?:і|ы|сі|сы)[{KK}]{{0,4}}(?!\w)", _date),
    _rule(rf"{KK_YEAR}{KK_MONTH}(?:\sай[{KK}]*)?", _date),
    _rule(rf"(?<!\w){RU_MONTH}(?:\sмесяц[а-я]*)?{RU_YEAR}", _date),
]
BARE_MONTH = {
    "kk": _rule(rf"(?<!\w){KK_MONTH}(?P<word>\sай[{KK}]*)?(?!\s(?:мейрам|мереке|көже))", _bare_month),
    "ru": _rule(rf"(?<!\w){RU_MONTH}", _bare_month),
}

REFERENCE = r"(?<![\w.,])(?:[0-9]{1,4}(?:[-–][0-9]{1,3})?)"
REFERENCES = (
    rf"(?P<numbers>{REFERENCE}\)?"
    rf"(?:(?:\s?,\s?|,?\s(?:және|мен|пен|бен|немесе|и|или)\s){REFERENCE}\)?){{0,30}})"
)
CITATIONS = [
    _rule(rf"{REFERENCES}[\s-]тармақша[{KK}]*", _citation("subpoint")),
    _rule(rf"(?<!\w)(?:подпункт[а-я]{{0,3}}|подп\.|пп\.)\s?{REFERENCES}", _citation("subpoint")),
    _rule(rf"{REFERENCES}[\s-]тарма[қғ][{KK}]*", _citation("point")),
    _rule(rf"(?<!\w)(?:пункт[а-я]{{0,3}}|п\.)\s?{REFERENCES}", _citation("point")),
    _rule(rf"{REFERENCES}[\s-]ба(?:п(?:тар)?|бы)[{KK}]*", _citation("article")),
    _rule(rf"(?<!\w)(?:стат(?:ь[а-я]{{1,3}}|ей)|стт?\.)\s?{REFERENCES}", _citation("article")),
    (re.compile(r"(?:№\s?)?(?<!\w)(?P<numbers>[0-9]+-[IVXІХ]+)(?!\w)"), _law),
]
NUMBERS = [
    _rule(
        r"(?<![\w.,:])(?P<hour>[01]?[0-9]|2[0-4])[:.](?P<minute>[0-5][0-9])(?![0-9]|[.,:][0-9]|\s?%)", _time
    ),
    _rule(
        r"(?P<digits>(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:,[0-9]+)?|"
        r"[0-9]+(?:\.[0-9]+){2,}|[0-9]+(?:[.,][0-9]+)?)"
        rf"(?P<unit>\s?(?:%|‰|(?:пайыз|процент|проц\.)[{KK}]*)|"
        rf"\s?(?P<scale>тыс|мың|млн|миллион|млрд|миллиард|трлн|триллион)(?:яч)?[{KK}]*(?!\w))?",
        _number,
    ),
    (re.compile(r"(?<![\w-])[IVXLCDMІХСМ]+(?!\w|\.\s?\w)"), _roman),
]
