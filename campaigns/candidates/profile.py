"""What readers may see of a candidate: the fields that the consent in force covers, and nothing else (DESIGN §6).

Public pages, open data, booklets and search are made of a `Profile`, never of the row. Which field goes with which
consent is said by `campaigns.candidates.steps` alone.
"""

import dataclasses
import datetime
import hashlib
import json
from typing import NamedTuple

from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from appeals.models import Edition
from campaigns.candidates.steps import ALWAYS_PUBLIC, PUBLIC_WITH
from campaigns.enums import Nominator, PathStep, System
from campaigns.models import Candidacy, Consent, PathRecord, Plank, PlankSection
from campaigns.models.places import around
from campaigns.planks import headed


class Said(NamedTuple):
    """A text in both languages. As a string: in the active language, else in the other one; false when empty."""

    kk: str = ""
    ru: str = ""

    def __str__(self):
        return (self.ru or self.kk) if get_language() == "ru" else (self.kk or self.ru)

    def __bool__(self):
        return any(self)


NOTHING = Said()


class Thing(NamedTuple):
    """What a candidate is counted to: body, constituency, region, industry. As a string: its name.

    code: of a body and an industry their codes, of a region ISO 3166-2, of a constituency its number.
    """

    code: str
    name: Said

    def __str__(self):
        return str(self.name)


class Promise(NamedTuple):
    """A step of the platform that the candidate supports, as the platform's public edition words it."""

    number: int
    heading: Said


class Reached(NamedTuple):
    """A step of the path that readers may know. on: local date of the step; source: its document."""

    step: PathStep
    on: datetime.date
    source: Said
    source_url: str


