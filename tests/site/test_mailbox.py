"""The mailbox of the demonstration: every mail, whom nobody else sees, and why mails wait."""

import pytest
from django.db import connection
from django.test import Client

from federation.models import Mail
from federation.models.mail import MailState
from federation.notifications import queue

pytestmark = pytest.mark.django_db


def test_the_mailbox_is_of_the_demonstration_alone(settings, editor):
    queue("someone@example.org", "Тақырып", 'Мәтін <script>alert(1)</script> https://example.org/"onclick')
    pk = Mail.objects.get().pk
    pages = ["/demo/mailbox/", f"/demo/mailbox/{pk}/", f"/demo/mailbox/{pk}/html/"]
    assert [Client().get(page).status_code for page in pages] == [404] * 3
    settings.DEMO = True
    listed, shown, html = (Client().get(page) for page in pages)
    assert "someone@example.org" in listed.content.decode()
    assert "<script>alert" not in shown.content.decode() + html.content.decode()
    assert "sandbox" in html["Content-Security-Policy"]
    assert "default-src 'none'" in html["Content-Security-Policy"]
    assert "someone" in Client().get("/demo/mailbox/?q=SOMEONE").content.decode()
    assert "someone" not in Client().get("/demo/mailbox/?q=basqa").content.decode()
    assert Client().get("/demo/mailbox/?q=%00&page=99999999999999999999").status_code == 200
    assert Client().get("/demo/mailbox/99999999999999999999/").status_code == 404
    assert Client().post("/demo/mailbox/").status_code == 405


@pytest.mark.parametrize(("alive", "runs"), [(None, False), ("90 seconds", False), ("5 seconds", True)])
def test_it_says_why_mails_wait(settings, alive, runs):
    settings.DEMO = True
    queue("someone@example.org", "Тақырып", "Мәтін")
    if alive:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)", [alive]
            )
    page = Client().get("/demo/mailbox/")
    assert (page.context["waits"], page.context["worker_runs"]) == (True, runs)
    assert page.content.decode().count("<p>") == 1
    Mail.objects.update(state=MailState.DROPPED)
    page = Client().get("/demo/mailbox/")
    assert not page.context["waits"]
    assert "<p>" not in page.content.decode()
