"""Headquarters and office holders in the administration: every saving goes through the door."""

import pytest
from django.contrib.admin import site
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import Function
from campaigns.models import Headquarters, Office, OfficeHolder, Post
from federation.enums import Role
from federation.models import AuditEntry
from tests.campaigns.headquarters import staff
from tests.campaigns.headquarters.staff import DAY
from tests.cast import client_of, person
from tests.test_screens import foreign_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return staff.made()


def admin(name, *args):
    return reverse(f"admin:campaigns_{name}", args=args)


def typed(response):
    """What the browser would send back of the form as it stands, with its formset."""
    form = response.context["adminform"].form
    data = {form.add_prefix(name): form[name].value() for name in form.fields}
    for inline in response.context["inline_admin_formsets"]:
        for part in (inline.formset.management_form, *inline.formset.initial_forms):
            data |= {part.add_prefix(name): part[name].value() for name in part.fields}
    return {name: "" if value is None else value for name, value in data.items()}


def test_who_enters(w):
    leaders, writers = {"headquarters", "recused", "administrator"}, {"editor", "publisher"}
    may = {
        # Who records meetings chooses among them, and reads.
        "headquarters": {"changelist": leaders | writers, "add": leaders},
        "officeholder": {"changelist": leaders | writers, "add": leaders | writers},
    }
    for name, user in w.actors.items():
        client = client_of(user)
        for model, pages in may.items():
            for page, people in pages.items():
                address = admin(f"{model}_{page}")
                assert (client.get(address).status_code == 200) is (name in people), (name, address)


def test_who_records_meetings_reads_a_headquarters_and_changes_nothing(w):
    client, address = client_of(w.actors["editor"]), admin("headquarters_change", w.regional.pk)
    page = client.get(address)
    assert page.status_code == 200
    assert 'name="phone"' not in page.text
    assert 'name="_save"' not in page.text
    assert client.post(address, {"phone": "+7 (7142) 55-55-55"}).status_code == 403
    assert client.get(admin("headquarters_close", w.regional.pk)).status_code in (302, 403, 404)


def test_contacts_and_posts_are_saved_in_one_act(w):
    client, address = client_of(w.actors["administrator"]), admin("headquarters_change", w.regional.pk)
    data = typed(client.get(address)) | {"phone": "+7 (7142) 55-55-55"}
    index = data["posts-TOTAL_FORMS"]
    data |= {
        "posts-TOTAL_FORMS": index + 1,
        f"posts-{index}-holder": staff.holder("Тағы бірі").pk,
        f"posts-{index}-function": "deputy",
        f"posts-{index}-from_date": timezone.localdate().isoformat(),
    }
    refused = client.post(address, data | {f"posts-{index}-function": "head"})
    assert refused.status_code == 200
    assert "+7 (7142) 55-55-55" in refused.content.decode()
    assert Headquarters.objects.get(pk=w.regional.pk).phone == ""
    assert client.post(address, data).status_code == 302
    assert Headquarters.objects.get(pk=w.regional.pk).phone == "+7 (7142) 55-55-55"
    assert Post.objects.filter(headquarters=w.regional, function=Function.DEPUTY).exists()
    entry = AuditEntry.objects.filter(action="headquarters.change").latest("pk")
    assert entry.details == {"phone": ["", "+7 (7142) 55-55-55"]}


def test_what_the_door_refuses_stands_on_the_form(w):
    """A person who has a post already: the constraints of one row do not see it."""
    client, address = client_of(w.actors["headquarters"]), admin("headquarters_change", w.regional.pk)
    data = typed(client.get(address)) | {"hours_kk": "9–18", "hours_ru": "9–18"}
    index = data["posts-TOTAL_FORMS"]
    data |= {
        "posts-TOTAL_FORMS": index + 1,
        f"posts-{index}-holder": w.holder.pk,
        f"posts-{index}-function": "member",
        f"posts-{index}-from_date": timezone.localdate().isoformat(),
    }
    response = client.post(address, data)
    assert response.status_code == 200
    assert "Үлгіұлы Асан" in " ".join(response.context["adminform"].form.non_field_errors())
    assert "9–18" in response.content.decode()
    assert Headquarters.objects.get(pk=w.regional.pk).hours_ru == ""


def test_the_moves(w):
    client, today = client_of(w.actors["headquarters"]), timezone.localdate()
    new = {"holder": staff.holder("Мұрагер").pk, "from_date": (today + DAY).isoformat()}
    assert client.post(admin("headquarters_succeed", w.regional.pk), new).status_code == 302
    assert Post.objects.get(pk=w.head.pk).until_date == today
    closing = {"last_day": today.isoformat(), "confirm": "on"}
    assert client.post(admin("headquarters_close", w.regional.pk), closing).status_code == 200
    assert client.post(admin("headquarters_close", w.point.pk), closing).status_code == 302
    assert Headquarters.objects.get(pk=w.point.pk).closed_on == today
    assert client.post(admin("headquarters_reopen", w.point.pk), {}).status_code == 302
    assert Headquarters.objects.get(pk=w.point.pk).closed_on is None


def test_an_editor_enters_a_person_and_a_new_office(w):
    client = client_of(w.actors["editor"])
    data = {
        "full_name_kk": "Жаңа Адам",
        "full_name_ru": "Новый Человек",
        "offices-TOTAL_FORMS": 1,
        "offices-INITIAL_FORMS": 0,
        "offices-0-title_kk": "Төраға",
        "offices-0-title_ru": "Председатель",
        "offices-0-order": 0,
    }
    assert client.post(admin("officeholder_add"), data | {"offices-0-title_ru": ""}).status_code == 200
    assert client.post(admin("officeholder_add"), data).status_code == 302
    holder, day = OfficeHolder.objects.get(full_name_kk="Жаңа Адам"), timezone.localdate() + DAY
    office = {"title_kk": "Депутат", "title_ru": "Депутат", "from_date": day.isoformat()}
    assert client.post(admin("officeholder_new-office", holder.pk), office).status_code == 302
    assert (holder.titles_on(day - DAY, "ru"), holder.titles_on(day, "ru")) == ("Председатель", "Депутат")
    assert Office.objects.get(title_ru="Председатель", holder=holder).until_date == day - DAY


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english(w, language):
    client = client_of(person("screenperson", Role.HEADQUARTERS, language=language))
    for address in (
        admin("headquarters_changelist"),
        admin("headquarters_add"),
        admin("headquarters_change", w.regional.pk),
        admin("headquarters_succeed", w.regional.pk),
        admin("headquarters_close", w.regional.pk),
        admin("officeholder_changelist"),
        admin("officeholder_change", w.holder.pk),
        admin("officeholder_new-office", w.holder.pk),
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert foreign_words(response, language) == set(), address


def test_other_forms_choose_a_headquarters_in_the_order_of_the_tree(w):
    """They take the order of its list, which therefore must not rest on what only the list knows."""
    tree = [w.republican, w.regional, w.district, w.point]
    chosen = [
        (model_admin, field)
        for model_admin in site._registry.values()
        for field in model_admin.model._meta.fields
        if field.related_model is Headquarters
    ]
    assert {field.name for _admin, field in chosen} >= {"headquarters", "parent"}
    for model_admin, field in chosen:
        offered = model_admin.get_field_queryset(None, field, None)
        assert [one for one in offered if one in tree] == tree, model_admin
        assert field.formfield(queryset=offered).clean(str(w.regional.pk)) == w.regional