@dataclasses.dataclass(frozen=True)
class Profile:
    """A candidate before the public. A field without consent is empty (Said(), "", None, ()), as if never given."""

    pk: int  # of the candidacy; never shown
    code: str  # of the person, in open data
    slug: str
    campaign_slug: str
    name: Said
    family_name: Said
    given_name: Said
    patronymic: Said
    body: Thing
    system: System
    constituency: Thing | None
    region: Thing
    nominator: Nominator
    nominator_name: Said
    programme: Said
    planks: tuple[Promise, ...]
    announced_on: datetime.date
    path: tuple[Reached, ...]
    has_photo: bool = False
    photo_alt: Said = NOTHING
    photo_version: str = ""  # changes with the photo and its crop
    birth_date: datetime.date | None = None
    biography: Said = NOTHING
    workplace: Said = NOTHING
    industry: Thing | None = None
    union_post: Said = NOTHING
    primary_organisation: Said = NOTHING
    party: Said = NOTHING
    contacts: str = ""
    # Editions that may stand on a page now; of nobody's data, so not part of the digest.
    materials: tuple[Edition, ...] = dataclasses.field(default=(), compare=False)

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self, language=None):
        """Public address in "kk" or "ru", default the active language."""
        with override(language or get_language()):
            return reverse("campaigns:candidate", args=[self.campaign_slug, self.slug])

    @property
    def around(self):
        """The region in words; "" where the constituency is called the same."""
        return around(self.constituency, self.region)

    @property
    def initials(self):
        """In the place of a photo: first letters of the given and the family name in the active language."""
        return str(self.given_name)[:1] + str(self.family_name)[:1]

    @property
    def reached(self):
        """The last step of the path: a `Reached`."""
        return self.path[-1]

    def said(self):
        """All that is said of the candidate, as values of JSON: {field: …} without pk and materials."""
        fields = {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
            if field.name not in ("pk", "materials")
        }
        return json.loads(json.dumps(fields, default=str, ensure_ascii=False))

    def digest(self):
        """sha256, 64 hexadecimal digits, of `said`: the same while readers see the same."""
        text = json.dumps(self.said(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


# Columns of the seat, which is public with any consent.
SEAT = (
    *("slug", "announced_at", "system", "nominator"),
    *("campaign__slug", "person__code", "person__birth_date"),
    *(
        f"{thing}__{field}"
        for thing, code in (
            ("body", "code"),
            ("region", "iso"),
            ("constituency", "number"),
            ("industry", "code"),
        )
        for field in (code, "name_kk", "name_ru")
    ),
    *("primary_organisation__name_kk", "primary_organisation__name_ru"),
)
OF_PERSON = ("birth_date",)  # of the fields of a consent, that which stands with the person
COLUMNS = tuple(
    name
    for names in (ALWAYS_PUBLIC, *PUBLIC_WITH.values())
    for name in names
    if name not in (*OF_PERSON, "planks")
)


def public_profile(candidacy):
    """The Profile of a Candidacy with its materials; None while readers may not see it."""
    return next(iter(profiles(Candidacy.objects.filter(pk=candidacy.pk), with_materials=True)), None)


def profiles(candidacies, *, window=slice(None), with_materials=False):
    """[Profile] of those of a queryset of Candidacy that readers may see, in its order; queries do not grow with it.

    Sealed and private columns are not even read. window: the slice of them that is wanted (the queryset itself is not
    sliced); with_materials: also what was published of each.
    """
    rows = (
        candidacies.public()
        .select_related(
            *("campaign", "person", "body", "region", "constituency", "industry", "primary_organisation")
        )
        .only(*SEAT, *COLUMNS)
        .prefetch_related(
            Prefetch("consents", queryset=Consent.objects.in_force(), to_attr="in_force"),
            Prefetch(
                "path_records",
                queryset=PathRecord.objects.filter(taken_back_at=None, announced_at__lte=timezone.now()),
                to_attr="announced_steps",
            ),
            Prefetch("planks", queryset=Plank.objects.only("number", "platform"), to_attr="supported"),
        )
    )
    rows = list(rows[window])
    headings = public_headings({plank.platform_id for row in rows for plank in row.supported})
    materials = public_materials(rows) if with_materials else {}
    # A consent may have been withdrawn between the two queries.
    return [profile(row, headings, materials.get(row.pk, ())) for row in rows if row.in_force]


def profile(row, headings, materials):
    allowed = set(ALWAYS_PUBLIC).union(*(PUBLIC_WITH[scope] for scope in row.in_force[0].scope))

    def text(name):
        if f"{name}_kk" not in allowed:
            return NOTHING
        return Said(getattr(row, f"{name}_kk").strip(), getattr(row, f"{name}_ru").strip())

    names = [text(name) for name in ("family_name", "given_name", "patronymic")]
    has_photo = "photo" in allowed and bool(row.photo)
    organisation = row.primary_organisation if "primary_organisation" in allowed else None
    return Profile(
        pk=row.pk,
        code=str(row.person.code),
        slug=row.slug,
        campaign_slug=row.campaign.slug,
        name=Said(*(" ".join(filter(None, parts)) for parts in zip(*names, strict=True))),
        family_name=names[0],
        given_name=names[1],
        patronymic=names[2],
        body=thing(row.body, "code"),
        system=System(row.system),
        constituency=thing(row.constituency, "number"),
        region=thing(row.region, "iso"),
        nominator=Nominator(row.nominator),
        nominator_name=text("nominator_name"),
        programme=text("programme"),
        planks=tuple(
            Promise(plank.number, headings[plank.pk])
            for plank in sorted(row.supported, key=lambda plank: plank.number)
            if plank.pk in headings
        ),
        announced_on=timezone.localdate(row.announced_at),
        path=path_of(row),
        has_photo=has_photo,
        photo_alt=text("photo_alt") if has_photo else NOTHING,
        photo_version=row.photo_version if has_photo else "",
        birth_date=row.person.birth_date if "birth_date" in allowed else None,
        biography=text("biography"),
        workplace=text("workplace"),
        industry=thing(row.industry, "code") if "industry" in allowed else None,
        union_post=text("union_post"),
        primary_organisation=Said(organisation.name_kk, organisation.name_ru) if organisation else NOTHING,
        party=text("party"),
        contacts=row.public_contacts.strip() if "public_contacts" in allowed else "",
        materials=tuple(materials),
    )


def thing(row, code):
    return row and Thing(getattr(row, code), Said(row.name_kk, row.name_ru))


def path_of(row):
    """The announced steps in their order; the pool is the first of them, on the day of the announcement."""
    order = list(PathStep)
    steps = [
        Reached(PathStep(record.step), record.on, Said(record.source_kk, record.source_ru), record.source_url)
        for record in sorted(row.announced_steps, key=lambda record: order.index(record.step))
    ]
    if not any(reached.step == PathStep.IN_POOL for reached in steps):
        steps.insert(0, Reached(PathStep.IN_POOL, timezone.localdate(row.announced_at), Said(), ""))
    return tuple(steps)


def public_headings(platforms):
    """{plank's pk: its heading (Said)} as the newest public edition of each platform words it; others are missing.

    platforms: primary keys of publications.
    """
    if not platforms:
        return {}
    editions = Edition.objects.public().filter(publication__in=platforms)
    headings = {edition.pk: headed(edition) for edition in editions.only("publication", "body_kk", "body_ru")}
    found = {}
    for section in PlankSection.objects.filter(edition__in=headings):
        if section.position <= len(headings[section.edition_id]):
            words = headings[section.edition_id][section.position - 1]
            found[section.plank_id] = Said(words.heading_kk, words.heading_ru)
    return found


def public_materials(rows):
    """{candidacy's pk: [Edition]} of the publications about each that may stand on a page now, newest first.

    What was taken out of the campaign meanwhile is left out.
    """
    through = Candidacy.materials.through.objects.filter(
        candidacy__in=[row.pk for row in rows],
        publication__campaign_links__campaign=F("candidacy__campaign"),
    )
    pairs = list(through.values_list("candidacy", "publication"))
    if not pairs:
        return {}
    editions = Edition.objects.promoted().filter(publication__in={publication for _row, publication in pairs})
    editions = {
        edition.publication_id: edition
        for edition in editions.select_related("publication")
        .defer("search_kk", "search_ru", "body_kk", "body_ru")
        .newest_first()
    }
    found = {}
    for publication, edition in editions.items():
        for candidacy, about in pairs:
            if about == publication:
                found.setdefault(candidacy, []).append(edition)
    return found
