"""From the text of a report to the draft of a record: by the command, and what becomes of people the portal knows."""

import datetime
import io
import re
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse

from appeals.enums import Kind
from appeals.importing import DocumentError
from appeals.models import Edition, Publication
from campaigns.enums import MeetingState, Part
from campaigns.meetings import holding, importing
from campaigns.meetings.moves import Move
from campaigns.meetings.reading import from_data
from campaigns.models import Meeting, MeetingEvent, Office, OfficeHolder, Workplace
from federation.enums import Role
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.campaigns.meetings.held import holder, workplace
from tests.campaigns.meetings.reports import BOTH, RU
from tests.cast import long_serving, person, region
from tests.clock import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def west(db):
    return region("Батыс Қазақстан облысы", "Западно-Казахстанская область", iso="KZ-27")


@pytest.fixture
def staff():
    return person("staff", Role.EDITOR, language="ru")


def imported(text, by=None, **options):
    return importing.import_report("report.txt", text.encode(), by, **options)


def told(meeting):
    return {remark.code for remark in from_data(meeting.not_found)}


def test_whom_an_import_enters_stands_in_the_log(west, referendum, staff):
    meeting = imported(RU, staff)
    chair = meeting.participants.get(part=Part.CHAIR).holder
    found = AuditEntry.objects.filter(actor=staff, subject_id=str(chair.pk), action__contains="office")
    assert set(found.values_list("action", flat=True)) == {"office-holder.create", "office.create"}
    known = AuditEntry.objects.filter(action__startswith="office").count()
    imported(RU, staff, again=True)
    assert AuditEntry.objects.filter(action__startswith="office").count() == known


def test_a_draft_holds_all_that_the_text_says(west, referendum, staff):
    meeting = imported(RU, staff)
    assert (meeting.state, meeting.made_by) == (MeetingState.DRAFT, staff)
    assert (meeting.held_on, meeting.region) == (datetime.date(2026, 2, 26), west)
    assert meeting.campaign == referendum
    assert meeting.workplace.name_ru == "Западно-Казахстанский насосный завод"
    assert (meeting.source_ru, meeting.attendance) == ("Primer.kz", None)
    people = [(row.part, row.holder.full_name_ru) for row in meeting.participants.all()]
    assert people[0] == (Part.CHAIR, "Саида Тестова")
    assert len(people) == 5
    chair = meeting.participants.get(part=Part.CHAIR).holder
    assert chair.titles_on(meeting.held_on, "ru").startswith("заместитель Премьер-министра")
    office = chair.offices.get()
    assert (office.from_date, office.until_date, office.title_kk) == (None, None, "")
    quotations = [(row.number, row.speaker.holder.full_name_ru) for row in meeting.quotations.all()]
    assert quotations == [(1, "Саида Тестова"), (2, "Олег Примеров"), (3, "Гульнар Пробная")]
    assert meeting.citations.get().text_kk == "31-баптың 4-тармағы"
    assert meeting.source_text.startswith("date 2026-02-26")
    assert {"text-kk", "attendance", "people-new", "workplace-new"} <= told(meeting)
    assert MeetingEvent.objects.get(meeting=meeting).move == Move.IMPORT


def test_the_same_text_is_refused_unless_asked_for_again(west):
    first = imported(RU)
    with pytest.raises(importing.AlreadyImported) as refused:
        imported(RU.replace("\n\n", "\r\n \r\n"))
    assert refused.value.meeting == first
    again = imported(RU, again=True)
    assert again != first
    assert OfficeHolder.objects.count() == 5
    assert Workplace.objects.count() == 1


def test_a_discarded_record_may_come_in_anew(west, staff):
    holding.discard(imported(RU, staff), staff)
    assert imported(RU).state == MeetingState.DRAFT


def test_whom_the_portal_knows_stays_as_known(west):
    known = holder("Саида Тестова", "Саида Тестова", "вице-министр", "вице-министр")
    same = holder(
        "Марат Бекбай", "Марат Бекбай", "төраға", "председатель ОО «Союз чертёжников Степи», член Комиссии"
    )
    plant = workplace(west, "Сорғы зауыты", "«Западно-Казахстанский  насосный завод»")
    meeting = imported(RU)
    assert meeting.workplace == plant
    assert {known, same} <= {row.holder for row in meeting.participants.all()}
    assert known.offices.get().title_ru == "вице-министр"
    differs = [
        remark.values["name"] for remark in from_data(meeting.not_found) if remark.code == "office-differs"
    ]
    assert differs == ["Саида Тестова"]


def test_of_namesakes_the_one_in_that_office(west):
    holder("Олег Примеров", "Олег Примеров", "дәрігер", "врач")
    right = holder("Олег Примеров", "Олег Примеров", "бастық", "начальник отдела сбыта предприятия")
    meeting = imported(RU)
    assert right in {row.holder for row in meeting.participants.all()}
    assert "namesakes" in told(meeting)


def test_somebody_known_without_an_office_gets_that_of_the_text(west):
    known = OfficeHolder.objects.create(full_name_kk="Саида Тестова", full_name_ru="Саида Тестова")
    imported(RU)
    assert known.offices.get().title_ru.startswith("заместитель")


def test_a_day_to_come_stays_empty(west):
    meeting = imported(RU.replace("2026-02-26", "2090-02-26"))
    assert meeting.held_on is None
    assert "day-ahead" in told(meeting)


