"""The same human being twice: other candidacies of a person, and persons whose data are suspiciously alike.

Asked by the review alone. A branch is told nothing of what others registered but the one sentence of the constraint
`person_stands_once_for_a_body`.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from campaigns.candidates import access
from campaigns.models import Candidacy
from federation.identification import control_digit
from federation.languages import fold
from federation.sealing import keyed_hash

ALIKE = 0.75  # of 1: «Образцова Айгүл» and «Образцова Айгуль» are alike, «Образцова» and «Ахметова» are not


class Ground(models.TextChoices):
    """Why two candidacies may be of one human being, the surest first."""

    PERSON = "person", pgettext_lazy("ground of likeness", "the same IIN")
    BORN = "born", pgettext_lazy("ground of likeness", "the same date of birth and a similar name")
    SWAPPED = "swapped", pgettext_lazy("ground of likeness", "day and month of birth swapped, a similar name")
    NUMBER = "number", pgettext_lazy("ground of likeness", "the IIN differs in one digit, a similar name")


@dataclass(frozen=True)
class Duplicate:
    candidacy: Candidacy
    ground: Ground


def duplicates_of(candidacy, user):
    """[Duplicate], the surest first, of all campaigns, as far as the reviewer may see them. One query."""
    person = candidacy.person
    if person is None or person.birth_date is None:
        return []
    near = {keyed_hash(number) for number in near_numbers(person.iin)}
    alike = Q(person=person) | Q(person__birth_date__in=days(person)) | Q(person__iin_hash__in=near)
    found = access.lying_before(user).filter(alike, erased_at=None).exclude(pk=candidacy.pk)
    rows = found.select_related("campaign", "body", "region", "person", "registered_by").order_by("pk")
    grounds = ((row, ground(candidacy, row, near)) for row in rows)
    order = list(Ground)
    return sorted(
        (Duplicate(row, why) for row, why in grounds if why), key=lambda one: order.index(one.ground)
    )


def suspected(candidacies, user):
    """Keys of those of `candidacies` that have a duplicate; digits of numbers are not compared. One query."""
    rows = [row for row in candidacies if row.person_id and row.person.birth_date]
    if not rows:
        return set()
    born = {day for row in rows for day in days(row.person)}
    others = access.lying_before(user).filter(person__birth_date__in=born, erased_at=None)
    columns = ("person", *NAMES)
    others = list(others.select_related("person").only("person__birth_date", *columns))
    return {row.pk for row in rows if any(ground(row, other, ()) for other in others if other.pk != row.pk)}


NAMES = ("family_name_kk", "given_name_kk", "family_name_ru", "given_name_ru")


def ground(one, other, near):
    """The Ground on which two candidacies are alike, or None. near: hashes of numbers near to that of `one`."""
    if one.person_id == other.person_id:
        return Ground.PERSON
    if not similar(one, other):
        return None
    if one.person.birth_date == other.person.birth_date:
        return Ground.BORN
    if other.person.birth_date in days(one.person):
        return Ground.SWAPPED
    return Ground.NUMBER if near and other.person.iin_hash in near else None


def days(person):
    """The date of birth, and the one with day and month swapped where there is such a day."""
    born = person.birth_date
    return {born, born.replace(day=born.month, month=born.day) if born.day <= 12 else born}


def near_numbers(iin):
    """Numbers that differ from the IIN in one of its first eleven digits, each with its own control digit."""
    for place in range(11):
        for digit in "0123456789".replace(iin[place], ""):
            stem = iin[:place] + digit + iin[place + 1 : 11]
            last = control_digit([int(one) for one in stem])
            if last is not None:
                yield f"{stem}{last}"


def similar(one, other):
    """Whether the names are alike, in either language, in any order, and with the letters of a Russian keyboard."""
    return any(
        SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= ALIKE
        for mine in spellings(one)
        for theirs in spellings(other)
    )


def spellings(candidacy):
    names = (
        (candidacy.family_name_kk, candidacy.given_name_kk),
        (candidacy.family_name_ru, candidacy.given_name_ru),
    )
    return {" ".join(sorted(fold(" ".join(pair)).split())) for pair in names if any(pair)}
