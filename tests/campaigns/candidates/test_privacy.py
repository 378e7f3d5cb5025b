"""The public form of demands, the officer's desk with its clock, and private documents behind their check."""

import datetime
import re
import time
from unittest.mock import patch

import pytest
from django.core import signing
from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.formats import date_format

from campaigns.candidates import demands, erasing, reviewing
from campaigns.forms.privacy import SALT
from campaigns.models import Candidacy, Demand, Takedown
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.cast import client_of

pytestmark = pytest.mark.django_db
ANSWER = {"reason_kk": "Қате емес екен.", "reason_ru": "Это не ошибка."}
GROUND = {"ground_kk": "Заң талабы.", "ground_ru": "Требование закона."}


@pytest.fixture(autouse=True)
def no_limit_from_before():
    cache.clear()


@pytest.fixture
def approved(waiting, headquarters):
    reviewing.approve(waiting, headquarters, reason_kk="Сай келеді.", reason_ru="Подходит.", announce=True)
    return Candidacy.objects.get(pk=waiting.pk)


def opened(seconds=60):
    """The token of a form that was opened so many seconds ago."""
    with patch("django.core.signing.time.time", return_value=time.time() - seconds):
        return signing.TimestampSigner(salt=SALT).sign("opened")


def filled(**fields):
    return {
        **{"kind": "takedown", "address": "", "text": "Телефоным жазылған.", "name": "Құпия Есім"},
        **{"contact": "demander@mail.example", "agreed": "on", "website": "", "opened": opened()},
        **fields,
    }


@pytest.fixture
def demand(approved):
    return demands.receive(
        kind="takedown",
        name="Құпия Есім",
        contact="demander@mail.example",
        text="Деректерімді өшіріңіз.",
        address=approved.get_absolute_url("kk"),
        candidacy=approved,
        language="ru",
    )


# The form


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_demand_is_taken_in_and_confirmed(reader, approved, data_protection, queued_mails, language):
    before = len(queued_mails())
    page = approved.get_absolute_url(language)
    form = reader.get(f"/{language}/privacy/?page={page}")
    assert form.status_code == 200
    assert f'value="{page}"' in form.content.decode()
    assert set(form.cookies) <= {"csrftoken"}
    answer = reader.post(f"/{language}/privacy/", filled(address=page))
    assert answer.status_code == 302, answer.context["form"].errors
    kept = Demand.objects.get()
    assert (kept.candidacy, kept.kind, kept.language, kept.address) == (approved, "takedown", language, page)
    assert kept.due_at == erasing.working_day_after(kept.received_at)
    done = reader.get(answer.url).content.decode()
    assert f"№ {kept.pk}" in done
    with translation.override(language):
        assert date_format(kept.due_on, "DATE_FORMAT") in done
    for secret in ("Құпия Есім", "demander@mail.example", "Телефоным"):
        assert secret not in answer.url + done
    officer, demander = queued_mails()[before:]
    assert officer["to"] == data_protection.email
    assert demander["to"] == "demander@mail.example"
    for secret in ("Құпия Есім", "Телефоным", approved.family_name_kk):
        assert secret not in officer["text"] + officer["subject"] + demander["text"]
    entry = AuditEntry.objects.get(action="demand.receive")
    assert "Құпия" not in entry.subject_text + str(entry.details)


def test_a_phone_gets_no_mail(reader, data_protection, queued_mails):
    reader.post("/kk/privacy/", filled(contact="+7 701 000 00 00"))
    assert [mail["to"] for mail in queued_mails()] == [data_protection.email]


