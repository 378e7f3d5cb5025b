"""The way out: consent taken back, data removed at once and everywhere, what is over erased by time."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from campaigns.candidates import demands, erasing, path, registering, retention, reviewing
from campaigns.candidates.moves import Move
from campaigns.enums import DemandKind, PathStep, PoolState
from campaigns.models import Candidacy, CandidacyEvent, Demand, Document, Person
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.appeals.conftest import quiet_now
from tests.campaigns.candidates import people

pytestmark = pytest.mark.django_db
GROUND = {"ground_kk": "Заң талабы.", "ground_ru": "Требование закона."}
ALMATY = ZoneInfo("Asia/Almaty")


@pytest.fixture(autouse=True)
def stored(monkeypatch, tmp_path):
    """The folder of the private storage, empty."""
    for name in ("base_location", "location"):
        monkeypatch.setitem(storages["private"].__dict__, name, str(tmp_path))
    return tmp_path


@pytest.fixture
def approved(waiting, headquarters):
    """A candidate whom readers see: with a photo, announced."""
    reviewing.approve(waiting, headquarters, reason_kk="Сай келеді.", reason_ru="Подходит.", announce=True)
    return Candidacy.objects.get(pk=waiting.pk)


def is_public(candidacy):
    return Candidacy.objects.public().filter(pk=candidacy.pk).exists()


# The clock


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ((2026, 11, 16, 10), (2026, 11, 18)),  # Monday: until Tuesday's end
        ((2026, 11, 20, 0), (2026, 11, 24)),  # Friday: until Monday's end
        ((2026, 11, 21, 23), (2026, 11, 24)),  # Saturday
        ((2026, 11, 22, 23), (2026, 11, 24)),
    ],
)
def test_one_working_day_ends_with_the_day(moment, due):
    given = datetime.datetime(*moment, tzinfo=ALMATY)
    assert erasing.working_day_after(given) == datetime.datetime(*due, tzinfo=ALMATY)
    assert erasing.working_day_after(given.astimezone(datetime.UTC)) == datetime.datetime(*due, tzinfo=ALMATY)


# The consent


def test_the_page_goes_with_the_consent(approved, branch, headquarters, data_protection, queued_mails):
    assert is_public(approved)
    before = len(queued_mails())
    taken = erasing.withdraw_consent(approved)
    assert not is_public(approved)
    assert taken.pool_state == PoolState.APPROVED
    assert taken.events.first().move == Move.WITHDRAW_CONSENT
    mails = queued_mails()[before:]
    assert {mail["to"] for mail in mails} == {branch.email, headquarters.email, data_protection.email}
    for mail in mails:
        assert approved.family_name_kk not in mail["text"] + mail["subject"]
        assert approved.family_name_ru not in mail["text"] + mail["subject"]
    with pytest.raises(Refused):
        erasing.withdraw_consent(approved)


def test_the_consent_can_be_taken_back_in_a_silence(approved):
    quiet_now()
    erasing.withdraw_consent(approved)
    assert not is_public(approved)


# The takedown


def test_one_action_removes_it_all(approved, data_protection, stored, django_capture_on_commit_callbacks):
    person, slug = approved.person, approved.slug
    assert any(file.is_file() for file in stored.rglob("*"))
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        taken = erasing.take_down(approved, data_protection, **GROUND, now=now)
    gone = Candidacy.objects.get(pk=approved.pk)
    assert (gone.full_name_kk, gone.full_name_ru, gone.email, gone.person_id, gone.slug) == (
        *("", "", ""),
        *(None, None),
    )
    assert gone.pool_state == PoolState.WITHDRAWN
    assert gone.erased_at == now
    assert len(gone.erased_digest) == 64
    assert gone.slug_hash
    assert slug not in gone.slug_hash
    assert not is_public(gone)
    person.refresh_from_db()
    assert (person.iin, person.iin_hash, person.birth_date) == ("", None, None)
    assert not any(file.is_file() for file in stored.rglob("*"))
    assert not Document.objects.exclude(file="").exists()
    assert taken.due_at == erasing.working_day_after(now)
    assert gone.events.first().move == Move.TAKE_DOWN
    assert AuditEntry.objects.get(action="candidacy.take-down").subject_text == f"№ {gone.pk}"
    assert all(decision.reason_kk == decision.reason_ru == "" for decision in gone.decisions.all())


def test_a_refused_takedown_removes_nothing(approved, branch, data_protection, stored):
    files = [file for file in stored.rglob("*") if file.is_file()]
    with pytest.raises(Refused):
        erasing.take_down(approved, branch, **GROUND)
    with pytest.raises(Refused):
        erasing.take_down(approved, data_protection, ground_kk="Заң.", ground_ru=" ")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        erasing.take_down(approved, data_protection, **GROUND)
        raise ZeroDivisionError
    assert is_public(approved)
    assert [file for file in stored.rglob("*") if file.is_file()] == files


@pytest.mark.parametrize("state", ["draft", "ready", "waiting", "approved"])
def test_it_works_from_every_state_and_in_a_silence(request, administrator, state):
    candidacy = request.getfixturevalue(state)
    quiet_now()
    erasing.take_down(candidacy, administrator, **GROUND)
    gone = Candidacy.objects.get(pk=candidacy.pk)
    assert gone.pool_state == PoolState.WITHDRAWN
    with pytest.raises(Refused):
        erasing.take_down(gone, administrator, **GROUND)
    with pytest.raises(Refused):
        registering.write(gone, None, version=gone.version, family_name_kk="Қайта")


def test_a_person_who_stands_elsewhere_too_keeps_the_number(
    approved, data_protection, branch, first_branch, other_pool
):
    second = people.complete(
        people.begun(other_pool, branch, first_branch), branch, number=approved.person.iin
    )
    erasing.take_down(approved, data_protection, **GROUND)
    person = Person.objects.get(pk=second.person_id)
    assert person.iin
    code = person.code
    erasing.take_down(second, data_protection, **GROUND)
    person.refresh_from_db()
    assert not person.iin
    assert person.code != code


def test_the_officer_finishes_what_lies_elsewhere(approved, data_protection, branch):
    taken = erasing.take_down(approved, data_protection, **GROUND)
    for by, note in ((data_protection, " "), (branch, "Өшірілді.")):
        with pytest.raises(Refused):
            erasing.close_takedown(taken, by, note=note)
    closed = erasing.close_takedown(taken, data_protection, note="Іздеу жүйелеріне жазылды.")
    assert closed.closed_at
    with pytest.raises(Refused):
        erasing.close_takedown(taken, data_protection, note="Тағы.")


def test_unsent_mails_that_name_the_person_are_not_sent(approved, data_protection, queued_mails):
    assert any(approved.family_name_kk in mail["text"] for mail in queued_mails())
    erasing.take_down(approved, data_protection, **GROUND)
    assert not any(approved.family_name_kk in mail["text"] for mail in queued_mails())


# Retention


@pytest.fixture
def over(pool):
    """The moment at which the private data of the pool have no reason to stay."""
    day = pool.campaign.voting_on + datetime.timedelta(days=pool.keep_days + 1)
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=ALMATY)


def test_time_leaves_the_public_record_and_nothing_private(approved, draft, over, stored):
    counts = retention.erase_expired(over, dry_run=True)
    assert counts["candidacies"] == 2
    assert Candidacy.objects.get(pk=approved.pk).email
    assert retention.erase_expired(over - datetime.timedelta(days=2))["candidacies"] == 0

    assert retention.erase_expired(over)["candidacies"] == 2
    kept = Candidacy.objects.get(pk=approved.pk)
    assert is_public(kept)
    assert kept.full_name_kk == approved.full_name_kk
    assert (kept.email, kept.phone, kept.address, kept.bars, kept.person.iin) == ("", "", "", None, "")
    assert kept.person.code == approved.person.code
    assert list(kept.documents.exclude(file="").values_list("code", flat=True)) == ["consent"]
    gone = Candidacy.objects.get(pk=draft.pk)
    assert gone.erased_at
    assert not gone.full_name
    assert retention.erase_expired(over)["candidacies"] == 0
    assert CandidacyEvent.objects.filter(move=Move.ERASE).count() == 2


def test_what_is_withdrawn_after_its_time_goes_too(approved, over, branch):
    retention.erase_expired(over)
    registering.withdraw(Candidacy.objects.get(pk=approved.pk), branch)
    assert retention.erase_expired(over)["candidacies"] == 1
    gone = Candidacy.objects.get(pk=approved.pk)
    assert (bool(gone.erased_at), gone.full_name, gone.person) == (True, "", None)
    assert retention.erase_expired(over)["candidacies"] == 0


def test_what_comes_to_a_public_record_after_its_time_goes_the_next_night(approved, over, headquarters):
    retention.erase_expired(over)
    made = path.record_step(
        Candidacy.objects.get(pk=approved.pk),
        headquarters,
        step=PathStep.PROPOSED,
        on=timezone.localdate(),
        source_kk="№ 5 хаттама",
        source_ru="Протокол № 5",
        upload=people.paper(),
    )
    assert retention.erase_expired(over)["candidacies"] == 1
    assert not Document.objects.get(pk=made.document_id).file
    assert is_public(approved)
    assert approved.consents.get().scan.file
    assert retention.erase_expired(over)["candidacies"] == 0


def test_one_row_that_fails_does_not_end_the_night(approved, draft, over, monkeypatch, caplog):
    with connection.cursor() as cursor:  # sealed with a key that is gone
        cursor.execute("UPDATE campaigns_candidacy SET phone = 'broken' WHERE id = %s", [approved.pk])
    counts = retention.erase_expired(over)
    assert (counts["candidacies"], counts["failed"]) == (1, 1)
    assert Candidacy.objects.only("erased_at").get(pk=draft.pk).erased_at
    assert f"№ {approved.pk}" in caplog.text
    assert "broken" not in caplog.text
    monkeypatch.setattr(timezone, "now", lambda: over)
    with pytest.raises(CommandError, match="not erased: 1"):
        call_command("erase_expired")


def test_one_that_waits_in_another_campaign_keeps_the_number(
    approved, over, branch, first_branch, other_pool
):
    other_pool.campaign.voting_on += datetime.timedelta(days=4000)
    second = people.complete(
        people.begun(other_pool, branch, first_branch), branch, number=approved.person.iin
    )
    type(other_pool).objects.filter(pk=other_pool.pk).update(keep_days=30000)
    retention.erase_expired(over)
    assert Person.objects.get(pk=second.person_id).iin


def test_the_command_tells_its_counts(approved, capsys):
    call_command("erase_expired", "--dry-run")
    assert "candidacies to erase: 0" in capsys.readouterr().out
    call_command("erase_expired")
    assert "candidacies erased: 0" in capsys.readouterr().out


def test_answered_demands_lose_their_words(approved, data_protection):
    demand = demands.receive(
        kind=DemandKind.ERROR, name="Құпия", contact="x@mail.example", text="Қате бар", candidacy=approved
    )
    demands.decline(demand, data_protection, reason_kk="Қате емес.", reason_ru="Не ошибка.")
    later = timezone.now() + datetime.timedelta(days=retention.DEMAND_DAYS + 1)
    assert retention.erase_expired(later)["demands"] == 1
    demand = Demand.objects.get(pk=demand.pk)
    assert (demand.name, demand.contact, demand.text, demand.answer) == ("", "", "", "")
    assert retention.erase_expired(later)["demands"] == 0
