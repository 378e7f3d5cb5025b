"""The mail server of tests of the outbox."""

import pytest
from django.db import connection

from tests.federation.postbox import Postbox


@pytest.fixture
def postbox(settings, transactional_db):
    # Procrastinate's tables are not Django's to flush: another test may have left its mails.
    connection.cursor().execute("DELETE FROM procrastinate_jobs")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with Postbox().open() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box
