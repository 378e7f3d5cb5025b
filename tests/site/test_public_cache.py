"""Public pages may be kept by any cache, and never past the moment at which they change (DESIGN §7)."""

import gzip
import re
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from appeals.enums import Kind
from federation.models import QuietPeriod
from federation.site import middleware
from tests.cast import client_of
from tests.site.publications import ago, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal(editor, publisher):
    return publish(editor, publisher, slug="undeu", public_from=ago(days=1))


PUBLIC = [
    "/kk/",
    "/ru/appeals/",
    "/ru/appeals/?kind=appeal",
    "/kk/news/",
    "/kk/appeals/undeu/",
    "/kk/appeals/undeu/both/",
    "/kk/appeals/undeu/editions/",
    "/kk/appeals/undeu/editions/1/",
    "/kk/search/?q=үндеу",
    "/kk/feeds/",
    "/sitemap.xml",
    "/sitemap-publications.xml",
    "/robots.txt",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_the_same_for_everybody(path, appeal, administrator):
    anonymous, staff = Client().get(path), client_of(administrator).get(path)
    for response in (anonymous, staff):
        assert response.status_code == 200
        assert response["Cache-Control"] == "public, max-age=10"
        assert "Vary" not in response or response["Vary"] == "Accept-Encoding"
        assert not response.cookies
    assert anonymous.content == staff.content
    assert anonymous["ETag"] == staff["ETag"]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_that_has_not_changed_is_not_sent_again(path, appeal):
    client = Client()
    etag = client.get(path)["ETag"]
    again = client.get(path, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again["Cache-Control"] == "public, max-age=10"
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_the_etag_follows_the_content(appeal, editor, publisher):
    before = Client().get("/kk/")["ETag"]
    publish(editor, publisher, kind=Kind.NEWS, slug="zhanalyq")
    assert Client().get("/kk/", headers={"if-none-match": before}).status_code == 200


def max_age(path):
    return int(re.search(r"max-age=(\d+)", Client().get(path)["Cache-Control"])[1])


def test_a_page_lives_no_longer_than_to_the_next_scheduled_edition(appeal, editor, publisher):
    publish(editor, publisher, slug="keleshek", public_from=timezone.now() + timedelta(seconds=6))
    assert 0 < max_age("/kk/") < 6
    assert 0 < max_age(appeal.get_absolute_url("kk")) < 6


@pytest.mark.parametrize(
    ("begins", "ends"), [(timedelta(seconds=5), timedelta(days=2)), (timedelta(-2), timedelta(seconds=5))]
)
def test_a_page_lives_no_longer_than_to_the_next_border_of_silence(appeal, begins, ends):
    now = timezone.now()
    QuietPeriod.objects.create(campaign="c", name="Тыныштық", begins_at=now + begins, ends_at=now + ends)
    assert 0 < max_age("/kk/") < 5


def test_the_life_of_a_page_costs_one_query(appeal, django_assert_num_queries):
    now = timezone.now()
    QuietPeriod.objects.create(
        campaign="c", name="Тыныштық", begins_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2)
    )
    with django_assert_num_queries(1):
        assert middleware.seconds_to_border(now) == 10


def test_a_border_that_passes_while_the_page_is_made_leaves_no_life_at_all(appeal, editor, publisher):
    started = timezone.now()
    publish(editor, publisher, slug="keleshek", public_from=timezone.now())
    assert middleware.seconds_to_border(started) == 0


@pytest.mark.parametrize("path", [path for path in PUBLIC if "." not in path and "feeds" not in path])
def test_public_pages_run_nothing_inline(path, appeal):
    response = Client().get(path)
    html = response.content.decode()
    scripts = re.findall(r"<script\b([^>]*)>", html)
    assert scripts
    assert all("src=" in script or "application/ld+json" in script for script in scripts)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", html)
    assert "<form" not in html or 'method="post"' not in html
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "nonce" not in response["Content-Security-Policy"]


def test_the_first_visit_weighs_less_than_40_kilobytes(appeal):
    """HTML, styles, script and pictures of the frame, compressed; a real text of the demonstration adds about 5 kB."""
    client = Client(headers={"accept-encoding": "gzip"})
    response = client.get("/kk/appeals/undeu/")
    assert response["Content-Encoding"] == "gzip"
    total = len(response.content)
    html = gzip.decompress(response.content).decode()
    files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', html)) | {"img/band.svg", "img/seal.svg"}
    assert {"css/portal.css", "css/reading.css", "js/reading.js"} <= files
    for name in files:
        with open(finders.find(name), "rb") as file:
            total += len(gzip.compress(file.read()))
    assert total < 40_000
    with open(finders.find("js/reading.js"), "rb") as file:
        assert len(gzip.compress(file.read())) < 2_000
