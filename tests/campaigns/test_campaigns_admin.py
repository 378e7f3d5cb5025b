"""Campaigns in the administration: one form, saved in one act; what the door refuses stands beside what was typed."""

import datetime

import pytest

from campaigns import campaigning
from campaigns.enums import CampaignKind, Step
from campaigns.models import Campaign
from federation.enums import Matter
from federation.models import AuditEntry, QuietPeriod
from tests.campaigns.campaign_form import (
    ADD,
    DAY,
    change,
    client,
    errors_of,
    new,
    row,
    staff,
    today,
    typed,
    typed_again,
)
from tests.campaigns.conftest import campaign, fresh

__all__ = ["client", "new", "staff"]
pytestmark = pytest.mark.django_db


def test_a_new_campaign(client, new, staff, kurultai):
    response = client.post(ADD, new, follow=True)
    made = Campaign.objects.get()
    assert response.redirect_chain[-1][0] == change(made)
    assert list(made.bodies.all()) == [kurultai]
    assert made.zones == ["Asia/Almaty"]
    assert not made.announced_at
    assert made.objectives.count() == 5
    assert QuietPeriod.objects.filter(campaign="kurultai").count() == 2
    assert AuditEntry.objects.get(action="campaign.create").actor == staff


def test_an_official_date_stands_beside_what_the_rules_say(client, election):
    address = change(election)
    prefix = row(client, address, Step.REGISTRATION)
    page = client.get(address)
    assert "18 февраля 2023 года, 18:00" in page.text
    data = typed(client, address, **{
        f"{prefix}-ends_on": "20.02.2023", f"{prefix}-ends_time": "18:00",
        f"{prefix}-source_kk": "ОСК қаулысы", f"{prefix}-source_ru": "Постановление ЦИК",
    })  # fmt: skip
    assert client.post(address, data).status_code == 302
    date = election.dates.get()
    assert (date.step, date.begins_on, date.ends_on) == (Step.REGISTRATION, None, datetime.date(2023, 2, 20))
    page = client.get(address)
    assert "18 февраля 2023 года, 18:00" in page.text
    assert "20 февраля 2023 года, 18:00" in page.text
    assert "Постановление ЦИК" in page.text
    # The same form again changes nothing; emptied, the rules hold again.
    assert client.post(address, typed(client, address)).status_code == 302
    assert election.dates.get() == date
    prefix = row(client, address, Step.REGISTRATION)
    emptied = {f"{prefix}-{name}": "" for name in ("ends_on", "ends_time", "source_kk", "source_ru")}
    assert client.post(address, typed(client, address, **emptied)).status_code == 302
    assert not election.dates.exists()


def test_an_error_in_a_row_stands_beside_its_field(client, election):
    address = change(election)
    prefix = row(client, address, Step.VOTING)
    cases = [
        ({"begins_on": "19.03.2023"}, "begins_time"),
        ({"begins_time": "07:00"}, "begins_on"),
        ({"ends_on": "31.02.2023", "ends_time": "20:00"}, "ends_on"),
        ({"ends_on": "19.03.2023", "ends_time": "24:00"}, "ends_time"),
        ({"ends_on": "18.03.2023", "ends_time": "20:00"}, "ends_on"),
        ({"source_kk": "Қаулы", "source_ru": "Постановление"}, "begins_on"),
        (
            {"ends_on": "19.03.2023", "ends_time": "20:00", "source_ru": "Постановление"},
            "source_kk",
        ),
    ]
    for values, place in cases:
        data = typed(
            client,
            address,
            title_kk="Жаңа атау",
            **{f"{prefix}-{name}": value for name, value in values.items()},
        )
        response = client.post(address, data)
        assert response.status_code == 200
        assert list(errors_of(response)) == [f"{prefix}-{place}"], values
        for value in (*values.values(), "Жаңа атау"):
            assert value in response.text, values
    assert fresh(election).title_kk == "Үлгі сайлау"
    assert not election.dates.exists()


