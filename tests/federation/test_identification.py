"""IIN and BIN: the numbers of the domain's table, and properties of the control digit."""

import contextlib
import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from federation.identification import birth_date, control_digit, is_man, validate_bin, validate_iin

VALID = {
    "750101399003": (True, datetime.date(1975, 1, 1)),
    "680229499000": (False, datetime.date(1968, 2, 29)),
    "900815399906": (True, datetime.date(1990, 8, 15)),
    "011231699009": (False, datetime.date(2001, 12, 31)),
    "991130499001": (False, datetime.date(1999, 11, 30)),
    "040229599004": (True, datetime.date(2004, 2, 29)),
}


@pytest.mark.parametrize("number", VALID)
def test_valid_iin(number):
    validate_iin(number)
    assert (is_man(number), birth_date(number)) == VALID[number]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("750101399004", "control"),
        ("690229499002", "date"),
        ("900815399900", "control"),
        ("850515799000", "century"),
        ("880612499530", "control"),
        ("90081539990", "length"),
        ("", "length"),
        ("75010139900a", "length"),
        ("٧٥٠١٠١٣٩٩٠٠٣", "length"),
        ("750101399003\n", "length"),
    ],
)
def test_invalid_iin(number, code):
    with pytest.raises(ValidationError) as error:
        validate_iin(number)
    assert error.value.code == code


@pytest.mark.parametrize("number", ["940740000892", "901040999006", "150341999001"])
def test_valid_bin(number):
    validate_bin(number)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("941340000892", "date"),
        ("940700000892", "type"),
        ("940744000892", "attribute"),
        ("940740000893", "control"),
        ("9407400008921", "length"),
    ],
)
def test_invalid_bin(number, code):
    with pytest.raises(ValidationError) as error:
        validate_bin(number)
    assert error.value.code == code


eleven = st.lists(st.integers(0, 9), min_size=11, max_size=11)


@given(eleven, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_changes_the_control_digit(digits, place, shift):
    """A slip in the first ten digits is found, within one pass; the eleventh has the weight 11, that is none."""
    wrong = list(digits)
    wrong[place] = (wrong[place] + shift) % 10
    first, second = (sum((i + 1) * d for i, d in enumerate(n)) % 11 for n in (digits, wrong))
    assert first != second
    if first < 10 and second < 10:
        assert control_digit(digits) != control_digit(wrong)


@given(st.text(max_size=14))
def test_any_text_is_valid_or_refused_in_words(text):
    for validate in (validate_iin, validate_bin):
        with contextlib.suppress(ValidationError):
            validate(text)
            assert control_digit([int(digit) for digit in text]) == int(text[-1])
