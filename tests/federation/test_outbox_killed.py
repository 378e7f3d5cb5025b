"""The worker process is killed again and again in the middle of 500 mails: each arrives once, or somebody is told.

A real worker, a real mail server on the loopback, SIGKILL at chosen moments: before the text is handed over, after it
was taken but before the answer, and between two mails.
"""

import os
import signal
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from federation import outbox
from federation.models import Mail
from federation.models.mail import MailState
from federation.notifications import queue
from tests.federation.postbox import Postbox, states

pytestmark = pytest.mark.django_db(transaction=True)

BATCH = 500
# Which mail, in the order in which the server meets them, costs the worker its life, and when.
DEATHS = {60: "at_rcpt", 140: "at_data", 220: "after", 300: "at_rcpt", 390: "at_data"}
WORKER_SECONDS = 240


class DeadlyPostbox(Postbox):
    """Kills the worker at the moments of DEATHS."""

    def __init__(self):
        super().__init__()
        self.worker, self.met, self.doubted = None, 0, []
        self.at_rcpt, self.at_data = self.rcpt, self.data

    def rcpt(self, address):
        self.met += 1
        if DEATHS.get(self.met) == "at_rcpt":
            self.kill()

    def data(self, address):
        if DEATHS.get(self.met) == "at_data":
            self.doubted.append(address)
            self.kill()

    async def handle_QUIT(self, server, session, envelope):
        if DEATHS.get(self.met) == "after":
            self.kill()
        return "221 bye"

    def kill(self):
        os.kill(self.worker.pid, signal.SIGKILL)


def start_worker(port):
    """A worker in a process of its own, that ends when the queue is empty."""
    database = settings.DATABASES["default"] | connection.settings_dict
    where = {
        key: quote(str(database.get(key) or ""), safe="")
        for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    }
    environment = os.environ | {
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**where),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DEBUG": "1",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot", "--queues", "mail"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_killed_workers_send_nothing_twice_and_lose_nothing():
    connection.cursor().execute("DELETE FROM procrastinate_jobs")
    addresses = [f"qupiya-{number}@example.org" for number in range(BATCH)]
    for address in addresses:
        queue(address, "Үндеу жарияланды", "Мәтін")
    said, codes = "", []
    with DeadlyPostbox().open() as box:
        for _life in range(len(DEATHS) + 1):
            box.worker = start_worker(box.port)
            said += box.worker.communicate(timeout=WORKER_SECONDS)[0]
            codes.append(box.worker.returncode)
            outbox.recover()  # as the worker does each minute
    assert codes == [-signal.SIGKILL] * len(DEATHS) + [0], said
    counted = box.counted()
    assert set(counted.values()) == {1}, "nothing arrives twice"
    doubtful = set(Mail.objects.filter(state=MailState.DOUBTFUL).values_list("to", flat=True))
    assert doubtful == set(box.doubted)
    assert len(doubtful) == 2
    assert set(addresses) - set(counted) == set(), "nothing is lost"
    assert states() == {MailState.SENT: BATCH - len(doubtful), MailState.DOUBTFUL: len(doubtful)}
    assert outbox.troubled_count() == len(doubtful)
    outbox.recover()
    assert states()[MailState.DOUBTFUL] == len(doubtful)
    assert "qupiya" not in said
