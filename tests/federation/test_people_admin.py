"""The administration of people: moves are pages, lists ask the same number of queries at any length."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from appeals.enums import Kind
from appeals.models import Publication, Topic
from federation.enums import Role
from federation.models import District, Industry, Invitation, Membership, QuietPeriod, User
from federation.models.audit import record
from federation.site.models import MenuItem
from tests.cast import client_of, organisation, person, region

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def client(administrator):
    return client_of(administrator)


def move(model, name, pk=None):
    return reverse(f"admin:federation_{model}_{name}", args=[pk] if pk else [])


def test_get_confirms_and_post_acts(client, editor):
    address = move("membership", "end", editor.memberships.get().pk)
    assert client.get(address).status_code == 200
    assert editor.memberships.exists()
    response = client.post(address, {"last_day": ""}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("admin:federation_membership_changelist")
    assert not editor.memberships.exists()


def test_a_refusal_stands_on_the_page(client, administrator):
    response = client.post(move("membership", "end", administrator.memberships.get().pk), {"last_day": ""})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert administrator.memberships.current().exists()


def test_inviting_from_the_list(client, queued_mails, first_branch):
    page = client.get(reverse("admin:federation_invitation_changelist"))
    assert move("invitation", "invite") in page.text
    data = {
        "email": "new@example.org",
        "full_name_kk": "Жаңа",
        "full_name_ru": "Новый",
        "language": "kk",
        "role": "branch",
        "from_date": "2026-01-01",
    }
    refused = client.post(move("invitation", "invite"), data)
    assert refused.status_code == 200
    assert not Invitation.objects.exists()
    client.post(move("invitation", "invite"), {**data, "organisation": first_branch.pk})
    assert len(queued_mails()) == 1
    pk = Invitation.objects.get().pk
    for name in ("send-again", "cancel"):
        assert client.get(move("invitation", name, pk)).status_code == 200
        client.post(move("invitation", name, pk))
    assert len(queued_mails()) == 2
    assert Invitation.objects.get().cancelled_at
    assert (
        move("invitation", "cancel", pk)
        not in client.get(reverse("admin:federation_invitation_change", args=[pk])).text
    )


def test_granting_and_substituting(client, editor, second_editor, other_branch):
    client.post(
        move("user", "grant", editor.pk),
        {"role": "branch", "organisation": other_branch.pk, "from_date": "2026-01-01"},
    )
    membership = editor.memberships.get(role=Role.BRANCH)
    assert client.get(move("membership", "substitute", membership.pk)).status_code == 200
    client.post(move("membership", "substitute", membership.pk), {"to": second_editor.pk})
    assert second_editor.memberships.get(role=Role.BRANCH).organisation == other_branch


def test_closing_and_opening_an_account(client, editor):
    client.post(move("user", "deactivate", editor.pk), {"reason": ""})
    assert User.objects.get(pk=editor.pk).is_active
    client.post(move("user", "deactivate", editor.pk), {"reason": "left"})
    assert not User.objects.get(pk=editor.pk).is_active
    page = client.get(reverse("admin:federation_user_change", args=[editor.pk])).text
    assert move("user", "reactivate", editor.pk) in page
    assert move("user", "deactivate", editor.pk) not in page
    client.post(move("user", "reactivate", editor.pk))
    assert User.objects.get(pk=editor.pk).is_active


def test_moves_are_for_administrators_alone(editor, data_protection):
    for user in (editor, data_protection):
        client = client_of(user)
        for address in (move("invitation", "invite"), move("user", "grant", editor.pk)):
            assert client.get(address).status_code == 403
            assert client.post(address).status_code == 403
    page = client_of(data_protection).get(reverse("admin:federation_user_change", args=[editor.pk]))
    assert page.status_code == 200
    assert "deactivate" not in page.text


def test_a_role_cannot_be_written_past_the_door(client, editor):
    address = reverse("admin:federation_user_change", args=[editor.pk])
    data = {
        "full_name_kk": "Жаңа аты",
        "full_name_ru": "Новое имя",
        "language": "ru",
        "is_superuser": "on",
        "is_active": "",
        "email": "other@example.org",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    assert client.post(address, data).status_code == 302
    editor.refresh_from_db()
    assert (editor.full_name_ru, editor.email) == ("Новое имя", "editor@example.org")
    assert editor.is_active
    assert not editor.is_superuser
    assert client.post(reverse("admin:federation_membership_add"), {}).status_code == 403


def fill(number, administrator):
    """One row more in every list; "o", the word searched for, stands in each."""
    place = region(f"Облыс {number} o", f"Область {number} o")
    District.objects.create(name_kk=f"Аудан {number} o", name_ru=f"Район {number} o", region=place)
    industry = Industry.objects.create(name_kk=f"Сала {number} o", name_ru=f"Отрасль {number} o", code=number)
    root = organisation(
        f"Одақ {number} o", f"Союз {number} o", kind="industry-union", region=place, industry=industry
    )
    local = organisation(f"Ұйым {number} o", f"Организация {number} o", kind="local", parent=root)
    one = person(f"person{number}", Role.BRANCH, organisation=local)
    Membership.objects.create(user=one, role=Role.EDITOR)
    Invitation.objects.create(
        email=f"invited{number}@example.org",
        full_name_kk="Жаңа",
        full_name_ru="Новый",
        role=Role.BRANCH,
        organisation=local,
        token_hash=number,
        invited_by=administrator,
        expires_at=timezone.now(),
    )
    now = timezone.now()
    QuietPeriod.objects.create(
        campaign=f"o-{number}", name_kk="Тыныштық", name_ru="Тишина", begins_at=now, ends_at=now + DAY
    )
    Topic.objects.create(name_kk=f"Тақырып {number} o", name_ru=f"Тема {number} o", slug=f"o-{number}")
    page = Publication.objects.create(
        kind=Kind.PAGE, title_kk="Бет", title_ru="Страница", slug=f"page-{number}"
    )
    MenuItem.objects.create(publication=page)
    record(administrator, "membership.grant", one)


@pytest.mark.parametrize(
    "model",
    [
        *("federation_region", "federation_district", "federation_industry", "federation_organisation"),
        *("federation_user", "federation_membership", "federation_invitation", "federation_auditentry"),
        *("federation_quietperiod", "appeals_topic", "site_menuitem"),
    ],
)
def test_lists_ask_the_same_number_of_queries_at_any_length(model, client, administrator):
    address = reverse(f"admin:{model}_changelist")
    if model != "site_menuitem":  # a short list, without a search
        address += "?q=o"
    counts, lengths = [], []
    for batch in range(2):
        for number in range(3 + 5 * batch):
            fill(f"{batch}-{number}", administrator)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        counts.append(len(queries))
        lengths.append(response.context["cl"].result_count)
    assert 0 < lengths[0] < lengths[1]
    assert counts[0] == counts[1] <= 12, [query["sql"] for query in queries]


def test_organisations_are_found_in_kazakh_without_case(client, first_branch):
    page = client.get(reverse("admin:federation_organisation_changelist") + "?q=қОСТАНАЙ")
    assert page.context["cl"].result_count == 1
    change = client.get(reverse("admin:federation_organisation_change", args=[first_branch.pk]))
    assert change.status_code == 200
    assert 'name="name_kk"' in change.text
    assert 'name="name"' not in change.text


def test_an_organisation_is_entered_and_misfits_are_refused_at_the_field(client, first_branch):
    address = reverse("admin:federation_organisation_add")
    data = {"name_kk": "Зауыт кәсіподағы", "name_ru": "Профсоюз завода", "parent": first_branch.pk}
    misfit = client.post(address, {**data, "kind": "industry-union", "bin": "940740000893"})
    assert set(misfit.context["adminform"].form.errors) == {"parent", "bin"}
    assert client.post(address, {**data, "kind": "primary", "bin": "940740000892"}).status_code == 302
    (primary,) = first_branch.descendants()
    assert (primary.name_ru, primary.bin) == ("Профсоюз завода", "940740000892")


def test_the_codes_of_a_region_stay(client, kostanay):
    address = reverse("admin:federation_region_change", args=[kostanay.pk])
    data = {
        "name_kk": "Қостанай",
        "name_ru": "Костанай",
        "aliases": "Кустанай",
        "iso": "KZ-00",
        "tile_row": 1,
        "tile_column": 1,
    }
    assert client.post(address, data).status_code == 302
    before = kostanay.iso
    kostanay.refresh_from_db()
    assert (kostanay.aliases, kostanay.iso) == ("Кустанай", before)


def test_whoever_may_only_read_opens_a_quiet_period_too(editor, administrator):
    begins = timezone.now()
    period = QuietPeriod.objects.create(
        campaign="c", name_kk="а", name_ru="а", begins_at=begins, ends_at=begins + datetime.timedelta(days=1)
    )
    address = reverse("admin:federation_quietperiod_change", args=[period.pk])
    assert client_of(editor).get(address).status_code == 200
    assert '<option value="Asia/Almaty" selected>' in client_of(administrator).get(address).text
