"""What every test may use."""

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils.translation.reloader import translation_file_changed

from federation import catalogues

pytest_plugins = ["tests.cast"]


def pytest_configure(config):
    """Tests speak as the .po files of this tree do. Of several processes only the one that starts them compiles."""
    if hasattr(config, "workerinput"):
        return
    for written in catalogues.compile_all(settings.BASE_DIR):
        translation_file_changed(None, written)


def pytest_collection_modifyitems(items):
    """The browser comes last, so that it is started once."""
    items.sort(key=lambda item: "browser" in item.path.parts)


# No test depends on elapsed time; the same examples on every machine.
hypothesis.settings.register_profile("portal", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("portal")


@pytest.fixture(autouse=True)
def empty_queue(request, django_db_blocker):
    """After a test with transactions of its own: procrastinate's tables are not Django's to flush."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames:
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
