"""What readers see of tasks: progress by accepted evidence, public evidence; in a silence the objectives alone."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from appeals import publishing
from appeals.enums import Kind
from campaigns import campaigning
from campaigns.enums import TaskState, Unit
from campaigns.headquarters import proving, tasking
from tests.campaigns.headquarters.work import SITE, anew, given, in_state, meeting
from tests.cast import long_serving
from tests.clock import clock
from tests.site import publications

pytestmark = pytest.mark.django_db


def text(w, language="kk", query=""):
    response = Client().get(f"/{language}/campaigns/{w.campaign.slug}/tasks/{query}")
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def accepted(w, prove, **fields):
    task = tasking.start(given(w, **fields), w.branch)
    prove(task)
    return tasking.accept(tasking.report(task, w.branch, reason="Осылай"), w.headquarters)


def test_without_tasks_the_page_says_so_and_no_page_leads_to_it(w):
    assert text(w)
    assert "/tasks/" not in Client().get(f"/kk/campaigns/{w.campaign.slug}/").content.decode()
    in_state(w, TaskState.DONE)
    assert "/tasks/" not in Client().get(f"/kk/campaigns/{w.campaign.slug}/").content.decode()
    in_state(w, TaskState.ACCEPTED)
    for language in ("kk", "ru"):
        front = Client().get(f"/{language}/campaigns/{w.campaign.slug}/").content.decode()
        assert f"/{language}/campaigns/{w.campaign.slug}/tasks/" in front


def test_evidence_that_readers_cannot_open_is_not_shown_but_counts(w):
    for person in (w.editor, w.publisher, w.headquarters):
        long_serving(person)
    shown = publications.publish(w.editor, w.publisher, kind=Kind.NEWS)
    campaigning.link(w.campaign, shown, w.headquarters)
    held = meeting(w, topic_kk="Құпиякездесу")
    paper = SimpleUploadedFile("құпиятізім.pdf", b"%PDF-1.4 x")
    accepted(w, lambda task: proving.publication(task, w.branch, shown), unit=Unit.PUBLICATIONS)
    accepted(w, lambda task: proving.meeting(task, w.branch, held, note="Құпиясөз"))
    accepted(w, lambda task: proving.file(task, w.branch, paper, amount=9, note="Құпияжазба"), target=9)
    page = text(w)
    assert shown.title_kk in page
    assert "Құпия" not in page
    assert "құпия" not in page
    assert w.branch.full_name_kk not in page
    publishing.withdraw(shown, w.publisher, reason_kk="Қате", reason_ru="Ошибка")
    assert shown.get_absolute_url("kk") not in text(w)


def test_a_link_is_shown_by_what_stands_there_or_by_its_site(w):
    said = {"title_kk": "Радиодағы хабар", "title_ru": "Передача на радио"}
    accepted(w, lambda task: proving.link(task, w.branch, f"{SITE}radio", **said))
    accepted(w, lambda task: proving.link(task, w.branch, f"{SITE}untold"))
    for language, title in (("kk", "Радиодағы хабар"), ("ru", "Передача на радио")):
        page = text(w, language)
        assert title in page
        # As the site of one, and instead of the title of the other.
        assert len(re.findall(r"(?<!//)example\.org", page)) == 2
        assert f">{SITE}" not in page


def test_a_meeting_is_shown_by_its_public_report(w):
    for person in (w.editor, w.publisher, w.headquarters):
        long_serving(person)
    held = meeting(w)
    report = publications.publish(w.editor, w.publisher, kind=Kind.NEWS)
    held.report = report
    held.save()
    accepted(w, lambda task: proving.meeting(task, w.branch, held))
    assert report.get_absolute_url("kk") in text(w)


def test_in_a_silence_the_objectives_alone(w):
    in_state(w, TaskState.ACCEPTED, target=8731)
    eve = datetime.combine(
        w.campaign.voting_on - timedelta(days=1), datetime.min.time(), ZoneInfo("Asia/Almaty")
    )
    over = eve + timedelta(days=2)
    second, address = timedelta(seconds=1), f"{SITE}"
    for moment, quiet in ((eve - second, False), (eve, True), (over - second, True), (over, False)):
        with clock(moment):
            for language in ("kk", "ru"):
                page = text(w, language)
                assert ("8 731" in re.sub(r"\s", " ", page)) is not quiet, moment
                assert (address in page) is not quiet
                assert str(w.objective.title_kk if language == "kk" else w.objective.title_ru) in page
            front = Client().get(f"/kk/campaigns/{w.campaign.slug}/").content.decode()
            assert (f"/kk/campaigns/{w.campaign.slug}/tasks/" in front) is not quiet


def test_what_is_accepted_in_a_silence_appears_after_it(w):
    task = in_state(w, TaskState.DONE)
    eve = datetime.combine(
        w.campaign.voting_on - timedelta(days=1), datetime.min.time(), ZoneInfo("Asia/Almaty")
    )
    with clock(eve):
        tasking.accept(task, w.headquarters)
        assert SITE not in text(w)
    assert anew(task).state == TaskState.ACCEPTED
    with clock(eve + timedelta(days=3)):
        assert SITE in text(w)


def test_questions_do_not_grow_with_the_tasks(w, django_assert_max_num_queries):
    for _number in range(3):
        for owner in (w.mine.point, w.mine.branch):
            in_state(w, TaskState.ACCEPTED, owner)
    text(w)
    with django_assert_max_num_queries(25):
        text(w)


def test_pages_of_evidence(w):
    for number in range(31):
        accepted(w, lambda task, number=number: proving.link(task, w.branch, f"{SITE}dalel-{number:02}/"))
    assert (f"{SITE}dalel-30/" in text(w), f"{SITE}dalel-00/" in text(w)) == (True, False)
    assert f"{SITE}dalel-00/" in text(w, query="?page=2")
