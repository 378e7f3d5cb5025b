"""What tests of evidence begin with: a task at work, something that proves it, what counts."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from appeals.enums import Kind
from campaigns import campaigning
from campaigns.enums import Unit
from campaigns.headquarters import progress, tasking
from federation.refusals import Refused
from tests.campaigns.conftest import campaign
from tests.campaigns.headquarters.work import given
from tests.cast import long_serving
from tests.site import publications


def begun(w, owner=None, by=None, **fields):
    return tasking.start(given(w, owner, **fields), by or w.branch)


def published(w, **fields):
    for person in (w.editor, w.publisher, w.headquarters):
        long_serving(person)
    made = publications.publish(w.editor, w.publisher, **({"kind": Kind.NEWS} | fields))
    campaigning.link(w.campaign, made, w.headquarters)
    return made


def another_campaign(w):
    day = w.today + datetime.timedelta(days=150)
    made = campaign(w.campaign.rule_set, day, slug="other", called_on=w.today)
    campaigning.announce(made, None)
    return made


def paper():
    return SimpleUploadedFile("x.pdf", b"%PDF-1.4 x", "application/pdf")


def counted(w, unit=Unit.PEOPLE):
    """What the objective shows for the unit."""
    units = progress.of_campaign(w.campaign)[0].units
    return next((row.accepted for row in units if row.unit == unit), None)


def refused(act, *args, **fields):
    with pytest.raises(Refused) as refusal:
        act(*args, **fields)
    return " ".join(refusal.value.reasons)
