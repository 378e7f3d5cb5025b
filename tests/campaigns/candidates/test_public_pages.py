"""Candidates before the public: the list with its facets, the page, the photo, addresses that are gone."""

import datetime
import gzip
import io
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from appeals.enums import Kind
from campaigns import campaigning
from campaigns.candidates import erasing, materials
from campaigns.enums import PathStep, Scope, System
from campaigns.models import Campaign, Candidacy
from federation.models import Industry, QuietPeriod
from tests.appeals.texts import IMPRINT
from tests.campaigns.candidates import people, public
from tests.campaigns.candidates.test_profile import FIELDS as OF_SCOPE
from tests.cast import long_serving
from tests.site.publications import publish

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
LIST = "/kk/campaigns/running/candidates/"
# What a page, the JSON or the CSV would show of each scope.
VALUES = {
    Scope.PHOTO: ("photo-480.jpg", "photo-160.jpg", "Жұмыс киіміндегі"),
    Scope.BIRTH_DATE: ("1975-01-01", "1975 жылғы 1 қаңтар", "1 января 1975"),
    Scope.BIOGRAPHY: (people.TEXTS["biography_kk"], people.TEXTS["biography_ru"]),
    Scope.WORKPLACE: ("Қостанай зауыты", "Костанайский завод", "Металлургия"),
    Scope.UNION_POST: (
        "Кәсіподақ комитетінің төрағасы",
        "Председатель профкома",
        "Зауыт ұйымы",
        "Организация завода",
    ),
    Scope.PARTY: ("Партияда жоқ", "Беспартийный"),
    Scope.CONTACTS: ("+7 700 000 00 00",),
}


def page(address, status=200):
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode()


def names(html):
    """The names on a page of the list, in its order."""
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', html)


def surfaces(row):
    """Everything that tells of the candidate, in both languages, as one text."""
    texts = []
    for code in ("kk", "ru"):
        own = f"/{code}/campaigns/running/candidates/"
        texts += [page(f"{own}{row.slug}/"), page(own), page(f"{own}?region={row.region.iso}")]
        texts += [page(f"/{code}/data/v1/running/{name}") for name in ("popolo.json", "candidates.csv")]
        texts.append(page(f"/{code}/search/?q=Үлгібаев"))
    return "\n".join(texts)


def test_every_scope_has_values():
    assert set(VALUES) == set(Scope) == set(OF_SCOPE)


def test_with_every_consent_everything_is_shown(whole):
    shown = surfaces(whole)
    for values in VALUES.values():
        for value in values:
            assert value in shown, value


@pytest.mark.parametrize("scope", [*Scope])
def test_without_its_consent_a_field_is_nowhere(whole, scope):
    whole.consents.update(scope=[other for other in Scope if other != scope])
    shown = surfaces(whole)
    for value in VALUES[scope]:
        assert value not in shown, value
    assert whole.full_name_kk in shown


def test_what_is_private_is_nowhere(whole):
    whole.phone, whole.email, whole.address = "+77771234567", "private@mail.example", "Құпия көшесі 7"
    whole.save()
    shown = surfaces(whole)
    for value in (whole.phone, whole.email, whole.address, whole.person.iin, str(whole.person.iin_hash)):
        assert value not in shown
    assert not re.search(r"\b\d{12}\b", shown)


def test_nobody_finds_a_workplace_that_is_not_published(whole):
    def found():
        return f'/candidates/{whole.slug}/"' in page("/kk/search/?q=Костанайский+слесарь")

    assert found()
    whole.consents.update(scope=[Scope.PHOTO])
    assert not found()


def test_the_search_finds_a_name_in_any_form_and_keyboard(whole):
    for query in ("улгибаев", "ҮЛГІБАЕВ", "Үлгібаевқа", "образцов"):
        assert whole.slug in page(f"/kk/search/?q={query}"), query
    assert whole.slug not in page("/kk/search/?q=басқа")


@pytest.fixture
def alphabet(pool, branch, first_branch):
    """Names that tell the two alphabets apart."""
    for family in (
        "Яров",
        "Ібраев",
        "Ыбырай",
        "Әлиев",
        "Бекен",
        "Аманов",
        "Ғабит",
        "Гүлсім",
        "Өтеген",
        "Ойлан",
    ):
        named = {
            "family_name_kk": family,
            "family_name_ru": family,
            "given_name_kk": "А",
            "given_name_ru": "А",
        }
        public.candidate(pool, branch, first_branch, **named)


