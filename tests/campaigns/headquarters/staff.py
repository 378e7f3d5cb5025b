"""A small tree of headquarters with people, observers and volunteers, and everybody who may come."""

import datetime
import itertools
from types import SimpleNamespace

from django.utils import timezone

from campaigns import campaigning
from campaigns.enums import Function, Service, Tier
from campaigns.headquarters import staffing, volunteers
from campaigns.models import Headquarters, Office, OfficeHolder, Volunteer
from federation.models import District, Organisation
from tests.campaigns.candidates.world import actors
from tests.campaigns.conftest import campaign
from tests.campaigns.rules import standard
from tests.cast import organisation, region
from tests.kept import kept

serial = itertools.count(1)
DAY = datetime.timedelta(days=1)
# What nobody may learn but those who keep the headquarters.
SECRETS = {"name": "Бақылауұлы Құпиян", "phone": "+7 777 431 55 02"}
UNNAMED = "Атыжасырынов"
HEAD = "Үлгіұлы Асан"


def headquarters(of, tier, parent=None, **fields):
    """A saved Headquarters, made by the portal itself; it works since a month ago."""
    number = next(serial)
    names = {
        "name_kk": f"№ {number} үлгі штаб",
        "name_ru": f"Образцовый штаб № {number}",
        "opened_on": timezone.localdate() - 30 * DAY,
    }
    made = Headquarters(campaign=of, tier=tier, parent=parent, **(names | fields))
    return staffing.save(made, None)


def holder(name=HEAD, title="Төраға", title_ru="Председатель", **days):
    """A saved OfficeHolder with one office, and no dates unless given."""
    made = OfficeHolder.objects.create(full_name_kk=name, full_name_ru=name)
    Office.objects.create(holder=made, title_kk=title, title_ru=title_ru, **days)
    return made


def volunteer(where, by, **fields):
    """A saved Volunteer, an observer at polling station 5 unless `fields` say otherwise."""
    defaults = {
        "service": Service.OBSERVER,
        "full_name": SECRETS["name"],
        "phone": SECRETS["phone"],
        "station": "5",
        "consented_on": timezone.localdate(),
    }
    return volunteers.save(Volunteer(headquarters=where, **(defaults | fields)), by)


def made():
    """The tree: republican → regional → district → point of the first branch, and the regional one elsewhere."""
    return make() if Organisation.objects.exists() else kept("staff", make)


def make():
    rules = standard("kz-2023")
    today = timezone.localdate()
    running = campaign(
        rules,
        today + 60 * DAY,
        slug="running",
        called_on=today - 30 * DAY,
        bodies=list(rules.bodies.all()),
    )
    campaigning.announce(running, None)
    mine = organisation("Бірінші орталық", "Первый центр", region=region())
    theirs = organisation("Екінші орталық", "Второй центр", region=region("Екінші облыс", "Вторая область"))
    primary = organisation("Бастауыш", "Первичка", kind="primary", parent=mine, region=mine.region)
    district = District.objects.create(region=mine.region, name_kk="Аудан", name_ru="Район", kind="district")
    w = SimpleNamespace(
        actors=actors(mine, theirs), running=running, mine=mine, theirs=theirs, primary=primary
    )
    w.republican = headquarters(running, Tier.REPUBLICAN)
    w.regional = headquarters(running, Tier.REGIONAL, w.republican, region=mine.region)
    w.district = headquarters(running, Tier.DISTRICT, w.regional, region=mine.region, district=district)
    w.point = headquarters(running, Tier.POINT, w.district, region=mine.region, organisation=primary)
    w.elsewhere = headquarters(running, Tier.REGIONAL, w.republican, region=theirs.region)
    # Entered with the post: the regional headquarters writes the offices.
    w.holder = OfficeHolder(full_name_kk=HEAD, full_name_ru=HEAD)
    w.head = staffing.appoint(
        w.regional,
        None,
        holder=w.holder,
        function=Function.HEAD,
        from_date=today - 20 * DAY,
        agreed_on=today,
        office=Office(title_kk="Төраға", title_ru="Председатель"),
    )
    w.unnamed = staffing.appoint(
        w.regional, None, holder=holder(UNNAMED), function=Function.MEMBER, from_date=today
    )
    w.volunteer = volunteer(w.point, w.actors["branch"])
    return w
