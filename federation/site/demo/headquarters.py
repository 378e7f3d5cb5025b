"""The headquarters of the made-up running campaign: their tree, people, observers; what moves with its clock."""

from datetime import date, timedelta

from django.db.models import F

from campaigns.enums import Function, Service, Tier
from campaigns.headquarters import staffing, volunteers
from campaigns.models import Campaign, Headquarters, Office, OfficeHolder, Post, Volunteer
from federation.models import District, Organisation, Region
from federation.site.demo.candidates import RUNNING
from federation.site.demo.content import LANGUAGES, bilingual, read

HOURS = {
    "hours_kk": "дүйсенбі–жұма, 09:00–18:00",
    "hours_ru": "понедельник – пятница, 09:00–18:00",
}


def load_headquarters(people):
    """The tree of the running campaign, unless it has one. people: {e-mail name: User}. Returns how many were made."""
    campaign = Campaign.objects.filter(slug=RUNNING, headquarters=None).first()
    if campaign is None:
        return 0
    Tree(campaign, people["headquarters"]).plant()
    return campaign.headquarters.count()


class Tree:
    """campaign: without headquarters yet; leader: the User who makes them."""

    def __init__(self, campaign, leader):
        self.campaign, self.leader = campaign, leader
        self.content = read("headquarters.toml")
        self.opened_on = self.on(self.content["opened"])
        self.regions = {region.iso: region for region in Region.objects.all()}
        kind = Organisation.Kind.TERRITORIAL_ASSOCIATION
        self.branches = {row.region_id: row for row in Organisation.objects.filter(kind=kind)}
        self.made = {}

    def on(self, days):
        """The date so many days after the call."""
        return self.campaign.called_on + timedelta(days=days)

    def plant(self):
        self.republican()
        for number, (iso, entry) in enumerate(self.content["regional"].items(), 1):
            self.regional(number, iso, entry)
        for entry in self.content["district"]:
            self.district(entry)
        for entry in self.content["point"]:
            self.point(entry)
        for entry in self.content["post"]:
            self.appoint(
                self.made[entry["at"]], entry["function"], entry["person"], entry.get("agreed", True)
            )

    def save(self, key, tier, parent=None, **fields):
        row = Headquarters(
            campaign=self.campaign, tier=tier, parent=parent, opened_on=self.opened_on, **fields
        )
        self.made[key] = staffing.save(row, self.leader)
        return self.made[key]

    def appoint(self, headquarters, function, person, agreed=True, *, since=None, until=None):
        """person: name in both languages, then the office in both."""
        since = since or self.opened_on
        name_kk, name_ru, title_kk, title_ru = person
        return staffing.appoint(
            headquarters,
            self.leader,
            holder=OfficeHolder(full_name_kk=name_kk, full_name_ru=name_ru),
            function=function,
            from_date=since,
            until_date=until,
            agreed_on=since if agreed else None,
            office=Office(title_kk=title_kk, title_ru=title_ru, from_date=date(since.year - 2, 1, 15)),
        )

    def republican(self):
        entry = self.content["republican"]
        row = self.save(
            "republican",
            Tier.REPUBLICAN,
            **names(entry),
            **bilingual(entry, "address", "hours"),
            **{name: entry[name] for name in ("phone", "hotline", "email")},
        )
        self.appoint(row, Function.HEAD, entry["head"])

    def regional(self, number, iso, entry):
        """Run by the association of the region, whose chair heads it."""
        region = self.regions[iso]
        branch = self.branches[region.pk]
        place = branch.name_ru.removeprefix("Профсоюзный центр ")
        row = self.save(
            iso,
            Tier.REGIONAL,
            self.made["republican"],
            region=region,
            organisation=branch,
            name_kk=f"{region.name_kk}ның өңірлік штабы",
            name_ru=f"Региональный штаб {place}",
            address_kk=f"Үлгі көшесі, {number + 1} (ойдан шығарылған)",
            address_ru=f"улица Үлгі, {number + 1} (вымышленный адрес)",
            phone=f"+7 700 000 01 {number:02}",
            email=f"shtab-{iso[3:]}@demo.example",
            **HOURS,
        )
        office = (
            f"{branch.name_kk}ның төрағасы (көрсетілім)",
            f"председатель Профсоюзного центра {place} (демонстрация)",
        )
        then = entry.get("then")
        if then:
            self.appoint(row, Function.HEAD, [*entry["former"], *office], until=self.on(then - 1))
        agreed, since = entry.get("agreed", True), self.on(then) if then else None
        self.appoint(row, Function.HEAD, [*entry["head"], *office], agreed, since=since)

    def district(self, entry):
        region = self.regions[entry["region"]]
        name_kk, name_ru, kind = entry["district"]
        district, _new = District.objects.get_or_create(
            region=region, name_kk=name_kk, kind=kind, defaults={"name_ru": name_ru}
        )
        row = self.save(
            entry["kk"],
            Tier.DISTRICT,
            self.made[entry["region"]],
            region=region,
            district=district,
            organisation=self.branches[region.pk],
            phone=entry["phone"],
            **names(entry),
            **bilingual(entry, "address"),
            **HOURS,
        )
        self.people_of(row, entry)

    def point(self, entry):
        region = self.regions[entry["region"]]
        name_kk, name_ru = entry["primary"]
        primary, _new = Organisation.objects.get_or_create(
            name_kk=name_kk,
            kind=Organisation.Kind.PRIMARY,
            defaults={"name_ru": name_ru, "region": region, "parent": self.branches[region.pk]},
        )
        parent = self.made[entry.get("below", entry["region"])]
        row = self.save(
            entry["key"], Tier.POINT, parent, region=region, organisation=primary, **names(entry), **HOURS
        )
        self.people_of(row, entry)

    def people_of(self, headquarters, entry):
        """The head, then so many observers, each at a polling station, and volunteers: [3, 4]."""
        self.appoint(headquarters, Function.HEAD, entry["head"])
        observers, others = entry["volunteers"]
        for number in range(observers + others):
            service = Service.OBSERVER if number < observers else Service.VOLUNTEER
            row = Volunteer(
                headquarters=headquarters,
                service=service,
                full_name=f"Үлгі Көмекшіұлы № {number + 1} (ойдан шығарылған)",
                phone=f"+7 700 000 03 {number:02}",
                station=str(10 * headquarters.pk + number) if service == Service.OBSERVER else "",
                consented_on=self.on(self.content["opened"] + 3),
            )
            volunteers.save(row, self.leader)


def names(entry):
    return {f"name_{code}": entry[code] for code in LANGUAGES}


def move(campaign, by):
    """Moves the days of the headquarters and their people with the campaign. by: timedelta, whole days."""
    own = campaign.headquarters.all()
    shifted(own, by, "opened_on", "closed_on")
    shifted(Volunteer.objects.filter(headquarters__in=own), by, "consented_on", "left_on")
    shifted(Post.objects.filter(headquarters__in=own), by, "from_date", "until_date", "agreed_on")


def shifted(rows, by, *names):
    """Adds the timedelta to the dates and moments `names` of a queryset; what is empty stays so."""
    rows.order_by().update(**{name: F(name) + by for name in names})
