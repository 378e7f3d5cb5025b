"""The demonstration as it stands after `load_demo`, for the tests of this folder."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from campaigns.models import Campaign


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    """Loading takes seconds: once for a process, in a transaction around all the tests."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        call_command("load_demo", stdout=StringIO())
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def demonstration(loaded, db):
    """What a test changes is taken back after it."""


@pytest.fixture
def running(demonstration):
    """The made-up campaign whose nomination is open."""
    return Campaign.objects.get(slug="demo-elections")
