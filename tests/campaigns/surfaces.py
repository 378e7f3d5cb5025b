"""Campaign material and results of polls around the vote of 19 March 2023, for the walks along every surface."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from appeals import publishing
from appeals.enums import Kind
from appeals.models import Attachment
from campaigns import campaigning
from campaigns.candidates import registering
from campaigns.models import Campaign, Pool
from federation.enums import Matter
from federation.site.models import MenuItem, Place
from tests.appeals.texts import TEXTS
from tests.campaigns.candidates import people, public
from tests.cast import long_serving
from tests.clock import clock
from tests.site.publications import fresh, next_edition

WORD, SLUG, NEUTRAL, IN_MENUS = "Үгітсөз", "ugitsoz", "Бейтарапсөз", "Мәзірсөз"
BEFORE = datetime(2023, 3, 1, 12, tzinfo=UTC)
QUIET = datetime(2023, 3, 18, 12, tzinfo=UTC)
# Both end with the voting day; 00:00 and 24:00 come to Almaty (UTC+6) an hour before they come to Oral (UTC+5).
BORDERS = {
    Matter.CAMPAIGN: [datetime(2023, 3, day, hour, tzinfo=UTC) for day in (17, 19) for hour in (18, 19)],
    Matter.POLLS: [datetime(2023, 3, day, hour, tzinfo=UTC) for day in (13, 19) for hour in (18, 19)],
}
AROUND = (timedelta(minutes=-1), timedelta(seconds=-1), timedelta(), timedelta(minutes=1))
MOMENTS = {
    matter: sorted(border + step for border in borders for step in AROUND)
    for matter, borders in BORDERS.items()
}


def silent(moment, matter=Matter.CAMPAIGN):
    """Whether the quiet of the matter holds in one of the zones."""
    return min(BORDERS[matter]) <= moment < max(BORDERS[matter])


def marked(word, slug):
    """The look-alike with `word` in its title, lead, a heading and the text of both languages."""
    fields = {"slug": slug}
    for code in ("kk", "ru"):
        fields[f"title_{code}"] = f"{word} {TEXTS[f'title_{code}']}"
        fields[f"lead_{code}"] = f"{word}."
        fields[f"body_{code}"] = f"<h2>{word}</h2><p>{word}.</p>{TEXTS[f'body_{code}']}"
    return fields


@pytest.fixture
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def in_office(editor, publisher, headquarters):
    for person in (editor, publisher, headquarters):
        long_serving(person)


def in_menus(page):
    for place in (Place.MAIN, Place.FOOTER, Place.HOME):
        MenuItem.objects.create(place=place, publication=page)


@pytest.fixture
def materials(storage, in_office, election, editor, publisher, headquarters):
    """{kind: Publication} of campaign materials, published weeks before, and of one neutral notice.

    The page stands in the menus and introduces the home page, with a word of its own.
    """
    with clock(BEFORE):
        made = {}
        for kind in (Kind.APPEAL, Kind.NEWS, Kind.PAGE, Kind.PLATFORM):
            word = f"{WORD} {IN_MENUS}" if kind == Kind.PAGE else WORD
            publication = publishing.create(editor, kind=kind, **marked(word, f"{SLUG}-{kind}"))
            attachment = Attachment(
                publication=publication, name="bet.pdf", content_type="application/pdf", size=5,
                title_kk=WORD, title_ru=WORD,
            )  # fmt: skip
            attachment.file.save("bet.pdf", ContentFile(b"%PDF-"), save=False)
            attachment.save()
            campaigning.link(election, publication, headquarters)
            made[kind] = next_edition(publication, editor, publisher)
        in_menus(made[Kind.PAGE])
        notice = publishing.create(editor, kind=Kind.NOTICE, **marked(NEUTRAL, "beitarap"))
        made[Kind.NOTICE] = next_edition(notice, editor, publisher)
        election.refresh_from_db()
        election.platform = made[Kind.PLATFORM]
        election.summary_kk = election.summary_ru = f"{WORD}."
        campaigning.save(election, headquarters)
        campaigning.announce(election, headquarters)
    return made


@pytest.fixture
def polls(in_office, election, editor, publisher):
    """{kind: Publication} of published results of polls: no campaign material. The page stands in the menus."""
    with clock(BEFORE):
        made = {}
        for kind in (Kind.APPEAL, Kind.NEWS, Kind.PAGE):
            word = f"{WORD} {IN_MENUS}" if kind == Kind.PAGE else WORD
            fields = marked(word, f"{SLUG}-{kind}")
            poll = publishing.create(editor, kind=kind, opinion_poll=True, **fields)
            made[kind] = next_edition(poll, editor, publisher)
        in_menus(made[Kind.PAGE])
    return made


@pytest.fixture
def standing(materials, election, branch, first_branch):
    """A candidate, public weeks before, whose workplace and programme hold the word; with photo and printed imprint."""
    long_serving(branch)
    with clock(BEFORE):
        Campaign.objects.filter(pk=election.pk).update(
            imprint_place_kk="Астана", imprint_place_ru="Астана", circulation=100
        )
        pool = Pool.objects.create(
            campaign=election,
            body=election.bodies.get(code="majilis"),
            opens_at=BEFORE - timedelta(days=1),
            closes_at=BEFORE + timedelta(days=1),
        )
        draft = people.begun(pool, branch, first_branch)
        registering.photograph(draft, branch, people.picture())
        draft.refresh_from_db()
        fields = {"workplace_kk": WORD, "workplace_ru": WORD, "programme_kk": WORD, "programme_ru": WORD}
        fields |= {"photo_alt_kk": "Сурет", "photo_alt_ru": "Фото"}
        ready = people.complete(draft, branch, **fields)
        registering.submit(ready, branch)
        return public.announced(people.confirmed(ready))


def waits(publication, editor, publisher):
    publishing.submit(fresh(publication), editor)
    publishing.approve(fresh(publication), publisher)
    return fresh(publication)


@pytest.fixture
def waiting(in_office, election, editor, publisher, headquarters):
    """An approved piece of campaign material with its imprint."""
    with clock(BEFORE):
        publication = publishing.create(editor, kind=Kind.NEWS, **marked(WORD, f"{SLUG}-kutu"))
        campaigning.link(election, publication, headquarters)
        return waits(publication, editor, publisher)


@pytest.fixture
def waiting_poll(in_office, election, editor, publisher):
    """Approved results of a poll."""
    with clock(BEFORE):
        fields = marked(WORD, f"{SLUG}-suraq")
        poll = publishing.create(editor, kind=Kind.NEWS, opinion_poll=True, **fields)
        return waits(poll, editor, publisher)
