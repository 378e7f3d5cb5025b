"""The mails of the review."""

import pytest
from django.utils import translation

from campaigns.candidates import reviewing
from campaigns.candidates.steps import label_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("sender", "reader"), [("ru", "kk"), ("kk", "ru")])
def test_a_mail_names_the_fields_in_the_language_of_who_gets_it(
    waiting, branch, headquarters, queued_mails, sender, reader
):
    branch.language = reader
    branch.save(update_fields=["language"])
    with translation.override(sender):
        reviewing.send_back(waiting, headquarters, remarks={"photo_alt_kk": "Нақтылаңыз."})
    named = {}
    for code in (sender, reader):
        with translation.override(code):
            named[code] = str(label_of("photo_alt_kk"))
    text = queued_mails()[-1]["text"]
    assert named[reader] in text
    assert named[sender] not in text
