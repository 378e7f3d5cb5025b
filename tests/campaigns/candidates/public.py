"""Candidates whom readers may see: made by the branch's door, then decided and announced as reviews do."""

import datetime
import itertools

import pytest
from django.utils import timezone

from campaigns.candidates import registering
from campaigns.enums import PathStep, PoolState
from campaigns.models import Candidacy, PathRecord
from federation.languages import slug
from federation.models import Industry
from federation.sealing import keyed_hash
from tests.campaigns.candidates import people
from tests.cast import organisation

serial = itertools.count(1)


def announced(candidacy, *, at=None):
    """As headquarters leave it: approved, announced (at: aware, default now), with its address. Read anew."""
    at = at or timezone.now()
    row = Candidacy.objects.get(pk=candidacy.pk)
    name = slug(row.full_name_kk) or "candidate"
    if Candidacy.objects.filter(campaign=row.campaign, slug=name).exists():
        name = f"{name}-{next(serial)}"
    row.pool_state, row.decided_at, row.announced_at = PoolState.APPROVED, at, at
    row.slug, row.slug_hash = name, keyed_hash(f"{row.campaign_id}:{name}")
    row.save()
    return row


def candidate(pool, branch, organisation, *, seat=None, at=None, **fields):
    """A public candidacy. seat: the fields of the first step; the others are those of `people.complete`."""
    waiting = people.submitted(pool, branch, organisation, seat=seat, **fields)
    return announced(waiting, at=at)


def step(candidacy, by, which=PathStep.PROPOSED, *, on=datetime.date(2026, 1, 15), announced=True, **more):
    """A recorded step of the path; readers see it when it is announced."""
    return PathRecord.objects.create(
        candidacy=candidacy,
        step=which,
        on=on,
        source_kk="№ 12 хаттама",
        source_ru="Протокол № 12",
        by=by,
        announced_at=timezone.now() if announced else None,
        **more,
    )


# One value for each field of a consent; other tests look for them on pages.
FIELDS = {
    "workplace_kk": "Қостанай зауыты, слесарь",
    "workplace_ru": "Костанайский завод, слесарь",
    "union_post_kk": "Кәсіподақ комитетінің төрағасы",
    "union_post_ru": "Председатель профкома",
    "party_kk": "Партияда жоқ",
    "party_ru": "Беспартийный",
    "public_contacts": "+7 700 000 00 00",
    "photo_alt_kk": "Жұмыс киіміндегі ер адам",
    "photo_alt_ru": "Мужчина в рабочей одежде",
}


@pytest.fixture
def whole(pool, branch, first_branch, kostanay):
    """A public candidate with every field and consent to all of it."""
    industry = Industry.objects.create(code="metallurgy", name_kk="Металлургия саласы", name_ru="Металлургия")
    primary = organisation("Зауыт ұйымы", "Организация завода", kind="primary", parent=first_branch)
    draft = people.begun(pool, branch, first_branch)
    registering.photograph(draft, branch, people.picture())
    draft.refresh_from_db()
    ready = people.complete(draft, branch, industry=industry, primary_organisation=primary, **FIELDS)
    registering.submit(ready, branch)
    return announced(people.confirmed(ready))
