"""The workplace: marks, imprint and neutrality of a publication; quiet periods."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from appeals import publishing
from appeals.enums import Move
from appeals.models import Publication
from federation.models import QuietPeriod
from tests.appeals.conftest import fresh, quiet_now
from tests.appeals.test_admin_text import address, posted
from tests.appeals.texts import IMPRINT, PRINT, TEXTS
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def move_page(publication, move):
    return reverse("admin:appeals_publication_move", args=[publication.pk, move.value])


def opened(publication, **typed):
    """A form as the page gave it out, with what a person then typed."""
    names = [name for name in publishing.PLACE_FIELDS if name not in ("campaign_material", "opinion_poll")]
    values = {name: getattr(publication, name) for name in names}
    values = {name: "" if value is None else value for name, value in values.items()}
    marks = {name: getattr(publication, name) for name in ("campaign_material", "opinion_poll")}
    initial = {f"initial-{name}": str(value) for name, value in (values | marks).items()}
    boxes = {name: "on" for name, value in marks.items() if value}
    form = posted(publication, **initial, **(values | boxes | typed))
    return {name: value for name, value in form.items() if value is not False}


@pytest.fixture
def marked(approved, editor):
    return fresh(publishing.save_text(approved, editor, version=approved.version, campaign_material=True))


class TestForm:
    def test_marks_and_imprint_are_saved(self, draft, editor):
        typed = {"campaign_material": "on", "opinion_poll": "on", **IMPRINT, **PRINT}
        assert client_of(editor).post(address(draft), opened(draft, **typed)).status_code == 302
        saved = fresh(draft)
        assert (saved.campaign_material, saved.opinion_poll, saved.circulation) == (True, True, 1500)
        assert saved.imprint_missing() == []
        assert saved.version == draft.version

    def test_a_new_publication_takes_them_along(self, editor):
        form = {
            **posted(Publication(kind="platform"), **TEXTS, **IMPRINT, campaign_material="on"),
            "kind": "platform",
        }
        form = {name: value for name, value in form.items() if value is not None}
        response = client_of(editor).post(reverse("admin:appeals_publication_add"), form)
        assert response.status_code == 302, response.context["errors"]
        saved = Publication.objects.get()
        assert (saved.kind, saved.campaign_material, saved.imprint_missing()) == ("platform", True, [])

    def test_what_published_material_lacks_is_said_at_its_field(self, material, publisher):
        form = opened(material, imprint_funds_ru="", imprint_orderer_kk=" ")
        response = client_of(publisher).post(address(material), form)
        assert response.status_code == 200
        errors = response.context["adminform"].form.errors
        assert {"imprint_funds_ru", "imprint_orderer_kk"} <= set(errors)
        assert fresh(material).imprint_missing() == []

    def test_the_mark_is_not_unticked(self, marked, publisher):
        form = opened(marked, campaign_material=False, title_kk="Жаңа тақырып")
        response = client_of(publisher).post(address(marked), form)
        assert set(response.context["adminform"].form.errors) == {"campaign_material"}
        assert "Жаңа тақырып" in response.content.decode()
        assert fresh(marked).campaign_material

    def test_an_editor_leaves_the_imprint_of_what_was_published(self, material, editor):
        form = opened(material, imprint_funds_ru="Средства федерации")
        response = client_of(editor).post(address(material), form)
        assert response.status_code == 200
        assert response.context["adminform"].form.errors
        assert fresh(material).imprint_funds_ru == IMPRINT["imprint_funds_ru"]

    @pytest.mark.parametrize("broken", ["-1", "many", "99999999999", "1.5"])
    def test_a_circulation_that_is_no_number(self, broken, draft, editor):
        response = client_of(editor).post(address(draft), opened(draft, circulation=broken))
        assert response.context["adminform"].form.errors["circulation"]

    @pytest.mark.parametrize("name", sorted(IMPRINT))
    def test_what_is_too_long(self, name, draft, editor):
        response = client_of(editor).post(address(draft), opened(draft, **{name: "ұ" * 301}))
        assert response.context["adminform"].form.errors[name]

    def test_a_missing_imprint_is_said_beforehand(self, marked, editor, publisher):
        for user in (editor, publisher):
            assert any("«" in hint for hint in client_of(user).get(address(marked)).context["notes"])
        response = client_of(publisher).get(move_page(marked, Move.PUBLISH))
        (blocker,) = response.context["blockers"]
        assert blocker.count("«") == 6
        assert 'type="submit" class="default' not in response.content.decode()
        publishing.save_text(marked, editor, version=marked.version, **IMPRINT)
        assert client_of(publisher).get(move_page(marked, Move.PUBLISH)).context["blockers"] == []


class TestNeutrality:
    reason = "Сайлау күні мен орны ғана айтылған."

    def test_by_the_pages_of_two_persons(self, marked, editor, publisher):
        writer, decider = client_of(editor), client_of(publisher)
        assert "propose-neutral" in dict(writer.get(address(marked)).context["buttons"])
        empty = {"version": marked.version, "reason": " "}
        assert writer.post(move_page(marked, Move.PROPOSE_NEUTRAL), empty).context["form"].errors
        proposal = {"version": marked.version, "reason": self.reason}
        assert writer.post(move_page(marked, Move.PROPOSE_NEUTRAL), proposal).status_code == 302
        assert [m for m, _ in writer.get(address(marked)).context["buttons"] if "neutral" in m] == []

        cards = decider.get(reverse("admin:index")).context["cards"]
        assert address(marked) in {
            line.href for card in cards for line in card.lines if card.name == "neutral"
        }
        response = decider.get(move_page(marked, Move.ACCEPT_NEUTRAL))
        assert self.reason in response.content.decode()
        assert decider.post(move_page(marked, Move.ACCEPT_NEUTRAL), {"version": 1}).status_code == 302
        assert not fresh(marked).campaign_material
        history = decider.get(reverse("admin:appeals_publication_history", args=[marked.pk])).content.decode()
        assert self.reason in history

    def test_the_proposer_gets_no_button_and_is_told_why(self, marked, administrator):
        publishing.propose_neutral(marked, administrator, reason=self.reason)
        client = client_of(administrator)
        assert not [m for m, _ in client.get(address(marked)).context["buttons"] if "neutral" in m]
        response = client.post(move_page(marked, Move.ACCEPT_NEUTRAL), {"version": 1})
        assert response.status_code == 409
        assert response.context["reasons"]
        assert fresh(marked).campaign_material

    def test_in_silence_it_is_said_beforehand_and_refused(self, marked, editor, publisher):
        quiet_now()
        publishing.propose_neutral(marked, editor, reason=self.reason)
        client = client_of(publisher)
        response = client.get(move_page(marked, Move.ACCEPT_NEUTRAL))
        assert "Тыныштық күні" in response.context["reasons"][0]
        assert not response.context["possible"]
        assert client.post(move_page(marked, Move.ACCEPT_NEUTRAL), {"version": 1}).status_code == 409
        declined = {"version": 1, "reason": "Кандидат аталған."}
        assert client.post(move_page(marked, Move.DECLINE_NEUTRAL), declined).status_code == 302

    def test_an_editor_does_not_decide(self, marked, editor, second_editor):
        publishing.propose_neutral(marked, editor, reason=self.reason)
        for move in (Move.ACCEPT_NEUTRAL, Move.DECLINE_NEUTRAL):
            assert client_of(second_editor).get(move_page(marked, move)).status_code == 403


def test_restoring_without_an_imprint_is_said_beforehand(published, editor, publisher):
    publishing.withdraw(published, publisher, reason_kk="Қате.", reason_ru="Ошибка.")
    publishing.save_text(published, editor, version=published.version, campaign_material=True)
    response = client_of(publisher).get(move_page(published, Move.RESTORE))
    assert response.context["blockers"]
    assert client_of(publisher).post(move_page(published, Move.RESTORE), {"version": 1}).status_code == 409


def test_a_quiet_period_is_said_before_restoring(material, publisher):
    quiet_now()
    publishing.withdraw(material, publisher, reason_kk="Қате.", reason_ru="Ошибка.")
    restore = client_of(publisher).get(move_page(material, Move.RESTORE)).context
    assert ("Тыныштық күні" in restore["reasons"][0], restore["possible"]) == (True, False)


def test_a_later_hour_stays_open_in_a_quiet_period(marked, editor, publisher):
    publishing.save_text(marked, editor, version=marked.version, **IMPRINT)
    quiet_now()
    publish = client_of(publisher).get(move_page(marked, Move.PUBLISH)).context
    assert ("Тыныштық күні" in publish["cautions"][0], publish["possible"]) == (True, True)


def test_an_edition_shows_the_imprint_it_bore(material, publisher):
    row = reverse("admin:appeals_edition_change", args=[material.last_edition.pk])
    text = client_of(publisher).get(row).content.decode()
    assert all(value in text for value in IMPRINT.values())


def test_the_list_is_filtered_by_the_mark(material, editor):
    other = publishing.create(editor, kind="news", title_kk="Басқа")
    response = client_of(editor).get(
        reverse("admin:appeals_publication_changelist"), {"campaign_material__exact": 1}
    )
    assert [item.pk for item in response.context["cl"].result_list] == [material.pk] != [other.pk]


class TestQuietPeriods:
    def entered(self, **changes):
        begins = timezone.localtime() + timedelta(days=3)
        ends = begins + timedelta(days=1)
        said = {
            **{
                "name_kk": "Тыныштық күні",
                "name_ru": "День тишины",
                "campaign": "sailau",
                "zone": "Asia/Almaty",
            },
            **{"matter": "polls", "information_kk": "", "information_ru": "Участки открыты с 7 до 20 часов."},
            **{"begins_at_0": f"{begins:%d.%m.%Y}", "begins_at_1": f"{begins:%H:%M}"},
            **{"ends_at_0": f"{ends:%d.%m.%Y}", "ends_at_1": f"{ends:%H:%M}"},
        }
        return said | changes

    def test_an_administrator_enters_one(self, administrator):
        response = client_of(administrator).post(reverse("admin:federation_quietperiod_add"), self.entered())
        assert response.status_code == 302, response.context["errors"]
        period = QuietPeriod.objects.get()
        assert (period.matter, period.information_ru) == ("polls", "Участки открыты с 7 до 20 часов.")

    def test_the_same_one_twice_is_refused_and_the_other_matter_is_not(self, administrator):
        client, add = client_of(administrator), reverse("admin:federation_quietperiod_add")
        assert client.post(add, self.entered()).status_code == 302
        assert client.post(add, self.entered()).context["errors"]
        assert client.post(add, self.entered(matter="campaign")).status_code == 302

    @pytest.mark.parametrize("role", ["editor", "publisher", "headquarters", "data_protection"])
    def test_nobody_else_does(self, request, role):
        client = client_of(request.getfixturevalue(role))
        assert client.post(reverse("admin:federation_quietperiod_add"), self.entered()).status_code == 403
