"""The whole portal with demo content on this machine: database, web server and worker, until Ctrl-C."""

import contextlib
import ctypes
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

LOG_INS = (
    ("editor", "demo-editor"),
    ("publisher", "demo-publisher"),
    ("branch", "demo-branch"),
    ("branch2", "demo-branch"),
    ("regional-headquarters", "demo-regional-headquarters"),
    ("headquarters", "demo-headquarters"),
    ("data-protection", "demo-data-protection"),
    ("administrator", "demo-administrator"),
)
HOST = "127.0.0.1"
READY_SECONDS = 60
STOP_SECONDS = 10


class Command(BaseCommand):
    help = "Run the portal with demo content: migrations, content, web server and worker."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default: 8000)")

    def handle(self, *, port, **options):
        if not settings.DEMO:
            # The settings are read already: begin again, in the same process, with those of the demo.
            site = {"DEMO": "1", "SITE_URL": f"http://{HOST}:{port}"}
            os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | site)  # noqa: S606
        with self.only_demo_here(port):
            self.prepare_content()
            self.serve(port)

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()  # also into a file or a pipe, while the demo runs

    @contextlib.contextmanager
    def only_demo_here(self, port):
        """One demo per checkout, on a free port; CommandError else."""
        settings.VAR_DIR.mkdir(exist_ok=True)
        with (settings.VAR_DIR / "demo.lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise CommandError(f"The demo of this checkout runs already: {lock.read()}") from None
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except (OSError, OverflowError) as error:
                    raise CommandError(
                        f"Port {port}: {error}. Choose another: make demo PORT=8080"
                    ) from error
            lock.truncate(0)
            lock.write(f"http://{HOST}:{port}/")
            lock.flush()
            yield

    def prepare_content(self):
        """Bring the database up to date and fill an empty one; one with foreign data is left alone."""
        people = get_user_model().objects
        tables = connection.introspection.table_names()
        filled = people.model._meta.db_table in tables and people.exists()
        if filled and not people.filter(email="editor@demo.example").exists():
            raise CommandError("The database holds data that are not the demo's. Unset DATABASE_URL.")
        self.say("Database: migrations …")
        call_command("migrate", interactive=False, verbosity=0)
        self.say("Database: reference data …")
        call_command("load_reference", verbosity=0)
        call_command("load_rules", verbosity=0)
        if not filled:
            self.say("Database: demo content in both languages …")
            with transaction.atomic():  # all of it or nothing, should it be interrupted
                call_command("load_demo", verbosity=0)
        call_command("set_demo_clock", verbosity=0)
        connection.close()

    def serve(self, port):
        """Run web server and worker until a signal comes or one of them ends; then stop both."""
        web = [
            *("-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4", "--workers-kill-timeout", "5"),
            *("--no-ws", "--log-level", "warning", "federation.wsgi:application"),
        ]
        worker = ["manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "5"]
        signal.signal(signal.SIGTERM, interrupt)
        children = []
        try:
            for arguments in (web, worker):
                children.append(start(arguments))
            self.say("Server and worker: starting …")
            wait_until_answering(port, children)
            self.introduce(port)
            os.wait()  # whichever ends first
            raise CommandError("The server or the worker has ended; its last words are above.")
        except KeyboardInterrupt:
            self.say("\nStopping …")
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            end(children)

    def introduce(self, port):
        address = f"http://{HOST}:{port}"
        self.say(f"\nThe portal: {address}/kk/ and {address}/ru/ · staff: {address}/admin/")
        self.say("Log-ins of the demo (e-mail, password):")
        for name, password in LOG_INS:
            self.say(f"  {name + '@demo.example':<36}{password}")
        self.say(f"Mails are caught: {address}/demo/mailbox/ Ctrl-C stops everything; data stay.")


def interrupt(signum, frame):
    raise KeyboardInterrupt


def start(arguments):
    """A Python child in a session of its own (Ctrl-C reaches the demo alone), which ends when the demo does."""
    die_with_parent = None
    if sys.platform == "linux":
        prctl, on_death_of_parent = ctypes.CDLL(None).prctl, 1

        def die_with_parent():  # also if the demo is killed and can end nothing itself
            prctl(on_death_of_parent, signal.SIGTERM)

    return subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )


def wait_until_answering(port, children):
    """Return when the web server answers anything at all; CommandError if that does not happen."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        request = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            request.request("GET", "/healthz/")
            request.getresponse()
            return
        except OSError:
            time.sleep(0.2)
        finally:
            request.close()
    raise CommandError("The server or the worker did not come up; its last words are above.")


def end(children):
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
