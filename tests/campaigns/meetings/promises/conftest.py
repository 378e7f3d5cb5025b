"""A meeting of a branch with a promise: entered, and released by a colleague."""

import pytest

from campaigns.meetings import promising
from federation.enums import Role
from tests.campaigns.meetings import held
from tests.campaigns.meetings.promises.promised import commit
from tests.cast import person


@pytest.fixture
def staff():
    return person("staff", Role.EDITOR)


@pytest.fixture
def boss():
    return person("boss", Role.PUBLISHER)


@pytest.fixture
def meeting(branch, first_branch, kostanay):
    """A closed record of a meeting that the first branch held; its report is not built yet."""
    return held.closed(branch, kostanay, organisation=first_branch)


@pytest.fixture
def colleague(first_branch):
    return person("colleague", Role.BRANCH, organisation=first_branch)


@pytest.fixture
def made(meeting, branch):
    return commit(branch, meeting)


@pytest.fixture
def released(made, colleague):
    return promising.publish(made, colleague)
