"""The clock of the tests."""

from unittest.mock import patch


def clock(moment):
    """A context in which it is `moment` (aware)."""
    return patch("django.utils.timezone.now", lambda: moment)
