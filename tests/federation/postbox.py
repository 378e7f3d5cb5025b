"""A real mail server on the loopback, that can be told to refuse, to fall silent or to break off."""

import collections
import contextlib
import socket
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from federation import outbox
from federation.models import Mail
from federation.models.mail import MailState
from federation.notifications import queue

QUIT = object()


class Postbox:
    """Keeps what it gets. at_rcpt, at_data: functions of the address that answer, or None to take everything.

    Each returns the line to answer with, None for "250", or QUIT to break the connection off: `at_data` after the text
    was taken.
    """

    def __init__(self):
        self.letters, self.at_rcpt, self.at_data, self.port = [], None, None, free_port()

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.at_rcpt and self.at_rcpt(address)
        if answer is QUIT:
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return answer if isinstance(answer, str) else "250 fine"

    async def handle_DATA(self, server, session, envelope):
        (address,) = envelope.rcpt_tos
        answer = self.at_data and self.at_data(address)
        if answer is None or answer is QUIT:
            letter = message_from_bytes(envelope.content, policy=policy.default)
            self.letters.append((address, letter))
        if answer is QUIT:
            server.transport.abort()
        return answer if isinstance(answer, str) else "250 kept"

    def counted(self):
        """{address: how often a mail to it was taken}"""
        return collections.Counter(address for address, _letter in self.letters)

    @contextlib.contextmanager
    def open(self):
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def states():
    """{state: how many mails}"""
    return collections.Counter(MailState(state) for state in Mail.objects.values_list("state", flat=True))


def written(address="someone@example.org", **options):
    queue(address, "Тақырып", "Мәтін", **options)
    return Mail.objects.latest("pk")


def delivered(mail):
    outbox.deliver(mail.pk)
    mail.refresh_from_db()
    return mail.state


def jobs(**found):
    return ProcrastinateJob.objects.filter(task_name="federation.tasks.deliver", **found)


def work():
    """One run of a real worker over what waits in the queue."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
