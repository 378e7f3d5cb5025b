"""What an edition of a report froze: with the offices of the day, whatever changes later, until its text is removed."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from appeals import publishing
from appeals.enums import Kind
from appeals.erasing import redact
from campaigns.enums import Part
from campaigns.meetings import holding, promises, promising, showing
from campaigns.models import MeetingEvent, MeetingRecord, Office, Workplace
from campaigns.views.base import announced
from federation.enums import Role
from federation.models import Industry
from federation.refusals import Refused
from tests.appeals.conftest import quiet_now
from tests.appeals.texts import TEXTS
from tests.campaigns.at_once import crossed
from tests.campaigns.headquarters import work
from tests.campaigns.meetings import held
from tests.cast import client_of, person, region
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


def test_an_edition_freezes_what_its_text_was_built_from(staff, boss):
    meeting = held.closed(staff, region())
    report = holding.build_report(meeting, staff)
    Office.objects.filter(title_ru="инженер").update(title_ru="министр", title_kk="министр")
    meeting.workplace.name_ru = "завод «Другой»"
    meeting.workplace.save()
    next_edition(report, staff, boss)
    record = MeetingRecord.objects.get().record
    assert record["participants"][1]["office"] == {"kk": "инженер", "ru": "инженер"}
    assert record["workplace"]["ru"] == "завод «Темір»"


def test_who_wrote_the_record_does_not_publish_its_report(staff, boss):
    meeting = held.closed(boss, region())
    report = holding.build_report(meeting, staff)
    assert report.writers() == {staff.pk, boss.pk}
    publishing.submit(fresh(report), staff)
    with pytest.raises(Refused):
        publishing.approve(fresh(report), boss)
    publishing.approve(fresh(report), person("second", Role.PUBLISHER))


def test_who_read_and_confirmed_the_record_publishes_its_report(staff, boss):
    meeting = holding.close(holding.confirm(held.meeting(staff, region()), boss), boss)
    report = next_edition(holding.build_report(meeting, staff), staff, boss)
    assert report.writers() == set()
    opened = holding.reopen(fresh_meeting(meeting), boss, reason="Түзету")
    holding.save(opened, boss, version=None, attendance=7)
    assert fresh(report).writers() == {boss.pk}


def test_a_workplace_is_called_as_its_published_record_calls_it(client, published):
    industry = Industry.objects.create(code="mining", name_kk="Кен өндіру", name_ru="Добыча")
    Workplace.objects.update(name_kk="Өзге", name_ru="Другой", industry=industry)
    text = client.get(published.workplace.get_absolute_url("kk")).content.decode()
    assert "«Темір» зауыты" in text
    assert "Өзге" not in text
    assert "Кен өндіру" not in text


def test_who_stands_in_a_draft_has_no_page_and_who_stands_in_the_record_keeps_it(
    client, published, staff, boss
):
    named = published.participants.get(number=1).holder
    other = held.holder("Жаңа Адам", "Новый Человек")
    opened = holding.reopen(published, boss, reason="Түзету")
    rows = {"participants": [{"holder": other, "part": Part.CHAIR}], "quotations": [], "questions": []}
    holding.save(opened, staff, version=None, rows=rows)
    assert client.get(other.get_absolute_url("ru")).status_code == 404
    assert client.get(named.get_absolute_url("ru")).status_code == 200


def test_a_draft_moves_no_record_to_another_campaign(client):
    """Neither the record nor its promises; least of all in a silence, for a meeting of no campaign is no material."""
    world = work.world()
    meeting = held.closed(world.editor, world.mine.region)
    next_edition(holding.build_report(meeting, world.editor), world.editor, world.publisher)
    meeting = fresh_meeting(meeting)
    who = meeting.participants.first().holder
    said = {"text_kk": "уәде сөзі", "text_ru": "слово обещания", "due_on": world.today, "holder": who}
    promise = promising.commit(world.editor, meeting=meeting, **said)
    promising.publish(promise, world.publisher)
    quiet_now()
    opened = holding.reopen(meeting, world.publisher, reason="Түзету")
    holding.save(opened, world.editor, version=None, campaign=world.campaign)
    assert not showing.of_campaign(world.campaign).exists()
    assert promises.of_campaign(world.campaign) == []
    for name, words in (("meetings", "Заработная плата"), ("promises", "слово обещания")):
        with override("ru"):
            address = reverse(f"campaigns:{name}", args=[world.campaign.slug])
        assert words not in client.get(address).content.decode()
    assert not announced().get(pk=world.campaign.pk).has_meetings


def test_the_database_keeps_what_was_published(published):
    record = MeetingRecord.objects.get()
    changes = (
        lambda: MeetingRecord.objects.update(record={**record.record, "attendance": 1}),
        lambda: MeetingRecord.objects.update(campaign=None, record={}, meeting=None),
        lambda: MeetingRecord.objects.update(edition=None),
        lambda: MeetingRecord.objects.all()._raw_delete("default"),
        lambda: MeetingEvent.objects.update(reason="Өзге"),
        lambda: MeetingEvent.objects.update(by=None),
        lambda: MeetingEvent.objects.all()._raw_delete("default"),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert MeetingRecord.objects.get().record == record.record


def test_removing_the_text_leaves_no_word_of_the_meeting_anywhere(published, staff, boss):
    """In no table of the database, the logs among them."""
    mark = "ЖЕКЕ"
    who = published.participants.first().holder
    said = {"text_kk": f"{mark} сөз", "text_ru": f"{mark} слово", "due_on": held.DAY, "holder": who}
    promise = promising.commit(staff, meeting=published, **said)
    promising.publish(promise, boss)
    notes = {"note_kk": f"{mark} есеп", "note_ru": f"{mark} отчёт", "url": f"https://example.org/{mark}"}
    promising.confirm(promising.report(promise, staff, state=promising.UNDER_WAY, **notes), boss)
    promising.report(promise, staff, state=promising.KEPT, **notes)
    wrong = promising.publish(promising.commit(staff, meeting=published, **said), boss)
    promising.withdraw(wrong, boss, reason_kk=f"{mark} себеп", reason_ru=f"{mark} причина")
    texts = {"source_kk": f"{mark} газеті", "source_ru": f"газета {mark}"}
    meeting = rebuilt(published, staff, boss, topic_kk=f"{mark} тақырыбы", topic_ru=f"{mark} тема", **texts)
    meeting = holding.reopen(meeting, boss, reason=f"{mark} себеп")
    holding.save(meeting, staff, version=None, summary_ru=f"{mark} итог")
    assert "campaigns_commitmentreport" in tables_with(mark)
    officer = person("officer", Role.DATA_PROTECTION)
    redact(fresh(published.report), officer, reason_kk="Талап бойынша.", reason_ru="По требованию.")
    assert tables_with(mark) == []


def tables_with(mark):
    """Names of the tables of which a row holds the words."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if "_" in name]
        found = []
        for name in names:
            cursor.execute(f'SELECT 1 FROM "{name}" AS t WHERE t::text LIKE %s LIMIT 1', [f"%{mark}%"])
            found += [name] if cursor.fetchone() else []
    return found


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


