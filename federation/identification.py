"""Identification numbers of people (IIN) and of organisations (BIN): DOMAIN §5."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_PASS = tuple(range(1, 12))
SECOND_PASS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}


def control_digit(digits):
    """Control digit of the first eleven digits (sequence of int), or None: such a number is never issued."""
    for weights in (FIRST_PASS, SECOND_PASS):
        remainder = sum(weight * digit for weight, digit in zip(weights, digits[:11], strict=True)) % 11
        if remainder < 10:
            return remainder
    return None


def _digits(number):
    if len(number) != 12 or not (number.isascii() and number.isdecimal()):
        raise ValidationError(_("The number has 12 digits."), code="length")
    return [int(character) for character in number]


def _check_control_digit(digits):
    if control_digit(digits) != digits[11]:
        raise ValidationError(_("The number has a mistake: its last digit does not fit."), code="control")


def validate_iin(number):
    """ValidationError unless `number` (str) can be an IIN: real birth date, century, control digit."""
    digits = _digits(number)
    if digits[6] not in CENTURIES:
        raise ValidationError(_("The seventh digit of an IIN is from 1 to 6."), code="century")
    try:
        birth_date(number)
    except ValueError as error:
        raise ValidationError(
            _("An IIN begins with a birth date, and there is no such date."), code="date"
        ) from error
    _check_control_digit(digits)


def birth_date(iin):
    """Birth date that an IIN tells. ValueError where there is no such date."""
    year, month, day = int(iin[:2]), int(iin[2:4]), int(iin[4:6])
    return datetime.date(CENTURIES[int(iin[6])] + year, month, day)


def is_man(iin):
    """True if the IIN is a man's, False if a woman's."""
    return int(iin[6]) % 2 == 1


def validate_bin(number):
    """ValidationError unless `number` (str) can be a BIN: month, type 4–6, attribute 0–3, control digit."""
    digits = _digits(number)
    if not 1 <= int(number[2:4]) <= 12:
        raise ValidationError(_("The third and fourth digits of a BIN are a month."), code="date")
    if digits[4] not in (4, 5, 6):
        raise ValidationError(_("The fifth digit of a BIN is 4, 5 or 6."), code="type")
    if digits[5] > 3:
        raise ValidationError(_("The sixth digit of a BIN is from 0 to 3."), code="attribute")
    _check_control_digit(digits)
