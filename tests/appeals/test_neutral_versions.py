"""The mark «campaign material» follows the text: findings of neutrality, platforms, and what a silence keeps still."""

import pytest

from appeals import publishing
from appeals.enums import Kind
from appeals.models import Edition, Publication
from tests.appeals.conftest import quiet_now
from tests.appeals.texts import IMPRINT, MATERIAL, TEXTS

pytestmark = pytest.mark.django_db
SIGNS = [
    "\u200b",
    "\u3164",
    "\u2800",
    "\u00ad",
    "\u115f",
    "\ufe0f",
    "\U000e0020",
    "\u034f",
    "—",
    ".",
    "\u3164\u3164",
]


def fresh(publication):
    return Publication.objects.get(pk=publication.pk)


def edit(publication, by, **fields):
    return publishing.save_text(publication, by, version=fresh(publication).version, **fields)


@pytest.fixture
def marked(editor):
    return publishing.create(editor, kind=Kind.NEWS, **TEXTS, **MATERIAL)


def published(item, editor, publisher):
    publishing.submit(fresh(item), editor)
    publishing.approve(fresh(item), publisher)
    publishing.publish(fresh(item), publisher)
    return fresh(item)


def test_a_proposal_is_of_the_text_as_it_stood(marked, editor, publisher):
    publishing.propose_neutral(marked, editor, reason="Only a place")
    edit(marked, editor, title_kk="Дауыс беріңіз", title_ru="Голосуйте")
    with pytest.raises(publishing.Refused):
        publishing.accept_neutral(marked, publisher)
    with pytest.raises(publishing.Conflict):
        publishing.accept_neutral(marked, publisher, version=marked.version)


def test_an_edit_brings_the_mark_back(marked, editor, publisher):
    publishing.propose_neutral(marked, editor, reason="Only a place")
    publishing.accept_neutral(marked, publisher, version=fresh(marked).version)
    assert not fresh(marked).campaign_material
    edit(marked, editor, title_kk="Дауыс беріңіз", title_ru="Голосуйте", campaign_material=False)
    assert fresh(marked).campaign_material
    assert fresh(marked).moves.filter(details={"campaign_material": [False, True]}).exists()


@pytest.mark.parametrize("sign", SIGNS)
def test_an_imprint_of_signs_that_say_nothing_is_missing(sign):
    item = Publication(campaign_material=True, **dict.fromkeys(IMPRINT, sign))
    assert len(item.imprint_missing()) == 6


def test_a_platform_is_campaign_material_by_its_kind(editor):
    assert publishing.create(editor, kind=Kind.PLATFORM, **TEXTS, campaign_material=False).campaign_material
    news = publishing.create(editor, kind=Kind.NEWS, **TEXTS)
    edit(news, editor, kind=Kind.PLATFORM, campaign_material=False)
    assert fresh(news).campaign_material


def test_in_a_silence_only_what_is_missing_is_filled(marked, editor, publisher):
    item = published(marked, editor, publisher)
    quiet_now()
    for change in ({"slug": "other"}, {"imprint_funds_kk": "Басқа қор"}):
        with pytest.raises(publishing.Refused):
            edit(item, publisher, **change)
    with pytest.raises(publishing.Refused):
        publishing.note_relays(item, publisher)
    edit(item, publisher, imprint_place_kk="Алматы қаласы")
    assert fresh(item).imprint_place_kk


def test_what_is_public_is_not_marked_by_an_editor(editor, publisher, headquarters):
    item = published(publishing.create(editor, kind=Kind.NEWS, **TEXTS), editor, publisher)
    with pytest.raises(publishing.Refused):
        publishing.mark_campaign_material(item, editor, imprint=IMPRINT)
    assert publishing.mark_campaign_material(item, headquarters, imprint=IMPRINT).campaign_material
    assert Edition.objects.filter(publication=item).count() == 1
