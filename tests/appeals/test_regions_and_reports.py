"""Publications are filed under regions like under topics; a report of a meeting is written through its record alone."""

import pytest
from django.urls import reverse

from appeals import publishing
from appeals.enums import Kind, Move
from appeals.models import Publication
from federation.enums import Role
from federation.refusals import Refused
from tests.appeals.texts import TEXTS
from tests.cast import client_of, person, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return person("regions-editor", Role.EDITOR, language="ru")


def test_regions_are_written_at_once_and_stand_in_the_history(editor):
    first, second = region(), region("Екінші", "Второй")
    made = publishing.create(editor, kind=Kind.NEWS, regions=[first], **TEXTS)
    assert list(made.regions.all()) == [first]
    saved = publishing.save_text(made, editor, version=made.version, regions=[second])
    assert saved.version == made.version  # no text
    assert list(saved.regions.all()) == [second]
    line = saved.moves.get(move=Move.PLACE)
    assert line.details == {"regions": [[first.iso], [second.iso]]}
    same = publishing.save_text(saved, editor, version=saved.version, regions=[second])
    assert same.moves.filter(move=Move.PLACE).count() == 1
    untouched = publishing.save_text(same, editor, version=same.version)
    assert list(untouched.regions.all()) == [second]
    page = client_of(editor).get(reverse("admin:appeals_publication_history", args=[made.pk]))
    assert "Второй" in page.content.decode()


def test_the_form_offers_no_report_of_a_meeting(editor):
    client = client_of(editor)
    form = client.get(reverse("admin:appeals_publication_add")).context["adminform"].form
    assert Kind.MEETING not in dict(form.fields["kind"].choices)
    assert "regions" in form.fields
    data = {
        "kind": Kind.MEETING,
        "title_kk": "А",
        "title_ru": "Б",
        "body_kk": "<p>А</p>",
        "body_ru": "<p>Б</p>",
    }
    client.post(reverse("admin:appeals_publication_add"), data)
    assert Publication.objects.count() == 0


def test_the_kind_of_a_report_stays(editor):
    report = publishing.create(editor, kind=Kind.MEETING, **TEXTS)
    with pytest.raises(Refused):
        publishing.save_text(report, editor, version=report.version, kind=Kind.NEWS)
    news = publishing.create(editor, kind=Kind.NEWS, **TEXTS)
    with pytest.raises(Refused):
        publishing.save_text(news, editor, version=news.version, kind=Kind.MEETING)
    address = reverse("admin:appeals_publication_change", args=[report.pk])
    form = client_of(editor).get(address).context["adminform"].form
    assert form.fields["kind"].disabled
