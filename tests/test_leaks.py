"""What is not public is on no public surface: recognisable words are planted where they could leak from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from appeals import publishing
from appeals.enums import Kind
from appeals.models import FormerAddress, Topic
from tests.appeals.conftest import fresh
from tests.appeals.texts import TEXTS

pytestmark = pytest.mark.django_db


def planted(word):
    """The look-alike with `word` in the title, the lead and the text of both languages."""
    fields = {name: text.replace("федерация", f"{word} федерация") for name, text in TEXTS.items()}
    fields["title_kk"], fields["title_ru"] = f"{word} үндеу", f"{word} обращение"
    fields["lead_kk"] = fields["lead_ru"] = f"{word}."
    for language in ("kk", "ru"):
        fields[f"body_{language}"] = fields[f"body_{language}"].replace("</p>", f" {word}</p>", 1)
    return fields


def to_edition(publication, editor, publisher, **kwargs):
    publishing.submit(fresh(publication), editor)
    publishing.approve(fresh(publication), publisher)
    return publishing.publish(fresh(publication), publisher, **kwargs)


@pytest.fixture
def secrets(editor, publisher):
    """{word: publication} of everything that readers may not see, beside one publication that they may."""
    found = {}

    def make(word, kind=Kind.APPEAL):
        found[word] = publishing.create(editor, kind=kind, **planted(word))
        found[word].topics.add(
            Topic.objects.get_or_create(slug="secret", name_kk="Құпиятақырып", name_ru="Т")[0]
        )
        return found[word]

    make("Жобасөз")
    make("Қараудасөз", Kind.NEWS)
    publishing.submit(found["Қараудасөз"], editor)
    scheduled = make("Кестесөз")
    to_edition(scheduled, editor, publisher, public_from=timezone.now() + timedelta(days=1))
    cancelled = make("Болмаған")
    to_edition(cancelled, editor, publisher, public_from=timezone.now() + timedelta(days=1))
    publishing.unschedule(fresh(cancelled), publisher)
    make("Бетсөз", Kind.PAGE)

    public = publishing.create(editor, kind=Kind.APPEAL, **TEXTS)
    to_edition(public, editor, publisher)
    publishing.save_text(fresh(public), editor, version=1, **planted("Өңдеусөз"))
    publishing.submit(fresh(public), editor)
    publishing.send_back(fresh(public), publisher, reason="Ішкіпікір")
    found["Өңдеусөз"] = fresh(public)
    found["Ішкіпікір"] = fresh(public)
    found["Құпиятақырып"] = None
    return found


def surfaces(secrets):
    for language in ("kk", "ru"):
        yield from (
            f"/{language}/{path}"
            for path in (
                "",
                "appeals/",
                "news/",
                "feeds/",
                "feeds/appeals/",
                "feeds/news/",
                "appeals/?kind=appeal",
            )
        )
        for word in secrets:
            yield f"/{language}/search/?q={word}"
        for publication in filter(None, secrets.values()):
            for page in ("", "both/", "editions/", "editions/1/", "editions/2/"):
                yield publication.get_absolute_url(language) + page
    yield "/sitemap-publications.xml"


def test_no_surface_shows_what_is_not_public(secrets, reader):
    seen_the_public_one = 0
    for address in surfaces(secrets):
        response = reader.get(address)
        assert response.status_code in (200, 404), address
        content = response.content.decode()
        if "/search/" in address:
            # The page repeats what was asked: only its results count.
            content = content.replace(address.split("q=")[1], "")
        leaked = [word for word in secrets if word in content]
        assert leaked == [], address
        seen_the_public_one += secrets["Өңдеусөз"].slug in content
    assert seen_the_public_one > 5


def test_the_detail_pages_of_hidden_items_are_not_found(secrets, reader):
    for word in ("Жобасөз", "Қараудасөз", "Кестесөз", "Болмаған", "Бетсөз"):
        for language in ("kk", "ru"):
            assert reader.get(secrets[word].get_absolute_url(language)).status_code == 404


def test_a_draft_that_changed_its_address_or_has_an_old_one_leads_nowhere(editor, reader):
    publication = publishing.create(editor, kind=Kind.NEWS, slug="innocent", **planted("Жобасөз"))
    publishing.save_text(publication, editor, version=1, slug="qupiya-birigu")
    FormerAddress.objects.create(publication=publication, address="/old/77.html")
    for address in ("/kk/news/innocent/", "/kk/appeals/innocent/", "/old/77.html"):
        assert reader.get(address).status_code == 404


def test_a_withdrawn_text_is_gone_and_its_address_says_why(editor, publisher, reader):
    publication = publishing.create(editor, kind=Kind.APPEAL, **planted("Қайтарсөз"))
    to_edition(publication, editor, publisher)
    publishing.withdraw(fresh(publication), publisher, reason_kk="Себебі осы.", reason_ru="Причина такова.")
    for language, reason in (("kk", "Себебі осы."), ("ru", "Причина такова.")):
        page = reader.get(publication.get_absolute_url(language))
        assert reason in page.content.decode()
        for block in ("12 кәсіпорын", "12 предприятий"):
            assert block not in page.content.decode()
        for address in ("", "appeals/", "feeds/", "search/?q=Қайтарсөз"):
            answer = reader.get(f"/{language}/{address}").content.decode()
            assert publication.slug not in answer
    assert publication.slug not in reader.get("/sitemap-publications.xml").content.decode()
