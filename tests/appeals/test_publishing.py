"""What each move writes, and what it refuses."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from appeals import publishing
from appeals.comparison import agreement
from appeals.enums import Gap, Kind, Move, Significance, Status
from appeals.models import ConfirmedPair, Edition, FormerAddress, MoveRecord, Publication, Topic
from tests.appeals.conftest import fresh, quiet
from tests.appeals.texts import BODY_RU, MATERIAL, TEXTS, TITLE_KK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def edit(publication, by, **fields):
    publication = fresh(publication)
    return fresh(publishing.save_text(publication, by, version=publication.version, **fields))


def edit_agreed(publication, editor):
    """Changes the same block in both languages and confirms it."""
    publication = fresh(publication)
    changed = edit(
        publication,
        editor,
        body_kk=publication.body_kk.replace("жастарды", "жас мамандарды"),
        body_ru=publication.body_ru.replace("молодёжь", "молодых специалистов"),
    )
    publishing.confirm(changed, editor, version=changed.version)
    return fresh(changed)


def to_edition(publication, editor, publisher, **kwargs):
    publishing.submit(fresh(publication), editor)
    publishing.approve(fresh(publication), publisher)
    return publishing.publish(fresh(publication), publisher, **kwargs)


def test_publish_makes_one_edition_with_both_languages(approved, publisher):
    edition = publishing.publish(approved, publisher)
    assert (edition.number, edition.title_kk, edition.publisher) == (1, TITLE_KK, publisher)
    assert "обучить молодёжь" in edition.body_ru
    assert len(edition.hash_kk) == len(edition.hash_ru) == 64
    assert edition.hash_kk != edition.hash_ru
    assert list(Edition.objects.public()) == [edition]
    assert list(Publication.objects.public()) == [approved]


def test_publishing_the_same_text_twice_is_refused(published, publisher):
    with pytest.raises(publishing.Refused, match="nothing new"):
        publishing.publish(published, publisher)
    assert published.editions.count() == 1


def test_the_public_keeps_reading_the_edition_while_staff_edit(published, editor):
    changed = edit(published, editor, title_kk="Басқа атау")
    assert changed.status == Status.DRAFT
    assert changed.public_edition().title_kk == TITLE_KK


@pytest.mark.parametrize(
    ("old", "new", "needle"),
    [
        ("<li>обучить молодёжь;</li>", "", "6"),
        ("19 марта", "18 марта", "2"),
        ("12 предприятий", "13 предприятий", "1"),
        (
            "<p>Призываем всех коллег к сплочённости!</p>",
            "<h2>Призываем всех коллег к сплочённости!</h2>",
            "8",
        ),
    ],
)
def test_a_difference_between_the_languages_is_refused_at_its_block(editor, publisher, old, new, needle):
    publication = publishing.create(
        editor, kind=Kind.APPEAL, **{**TEXTS, "body_ru": BODY_RU.replace(old, new)}
    )
    publishing.submit(publication, editor)
    with pytest.raises(publishing.Refused) as refusal:
        publishing.approve(fresh(publication), publisher)
    assert len(refusal.value.reasons) == 1
    assert needle in refusal.value.reasons[0]
    assert fresh(publication).gap == Gap.MISMATCH
    assert fresh(publication).status == Status.IN_REVIEW


def test_a_changed_date_is_named_with_both_values(editor):
    publication = publishing.create(
        editor, kind=Kind.APPEAL, **{**TEXTS, "body_ru": BODY_RU.replace("19 марта", "18 марта")}
    )
    (reason,) = agreement(publication).reasons
    assert "19" in reason
    assert "18" in reason


def test_a_difference_in_the_title_names_no_block(editor, english):
    publication = publishing.create(editor, kind=Kind.APPEAL, **{**TEXTS, "title_ru": "Обращение № 7"})
    assert agreement(publication).reasons == ["Title: the numbers differ. Kazakh: —; Russian: 7."]


def test_an_accepted_difference_publishes_is_recorded_and_ends_with_the_block(
    editor, publisher, second_publisher
):
    publication = publishing.create(
        editor,
        kind=Kind.APPEAL,
        **{**TEXTS, "body_ru": BODY_RU.replace("12 предприятий", "дюжина предприятий")},
    )
    publishing.submit(publication, editor)
    with pytest.raises(publishing.Refused):
        publishing.accept_difference(fresh(publication), editor, version=1, place="b1", reason="so")
    publishing.accept_difference(
        fresh(publication), publisher, version=1, place="b1", reason="Орысша мәтінде сан сөзбен жазылған."
    )
    publishing.approve(fresh(publication), publisher)
    edition = publishing.publish(fresh(publication), publisher)
    assert [(override["block"], override["reason"]) for override in edition.overrides] == [
        ("b1", "Орысша мәтінде сан сөзбен жазылған.")
    ]
    assert publication.moves.filter(move=Move.OVERRIDE, reason__contains="сан сөзбен").exists()

    changed = edit(publication, editor, body_ru=BODY_RU.replace("12 предприятий", "около дюжины предприятий"))
    assert any("1" in reason for reason in agreement(changed).reasons)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_text_in_one_language_waits_for_the_other(editor, language):
    fields = {name: text for name, text in TEXTS.items() if name.endswith(language)}
    publication = publishing.create(editor, kind=Kind.APPEAL, **fields)
    assert publication.gap == {"kk": Gap.RU_MISSING, "ru": Gap.KK_MISSING}[language]
    with pytest.raises(publishing.Refused):
        publishing.submit(publication, editor)


class TestStaleness:
    def states(self, publication):
        return {part.label(row): row.state for part, row in agreement(fresh(publication)).rows}

    @pytest.mark.parametrize(("changed", "stale"), [("ru", "stale-kk"), ("kk", "stale-ru")])
    def test_the_side_that_did_not_change_is_stale_and_nothing_else(self, draft, editor, changed, stale):
        word, other = {"ru": ("молодёжь", "новичков"), "kk": ("жастарды", "жаңадан келгендерді")}[changed]
        body = f"body_{changed}"
        publication = edit(draft, editor, **{body: getattr(draft, body).replace(word, other)})
        states = self.states(publication)
        assert states.pop("b6") == stale
        assert set(states.values()) == {"confirmed"}
        assert publication.gap == Gap.STALE

    def test_white_space_makes_nothing_stale(self, draft, editor):
        body = draft.body_ru.replace(" ", "\n").replace("<p\n", "<p ")
        publication = edit(draft, editor, body_ru=body)
        assert set(self.states(publication).values()) == {"confirmed"}

    def test_insertion_removal_and_order_in_both_languages_make_nothing_stale(self, draft, editor):
        first_kk, first_ru = "<p>Кіріспе сөз.</p>", "<p>Вступительное слово.</p>"
        publication = edit(draft, editor, body_kk=first_kk + draft.body_kk, body_ru=first_ru + draft.body_ru)
        states = self.states(publication)
        assert states.pop("b1") == "new"
        assert set(states.values()) == {"confirmed"}

    def test_confirming_ends_it(self, draft, editor):
        publication = edit(draft, editor, body_ru=draft.body_ru.replace("молодёжь", "новичков"))
        publishing.confirm(publication, editor, version=publication.version, places={"b6"})
        assert set(self.states(publication).values()) == {"confirmed"}
        assert fresh(publication).gap == Gap.NONE

    def test_a_stale_block_is_not_published(self, published, editor, publisher):
        publication = edit(published, editor, body_ru=published.body_ru.replace("молодёжь", "новичков"))
        publishing.submit(publication, editor)
        with pytest.raises(publishing.Refused, match="6"):
            publishing.approve(fresh(publication), publisher)

    def test_a_changed_title_is_watched_too(self, draft, editor):
        publication = edit(draft, editor, title_ru="Обращение о рабочих местах")
        assert self.states(publication)["title"] == "stale-kk"


class TestConcurrency:
    def test_the_second_editor_is_told_who_saved(self, draft, editor, second_editor):
        edit(draft, editor, title_kk="Біріншінің атауы")
        with pytest.raises(publishing.Conflict) as conflict:
            publishing.save_text(draft, second_editor, version=draft.version, title_kk="Екіншінің атауы")
        assert str(editor) in str(conflict.value)
        assert conflict.value.current.title_kk == "Біріншінің атауы"
        assert fresh(draft).title_kk == "Біріншінің атауы"

    def test_saving_without_a_change_writes_nothing(self, draft, editor):
        moves, histories = draft.moves.count(), draft.history.count()
        publishing.save_text(draft, editor, version=draft.version, body_kk=draft.body_kk)
        assert fresh(draft).version == draft.version
        assert (draft.moves.count(), draft.history.count()) == (moves, histories)

    def test_an_approver_who_read_an_older_text_is_refused(self, in_review, editor, publisher):
        seen = in_review.version
        changed = edit_agreed(in_review, editor)
        publishing.submit(changed, editor)
        with pytest.raises(publishing.Conflict):
            publishing.approve(fresh(changed), publisher, version=seen)


class TestEditions:
    def test_a_second_edition_needs_notes_in_both_languages(self, published, editor, publisher):
        changed = edit_agreed(published, editor)
        with pytest.raises(publishing.Refused, match="what changed"):
            to_edition(changed, editor, publisher, note_kk="Түзетілді.")

    def test_numbers_and_the_date_of_the_item(self, published, editor, publisher):
        changed = edit_agreed(published, editor)
        edition = to_edition(
            changed,
            editor,
            publisher,
            note_kk="Түзетілді.",
            note_ru="Исправлено.",
            significance=Significance.MINOR,
        )
        first = published.editions.get(number=1)
        assert edition.number == 2
        assert edition.first_public_from == first.first_public_from
        assert list(Edition.objects.public()) == [edition]

    def test_scheduled_is_hidden_until_its_hour(self, approved, publisher):
        hour = timezone.now() + timedelta(hours=5)
        edition = publishing.publish(approved, publisher, public_from=hour)
        assert not Edition.objects.public(hour - timedelta(seconds=1)).exists()
        assert Edition.objects.public(hour).get() == edition
        assert fresh(approved).scheduled_edition() == edition

    def test_taken_off_the_schedule_it_never_comes_and_can_be_published_anew(
        self, approved, editor, publisher, tomorrow
    ):
        publishing.publish(approved, publisher, public_from=tomorrow)
        publishing.unschedule(approved, publisher)
        assert not Edition.objects.public(tomorrow + timedelta(days=1)).exists()
        edition = publishing.publish(fresh(approved), publisher)
        assert edition.number == 2
        assert fresh(approved).public_edition() == edition

    def test_sealed_by_a_decision(self, draft, editor, publisher):
        adopted = edit(draft, editor, adopting_body="general-council", decision_number="3-2")
        assert to_edition(adopted, editor, publisher).sealed
        changed = edit_agreed(adopted, editor)
        notes = {"note_kk": "Түзетілді.", "note_ru": "Исправлено."}
        with pytest.raises(publishing.Refused, match="sealed"):
            to_edition(changed, editor, publisher, **notes)
        assert publishing.publish(fresh(changed), publisher, correction=True, **notes).correction

    def test_withdrawal_hides_at_once_and_keeps_the_reason(self, published, publisher):
        publishing.withdraw(published, publisher, reason_kk="Қате.", reason_ru="Ошибка.")
        withdrawn = fresh(published)
        assert not Edition.objects.public().exists()
        assert (withdrawn.withdrawal_reason_kk, withdrawn.withdrawal_reason_ru) == ("Қате.", "Ошибка.")
        publishing.restore(withdrawn, publisher)
        assert Edition.objects.public().exists()

    @pytest.mark.parametrize("reasons", [("", "Ошибка."), ("Қате.", " ")])
    def test_withdrawal_needs_both_reasons(self, published, publisher, reasons):
        with pytest.raises(publishing.Refused):
            publishing.withdraw(published, publisher, reason_kk=reasons[0], reason_ru=reasons[1])

    def test_revert_goes_through_the_same_door(self, published, editor):
        changed = edit_agreed(published, editor)
        reverted = publishing.revert(
            changed, editor, version=changed.version, source=published.editions.get()
        )
        assert "обучить молодёжь" in reverted.body_ru
        assert reverted.status == Status.DRAFT
        assert published.moves.filter(move=Move.REVERT, actor=editor).exists()


class TestImmutable:
    @pytest.mark.parametrize("model", [Edition, MoveRecord])
    @pytest.mark.parametrize("act", ["update", "delete"])
    def test_the_database_refuses(self, published, model, act):
        rows = model.objects.filter(publication=published)
        with pytest.raises(DatabaseError), transaction.atomic():
            if act == "update":
                rows.update(version=99)
            else:
                rows._raw_delete(rows.db)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


class TestAddresses:
    def test_a_former_slug_stays_reserved(self, published, editor):
        former = published.slug
        changed = edit(published, editor, slug="jana-ataw")
        assert FormerAddress.objects.get(address=former).publication == changed
        other = publishing.create(editor, kind=Kind.NEWS, **TEXTS)
        assert other.slug not in {former, "jana-ataw"}

    def test_a_taken_address_is_refused_and_nothing_changes(self, draft, editor):
        other = publishing.create(editor, kind=Kind.NEWS, **TEXTS)
        with pytest.raises(publishing.Refused):
            publishing.save_text(draft, editor, version=draft.version, slug=other.slug, title_kk="Жаңа атау")
        assert fresh(draft).title_kk == TITLE_KK

    def test_an_address_that_was_never_public_tells_nobody_the_new_one(self, draft, editor):
        edit(draft, editor, slug="jana-ataw")
        assert not FormerAddress.objects.exists()

    def test_back_to_the_first_address(self, published, editor):
        first = published.slug
        edit(published, editor, slug="jana-ataw")
        again = edit(published, editor, slug=first)
        assert again.slug == first
        assert [former.address for former in again.former_addresses.all()] == ["jana-ataw"]


def test_campaign_material_in_a_quiet_period(draft, editor, publisher):
    edit(draft, editor, **MATERIAL)
    now = timezone.now()
    quiet(now - timedelta(hours=1), hours=2)
    with pytest.raises(publishing.Refused, match="quiet"):
        to_edition(draft, editor, publisher)
    assert publishing.publish(fresh(draft), publisher, public_from=now + timedelta(hours=2))


def test_campaign_material_leaves_lists_and_keeps_its_address(draft, editor, publisher):
    edit(draft, editor, **MATERIAL)
    edition = to_edition(draft, editor, publisher)
    assert list(Edition.objects.promoted()) == [edition]
    quiet(timezone.now())
    assert not Edition.objects.promoted().exists()
    assert list(Edition.objects.public()) == [edition]


def test_a_scheduled_edition_does_not_become_public_in_a_quiet_period_entered_later(draft, editor, publisher):
    edit(draft, editor, **MATERIAL)
    hour = timezone.now() + timedelta(hours=5)
    edition = to_edition(draft, editor, publisher, public_from=hour)
    period = quiet(hour - timedelta(minutes=30))
    assert not Edition.objects.public(hour + timedelta(minutes=1)).exists()
    assert list(Edition.objects.public(period.ends_at)) == [edition]


def test_restoring_is_publishing_anew_in_a_quiet_period(draft, editor, publisher):
    edit(draft, editor, **MATERIAL)
    to_edition(draft, editor, publisher)
    publishing.withdraw(fresh(draft), publisher, reason_kk="Қате.", reason_ru="Ошибка.")
    quiet(timezone.now() - timedelta(minutes=1))
    with pytest.raises(publishing.Refused, match="quiet"):
        publishing.restore(fresh(draft), publisher)


def test_address_mark_and_topics_are_in_the_history_and_no_new_text(published, editor):
    topic = Topic.objects.create(slug="enbek", name_kk="Еңбек", name_ru="Труд")
    former = published.slug
    changed = edit(published, editor, slug="jana-ataw", topics=[topic])
    record = changed.moves.first()
    assert (record.move, record.actor, record.details) == (
        Move.PLACE,
        editor,
        {"slug": [former, "jana-ataw"], "topics": [[], ["enbek"]]},
    )
    assert (changed.version, changed.status) == (published.version, published.status)
    assert not changed.has_news_for_readers


@pytest.mark.parametrize(
    "field",
    [{"session_on": date(2023, 1, 25)}, {"decided_on": date(2023, 1, 25)}, {"decision_number": "3-2"}],
)
def test_any_part_of_the_adoption_seals(draft, editor, publisher, field):
    edit(draft, editor, **field)
    edition = to_edition(draft, editor, publisher)
    assert edition.sealed
    assert edition.adoption


def test_what_does_not_fit_is_refused_in_words(draft, editor):
    with pytest.raises(publishing.Refused):
        edit(draft, editor, decision_number="9" * 80)


def test_accepting_a_difference_twice_is_refused_in_words(editor, publisher):
    texts = {**TEXTS, "body_ru": BODY_RU.replace("12 предприятий", "дюжина предприятий")}
    publication = publishing.create(editor, kind=Kind.APPEAL, **texts)
    for turn in range(2):
        try:
            publishing.accept_difference(
                fresh(publication), publisher, version=1, place="b1", reason="Нарочно."
            )
        except publishing.Refused:
            assert turn == 1
    assert publication.overrides.count() == 1


def test_revert_brings_the_adoption_lines_back(draft, editor, publisher):
    edit(draft, editor, decision_number="3-2", session_on=date(2023, 1, 25))
    edition = to_edition(draft, editor, publisher)
    changed = edit(draft, editor, decision_number="4-1", session_on=None)
    reverted = publishing.revert(changed, editor, version=changed.version, source=edition)
    assert (reverted.decision_number, reverted.session_on) == ("3-2", date(2023, 1, 25))


def test_submitting_a_text_that_somebody_changed_is_refused(draft, editor, second_editor):
    edit(draft, second_editor, title_ru="Другое обращение")
    with pytest.raises(publishing.Conflict):
        publishing.submit(fresh(draft), editor, version=draft.version)


def test_confirming_all_leaves_stale_blocks_to_a_look_at_each(draft, editor):
    changed = edit(draft, editor, body_ru=draft.body_ru.replace("молодёжь", "новичков"))
    assert publishing.confirm(changed, editor, version=changed.version) == 0
    assert fresh(changed).gap == Gap.STALE


def test_confirmed_texts_are_kept_for_the_diff(draft):
    assert ConfirmedPair.objects.filter(publication=draft, text_ru="обучить молодёжь;").exists()


def test_control_characters_never_reach_a_title(editor):
    publication = publishing.create(editor, kind=Kind.NEWS, title_kk="Тест\x08 әріп\u200b", lead_kk="\x0bЛид")
    assert (publication.title_kk, publication.lead_kk) == ("Тест әріп", "Лид")
