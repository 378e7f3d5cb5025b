"""What every test may use."""

import os
from unittest.mock import patch

import hypothesis
import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from federation import catalogues, embedded

pytest_plugins = ["tests.cast"]


def pytest_configure(config):
    """Tests speak as the .po files of this tree do. Of several processes only the one that starts them compiles."""
    if hasattr(config, "workerinput"):
        return
    for written in catalogues.compile_all(settings.BASE_DIR):
        translation_file_changed(None, written)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Without DATABASE_URL the tests have a server of their own: emptied tables are thousands of files to sync."""
    if not os.environ.get("DATABASE_URL", "").strip():
        connection.settings_dict["HOST"] = embedded.socket_folder(embedded.TESTS_DIR, durable=False)


def pytest_collection_modifyitems(items):
    """What takes longest comes first, so that no process is left alone with it at the end: the browser, which is
    started once, then tests with transactions of their own."""
    items.sort(key=lambda item: (item.path.parent.name != "browser", not commits(item)))


def commits(item):
    """Whether the test has transactions of its own, whose rows are removed after it."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


# Made by the migrations, and changed by no test.
KEPT = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


@pytest.fixture(scope="session", autouse=True)
def quick_flush():
    """After a test with transactions of its own Django would make permissions and groups anew: half of the time."""

    def emptied(_case):
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(tables - KEPT)))

    with patch.object(TransactionTestCase, "_fixture_teardown", emptied):
        yield


# No test depends on elapsed time; the same examples on every machine.
hypothesis.settings.register_profile("portal", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("portal")


@pytest.fixture(autouse=True)
def language_of_the_portal():
    """A request leaves its language to the thread; the next test begins without it."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def empty_queue(request, django_db_blocker):
    """After a test with transactions of its own: procrastinate's tables are not Django's to flush."""
    yield
    if commits(request.node):
        with django_db_blocker.unblock():
            connection.cursor().execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def queued_mails(db):
    """Function that returns the mails waiting in the outbox, oldest first: dicts with to, subject, text, html."""
    from federation.models import Mail

    def mails():
        waiting = Mail.objects.filter(state="waiting").order_by("pk")
        return list(waiting.values("to", "subject", "text", "html"))

    return mails
