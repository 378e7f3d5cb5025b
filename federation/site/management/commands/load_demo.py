"""Fills the portal with the demonstration: people of every role, topics, publications in all states, menus."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from appeals import publishing
from appeals.models import Publication, Relay, Signatory, Topic
from federation import invitations, memberships, notifications
from federation.enums import Role
from federation.models import Organisation, Region, User
from federation.site.models import MenuItem, Place

CONTENT = Path(__file__).resolve().parents[2] / "demo"
LANGUAGES = ("kk", "ru")
HOUR = time(10)  # of publication, in the portal's time zone
REVISED_AFTER = timedelta(days=3)
# E-mail name, role, name in Kazakh and Russian. The family names say that nobody real is meant.
PEOPLE = (
    ("administrator", Role.ADMINISTRATOR, "Демоұлы Мысал", "Демоулы Мысал"),
    ("editor", Role.EDITOR, "Үлгібаева Айжан", "Улгибаева Айжан"),
    ("publisher", Role.PUBLISHER, "Мысалов Данияр", "Мысалов Данияр"),
    ("headquarters", Role.HEADQUARTERS, "Үлгіұлы Серік", "Улгиулы Серик"),
    ("regional-headquarters", Role.REGIONAL_HEADQUARTERS, "Демоқызы Әсел", "Демокызы Асель"),
    ("branch", Role.BRANCH, "Мысалқызы Гүлнәр", "Мысалкызы Гульнар"),
    ("branch2", Role.BRANCH, "Демобаев Ербол", "Демобаев Ербол"),
    ("data-protection", Role.DATA_PROTECTION, "Үлгіқызы Мәдина", "Улгикызы Мадина"),
)
FEDERATION = ("Қазақстан Республикасы Кәсіподақтар федерациясы", "Федерация профсоюзов Республики Казахстан")
BRANCHES = {
    "branch": ("Қостанай облысының кәсіподақтар орталығы", "Профсоюзный центр Костанайской области", "KZ-39"),
    "branch2": ("Түркістан облысы кәсіподақтар орталығы", "Профсоюзный центр Туркестанской области", "KZ-61"),
}
REGIONAL_HEADQUARTERS = "KZ-39"


class Command(BaseCommand):
    help = "Load the demonstration content. What is there already, by its address, stays as it is."

    @transaction.atomic
    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("The demonstration has public passwords: it does not belong into production.")
        with notifications.muted():
            self.load()

    def load(self):
        people = load_people()
        for entry in read("topics.toml")["topics"]:
            Topic.objects.get_or_create(slug=entry["slug"], defaults=bilingual(entry, "name"))
        writers = people["editor"], people["publisher"]
        paths = [
            *sorted((CONTENT / "pages").glob("*.toml")),
            *sorted((CONTENT / "publications").glob("*.toml")),
        ]
        made = sum(load_publication(path, *writers) for path in paths)
        load_menus()
        self.stdout.write(f"{made} publications loaded, {len(paths) - made} were there.")


def read(name):
    """A file of the demonstration: a name in its folder, or a whole path."""
    with (CONTENT / name).open("rb") as file:
        return tomllib.load(file)


def bilingual(entry, *names):
    """{"title_kk": …, "title_ru": …} of an entry; an absent text is ""."""
    return {f"{name}_{code}": entry.get(f"{name}_{code}", "") for name in names for code in LANGUAGES}


def load_people():
    """Users ROLE@demo.example with the password demo-ROLE, and their memberships. Returns {e-mail name: User}."""
    if not Region.objects.exists():
        call_command("load_reference", verbosity=0)
    root = organisation(*FEDERATION, kind=Organisation.Kind.FEDERATION)
    places = {
        name: {
            "organisation": organisation(
                kk,
                ru,
                kind=Organisation.Kind.TERRITORIAL_ASSOCIATION,
                parent=root,
                region=Region.objects.get(iso=code),
            )
        }
        for name, (kk, ru, code) in BRANCHES.items()
    }
    places["regional-headquarters"] = {"region": Region.objects.get(iso=REGIONAL_HEADQUARTERS)}
    people = {}
    for name, role, kk, ru in PEOPLE:
        person = User.objects.filter(email=f"{name}@demo.example").first()
        if person is None:
            secret = get_random_string(32)
            person = invitations.enrol(f"{name}@demo.example", secret, full_name_kk=kk, full_name_ru=ru)
            # The demonstration's public passwords do not pass the rules for real ones, which hold outside of DEMO.
            person.set_password(f"demo-{role}")
            person.save(update_fields=["password"])
            memberships.grant(person, role, by=None, **places.get(name, {}))
            person.refresh_from_db()  # forgets the roles that were read before
        people[name] = person
    return people


def organisation(kk, ru, **fields):
    return Organisation.objects.get_or_create(name_kk=kk, defaults={"name_ru": ru, **fields})[0]


def load_publication(path, editor, publisher):
    """Takes one file through the doors as far as its `state` says. Returns whether anything was made."""
    entry = read(path)
    if Publication.objects.filter(slug=entry["slug"]).exists():
        return False
    adoption = entry.get("adoption", {})
    publication = publishing.create(
        editor,
        kind=entry["kind"],
        slug=entry["slug"],
        **bilingual(entry, "title", "lead", "body"),
        adopting_body=adoption.get("body", ""),
        session_on=adoption.get("session_on"),
        decided_on=adoption.get("decided_on"),
        decision_number=adoption.get("decision_number", ""),
        **{f"adoption_text_{code}": adoption.get(f"text_{code}", "") for code in LANGUAGES},
    )
    publication.topics.set(Topic.objects.filter(slug__in=entry["topics"]))
    for order, person in enumerate(entry.get("signatories", [])):
        Signatory.objects.create(publication=publication, order=order, **bilingual(person, "name", "office"))
    for relay in entry.get("relays", []):
        Relay.objects.create(publication=publication, **relay)
    state = entry.get("state", "published")
    if state == "draft":
        return True
    publishing.submit(publication, editor)
    if state == "in-review":
        return True
    moment = hour_of(entry)
    publish(publication, publisher, entry, moment)
    for revision in entry.get("revisions", []):
        moment = min(moment + REVISED_AFTER, timezone.now())
        revise(publication, editor, revision)
        publishing.submit(publication, editor)
        publish(publication, publisher, revision, moment)
    if state == "withdrawn":
        reasons = {f"reason_{code}": entry[f"reason_{code}"] for code in LANGUAGES}
        publishing.withdraw(publication, publisher, **reasons)
    return True


def hour_of(entry):
    """When the publication became, or becomes, public: aware moment."""
    day: date = entry.get("published") or timezone.localdate() - timedelta(days=entry["days_ago"])
    moment = timezone.make_aware(datetime.combine(day, HOUR))
    scheduled = entry.get("state") == "scheduled"
    return moment if scheduled else min(moment, timezone.now())


def publish(publication, publisher, entry, moment):
    publishing.approve(publication, publisher)
    publishing.publish(
        publication,
        publisher,
        **bilingual(entry, "note"),
        significance=entry.get("significance", "major"),
        correction=entry.get("correction", False),
        public_from=moment,
    )


def revise(publication, editor, revision):
    """Makes the replacements of a later edition in the working copy."""
    publication.refresh_from_db()
    bodies = {}
    for code in LANGUAGES:
        body = getattr(publication, f"body_{code}")
        for old, new in revision[f"replace_{code}"]:
            if body.count(old) != 1:
                raise CommandError(f"{publication.slug}: «{old}» must stand exactly once in body_{code}.")
            body = body.replace(old, new)
        bodies[f"body_{code}"] = body
    publishing.save_text(publication, editor, version=publication.version, **bodies)
    publishing.confirm(publication, editor, version=publication.version + 1)


def load_menus():
    """The menus, unless somebody has made any."""
    if MenuItem.objects.exists():
        return
    menus = read("menus.toml")
    for place in Place.values:
        for order, entry in enumerate(menus.get(place, [])):
            page = Publication.objects.get(slug=entry["page"]) if "page" in entry else None
            MenuItem.objects.create(
                place=place,
                order=order,
                publication=page,
                section=entry.get("section", ""),
                **bilingual(entry, "label"),
            )
