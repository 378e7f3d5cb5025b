"""Who a candidate is: the person behind an IIN, found or made, and deleted when no candidacy names them."""

from django.core.exceptions import ValidationError

from campaigns.models import Person
from federation.identification import validate_iin
from federation.refusals import Refused

# How patronymics end, in Kazakh and in Russian.
OF_WOMAN = ("қызы", "кызы", "вна", "ична")
OF_MAN = ("ұлы", "улы", "оглы", "ич")


def person_of(iin, former=None):
    """The Person of an IIN (12 digits); None for "". Refused for a wrong one.

    It is locked to the end of the transaction together with `former`, whom the candidacy named until now: branches
    that name or leave one person at once wait for each other, always in the order of the keys.
    """
    validate(iin)
    while True:
        person = Person.objects.of_iin(iin)[0] if iin else None
        wanted = {one.pk for one in (person, former) if one}
        hashes = {one.pk: one.iin_hash for one in locked(wanted)}
        # Deleted as an orphan since it was found, or without its number, which was erased: once more.
        if person is None or hashes.get(person.pk) == person.iin_hash:
            return person


def locked(keys):
    """[Person] of the keys, locked to the end of the transaction in the order of the keys; who is gone is left out."""
    return list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def validate(iin):
    if iin:
        try:
            validate_iin(iin)
        except ValidationError as error:
            raise Refused(*error.messages) from error


def is_contradicted(candidacy):
    """Whether the patronymic, in either language, is of the other sex than the IIN says. A hint, no proof."""
    person = candidacy.person
    if person is None or person.is_woman is None:
        return False
    others = OF_MAN if person.is_woman else OF_WOMAN
    names = (candidacy.patronymic_kk, candidacy.patronymic_ru)
    return any(name.strip().casefold().endswith(others) for name in names)


def forget_orphan(person):
    """Deletes a person, locked by `person_of`, whom no candidacy names any more: the number was typed wrongly."""
    if not person.candidacies.exists():
        person.delete()