def test_without_an_officer_the_administrators_hear_of_it(reader, administrator, queued_mails):
    reader.post("/kk/privacy/", filled(contact="+7 701 000 00 00"))
    assert [mail["to"] for mail in queued_mails()] == [administrator.email]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"name": ""}, "name"),
        ({"contact": ""}, "contact"),
        ({"agreed": ""}, "agreed"),
        ({"kind": "nothing"}, "kind"),
        ({"address": "https://elsewhere.example/kk/"}, "address"),
        ({"address": "//elsewhere.example/kk/"}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "/kk/no/such/page/at/all/"}, "address"),
        ({"website": "https://spam.example"}, "website"),
        ({"opened": ""}, "__all__"),
        ({"opened": "forged:1:2"}, "__all__"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(reader, wrong, field):
    answer = reader.post("/ru/privacy/", filled(**wrong))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not Demand.objects.exists()
    if "name" not in wrong:
        assert "Құпия Есім" in answer.content.decode()


def test_an_empty_form_names_its_fields_and_nothing_else(reader):
    answer = reader.post("/kk/privacy/", {"opened": opened(seconds=0)})
    page = answer.content.decode()
    assert not answer.context["form"].non_field_errors()
    for field in ("kind_0", "text", "name", "contact", "agreed"):
        assert f'<a href="#id_{field}">' in page
        assert f'id="id_{field}"' in page


def test_whoever_is_faster_than_a_human_waits(reader):
    quick = filled(opened=opened(0))
    assert "__all__" in reader.post("/kk/privacy/", quick).context["form"].errors
    assert reader.post("/kk/privacy/", {**quick, "opened": opened(4)}).status_code == 302


def test_a_form_that_was_open_for_days_is_sent_at_the_second_try(reader):
    old = filled(opened=opened(3 * 24 * 60 * 60))
    answer = reader.post("/kk/privacy/", old)
    renewed = re.search(r'name="opened" value="([^"]+)"', answer.content.decode()).group(1)
    assert renewed != old["opened"]
    signing.TimestampSigner(salt=SALT).unsign(renewed, max_age=60)


def test_one_address_sends_so_many_an_hour(reader):
    for _number in range(10):
        assert reader.post("/kk/privacy/", filled()).status_code == 302
    assert reader.post("/kk/privacy/", filled()).status_code == 200
    assert Demand.objects.count() == 10


def test_a_page_elsewhere_is_not_prefilled(reader):
    for page in ("https://elsewhere.example/", "//elsewhere.example/", "/kk/%22%3E/", "/kk/nothing/here/x/"):
        answer = reader.get("/kk/privacy/", {"page": page})
        assert answer.status_code == 200
        assert answer.context["form"]["address"].value() == ""


def test_nobody_leafs_through_receipts(reader, demand):
    for of in ("", str(demand.pk), signing.dumps(demand.pk), signing.dumps(99999, salt=SALT)):
        assert reader.get("/kk/privacy/done/", {"of": of}).status_code == 404


# The desk


@pytest.mark.parametrize("role", ["data_protection", "administrator"])
def test_the_desk_shows_what_waits(request, demand, role):
    client = client_of(request.getfixturevalue(role))
    page = client.get("/admin/campaigns/demand/").content.decode()
    assert f"№ {demand.pk}" in page
    Demand.objects.update(due_at=timezone.now() - datetime.timedelta(hours=1))
    with translation.override(request.getfixturevalue(role).language):
        late = translation.gettext("LATE since the end of %(day)s").split("%")[0]
    assert late in client.get("/admin/campaigns/demand/").content.decode()
    one = client.get(f"/admin/campaigns/demand/{demand.pk}/change/").content.decode()
    assert "Деректерімді өшіріңіз." in one
    assert f"/admin/campaigns/takedown/of/{demand.candidacy_id}/?demand={demand.pk}" in one


@pytest.mark.parametrize("page", ["/kk/cabinet/", "/admin/"])
@pytest.mark.parametrize("role", ["data_protection", "administrator"])
def test_the_first_page_tells_the_nearest_deadlines(request, approved, demand, role, page):
    person = request.getfixturevalue(role)
    erasing.take_down(approved, person, **GROUND)
    response = client_of(person).get(page)
    found = {card.href: card for card in response.context["cards"]}
    for name in ("demand", "takedown"):
        card = found[f"/admin/campaigns/{name}/"]
        assert (card.count, card.late, card.soonest) == (1, 0, demand.due_on)
    assert response.text.count(date_format(demand.due_on, "SHORT_DATE_FORMAT")) >= 2
    Demand.objects.update(answered_at=timezone.now(), fulfilled=True)
    Takedown.objects.update(closed_at=timezone.now())
    left = {card.href for card in client_of(person).get(page).context["cards"]}
    assert not {"/admin/campaigns/demand/", "/admin/campaigns/takedown/"} & left


def test_the_first_page_of_others_tells_no_deadlines(demand, headquarters):
    assert "/admin/campaigns/demand/" not in client_of(headquarters).get("/kk/cabinet/").content.decode()


@pytest.mark.parametrize("role", ["editor", "publisher", "headquarters", "branch", "regional_headquarters"])
def test_nobody_else_reads_demands(request, demand, role):
    client = client_of(request.getfixturevalue(role))
    for address in (
        "/admin/campaigns/demand/",
        f"/admin/campaigns/demand/{demand.pk}/change/",
        f"/admin/campaigns/demand/{demand.pk}/decline/",
        "/admin/campaigns/takedown/",
        "/admin/campaigns/takedown/find/?q=1",
        f"/admin/campaigns/takedown/of/{demand.candidacy_id}/",
    ):
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code in (302, 403), address
            assert "Деректерімді" not in answer.content.decode()
    for act in (
        lambda by: demands.decline(demand, by, **ANSWER),
        lambda by: demands.settle(demand, by, **ANSWER),
        lambda by: demands.correct(demand, by, note="Қате"),
        lambda by: demands.take_down(demand, by, **GROUND),
    ):
        with pytest.raises(Refused):
            act(request.getfixturevalue(role))


def test_one_action_takes_down_and_answers(demand, data_protection, queued_mails):
    client = client_of(data_protection)
    address = f"/admin/campaigns/takedown/of/{demand.candidacy_id}/?demand={demand.pk}"
    page = client.get(address).content.decode()
    assert demand.candidacy.family_name_kk in page
    assert client.post(address, GROUND).status_code == 200  # not sure
    assert not Takedown.objects.exists()
    answer = client.post(address, {**GROUND, "sure": "on"})
    taken = Takedown.objects.get()
    assert answer.url == f"/admin/campaigns/takedown/{taken.pk}/change/"
    kept = Demand.objects.get(pk=demand.pk)
    assert (kept.fulfilled, kept.answered_by, kept.address) == (True, data_protection, "")
    mail = queued_mails()[-1]
    assert mail["to"] == "demander@mail.example"
    assert GROUND["ground_ru"] in mail["text"]
    assert client.get(f"/admin/campaigns/demand/{demand.pk}/change/").status_code == 200
    assert client.get(answer.url).status_code == 200
    assert client.get("/admin/campaigns/takedown/").status_code == 200
    client.post(f"/admin/campaigns/takedown/{taken.pk}/close/", {"note": "Іздеу жүйелеріне жазылды."})
    assert Takedown.objects.get().closed_by == data_protection
    for state in ("done", "all"):
        assert "№" in client.get(f"/admin/campaigns/takedown/?state={state}").content.decode()


def test_the_answer_speaks_the_language_of_the_form(demand, data_protection, queued_mails):
    client = client_of(data_protection)
    address = f"/admin/campaigns/demand/{demand.pk}/decline/"
    client.post(address, {"reason_kk": "Қате емес.", "reason_ru": " "})
    assert Demand.objects.get().answered_at is None
    client.post(address, ANSWER)
    kept = Demand.objects.get()
    assert (kept.fulfilled, kept.answered_by) == (False, data_protection)
    mail = queued_mails()[-1]
    assert ANSWER["reason_ru"] in mail["text"]
    assert ANSWER["reason_kk"] not in mail["text"]
    with pytest.raises(Refused):
        demands.settle(kept, data_protection, **ANSWER)


def test_an_error_goes_to_those_who_mend_it(
    demand, data_protection, branch, second_branch, headquarters, queued_mails
):
    before = len(queued_mails())
    client_of(data_protection).post(
        f"/admin/campaigns/demand/{demand.pk}/correct/", {"note": "Жұмыс орны ескі."}
    )
    mails = queued_mails()[before:]
    assert {mail["to"] for mail in mails} == {branch.email, headquarters.email, demand.contact}
    for mail in mails[:-1]:
        assert "Жұмыс орны ескі." in mail["text"]
        assert "Құпия" not in mail["text"]


def test_the_officer_finds_a_candidate_without_a_demand(approved, draft, data_protection):
    client = client_of(data_protection)
    found = client.get("/admin/campaigns/takedown/find/", {"q": approved.family_name_ru[:6]})
    assert f"/of/{approved.pk}/" in found.content.decode()
    assert f"/of/{draft.pk}/" not in found.content.decode()
    assert f"/of/{draft.pk}/" in client.get(f"/admin/campaigns/takedown/find/?q={draft.pk}").content.decode()
    assert client.get("/admin/campaigns/takedown/find/?q=99999999999999999999").status_code == 200
    assert client.get("/admin/campaigns/takedown/of/999999/").status_code == 404


def test_each_morning_the_officers_hear_of_what_is_due(demand, data_protection, queued_mails):
    before = len(queued_mails())
    assert demands.remind(demand.due_at - datetime.timedelta(days=3)) == 0
    assert demands.remind(demand.due_at - datetime.timedelta(hours=15)) == 1
    taken = erasing.take_down(demand.candidacy, data_protection, **GROUND)
    demands.decline(demand, data_protection, **ANSWER)
    assert demands.remind(taken.due_at + datetime.timedelta(hours=1)) == 1
    mail = queued_mails()[-1]
    assert mail["to"] == data_protection.email
    assert f"№ {taken.candidacy_id}" in mail["text"]
    erasing.close_takedown(taken, data_protection, note="Жасалды.")
    assert demands.remind(taken.due_at + datetime.timedelta(hours=1)) == 0
    assert len(queued_mails()) > before


# Private documents


def status_of(client, address):
    answer = client.get(address)
    if answer.streaming:
        list(answer.streaming_content)  # to its end, where it closes the file
    return answer.status_code


@pytest.fixture
def document(waiting):
    return waiting.documents.get(code="consent")


def test_each_view_of_a_document_is_logged(document, headquarters):
    client = client_of(headquarters)
    answer = client.get(f"/kk/cabinet/documents/{document.pk}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == f'inline; filename="{document.candidacy_id}-{document.pk}.pdf"'
    entry = AuditEntry.objects.get(action="document.view")
    assert (entry.actor, entry.subject_text) == (headquarters, f"№ {document.candidacy_id}")
    assert entry.details == {"document": document.pk, "code": "consent"}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("branch", 200),
        ("headquarters", 200),
        ("regional_headquarters", 200),
        ("data_protection", 200),
        ("second_branch", 404),
        ("administrator", 404),
        ("editor", 403),
        ("publisher", 403),
    ],
)
def test_who_may_read_a_document(request, document, role, status):
    client = client_of(request.getfixturevalue(role))
    assert status_of(client, f"/kk/cabinet/documents/{document.pk}/") == status
    assert AuditEntry.objects.filter(action="document.view").count() == (status == 200)


