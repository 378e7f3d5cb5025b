"""What readers see of publications: lists, texts, editions, differences, withdrawals, moved addresses, feeds."""

import json
import re
from datetime import UTC, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appeals import publishing
from appeals.enums import AdoptingBody, Kind
from appeals.models import FormerAddress, Relay, Signatory, Topic
from federation import blocks
from federation.models import QuietPeriod
from tests.appeals.texts import BODY_KK, BODY_RU, MATERIAL, TEXTS, TITLE_KK, TITLE_RU
from tests.site.publications import ago, edit, fresh, next_edition, publish

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def appeal(editor, publisher):
    return publish(editor, publisher, lead_kk="Қысқаша сөз.", lead_ru="Кратко о главном.")


def page(address, status=200):
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode()


def visible(html):
    """Plain text of a page, white space collapsed."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("language", "title", "body"), [("kk", TITLE_KK, BODY_KK), ("ru", TITLE_RU, BODY_RU)]
)
def test_the_text_stands_in_one_article_with_an_id_for_each_block(appeal, language, title, body):
    html = page(appeal.get_absolute_url(language))
    assert f"<h1>{title}</h1>" in html
    assert html.count("<article") == 1
    article = html.split("<article", 1)[1].split("</article>")[0]
    assert re.findall(r'id="(b\d+)"', article) == [f"b{number}" for number in range(1, 9)]
    for block in blocks.parse(body):
        assert block.text in visible(article)


def test_the_language_switch_stays_on_the_same_page_of_the_item(appeal):
    for rest in ("", "both/", "editions/", "editions/1/", "?x=1"):
        html = page(appeal.get_absolute_url("kk") + rest)
        assert f'href="{appeal.get_absolute_url("ru")}{rest}" lang="ru"' in html


def test_both_languages_stand_side_by_side_kazakh_first(appeal):
    html = page(appeal.get_absolute_url("ru") + "both/")
    pairs = re.findall(
        r'<div class="pair" id="b(\d+)"><div lang="kk">(.*?)</div><div lang="ru">(.*?)</div>', html
    )
    kk, ru = blocks.parse(BODY_KK), blocks.parse(BODY_RU)
    assert [(number, visible(left), visible(right)) for number, left, right in pairs] == [
        (str(index + 1), left.text, right.text)
        for index, (left, right) in enumerate(zip(kk, ru, strict=True))
    ]


def test_an_adopted_act_shows_its_record_and_its_rank(editor, publisher):
    publication = publishing.create(
        editor,
        kind=Kind.RULING,
        **TEXTS,
        adopting_body=AdoptingBody.GENERAL_COUNCIL,
        decision_number="7-3",
        decided_on="2023-03-19",
        adoption_text_kk="Кеңестің шешімімен қабылданған",
        adoption_text_ru="Принято решением Совета",
    )
    Signatory.objects.create(
        publication=publication,
        name_kk="Асан Үлгіұлы",
        name_ru="Асан Улгиулы",
        office_kk="төраға",
        office_ru="председатель",
    )
    publication = next_edition(publication, editor, publisher)
    ru = page(publication.get_absolute_url("ru"))
    assert "19 марта 2023 года" in ru
    assert "№ 7-3" in ru
    assert "Принято решением Совета" in ru
    assert "Асан Улгиулы" in ru
    assert "is-adopted" in ru
    kk = page(publication.get_absolute_url("kk"))
    assert "2023 жылғы 19 наурыз" in kk
    assert "Кеңестің шешімімен қабылданған" in kk
    plain = publish(editor, publisher, slug="plain")
    assert "is-adopted" not in page(plain.get_absolute_url("kk"))


def test_editions_keep_their_addresses_and_say_which_is_the_newest(appeal, editor, publisher):
    changed = BODY_KK.replace("12", "14"), BODY_RU.replace("12", "14")
    edit(appeal, editor, body_kk=changed[0], body_ru=changed[1])
    next_edition(appeal, editor, publisher, note=("Сан түзетілді.", "Исправлено число."))
    address = appeal.get_absolute_url("kk")
    newest, first = page(address), page(f"{address}editions/1/")
    assert "14 кәсіпорын" in newest
    assert "12 кәсіпорын" in first
    assert "14 кәсіпорын" not in first
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{address}">' in first
    assert f'href="{address}editions/?from=1&amp;to=2"' in first
    assert "?from=1" not in page(f"{address}editions/2/")
    listed = page(f"{address}editions/")
    assert "Сан түзетілді." in listed
    assert "Исправлено число." in page(appeal.get_absolute_url("ru") + "editions/")
    page(f"{address}editions/3/", 404)
    page(f"{address}editions/{10**30}/", 404)


def test_the_difference_of_two_editions_shows_words_in_both_languages(appeal, editor, publisher):
    edit(appeal, editor, body_kk=BODY_KK.replace("12", "14"), body_ru=BODY_RU.replace("12", "14"))
    next_edition(appeal, editor, publisher)
    html = page(appeal.get_absolute_url("kk") + "editions/?from=1&to=2")
    assert len(re.findall(r"<del>12</del> ?<ins>14</ins>", html)) == 2
    kk, ru = html.split('lang="kk" aria-labelledby')[1].split('lang="ru" aria-labelledby')
    assert "кәсіпорын" in kk
    assert "предприятий" in ru
    page(appeal.get_absolute_url("kk") + "editions/?from=1&to=9", 404)


def test_marks_that_others_add_to_an_address_change_nothing(appeal):
    address = appeal.get_absolute_url("kk") + "editions/"
    assert page(f"{address}?fbclid=1").count("<h2>") == page(address).count("<h2>")
    assert 'class="legend"' in page(f"{address}?from=1&to=1&fbclid=1")
    for half in ("from=1", "to=1", "from=&to=", "from=1&to=x"):
        page(f"{address}?{half}", 404)


def test_a_scheduled_edition_is_nowhere_before_its_hour(appeal, editor, publisher, tomorrow):
    edit(appeal, editor, title_kk="Келешек 2 үндеу", title_ru="Будущее обращение 2")
    next_edition(appeal, editor, publisher, public_from=tomorrow)
    address = appeal.get_absolute_url("kk")
    page(f"{address}editions/2/", 404)
    for path in (address, f"{address}editions/", "/kk/", "/kk/appeals/", "/kk/feeds/"):
        assert "Келешек 2 үндеу" not in page(path)


def test_a_withdrawn_item_keeps_its_address_and_says_why_in_both_languages(appeal, publisher):
    publishing.withdraw(appeal, publisher, reason_kk="Қате мәтін.", reason_ru="Ошибочный текст.")
    for rest in ("", "both/", "editions/", "editions/1/"):
        for language in ("kk", "ru"):
            html = page(appeal.get_absolute_url(language) + rest, 410)
            assert "Қате мәтін." in html
            assert "Ошибочный текст." in html
            assert "12 кәсіпорын" not in html
    assert appeal.slug not in page("/kk/appeals/")
    publishing.restore(fresh(appeal), publisher)
    assert "12 кәсіпорын" in page(appeal.get_absolute_url("kk"))


def test_what_was_withdrawn_before_its_hour_never_shows(appeal, editor, publisher, tomorrow, monkeypatch):
    edit(appeal, editor, title_kk="Келешек үндеу", title_ru="Будущее обращение")
    next_edition(appeal, editor, publisher, public_from=tomorrow)
    unseen = publish(editor, publisher, slug="korinbegen", public_from=tomorrow)
    for publication in (appeal, unseen):
        publishing.withdraw(fresh(publication), publisher, reason_kk="Ескірді.", reason_ru="Устарело.")
    for hour in (timezone.now(), tomorrow + timedelta(hours=1)):
        monkeypatch.setattr(timezone, "now", lambda hour=hour: hour)
        for rest in ("", "both/", "editions/", "editions/2/"):
            html = page(appeal.get_absolute_url("kk") + rest, 410)
            assert f"<h1>{TITLE_KK}</h1>" in html
            assert "Келешек" not in html
            page(unseen.get_absolute_url("kk") + rest, 404)


def test_a_former_slug_leads_to_the_same_page_in_the_same_language(appeal, editor):
    former = appeal.slug
    edit_slug = fresh(appeal)
    publishing.save_text(edit_slug, editor, version=edit_slug.version, slug="zhana-mekenzhay")
    for language in ("kk", "ru"):
        for rest in ("", "both/", "editions/1/"):
            response = Client().get(f"/{language}/appeals/{former}/{rest}?from=mail")
            assert response.status_code == 301
            assert response.url == f"/{language}/appeals/zhana-mekenzhay/{rest}?from=mail"


@pytest.mark.parametrize(
    ("stored", "asked", "language", "target"),
    [
        ("/news/12.html", "/news/12.html", "ru", "/ru/{}"),
        ("/news/12.html", "/news/12.html", "en", "/kk/{}"),
        ("/ru/news/12.html", "/ru/news/12.html", "kk", "/ru/{}"),
        ("/?p=77", "/?p=77", "ru", "/ru/{}"),
        ("/old/", "/old/?utm=1", "kk", "/kk/{}?utm=1"),
        ("/show?id=5", "/show?id=5", "ru", "/ru/{}"),
    ],
)
def test_an_address_of_the_old_site_leads_to_the_publication(appeal, stored, asked, language, target):
    FormerAddress.objects.create(publication=appeal, address=stored)
    response = Client().get(asked, headers={"accept-language": language})
    assert response.status_code == 301
    assert response.url == target.format(f"appeals/{appeal.slug}/")


def test_an_item_answers_only_in_its_own_section(appeal):
    page(f"/kk/news/{appeal.slug}/", 404)
    page(f"/kk/pages/{appeal.slug}/", 404)


def test_lists_filter_by_kind_topic_and_year(editor, publisher):
    statement = publish(editor, publisher, kind=Kind.STATEMENT, slug="malimdeme")
    old = publish(editor, publisher, slug="eski", public_from=ago(days=800))
    topic = Topic.objects.create(slug="wages", name_kk="Жалақы", name_ru="Заработная плата")
    old.topics.add(topic)
    news = publish(editor, publisher, kind=Kind.NEWS, slug="zhanalyq")

    def found(address):
        return {item.slug for item in (statement, old, news) if f"/{item.slug}/" in page(address)}

    assert found("/kk/appeals/") == {"malimdeme", "eski"}
    assert found("/kk/news/") == {"zhanalyq"}
    assert found("/kk/appeals/?kind=statement") == {"malimdeme"}
    assert found("/ru/appeals/?topic=wages") == {"eski"}
    year = timezone.localtime(ago(days=800)).year
    assert found(f"/kk/appeals/?year={year}") == {"eski"}
    assert found(f"/kk/appeals/?kind=statement&year={year}") == set()
    for nonsense in ("kind=news", "kind=x", "topic=x", "year=x", "year=1", "topic=%00"):
        page(f"/kk/appeals/?{nonsense}", 404)
    # A choice keeps the others and adds nothing empty.
    assert f'href="?kind=statement&amp;year={year}"' in page(f"/kk/appeals/?year={year}")
    assert 'href="."' in page("/kk/appeals/?kind=statement")


def test_lists_have_pages(editor, publisher):
    for number in range(23):
        publish(editor, publisher, slug=f"n-{number}", public_from=ago(minutes=number + 1))
    first, second = page("/kk/appeals/"), page("/kk/appeals/?page=2")
    assert first.count('class="card ') == 20
    assert second.count('class="card ') == 3
    assert "/kk/appeals/n-0/" in first
    assert "/kk/appeals/n-22/" in second
    assert 'rel="next" href="?page=2"' in first
    assert 'rel="prev" href="."' in second


@pytest.mark.parametrize(
    "path",
    ["/kk/", "/kk/appeals/", "/kk/news/", "/kk/feeds/", "/kk/search/?q=шарт", "/sitemap-publications.xml"],
)
def test_queries_of_a_list_do_not_grow_with_its_rows(path, editor, publisher, django_assert_max_num_queries):
    topic = Topic.objects.create(slug="t", name_kk="Т", name_ru="Т")

    def add(count):
        for number in range(count):
            for kind in (Kind.APPEAL, Kind.NEWS):
                publish(editor, publisher, kind=kind, slug=f"{kind}-{count}-{number}").topics.add(topic)

    add(1)
    with django_assert_max_num_queries(12) as one:
        page(path)
    add(6)
    with django_assert_max_num_queries(len(one)):
        page(path)


@pytest.mark.parametrize("path", ["/kk/", "/kk/appeals/", "/kk/feeds/", "/ru/search/?q=предприятие"])
def test_lists_leave_the_long_texts_in_the_database(path, appeal):
    with CaptureQueriesContext(connection) as asked:
        assert appeal.slug in page(path)
    read = " ".join(query["sql"].split(" FROM ")[0] for query in asked)
    assert '"appeals_edition"."title_kk"' in read
    # The feed and the excerpts of the search need the text of their own language.
    needed = {"/kk/feeds/": "body_kk", "/ru/search/?q=предприятие": "body_ru"}.get(path)
    columns = set(re.findall(r'"appeals_(?:edition|publication)"\."((?:body|search)\w*)"', read))
    assert columns == ({needed} if needed else set())


def test_the_pages_of_an_item_leave_the_working_copy_in_the_database(appeal, editor, publisher):
    next_edition(edit(appeal, editor, title_kk="Өзге атау", title_ru="Другое название"), editor, publisher)
    address = appeal.get_absolute_url("kk")
    for rest in ("", "both/", "editions/", "editions/1/", "editions/?from=1&to=2"):
        with CaptureQueriesContext(connection) as asked:
            page(address + rest)
        read = " ".join(query["sql"] for query in asked)
        assert not re.search(r'"appeals_publication"\."(body|title|lead)|"appeals_edition"\."search_', read)


def test_the_pages_of_an_item_ask_few_queries(appeal, editor, publisher, django_assert_max_num_queries):
    for number in range(4):
        Relay.objects.create(
            publication=appeal, outlet="Газет", url=f"https://example.org/{number}", language="kk"
        )
    for rest in ("", "both/", "editions/", "editions/1/", "editions/?from=1&to=1"):
        with django_assert_max_num_queries(9):
            page(appeal.get_absolute_url("kk") + rest)


def test_in_a_quiet_period_campaign_material_keeps_its_address_and_leaves_the_lists(editor, publisher):
    material = publish(editor, publisher, slug="ugit", public_from=ago(days=1), **MATERIAL)
    neutral = publish(editor, publisher, slug="beitarap")
    assert "data-share" in page(material.get_absolute_url("kk"))
    QuietPeriod.objects.create(
        campaign="c", name="Тыныштық", begins_at=ago(hours=1), ends_at=timezone.now() + timedelta(hours=1)
    )
    for path in ("/kk/", "/kk/appeals/", "/kk/feeds/"):
        assert material.slug not in page(path)
        assert neutral.slug in page(path)
    assert "data-share" not in page(material.get_absolute_url("kk"))
    assert "data-share" in page(neutral.get_absolute_url("kk"))


def test_the_feed_is_atom_in_the_language_of_its_address(appeal, editor, publisher):
    publish(editor, publisher, kind=Kind.NEWS, slug="zhanalyq")
    publish(editor, publisher, kind=Kind.PAGE, slug="bet")
    for language, title in (("kk", TITLE_KK), ("ru", TITLE_RU)):
        response = Client().get(f"/{language}/feeds/appeals/")
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        root = ElementTree.fromstring(response.content)
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        (entry,) = root.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == title
        assert (
            entry.find(f"{ATOM}link").get("href")
            == f"http://127.0.0.1:8000{appeal.get_absolute_url(language)}"
        )
        assert "<li>" in entry.findtext(f"{ATOM}content")
    everything = ElementTree.fromstring(Client().get("/kk/feeds/").content)
    assert len(everything.findall(f"{ATOM}entry")) == 2


def test_the_id_of_an_entry_outlives_its_address(appeal, editor):
    def ids():
        roots = [ElementTree.fromstring(page(f"/{language}/feeds/")) for language in ("kk", "ru")]
        return [root.find(f"{ATOM}entry").findtext(f"{ATOM}id") for root in roots]

    before = ids()
    day = fresh(appeal).created_at.astimezone(UTC).date()
    assert before == [f"tag:127.0.0.1,{day}:publication/{appeal.pk}/{language}" for language in ("kk", "ru")]
    publishing.save_text(fresh(appeal), editor, version=fresh(appeal).version, slug="zhana-mekenzhay")
    assert "/kk/appeals/zhana-mekenzhay/" in page("/kk/feeds/")
    assert ids() == before


def test_machines_read_what_a_page_is(appeal):
    html = page(appeal.get_absolute_url("ru"))
    site = "http://127.0.0.1:8000"
    assert f'<link rel="canonical" href="{site}{appeal.get_absolute_url("ru")}">' in html
    for language in ("kk", "ru"):
        assert f'hreflang="{language}" href="{site}{appeal.get_absolute_url(language)}"' in html
    assert f'<meta property="og:title" content="{TITLE_RU}">' in html
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert data["headline"] == TITLE_RU
    assert data["inLanguage"] == "ru"
    assert data["workTranslation"]["@id"] == site + appeal.get_absolute_url("kk")
    assert data["version"] == 1


def test_nothing_in_a_title_breaks_out_of_the_page(editor, publisher):
    title = '</script><script>alert("x")</script> & <b>үндеу</b>'
    publication = publish(editor, publisher, slug="x", text={"title_kk": title, "title_ru": title})
    for path in (
        publication.get_absolute_url("kk"),
        "/kk/",
        "/kk/appeals/",
        "/kk/search/?q=alert",
        "/kk/feeds/",
    ):
        html = page(path)
        assert "<script>alert" not in html
        assert "<b>үндеу" not in html
