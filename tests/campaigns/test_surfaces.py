"""Silence on every surface, minute by minute in two zones: the whole list of `federation.site.surfaces`."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from appeals import previews, publishing
from appeals.enums import Kind, Move
from appeals.models import Attachment, Publication
from appeals.moves import LEGAL
from campaigns import campaigning
from federation.models import User
from federation.site.surfaces import MAILS, MOVES, PAGES, Silence
from tests.appeals import lookalike
from tests.appeals.texts import TEXTS
from tests.cast import client_of
from tests.site.publications import fresh, next_edition
from tests.test_urls import PUBLIC

pytestmark = pytest.mark.django_db

WORD, SLUG, NEUTRAL = "Үгітсөз", "ugitsoz", "Бейтарапсөз"
# The vote of 19 March 2023 in two zones of that day: 00:00 of the eve to 24:00 of the voting day.
BORDERS = {
    "begins in Almaty (UTC+6)": datetime(2023, 3, 17, 18, tzinfo=UTC),
    "begins in Oral (UTC+5)": datetime(2023, 3, 17, 19, tzinfo=UTC),
    "ends in Almaty (UTC+6)": datetime(2023, 3, 19, 18, tzinfo=UTC),
    "ends in Oral (UTC+5)": datetime(2023, 3, 19, 19, tzinfo=UTC),
}
FIRST, LAST = min(BORDERS.values()), max(BORDERS.values())
AROUND = (timedelta(minutes=-1), timedelta(seconds=-1), timedelta(), timedelta(minutes=1))
MOMENTS = sorted(border + step for border in BORDERS.values() for step in AROUND)
QUIET = datetime(2023, 3, 18, 12, tzinfo=UTC)
BEFORE = datetime(2023, 3, 10, 12, tzinfo=UTC)


def silent(moment):
    return FIRST <= moment < LAST


def clock(moment):
    return patch("django.utils.timezone.now", lambda: moment)


@pytest.fixture
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def marked(word, slug):
    """The look-alike with `word` in its title, lead, a heading and the text of both languages."""
    fields = {"slug": slug}
    for code in ("kk", "ru"):
        fields[f"title_{code}"] = f"{word} {TEXTS[f'title_{code}']}"
        fields[f"lead_{code}"] = f"{word}."
        fields[f"body_{code}"] = f"<h2>{word}</h2><p>{word}.</p>{TEXTS[f'body_{code}']}"
    return fields


@pytest.fixture
def editor(editor):
    return long_serving(editor)


@pytest.fixture
def publisher(publisher):
    return long_serving(publisher)


@pytest.fixture
def headquarters(headquarters):
    return long_serving(headquarters)


def long_serving(person):
    """The person, in office since before the vote: roles follow the clock, too."""
    person.memberships.update(from_date=date(2020, 1, 1))
    return User.objects.get(pk=person.pk)


@pytest.fixture
def materials(storage, election, editor, publisher, headquarters):
    """{kind: Publication} of campaign materials, published ten days before, and of one neutral notice."""
    with clock(BEFORE):
        made = {}
        for kind in (Kind.APPEAL, Kind.NEWS, Kind.PAGE, Kind.PLATFORM):
            publication = publishing.create(editor, kind=kind, **marked(WORD, f"{SLUG}-{kind}"))
            attachment = Attachment(
                publication=publication, name="bet.pdf", content_type="application/pdf", size=5,
                title_kk=WORD, title_ru=WORD,
            )  # fmt: skip
            attachment.file.save("bet.pdf", ContentFile(b"%PDF-"), save=False)
            attachment.save()
            campaigning.link(election, publication, headquarters)
            made[kind] = next_edition(publication, editor, publisher)
        notice = publishing.create(editor, kind=Kind.NOTICE, **marked(NEUTRAL, "beitarap"))
        made[Kind.NOTICE] = next_edition(notice, editor, publisher)
        election.refresh_from_db()
        election.platform = made[Kind.PLATFORM]
        election.summary_kk = election.summary_ru = f"{WORD}."
        campaigning.save(election, headquarters)
        campaigning.announce(election, headquarters)
    return made


def address(name, materials, election):
    """Path of the page in which a material would stand, in Kazakh."""
    section, _, page = name.removeprefix("appeals:").partition("-")
    kinds = {"appeals": Kind.APPEAL, "news": Kind.NEWS, "pages": Kind.PAGE, "platforms": Kind.PLATFORM}
    if name.startswith("appeals:") and page and page != "feed":
        kwargs = {"slug": materials[kinds[section]].slug}
        return reverse(name, kwargs=kwargs | ({"number": 1} if page == "edition" else {}))
    if name.startswith("campaigns:") and name != "campaigns:list":
        kwargs = {"slug": election.slug} | ({"number": 1} if name == "campaigns:plank" else {})
        return reverse(name, kwargs=kwargs)
    attachment = materials[Kind.APPEAL].attachments.first()
    token = previews.token(materials[Kind.APPEAL])
    special = {
        "site:search": lambda: reverse(name) + f"?q={WORD}",
        "sitemap-section": lambda: reverse(name, kwargs={"section": "publications"}),
        "media": lambda: reverse(name, args=[attachment.file.name]),
        "preview": lambda: reverse(name, args=[token]),
        "preview-file": lambda: reverse(name, args=[token, attachment.file.name]),
        "campaigns:result-source": lambda: None,
    }
    return special.get(name, lambda: reverse(name))()


def content(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace")


# Pages without a publication that need what no campaign material has: a token of a person, a counted vote.
WITHOUT_MATERIAL = {
    "invitation", "account_reset_password_from_key", "account_confirm_email", "campaigns:result-source",
    "account_logout", "account_language", "mfa_authenticate",
}  # fmt: skip


def test_every_address_is_on_the_list():
    assert set(PAGES) == PUBLIC


def test_every_move_is_on_the_list():
    assert set(MOVES) == set(Move)


def test_every_mail_is_on_the_list():
    found = {
        str(path.relative_to(folder).with_suffix(""))
        for folder in map(Path, settings.TEMPLATES[0]["DIRS"])
        for path in folder.rglob("*.txt")
        if "mail" in path.parts
    }
    assert set(MAILS) == found


def test_pages_minute_by_minute(materials, election):
    client = Client()
    walked = sorted(set(PAGES) - WITHOUT_MATERIAL)
    paths = {name: address(name, materials, election) for name in walked}
    wrong = []
    for moment in MOMENTS:
        for name, path in paths.items():
            changes = PAGES[name] is Silence.LEAVES
            if not changes and moment not in BORDERS.values():
                continue  # what is the same all the time is looked at once a border
            for language in ("kk", "ru") if changes else ("kk",):
                with clock(moment):
                    response = client.get(path.replace("/kk/", f"/{language}/", 1))
                    text = content(response)
                if not as_listed(name, response.status_code, text, moment):
                    wrong.append(f"{name} ({language}, {moment}): {response.status_code}")
    assert wrong == []


def as_listed(name, status, text, moment):
    """Whether the answer is what the list of surfaces says of the page at that moment."""
    fate = PAGES[name]
    if status in (301, 302):
        return fate is Silence.NEVER
    shown = name in ("media", "preview-file") or WORD in text or SLUG in text
    expected = not silent(moment) if fate is Silence.LEAVES else fate is Silence.STAYS
    shared = silent(moment) and "data-share" in text
    neutral = (
        name not in ("site:home", "appeals:news", "appeals:feed", "appeals:news-feed") or NEUTRAL in text
    )
    return status == 200 and shown is expected and not shared and neutral


def test_the_notice_stands_in_both_languages_while_it_is_silent(materials, election):
    for moment in MOMENTS:
        for path in ("/kk/", "/ru/news/", election.get_absolute_url("kk")):
            with clock(moment):
                text = content(Client().get(path))
            assert ('class="silence"' in text) is silent(moment)
            if silent(moment):
                for said in (
                    election.title_kk,
                    election.title_ru,
                    election.information_kk,
                    election.information_ru,
                ):
                    assert said in text


def test_no_cache_outlives_a_border(materials):
    for border in (FIRST, LAST):
        for seconds in (1, 4, 9, 30):
            with clock(border - timedelta(seconds=seconds)):
                response = Client().get("/kk/")
            age = int(response["Cache-Control"].partition("max-age=")[2])
            assert age <= min(10, seconds)


# Moves


@pytest.fixture
def waiting(election, editor, publisher, headquarters):
    """An approved piece of campaign material with its imprint."""
    with clock(BEFORE):
        publication = publishing.create(editor, kind=Kind.NEWS, **marked(WORD, f"{SLUG}-kutu"))
        campaigning.link(election, publication, headquarters)
        publishing.submit(fresh(publication), editor)
        publishing.approve(fresh(publication), publisher)
    return fresh(publication)


def refused(act):
    """Whether the door refuses, naming the end of the silence; what it did is undone."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except (publishing.Refused, campaigning.Refused) as refusal:
        return "2023" in str(refusal)
    return False


