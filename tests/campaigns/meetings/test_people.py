"""Somebody or some workplace met for the first time is entered once, by however many people at once."""

import pytest

from campaigns.meetings import people
from campaigns.models import OfficeHolder, Workplace
from federation.enums import Role
from tests.campaigns.at_once import crossed
from tests.campaigns.meetings import held
from tests.cast import person, region

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_phones_at_one_meeting_enter_one_person():
    staff = person("staff", Role.EDITOR)

    def enter():
        names = {"full_name_kk": "Жаңа Адам", "full_name_ru": "Новый Человек"}
        return people.known_or_new(staff, held.DAY, **names, title_kk="инженер", title_ru="инженер")

    assert crossed(enter, enter) == OfficeHolder.objects.get()


def test_two_phones_at_one_meeting_enter_one_workplace():
    staff, place = person("staff", Role.EDITOR), region()

    def enter():
        return people.known_or_new_workplace(staff, region=place, name_kk="Зауыт", name_ru="Завод")

    assert crossed(enter, enter) == Workplace.objects.get()
