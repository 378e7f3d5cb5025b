"""People of every role, and the organisations in which they work."""

from django.utils.crypto import get_random_string

from federation import invitations, memberships
from federation.enums import Role
from federation.models import Organisation, Region, User
from federation.site.demo.content import read

# One person works for the branches of all other regions.
OTHER_BRANCHES = "branches"
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
    (OTHER_BRANCHES, Role.BRANCH, "Нұсқаұлы Ернар", "Нускаулы Ернар"),
)
FEDERATION = ("Қазақстан Республикасы Кәсіподақтар федерациясы", "Федерация профсоюзов Республики Казахстан")
BRANCHES = {
    "branch": ("Қостанай облысының кәсіподақтар орталығы", "Профсоюзный центр Костанайской области", "KZ-39"),
    "branch2": ("Түркістан облысы кәсіподақтар орталығы", "Профсоюзный центр Туркестанской области", "KZ-61"),
}
REGIONAL_HEADQUARTERS = "KZ-39"


def load_people():
    """Users ROLE@demo.example with the password demo-ROLE, and their memberships. Returns {e-mail name: User}."""
    root = organisation(*FEDERATION, kind=Organisation.Kind.FEDERATION)
    regions = {region.iso: region for region in Region.objects.all()}

    def association(kk, ru, code):
        kind = Organisation.Kind.TERRITORIAL_ASSOCIATION
        return {"organisation": organisation(kk, ru, kind=kind, parent=root, region=regions[code])}

    places = {name: [association(*branch)] for name, branch in BRANCHES.items()}
    places["regional-headquarters"] = [{"region": regions[REGIONAL_HEADQUARTERS]}]
    others = read("branches.toml")["regions"]
    places[OTHER_BRANCHES] = [association(kk, ru, code) for code, (kk, ru) in others.items()]
    people = {}
    for name, role, kk, ru in PEOPLE:
        person = User.objects.filter(email=f"{name}@demo.example").first()
        if person is None:
            secret = get_random_string(32)
            person = invitations.enrol(f"{name}@demo.example", secret, full_name_kk=kk, full_name_ru=ru)
            # The demonstration's public passwords do not pass the rules for real ones, which hold outside of DEMO.
            person.set_password(f"demo-{role}")
            person.save(update_fields=["password"])
            for place in places.get(name, [{}]):
                memberships.grant(person, role, by=None, **place)
            person.refresh_from_db()  # forgets the roles that were read before
        people[name] = person
    return people


def organisation(kk, ru, **fields):
    return Organisation.objects.get_or_create(name_kk=kk, defaults={"name_ru": ru, **fields})[0]
