"""What an edition of a report froze: with the offices of the day, whatever changes later, until its text is removed."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from appeals import publishing
from appeals.enums import Kind
from appeals.erasing import redact
from campaigns.meetings import holding
from campaigns.models import MeetingRecord, Office
from federation.enums import Role
from federation.refusals import Refused
from tests.appeals.texts import TEXTS
from tests.campaigns.meetings import held
from tests.cast import person, region
from tests.site.publications import fresh, next_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person("staff", Role.EDITOR)


@pytest.fixture
def boss():
    return person("boss", Role.PUBLISHER)


@pytest.fixture
def published(staff, boss):
    """A meeting whose report has its first edition."""
    meeting = held.closed(staff, region())
    next_edition(holding.build_report(meeting, staff), staff, boss)
    return fresh_meeting(meeting)


def fresh_meeting(meeting):
    return type(meeting).objects.get(pk=meeting.pk)


def rebuilt(meeting, staff, boss, **changes):
    """Opens the record, changes it, closes it, builds and publishes the report anew."""
    opened = holding.reopen(meeting, boss, reason="Түзету")
    holding.save(opened, staff, version=None, **changes)
    holding.close(holding.confirm(opened, staff), staff)
    report = fresh(holding.build_report(opened, staff))
    publishing.confirm(report, staff, version=report.version)
    next_edition(report, staff, boss)
    return fresh_meeting(meeting)


def page(client, meeting, language="ru", name="campaigns:meeting", *more):
    with override(language):
        return client.get(reverse(name, args=[meeting.pk, *more]))


def test_the_office_of_the_day_stays(client, published):
    holder = published.participants.get(number=1).holder
    later = timezone.localdate()
    Office.objects.filter(holder=holder).update(until_date=later)
    Office.objects.create(
        holder=holder, title_kk="министр", title_ru="министр", from_date=later + datetime.timedelta(days=1)
    )
    assert "председатель штаба" in page(client, published).content.decode()
    assert "министр" not in page(client, published).content.decode()
    record = MeetingRecord.objects.get().record
    assert record["participants"][0]["office"] == {"kk": "штаб төрайымы", "ru": "председатель штаба"}
    assert "председатель штаба" in published.report.editions.get().body_ru


def test_readers_see_the_edition_and_not_the_rows(client, published, staff, boss):
    before = MeetingRecord.objects.get().record
    opened = holding.reopen(published, boss, reason="Түзету")
    holding.save(opened, staff, version=None, topic_ru="Другая тема")
    holder = opened.participants.get(number=1).holder
    holder.full_name_ru = "Другое Имя"
    holder.save()
    assert MeetingRecord.objects.get().record == before
    text = page(client, published).content.decode()
    assert "Другая тема" not in text
    assert "Другое Имя" not in text


def test_no_edition_of_a_record_that_was_opened_again(published, staff, boss):
    opened = holding.reopen(published, boss, reason="Түзету")
    report = fresh(published.report)
    publishing.save_text(report, staff, version=report.version, lead_kk="Жаңа.", lead_ru="Новое.")
    with pytest.raises(Refused):
        next_edition(report, staff, boss)
    assert MeetingRecord.objects.count() == 1
    holding.close(holding.confirm(opened, staff), staff)
    with pytest.raises(Refused):  # closed again, but not built
        next_edition(report, staff, boss)


def test_no_report_without_a_meeting(staff, boss):
    report = publishing.create(staff, kind=Kind.MEETING, **TEXTS)
    with pytest.raises(Refused):
        next_edition(report, staff, boss)


def test_numbers_of_published_quotations_are_never_given_again(client, published, staff, boss):
    rows = [
        {
            "number": 1,
            "speaker": published.participants.get(number=2).holder,
            "text_kk": "Сөз.",
            "text_ru": "Слово.",
        }
    ]
    meeting = rebuilt(published, staff, boss, rows={"quotations": rows})
    gone = page(client, meeting, "ru", "campaigns:quotation", 2)
    assert gone.status_code == 410
    assert page(client, meeting, "ru", "campaigns:quotation", 1).status_code == 200
    assert page(client, meeting, "ru", "campaigns:quotation", 3).status_code == 404
    rows.append({**rows[0], "number": None, "text_kk": "Жаңа.", "text_ru": "Новое."})
    meeting = rebuilt(meeting, staff, boss, rows={"quotations": rows})
    assert [row.number for row in meeting.quotations.order_by("number")] == [1, 3]
    assert page(client, meeting, "ru", "campaigns:quotation", 2).status_code == 410


def test_an_edition_on_the_schedule_is_not_shown(client, staff, boss):
    meeting = held.closed(staff, region())
    report = holding.build_report(meeting, staff)
    next_edition(report, staff, boss, public_from=timezone.now() + datetime.timedelta(days=1))
    assert page(client, meeting).status_code == 404
    assert page(client, meeting, "kk", "campaigns:quotation", 1).status_code == 404


def test_a_withdrawn_report_takes_its_record_along(client, published, boss):
    publishing.withdraw(fresh(published.report), boss, reason_kk="Қате.", reason_ru="Ошибка.")
    assert page(client, published).status_code == 410
    assert page(client, published, "kk", "campaigns:quotation", 1).status_code == 410
    workplace = reverse("campaigns:workplace", args=[published.workplace_id])
    assert client.get(workplace).status_code == 404


def test_removing_the_text_empties_records_and_rows(client, published):
    officer = person("officer", Role.DATA_PROTECTION)
    redact(fresh(published.report), officer, reason_kk="Талап бойынша.", reason_ru="По требованию.")
    assert MeetingRecord.objects.get().record == {}
    meeting = fresh_meeting(published)
    assert (meeting.topic_kk, meeting.topic_ru, meeting.summary_ru, meeting.source_url) == ("", "", "", "")
    assert not meeting.quotations.exists()
    assert not meeting.participants.exists()
    assert meeting.questions.get().text_ru == ""
    assert page(client, published).status_code == 410
    assert page(client, published, "ru", "campaigns:quotation", 1).status_code == 410
