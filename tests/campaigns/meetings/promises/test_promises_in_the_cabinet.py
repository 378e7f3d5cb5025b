"""Promises in the cabinet: entered from an answer, released, reported on, withdrawn; what waits for whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.cabinet.views import promises as promise_views
from campaigns.meetings import promises, promising
from campaigns.models import Commitment
from tests.campaigns.conftest import fresh
from tests.campaigns.meetings import held
from tests.campaigns.meetings.promises.promised import DUE, NOTE, REASON, TEXT, publish_report
from tests.cast import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_in_the_cabinet_from_the_answer_to_the_status(meeting, branch, colleague, second_branch):
    own, other, stranger = (client_of(user) for user in (branch, colleague, second_branch))
    question = meeting.questions.get()
    start = f"/ru/cabinet/promises/new/{meeting.pk}/"
    assert stranger.get(start).status_code == 404
    form = own.get(f"{start}?question={question.pk}")
    assert "До 1 мая." in form.content.decode()
    data = {"question": question.pk, "due_on": "2026-05-01", "holder": question.answered_by.holder_id, **TEXT}
    assert own.post(start, {**data, "holder": ""}).status_code == 422
    answer = own.post(start, data)
    assert answer.status_code == 302
    made = Commitment.objects.get()
    path = f"/ru/cabinet/promises/{made.pk}/"
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}publish/").status_code == 404
    assert own.get(f"{path}edit/").status_code == 200
    for page in (own.get(path), own.get("/ru/cabinet/promises/")):
        assert "не опубликовано" in page.content.decode()
    seen = {"seen": promising.digest(made)}
    own.post(f"{path}publish/", seen)
    other.post(f"{path}publish/", {"seen": "another"})
    other.post(path, {"act": "publish", **seen})  # of a page that was opened before there was one to confirm
    asked = other.get(f"{path}publish/").content.decode()
    assert fresh(made).published_at is None
    assert all(said in asked for said in (*TEXT.values(), seen["seen"], f'href="{path}"'))
    other.post(f"{path}publish/", seen)
    assert fresh(made).published_at
    assert other.get(f"{path}publish/").url == path
    assert other.get(f"{path}rumour/").status_code == 404
    assert own.get(f"{path}edit/").status_code == 404
    assert own.post(path, {"state": "kept", "note_kk": "Берілді."}).status_code == 422
    assert own.post(path, {"state": "kept", **NOTE}).status_code == 302
    report = made.reports.get()
    own.post(path, {"act": "confirm", "report": report.pk})
    assert fresh(made).state == "given"
    assert other.get(path).status_code == 200
    assert TEXT["text_ru"] in other.get("/ru/cabinet/promises/").content.decode()
    other.post(path, {"act": "confirm", "report": report.pk})
    assert fresh(made).state == "kept"
    assert own.get(path).status_code == 200


def test_deleted_in_the_cabinet(made, colleague):
    client, path = client_of(colleague), f"/kk/cabinet/promises/{made.pk}/drop/"
    assert made.text_kk in client.get(path).content.decode()
    assert Commitment.objects.exists()
    answer = client.post(path)
    assert answer.url == "/kk/cabinet/promises/"
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("role", ["data_protection"])
def test_others_have_no_such_page(made, role, request):
    client = client_of(request.getfixturevalue(role))
    for path in ("", f"{made.pk}/", f"new/{made.meeting_id}/", f"{made.pk}/edit/", f"{made.pk}/publish/"):
        assert client.get(f"/kk/cabinet/promises/{path}").status_code == 403


def test_what_waits_for_whom(made, branch, colleague, second_branch):
    count = lambda user: tuple(found.count() for found in promises.waiting(fresh(user)))  # noqa: E731
    assert (count(branch), count(colleague), count(second_branch)) == ((0, 0), (1, 0), (0, 0))
    promising.publish(made, colleague)
    promising.report(made, colleague, state="kept", **NOTE)
    assert (count(branch), count(colleague)) == ((0, 1), (0, 0))


def test_from_the_record_of_the_meeting(made, branch, meeting):
    text = client_of(branch).get(f"/kk/cabinet/meetings/{meeting.pk}/").content.decode()
    for path in (f"promises/{made.pk}/", f"promises/new/{meeting.pk}/", f"?question={made.question_id}"):
        assert path in text


def test_who_leads_the_region_alone_releases_and_confirms_and_changes_nothing(
    made, branch, regional_headquarters
):
    client, path = client_of(regional_headquarters), f"/ru/cabinet/promises/{made.pk}/"
    assert [card.count for card in client.get("/ru/cabinet/").context["cards"] if card.name == "release"] == [
        1
    ]
    shown = client.get(path).content.decode()
    assert f"{path}publish/" in shown
    for own in ("edit/", "drop/"):
        assert path + own not in shown
        assert client.post(path + own, TEXT).status_code == 404
    client.post(f"{path}publish/", {"seen": promising.digest(made)})
    assert fresh(made).published_by == regional_headquarters
    assert client.post(f"{path}withdraw/", REASON).status_code == 404
    report = promising.report(fresh(made), branch, state="kept", **NOTE)
    assert [found.count() for found in promises.waiting(regional_headquarters)] == [0, 1]
    client.post(path, {"act": "confirm", "report": report.pk})
    assert fresh(made).state == "kept"


def test_a_page_without_the_button_says_who_can(made, branch, colleague, first_branch):
    path = f"/ru/cabinet/promises/{made.pk}/"
    shown = client_of(branch).get(path)
    assert shown.context["host"] == first_branch
    assert str(first_branch) in shown.content.decode()
    assert f"{path}publish/" not in shown.content.decode()
    promising.publish(made, colleague)
    promising.report(made, branch, state="kept", **NOTE)
    waits = client_of(branch).get(path)
    assert str(first_branch) in waits.content.decode()
    assert 'value="confirm"' not in waits.content.decode()


def test_the_release_says_whether_readers_see_it_by_now(made, meeting, branch, colleague, staff, boss):
    told = released_through_the_page(made, colleague)
    assert told == [promise_views.UNREPORTED]
    publish_report(meeting, staff, boss)
    again = promising.commit(branch, meeting=meeting, due_on=DUE, holder=made.holder, **TEXT)
    assert released_through_the_page(again, colleague) == [promise_views.ACTS["publish"].done]


def released_through_the_page(promise, by):
    path = f"/ru/cabinet/promises/{promise.pk}/publish/"
    answer = client_of(by).post(path, {"seen": promising.digest(promise)}, follow=True)
    return [message.message for message in answer.context["messages"]]


def test_withdrawn_in_the_cabinet(released, branch):
    client, path = client_of(branch), f"/ru/cabinet/promises/{released.pk}/"
    there = f"{path}withdraw/"
    assert there in client.get(path).content.decode()
    refused = client.post(there, REASON | {"reason_kk": ""})
    assert refused.status_code == 422
    assert REASON["reason_ru"] in refused.content.decode()
    assert client.post(there, REASON).status_code == 302
    assert fresh(released).withdrawn_at
    text = client.get(path).content.decode()
    assert REASON["reason_ru"] in text
    assert there not in text
    assert client.post(there, REASON).url == path
    assert client.get("/ru/cabinet/promises/").status_code == 200


def test_who_was_overtaken_loses_nothing_and_sees_both(made, branch, colleague):
    path = f"/ru/cabinet/promises/{made.pk}/edit/"
    seen = promising.digest(made)
    promising.edit(made, branch, text_kk="Басқаша.", text_ru="Иначе.")
    typed = {"question": made.question_id, "due_on": "2026-05-01", "holder": made.holder_id, **TEXT}
    told = client_of(colleague).post(path, {**typed, "text_ru": "Моё.", "seen": seen})
    assert told.status_code == 422
    assert all(word in told.content.decode() for word in ("Моё.", "Иначе."))
    again = {**typed, "text_ru": "Моё.", "seen": told.context["seen"]}
    assert client_of(colleague).post(path, again).status_code == 302
    assert fresh(made).text_ru == "Моё."


def test_the_form_offers_who_took_part(made, branch, meeting):
    held.holder("Бөтен Адам", "Чужой Человек")
    offered = (
        client_of(branch).get(f"/kk/cabinet/promises/new/{meeting.pk}/").context["form"].fields["holder"]
    )
    assert set(offered.queryset) == {row.holder for row in meeting.participants.all()}


def test_as_many_queries_for_many_meetings_and_own_ones_alone(meeting, branch, staff, kostanay, first_branch):
    def asked():
        client = client_of(branch)
        with CaptureQueriesContext(connection) as queries:
            found = client.get("/kk/cabinet/promises/").context["meetings"]
        return len(queries), set(found)

    few, own = asked()
    assert own == {meeting}
    names = {"chair": meeting.participants.first().holder, "workplace": meeting.workplace}
    more = {held.closed(branch, kostanay, organisation=first_branch, **names) for _ in range(3)}
    held.closed(staff, kostanay, **names)
    assert asked() == (few, own | more)


def test_each_form_of_a_promise_can_be_left(made, branch, meeting):
    client, path = client_of(branch), f"/kk/cabinet/promises/{made.pk}/"
    assert f'href="{path}"' in client.get(f"{path}edit/").content.decode()
    new = client.get(f"/kk/cabinet/promises/new/{meeting.pk}/").content.decode()
    assert f'href="/kk/cabinet/meetings/{meeting.pk}/"' in new