def test_the_order_is_that_of_the_readers_alphabet(alphabet):
    kazakh = [name.split()[0] for name in names(page(LIST))]
    assert kazakh == "Аманов Әлиев Бекен Гүлсім Ғабит Ойлан Өтеген Ыбырай Ібраев Яров".split()  # noqa: SIM905
    russian = [name.split()[0] for name in names(page(LIST.replace("/kk/", "/ru/")))]
    # Kazakh letters stand beside the Russian ones that they resemble.
    assert russian == "Әлиев Аманов Бекен Ғабит Гүлсім Ібраев Ойлан Өтеген Ыбырай Яров".split()  # noqa: SIM905


def test_the_search_by_name_folds_letters(alphabet):
    assert names(page(f"{LIST}?q=алиев")) == ["Әлиев А"]
    assert names(page(f"{LIST}?q=ғабит")) == names(page(f"{LIST}?q=габит")) == ["Ғабит А"]
    assert names(page(f"{LIST}?q=ешкім")) == []
    assert names(page(f"{LIST}?q=%00")) == names(page(LIST))


@pytest.fixture
def crowd(pool, other_pool, branch, second_branch, first_branch, other_branch):
    """Three candidates in two regions, two bodies and two industries; one keeps the workplace private."""
    steel = Industry.objects.create(code="steel", name_kk="Металлургия", name_ru="Металлургия")
    coal = Industry.objects.create(code="coal", name_kk="Көмір", name_ru="Уголь")
    seat = {"system": System.SINGLE_MANDATE}
    first = public.candidate(pool, branch, first_branch, industry=steel, seat=seat)
    second = public.candidate(other_pool, second_branch, other_branch, industry=coal)
    third = public.candidate(pool, branch, first_branch, industry=coal, scope=[Scope.PHOTO])
    return first, second, third


def facet_counts(html):
    """{name of the option: count}."""
    found = re.findall(r'<span>([^<]*)</span> <span class="facet-count">(\d+)</span>', html)
    return {name: int(count) for name, count in found}


def test_facets_count_and_narrow_together(crowd):
    first, second, third = crowd
    html = page(LIST)
    counts = facet_counts(html)
    assert counts[str(first.region)] == 2
    assert counts[str(second.region)] == 1
    assert counts["Металлургия"] == 1
    assert counts["Көмір"] == 1  # the third one's industry is not published
    assert set(names(page(f"{LIST}?region={first.region.iso}"))) == {first.full_name_kk, third.full_name_kk}
    both = f"{LIST}?region={first.region.iso}&industry=steel"
    assert names(page(both)) == [first.full_name_kk]
    assert names(page(f"{LIST}?industry=coal")) == [second.full_name_kk]
    assert names(page(f"{LIST}?body={second.body.code}")) == [second.full_name_kk]
    # The other options of a chosen facet say how many they would give in its place.
    assert facet_counts(page(f"{LIST}?region={first.region.iso}"))[str(second.region)] == 1
    assert f"?region={second.region.iso}&amp;industry=coal" in page(f"{LIST}?industry=coal")


@pytest.mark.parametrize("query", ["region=KZ-99", "body=none", "industry=none", "region=%00"])
def test_a_facet_that_does_not_exist_is_not_found(crowd, query):
    page(f"{LIST}?{query}", 404)


@pytest.mark.parametrize("number", ["0", "99", "x", "-1"])
def test_any_page_number_shows_something(crowd, number):
    assert len(names(page(f"{LIST}?page={number}"))) == 3


def test_an_empty_list_says_so(running):
    html = page(LIST)
    assert "<h3>" not in html
    assert 'class="message"' in html
    assert LIST not in page("/kk/campaigns/running/")