def test_what_the_form_itself_refuses(client, new, rules_2023, majilis):
    cases = [
        ({"title_ru": ""}, {"title_ru"}),
        ({"zones": []}, {"zones"}),
        ({"zones": ["Europe/Paris"]}, {"zones"}),
        ({"bodies": [majilis.pk]}, {"bodies"}),
        ({"kind": CampaignKind.REFERENDUM}, {"question_kk"}),
        ({"question_kk": "Сұрақ"}, {"question_ru"}),
        ({"summary_kk": "Түйін", "information_ru": "Сведения"}, {"summary_ru", "information_kk"}),
        ({"called_on": new["voting_on"]}, {"called_on"}),
        ({"voting_on": "19.03.2023"}, {"rule_set"}),
        ({"voting_on": "not a day"}, {"voting_on"}),
        ({"slug": "с пробелом"}, {"slug"}),
        ({"rule_set": "9" * 30}, {"rule_set"}),
    ]
    for values, places in cases:
        response = client.post(ADD, new | values)
        assert response.status_code == 200
        assert set(errors_of(response)) == places, values
        assert "Құрылтай сайлауы" in response.text
    assert not Campaign.objects.exists()


def quiet_periods():
    """Their columns in both languages: `name` alone would be the one of the page before."""
    columns = ("pk", "campaign", "name_kk", "name_ru", "zone", "matter", "begins_at", "ends_at")
    return list(QuietPeriod.objects.order_by("pk").values(*columns))


def test_a_refusal_of_the_door_shows_the_form_with_all_of_it(client, rules_2026):
    made = campaign(rules_2026, today() + DAY, slug="now")
    address = change(made)
    before = quiet_periods()
    data = typed(
        client, address, title_ru="Новое название", voting_on=(today() + 9 * DAY).strftime("%d.%m.%Y")
    )
    data["objectives-0-title_ru"] = "Новая задача"
    response = client.post(address, data)
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert "Новое название" in response.text
    assert "Новая задача" in response.text
    assert fresh(made).voting_on == today() + DAY
    assert not made.objectives.filter(title_ru="Новая задача").exists()
    assert quiet_periods() == before


def test_looking_saves_nothing(client, new):
    response = client.post(ADD, {**new, "_look": "1"})
    assert response.status_code == 200
    assert not Campaign.objects.exists()
    assert errors_of(response) == {}
    standing = response.context["standing"]
    assert standing.differs
    assert {quiet.matter for quiet in standing.quiet} == {Matter.CAMPAIGN.label, Matter.POLLS.label}
    assert "Құрылтай сайлауы" in response.text


def test_a_silence_that_would_begin_at_once_is_asked_about(client, new):
    new["voting_on"] = (today() + DAY).strftime("%d.%m.%Y")
    response = client.post(ADD, new)
    assert response.status_code == 200
    assert not QuietPeriod.objects.exists()
    assert 'name="silence_now"' in response.text
    assert client.post(ADD, {**new, "silence_now": "on"}).status_code == 302
    assert QuietPeriod.objects.active().of(Matter.CAMPAIGN).exists()


def test_objectives_are_ordered_added_and_deleted(client, election):
    address = change(election)
    data = typed(client, address)
    first, second = election.objectives.all()[:2]
    total = int(data["objectives-TOTAL_FORMS"])
    data |= {
        "objectives-0-place": "2", "objectives-1-place": "1", "objectives-4-DELETE": "on",
        "objectives-TOTAL_FORMS": total + 1,
        f"objectives-{total}-title_kk": "Жаңа", f"objectives-{total}-title_ru": "Новая",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    rows = list(election.objectives.all())
    assert [one.number for one in rows] == [1, 2, 3, 4, 5]
    assert rows[:2] == [second, first]
    assert rows[-1].title_ru == "Новая"
    data = typed(client, address, **{"objectives-2-title_ru": ""})
    response = client.post(address, data)
    assert list(errors_of(response)) == ["objectives-2-title_ru"]


def test_the_address_and_the_past_stay(client, election):
    address = change(election)
    data = typed(client, address, slug="other", title_kk="Түзетілді")
    assert client.post(address, data).status_code == 302
    assert fresh(election).slug == "election"
    assert fresh(election).title_kk == "Түзетілді"


def test_nobody_overwrites_another_unknowingly(client, election, headquarters):
    address = change(election)
    mine = typed(client, address, title_ru="Моё название")
    other = fresh(election)
    other.information_kk, other.information_ru = "Басқаның мәліметі", "Чужие сведения"
    campaigning.save(other, headquarters)
    # An error in what was typed tells nothing of the other: the same form is still of what was opened.
    wrong = client.post(address, mine | {"title_kk": ""})
    assert list(errors_of(wrong)) == ["title_kk"]
    response = client.post(address, mine | typed_again(wrong))
    assert response.status_code == 200
    assert fresh(election).title_ru == "Образцовые выборы"
    assert "Моё название" in response.text
    assert len(response.context["differing"]) == 3
    again = typed_again(response)
    assert client.post(address, mine | again).status_code == 302
    assert fresh(election).title_ru == "Моё название"
