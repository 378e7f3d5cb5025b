"""Several people act at the same moment."""

import threading

from django.db import connection
from django.utils import translation

from federation.refusals import Refused


def together(*acts):
    """Runs the acts at once, each in a thread with a connection of its own; their results, or Refused."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        try:
            barrier.wait()
            with translation.override("en"):
                outcomes[index] = act()
        except Refused as refusal:
            outcomes[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
