"""Headquarters with their people, and a folder of its own for the files of a test."""

import pytest

from tests.campaigns.headquarters.work import world


@pytest.fixture
def w(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return world()
