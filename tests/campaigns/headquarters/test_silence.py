"""In a silence nobody campaigns with the hours of a headquarters or the office of a person: no words are new."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from campaigns.enums import Function, Tier
from campaigns.headquarters import offices, staffing
from campaigns.models import Headquarters, Office, OfficeHolder
from federation.enums import Matter
from federation.models import District, QuietPeriod
from federation.refusals import Refused
from tests.campaigns.headquarters import staff
from tests.campaigns.headquarters.staff import DAY
from tests.cast import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WORDS = "№ 5 үміткерге дауыс беріңіз!"
BOTH = {"title_kk": WORDS, "title_ru": WORDS}


@pytest.fixture
def w():
    return staff.made()


@pytest.fixture
def quiet(w):
    now = timezone.now()
    return QuietPeriod.objects.create(
        matter=Matter.CAMPAIGN,
        name_kk="Үнсіздік",
        name_ru="Тишина",
        begins_at=now,
        ends_at=now + timedelta(days=1),
    )


def changed(row, **fields):
    row = Headquarters.objects.get(pk=row.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def new():
    return OfficeHolder(full_name_kk=WORDS, full_name_ru=WORDS)


@pytest.mark.parametrize("name", ["name", "address", "hours"])
@pytest.mark.parametrize("who", ["regional", "headquarters"])
def test_no_new_words_on_the_page_of_a_headquarters(w, quiet, name, who):
    with pytest.raises(Refused, match="nothing is announced or said anew"):
        staffing.save(changed(w.point, **{f"{name}_kk": WORDS, f"{name}_ru": WORDS}), w.actors[who])
    assert getattr(Headquarters.objects.get(pk=w.point.pk), f"{name}_kk") != WORDS


def test_phones_change_and_words_go(w, request):
    branch = w.actors["branch"]
    staffing.save(changed(w.point, hours_kk="9–18", hours_ru="9–18 ч."), branch)
    request.getfixturevalue("quiet")
    saved = staffing.save(
        changed(w.point, phone="+7 714 200 00 00", email="p@example.org", hours_kk="", hours_ru=""), branch
    )
    assert (saved.phone, saved.hours_kk, saved.hours_ru) == ("+7 714 200 00 00", "", "")


def test_what_readers_do_not_see_yet_is_written(w, quiet):
    today, above = timezone.localdate(), w.actors["headquarters"]
    other = District.objects.create(region=w.mine.region, name_kk="Басқа", name_ru="Другой", kind="district")
    fields = {"campaign": w.running, "tier": Tier.DISTRICT, "parent": w.regional, "region": w.regional.region}
    fields |= {"district": other, "name_kk": WORDS, "name_ru": WORDS}
    with pytest.raises(Refused, match="anew"):
        staffing.save(Headquarters(**fields, opened_on=today), above)
    assert staffing.save(Headquarters(**fields, opened_on=today + 5 * DAY), above).pk


def test_nobody_new_is_named(w, quiet):
    today, branch = timezone.localdate(), w.actors["branch"]
    given = {"function": Function.MEMBER, "from_date": today}
    with pytest.raises(Refused, match="anew"):
        staffing.appoint(w.point, branch, holder=new(), agreed_on=today, **given)
    assert not OfficeHolder.objects.filter(full_name_kk=WORDS).exists()
    post = staffing.appoint(w.point, branch, holder=new(), office=Office(**BOTH), **given)
    with pytest.raises(Refused, match="anew"):
        staffing.name_publicly(post, branch, agreed_on=today)
    with pytest.raises(Refused, match="anew"):
        staffing.succeed(w.regional, w.actors["regional"], holder=new(), from_date=today, agreed_on=today)


def test_nobody_gets_a_new_office_or_name(w, quiet):
    today, regional = timezone.localdate(), w.actors["regional"]
    with pytest.raises(Refused, match="anew"):
        offices.new_office(w.holder, regional, from_date=today, **BOTH)
    w.holder.full_name_ru = WORDS
    with pytest.raises(Refused, match="anew"):
        offices.save(w.holder, w.actors["headquarters"])
    assert offices.new_office(w.holder, regional, from_date=today + 2 * DAY, **BOTH).pk


def test_nothing_is_timed_for_the_days_of_the_silence(w, quiet):
    tomorrow, above, regional = timezone.localdate() + DAY, w.actors["headquarters"], w.actors["regional"]
    later = tomorrow + 5 * DAY
    with pytest.raises(Refused, match="anew"):
        offices.new_office(w.holder, regional, from_date=tomorrow, **BOTH)
    office = offices.new_office(w.holder, regional, from_date=later, **BOTH)
    office.from_date = tomorrow
    with pytest.raises(Refused, match="anew"):
        offices.save(w.holder, above, offices=[office])
    with pytest.raises(Refused, match="anew"):
        staffing.succeed(
            w.regional, regional, holder=new(), from_date=tomorrow, agreed_on=timezone.localdate()
        )
    fields = {"name_kk": WORDS, "name_ru": WORDS, "opened_on": later}
    district = District.objects.create(
        region=w.mine.region, name_kk="Басқа", name_ru="Другой", kind="district"
    )
    made = Headquarters(
        campaign=w.running,
        tier=Tier.DISTRICT,
        parent=w.regional,
        region=w.regional.region,
        district=district,
        **fields,
    )
    staffing.save(made, above)
    with pytest.raises(Refused, match="anew"):
        staffing.save(changed(made, opened_on=tomorrow), above)


def test_after_it_all_of_it_works(w, quiet):
    quiet.delete()
    assert (
        staffing.save(changed(w.point, hours_kk=WORDS, hours_ru=WORDS), w.actors["branch"]).hours_kk == WORDS
    )


def test_the_page_of_the_cabinet_tells_why_and_keeps_what_was_typed(w, quiet):
    with override("ru"):
        address = reverse("cabinet:headquarters-edit", args=[w.point.pk])
    typed = {"hours_kk": WORDS, "hours_ru": WORDS}
    answer = client_of(w.actors["branch"]).post(address, typed)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    with override("ru"):
        public = reverse("campaigns:headquarters-one", args=[w.running.slug, w.point.pk])
    assert WORDS not in Client().get(public).content.decode()
