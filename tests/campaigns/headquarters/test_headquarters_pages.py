"""Pages of headquarters: who opens them in the cabinet, what readers see, and what nobody sees."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from campaigns.enums import Function, Tier
from campaigns.headquarters import offices, staffing
from campaigns.models import Headquarters, OfficeHolder, Post
from tests.campaigns.conftest import campaign
from tests.campaigns.headquarters import staff
from tests.campaigns.headquarters.staff import DAY, SECRETS, UNNAMED
from tests.campaigns.headquarters.test_staffing import KEEPERS, SHAPERS
from tests.cast import client_of
from tests.clock import clock
from tests.test_screens import foreign_words

pytestmark = pytest.mark.django_db
CENTRAL = {"headquarters", "recused"}
MAKERS = {
    "republican": CENTRAL,
    "regional": CENTRAL | {"regional"},
    "district": CENTRAL | {"regional"},
    "point": set(),  # nothing stands below it
    "elsewhere": CENTRAL | {"elsewhere"},
}
WORKERS = {"branch", "second", "regional", "elsewhere", "headquarters", "recused"}


@pytest.fixture
def w():
    return staff.made()


@pytest.fixture(autouse=True)
def kazakh():
    """Whatever language the last request of another test left behind."""
    with override("kk"):
        yield


def page(name, *args):
    return reverse(f"cabinet:{name}", args=args)


def public(w, row=None):
    if row is None:
        return reverse("campaigns:headquarters", args=[w.running.slug])
    return reverse("campaigns:headquarters-one", args=[w.running.slug, row.pk])


def text(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("place", KEEPERS)
def test_who_opens_a_page_of_the_cabinet(w, place):
    row = getattr(w, place)
    member = staffing.appoint(
        row, None, holder=staff.holder("Бірі"), function=Function.MEMBER, from_date=timezone.localdate()
    )
    helper = staff.volunteer(row, w.actors["headquarters"])
    everywhere = [
        page("headquarters-one", row.pk),
        page("headquarters-edit", row.pk),
        page("post-new", row.pk),
        page("post", row.pk, member.pk),
        page("volunteers", row.pk),
        page("volunteer-new", row.pk),
        page("volunteer", row.pk, helper.pk),
        page("volunteers-export", row.pk, "csv"),
    ]
    for name, user in w.actors.items():
        expected = 403 if name not in WORKERS else 200 if name in KEEPERS[place] else 404
        client = client_of(user)
        for address in everywhere:
            response = client.get(address)
            assert response.status_code == expected, (name, address)
            if expected == 200:
                assert "no-store" in response["Cache-Control"]
        closing = 403 if name not in WORKERS else 200 if name in SHAPERS[place] else 404
        assert client.get(page("headquarters-close", row.pk)).status_code == closing, name
        makes = name in MAKERS[place]
        making = 403 if name not in WORKERS else 200 if makes else 404
        assert client.get(page("headquarters-below", row.pk)).status_code == making, name
        assert client.get(page("headquarters")).status_code == (200 if name in WORKERS else 403)
    assert Client().get(everywhere[0]).status_code == 302


def test_the_list_holds_what_one_keeps(w):
    told = text(client_of(w.actors["branch"]), page("headquarters"))
    assert w.point.name_kk in told
    assert w.regional.name_kk not in told
    assert "<li" in text(client_of(w.actors["second"]), page("headquarters"))


def test_a_keeper_writes_contacts_and_readers_call(w):
    client = client_of(w.actors["branch"])
    fields = {
        "address_kk": "Бейбітшілік көшесі, 1", "address_ru": "улица Мира, 1", "hours_kk": "9:00–18:00",
        "hours_ru": "9:00–18:00", "phone": "", "hotline": "8 (800) 080-14-14", "email": "",
    }  # fmt: skip
    response = client.post(page("headquarters-edit", w.point.pk), fields)
    assert response.status_code == 302
    assert 'href="tel:88000801414"' in text(Client(), public(w, w.point))
    refused = client.post(
        page("headquarters-edit", w.point.pk), fields | {"address_ru": "", "phone": "рабочий"}
    )
    assert refused.status_code == 422
    told = refused.content.decode()
    assert "рабочий" in told
    assert "Бейбітшілік" in told
    assert Headquarters.objects.get(pk=w.point.pk).address_ru == "улица Мира, 1"


def test_a_region_makes_a_point_below_itself(w):
    client = client_of(w.actors["regional"])
    fields = {
        "tier": Tier.POINT, "organisation": w.primary.pk, "name_kk": "Зауыттағы бекет", "name_ru": "Пункт на заводе",
        "opened_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert (
        client.post(page("headquarters-below", w.regional.pk), fields | {"tier": "regional"}).status_code
        == 422
    )
    assert client.post(page("headquarters-below", w.regional.pk), fields).status_code == 302
    made = Headquarters.objects.get(name_ru="Пункт на заводе")
    assert (made.parent, made.campaign, made.region) == (w.regional, w.running, w.regional.region)


def test_a_new_person_gets_a_post(w):
    client, today = client_of(w.actors["regional"]), timezone.localdate().isoformat()
    fields = {"function": "deputy", "from_date": today, "full_name_kk": "Жаңа Адам", "full_name_ru": ""}
    refused = client.post(page("post-new", w.regional.pk), fields)
    assert refused.status_code == 422
    assert "Жаңа Адам" in refused.content.decode()
    assert not OfficeHolder.objects.filter(full_name_kk="Жаңа Адам").exists()
    fields |= {
        "full_name_ru": "Новый Человек",
        "title_kk": "Төрайым",
        "title_ru": "Председатель",
        "agreed_on": today,
    }
    assert client.post(page("post-new", w.regional.pk), fields).status_code == 302
    told = text(Client(), public(w, w.regional))
    assert "Жаңа Адам" in told
    assert "Төрайым" in told


def test_a_known_person_is_found_and_succeeds(w):
    client = client_of(w.actors["regional"])
    known = staff.holder("Мұрагерова Әсел")
    address = page("post-new", w.regional.pk) + "?q=мурагерова"
    assert f'value="{known.pk}"' in text(client, address)
    fields = {
        "holder": known.pk, "function": "head", "succeeds": "on",
        "from_date": (timezone.localdate() + DAY).isoformat(),
    }  # fmt: skip
    both = client.post(address, fields | {"full_name_kk": "Басқа", "full_name_ru": "Другой"})
    assert both.status_code == 422
    assert "Басқа" in both.content.decode()
    assert client.post(address, fields | {"function": "member"}).status_code == 422
    assert client.post(address, fields).status_code == 302
    assert Post.objects.get(pk=w.head.pk).until_date == timezone.localdate()
    again = client.post(address, fields | {"from_date": "1999-01-01"})
    assert again.status_code == 422


def test_the_three_acts_on_a_post(w):
    client, address = client_of(w.actors["regional"]), page("post", w.regional.pk, w.head.pk)
    day = (timezone.localdate() + 30 * DAY).isoformat()
    office = {"office-title_kk": "Депутат", "office-title_ru": "Депутат", "office-from_date": day}
    assert client.post(address, {"act": "office", **office}).status_code == 302
    assert client.post(address, {"act": "office", **office}).status_code == 422
    assert client.post(address, {"act": "agree", "agree-agreed_on": ""}).status_code == 302
    assert w.holder.full_name_kk not in text(Client(), public(w, w.regional))
    assert client.post(address, {"act": "end", "end-last_day": "1999-01-01"}).status_code == 422
    assert client.post(address, {"act": "end", "end-last_day": day}).status_code == 302
    assert client.post(address, {"act": "nonsense"}).status_code == 200


def test_headquarters_of_two_campaigns_stand_apart(w):
    later = campaign(w.running.rule_set, w.running.voting_on + 30 * DAY, slug="later")
    staff.headquarters(later, Tier.REPUBLICAN, name_kk="Яғни кейінгі", name_ru="Позднейший")
    nodes = client_of(w.actors["headquarters"]).get(page("headquarters")).context["nodes"]
    assert [node.headquarters.campaign for node in nodes] == [later] + [w.running] * 5


def test_nobody_else_learns_of_volunteers_and_of_who_did_not_agree(w):
    pages = [
        public(w),
        *(public(w, row) for row in Headquarters.objects.all()),
        reverse("site:home"),
        "/kk/search/",
    ]
    pages += [reverse("campaigns:office-holder", args=[one.pk]) for one in OfficeHolder.objects.all()]
    clients = [
        Client(),
        *(client_of(w.actors[name]) for name in ("second", "editor", "officer", "administrator")),
    ]
    for address in pages:
        for client in clients:
            told = client.get(address).content.decode()
            assert [word for word in (*SECRETS.values(), UNNAMED) if word in told] == [], address
    told = text(Client(), public(w))
    assert "1" in told[told.index("hq-numbers") :][:80]
    assert reverse("campaigns:office-holder", args=[w.unnamed.holder.pk])
    assert Client().get(reverse("campaigns:office-holder", args=[w.unnamed.holder.pk])).status_code == 404
    for model in ("headquarters", "officeholder"):
        admin = client_of(w.actors["administrator"])
        told = text(admin, reverse(f"admin:campaigns_{model}_changelist"))
        assert SECRETS["name"] not in told


def test_the_page_says_the_office_of_its_day(w):
    offices.new_office(
        w.holder, None, title_kk="Депутат", title_ru="Депутат", from_date=timezone.localdate() + 10 * DAY
    )
    assert "Төраға" in text(Client(), public(w, w.regional))
    # The only one stands at the name, and in no list.
    assert 'id="offices"' not in text(Client(), w.holder.get_absolute_url("kk"))
    with clock(timezone.now() + 10 * DAY):
        told = text(Client(), public(w, w.regional))
        assert "Депутат" in told
        assert "Төраға" not in told
        both = text(Client(), w.holder.get_absolute_url("kk"))
        assert "Төраға" in both
        assert 'id="offices"' in both


def test_a_closed_headquarters_keeps_its_address_alone(w):
    staffing.close(w.point, None, last_day=timezone.localdate())
    with clock(timezone.now() + DAY):
        assert w.point.get_absolute_url() not in text(Client(), public(w))
        assert "hq-contacts" not in text(Client(), public(w, w.point))


def test_not_before_the_campaign_is_announced(w):
    w.running.announced_at = None
    w.running.save()
    assert Client().get(public(w, w.regional)).status_code == 404
    assert Client().get(w.holder.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("region", ["", "KZ-99"])
def test_a_wrong_region_is_no_page(w, region):
    assert Client().get(public(w) + f"?region={region}").status_code == 404


def test_as_many_queries_for_many_as_for_few(w):
    today = timezone.localdate()
    first = staff.holder("Бірінші")
    staffing.appoint(w.district, None, holder=first, function=Function.HEAD, from_date=today, agreed_on=today)
    keeper = client_of(w.actors["headquarters"])
    walked = [
        (Client(), public(w)),
        (Client(), public(w, w.regional)),
        (keeper, page("headquarters")),
        (keeper, page("headquarters-one", w.regional.pk)),
        (keeper, page("volunteers", w.point.pk)),
        (keeper, reverse("admin:campaigns_headquarters_changelist")),
        (keeper, reverse("admin:campaigns_officeholder_changelist")),
    ]

    def counted():
        numbers = []
        for client, address in walked:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                text(client, address)
            numbers.append(len(asked))
        return numbers

    counted()
    few = counted()
    for number in range(5):
        point = staff.headquarters(
            w.running, Tier.POINT, w.regional, region=w.mine.region, organisation=w.primary
        )
        for row in (point, w.regional):
            staffing.appoint(
                row,
                None,
                holder=staff.holder(f"Мүше {number}"),
                function=Function.MEMBER if row == w.regional else Function.HEAD,
                from_date=timezone.localdate(),
                agreed_on=timezone.localdate(),
            )
        staff.volunteer(w.point, w.actors["branch"])
    assert counted() == few


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english(w, language):
    w.regional.hotline = "1414"
    staffing.save(w.regional, None)
    head = client_of(w.actors["headquarters"])
    row = w.point.pk
    for client, address in [
        (Client(), public(w)),
        (Client(), public(w, w.regional)),
        (Client(), w.holder.get_absolute_url()),
        (head, page("headquarters")),
        (head, page("headquarters-one", w.regional.pk)),
        (head, page("headquarters-edit", row)),
        (head, page("headquarters-below", w.regional.pk)),
        (head, page("headquarters-close", row)),
        (head, page("post-new", w.regional.pk)),
        (head, page("post", w.regional.pk, w.head.pk)),
        (head, page("volunteers", row)),
        (head, page("volunteer-new", row)),
        (head, page("volunteer", row, w.volunteer.pk)),
    ]:
        response = client.get(address.replace("/kk/", f"/{language}/", 1))
        assert response.status_code == 200
        assert foreign_words(response, language) == set(), address
