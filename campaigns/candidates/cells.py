"""What people type into the cells of a table of candidates: numbers, dates, answers. Nothing here is saved.

Each reader takes the text of a cell and returns (value, reason): the reason is a sentence in the active language, ""
where the text is understood.
"""

import datetime
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.candidates.columns import LANGUAGES
from campaigns.constituency_sheet import key
from campaigns.sheets import Calculated
from federation.identification import validate_iin
from federation.languages import MONTHS, fold

IIN_DIGITS = 12
MOST_ZEROS = 3  # 000101…: a person of 1 January 2000
SERIAL_ZERO = datetime.date(1899, 12, 30)  # day 0 of Excel, as long as it is later than February 1900
YOUNGEST = 16  # years; a year of two digits is the last one that makes a person so old


def keys(words, *phrases):
    return {key(word) for word in (*words.split(), *phrases)}


YES = keys("иә ия йә да yes true истина 1 ақиқат бар есть") | {"+"}
NO = keys("жоқ жок нет no false ложь 0 жалған")
CITIZEN = keys("РК ҚР KZ Казахстан Қазақстан", "Қазақстан Республикасы", "Республика Казахстан")
CITIZEN |= keys("", "гражданин РК", "гражданка РК", "ҚР азаматы", "Қазақстан Республикасының азаматы")
# How the portal writes the answers: (yes, no), (woman, man).
ANSWERS = {"kk": ("иә", "жоқ"), "ru": ("да", "нет")}
SEXES = {"kk": ("әйел", "ер"), "ru": ("женский", "мужской")}
MAN = keys("м муж мужской мужчина ер еркек е m male", "ер адам")
WOMAN = keys("ж жен женский женщина әйел ә f female", "әйел адам")
# Beginnings of the names of months, which every case has in common.
RUSSIAN = "январ феврал март апрел мая июн июл август сентябр октябр ноябр декабр"
STEMS = {
    fold(name): number for names in (MONTHS["kk"], RUSSIAN) for number, name in enumerate(names.split(), 1)
}
STEMS["май"] = STEMS["мая"]


def read_iin(text):
    """A valid IIN of 12 digits, also from what a program of tables made of it: zeros lost in front, 7.50101E+11."""
    digits = re.sub(r"[\s’']", "", text)
    if re.fullmatch(r"[0-9]{1,12}[.,]0*|[0-9]([.,][0-9]{1,11})?[eEеЕ]\+?[0-9]{1,2}", digits):
        digits = f"{Decimal(re.sub('[еЕ]', 'e', digits).replace(',', '.')):f}".partition(".")[0]
        shortened = digits.endswith("000")
    else:
        shortened = False
    if re.fullmatch(rf"[0-9]{{{IIN_DIGITS - MOST_ZEROS},{IIN_DIGITS - 1}}}", digits) and is_iin(
        digits.zfill(IIN_DIGITS)
    ):
        return digits.zfill(IIN_DIGITS), ""
    try:
        validate_iin(digits)
    except ValidationError as error:
        reason = " ".join(error.messages)
        if shortened or re.fullmatch(rf"[0-9]{{1,{IIN_DIGITS - 1}}}", digits):
            reason += " " + _(
                "Programs of tables drop zeros in front and shorten long numbers: format the column as text, then "
                "enter the number anew."
            )
        return "", reason
    return digits, ""


def is_iin(digits):
    try:
        validate_iin(digits)
    except ValidationError:
        return False
    return True


def read_date(text, *, today=None):
    """A date as people write it: 19.03.1975, 19/03/75, 1975-03-19, «19 наурыз 1975», the number of a day in Excel."""
    today = today or timezone.localdate()
    reason = _("A date is expected, for example 19.03.1975.")
    words = re.findall(r"[0-9]+|[^\W\d_]+", fold(text.partition("T")[0]))
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= 5]
    months = [month for month in map(month_of, words) if month]
    if len(numbers) < len([word for word in words if word.isdecimal()]):
        return None, reason
    if re.fullmatch(r"[1-7][0-9]{4}(\.[0-9]+)?", text):
        return SERIAL_ZERO + datetime.timedelta(days=numbers[0]), ""
    if len(months) == 1 and len(numbers) == 2:
        day, year = numbers if numbers[0] <= 31 and len(str(numbers[0])) < 3 else reversed(numbers)
        month = months[0]
    elif not months and len(numbers) >= 3 and (len(numbers) == 3 or is_midnight(numbers[3:])):
        day, month, year = numbers[:3]
        if day > 31:
            day, year = year, day
        if month > 12 >= day:  # as Excel writes dates in America
            day, month = month, day
    else:
        return None, reason
    try:
        return datetime.date(whole_year(year, today), month, day), ""
    except ValueError:
        return None, _("There is no such date.")


def month_of(word):
    return next((number for stem, number in STEMS.items() if word.startswith(stem)), None)


def is_midnight(numbers):
    """Of a moment: a date that a program stored with its hour."""
    return len(numbers) <= 3 and not any(numbers)


def whole_year(year, today):
    if year > 99:
        return year
    return 2000 + year if 2000 + year <= today.year - YOUNGEST else 1900 + year


def read_yes(text):
    found = key(text) or text.strip()
    if found in YES or found in NO:
        return found in YES, ""
    return None, _("“Yes” or “no” is expected.")


def read_citizen(text):
    return (True, "") if key(text) in CITIZEN else read_yes(text)


def read_is_woman(text):
    found = key(text)
    if found in WOMAN or found in MAN:
        return found in WOMAN, ""
    return None, _("“Man” or “woman” is expected.")


def read_years(text):
    """Whole years: «30», «30 лет»."""
    found = re.fullmatch(r"([0-9]{1,3})(?:[.,]0+)?\s*(?:лет|года?|жыл|л|г|ж)?\.?", fold(text))
    if not found or int(found[1]) > 120:
        return None, _("Whole years are expected, for example 30.")
    return int(found[1]), ""


def is_dash(text):
    """«—» in a cell says that there is nothing."""
    return bool(text) and not isinstance(text, Calculated) and not text.strip("-–—− ")


def spellings(choices, also):
    """{key of a spelling: value} of TextChoices: values, names in both languages, and what people write."""
    found = {key(one.value): one for one in choices}
    for one in choices:
        for language in LANGUAGES:
            with override(language):
                found[key(str(one.label))] = one
        found |= {key(word): one for word in also[one]}
    return found


def choice(known, text):
    one = known.get(key(text))
    if one:
        return one, ""
    names = ", ".join(str(value.label) for value in dict.fromkeys(known.values()))
    return None, _("Not known. Possible are: %(names)s.") % {"names": names}


def named(rows, *also):
    """{key of a name: set of rows}: names in both languages and the columns `also`."""
    found = {}
    for row in rows:
        for name in ("name_kk", "name_ru", *also):
            if getattr(row, name):
                found.setdefault(key(getattr(row, name)), set()).add(row)
    return found


def one_of(known, text):
    """The row of `named` with that name; else the only one whose name has words that begin like those of the text."""
    words = key(text).split()
    found = known.get(" ".join(words)) or {
        row
        for name, rows in known.items()
        if words and all(any(one.startswith(word) for one in name.split()) for word in words)
        for row in rows
    }
    if len(found) == 1:
        return next(iter(found)), ""
    if found:
        names = ", ".join(sorted(str(row) for row in found)[:5])
        return None, _("This may be several: %(names)s. Write the full name.") % {"names": names}
    return None, _("There is no such name in the portal's list.")
