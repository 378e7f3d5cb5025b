"""Campaigns in the administration: one form, saved in one act; what the door refuses stands beside what was typed."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from appeals import publishing
from appeals.enums import Kind
from campaigns import campaigning
from campaigns.enums import CampaignKind, Step
from campaigns.models import Campaign, Plank
from federation.enums import Matter, Role
from federation.models import AuditEntry, QuietPeriod
from tests.appeals.conftest import quiet_now
from tests.appeals.texts import IMPRINT
from tests.campaigns.conftest import campaign, fresh
from tests.cast import client_of, person

pytestmark = pytest.mark.django_db
ADD = "/admin/campaigns/campaign/add/"
DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate()


def change(campaign):
    return reverse("admin:campaigns_campaign_change", args=[campaign.pk])


@pytest.fixture
def staff(db):
    """A person of headquarters who reads the messages as they stand in the code, as far as they are not translated."""
    return person("chief", Role.HEADQUARTERS, language="ru")


@pytest.fixture
def client(staff):
    return client_of(staff)


def typed(client, address, **values):
    """What a browser would send of the form at `address`, with some fields filled otherwise."""
    page = client.get(address)
    assert page.status_code == 200
    data = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            if isinstance(value, list | tuple) or hasattr(value, "all"):
                value = [getattr(one, "pk", one) for one in value]
            else:
                value = bound.field.prepare_value(value)
                value = bound.field.widget.format_value(value) if not isinstance(value, bool) else "on"
                value = value[0] if isinstance(value, list) else value
            data[bound.html_name] = "" if value is None else value
    return data | values


def row(client, address, step):
    """Prefix of the row of a step among the dates."""
    page = client.get(address)
    formset = page.context["inline_admin_formsets"][0].formset
    return next(form.prefix for form, label, _counted in formset.rows() if label == Step(step).label)


@pytest.fixture
def new(client, rules_2026, kurultai):
    """The form of a new campaign as a browser sends it."""
    return typed(
        client,
        ADD,
        kind="election",
        slug="kurultai",
        title_kk="Құрылтай сайлауы",
        title_ru="Выборы Курултая",
        rule_set=rules_2026.pk,
        voting_on=(TODAY + 90 * DAY).strftime("%d.%m.%Y"),
        bodies=[kurultai.pk],
    )


def errors_of(response):
    """{name of a field: [sentences]} of the form and of its rows."""
    found = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): messages for name, messages in form.errors.items()}
    return found


# Saving


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
        ({"source_kk": "Қаулы"}, "begins_on"),
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


def test_a_refusal_of_the_door_shows_the_form_with_all_of_it(client, rules_2026):
    made = campaign(rules_2026, TODAY + DAY, slug="now")
    address = change(made)
    before = list(QuietPeriod.objects.order_by("pk").values())
    data = typed(client, address, title_ru="Новое название", voting_on=(TODAY + 9 * DAY).strftime("%d.%m.%Y"))
    data["objectives-0-title_ru"] = "Новая задача"
    response = client.post(address, data)
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert "Новое название" in response.text
    assert "Новая задача" in response.text
    assert fresh(made).voting_on == TODAY + DAY
    assert not made.objectives.filter(title_ru="Новая задача").exists()
    assert list(QuietPeriod.objects.order_by("pk").values()) == before


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
    new["voting_on"] = (TODAY + DAY).strftime("%d.%m.%Y")
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
    other.information_ru = "Чужие сведения"
    campaigning.save(other, headquarters)
    response = client.post(address, mine)
    assert response.status_code == 200
    assert fresh(election).title_ru == "Образцовые выборы"
    assert "Моё название" in response.text
    assert len(response.context["differing"]) == 2
    again = typed_again(response)
    assert client.post(address, mine | again).status_code == 302
    assert fresh(election).title_ru == "Моё название"


def typed_again(response):
    return {"opened": response.context["adminform"].form["opened"].value()}


# The page


def test_the_page_tells_what_follows(client, election, rules_2023):
    page = client.get(change(election))
    standing = page.context["standing"]
    assert standing.rule_set == rules_2023
    assert not standing.differs
    silence = standing.quiet[0]
    assert [cities for cities, _begins, _ends in silence.hours] == ["Алматы", "Уральск"]
    assert "1 января 2023 года" in page.text


def test_open_dates_are_said(client, rules_2026):
    rules_2026.deadlines.filter(step=Step.SILENCE).update(begins_days=None, begins_time=None)
    made = campaign(rules_2026, TODAY + 90 * DAY, slug="open")
    standing = client.get(change(made)).context["standing"]
    assert Step.SILENCE in {period.step for period in standing.open_steps}
    assert {quiet.matter for quiet in standing.quiet} == {Matter.POLLS.label}


def test_announcing_and_retracting_are_pages(client, election):
    announce = reverse("admin:campaigns_campaign_announce", args=[election.pk])
    assert announce in client.get(change(election)).text
    assert client.get(announce).status_code == 200
    assert not fresh(election).announced_at
    quiet_now(campaign="another")
    refused = client.post(announce)
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()
    QuietPeriod.objects.filter(campaign="another").delete()
    assert client.post(announce).status_code == 302
    assert fresh(election).announced_at
    retract = reverse("admin:campaigns_campaign_retract", args=[election.pk])
    page = client.get(change(election))
    assert retract in page.text
    assert announce not in page.text
    assert client.post(retract).status_code == 302
    assert not fresh(election).announced_at


def test_nobody_deletes_a_campaign(election, administrator, headquarters):
    for user in (administrator, headquarters):
        address = reverse("admin:campaigns_campaign_delete", args=[election.pk])
        assert client_of(user).post(address, {"post": "yes"}).status_code == 403
    assert Campaign.objects.exists()


def test_others_read_and_change_nothing(election, editor, publisher, data_protection):
    for user in (editor, publisher):
        client = client_of(user)
        page = client.get(change(election))
        assert page.status_code == 200
        assert 'name="_save"' not in page.text
        assert "begins_on" not in page.text
        assert page.context["standing"]
        assert client.post(change(election), {"title_kk": "x"}).status_code == 403
        assert client.get(ADD).status_code == 403
        for move in ("announce", "retract"):
            address = reverse(f"admin:campaigns_campaign_{move}", args=[election.pk])
            assert client.post(address).status_code == 403
    assert client_of(data_protection).get(change(election)).status_code == 403


def test_the_list_asks_the_same_number_of_queries_at_any_length(client, election, rules_2026):
    address = reverse("admin:campaigns_campaign_changelist")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(3):
        campaign(rules_2026, TODAY + 90 * DAY, slug=f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_both_languages_of_the_staff(language, election):
    client = client_of(person("reader", Role.HEADQUARTERS, language=language))
    page = client.get(change(election)).text
    assert re.search(f'<html lang="{language}"', page)
    assert ("2023 жылғы 18 наурыз" if language == "kk" else "18 марта 2023 года") in page


# Quiet periods in the foundation


def test_quiet_periods_of_a_campaign_are_only_read(election, administrator):
    client = client_of(administrator)
    period = QuietPeriod.objects.filter(campaign="election").first()
    address = reverse("admin:federation_quietperiod_change", args=[period.pk])
    page = client.get(address)
    assert page.status_code == 200
    assert 'name="ends_at_0"' not in page.text
    assert client.post(address, {}).status_code == 403
    delete = reverse("admin:federation_quietperiod_delete", args=[period.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    listed = reverse("admin:federation_quietperiod_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": [period.pk], "post": "yes"})
    assert QuietPeriod.objects.filter(pk=period.pk).exists()


def test_quiet_periods_without_a_campaign_are_kept_by_hand(election, administrator):
    client = client_of(administrator)
    data = {
        "name_kk": "Тыныштық", "name_ru": "Тишина", "matter": "campaign", "zone": "Asia/Almaty", "campaign": "other",
        "begins_at_0": "01.01.2030", "begins_at_1": "00:00", "ends_at_0": "03.01.2030", "ends_at_1": "00:00",
    }  # fmt: skip
    address = reverse("admin:federation_quietperiod_add")
    refused = client.post(address, data | {"campaign": "election"})
    assert "campaign" in refused.context["adminform"].form.errors
    assert client.post(address, data).status_code == 302
    made = QuietPeriod.objects.get(campaign="other")
    assert (
        client.post(
            reverse("admin:federation_quietperiod_delete", args=[made.pk]), {"post": "yes"}
        ).status_code
        == 302
    )


# Planks


@pytest.fixture
def platform(election, editor):
    made = publishing.create(
        editor, kind=Kind.PLATFORM, title_kk="Тұғырнама", title_ru="Платформа", **IMPRINT
    )
    election.platform = made
    campaigning.save(election, None)
    return made


def test_a_plank_gets_its_objective_and_initiative(client, staff, election, platform, referendum):
    plank = Plank.objects.create(platform=platform, number=1, heading_kk="Жалақы", heading_ru="Зарплата")
    address = reverse("admin:campaigns_plank_change", args=[plank.pk])
    page = client.get(address)
    assert "Зарплата" in page.text
    choices = page.context["adminform"].form.fields["objective"].queryset
    assert list(choices) == list(election.objectives.all())
    data = {"objective": choices[0].pk, "initiative_kk": "Еңбек кодексі", "initiative_ru": "Трудовой кодекс"}
    wrong = client.post(address, data | {"objective": referendum.objectives.first().pk})
    assert list(errors_of(wrong)) == ["objective"]
    assert "Трудовой кодекс" in wrong.text
    assert client.post(address, data).status_code == 302
    assert fresh(plank).initiative_ru == "Трудовой кодекс"
    assert AuditEntry.objects.get(action="plank.change").actor == staff
    assert (
        client.get(
            reverse("admin:campaigns_plank_changelist"), {"platform__id__exact": platform.pk}
        ).status_code
        == 200
    )


def test_planks_are_neither_made_nor_deleted_by_hand(client, platform):
    plank = Plank.objects.create(platform=platform, number=1, heading_kk="Жалақы", heading_ru="Зарплата")
    assert client.get(reverse("admin:campaigns_plank_add")).status_code == 403
    assert (
        client.post(reverse("admin:campaigns_plank_delete", args=[plank.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_a_plank_is_not_changed_in_a_silence(client, platform):
    plank = Plank.objects.create(platform=platform, number=1, heading_kk="Жалақы", heading_ru="Зарплата")
    quiet_now(campaign="another")
    address = reverse("admin:campaigns_plank_change", args=[plank.pk])
    response = client.post(address, {"initiative_kk": "Еңбек кодексі", "initiative_ru": "Трудовой кодекс"})
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert "Трудовой кодекс" in response.text
    assert fresh(plank).initiative_ru == ""


# The desk


def test_the_desk_shows_what_is_prepared(client, rules_2026, editor):
    made = campaign(rules_2026, TODAY + 90 * DAY, slug="later", title_ru="Будущие выборы")
    desk = client.get("/admin/").text
    assert ADD in desk
    assert "Будущие выборы" in desk
    assert change(made) in desk
    others = client_of(editor).get("/admin/").text
    assert ADD not in others
    assert change(made) not in others


def test_headquarters_link_from_the_preview(client, election, draft):
    link = campaigning.link(election, draft, None)
    page = client.get(reverse("admin:appeals_publication_preview", args=[draft.pk]))
    assert reverse("admin:campaigns_link_publication", args=[draft.pk]) in page.text
    assert str(link.campaign) in page.text
