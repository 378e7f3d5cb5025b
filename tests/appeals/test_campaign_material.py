"""Campaign material: its imprint by every way to the public, and the mark that two persons take away (DOMAIN §4)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format

from appeals import publishing
from appeals.enums import Kind, Move
from appeals.models import Edition, NeutralityProposal, Publication
from federation.enums import Matter
from tests.appeals.conftest import fresh, quiet, quiet_now
from tests.appeals.texts import IMPRINT, MATERIAL, PRINT, TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

DEMANDED = sorted(IMPRINT)


def edit(publication, by, **fields):
    publication = fresh(publication)
    return fresh(publishing.save_text(publication, by, version=publication.version, **fields))


@pytest.fixture
def marked(approved, editor):
    """Approved campaign material without an imprint."""
    return edit(approved, editor, campaign_material=True)


class TestImprint:
    @pytest.mark.parametrize("name", DEMANDED)
    @pytest.mark.parametrize("later", [False, True])
    def test_each_part_is_demanded_to_publish_and_to_schedule(
        self, name, later, marked, editor, publisher, tomorrow
    ):
        edit(marked, editor, **{**IMPRINT, name: " \u00a0 "})
        with pytest.raises(publishing.Refused) as refusal:
            publishing.publish(fresh(marked), publisher, public_from=tomorrow if later else None)
        (reason,) = refusal.value.reasons
        assert reason.count("«") == 1
        assert ("Kazakh" if name.endswith("kk") else "Russian") in reason.split("Missing")[1]
        assert not Edition.objects.exists()

    def test_the_edition_keeps_a_copy_and_the_item_goes_on(self, marked, editor, publisher):
        edit(marked, editor, **IMPRINT, **PRINT)
        edition = publishing.publish(fresh(marked), publisher)
        assert edition.imprint["funds_ru"] == IMPRINT["imprint_funds_ru"]
        assert edition.imprint["circulation"] == 1500
        changed = edit(marked, publisher, imprint_funds_ru="Средства федерации")
        assert changed.version == edition.version
        assert Edition.objects.get().imprint["funds_ru"] == IMPRINT["imprint_funds_ru"]
        record = changed.moves.first()
        assert (record.move, record.details) == (
            Move.PLACE,
            {"imprint_funds_ru": [IMPRINT["imprint_funds_ru"], "Средства федерации"]},
        )

    def test_no_campaign_material_keeps_no_copy(self, published):
        assert published.last_edition.imprint == {}

    def test_restoring_demands_it(self, published, editor, publisher):
        publishing.withdraw(published, publisher, reason_kk="Қате.", reason_ru="Ошибка.")
        edit(published, editor, campaign_material=True)
        with pytest.raises(publishing.Refused, match="imprint"):
            publishing.restore(fresh(published), publisher)
        edit(published, publisher, **IMPRINT)
        assert publishing.restore(fresh(published), publisher).withdrawn_at is None

    @pytest.mark.parametrize("state", ["published", "scheduled"])
    def test_what_is_out_is_marked_together_with_it_alone(self, state, approved, editor, publisher, tomorrow):
        publishing.publish(approved, publisher, public_from=tomorrow if state == "scheduled" else None)
        for by in (editor, publisher):
            with pytest.raises(publishing.Refused, match="Missing"):
                edit(approved, by, campaign_material=True)
        with pytest.raises(publishing.Refused, match="Only a publisher"):
            edit(approved, editor, **MATERIAL)
        assert edit(approved, publisher, **MATERIAL).campaign_material

    def test_it_is_not_emptied_and_an_editor_leaves_it_alone(self, material, editor, publisher):
        with pytest.raises(publishing.Refused, match="Missing: «Paid from, in Russian»"):
            edit(material, publisher, imprint_funds_ru="")
        with pytest.raises(publishing.Refused, match="Only a publisher"):
            edit(material, editor, imprint_funds_ru="Средства федерации")
        with pytest.raises(publishing.Refused, match="Only a publisher"):
            edit(material, None, imprint_funds_ru="Средства федерации")
        assert fresh(material).imprint_funds_ru == IMPRINT["imprint_funds_ru"]

    def test_before_the_first_edition_a_writer_enters_it(self, draft, editor):
        assert edit(draft, editor, **MATERIAL).imprint_missing() == []

    def test_markup_and_blanks_do_not_count(self, draft, editor):
        changed = edit(draft, editor, **{**MATERIAL, "imprint_funds_kk": "\u200b \x0b"})
        assert changed.imprint_missing() == ["imprint_funds_kk"]

    def test_print_needs_place_and_circulation_too(self, draft, editor):
        assert draft.prints
        changed = edit(draft, editor, **MATERIAL)
        assert not changed.prints
        assert not edit(changed, editor, **{**PRINT, "circulation": 0}).prints
        assert not edit(changed, editor, **{**PRINT, "imprint_place_ru": ""}).prints
        assert edit(changed, editor, **PRINT).prints


class TestTheDatabase:
    """Past the door, too, no campaign material is public without its imprint."""

    def fields(self, publication, publisher):
        now = timezone.now()
        return {
            **dict.fromkeys(("hash_kk", "hash_ru"), "0" * 64),
            **TEXTS,
            "publication": publication,
            "number": publication.last_number + 1,
            "version": publication.version + 7,
            "kind": publication.kind,
            "publisher": publisher,
            "public_from": now,
            "first_public_from": now,
        }

    @pytest.mark.parametrize("missing", [*DEMANDED, None])
    def test_an_edition_is_refused(self, missing, marked, editor, publisher):
        edit(marked, editor, **(IMPRINT | ({missing: ""} if missing else {})))
        item = fresh(marked)
        record = item.imprint_record() if missing else {}
        with pytest.raises(IntegrityError, match="imprint"), transaction.atomic():
            Edition.objects.create(**self.fields(item, publisher), imprint=record)
        with pytest.raises(IntegrityError, match="imprint"), transaction.atomic():
            Edition.objects.bulk_create([Edition(**self.fields(item, publisher), imprint=record)])

    def test_a_whole_one_is_not(self, marked, editor, publisher):
        item = edit(marked, editor, **IMPRINT)
        Edition.objects.create(**self.fields(item, publisher), imprint=item.imprint_record())

    @pytest.mark.parametrize("name", DEMANDED)
    def test_an_imprint_is_not_emptied(self, name, material):
        with pytest.raises(IntegrityError, match="imprint"), transaction.atomic():
            Publication.objects.filter(pk=material.pk).update(**{name: " "})
        with (
            pytest.raises(IntegrityError, match="imprint"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE appeals_publication SET {name} = ''")

    def test_what_is_out_is_not_marked(self, published):
        with pytest.raises(IntegrityError, match="imprint"), transaction.atomic():
            Publication.objects.filter(pk=published.pk).update(campaign_material=True)

    def test_what_was_withdrawn_is_not_restored(self, published, publisher):
        publishing.withdraw(published, publisher, reason_kk="Қате.", reason_ru="Ошибка.")
        Publication.objects.filter(pk=published.pk).update(campaign_material=True)
        with pytest.raises(IntegrityError, match="imprint"), transaction.atomic():
            Publication.objects.filter(pk=published.pk).update(withdrawn_at=None)

    def test_what_left_the_schedule_is_free_again(self, approved, editor, publisher, tomorrow):
        publishing.publish(approved, publisher, public_from=tomorrow)
        publishing.unschedule(fresh(approved), publisher)
        assert edit(approved, editor, campaign_material=True).campaign_material


class TestMarking:
    def test_it_marks_and_fills_what_is_empty(self, draft, editor):
        edit(draft, editor, imprint_funds_kk="Федерация қаражаты")
        item = publishing.mark_campaign_material(draft, editor, imprint=IMPRINT)
        assert item.campaign_material
        assert (item.imprint_funds_kk, item.imprint_funds_ru) == (
            "Федерация қаражаты",
            IMPRINT["imprint_funds_ru"],
        )
        assert fresh(item).imprint_missing() == []
        record = item.moves.first()
        assert record.move == Move.PLACE
        assert record.details["campaign_material"] == [False, True]
        assert "imprint_funds_kk" not in record.details

    def test_twice_is_once(self, draft, editor):
        for _turn in range(2):
            publishing.mark_campaign_material(draft, editor, imprint=IMPRINT)
        assert draft.moves.filter(move=Move.PLACE).count() == 1

    @pytest.mark.parametrize("role", ["editor", "publisher", "administrator", "headquarters"])
    def test_who_may(self, request, role, draft):
        assert publishing.mark_campaign_material(draft, request.getfixturevalue(role)).campaign_material

    @pytest.mark.parametrize("role", ["branch", "regional_headquarters", "data_protection"])
    def test_who_may_not(self, request, role, draft):
        with pytest.raises(publishing.Refused):
            publishing.mark_campaign_material(draft, request.getfixturevalue(role))

    def test_the_portal_itself_may(self, draft):
        assert publishing.mark_campaign_material(draft, None).campaign_material

    def test_what_is_public_needs_the_whole_imprint(self, published, headquarters):
        part = {**IMPRINT, "imprint_orderer_kk": ""}
        with pytest.raises(publishing.Refused, match="Ordered by, in Kazakh"):
            publishing.mark_campaign_material(published, headquarters, imprint=part)
        assert publishing.mark_campaign_material(published, headquarters, imprint=IMPRINT).campaign_material

    def test_in_a_silence_it_leaves_the_lists_at_once(self, published, headquarters):
        quiet_now()
        assert Edition.objects.promoted().exists()
        publishing.mark_campaign_material(published, headquarters, imprint=IMPRINT)
        assert not Edition.objects.promoted().exists()


class TestNeutrality:
    reason = "Сайлау күні мен орны ғана айтылған."

    def test_the_form_does_not_take_the_mark_away(self, marked, editor, publisher, administrator):
        for by in (editor, publisher, administrator):
            with pytest.raises(publishing.Refused, match="Propose as neutral"):
                edit(marked, by, campaign_material=False)
        assert fresh(marked).campaign_material

    def test_one_proposes_another_accepts(self, marked, editor, publisher):
        publishing.propose_neutral(marked, editor, reason=self.reason)
        item = publishing.accept_neutral(fresh(marked), publisher)
        assert not fresh(item).campaign_material
        proposal = NeutralityProposal.objects.get()
        assert (proposal.proposed_by, proposal.decided_by, proposal.accepted) == (editor, publisher, True)
        moves = [(record.move, record.actor) for record in item.moves.all()[:2]]
        assert moves == [(Move.ACCEPT_NEUTRAL, publisher), (Move.PROPOSE_NEUTRAL, editor)]
        assert item.moves.get(move=Move.PROPOSE_NEUTRAL).reason == self.reason
        assert publishing.publish(fresh(item), publisher).imprint == {}

    @pytest.mark.parametrize("role", ["publisher", "administrator"])
    def test_nobody_decides_an_own_proposal(self, request, role, marked, second_publisher):
        user = request.getfixturevalue(role)
        publishing.propose_neutral(marked, user, reason=self.reason)
        with pytest.raises(publishing.Refused, match="somebody else"):
            publishing.accept_neutral(fresh(marked), user)
        with pytest.raises(publishing.Refused, match="somebody else"):
            publishing.decline_neutral(fresh(marked), user, reason="Жоқ.")
        publishing.accept_neutral(fresh(marked), second_publisher)

    @pytest.mark.parametrize("role", ["second_editor", "headquarters", "branch", "data_protection"])
    def test_who_does_not_decide(self, request, role, marked, editor):
        publishing.propose_neutral(marked, editor, reason=self.reason)
        with pytest.raises(publishing.Refused):
            publishing.accept_neutral(fresh(marked), request.getfixturevalue(role))

    def test_declined_with_a_reason_it_stays_and_can_be_proposed_again(self, marked, editor, publisher):
        publishing.propose_neutral(marked, editor, reason=self.reason)
        with pytest.raises(publishing.Refused, match="Say why"):
            publishing.decline_neutral(fresh(marked), publisher, reason=" ")
        item = publishing.decline_neutral(fresh(marked), publisher, reason="Кандидат аталған.")
        assert item.campaign_material
        assert item.moves.first().reason == "Кандидат аталған."
        publishing.propose_neutral(fresh(marked), editor, reason=self.reason)
        assert NeutralityProposal.objects.count() == 2

    def test_a_reason_is_demanded_and_one_proposal_waits(self, marked, editor, second_editor):
        with pytest.raises(publishing.Refused, match="Say why"):
            publishing.propose_neutral(marked, editor, reason=" \n")
        publishing.propose_neutral(marked, editor, reason=self.reason)
        with pytest.raises(publishing.Refused, match="waiting"):
            publishing.propose_neutral(fresh(marked), second_editor, reason=self.reason)

    def test_in_a_silence_it_is_proposed_and_not_accepted(self, marked, editor, publisher):
        period = quiet_now()
        publishing.propose_neutral(marked, editor, reason=self.reason)
        with pytest.raises(publishing.Refused, match="Тыныштық күні"):
            publishing.accept_neutral(fresh(marked), publisher)
        assert fresh(marked).campaign_material
        publishing.decline_neutral(fresh(marked), publisher, reason="Кейін.")
        publishing.propose_neutral(fresh(marked), editor, reason=self.reason)
        period.delete()
        quiet_now(matter=Matter.POLLS)
        assert not publishing.accept_neutral(fresh(marked), publisher).campaign_material

    def test_the_database_keeps_to_two_persons(self, marked, editor):
        proposal = publishing.propose_neutral(marked, editor, reason=self.reason)
        rows = NeutralityProposal.objects.filter(pk=proposal.pk)
        with pytest.raises(IntegrityError, match="two_persons"), transaction.atomic():
            rows.update(accepted=True, decided_by=editor, decided_at=timezone.now())
        with pytest.raises(IntegrityError, match="somebody"), transaction.atomic():
            rows.update(accepted=True)
        with pytest.raises(IntegrityError, match="one_open"), transaction.atomic():
            NeutralityProposal.objects.create(publication=marked, proposed_by=editor, reason="Тағы.")


class TestPolls:
    @pytest.fixture
    def poll(self, approved, editor):
        return edit(approved, editor, opinion_poll=True)

    def test_in_the_ban_it_is_not_published_scheduled_into_or_restored(self, poll, publisher):
        period = quiet_now(matter=Matter.POLLS, hours=48)
        for hour in (None, timezone.now() + timedelta(hours=5)):
            with pytest.raises(publishing.Refused, match="opinion polls"):
                publishing.publish(fresh(poll), publisher, public_from=hour)
        publishing.publish(fresh(poll), publisher, public_from=period.ends_at)
        publishing.withdraw(fresh(poll), publisher, reason_kk="Қате.", reason_ru="Ошибка.")
        with pytest.raises(publishing.Refused, match="opinion polls"):
            publishing.restore(fresh(poll), publisher)

    def test_each_quiet_has_its_own_matter(self, poll, material_draft, publisher):
        quiet_now(matter=Matter.CAMPAIGN)
        assert publishing.publish(fresh(poll), publisher)
        with pytest.raises(publishing.Refused, match="campaign material"):
            publishing.publish(fresh(material_draft), publisher)

    @pytest.fixture
    def material_draft(self, editor, publisher):
        item = publishing.create(editor, kind=Kind.PLATFORM, **TEXTS, **MATERIAL)
        publishing.submit(item, editor)
        return publishing.approve(fresh(item), publisher)

    def test_the_mark_is_taken_away_by_a_publisher_and_never_in_the_ban(self, poll, editor, publisher):
        with pytest.raises(publishing.Refused, match="Only a publisher"):
            edit(poll, editor, opinion_poll=False)
        period = quiet_now(matter=Matter.POLLS)
        with pytest.raises(publishing.Refused, match="before its end"):
            edit(poll, publisher, opinion_poll=False)
        period.delete()
        assert not edit(poll, publisher, opinion_poll=False).opinion_poll


def test_a_refusal_in_silence_names_the_campaign_and_the_end(material, editor, publisher):
    begins = timezone.now() - timedelta(hours=1)
    quiet(begins, hours=3, campaign="first", zone="Asia/Aqtau")
    last = quiet(begins, hours=4, campaign="second", zone="Asia/Oral")
    publishing.withdraw(material, publisher, reason_kk="Қате.", reason_ru="Ошибка.")
    with pytest.raises(publishing.Refused) as refusal:
        publishing.restore(fresh(material), publisher)
    assert "Тыныштық күні" in str(refusal.value)
    assert date_format(timezone.localtime(last.ends_at), "DATETIME_FORMAT") in str(refusal.value)


def test_the_date_of_the_document_is_no_way_around_the_silence(marked, editor, publisher):
    edit(marked, editor, **IMPRINT)
    quiet_now()
    with pytest.raises(publishing.Refused, match="quiet"):
        publishing.publish(fresh(marked), publisher, public_from=timezone.now() - timedelta(days=30))


def test_withdrawal_and_drafts_always_work_in_silence(material, editor, publisher):
    quiet_now()
    assert edit(material, editor, lead_kk="Қысқаша").lead_kk == "Қысқаша"
    publishing.withdraw(fresh(material), publisher, reason_kk="Қате.", reason_ru="Ошибка.")
    assert not Edition.objects.public().exists()
