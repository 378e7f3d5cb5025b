"""The ground the portal stands on: settings from the environment, the embedded PostgreSQL, the demo's runner."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from federation import database, embedded
from federation.management.commands import demo

OURS = {"ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "DEMO", "EMAIL_URL", "PRODUCTION", "SECRET_KEY", "SITE_URL"}
OURS |= {"PERSONAL_DATA_KEYS", "PERSONAL_DATA_HASH_KEY"}
OURS |= {"DJANGO_ALLOW_ASYNC_UNSAFE"}  # of the browser's tests
PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://user:letmein@127.0.0.1:1/portal",
    "EMAIL_URL": "submission://user:letmein@mail.example:587",
    "PERSONAL_DATA_KEYS": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "PERSONAL_DATA_HASH_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
}


def environment(**variables):
    """This process's environment with the portal's variables as given, in a locale that knows no Kazakh."""
    kept = {
        name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("LC_")
    }
    return kept | {"LANG": "C", "PYTHONWARNINGS": "error"} | variables


def manage(*arguments, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


# Settings


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://user:letmein@host:port/portal"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://user:letmein@127.0.0.1"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///portal.sqlite3"}, "DATABASE_URL"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "letmein"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"EMAIL_URL": ""}, "EMAIL_URL"),
        ({"EMAIL_URL": "pigeon://user:letmein@mail.example"}, "EMAIL_URL"),
        ({"PERSONAL_DATA_KEYS": ""}, "PERSONAL_DATA_KEYS"),
        ({"PERSONAL_DATA_KEYS": f"{'k' * 40},letmein"}, "PERSONAL_DATA_KEYS"),
        ({"PERSONAL_DATA_HASH_KEY": "letmein"}, "PERSONAL_DATA_HASH_KEY"),
        ({"PRODUCTION": "perhaps"}, "PRODUCTION"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"PRODUCTION": "0", "DEBUG": "0"}, "DEBUG"),
        ({"SITE_URL": "portal.example"}, "SITE_URL"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_its_variable(changed, named):
    told = manage("check", **PRODUCTION | changed)
    assert told.returncode == 1
    assert named in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert "letmein" not in told.stderr


def test_a_database_out_of_reach_is_told_in_one_sentence():
    told = manage("migrate", **PRODUCTION)
    assert told.returncode == 1
    assert len(told.stderr.splitlines()) == 1
    assert told.stderr.startswith("The database that DATABASE_URL names cannot be used: ")
    assert "letmein" not in told.stderr


def test_production_settings_satisfy_django():
    told = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert told.returncode == 0, told.stderr


VISITOR = """
import json, sys
from django.conf import settings

given = json.load(sys.stdin)
settings.STATIC_ROOT = given["static"]
settings.DATABASES["default"].update(given["database"])

import django

django.setup()

from django.core.management import call_command
from django.test import Client

call_command("collectstatic", interactive=False, verbosity=0)
visitor = Client(headers={"host": "portal.example"})
pages = [visitor.get(address, secure=True) for address in given["addresses"]]
print(json.dumps([[page.status_code, page.text] for page in pages]))
"""


@pytest.mark.django_db
def test_production_shows_its_pages(tmp_path):
    """With its own storage of static files, middleware and cookies, as no other test runs them."""
    database = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    addresses = ["/kk/", "/ru/", "/accounts/login/", "/kk/nothing-here/"]
    told = subprocess.run(
        [sys.executable, "-c", VISITOR],
        cwd=settings.BASE_DIR,
        env=environment(**PRODUCTION, DJANGO_SETTINGS_MODULE="federation.settings", PYTHONIOENCODING="utf-8"),
        input=json.dumps({"static": str(tmp_path), "database": database, "addresses": addresses}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    pages = json.loads(told.stdout)
    assert [status for status, _text in pages] == [200, 200, 200, 404]
    for _status, text in pages:
        assert re.search(r"/static/css/\w+\.[0-9a-f]{12}\.css", text)
        for path in re.findall(r'"/static/([^"]+)"', text):
            assert (tmp_path / path).is_file(), path


def test_an_embedded_server_that_cannot_start_says_why_and_what_to_set(monkeypatch):
    def fail():
        raise embedded.StartError("the disk is full")

    monkeypatch.setattr(embedded, "socket_folder", fail)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"cannot start: the disk is full\. .*set DATABASE_URL"):
        database.database_settings()
    monkeypatch.setattr(sys, "argv", ["manage.py", "compile_catalogues"])
    assert database.database_settings()["NAME"] == "portal"


# Models and the database in use


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_search_without_case_knows_kazakh_letters():
    people = get_user_model().objects
    people.create(email="anyone@portal.example", full_name_kk="Әлеуметтік серіктестік: Кәсіподақтар")
    for words in ("кәсіподақ", "КӘСІПОДАҚ", "әЛЕУМЕТТІК", "СЕРІКТЕСТІК"):
        assert people.filter(full_name_kk__icontains=words).exists(), words


# The embedded server, each time a new one in a folder of its own

HOLDER = """
import json, sys
from pathlib import Path
import psycopg
from federation import embedded

