"""Where the portal's database is: PostgreSQL named by DATABASE_URL, else the checkout's embedded one."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

from federation import embedded

EXAMPLE = "Example: postgres://user:password@db.example.org:5432/portal"
# Commands that never ask the database: they must work where no server can be started, and be quick.
WITHOUT_DATABASE = {"collectstatic", "compile_catalogues", "findstatic", "help", "messages", "version"}


def database_settings(*, production=False):
    """Django's settings of the default database, as a dict.

    Reads the environment variable DATABASE_URL. Without it, finds or starts the embedded server; this happens
    as the settings are read and not with the first query, so that what cannot start says so at once and in one
    sentence, and so that every tool sees ordinary settings. With `production` there is no embedded server.
    Raises ImproperlyConfigured with a sentence that names DATABASE_URL.
    """
    if os.environ.get("DATABASE_URL", "").strip():
        settings = _from_url()
    elif production:
        raise ImproperlyConfigured(f"DATABASE_URL: production needs a PostgreSQL of its own. {EXAMPLE}")
    else:
        settings = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": embedded.DATABASE,
            "USER": embedded.SUPERUSER,
            "HOST": _embedded_host(),
            "PORT": embedded.PORT,
        }
    # One connection per thread of the web server, kept between requests and tried before use.
    settings |= {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
    settings["OPTIONS"] = {"connect_timeout": 10} | settings.get("OPTIONS", {})
    return settings


def _from_url():
    try:
        settings = Env().dj_db_url("DATABASE_URL")
    except EnvError as error:  # its own words would repeat the value, which may hold a password
        raise ImproperlyConfigured(f"DATABASE_URL is not the address of a database. {EXAMPLE}") from error
    if settings["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"DATABASE_URL: only PostgreSQL, 15 or newer, will do. {EXAMPLE}")
    if not settings["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL names no database. {EXAMPLE}")
    return settings


def _embedded_host():
    if len(sys.argv) > 1 and sys.argv[1] in WITHOUT_DATABASE:
        return str(embedded.VAR_DIR / "postgres")
    try:
        return embedded.socket_folder()
    except embedded.StartError as reason:
        raise ImproperlyConfigured(
            f"The embedded PostgreSQL cannot start: {reason}. Mend that, or set DATABASE_URL. {EXAMPLE}"
        ) from reason


def refusal(error):
    """One sentence for a database that cannot be reached; None if the OperationalError is another matter."""
    cause = error.__cause__
    if cause is None or getattr(cause, "sqlstate", None):
        return None
    which = "that DATABASE_URL names" if os.environ.get("DATABASE_URL") else "of this checkout"
    return f"The database {which} cannot be used: {' '.join(str(error).split())}"
