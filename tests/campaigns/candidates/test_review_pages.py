"""The pages of the review: queue, one candidacy, announcements, joined records."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from campaigns.candidates import changing, erasing, reviewing
from campaigns.enums import PoolState
from campaigns.models import Candidacy
from federation.enums import Role
from federation.models import AuditEntry
from tests.campaigns.candidates import people
from tests.campaigns.conftest import fresh
from tests.cast import client_of, person

pytestmark = pytest.mark.django_db
REASONS = {"reason_kk": "Себебі бар.", "reason_ru": "Есть причина."}


def page(user, name, *keys, **query):
    return client_of(user).get(reverse(f"cabinet:{name}", args=keys), query)


def post(user, candidacy, act, **data):
    return client_of(user).post(reverse("cabinet:review-one", args=[candidacy.pk]), {"act": act, **data})


def text(response):
    return response.content.decode()


def decision(candidacy, choice="approve", **data):
    return {"decision": choice, "announce": "now", "version": candidacy.version, **data}


# The queue


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *(("headquarters", 200), ("regional_headquarters", 200), ("branch", 403), ("data_protection", 403)),
        *(("administrator", 403), ("publisher", 403)),
    ],
)
def test_the_queue_is_for_reviewers(waiting, role, status, request):
    user = request.getfixturevalue(role)
    assert page(user, "review").status_code == status
    assert page(user, "review-one", waiting.pk).status_code == status


def test_a_regional_headquarters_sees_its_region_alone(
    waiting, waiting_elsewhere, regional_headquarters, headquarters
):
    shown = text(page(regional_headquarters, "review"))
    assert (str(waiting) in shown, str(waiting_elsewhere) in shown) == (True, False)
    assert page(regional_headquarters, "review-one", waiting_elsewhere.pk).status_code == 404
    both = text(page(headquarters, "review"))
    assert str(waiting) in both
    assert str(waiting_elsewhere) in both


def test_drafts_are_nobody_elses_matter(draft, headquarters):
    assert page(headquarters, "review-one", draft.pk).status_code == 404


def test_each_list_of_the_queue_holds_its_own(pool, branch, first_branch, headquarters, second):
    rows = [people.submitted(pool, branch, first_branch) for _each in range(4)]
    reviewing.ask_opinion(rows[1], headquarters, of=second)
    reviewing.reject(rows[2], headquarters, announce=False, **REASONS)
    reviewing.approve(rows[3], headquarters)
    changing.ask(rows[3], branch, reason="Жаңа орын", workplace_kk="Зауыт")
    lists = {
        kind: [row.pk for row, _marks in page(second, "review", kind=kind).context["rows"]]
        for kind in ("waiting", "opinions", "unannounced", "changes")
    }
    assert lists == {
        "waiting": [rows[0].pk, rows[1].pk],
        "opinions": [rows[1].pk],
        "unannounced": [rows[2].pk],
        "changes": [rows[3].pk],
    }


def test_nonsense_in_the_address_shows_all(waiting, headquarters):
    answer = page(headquarters, "review", kind="x", pool="abc", region="999999", order="?", page="-1")
    assert [row for row, _marks in answer.context["rows"]] == [waiting]


def test_the_filters_narrow(pool, waiting, waiting_elsewhere, headquarters):
    answer = page(headquarters, "review", region=waiting.region_id, pool=pool.pk, order="deadline")
    assert [row for row, _marks in answer.context["rows"]] == [waiting]


def test_marks_tell_what_to_look_at(pool, branch, first_branch, second_branch, other_branch, headquarters):
    number = people.iin()
    Candidacy.objects.filter(pk=people.submitted(pool, branch, first_branch, number=number).pk).update(
        pool_state=PoolState.WITHDRAWN
    )
    again = people.submitted(pool, second_branch, other_branch, number=number, bars=["sentence"])
    again.consents.update(confirmed_at=None)
    headquarters.memberships.create(role=Role.EDITOR, organisation=other_branch)
    ((_row, marks),) = page(headquarters, "review").context["rows"]
    assert [mark.kind for mark in marks] == ["recused", "refused", "duplicate", "incomplete", "unconfirmed"]


def test_the_queue_asks_as_often_for_many_as_for_one(pool, branch, first_branch, headquarters):
    people.submitted(pool, branch, first_branch)
    client = client_of(headquarters)
    address = reverse("cabinet:review")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    for _each in range(4):
        people.submitted(pool, branch, first_branch)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)


# One candidacy


def test_the_page_shows_all_that_a_decision_needs(waiting, headquarters):
    shown = text(page(headquarters, "review-one", waiting.pk))
    for word in (str(waiting), "Зауытта 12 жыл", "Работал на заводе", waiting.registered_by.name_kk):
        assert word in shown
    assert waiting.person.iin not in shown


def test_the_number_is_shown_on_demand_and_logged(waiting, headquarters):
    shown = post(headquarters, waiting, "number")
    assert waiting.person.iin in text(shown)
    assert "no-store" in shown["Cache-Control"]
    entry = AuditEntry.objects.get(action="candidacy.number")
    assert (entry.actor, entry.subject_text) == (headquarters, waiting.audit_text)


def test_a_decision_is_made_on_the_page(waiting, headquarters):
    answer = post(headquarters, waiting, "decide", **decision(waiting))
    assert answer.status_code == 302
    assert fresh(waiting).pool_state == PoolState.APPROVED
    assert fresh(waiting).announced_at


def test_a_refused_decision_keeps_what_was_typed(waiting, headquarters):
    answer = post(
        headquarters, waiting, "decide", **decision(waiting, "reject", reason_kk="Тек қазақша себеп")
    )
    assert answer.status_code == 422
    assert "Тек қазақша себеп" in text(answer)
    assert fresh(waiting).pool_state == PoolState.SUBMITTED


def test_the_slower_reviewer_is_told_and_loses_nothing(waiting, headquarters, second):
    reviewing.ask_opinion(waiting, headquarters, of=second)
    answer = post(
        headquarters, waiting, "decide", **decision(waiting, reason_kk="Қазақша", reason_ru="Русский")
    )
    assert answer.status_code == 422
    assert "Русский" in text(answer)
    form = answer.context["page"].forms["decide"]
    assert form["version"].value() == fresh(waiting).version
    again = decision(waiting) | {"version": form["version"].value()}
    assert post(headquarters, waiting, "decide", **again).status_code == 302


def test_what_was_typed_about_a_decided_candidacy_goes_to_its_history(waiting, headquarters, second):
    reviewing.reject(waiting, second, **REASONS)
    answer = client_of(headquarters).post(
        reverse("cabinet:review-one", args=[waiting.pk]), {"act": "decide", **decision(waiting)}, follow=True
    )
    assert answer.status_code == 200
    assert fresh(waiting).pool_state == PoolState.REJECTED


def test_a_return_with_remarks_on_fields(waiting, headquarters):
    data = {"return-version": waiting.version, "return-remark_biography_ru": "Мало сказано"}
    assert post(headquarters, waiting, "return", **data).status_code == 302
    assert fresh(waiting).remarks.get().field == "biography_ru"


def test_an_empty_return_is_refused_beside_what_was_typed(waiting, headquarters):
    data = {"return-version": waiting.version, "return-reason_kk": "Тек қазақша"}
    answer = post(headquarters, waiting, "return", **data)
    assert answer.status_code == 422
    assert "Тек қазақша" in text(answer)


def test_a_recused_reviewer_reads_why_and_has_no_buttons(waiting, headquarters, first_branch):
    headquarters.memberships.create(role=Role.EDITOR, organisation=first_branch)
    answer = page(headquarters, "review-one", waiting.pk)
    assert not any(answer.context["page"].forms.values())
    assert answer.context["page"].ground in text(answer)
    assert post(headquarters, waiting, "decide", **decision(waiting)).status_code == 302
    assert fresh(waiting).pool_state == PoolState.SUBMITTED


def test_an_opinion_is_asked_and_given_on_the_page(waiting, headquarters, second):
    assert post(headquarters, waiting, "ask", **{"ask-of": second.pk}).status_code == 302
    given = post(second, waiting, "opinion", **{"opinion-advice": "against", "opinion-text": ""})
    assert given.status_code == 422
    post(second, waiting, "opinion", **{"opinion-advice": "against", "opinion-text": "Құпия негіз"})
    assert "Құпия негіз" in text(page(headquarters, "review-one", waiting.pk))


def test_who_still_owes_an_opinion_does_not_read_those_of_others(
    waiting, headquarters, second, regional_headquarters
):
    opinion = reviewing.ask_opinion(waiting, headquarters, of=second)
    reviewing.ask_opinion(waiting, headquarters, of=regional_headquarters)
    reviewing.give_opinion(opinion, second, advice="against", text="Құпия негіз")
    assert "Құпия негіз" not in text(page(regional_headquarters, "review-one", waiting.pk))


# Announcements and joined records


def test_decisions_are_previewed_and_announced(pool, waiting, waiting_elsewhere, headquarters):
    reviewing.approve(waiting, headquarters, announce=False)
    reviewing.reject(waiting_elsewhere, headquarters, announce=False, **REASONS)
    shown = text(page(headquarters, "announce", pool.pk))
    assert str(waiting) in shown
    assert "Себебі бар." in shown or "Есть причина." in shown
    address = reverse("cabinet:announce", args=[pool.pk])
    empty = client_of(headquarters).post(address, {})
    assert (empty.status_code, empty.context["branches"]) == (422, 2)
    client_of(headquarters).post(address, {"candidacies": [waiting.pk, waiting_elsewhere.pk]})
    assert fresh(waiting).announced_at
    assert fresh(waiting_elsewhere).announced_at


def test_nobody_announces_what_they_step_back_from(pool, waiting, headquarters, second, first_branch):
    reviewing.approve(waiting, second, announce=False)
    headquarters.memberships.create(role=Role.BRANCH, organisation=first_branch)
    address = reverse("cabinet:announce", args=[pool.pk])
    answer = client_of(headquarters).post(address, {"candidacies": [waiting.pk]})
    assert answer.status_code == 422
    assert not fresh(waiting).announced_at


def test_records_are_joined_by_headquarters_alone(
    pool, waiting, second_branch, other_branch, headquarters, regional_headquarters
):
    Candidacy.objects.filter(pk=waiting.pk).update(pool_state=PoolState.WITHDRAWN)
    other = people.submitted(pool, second_branch, other_branch)
    keys = [waiting.person_id, other.person_id]
    assert page(regional_headquarters, "merge", *keys).status_code == 403
    shown = page(headquarters, "merge", *keys)
    assert shown.status_code == 200
    assert waiting.person.iin not in text(shown)
    address = reverse("cabinet:merge", args=keys)
    assert client_of(headquarters).post(address, {}).status_code == 422
    assert client_of(headquarters).post(address, {"stays": other.person_id}).status_code == 302
    assert fresh(waiting).person_id == other.person_id


# Changes


def test_a_branch_asks_for_a_change_and_sees_it_wait(waiting, branch, headquarters, second_branch):
    address = reverse("cabinet:change", args=[waiting.pk])
    assert client_of(branch).get(address).status_code == 404
    reviewing.approve(waiting, headquarters)
    assert client_of(second_branch).get(address).status_code == 404
    form = client_of(branch).get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"workplace_kk": "Жаңа зауыт"}
    refused = client_of(branch).post(address, data)
    assert refused.status_code == 422
    assert "Жаңа зауыт" in text(refused)
    assert client_of(branch).post(address, data | {"reason": "Ауысты"}).status_code == 302
    assert "Жаңа" in text(client_of(branch).get(address))
    assert client_of(branch).post(reverse("cabinet:change-take-back", args=[waiting.pk])).status_code == 302
    assert not changing.open_change(waiting)


def test_a_change_is_decided_on_the_page(waiting, branch, headquarters):
    reviewing.approve(waiting, headquarters)
    change = changing.ask(waiting, branch, reason="Ауысты", workplace_ru="Новый завод")
    early = post(headquarters, waiting, "change", **{"change-decision": "accept"})
    assert early.status_code == 422
    people.agreed(change)
    assert post(headquarters, waiting, "change", **{"change-decision": "accept"}).status_code == 302
    assert fresh(waiting).workplace_ru == "Новый завод"


def test_after_a_takedown_the_review_names_the_number_and_the_seat_alone(
    waiting, headquarters, data_protection
):
    erasing.take_down(waiting, data_protection, ground_kk="Заң.", ground_ru="Закон.")
    shown = text(page(headquarters, "review-one", waiting.pk))
    assert waiting.full_name_kk not in shown
    with override("kk"):
        assert all(said in shown for said in (waiting.audit_text, waiting.place, str(waiting.body)))


def test_a_stranger_to_the_cabinet_is_asked_to_log_in(waiting, reader):
    for name, keys in (("review", []), ("review-one", [waiting.pk]), ("announce", [1]), ("merge", [1, 2])):
        assert reader.get(reverse(f"cabinet:{name}", args=keys)).status_code == 302


def test_a_comparison_of_two_numbers_is_logged(pool, waiting, second_branch, other_branch, headquarters):
    """Of people born on one day all digits but those of the date differ: it is as good as the numbers."""
    other = people.submitted(pool, second_branch, other_branch)
    assert page(headquarters, "merge", waiting.person_id, other.person_id).status_code == 200
    logged = AuditEntry.objects.filter(action="candidacy.number").values_list("subject_text", flat=True)
    assert set(logged) == {waiting.audit_text, other.audit_text}


def test_another_person_before_the_headquarters(waiting):
    """Somebody whose membership ended yesterday reviews nothing."""
    former = person("former")
    assert page(former, "review-one", waiting.pk).status_code == 403