var = Path(sys.argv[1])
folder = embedded.socket_folder(var)
with psycopg.connect(host=folder, port=embedded.PORT, user="portal", dbname="portal") as connection:
    row = connection.execute(
        "SELECT current_setting('server_encoding'), datlocprovider, datlocale, current_setting('listen_addresses'),"
        " 'Кәсіподақтар' ILIKE '%КӘСІПОДАҚ%', upper('әғқңөұүһі')"
        " FROM pg_database WHERE datname = current_database()"
    ).fetchone()
server = int((var / "postgres" / "postmaster.pid").read_text().split()[0])
print(json.dumps({"folder": folder, "server": server, "facts": row}), flush=True)
sys.stdin.read()
"""


class Holder:
    """A process that finds or starts the server of `var` and holds it until told to end."""

    def __init__(self, var):
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(var)],
            cwd=settings.BASE_DIR,
            env=environment(PYTHONIOENCODING="utf-8"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.communicate(timeout=60)


@contextmanager
def holders(var, number=1):
    them = [Holder(var) for _ in range(number)]
    try:
        yield them
    finally:
        for one in them:
            one.end()


@pytest.fixture
def var(tmp_path):
    yield tmp_path / "var"
    if (tmp_path / "var").exists():
        embedded.stop(tmp_path / "var")


def running(var):
    return (var / "postgres" / "postmaster.pid").exists()


def test_the_cluster_does_not_depend_on_the_machine(var):
    with holders(var) as [only]:
        assert only.answer()["facts"] == ["UTF8", "b", "C.UTF-8", "", True, "ӘҒҚҢӨҰҮҺІ"]
    assert not running(var)


def test_processes_that_start_at_once_share_one_server_and_the_last_one_stops_it(var):
    with holders(var, 3) as them:
        assert len({one.answer()["server"] for one in them}) == 1
        them[0].end()
        assert running(var)
    assert not running(var)


def test_a_killed_process_leaves_a_server_that_the_next_one_finds(var):
    with holders(var) as [killed]:
        server = killed.answer()["server"]
        killed.process.kill()
        killed.process.wait()
        with holders(var) as [second]:
            assert second.answer()["server"] == server
    assert not running(var)


def test_a_killed_server_is_started_again(var):
    with holders(var) as [first]:
        server = first.answer()["server"]
        os.kill(server, signal.SIGKILL)
        with holders(var) as [second]:
            assert second.answer()["server"] != server


def test_a_process_number_left_from_before_a_reboot_does_not_hinder(var):
    with holders(var) as [first]:
        first.answer()
    left = [os.getpid(), var / "postgres", 1, embedded.PORT, var / "postgres", "", "1 1", "ready"]
    (var / "postgres" / "postmaster.pid").write_text("".join(f"{line}\n" for line in left))
    with holders(var) as [second]:
        assert second.answer()["server"] != os.getpid()


def test_an_interrupted_creation_is_begun_again(var):
    (var / "postgres.new").mkdir(parents=True)
    (var / "postgres.new" / "PG_VERSION").write_text("18\n")
    with holders(var) as [only]:
        assert only.answer()["facts"][0] == "UTF8"
    assert not (var / "postgres.new").exists()


def test_a_long_path_moves_the_socket_elsewhere(tmp_path):
    var = tmp_path / "Мұрағат 'x'" / ("y" * 90) / "var"
    with holders(var) as [only]:
        folder = Path(only.answer()["folder"])
        assert folder != var / "postgres"
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(embedded.StartError, match="Not a directory"):
        embedded.socket_folder(tmp_path / "file" / "var")


# The demo


@pytest.fixture
def own_var(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def begin_demo(port):
    with demo.Command().only_demo_here(port):
        pytest.fail("a second one began")


@pytest.mark.usefixtures("own_var")
def test_the_demo_refuses_a_port_that_is_taken_and_a_second_demo():
    with socket.create_server((demo.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port}: .* make demo PORT="):
            begin_demo(port)
    with (
        demo.Command().only_demo_here(port),
        pytest.raises(CommandError, match=r"runs already: http://127\.0\.0\.1:"),
    ):
        begin_demo(port)


@pytest.mark.django_db
def test_the_demo_leaves_a_database_of_others_alone():
    get_user_model().objects.create(email="someone@portal.example")
    with pytest.raises(CommandError, match="not the demo's"):
        demo.Command().prepare_content()