def test_publishing_minute_by_minute(waiting, publisher):
    for moment in MOMENTS:
        with clock(moment):
            assert refused(lambda: publishing.publish(fresh(waiting), publisher)) is silent(moment), moment


def test_scheduling_into_it_minute_by_minute(waiting, publisher):
    for moment in MOMENTS:
        with clock(BEFORE):
            act = partial(publishing.publish, fresh(waiting), publisher, public_from=moment)
            assert refused(act) is silent(moment), moment


def test_the_button_minute_by_minute(waiting, publisher):
    path = reverse("admin:appeals_publication_move", args=[waiting.pk, "publish"])
    client = client_of(publisher)
    for moment in MOMENTS:
        with clock(moment), transaction.atomic():
            response = client.post(path, {"version": waiting.version})
            made = waiting.editions.count()
            transaction.set_rollback(True)
        assert (response.status_code, made) == ((409, 0) if silent(moment) else (302, 1)), moment


def test_restoring_minute_by_minute(materials, publisher):
    publication = materials[Kind.NEWS]
    with clock(FIRST - timedelta(hours=1)):
        publishing.withdraw(publication, publisher, reason_kk="Себебі.", reason_ru="Причина.")
    for moment in MOMENTS:
        with clock(moment):
            assert refused(lambda: publishing.restore(fresh(publication), publisher)) is silent(moment), (
                moment
            )