@pytest.mark.django_db(transaction=True)
def test_a_text_is_removed_while_its_report_is_built_anew(published, staff):
    """Both take what publications share before they take the meeting: neither waits for the other for ever."""
    officer, report = person("officer", Role.DATA_PROTECTION), fresh(published.report)
    reasons = {"reason_kk": "Талап бойынша.", "reason_ru": "По требованию."}
    built = crossed(
        publishing.one_at_a_time,
        lambda: holding.build_report(published, staff),
        finish=lambda: redact(report, officer, **reasons),
    )
    assert isinstance(built, Refused)
    assert fresh_meeting(published).built == {}
    assert MeetingRecord.objects.get().record == {}


def test_the_approver_is_told_where_report_and_record_went_apart(staff, boss):
    meeting = held.closed(staff, region())
    report = holding.build_report(meeting, staff)
    publishing.submit(fresh(report), staff)
    address = reverse("admin:appeals_publication_move", args=[report.pk, "approve"])

    def told():
        return client_of(boss).get(address).context["cautions"]

    assert told() == []
    text = fresh(report)
    changed = text.lead_ru + " Дополнено.", text.lead_kk + " Толықтырылды."
    publishing.save_text(text, staff, version=text.version, lead_ru=changed[0], lead_kk=changed[1])
    publishing.submit(fresh(report), staff)
    assert len(told()) == 1
    holding.reopen(meeting, boss, reason="Түзету")
    assert len(told()) == 2
    again = holding.confirm(type(meeting).objects.get(pk=meeting.pk), staff)
    holding.build_report(holding.close(again, staff), staff)
    publishing.submit(fresh(report), staff)
    assert told() == []
