"""The cabinet of a branch: a candidate is registered step by step, without a script; nothing typed is lost."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from campaigns.candidates import registering, reviewing
from campaigns.candidates.completeness import missing
from campaigns.candidates.steps import STEPS
from campaigns.enums import PoolState, Scope
from campaigns.models import Candidacy, Constituency, Person, Pool, Remark
from federation.models import District, Organisation
from tests.campaigns.candidates import people
from tests.cast import client_of, organisation, region

pytestmark = pytest.mark.django_db
PAGES = [step.name for step in STEPS if step.name != "overview"]
WAY = "single-mandate:association"


def step(candidacy, name):
    return reverse("cabinet:step", args=[candidacy.pk, name])


def stored(candidacy):
    return Candidacy.objects.get(pk=candidacy.pk)


def text_of(response):
    return response.content.decode()


def names(version, **more):
    return {
        "version": version,
        "iin": people.iin(datetime.date(1980, 2, 29), woman=True),
        "family_name_kk": "Үлгібаева",
        "family_name_ru": "Образцова",
        "given_name_kk": "Айгүл",
        "given_name_ru": "Айгуль",
        **more,
    }


@pytest.fixture
def desk(branch):
    return client_of(branch)


@pytest.mark.parametrize("name", PAGES)
def test_each_step_opens_on_an_empty_draft_and_on_a_full_one(desk, draft, branch, name):
    assert desk.get(step(draft, name)).status_code == 200
    registering.photograph(draft, branch, people.picture())
    people.complete(stored(draft), branch)
    assert desk.get(step(draft, name)).status_code == 200


def test_the_frame_of_the_cabinet_opens_and_is_kept_by_nobody(desk, draft, pool):
    for address in own_pages(draft, pool):
        response = desk.get(address)
        assert response.status_code == 200, address
        assert "no-store" in response["Cache-Control"]


def own_pages(draft, pool):
    return [
        reverse("cabinet:home"),
        reverse("cabinet:candidates"),
        reverse("cabinet:choose"),
        reverse("cabinet:begin", args=[pool.pk]),
        reverse("cabinet:candidate", args=[draft.pk]),
        reverse("cabinet:consent-form", args=[draft.pk]),
    ]


def test_a_candidate_goes_through_all_steps_to_the_headquarters(desk, pool, first_branch, queued_mails):
    seat = {
        "way": WAY,
        "region": first_branch.region_id,
        "nominator_name_kk": "Үлгі бірлестік",
        "nominator_name_ru": "Примерное объединение",
    }
    response = desk.post(reverse("cabinet:begin", args=[pool.pk]), {**seat, "next": "1"})
    draft = Candidacy.objects.get()
    assert response["Location"] == step(draft, "person")
    assert (draft.registered_by, draft.system, draft.nominator) == (first_branch, *WAY.split(":"))

    typed = names(draft.version, next="1")
    response = desk.post(step(draft, "person"), typed)
    assert response["Location"] == step(draft, "work")
    assert typed["iin"] not in response["Location"]
    assert stored(draft).person.birth_date == datetime.date(1980, 2, 29)

    work = {"version": stored(draft).version, "email": "aigul@mail.example", "phone": "+7 701 000 00 00"}
    assert desk.post(step(draft, "work"), {**work, "next": "1"})["Location"] == step(draft, "texts")
    texts = {"version": stored(draft).version, **people.TEXTS}
    assert desk.post(step(draft, "texts"), {**texts, "stay": "1"})["Location"] == step(draft, "texts")
    photo = {"version": stored(draft).version, "photo": people.picture(), "photo_alt_kk": "", "next": "1"}
    assert desk.post(step(draft, "photo"), photo)["Location"] == step(draft, "photo")
    photo = {
        "version": stored(draft).version,
        "window": "last",
        "photo_alt_kk": "Әйел",
        "photo_alt_ru": "Женщина",
    }
    assert desk.post(step(draft, "photo"), {**photo, "next": "1"})["Location"] == step(draft, "rules")
    assert stored(draft).photo_crop == [0, 50, 600, 750]

    rules = {
        "version": stored(draft).version,
        "citizen": "yes",
        "residence_years": 20,
        "bars": "-",
    }
    assert desk.post(step(draft, "rules"), {**rules, "next": "1"})["Location"] == step(draft, "documents")
    fresh = stored(draft)
    assert (fresh.citizen, fresh.bars, fresh.disabled) == (True, [], None)

    paper = {"code": "application", "file": people.paper()}
    assert desk.post(step(draft, "documents"), paper)["Location"].startswith(step(draft, "documents"))
    assert fresh.documents.filter(code="application", removed_at=None).count() == 1

    consent = {
        "scope": ["photo", "biography"],
        "given_on": timezone.localdate(),
        "scan": people.paper(),
        "next": "1",
    }
    assert desk.post(step(draft, "consent"), consent)["Location"] == reverse(
        "cabinet:candidate", args=[draft.pk]
    )
    assert missing(stored(draft)) == []

    page = desk.get(reverse("cabinet:candidate", args=[draft.pk]))
    assert typed["iin"] not in text_of(page)
    assert typed["iin"][-4:] in text_of(page)
    submit = reverse("cabinet:submit", args=[draft.pk])
    assert desk.post(submit, {"version": stored(draft).version}).status_code == 302
    assert stored(draft).pool_state == PoolState.SUBMITTED
    # Pressed once more on a slow network: nothing breaks, no second mail.
    again = desk.post(submit, {"version": 1}, follow=True)
    assert again.status_code == 200
    assert [mail["to"] for mail in queued_mails()].count("aigul@mail.example") == 1


def test_a_closed_way_is_refused_with_the_rule_and_the_law(desk, pool, first_branch):
    address = reverse("cabinet:begin", args=[pool.pk])
    assert "party-list:self" not in text_of(desk.get(address))
    response = desk.post(address, {"way": "party-list:self", "region": first_branch.region_id})
    assert response.status_code == 200
    assert str(pool.campaign.rule_set) in str(response.context["form"].non_field_errors())
    assert not Candidacy.objects.exists()


def test_constituencies_are_those_of_the_region_by_district(desk, pool, first_branch):
    elsewhere = region("Абай облысы", "Область Абай")
    district = District.objects.create(region=elsewhere, name_kk="Аудан", name_ru="Район")
    here = constituency(pool, first_branch.region, "1")
    there = constituency(pool, elsewhere, "2")
    address = reverse("cabinet:begin", args=[pool.pk])
    assert places(desk.get(address)) == [here]
    response = desk.post(
        address, {"way": WAY, "region": elsewhere.pk, "nominator_name_kk": "Кәсіподақ", "narrow": "1"}
    )
    assert places(response) == [there]
    assert "Кәсіподақ" in text_of(response)
    assert not response.context["form"].errors
    assert district.region == elsewhere
    # A constituency of another region is not taken by mistake.
    response = desk.post(address, {"way": WAY, "region": elsewhere.pk, "constituency": here.pk})
    assert "constituency" in response.context["form"].errors
    desk.post(address, {"way": WAY, "region": elsewhere.pk, "constituency": there.pk})
    assert Candidacy.objects.get().constituency == there


def constituency(pool, place, number):
    return Constituency.objects.create(
        campaign=pool.campaign, body=pool.body, region=place, number=number, name_kk="Округ", name_ru="Округ"
    )


def places(response):
    return list(response.context["form"].fields["constituency"].queryset)


def test_a_refused_form_keeps_all_and_says_why_beside_the_field(desk, draft):
    response = desk.post(step(draft, "person"), names(draft.version, iin="123456789012"))
    assert response.status_code == 200
    assert response.context["form"].errors["iin"]
    assert "Үлгібаева" in text_of(response)
    assert not Person.objects.exists()
    assert stored(draft).family_name_kk == ""


def test_somebody_else_saved_meanwhile_and_both_are_shown(desk, draft, branch):
    registering.write(draft, branch, version=draft.version, family_name_kk="Басқа")
    typed = names(draft.version)
    response = desk.post(step(draft, "person"), typed)
    assert response.status_code == 200
    page = text_of(response)
    assert "Үлгібаева" in page
    assert "Басқа" in page
    assert stored(draft).family_name_kk == "Басқа"
    # Told of it, the person saves with the next press.
    version = response.context["form"]["version"].value()
    desk.post(step(draft, "person"), {**typed, "version": version})
    assert stored(draft).family_name_kk == "Үлгібаева"


def test_only_what_the_rules_ask_is_asked(desk, draft):
    page = text_of(desk.get(step(draft, "rules")))
    assert 'name="citizen"' in page
    draft.campaign.rule_set.checks.filter(rule="citizenship").delete()
    assert 'name="citizen"' not in text_of(desk.get(step(draft, "rules")))


def test_nothing_ticked_is_no_answer_and_both_are_a_mistake(desk, draft):
    answers = {"version": draft.version, "residence_years": 3}
    desk.post(step(draft, "rules"), {**answers, "stay": "1"})
    assert stored(draft).bars is None
    response = desk.post(
        step(draft, "rules"), {**answers, "version": stored(draft).version, "bars": ["-", "conviction"]}
    )
    assert response.context["form"].errors["bars"]


def test_both_languages_are_compared_after_saving(desk, draft, branch):
    texts = people.TEXTS | {"biography_ru": "Работал на заводе 13 лет."}
    registering.write(draft, branch, version=draft.version, **texts)
    page = text_of(desk.get(step(draft, "texts")))
    assert 'class="compared-row"' in page
    assert 'class="compared-same"' in page


def test_the_photo_is_shown_to_those_who_may_open_the_candidacy(desk, draft, branch, second_branch, reader):
    registering.photograph(draft, branch, people.picture())
    address = reverse("cabinet:photo", args=[draft.pk])
    for part in ("", "?part=first", "?part=whole"):
        response = desk.get(address + part)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Type"] == "image/jpeg"
    assert desk.get(address + "?part=other").status_code == 404
    assert client_of(second_branch).get(address).status_code == 404
    assert reader.get(address).status_code == 302


def test_remarks_stand_at_their_fields(desk, waiting, headquarters):
    Candidacy.objects.filter(pk=waiting.pk).update(pool_state=PoolState.RETURNED)
    Remark.objects.create(candidacy=waiting, field="biography_ru", text="Укажите стаж", by=headquarters)
    Remark.objects.create(candidacy=waiting, field="consent", text="Скан не читается", by=headquarters)
    assert "Укажите стаж" in text_of(desk.get(step(waiting, "texts")))
    assert "Скан не читается" in text_of(desk.get(step(waiting, "consent")))
    page = text_of(desk.get(reverse("cabinet:candidate", args=[waiting.pk])))
    assert "Укажите стаж" in page
    assert "Скан не читается" in page


def test_what_was_submitted_is_read_only_and_takes_papers_still(desk, waiting):
    for name in PAGES:
        response = desk.get(step(waiting, name))
        assert response.status_code == (200 if name == "documents" else 302), name
    response = desk.post(step(waiting, "person"), names(waiting.version))
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert (
        desk.post(step(waiting, "documents"), {"code": "application", "file": people.paper()}).status_code
        == 302
    )


def test_after_the_pool_has_closed_the_reason_is_said(desk, ready, pool):
    Pool.objects.filter(pk=pool.pk).update(closes_at=timezone.now() - datetime.timedelta(minutes=1))
    overview = reverse("cabinet:candidate", args=[ready.pk])
    assert reverse("cabinet:submit", args=[ready.pk]) not in text_of(desk.get(overview))
    response = desk.post(reverse("cabinet:submit", args=[ready.pk]), {"version": ready.version})
    assert response.status_code == 200
    assert response.context["reasons"]
    assert desk.get(reverse("cabinet:begin", args=[pool.pk])).status_code == 302


def test_withdrawing_asks_once_more(desk, ready):
    address = reverse("cabinet:withdraw", args=[ready.pk])
    assert desk.post(address).status_code == 200
    assert stored(ready).pool_state == PoolState.DRAFT
    assert desk.post(address, {"sure": "1"}).status_code == 302
    assert stored(ready).pool_state == PoolState.WITHDRAWN


def test_the_moment_of_the_confirmation_is_of_the_local_clock(desk, ready, branch):
    registering.submit(ready, branch)
    moment = datetime.datetime(2026, 11, 21, 20, 30, tzinfo=datetime.UTC)  # 22 November, 01:30 in Almaty
    ready.consents.update(confirmed_at=moment)
    assert "01:30" in text_of(desk.get(reverse("cabinet:candidate", args=[ready.pk])))


def test_differences_of_the_languages_and_who_the_number_says_stand_before_the_submission(
    desk, ready, branch
):
    overview = reverse("cabinet:candidate", args=[ready.pk])
    call = reverse("cabinet:step", args=[ready.pk, "texts"]) + '">'
    before = text_of(desk.get(overview)).count(call)
    registering.write(ready, branch, version=ready.version, programme_ru="За 99 процентов оплаты труда.")
    page = desk.get(overview)
    assert page.context["differing"] == 1
    assert text_of(page).count(call) == before + 1
    assert "1975" in text_of(page)


@pytest.mark.parametrize(
    ("woman", "patronymic", "told"),
    [
        *((False, "Серікқызы", True), (False, "Серик кызы", True), (False, "Ивановна ", True)),
        *((False, "ильинична", True), (True, "Серікұлы", True), (True, "Серикулы", True)),
        *((True, "Иванович", True), (True, "Ильич", True)),
        *((True, "Серікқызы", False), (False, "Серікұлы", False), (True, "", False), (False, "Асан", False)),
    ],
)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_patronymic_of_the_other_sex_is_a_notice_and_no_refusal(
    desk, draft, branch, headquarters, language, woman, patronymic, told
):
    one = people.complete(
        draft, branch, number=people.iin(woman=woman), **{f"patronymic_{language}": patronymic}
    )
    page = desk.get(reverse("cabinet:candidate", args=[one.pk]))
    assert page.context["contradicted"] is told
    assert reverse("cabinet:submit", args=[one.pk]) in text_of(page)
    registering.submit(one, branch)
    review = client_of(headquarters).get(reverse("cabinet:review-one", args=[one.pk]))
    assert review.context["page"].contradicted is told


def test_who_nominates_is_named_in_both_languages(ready, branch):
    nameless = registering.write(ready, branch, version=ready.version, nominator_name_ru="")
    assert [gap.field for gap in missing(nameless)] == ["nominator_name_ru"]


def test_a_phone_has_at_least_ten_digits(desk, draft):
    response = desk.post(step(draft, "work"), {"version": draft.version, "phone": "+7 701 111"})
    assert response.context["form"].errors["phone"]
    assert not stored(draft).phone


def test_an_empty_choice_says_what_to_do_and_is_not_asked_where_there_is_none(
    desk, draft, first_branch, waiting, headquarters, pool
):
    assert "primary_organisation" not in text_of(desk.get(step(draft, "work")))
    reviewing.approve(waiting, headquarters)
    change = reverse("cabinet:change", args=[waiting.pk])
    assert 'name="primary_organisation"' not in text_of(desk.get(change))
    organisation("Бастауыш", "Первичка", Organisation.Kind.PRIMARY, region=first_branch.region)
    addresses = [(desk, step(draft, "work")), (desk, step(draft, "seat")), (desk, change)]
    addresses.append((client_of(headquarters), reverse("cabinet:steps", args=[pool.pk])))
    for client, address in addresses:
        text = text_of(client.get(address))
        assert "– таңдаңыз –" in text, address
        assert "-----" not in text, address
        assert not re.search(r"<option[^>]*>[—–]<", text), address


def test_whoever_withdrew_may_register_anew_while_the_pool_is_open(desk, ready, branch, pool):
    overview = reverse("cabinet:candidate", args=[ready.pk])
    begin = f'href="{reverse("cabinet:begin", args=[pool.pk])}"'
    assert begin not in text_of(desk.get(overview))
    registering.withdraw(ready, branch)
    assert begin in text_of(desk.get(overview))
    Pool.objects.update(closes_at=timezone.now())
    assert begin not in text_of(desk.get(overview))


def test_the_link_is_sent_again(desk, ready, queued_mails):
    assert desk.post(reverse("cabinet:send-link", args=[ready.pk])).status_code == 302
    assert [mail["to"] for mail in queued_mails()] == [ready.email]


def test_a_wrong_file_is_told_at_its_paper(desk, draft):
    response = desk.post(step(draft, "documents"), {"code": "application", "file": people.paper("nonsense")})
    assert response.status_code == 200
    assert response.context["wrong"] == "application"
    assert response.context["form"].errors["file"]
    assert 'href="#file-application"' in text_of(response)
    assert desk.post(step(draft, "documents"), {"code": "application"}).context["form"].errors["file"]
    assert desk.post(step(draft, "documents"), {"code": "other", "file": people.paper()}).status_code == 200
    assert not draft.documents.exists()


@pytest.mark.parametrize("upload", [people.paper(), people.paper("nonsense")])
def test_a_wrong_photo_is_told_at_its_field_with_the_kinds_of_photos(desk, draft, upload):
    response = desk.post(step(draft, "photo"), {"version": draft.version, "photo": upload})
    (said,) = response.context["form"].errors["photo"]
    assert 'id="id_photo_error"' in text_of(response)
    assert all(kind in said for kind in ("JPEG", "PNG", "WebP"))
    assert not any(kind in said for kind in ("PDF", "DOCX", "XLSX"))
    small = {"version": draft.version, "photo": people.picture(20, 20)}
    assert desk.post(step(draft, "photo"), small).context["form"].errors["photo"]
    assert not stored(draft).photo


def test_a_wrong_scan_of_the_consent_is_told_at_its_field(desk, draft):
    typed = {"given_on": timezone.localdate(), "scan": people.paper("nonsense")}
    assert desk.post(step(draft, "consent"), typed).context["form"].errors["scan"]
    assert not draft.documents.exists()


def test_the_consent_needs_a_paper_and_a_day_that_has_come(desk, draft):
    response = desk.post(step(draft, "consent"), {"given_on": timezone.localdate()})
    assert response.context["form"].errors["scan"]
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    response = desk.post(step(draft, "consent"), {"given_on": tomorrow, "scan": people.paper()})
    assert response.context["form"].errors["given_on"]
    desk.post(step(draft, "consent"), {"given_on": timezone.localdate(), "scan": people.paper()})
    desk.post(step(draft, "consent"), {"given_on": timezone.localdate(), "scope": Scope.PHOTO})
    assert draft.consents.get(replaced_at=None).scope == [Scope.PHOTO]


@pytest.mark.parametrize("decided", [PoolState.APPROVED, PoolState.REJECTED])
def test_a_decision_that_is_not_announced_does_not_show(desk, waiting, decided):
    desk.get(reverse("cabinet:home"))  # from the second look on the desk tells what others have done
    plain = [text_of(desk.get(address)) for address in shown_at(waiting)]
    Candidacy.objects.filter(pk=waiting.pk).update(pool_state=decided, decided_at=timezone.now())
    waits = [text_of(desk.get(address)) for address in shown_at(waiting)]
    assert [without_token(page) for page in waits] == [without_token(page) for page in plain]


def shown_at(candidacy):
    return [
        reverse("cabinet:home"),
        reverse("cabinet:candidates"),
        reverse("cabinet:candidates") + "?state=submitted",
        reverse("cabinet:candidate", args=[candidacy.pk]),
    ]


def without_token(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


# Who may open what


def test_others_get_nothing_of_it(draft, pool, second_branch, headquarters, editor, reader):
    addresses = [
        reverse("cabinet:candidate", args=[draft.pk]),
        reverse("cabinet:consent-form", args=[draft.pk]),
        reverse("cabinet:photo", args=[draft.pk]),
        *(step(draft, name) for name in PAGES),
    ]
    for address in addresses:
        assert reader.get(address).status_code == 302
        assert client_of(second_branch).get(address).status_code == 404, address
        assert client_of(headquarters).get(address).status_code in (403, 404), address
        assert client_of(editor).get(address).status_code == 403
    for name in ("submit", "withdraw", "send-link"):
        address = reverse(f"cabinet:{name}", args=[draft.pk])
        assert client_of(second_branch).post(address, {"sure": "1"}).status_code == 404
        assert client_of(headquarters).post(address, {"sure": "1"}).status_code == 403
    assert client_of(headquarters).get(reverse("cabinet:begin", args=[pool.pk])).status_code == 403
    assert stored(draft).pool_state == PoolState.DRAFT


@pytest.mark.parametrize("who", ["regional_headquarters", "headquarters", "data_protection", "administrator"])
def test_each_role_has_its_desk(request, who, waiting):
    assert client_of(request.getfixturevalue(who)).get(reverse("cabinet:home")).status_code == 200


# The list


def test_the_list_is_narrowed_by_state_pool_and_name(desk, draft, waiting, waiting_elsewhere, pool):
    address = reverse("cabinet:candidates")
    assert listed(desk.get(address)) == {draft.pk, waiting.pk}
    assert listed(desk.get(address, {"state": "submitted"})) == {waiting.pk}
    assert listed(desk.get(address, {"pool": pool.pk})) == {draft.pk, waiting.pk}
    # Typed on a Russian keyboard, in either language.
    assert listed(desk.get(address, {"q": "улгибаев асан"})) == {waiting.pk}
    assert listed(desk.get(address, {"q": "Образцов"})) == {waiting.pk}
    for wrong in ({"state": "x"}, {"pool": "99999999999"}, {"page": "x"}, {"q": "\0%_"}):
        assert desk.get(address, wrong).status_code == 200


def listed(response):
    return {row.candidacy.pk for row in response.context["rows"]}


def test_the_list_and_the_desk_ask_the_database_equally_often(desk, pool, branch, first_branch):
    def asked(address):
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    def more():
        draft = people.begun(pool, branch, first_branch)
        registering.write(draft, branch, version=draft.version, iin=people.iin())
        people.submitted(pool, branch, first_branch)

    more()
    addresses = [reverse("cabinet:home"), reverse("cabinet:candidates")]
    for address in addresses:
        asked(address)
    few = [asked(address) for address in addresses]
    for _number in range(4):
        more()
    assert [asked(address) for address in addresses] == few


def test_who_is_looked_for_is_a_person_and_not_a_thing(desk, draft):
    page = text_of(desk.get(reverse("cabinet:candidates")))
    assert gettext("Candidate's name") in page
    assert "Атауы" not in page
