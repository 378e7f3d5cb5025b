"""The two languages of the portal: folding, order, transliteration, detection, dates."""

import unicodedata

FOLD = str.maketrans("әғқңөұүһіё", "агкноуухие")


def fold(text: str) -> str:
    """Case and the letters a Russian keyboard lacks fall away, for search (DOMAIN §6): Қаулы -> каулы."""
    return unicodedata.normalize("NFC", text).casefold().translate(FOLD)
