"""Subscriptions: nobody is mailed who did not confirm, nobody twice, nothing in a silence; the way out is one click."""

import re
import time
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from appeals import publishing
from appeals.enums import Kind
from campaigns.models import Link
from federation.enums import Matter
from federation.models import Mail, QuietPeriod, Region
from federation.models.mail import MailState
from federation.site import subscribing
from federation.site.forms import SubscribeForm
from federation.site.models import Mailing, Subscription
from tests.appeals.texts import IMPRINT
from tests.campaigns.conftest import announced, coming, kurultai, rules_2026  # noqa: F401 - fixtures
from tests.cast import region
from tests.site.publications import fresh, next_edition, publish

pytestmark = pytest.mark.django_db

ADDRESS = "Oqyrman@example.org"
LONG_AGO = timedelta(days=2)


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def asked(client=None, language="kk", **fields):
    """Sends the form as a human does, a minute after it was opened."""
    with patch("time.time", lambda now=time.time: now() - 60):
        opened = SubscribeForm.opened_now()
    data = {"email": ADDRESS, "region": "", "campaign": "", "agreed": "on", "website": "", "opened": opened}
    return (client or Client()).post(f"/{language}/subscribe/", data | fields)


def subscriber(email=ADDRESS, **fields):
    """Asked and confirmed two days ago."""
    before = timezone.now() - LONG_AGO
    subscribing.subscribe(email, **{"language": "kk", "now": before} | fields)
    row = Subscription.objects.latest("pk")
    subscribing.confirm(subscribing.token_of(row), now=before)
    Mail.objects.all().delete()
    row.refresh_from_db()
    return row


def told():
    """Addresses that are told of something new, in the order of their mails."""
    return list(Mail.objects.filter(key__startswith="mailing:").order_by("pk").values_list("to", flat=True))


def links(mail):
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", mail["text"])


