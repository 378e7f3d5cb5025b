"""Dates and numbers as official texts write them, in both languages (DOMAIN §6)."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

KAZAKH = [
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
]  # fmt: skip
RUSSIAN = [
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
]  # fmt: skip
RUSSIAN_ALONE = [
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
]  # fmt: skip
MONTHS = range(1, 13)


@pytest.mark.parametrize("month", MONTHS)
def test_long_date(month):
    day = datetime.date(2023, month, 19)
    with translation.override("kk"):
        assert formats.date_format(day) == f"2023 жылғы 19 {KAZAKH[month - 1]}"
    with translation.override("ru"):
        assert formats.date_format(day) == f"19 {RUSSIAN[month - 1]} 2023 года"


@pytest.mark.parametrize("month", MONTHS)
def test_month_of_a_year(month):
    day = datetime.date(2026, month, 1)
    with translation.override("kk"):
        assert formats.date_format(day, "YEAR_MONTH_FORMAT") == f"2026 жылғы {KAZAKH[month - 1]}"
        assert formats.date_format(day, "j E") == f"1 {KAZAKH[month - 1]}"
    with translation.override("ru"):
        assert formats.date_format(day, "YEAR_MONTH_FORMAT") == f"{RUSSIAN_ALONE[month - 1]} 2026 года"
        assert formats.date_format(day, "MONTH_DAY_FORMAT") == f"1 {RUSSIAN[month - 1]}"


@pytest.mark.parametrize(
    ("language", "names", "short"),
    [
        ("kk", "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі", "Дс Сс Ср Бс Жм Сб Жс"),
        (
            "ru",
            "понедельник вторник среда четверг пятница суббота воскресенье",
            "Пн Вт Ср Чт Пт Сб Вс",
        ),
    ],
)
def test_weekdays(language, names, short):
    monday = datetime.date(2023, 3, 20)
    days = [monday + datetime.timedelta(days=n) for n in range(7)]
    with translation.override(language):
        assert [formats.date_format(day, "l") for day in days] == names.split()
        assert [formats.date_format(day, "D") for day in days] == short.split()
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_short_forms_and_clock(language):
    moment = datetime.datetime(2023, 3, 19, 14, 5)
    with translation.override(language):
        assert formats.date_format(moment, "SHORT_DATE_FORMAT") == "19.03.2023"
        assert formats.date_format(moment, "SHORT_DATETIME_FORMAT") == "19.03.2023 14:05"
        assert formats.time_format(moment.time()) == "14:05"


def test_long_moment():
    moment = datetime.datetime(2023, 3, 19, 14, 5)
    with translation.override("kk"):
        assert formats.date_format(moment, "DATETIME_FORMAT") == "2023 жылғы 19 наурыз, 14:05"
    with translation.override("ru"):
        assert formats.date_format(moment, "DATETIME_FORMAT") == "19 марта 2023 года, 14:05"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_numbers(language):
    with translation.override(language):
        number = Decimal("1234567.89")
        assert formats.number_format(number, use_l10n=True, force_grouping=True) == "1\xa0234\xa0567,89"
        assert formats.localize(12.5) == "12,5"
        assert Template("{{ year }}").render(Context({"year": 2023})) == "2023"


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("written", ["19.03.2023", "19.03.23", "2023-03-19"])
def test_dates_people_write(language, written):
    with translation.override(language):
        assert forms.DateField().clean(written) == datetime.date(2023, 3, 19)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("written", ["19.03.2023 14:05", "19.03.2023 14:05:00", "2023-03-19 14:05"])
def test_moments_people_write(language, written):
    with translation.override(language):
        moment = forms.DateTimeField().clean(written)
        assert (moment.day, moment.hour, moment.minute) == (19, 14, 5)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_numbers_people_write(language):
    with translation.override(language):
        assert forms.DecimalField(localize=True).clean("1234,5") == Decimal("1234.5")
