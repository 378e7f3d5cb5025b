"""The named cast: people that every test knows, one for each role, and the organisations around them."""

import itertools
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from federation.enums import Role
from federation.models import Membership, Organisation, Region, User
from tests.kept import kept

PASSWORD = "ұзақ-құпиясөз-2023"
serial = itertools.count(1)
country = []  # what `load_reference` made, once in a process


def person(name, *roles, language="kk", password=None, **place):
    """A saved User `NAME@example.org` who holds the roles today. place: fields of the memberships."""
    user = User(
        email=f"{name}@example.org",
        full_name_kk=f"Қазақша {name}",
        full_name_ru=f"Русский {name}",
        language=language,
    )
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role in roles:
        Membership.objects.create(user=user, role=role, **place)
    return user


def long_serving(person):
    """Puts the person in office since before every vote of the tests: roles follow the clock, too."""
    person.memberships.update(from_date=date(2020, 1, 1))


def region(name_kk="Қостанай облысы", name_ru="Костанайская область", **fields):
    """A saved Region with free codes and a free place on the map."""
    number = next(serial)
    defaults = {
        "iso": f"X{number:05}",
        "kato": f"{number:09}",
        "tile_row": 10 + number,
        "tile_column": 1,
    }
    return Region.objects.create(name_kk=name_kk, name_ru=name_ru, **(defaults | fields))


def regions_of_the_country():
    """The Regions of `load_reference`, saved, with the same keys each time: the command itself takes a second."""
    if not country:
        with transaction.atomic():
            call_command("load_reference", verbosity=0)
            country.extend(Region.objects.all())
            transaction.set_rollback(True)
    Region.objects.bulk_create(country)
    return list(Region.objects.all())


def federation_root():
    root, _created = Organisation.objects.get_or_create(
        kind="federation", defaults={"name_kk": "Федерация", "name_ru": "Федерация"}
    )
    return root


def organisation(name_kk, name_ru, kind="territorial-association", parent=None, **fields):
    """A saved Organisation; without a parent it hangs on the federation."""
    parent = parent or federation_root()
    return Organisation.objects.create(name_kk=name_kk, name_ru=name_ru, kind=kind, parent=parent, **fields)


def client_of(user):
    """A test client that is logged in as the user."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def kostanay(db):
    return region()


@pytest.fixture
def first_branch(kostanay):
    return organisation(
        "Қостанай облысының кәсіподақтар орталығы", "Профсоюзный центр Костанайской области", region=kostanay
    )


@pytest.fixture
def other_branch(db):
    turkistan = region("Түркістан облысы", "Туркестанская область")
    return organisation(
        "Түркістан облысы кәсіподақтар орталығы", "Профсоюзный центр Туркестанской области", region=turkistan
    )


@pytest.fixture
def editor(db):
    """With the same key in each test: texts of the editor can be kept."""
    return kept("editor", lambda: person("editor", Role.EDITOR))


@pytest.fixture
def second_editor(db):
    return person("second-editor", Role.EDITOR, language="ru")


@pytest.fixture
def publisher(db):
    return person("publisher", Role.PUBLISHER)


@pytest.fixture
def second_publisher(db):
    return person("second-publisher", Role.PUBLISHER, language="ru")


@pytest.fixture
def branch(first_branch):
    return person("branch", Role.BRANCH, organisation=first_branch)


@pytest.fixture
def second_branch(other_branch):
    return person("second-branch", Role.BRANCH, organisation=other_branch, language="ru")


@pytest.fixture
def headquarters(db):
    return person("headquarters", Role.HEADQUARTERS)


@pytest.fixture
def regional_headquarters(kostanay):
    return person("regional-headquarters", Role.REGIONAL_HEADQUARTERS, region=kostanay)


@pytest.fixture
def data_protection(db):
    return person("data-protection", Role.DATA_PROTECTION)


@pytest.fixture
def administrator(db):
    return person("administrator", Role.ADMINISTRATOR, language="ru")


@pytest.fixture
def reader(db):
    """Somebody without an account: an anonymous client."""
    return Client()