def test_without_a_region_the_workplace_is_named_only():
    meeting = imported(RU)
    assert (meeting.region, meeting.workplace) == (None, None)
    assert {"region", "workplace-alone"} <= told(meeting)


def test_two_workplaces_without_a_kazakh_name_in_one_region(west):
    imported(RU)
    imported(RU.replace("насосного", "вагонного"))
    assert [row.name_kk for row in Workplace.objects.all()] == ["", ""]


def test_a_record_with_a_nameless_workplace_waits(west, staff):
    meeting = imported(RU, staff)
    assert "workplace" in {lack.field for lack in holding.missing(meeting)}


def test_what_its_field_cannot_hold_is_left_out_and_told(west):
    meeting = imported(RU.replace("насосчика", "насосчика " + "очень " * 1000))
    assert "too-long" in told(meeting)
    assert meeting.quotations.count() == 2


def test_who_is_no_staff_imports_nothing(west, branch):
    with pytest.raises(Refused):
        imported(RU, branch)
    assert not Meeting.objects.exists()
    assert not OfficeHolder.objects.exists()


def test_what_is_no_report_saves_nothing(west):
    with pytest.raises(DocumentError):
        importing.import_report("report.pdf", b"%PDF-1.4", None)
    assert not Meeting.objects.exists()


class TestCommand:
    @pytest.fixture
    def report(self, tmp_path):
        def write(text, name="report.txt"):
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            return path

        return write

    def run(self, *args):
        """Returns (exit code, lines of standard output, lines of standard error)."""
        out, err, code = io.StringIO(), io.StringIO(), 0
        try:
            call_command("import_meeting", *map(str, args), stdout=out, stderr=err)
        except SystemExit as end:
            code = end.code
        return code, out.getvalue().splitlines(), err.getvalue().splitlines()

    def nothing_is_saved(self):
        rows = (Meeting, OfficeHolder, Office, Workplace, Publication)
        return not any(model.objects.exists() for model in rows)

    def test_the_addresses_of_a_draft(self, west, report):
        code, out, err = self.run(report(RU))
        assert (code, err, len(out)) == (0, [], 2)
        assert re.fullmatch(r"http://[^ ]+/admin/campaigns/meeting/\d+/change/", out[0])
        assert re.fullmatch(r"http://[^ ]+/kk/meetings/\d+/", out[1])
        assert Meeting.objects.get().made_by is None

    def test_what_was_not_found_is_told_when_asked_for(self, west, report):
        _code, _out, err = self.run(report(RU), "-v", "2")
        assert len(err) == len(Meeting.objects.get().not_found)

    def test_both_languages_are_published_in_one_go(self, west, referendum, report, publisher, client):
        code, out, err = self.run(report(BOTH), "--publish", "--as", publisher.email)
        assert (code, err) == (0, [])
        edition = Edition.objects.public().get()
        meeting = Meeting.objects.get()
        assert (edition.kind, edition.publication) == (Kind.MEETING, meeting.report)
        assert (meeting.state, meeting.closed_by) == (MeetingState.CLOSED, publisher)
        assert not edition.four_eyes_waived
        assert client.get(reverse("campaigns:meeting", args=[meeting.pk])).status_code == 200
        assert len(out) == 2

    def test_one_language_is_not_published_and_nothing_is_saved(self, west, report, publisher):
        code, out, err = self.run(report(RU), "--publish", "--as", publisher.email)
        assert (code, out) == (1, [])
        assert len(err) > 3
        assert self.nothing_is_saved()

    @pytest.mark.parametrize("who", ["editor", "branch"])
    def test_only_a_publisher_publishes(self, request, west, report, who):
        person = request.getfixturevalue(who)
        code, out, err = self.run(report(BOTH), "--publish", "--as", person.email)
        assert (code, out, bool(err)) == (1, [], True)
        assert self.nothing_is_saved()

    def test_without_its_imprint_campaign_material_is_not_published(
        self, west, without_imprint, report, publisher
    ):
        code, out, err = self.run(report(BOTH), "--publish", "--as", publisher.email)
        assert (code, out, bool(err)) == (1, [], True)
        assert self.nothing_is_saved()

    def test_in_a_silence_nothing_is_published(self, west, referendum, report, publisher):
        long_serving(publisher)
        with clock(datetime.datetime(2026, 3, 14, 12, tzinfo=ZoneInfo("Asia/Almaty"))):
            code, out, err = self.run(report(BOTH), "--publish", "--as", publisher.email)
            assert (code, out, bool(err)) == (1, [], True)
            assert self.nothing_is_saved()
            assert self.run(report(BOTH))[0] == 0

    def test_the_same_text_again_is_refused_with_the_first_address(self, west, report):
        path = report(RU)
        _code, out, _err = self.run(path)
        code, again, err = self.run(path)
        assert (code, again) == (1, [])
        assert all(address in err[0] for address in out)
        assert self.run(path, "--again")[0] == 0
        assert Meeting.objects.count() == 2

    def test_bad_input_is_named(self, west, report, tmp_path):
        for arguments in (
            [tmp_path / "nothing.txt"],
            [report("", "empty.txt")],
            [report(RU, "report.pdf")],
            [report(RU), "--publish"],
            [report(RU), "--publish", "--as", "nobody@example.org"],
        ):
            code, out, err = self.run(*arguments)
            assert (code, out, len(err)) == (1, [], 1)
        assert self.nothing_is_saved()
