from datetime import timedelta

import pytest
from django.utils import timezone, translation

from appeals import publishing
from appeals.enums import Kind
from appeals.models import Publication
from tests.appeals.texts import TEXTS


@pytest.fixture
def english():
    """Messages as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1)


@pytest.fixture
def draft(editor):
    """A bilingual draft by the editor, its pairs confirmed."""
    publication = publishing.create(editor, kind=Kind.APPEAL, **TEXTS)
    publishing.confirm(publication, editor, version=1)
    return fresh(publication)


@pytest.fixture
def in_review(draft, editor):
    return fresh(publishing.submit(draft, editor))


@pytest.fixture
def approved(in_review, publisher):
    return fresh(publishing.approve(in_review, publisher))


@pytest.fixture
def published(approved, publisher):
    publishing.publish(approved, publisher)
    return fresh(approved)


def fresh(publication):
    """The row as it stands in the database, without anything cached on the instance."""
    return Publication.objects.get(pk=publication.pk)