def test_finding_neutral_minute_by_minute(waiting, editor, publisher):
    with clock(BEFORE):
        publishing.propose_neutral(waiting, editor, reason="Дауыс беру орны ғана айтылған.")
    for moment in MOMENTS:
        with clock(moment):
            assert refused(lambda: publishing.accept_neutral(fresh(waiting), publisher)) is silent(moment), (
                moment
            )


def test_announcing_minute_by_minute(election, headquarters):
    for moment in MOMENTS:
        with clock(moment):
            assert refused(lambda: campaigning.announce(election, headquarters)) is silent(moment), moment


def test_what_makes_nothing_public_works_in_silence(materials, waiting, editor, publisher):
    """Drafts, review, withdrawal and takedown: every move of the list that is not refused."""
    tried = set()

    def act(move, function, *args, **kwargs):
        with clock(QUIET):
            function(*args, **kwargs)
        tried.add(move)

    with clock(QUIET):
        text = publishing.create(editor, kind=Kind.NEWS, campaign_material=True, **marked(WORD, "zhana"))
        publishing.create(editor, kind=Kind.NEWS, move=Move.IMPORT, **marked(WORD, "import"))
    tried |= {Move.CREATE, Move.IMPORT}
    act(Move.EDIT, publishing.save_text, text, editor, version=1, lead_kk="Жаңа.", lead_ru="Новое.")
    act(Move.PLACE, publishing.save_text, fresh(text), editor, version=2, slug="basqa")
    act(Move.CONFIRM, publishing.confirm, fresh(text), editor, version=2)
    act(Move.SUBMIT, publishing.submit, fresh(text), editor)
    act(Move.RETURN, publishing.send_back, fresh(text), publisher, reason="Қатесі бар.")
    act(Move.SUBMIT, publishing.submit, fresh(text), editor)
    act(Move.APPROVE, publishing.approve, fresh(text), publisher)
    act(Move.PROPOSE_NEUTRAL, publishing.propose_neutral, fresh(text), editor, reason="Бейтарап.")
    act(Move.DECLINE_NEUTRAL, publishing.decline_neutral, fresh(text), publisher, reason="Үгіт.")
    published = materials[Kind.APPEAL]
    act(
        Move.REVERT,
        publishing.revert,
        published,
        editor,
        version=published.version,
        source=published.last_edition,
    )
    act(
        Move.WITHDRAW,
        publishing.withdraw,
        fresh(published),
        publisher,
        reason_kk="Себебі.",
        reason_ru="Причина.",
    )
    with clock(BEFORE):
        publishing.publish(waiting, publisher, public_from=LAST + timedelta(days=1))
    act(Move.UNSCHEDULE, publishing.unschedule, fresh(waiting), publisher)
    works = {move for move, fate in MOVES.items() if fate is Silence.WORKS}
    # An accepted difference needs one in the text; its door knows no clock at all (tests/appeals/test_publishing.py).
    assert tried == works - {Move.OVERRIDE}
    assert {move for move, fate in MOVES.items() if fate is Silence.REFUSED} <= set(LEGAL)


def test_an_import_publishes_no_campaign_material(tmp_path, election, publisher, storage):
    """Neither in silence nor outside of it: the imported text has no imprint."""
    document = tmp_path / "document.txt"
    document.write_text(lookalike.APPEAL, encoding="utf-8")
    for moment in (BEFORE, QUIET):
        with clock(moment), pytest.raises(SystemExit):
            call_command(
                "import_document", str(document), "--publish", "--campaign-material", "--as", publisher.email
            )
    assert not Publication.objects.exists()