def queries_of(address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(address)
    return len(captured)


def test_queries_do_not_grow(crowd, pool, branch, first_branch):
    addresses = [
        LIST,
        "/kk/data/v1/running/popolo.json",
        "/kk/data/v1/running/candidates.csv",
        "/kk/search/?q=Асан",
    ]
    addresses += ["/sitemap-campaigns.xml", "/kk/campaigns/running/"]
    before = {address: queries_of(address) for address in addresses}
    for _ in range(3):
        public.candidate(pool, branch, first_branch)
    assert {address: queries_of(address) for address in addresses} == before
    assert before[LIST] <= 20


def test_the_front_tells_how_many_and_leads_in(crowd):
    html = page("/kk/campaigns/running/")
    assert f'href="{LIST}"' in html
    assert crowd[0].full_name_kk not in html  # no preference among candidates


def test_the_sitemap_names_candidates_in_both_languages(crowd):
    found = page("/sitemap-campaigns.xml")
    for code in ("kk", "ru"):
        assert f"/{code}/campaigns/running/candidates/{crowd[0].slug}/</loc>" in found
        assert f"/{code}/campaigns/running/candidates/</loc>" in found


def test_the_page_shows_path_planks_and_imprint(whole, headquarters):
    public.step(whole, headquarters, PathStep.PROPOSED, source_url="https://example.org/decision")
    html = page(whole.get_absolute_url("kk"))
    assert "№ 12 хаттама" in html
    assert 'href="https://example.org/decision"' in html
    assert IMPRINT["imprint_producer_kk"] in html
    assert "data-share" in html
    assert f'hreflang="ru" href="http://127.0.0.1:8000{whole.get_absolute_url("ru")}"' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000' + whole.get_absolute_url("kk") in html


def test_private_link_and_removal_are_at_hand(whole):
    assert f"/kk/privacy/?page={whole.get_absolute_url('kk')}" in page(whole.get_absolute_url("kk"))


@pytest.fixture
def material(whole, running, editor, publisher, headquarters):
    """A published item of the campaign about the candidate."""
    for somebody in (editor, publisher, headquarters):
        long_serving(somebody)
    publication = publish(
        editor, publisher, kind=Kind.NEWS, slug="kezdesu", campaign_material=True, **IMPRINT
    )
    campaigning.link(running, publication, headquarters)
    materials.add(whole, publication, headquarters)
    return publication


def test_materials_stand_on_the_page_with_their_imprint(whole, material):
    html = page(whole.get_absolute_url("kk"))
    assert material.get_absolute_url("kk") in html
    assert html.count(IMPRINT["imprint_funds_kk"]) == 2  # the campaign's own and that of the material


def test_a_material_taken_out_of_the_campaign_leaves_the_page(whole, material, running, headquarters):
    campaigning.unlink(running.links.get(), headquarters)
    assert material.slug not in page(whole.get_absolute_url("kk"))


def test_an_address_that_was_somebodys_is_gone_and_names_nobody(whole):
    address, slug, name = whole.get_absolute_url("kk"), whole.slug, whole.family_name_kk
    Candidacy.objects.filter(pk=whole.pk).update(slug=None, announced_at=None, pool_state="withdrawn")
    html = page(address, 410)
    assert slug not in html
    assert name not in html
    assert "noindex" in html
    page(f"{LIST}nobody-of-them/", 404)
    page(f"{address}photo-160.jpg", 404)
    assert "Cache-Control" in Client().get(address)


def test_without_the_consent_the_page_is_gone(whole):
    whole.consents.update(withdrawn_at=whole.announced_at)
    page(whole.get_absolute_url("kk"), 410)
    page(f"{whole.get_absolute_url('kk')}photo-160.jpg", 404)


def test_after_a_takedown_the_page_is_gone(whole, administrator):
    address = whole.get_absolute_url("kk")
    erasing.take_down(whole, administrator, ground_kk="Заң.", ground_ru="Закон.")
    page(address, 410)


def test_guessing_an_address_tells_of_nobody_whom_readers_never_saw(whole):
    """Approved and announced, but the candidate never confirmed a consent, or took it back before the announcement."""
    address = whole.get_absolute_url("kk")
    before = whole.announced_at - datetime.timedelta(days=1)
    for consent in ({"confirmed_at": None}, {"confirmed_at": before, "withdrawn_at": before}):
        whole.consents.update(**consent)
        page(address, 404)


def test_who_waits_for_the_end_of_a_silence_was_seen_by_nobody(whole):
    address, now = whole.get_absolute_url("kk"), timezone.now()
    QuietPeriod.objects.create(
        campaign="running", name="Тыныштық", begins_at=now - datetime.timedelta(hours=1), ends_at=now + DAY
    )
    page(address, 404)
    Candidacy.objects.update(announced_at=now - DAY)
    whole.consents.update(confirmed_at=now - DAY)
    page(address)
    whole.consents.update(withdrawn_at=now)
    page(address, 410)


def test_the_photo_is_small_and_without_the_cameras_data(whole):
    response = Client().get(f"{whole.get_absolute_url('kk')}photo-160.jpg")
    assert response.status_code == 200
    picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    assert picture.size == (160, 200)
    assert not picture.getexif()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"].startswith("public, max-age=")
    assert "Cookie" not in response.get("Vary", "")
    again = Client().get(
        f"{whole.get_absolute_url('kk')}photo-160.jpg", headers={"if-none-match": response["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("width", ["159", "1600", "0", "99999999999999999999"])
def test_no_other_width_is_drawn(whole, width):
    page(f"{whole.get_absolute_url('kk')}photo-{width}.jpg", 404)


def test_a_photo_whose_consent_ends_is_not_found(whole):
    whole.consents.update(scope=[Scope.BIOGRAPHY])
    page(f"{whole.get_absolute_url('kk')}photo-480.jpg", 404)


def test_a_photo_whose_file_is_lost_is_not_found(whole):
    whole.photo.storage.delete(whole.photo.name)
    page(f"{whole.get_absolute_url('kk')}photo-480.jpg", 404)


def test_pages_may_be_kept_by_any_cache(whole):
    for address in (LIST, whole.get_absolute_url("kk"), "/kk/data/"):
        response = Client().get(address)
        assert response["Cache-Control"].startswith("public, max-age=")
        assert not response.cookies
        again = Client().get(address, headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_no_page_prints_without_the_imprint_of_print(whole):
    assert "no-print-run" in page(whole.get_absolute_url("kk"))
    print_imprint(whole.campaign)
    html = page(whole.get_absolute_url("kk"))
    assert "no-print-run" not in html
    assert "<dd>100</dd>" in html  # on paper the circulation stands in the imprint


def print_imprint(campaign):
    Campaign.objects.filter(pk=campaign.pk).update(
        imprint_place_kk="Астана", imprint_place_ru="Астана", circulation=100
    )


def test_the_booklet_is_offered_with_its_imprint_alone(whole):
    address = f"{LIST}booklet-{whole.region.iso}.pdf"
    listed = f"{LIST}?region={whole.region.iso}"
    assert address not in page(listed)
    page(address, 404)
    print_imprint(whole.campaign)
    assert address in page(listed)
    response = Client().get(address)
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    for iso in ("KZ-99", "%00", "kz"):
        page(f"{LIST}booklet-{iso}.pdf", 404)


def test_a_booklet_at_hand_costs_no_drawing(whole, monkeypatch):
    print_imprint(whole.campaign)
    drawn = []
    monkeypatch.setattr("campaigns.candidates.printing.booklet", lambda *of: drawn.append(of) or b"%PDF")
    address = f"{LIST}booklet-{whole.region.iso}.pdf"
    etag = Client().head(address)["ETag"]
    assert drawn == []
    assert Client().get(address, headers={"if-none-match": etag}).status_code == 304
    assert drawn == []
    whole.consents.update(scope=[])
    assert Client().get(address, headers={"if-none-match": etag}).status_code == 200
    assert len(drawn) == 1


def test_one_booklet_is_drawn_at_a_time(whole):
    from campaigns.views import candidates

    print_imprint(whole.campaign)
    with candidates.drawing:
        response = Client().get(f"{LIST}booklet-{whole.region.iso}.pdf")
    assert response.status_code == 503
    assert response["Retry-After"]


def test_a_campaign_that_is_not_announced_shows_nobody(whole, running):
    campaigning.retract(running, None)
    for address in (LIST, whole.get_absolute_url("kk"), "/kk/data/v1/running/popolo.json"):
        page(address, 404)


def test_the_first_visit_weighs_less_than_40_kilobytes(whole, pool, branch, first_branch):
    for _ in range(25):
        public.candidate(pool, branch, first_branch, workplace_kk="Қостанай зауыты, аға слесарь")
    client = Client(headers={"accept-encoding": "gzip"})
    for address in (LIST, whole.get_absolute_url("kk"), "/kk/data/"):
        answer = client.get(address).content
        html = gzip.decompress(answer).decode()
        files = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', html))
        files |= {"img/band.svg", "img/seal.svg"}
        assert "css/candidates.css" in files
        weights = [len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in files]
        assert len(answer) + sum(weights) < 40_000, address