def test_others_do_not_learn_that_it_is_there(
    document, waiting_elsewhere, reader, regional_headquarters, headquarters
):
    elsewhere = waiting_elsewhere.documents.get(code="consent")
    client = client_of(regional_headquarters)
    assert client.get(f"/kk/cabinet/documents/{elsewhere.pk}/").status_code == 404
    assert client.get("/kk/cabinet/documents/999999/").status_code == 404
    assert reader.get(f"/kk/cabinet/documents/{document.pk}/").status_code == 302


def test_a_reviewer_who_steps_back_reads_nothing(document, headquarters, first_branch):
    headquarters.memberships.create(role="editor", organisation=first_branch)
    assert client_of(headquarters).get(f"/kk/cabinet/documents/{document.pk}/").status_code == 404


def test_a_draft_is_the_branch_s_own_matter(ready, branch, headquarters, data_protection):
    document = ready.documents.get(code="consent")
    address = f"/kk/cabinet/documents/{document.pk}/"
    assert status_of(client_of(branch), address) == 200
    for other in (headquarters, data_protection):
        assert client_of(other).get(address).status_code == 404


def test_what_was_removed_or_lost_is_not_there(document, headquarters):
    address = f"/kk/cabinet/documents/{document.pk}/"
    document.file.storage.delete(document.file.name)
    client = client_of(headquarters)
    assert client.get(address).status_code == 404
    type(document).objects.filter(pk=document.pk).update(removed_at=timezone.now())
    assert client.get(address).status_code == 404
    assert not AuditEntry.objects.filter(action="document.view").exists()


@pytest.mark.parametrize("address", ["http://[", "//[", "http://a]b/", "/kk/\0/", "/kk/%00", "\0"])
def test_what_is_no_address_at_all_is_said_beside_the_field(client, address):
    assert client.get("/kk/privacy/", {"page": address}).status_code == 200
    answer = client.post("/kk/privacy/", filled(address=address))
    assert answer.status_code == 200
    assert answer.context["form"].errors["address"]
    assert not Demand.objects.exists()


def test_an_hour_that_ends_while_demands_are_counted_starts_anew(client):
    with patch.object(cache, "incr", side_effect=ValueError):
        assert client.post("/kk/privacy/", filled()).status_code == 302
