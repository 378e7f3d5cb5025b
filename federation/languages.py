"""The two languages of the portal: addresses, detection, order, search folding, official dates."""

import re
import unicodedata

KAZAKH_LETTERS = frozenset("әғқңөұүһі")
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

# Latin letters after the Kazakh alphabet of 2021 without its diacritics, with «zh, ts, ch, sh, shch, yo,
# yu, ya» where that alphabet has no letter that stays clear in ASCII. One table serves both languages, so
# an address is the same whichever title it is made from: Қазақстан -> qazaqstan, Жұмыс -> zhumys.
LATIN = {
    **dict(zip("аәбвгғдезийкқлмнңоөпрстуұүфхһыіэ", "aabvggdeziykqlmnnooprstuuufhhyie", strict=True)),
    **{"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ё": "yo", "ю": "yu", "я": "ya"},
    **{"ъ": "", "ь": "", "ґ": "g", "є": "ye", "ї": "yi", "ў": "u"},
}
_LATIN = str.maketrans(LATIN)

FOLDED = ("әғқңөұүһіё", "агкноуухие")
_FOLD = str.maketrans(*FOLDED)
_SORT_KEYS = {letter: chr(0x400 + position) for position, letter in enumerate(ALPHABET)}

# As long dates say them; in Russian the genitive.
MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}

# Words that settle the language where no letter does.
_KAZAKH_WORDS = re.compile("мен|бен|пен|[дт][ае]|ал|бар|осы|сол|ол|деп|туралы|бойынша|жылы?|немесе")
_RUSSIAN_WORDS = re.compile(
    "и|в|на|со?|об?|от|ко?|по|за|из|до|для|при|во|не|что|как|это|или|у|над|под|без|между|про|их|его|её|мы|вы|они|был[аи]?"
)
_KAZAKH_ENDINGS = re.compile("(?:[ае]у|уы|уын|лар|лары|дары|тары|ушы|лардан|ларын|дарын|тарын)$")
_RUSSIAN_ENDINGS = re.compile(
    "(?:ый|ий|ая|яя|ое|ые|ого|его|ому|ему|ых|их|ами|ями|ом|ием|ах|ях|ость|ости|ение|ения|ению|ние|ния|нию"
    "|ть|ться|тся|лся|лись|ов|ство|ства|ции|цию|ям|ским|ском|тел[ьяи]|ил[аи]|ели)$"
)


def slug(text: str, max_length: int = 80) -> str:
    """An ASCII address of a Kazakh or Russian title: lower case, words joined by "-", cut between words.

    "" when the text has no letter or digit that can be written in ASCII.
    """
    text = unicodedata.normalize("NFC", text).casefold().translate(_LATIN)
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    result = re.sub("[^a-z0-9]+", "-", ascii_text).strip("-")
    if len(result) > max_length:
        head, cut, _ = result[: max_length + 1].rpartition("-")
        result = head if cut else result[:max_length]
    return result.strip("-")


def detect(text: str) -> str | None:
    """The language of a text, "kk" or "ru", by the majority of its telling words; None if nothing tells.

    A capitalised word with Kazakh letters inside a Russian sentence (a name: Қонаев) weighs less. A longer
    Cyrillic text without one Kazakh letter is Russian.
    """
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))
    kazakh = russian = 0.0
    for position, word in enumerate(words):
        lower = word.lower()
        name = word.istitle() and len(word) > 1
        if KAZAKH_LETTERS & set(lower):
            kazakh += 0.25 if name and position else 1
        elif _KAZAKH_WORDS.fullmatch(lower):
            kazakh += 1
        elif _RUSSIAN_WORDS.fullmatch(lower):
            russian += 1
        elif len(lower) > 4 and (position == 0 or not name):
            kazakh += bool(_KAZAKH_ENDINGS.search(lower))
            russian += bool(_RUSSIAN_ENDINGS.search(lower))
    if kazakh or russian:
        # A tie is Kazakh: «Не нақты» has its own letters, and «не» is a word of both languages.
        return "kk" if kazakh >= russian else "ru"
    return "ru" if len(re.findall("[а-яё]", text.lower())) > 20 else None


def sort_key(text: str, language: str = "kk") -> str:
    """A key to store in a column: under the C collation it sorts as the language's alphabet does.

    Kazakh: а ә б в г ғ … ы і ь э ю я. Russian: its own alphabet, Kazakh letters beside the Russian ones
    they resemble, ё as е. Digits come first, then Latin; case and punctuation do not count.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    if language == "ru":
        text = text.translate(_FOLD)
    return " ".join(
        "".join(_SORT_KEYS.get(letter, letter) for letter in word) for word in re.findall(r"[^\W_]+", text)
    )


def fold(text: str) -> str:
    """Case and the letters a Russian keyboard lacks fall away, for search (DOMAIN §6): Қаулы -> каулы."""
    return unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
