"""An election that runs now, its open pool, and candidacies of the two branches of the cast."""

import datetime
import io
import logging

import pytest
from django.conf import settings
from django.utils import timezone

from campaigns import campaigning
from campaigns.models import Candidacy, Pool
from federation.logs import DiscreetFormatter
from tests.campaigns.candidates import people
from tests.campaigns.candidates.public import whole
from tests.campaigns.conftest import campaign
from tests.kept import kept

__all__ = ["whole"]


@pytest.fixture
def running(rules_2023, majilis):
    """An announced election whose vote is in four months."""

    def announced():
        today = timezone.localdate()
        made = campaign(
            rules_2023,
            today + datetime.timedelta(days=120),
            slug="running",
            called_on=today - datetime.timedelta(days=5),
            bodies=[majilis, rules_2023.bodies.get(code="maslikhat-region")],
        )
        return campaigning.announce(made, None)

    return kept("running", announced)


@pytest.fixture
def pool(running, majilis):
    now = timezone.now()
    return Pool.objects.create(
        campaign=running,
        body=majilis,
        opens_at=now - datetime.timedelta(days=1),
        closes_at=now + datetime.timedelta(days=30),
        target=29,
        women_share=30,
        young_share=20,
        disabled_share=5,
    )


@pytest.fixture
def draft(pool, branch, first_branch) -> Candidacy:
    """A draft of the first branch: only its seat is known."""
    return people.begun(pool, branch, first_branch)


@pytest.fixture
def ready(draft, branch):
    """A draft with everything that submitting needs."""
    return people.complete(draft, branch)


@pytest.fixture
def waiting(pool, branch, first_branch):
    """A candidacy of the first branch before the headquarters."""
    return people.submitted(pool, branch, first_branch)


@pytest.fixture
def waiting_elsewhere(pool, second_branch, other_branch):
    """A candidacy of the other branch, in another region."""
    return people.submitted(pool, second_branch, other_branch)


@pytest.fixture
def other_pool(running):
    """Another body of the same election."""
    now = timezone.now()
    return Pool.objects.create(
        campaign=running,
        body=running.bodies.get(code="maslikhat-region"),
        opens_at=now - datetime.timedelta(days=1),
        closes_at=now + datetime.timedelta(days=30),
    )


@pytest.fixture
def log():
    """Function that returns what the portal's log would hold if it kept every line of every library."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    options = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(DiscreetFormatter(options["format"], style=options["style"]))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out.getvalue
    root.setLevel(level)
    root.removeHandler(handler)
