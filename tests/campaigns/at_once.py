"""Several people act at the same moment."""

import threading

from django.db import connection, transaction
from django.utils import translation

from federation.refusals import Refused


def together(*acts):
    """Runs the acts at once, each in a thread with a connection of its own; their results, or Refused."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        barrier.wait()
        outcomes[index] = outcome_of(act)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def crossed(begin, other, finish=lambda: None):
    """Does `begin`, then `finish`, in one transaction; between them `other` starts on a connection of its own and comes
    as far as it can: to its end, or to where it waits for this transaction. Returns what `other` came to, or Refused.

    Any other error of `other`, a deadlock say, is raised.
    """
    outcomes, errors, pids, connected = [], [], [], threading.Event()

    def run():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.extend(cursor.fetchone())
        connected.set()
        try:
            outcomes.append(outcome_of(other))
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    with transaction.atomic():
        begin()
        thread.start()
        connected.wait()
        while thread.is_alive() and not waits(pids[0]):
            thread.join(0.01)
        finish()
    thread.join()
    if errors:
        raise errors[0]
    return outcomes[0]


def outcome_of(act):
    """What the act came to, or Refused; its connection is closed."""
    try:
        with translation.override("en"):
            return act()
    except Refused as refusal:
        return refusal
    finally:
        connection.close()


def waits(pid):
    """Whether the connection of that process of the database waits for another one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
        return cursor.fetchone()[0]
