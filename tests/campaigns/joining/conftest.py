"""Applicants for tests. What they write is recognisable wherever it should not stand."""

import pytest
from django.core.cache import cache

from campaigns.enums import Wish
from campaigns.joining import applying
from federation.models import Industry
from tests.cast import federation_root, organisation

SECRETS = {
    "name": "Құпия Арызданушы",
    "mail": "qupiya.aryz@secret.example",
    "workplace": "Құпиязауыт",
    "message": "Құпиясөздерім",
}


@pytest.fixture(autouse=True)
def no_limit_from_before():
    cache.clear()


@pytest.fixture
def mining(db):
    return Industry.objects.create(code="mining", name_kk="Тау-кен", name_ru="Горное дело")


@pytest.fixture
def miners(mining):
    return organisation("Кеншілер", "Горняки", kind="industry-union", industry=mining)


@pytest.fixture
def federation(db):
    return federation_root()


@pytest.fixture
def sent(federation, kostanay):
    """Function: (Application, token) of an application to the branch of the region; fields change it."""

    def send(**fields):
        values = {
            **{"wish": Wish.MEMBER, "name": SECRETS["name"], "contact": SECRETS["mail"], "region": kostanay},
            **{"workplace": SECRETS["workplace"], "message": SECRETS["message"], "language": "ru"},
        }
        return applying.receive(**(values | fields))

    return send


@pytest.fixture
def received(branch, sent):
    """An application that lies before the first branch."""
    return sent()[0]
