from datetime import timedelta

import pytest
from django.utils import timezone, translation

from appeals import publishing
from appeals.enums import Kind
from appeals.models import Publication
from federation.enums import Matter
from federation.models import QuietPeriod
from tests.appeals.texts import MATERIAL, TEXTS
from tests.kept import kept


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

    def confirmed():
        publication = publishing.create(editor, kind=Kind.APPEAL, **TEXTS)
        publishing.confirm(publication, editor, version=1)
        return fresh(publication)

    return kept("draft", confirmed)


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


@pytest.fixture
def material(approved, editor, publisher):
    """Published campaign material with its imprint; the day before, so that a quiet period finds it there."""
    publishing.save_text(approved, editor, version=approved.version, **MATERIAL)
    yesterday = timezone.now() - timedelta(days=1)
    publishing.publish(fresh(approved), publisher, public_from=yesterday)
    return fresh(approved)


def quiet(begins_at, hours=1, *, matter=Matter.CAMPAIGN, campaign="sailau-2023", **fields):
    """A saved QuietPeriod from `begins_at` (aware) on."""
    return QuietPeriod.objects.create(
        campaign=campaign,
        matter=matter,
        name_kk="Тыныштық күні",
        name_ru="День тишины",
        begins_at=begins_at,
        ends_at=begins_at + timedelta(hours=hours),
        **fields,
    )


def quiet_now(**fields):
    """A quiet period that began a minute ago and holds for an hour."""
    return quiet(timezone.now() - timedelta(minutes=1), **fields)


def fresh(publication):
    """The row as it stands in the database, without anything cached on the instance."""
    return Publication.objects.get(pk=publication.pk)
