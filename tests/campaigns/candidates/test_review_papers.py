"""One candidacy before its reviewer: data that are gone, papers that were replaced."""

import pytest
from django.utils import timezone

from campaigns.cabinet.showing import Desk
from campaigns.cabinet.views.reviewed import Reviewed
from campaigns.candidates import erasing, registering, reviewing
from campaigns.models import Document
from campaigns.models.papers import PATH_SOURCE
from tests.campaigns.candidates import people
from tests.campaigns.candidates.test_review_pages import page, post, text
from tests.campaigns.conftest import fresh

pytestmark = pytest.mark.django_db


def test_a_candidacy_whose_data_were_removed_says_so(waiting, headquarters, administrator):
    erasing.take_down(waiting, administrator, ground_kk="Заң.", ground_ru="Закон.")
    for act in (page(headquarters, "review-one", waiting.pk), post(headquarters, waiting, "number")):
        assert act.status_code == 200
        assert "деректері жойылған" in text(act)
    assert page(headquarters, "path", waiting.pk).status_code < 500


def test_what_was_returned_may_have_no_person_meanwhile(waiting, branch, headquarters):
    reviewing.send_back(waiting, headquarters, remarks={"iin": "?"})
    one = fresh(waiting)
    registering.write(one, branch, version=one.version, iin="")
    shown = page(headquarters, "review-one", waiting.pk)
    assert shown.status_code == 200
    assert "review-number" not in text(shown)


def test_the_paper_of_the_consent_in_force_is_shown(waiting, branch, headquarters):
    """Not the one that was wrong and came back mended."""
    reviewing.send_back(waiting, headquarters, remarks={"iin": "?"})
    consent = registering.record_consent(
        fresh(waiting),
        branch,
        scope=["photo"],
        given_on=timezone.localdate(),
        scan=people.paper("%PDF-1.4 new"),
    )
    assert Reviewed(fresh(waiting), headquarters).documents()[0][1] == consent.scan
    assert Desk(fresh(waiting), branch).documents["consent"] == consent.scan


def test_each_source_of_a_step_is_listed(waiting, headquarters):
    reviewing.approve(waiting, headquarters)
    for name in ("one", "two"):
        Document.objects.create(
            candidacy=waiting, code=PATH_SOURCE, file=name, content_type="application/pdf", size=1,
            uploaded_by=headquarters,
        )  # fmt: skip
    rows = Reviewed(fresh(waiting), headquarters).documents()
    assert [row.file.name for _label, row, asked in rows if not asked] == ["one", "two"]
