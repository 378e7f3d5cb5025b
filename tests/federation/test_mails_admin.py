"""The page of a mail in the administration: what was answered, and what each button does."""

import pytest

from federation.models import Mail
from federation.models.mail import MailState
from tests.cast import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def page_of(administrator):
    def page(**fields):
        mail = Mail.objects.create(to="who@example.org", subject="s", text="t", **fields)
        return client_of(administrator).get(f"/admin/federation/mail/{mail.pk}/change/")

    return page


def row(answer, name):
    """What stands in a row of the page."""
    form = answer.context["adminform"]
    fields = {field.field["name"]: field for fieldset in form for line in fieldset for field in line}
    return str(fields[name].contents())


@pytest.fixture
def english(administrator):
    administrator.language = "en"
    administrator.save()


def test_what_the_server_said_stands_in_a_sentence(page_of):
    answer = page_of(state=MailState.REFUSED, trouble="550 who@example.org: unknown.")
    said = row(answer, "trouble_shown")
    assert said == "Word for word, as it was told while the mail was sent: “550 who@example.org: unknown”."


def test_an_address_from_outside_is_not_told(page_of):
    said = row(page_of(state=MailState.REFUSED, trouble="550 who@example.org", private=True), "trouble_shown")
    assert "who@" not in said
    assert "550" in said


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (MailState.DOUBTFUL, ["Send again", "It was delivered", "Do not send"]),
        (MailState.REFUSED, ["Send again", "Do not send"]),
        (MailState.WAITING, ["Do not send"]),
        (MailState.DROPPED, ["Send again"]),
        (MailState.CLAIMED, []),
    ],
)
def test_each_button_says_what_it_does(page_of, state, buttons):
    told = row(page_of(state=state), "ways_shown")
    assert [line.split("”")[0].lstrip("“") for line in told.split("<br>") if "“" in line] == buttons
    assert all("mail" in line for line in told.split("<br>") if "“" in line)


def test_of_a_worker_that_stopped_it_is_told(page_of):
    assert "stopped" in row(page_of(state=MailState.DOUBTFUL), "trouble_shown")
    assert row(page_of(state=MailState.WAITING), "trouble_shown") == "–"
