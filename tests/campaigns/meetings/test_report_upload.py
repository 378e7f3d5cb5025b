"""The upload of a report in the administration, and what the page of the draft tells of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from appeals.importing import MAX_BYTES
from campaigns.meetings import holding, importing
from campaigns.models import Meeting, OfficeHolder
from federation.enums import Role
from tests.campaigns.meetings.reports import BOTH, RU
from tests.cast import client_of, organisation, person, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person("staff", Role.EDITOR, language="ru")


@pytest.fixture
def west(db):
    return region("Батыс Қазақстан облысы", "Западно-Казахстанская область", iso="KZ-27")


def address():
    return reverse("admin:campaigns_meeting_import")


def upload(who, content, name="report.txt", **more):
    data = content.encode() if isinstance(content, str) else content
    return client_of(who).post(address(), {"report": SimpleUploadedFile(name, data), **more})


def test_the_list_leads_to_the_upload(staff):
    page = client_of(staff).get(reverse("admin:campaigns_meeting_changelist"))
    assert address() in page.content.decode()
    assert client_of(staff).get(address()).status_code == 200


@pytest.mark.parametrize("who", ["branch", "regional"])
def test_only_the_staff_uploads(request, branch, who, west):
    person_of = branch if who == "branch" else person("regional", Role.REGIONAL_HEADQUARTERS, region=west)
    assert client_of(person_of).get(address()).status_code in (302, 403)
    assert upload(person_of, RU).status_code in (302, 403)
    assert not Meeting.objects.exists()


def test_a_report_becomes_a_draft_whose_page_tells_what_was_found(staff, west, referendum, english):
    answer = upload(staff, RU)
    meeting = Meeting.objects.get()
    assert answer.url == reverse("admin:campaigns_meeting_change", args=[meeting.pk])
    page = client_of(staff).get(answer.url)
    imported = page.context["imported"]
    found = dict(imported["found"])
    assert "Западно-Казахстанский насосный завод" in map(str, found.values())
    assert {remark.code for remark in imported["missing"]} >= {"text-kk", "attendance"}
    checks = [remark for _mark, remark in imported["check"]]
    assert {remark.code for remark in checks} >= {"office-case", "people-new"}
    for remark in (*imported["missing"], *checks):
        assert str(remark)
    assert "Для насосчика" in page.content.decode()


def notes_of(staff, meeting):
    """(codes of what is missing, {code: mark of what is to be checked}) as the page of the draft says now."""
    page = client_of(staff).get(reverse("admin:campaigns_meeting_change", args=[meeting.pk]))
    imported = page.context["imported"]
    return {one.code for one in imported["missing"]}, {one.code: mark for mark, one in imported["check"]}


def test_notes_leave_when_they_are_answered(staff, west, referendum):
    upload(staff, RU)
    meeting = Meeting.objects.get()
    missing, check = notes_of(staff, meeting)
    assert {"text-kk", "attendance", "held_by"} <= missing
    assert "people-new" in check
    house = organisation("Батыс орталығы", "Западный центр", region=west)
    holding.save(
        meeting,
        staff,
        version=None,
        topic_kk="Жарғы",
        attendance=80,
        organisation=house,
        summary_kk="с",
        summary_ru="с",
    )
    first = meeting.participants.first().holder
    OfficeHolder.objects.exclude(pk=first.pk).update(full_name_kk="Аты Жөні")
    later, still = notes_of(staff, meeting)
    assert not {"text-kk", "attendance", "held_by"} & later
    page = client_of(staff).get(reverse("admin:campaigns_meeting_change", args=[meeting.pk]))
    told = {one.code: str(one) for _mark, one in page.context["imported"]["check"]}
    assert str(first) in told["people-new"]
    assert "," not in told["people-new"].split(":")[-1]  # the one that is left
    OfficeHolder.objects.update(full_name_kk="Аты Жөні")
    assert "people-new" not in notes_of(staff, meeting)[1]
    assert "office-case" in still


def test_what_was_checked_is_ticked_off(staff, west, referendum):
    upload(staff, RU)
    meeting = Meeting.objects.get()
    check = notes_of(staff, meeting)[1]
    holding.check_off(meeting, staff, [check["office-case"], "no such mark"])
    left = notes_of(staff, meeting)[1]
    assert check["office-case"] not in left.values()
    assert set(check.values()) - set(left.values()) == {check["office-case"]}
    assert Meeting.objects.get().version == meeting.version  # what somebody typed meanwhile can be saved


def test_a_confirmed_record_keeps_the_text_alone(staff, west):
    meeting = importing.import_report("report.txt", BOTH.encode(), staff)
    holding.confirm(meeting, staff)
    page = client_of(staff).get(reverse("admin:campaigns_meeting_change", args=[meeting.pk]))
    assert set(page.context["imported"]) == {"text"}


def test_a_record_typed_by_hand_tells_nothing_of_an_import(staff):
    meeting = holding.begin(staff)
    page = client_of(staff).get(reverse("admin:campaigns_meeting_change", args=[meeting.pk]))
    assert "imported" not in page.context


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("picture.jpg", b"\xff\xd8\xff\xe0"),
        ("report.pdf", b"%PDF-1.4"),
        ("report.docx", b"PK\x03\x04 but no archive"),
        ("report.txt", b"\x00\x01\x02\x03"),
        ("english.txt", b"The meeting was held in a plant, and many people came."),
        ("large.txt", b"x" * (MAX_BYTES + 1)),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_field(staff, name, data):
    page = upload(staff, data, name)
    assert page.status_code == 200
    assert page.context["form"].errors["report"]
    assert not Meeting.objects.exists()
    assert not OfficeHolder.objects.exists()


def test_no_file_is_told_beside_the_field(staff):
    page = client_of(staff).post(address(), {})
    assert page.context["form"].errors["report"]


def test_the_same_report_again_leads_to_the_first_and_may_be_insisted_on(staff, west):
    upload(staff, RU)
    first = Meeting.objects.get()
    page = upload(staff, RU)
    assert page.status_code == 409
    assert page.context["form"].errors["report"]
    assert reverse("admin:campaigns_meeting_change", args=[first.pk]) in page.content.decode()
    assert Meeting.objects.count() == 1
    assert upload(staff, RU, again="on").status_code == 302
    assert Meeting.objects.count() == 2