def test_the_whole_way(queued_mails, editor, publisher):
    reader = Client()
    assert reader.get("/ru/subscribe/").status_code == 200
    response = asked(reader, "ru")
    assert (response.status_code, response["Location"]) == (302, "/ru/subscribe/done/")
    assert reader.get("/ru/subscribe/done/").status_code == 200
    (mail,) = queued_mails()
    assert mail["to"] == ADDRESS
    confirm, unsubscribe = links(mail)[:2]
    assert confirm.startswith("/ru/subscribe/")
    assert unsubscribe.startswith("/ru/unsubscribe/")

    # Programs that look into the links of mails confirm nothing.
    page = reader.get(confirm)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    publish(editor, publisher, kind=Kind.NEWS)
    assert subscribing.mail_new() == 0
    assert not Subscription.objects.confirmed().exists()

    checked = Client(enforce_csrf_checks=True)
    assert checked.post(confirm).status_code == 403
    assert reader.post(confirm).status_code == 200
    assert Subscription.objects.confirmed().count() == 1
    second = publish(editor, publisher, kind=Kind.NEWS, slug="ekinshi")
    assert subscribing.mail_new() == 1
    assert subscribing.mail_new() == 0
    new = queued_mails()[-1]
    assert new["subject"] == second.title_ru
    assert f"/ru/news/{second.slug}/" in new["text"]
    assert f'href="http://127.0.0.1:8000/ru/news/{second.slug}/"' in new["html"]
    row = Mail.objects.latest("pk")
    assert row.headers == {
        "List-Unsubscribe": f"<http://127.0.0.1:8000{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }

    # The POST of RFC 8058: no cookie, no token of a form, no log-in, no redirect.
    assert reader.get(unsubscribe).status_code == 200
    assert Subscription.objects.exists()
    one_click = {"List-Unsubscribe": "One-Click"}
    assert checked.post(unsubscribe, one_click).status_code == 200
    assert not Subscription.objects.exists()
    row.refresh_from_db()
    assert row.state == MailState.DROPPED, "what waited does not go out"
    assert not Mail.objects.filter(to=ADDRESS).exists()
    assert checked.post(unsubscribe, one_click).status_code == 200
    assert reader.get(unsubscribe).status_code == 404
    assert reader.get(confirm).status_code == 404


def test_nobody_finds_out_who_subscribes(queued_mails):
    subscriber()
    known = asked()
    unknown = asked(email="basqa@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(queued_mails()) == 2
    assert {mail["to"] for mail in queued_mails()} == {ADDRESS, "basqa@example.org"}
    assert Subscription.objects.count() == 2


def test_a_stranger_is_not_flooded(queued_mails, coming):  # noqa: F811
    regions = [region(f"Өңір {n}", f"Регион {n}", iso=f"KZ-9{n}", kato=f"9{n}0000000") for n in range(5)]
    for _again in range(3):
        for place in regions:
            subscribing.subscribe(ADDRESS.lower(), language="kk", region=place)
            subscribing.subscribe(ADDRESS, language="kk", region=place)
    assert len(queued_mails()) == Subscription.objects.count() == subscribing.ASKED_AT_MOST
    for days in range(1, 4):
        for place in regions:
            subscribing.subscribe(
                ADDRESS, language="kk", region=place, now=timezone.now() + timedelta(days=days)
            )
        assert len(queued_mails()) == subscribing.ASKED_AT_MOST * (days + 1)


def test_wishes_of_a_stranger_keep_nobody_out_until_they_lapse(queued_mails):
    """Whoever is asked to confirm what a stranger wished gets a mail of their own the next day."""
    now = timezone.now()
    for number in range(subscribing.ASKED_AT_MOST):
        place = region(f"Өңір {number}", f"Регион {number}")
        subscribing.subscribe(ADDRESS, language="kk", region=place, now=now)
    subscribing.subscribe(ADDRESS, language="ru", now=now)
    assert not Subscription.objects.filter(region=None).exists()
    subscribing.subscribe(ADDRESS, language="ru", now=now + timedelta(days=1))
    own = Subscription.objects.get(region=None)
    assert queued_mails()[-1]["to"] == own.email


def test_who_ends_the_wishes_of_a_stranger_subscribes_at_once(queued_mails):
    for number in range(subscribing.ASKED_AT_MOST):
        place = region(f"Өңір {number}", f"Регион {number}")
        subscribing.subscribe(ADDRESS, language="kk", region=place)
    subscribing.unsubscribe(subscribing.token_of(Subscription.objects.first()))
    subscribing.subscribe(ADDRESS, language="ru")
    assert Subscription.objects.filter(region=None).exists()


def test_robots_and_nonsense_are_told(queued_mails):
    assert asked(website="https://spam.example").status_code == 422
    assert asked(opened=SubscribeForm.opened_now()).status_code == 422
    for fields in (
        {"email": "қате"},
        {"agreed": ""},
        {"region": "KZ-00"},
        {"campaign": "joq"},
        {"email": "a\0b@c.kz"},
    ):
        response = asked(**fields)
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
    assert Client().get("/kk/subscribe/?region=%00&campaign=" + "x" * 300).status_code == 200
    assert Client().get("/kk/subscribe/%00/").status_code == 404
    assert queued_mails() == []


def test_one_network_address_does_not_ask_for_ever():
    codes = [asked(email=f"{number}@example.org").status_code for number in range(12)]
    assert codes == [302] * 10 + [422] * 2


def test_keys_are_not_in_the_database_and_end_with_the_subscription():
    first = subscriber()
    token = subscribing.token_of(first)
    assert first.token_hash != token
    assert token not in str(Subscription.objects.values().get())
    assert subscribing.opened(token) == first
    subscribing.unsubscribe(token)
    again = subscriber(now=timezone.now() - timedelta(days=1))
    assert subscribing.token_of(again) != token
    assert subscribing.opened(token) is None


def test_the_address_is_sealed():
    row = subscriber()
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, email_hash FROM site_subscription")
        assert ADDRESS.lower() not in str(cursor.fetchall()).lower()
    assert row.email == ADDRESS
    assert ADDRESS not in str(row)


def test_each_wish_gets_what_it_names(editor, publisher, kostanay, coming):  # noqa: F811
    other = region("Абай облысы", "область Абай", iso="KZ-10", kato="100000000")
    subscriber("all@example.org")
    subscriber("kostanay@example.org", region=kostanay)
    subscriber("abai@example.org", region=other)
    subscriber("campaign@example.org", campaign=coming)
    subscriber("both@example.org", campaign=coming, region=kostanay)
    # One address, two wishes that match: one mail.
    subscriber("twice@example.org")
    subscriber("twice@example.org", region=kostanay)
    item = publish(editor, publisher, kind=Kind.APPEAL)
    item.regions.add(kostanay)
    assert subscribing.mail_new() == 3
    assert sorted(told()) == ["all@example.org", "kostanay@example.org", "twice@example.org"]
    second = publish(editor, publisher, kind=Kind.NEWS, slug="ekinshi")
    second.regions.add(other)
    Link.objects.create(campaign=coming, publication=second)
    subscribing.mail_new()
    assert sorted(told()[3:]) == [
        "abai@example.org",
        "all@example.org",
        "campaign@example.org",
        "twice@example.org",
    ]
    publish(editor, publisher, kind=Kind.PAGE, slug="bet")
    assert subscribing.mail_new() == 0
    assert Mailing.objects.get(edition__publication=second).recipients == 4
    assert Region.objects.exists()


def test_later_editions_and_old_documents_are_no_news(editor, publisher):
    subscriber()
    publish(editor, publisher, kind=Kind.NEWS, public_from=None)
    assert subscribing.mail_new() == 1
    item = publish(editor, publisher, kind=Kind.NEWS, slug="ekinshi")
    assert subscribing.mail_new() == 1
    publishing.save_text(
        fresh(item), editor, version=fresh(item).version, lead_kk="Түзетілді.", lead_ru="Исправлено."
    )
    publishing.confirm(fresh(item), editor, version=fresh(item).version)
    next_edition(item, editor, publisher)
    assert subscribing.mail_new() == 0
    # Whoever confirmed after the hour of the publication is not told of it.
    publish(editor, publisher, kind=Kind.NEWS, slug="ushinshi")
    row = Subscription.objects.get()
    row.confirmed_at = timezone.now() + timedelta(minutes=1)
    row.save()
    assert subscribing.mail_new() == 0
    assert len(told()) == 2


def test_a_scheduled_publication_is_mailed_at_its_hour(editor, publisher):
    subscriber()
    hour = timezone.now() + timedelta(hours=3)
    publish(editor, publisher, kind=Kind.NEWS, public_from=hour)
    assert subscribing.mail_new() == 0
    assert subscribing.mail_new(hour + timedelta(minutes=1)) == 1


def test_in_a_silence_material_waits_and_the_rest_goes_out(editor, publisher):
    subscriber()
    now = timezone.now()
    publish(editor, publisher, kind=Kind.NEWS, campaign_material=True, **IMPRINT)
    publish(editor, publisher, kind=Kind.NEWS, slug="beytarap")
    QuietPeriod.objects.create(
        name_kk="Сайлау",
        name_ru="Выборы",
        campaign="x",
        matter=Matter.CAMPAIGN,
        begins_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(hours=5),
    )
    assert subscribing.mail_new() == 1
    assert subscribing.mail_new(now + timedelta(hours=4)) == 0
    assert subscribing.mail_new(now + timedelta(hours=6)) == 1
    first, second = Mail.objects.filter(key__startswith="mailing:").order_by("pk")
    assert IMPRINT["imprint_producer_kk"] in second.text
    assert (first.matters, second.matters) == ([], ["campaign"])


def test_what_nobody_confirms_is_erased(queued_mails):
    now = timezone.now()
    subscribing.subscribe("a@example.org", language="kk", now=now - timedelta(days=8))
    subscribing.subscribe("b@example.org", language="kk", now=now - timedelta(days=6))
    subscriber("c@example.org", now=now - timedelta(days=90))
    assert subscribing.erase_unconfirmed() == 1
    assert sorted(row.email for row in Subscription.objects.all()) == ["b@example.org", "c@example.org"]


def test_of_an_address_that_nobody_confirmed_nothing_stays(queued_mails):
    now = timezone.now()
    subscribing.subscribe("a@example.org", language="kk", now=now - timedelta(days=8))
    subscribing.subscribe("a@example.org.kz", language="kk", now=now)
    Mail.objects.update(state=MailState.REFUSED, trouble="550 nobody here")
    subscribing.erase_unconfirmed()
    (kept,) = Mail.objects.filter(erased_at=None)
    assert kept.to == "a@example.org.kz"
    assert "a@example.org'" not in str(list(Mail.objects.values()))


def test_what_is_withdrawn_is_not_mailed(editor, publisher):
    """Not even to those whose mails wait since the mail server rests."""
    subscriber()
    item = publish(editor, publisher, kind=Kind.NEWS)
    kept = publish(editor, publisher, kind=Kind.NEWS, slug="ekinshi")
    assert subscribing.mail_new() == 2
    publishing.withdraw(fresh(item), publisher, reason_kk="Себебі", reason_ru="Причина")
    (waiting,) = Mail.objects.filter(key__startswith="mailing:", state=MailState.WAITING)
    assert f"/{kept.slug}/" in waiting.text
    gone = Mail.objects.get(key__startswith="mailing:", state=MailState.DROPPED)
    assert (gone.to, gone.text, gone.headers) == ("", "", {})


def test_what_is_withdrawn_meanwhile_is_not_mailed(editor, publisher):
    subscriber()
    item = publish(editor, publisher, kind=Kind.NEWS)
    (edition,) = subscribing.unmailed(timezone.now())
    publishing.withdraw(fresh(item), publisher, reason_kk="Себебі", reason_ru="Причина")
    with patch.object(subscribing, "unmailed", lambda now: [edition]):
        assert subscribing.mail_new() == 0
    assert not Mailing.objects.exists()


def test_one_address_that_no_key_opens_stops_nobody(editor, publisher, caplog):
    lost, well = subscriber("lost@example.org"), subscriber("well@example.org")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE site_subscription SET email = 'rubbish' WHERE id = %s", [lost.pk])
    publish(editor, publisher, kind=Kind.NEWS)
    assert subscribing.mail_new() == 1
    assert told() == [well.email]
    assert Mailing.objects.get().recipients == 1
    assert f"Subscription № {lost.pk} was not told" in caplog.text
    assert "rubbish" not in caplog.text


def test_one_edition_that_fails_stops_no_other(editor, publisher):
    subscriber()
    first = publish(editor, publisher, kind=Kind.NEWS)
    publish(editor, publisher, kind=Kind.NEWS, slug="ekinshi")
    mail_one = subscribing._mail_one

    def fails_once(edition, now):
        if edition.publication_id == first.pk:
            raise RuntimeError("broken")
        return mail_one(edition, now)

    with patch.object(subscribing, "_mail_one", fails_once), pytest.raises(ExceptionGroup):
        subscribing.mail_new()
    assert len(told()) == 1
    assert subscribing.mail_new() == 1, "it is tried again"


@pytest.mark.parametrize("page", ["/kk/", "/ru/news/", "/kk/appeals/"])
def test_pages_lead_there(page):
    assert f'href="{page[:3]}/subscribe/"' in Client().get(page).content.decode()
