"""Who says who somebody is: names, offices and consents of people whom others know are not a branch's to write."""

import re

import pytest
from django.utils import timezone

from campaigns.enums import Function
from campaigns.headquarters import offices, staffing
from campaigns.models import Headquarters, Office, OfficeHolder, Post
from federation.refusals import Refused
from tests.campaigns.headquarters import staff
from tests.campaigns.headquarters.staff import DAY
from tests.cast import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TITLES = {"title_kk": "Сыпырушы", "title_ru": "Дворник"}


@pytest.fixture
def w():
    return staff.made()


@pytest.fixture
def chairman():
    """Entered in the list by the staff: the whole country knows them."""
    return staff.holder("Төраға Бірінші", "Федерация төрағасы", "председатель Федерации")


def appointed(w, holder, **fields):
    fields = {"function": Function.MEMBER, "from_date": timezone.localdate()} | fields
    return staffing.appoint(w.point, w.actors["branch"], holder=holder, **fields)


def own(w):
    """Somebody whom the branch itself entered with a post in its public point."""
    new = OfficeHolder(full_name_kk="Өз Адамы", full_name_ru="Свой Человек")
    office = Office(title_kk="Шебер", title_ru="Мастер")
    return appointed(w, new, agreed_on=timezone.localdate(), office=office)


def test_a_branch_does_not_rewrite_the_office_of_anybody(w, chairman):
    today, branch = timezone.localdate(), w.actors["branch"]
    appointed(w, chairman)
    with pytest.raises(Refused):
        offices.new_office(chairman, branch, from_date=today, **TITLES)
    chairman.full_name_ru = "Никто"
    with pytest.raises(Refused):
        offices.save(chairman, branch)
    assert chairman.titles_on(today, "ru") == "председатель Федерации"
    offices.new_office(chairman, w.actors["headquarters"], from_date=today + DAY, **TITLES)


def test_a_branch_does_not_consent_for_anybody(w, chairman):
    today = timezone.localdate()
    with pytest.raises(Refused, match="known beyond"):
        appointed(w, chairman, agreed_on=today)
    post = appointed(w, chairman)
    with pytest.raises(Refused):
        staffing.name_publicly(post, w.actors["branch"], agreed_on=today)
    named = staffing.name_publicly(post, w.actors["headquarters"], agreed_on=today)
    # To take the name from readers is open to whoever keeps the headquarters.
    assert staffing.name_publicly(named, w.actors["branch"], agreed_on=None).agreed_on is None


def test_a_consent_is_not_carried_to_another_person(w, chairman):
    post = own(w)
    post.holder = chairman
    with pytest.raises(Refused):
        staffing.save(Headquarters.objects.get(pk=w.point.pk), w.actors["branch"], posts=[post])


def test_a_branch_writes_whom_it_entered_until_others_know_them(w):
    today, branch = timezone.localdate(), w.actors["branch"]
    post = own(w)
    offices.new_office(post.holder, branch, from_date=today + DAY, **TITLES)
    assert not offices.may_write(w.actors["second"], post.holder)
    staffing.appoint(w.elsewhere, None, holder=post.holder, function=Function.MEMBER, from_date=today)
    with pytest.raises(Refused):
        offices.new_office(post.holder, branch, from_date=today + 2 * DAY, **TITLES)


def test_on_the_page_the_refusal_stands_and_nothing_is_lost(w, chairman):
    day = timezone.localdate().isoformat()
    address = f"/ru/cabinet/headquarters/{w.point.pk}/posts/new/?q=бірінші"
    typed = {"holder": chairman.pk, "function": "member", "from_date": day, "agreed_on": day}
    answer = client_of(w.actors["branch"]).post(address, typed)
    assert answer.status_code == 422
    assert not Post.objects.filter(holder=chairman).exists()


def test_nobody_agrees_ahead(w):
    today = timezone.localdate()
    with pytest.raises(Refused):
        staffing.name_publicly(w.unnamed, None, agreed_on=today + DAY)
    # Whatever came into the rows past the door: readers see the name on that day.
    Post.objects.filter(pk=w.unnamed.pk).update(agreed_on=today + DAY)
    assert w.unnamed not in w.regional.posts.public()
    assert w.unnamed.holder not in OfficeHolder.objects.public()


def fold(answer):
    """The opening tag of what holds the names of a new person; None where they are not folded."""
    found = re.search(r"<details class=\"step-part\"[^>]*>(?=<summary>)", answer.content.decode())
    return found and found.group()


def test_the_only_one_found_is_chosen_and_the_names_are_folded_away(w, chairman):
    client = client_of(w.actors["branch"])
    address = f"/ru/cabinet/headquarters/{w.point.pk}/posts/new/"
    found = client.get(f"{address}?q=бірінші")
    assert f'<option value="{chairman.pk}" selected>' in found.content.decode()
    assert "open" not in fold(found)
    assert fold(client.get(f"{address}?q=ешкім")) is None
    staff.holder("Төраға Бірінші Екінші")
    several = client.get(f"{address}?q=бірінші")
    assert f'<option value="{chairman.pk}">' in several.content.decode()
    typed = {"holder": chairman.pk, "full_name_kk": "Басқа", "function": "member"}
    assert "open" in fold(client.post(f"{address}?q=бірінші", typed))
