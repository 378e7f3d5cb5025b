"""The doors of headquarters: who opens them, what they refuse, what they leave behind."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.enums import Function, Service, Tier
from campaigns.headquarters import access, offices, retention, staffing, volunteers
from campaigns.models import Headquarters, Office, OfficeHolder, Post, Volunteer
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.campaigns.headquarters import staff
from tests.campaigns.headquarters.staff import DAY, SECRETS
from tests.cast import region
from tests.clock import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return staff.made()


KEEPERS = {
    "republican": {"headquarters", "recused"},
    "regional": {"headquarters", "recused", "regional"},
    "district": {"headquarters", "recused", "regional"},
    "point": {"headquarters", "recused", "regional", "branch"},
    "elsewhere": {"headquarters", "recused", "elsewhere"},
}
SHAPERS = {
    "republican": {"headquarters", "recused", "administrator"},
    "regional": {"headquarters", "recused", "administrator"},
    "district": {"headquarters", "recused", "administrator", "regional"},
    "point": {"headquarters", "recused", "administrator", "regional"},
    "elsewhere": {"headquarters", "recused", "administrator"},
}


def allowed(door, *args, **fields):
    """Whether the door opened; for the role alone it may stay shut."""
    try:
        door(*args, **fields)
    except Refused as refusal:
        if refusal.reasons != [_("Your role does not allow this.")]:
            raise
        return False
    return True


def rewrite(row, by, **fields):
    fresh = Headquarters.objects.get(pk=row.pk)
    for name, value in fields.items():
        setattr(fresh, name, value)
    staffing.save(fresh, by)


@pytest.mark.parametrize("place", KEEPERS)
def test_who_opens_which_door(w, place):
    """`recused` sits in the headquarters and in the first branch."""
    today, row = timezone.localdate(), getattr(w, place)
    for name, user in w.actors.items():
        keeps = name in KEEPERS[place]
        staffs = keeps or name == "administrator"
        new = OfficeHolder(full_name_kk=name, full_name_ru=name)
        assert access.kept(user).filter(pk=row.pk).exists() is keeps, name
        assert allowed(rewrite, row, user, hours_kk=name, hours_ru=name) is staffs, name
        assert allowed(rewrite, row, user, name_kk=f"Штаб {name}") is (name in SHAPERS[place]), name
        member = {"holder": new, "function": Function.MEMBER, "from_date": today}
        assert allowed(staffing.appoint, row, user, **member) is staffs, name
        assert allowed(staff.volunteer, row, user) is keeps, name
        assert allowed(volunteers.export, row, user, "csv") is keeps, name


@pytest.mark.parametrize("place", KEEPERS)
def test_who_closes(w, place):
    today, row = timezone.localdate(), getattr(w, place)
    for name, user in w.actors.items():
        row.children.update(closed_on=today)
        assert allowed(staffing.close, row, user, last_day=today) is (name in SHAPERS[place]), name
        Headquarters.objects.update(closed_on=None)


@pytest.mark.parametrize(
    ("place", "tier"),
    [
        ("republican", Tier.REGIONAL),
        ("regional", Tier.POINT),
        ("district", Tier.POINT),
        ("elsewhere", Tier.POINT),
    ],
)
def test_who_makes_one_below(w, place, tier):
    parent = getattr(w, place)
    may = {"headquarters", "recused", "administrator"}
    may |= {"republican": set(), "elsewhere": {"elsewhere"}}.get(place, {"regional"})
    for name, user in w.actors.items():
        home = parent.region or region(f"{name} облысы", name)
        new = Headquarters(
            campaign=w.running,
            parent=parent,
            tier=tier,
            region=home,
            organisation=w.primary,
            name_kk=name,
            name_ru=name,
        )
        assert allowed(staffing.save, new, user) is (name in may), name


def test_a_regional_headquarters_moves_nothing_into_its_region(w):
    point = staff.headquarters(
        w.running, Tier.POINT, w.elsewhere, region=w.theirs.region, organisation=w.theirs
    )
    point.region, point.parent = w.regional.region, w.regional
    with pytest.raises(Refused):
        staffing.save(point, w.actors["regional"])


def test_two_heads_never_serve_on_one_day(w):
    today = timezone.localdate()
    other = staff.holder("Басқа")
    with pytest.raises(Refused, match="Үлгіұлы Асан"):
        staffing.appoint(
            w.regional, None, holder=other, function=Function.HEAD, from_date=today - 40 * DAY,
            until_date=today - 20 * DAY,
        )  # fmt: skip
    with pytest.raises(Refused):
        staffing.appoint(w.regional, None, holder=other, function=Function.HEAD, from_date=today + 9 * DAY)
    ended = staffing.end_post(w.head, None, last_day=today)
    staffing.appoint(w.regional, None, holder=other, function=Function.HEAD, from_date=today + DAY)
    with pytest.raises(Refused):
        staffing.end_post(ended, None, last_day=today + DAY)
    assert w.regional.posts.get(pk=w.head.pk).until_date == today


def test_one_person_has_one_post_at_a_time(w):
    with pytest.raises(Refused, match="Үлгіұлы"):
        staffing.appoint(
            w.regional, None, holder=w.holder, function=Function.MEMBER, from_date=timezone.localdate()
        )


def test_a_successor_takes_over_in_one_act(w):
    today, next_one = timezone.localdate(), staff.holder("Мұрагер")
    staffing.succeed(
        w.regional, w.actors["headquarters"], holder=next_one, from_date=today + DAY, agreed_on=today
    )
    held = {
        day: w.regional.posts.held_on(day).get(function=Function.HEAD).holder for day in (today, today + DAY)
    }
    assert held == {today: w.holder, today + DAY: next_one}
    with pytest.raises(Refused):
        staffing.succeed(w.regional, None, holder=staff.holder("Ерте"), from_date=today - 25 * DAY)
    assert Post.objects.filter(function=Function.HEAD).count() == 2


def test_an_office_changes_and_yesterday_stays(w):
    today = timezone.localdate()
    new = offices.new_office(
        w.holder, w.actors["editor"], title_kk="Депутат", title_ru="Депутат", from_date=today + 10 * DAY
    )
    holder = OfficeHolder.objects.prefetch_related("offices").get(pk=w.holder.pk)
    assert holder.titles_on(today, "ru") == "Председатель"
    assert holder.titles_on(today + 9 * DAY, "kk") == "Төраға"
    assert holder.titles_on(today + 10 * DAY, "kk") == "Депутат"
    with pytest.raises(Refused, match="Депутат"):
        offices.new_office(holder, None, title_kk="А", title_ru="А", from_date=new.from_date)
    offices.new_office(
        holder, None, title_kk="Мүше", title_ru="Член", from_date=today + 12 * DAY, beside=True
    )
    holder = OfficeHolder.objects.get(pk=holder.pk)
    assert holder.titles_on(today + 12 * DAY, "ru") == "Депутат, Член"


def test_titles_ask_nothing_where_offices_are_at_hand(w, django_assert_num_queries):
    holder = OfficeHolder.objects.prefetch_related("offices").get(pk=w.holder.pk)
    with django_assert_num_queries(0):
        assert holder.titles_on(timezone.localdate(), "kk") == "Төраға"


def test_who_writes_offices(w):
    may = {"editor", "publisher", "headquarters", "recused", "administrator", "regional"}
    for name, user in w.actors.items():
        w.holder.full_name_kk = f"Асан {name}"
        assert allowed(offices.save, w.holder, user) is (name in may), name


def test_closing_ends_posts_and_service(w):
    today = timezone.localdate()
    with pytest.raises(Refused):
        staffing.close(w.regional, None, last_day=today)  # others work below it
    staffing.close(w.point, None, last_day=today)
    w.volunteer.refresh_from_db()
    assert w.volunteer.left_on == today
    with pytest.raises(Refused):
        staffing.appoint(w.point, None, holder=w.holder, function=Function.HEAD, from_date=today)
    with clock(timezone.now() + DAY):
        assert w.point not in Headquarters.objects.public()
        with pytest.raises(Refused):
            staff.volunteer(w.point, w.actors["branch"])
    staffing.reopen(w.point, w.actors["regional"])
    staff.volunteer(w.point, w.actors["branch"])


def test_the_log_names_numbers_of_volunteers(w):
    volunteers.save(w.volunteer, w.actors["branch"])
    volunteers.export(w.point, w.actors["branch"], "xlsx")
    volunteers.leave(w.volunteer, w.actors["branch"], last_day=timezone.localdate())
    volunteers.forget(w.volunteer, w.actors["branch"])
    entries = AuditEntry.objects.filter(action__startswith="volunteer")
    assert len(entries) == 5
    told = " ".join(f"{entry.subject_text} {entry.details}" for entry in entries)
    assert [word for word in SECRETS.values() if word in told] == []


def test_data_of_volunteers_go(w):
    def present():
        return Volunteer.objects.exclude(
            erased_at=None
        ).count(), w.volunteer.__class__.objects.get().full_name

    over = datetime.timedelta(days=60 + 180)
    with clock(timezone.now() + over):
        assert retention.erase_expired()["volunteers"] == 0
    with clock(timezone.now() + over + DAY):
        assert retention.erase_expired(dry_run=True)["volunteers"] == 1
        assert present() == (0, SECRETS["name"])
        assert retention.erase_expired()["volunteers"] == 1
        assert present() == (1, "")
        assert retention.erase_expired()["volunteers"] == 0
        with pytest.raises(Refused):
            staff.volunteer(w.point, w.actors["branch"])


def test_who_leaves_is_forgotten_the_night_after(w):
    volunteers.leave(w.volunteer, w.actors["branch"], last_day=timezone.localdate())
    assert retention.erase_expired()["volunteers"] == 0
    with clock(timezone.now() + DAY):
        assert retention.erase_expired()["volunteers"] == 1


def test_a_consent_taken_back_erases_at_once(w):
    volunteers.forget(w.volunteer, w.actors["branch"])
    row = Volunteer.objects.get()
    assert (row.full_name, row.phone, row.left_on) == ("", "", timezone.localdate())
    with pytest.raises(Refused):
        volunteers.save(row, w.actors["branch"])


def test_numbers_by_polling_station(w):
    by = w.actors["branch"]
    for station, service in (("10", Service.OBSERVER), ("2", Service.OBSERVER), ("", Service.VOLUNTEER)):
        staff.volunteer(w.point, by, station=station, service=service)
    staff.volunteer(w.point, by, service=Service.VOLUNTEER)
    rows = [
        (station, row[Service.OBSERVER], row[Service.VOLUNTEER])
        for station, row in volunteers.stations(w.point)
    ]
    assert rows == [("2", 1, 0), ("5", 1, 1), ("10", 1, 0), ("", 0, 1)]


def test_no_cell_is_a_formula(w):
    staff.volunteer(w.point, w.actors["branch"], full_name='=HYPERLINK("x")', phone="+7 700 1")
    text = volunteers.export(w.point, w.actors["branch"], "csv").decode("utf-8-sig")
    assert '"=HYPERLINK' not in text
    assert "HYPERLINK" in text


def test_a_place_on_which_others_rely_does_not_change(w):
    w.regional.region = staff.region("Үшінші облыс", "Третья область")
    with pytest.raises(Refused):
        staffing.save(w.regional, None)


def test_dates_of_a_post_are_checked(w):
    today = timezone.localdate()
    with pytest.raises(Refused):
        staffing.end_post(w.head, None, last_day=w.head.from_date - DAY)
    named = staffing.name_publicly(w.head, w.actors["regional"], agreed_on=None)
    assert named not in Post.objects.public(today)


def test_an_office_ends_after_it_begins(w):
    office = Office(
        title_kk="А", title_ru="А", from_date=timezone.localdate(), until_date=timezone.localdate() - DAY
    )
    with pytest.raises(Refused):
        offices.save(w.holder, None, offices=[office])
    assert w.holder.offices.count() == 1
