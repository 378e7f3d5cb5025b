"""Public candidates as one table for open data: a row each, both languages side by side. Made of Profiles alone."""

import csv
import io

from campaigns.candidates.popolo import absolute, photo_address
from campaigns.sheets import neutralised

TEXTS = (
    *("name", "family_name", "given_name", "patronymic", "nominator_name", "programme"),
    *("biography", "workplace", "union_post", "primary_organisation", "party", "photo_alt"),
)
THINGS = ("body", "constituency", "region", "industry")
LANGUAGES = ("kk", "ru")


def columns():
    """Names of the columns in their order; they stay, and new ones come at the end."""
    return [
        "id",
        *(f"{name}_{code}" for name in TEXTS for code in LANGUAGES),
        *(column for thing in THINGS for column in (thing, *(f"{thing}_{code}" for code in LANGUAGES))),
        *("system", "nominator", "planks", "birth_date", "contacts", "photo"),
        *("announced_on", "step", "step_on", "page_kk", "page_ru"),
    ]


def row(profile):
    """{column: text} of one candidate; what is not published is ""."""
    found = {"id": profile.code}
    for name in TEXTS:
        for code in LANGUAGES:
            found[f"{name}_{code}"] = getattr(getattr(profile, name), code)
    for name in THINGS:
        thing = getattr(profile, name)
        found[name] = thing.code if thing else ""
        for code in LANGUAGES:
            found[f"{name}_{code}"] = getattr(thing.name, code) if thing else ""
    return found | {
        "system": profile.system.value,
        "nominator": profile.nominator.value,
        "planks": " ".join(str(plank.number) for plank in profile.planks),
        "birth_date": profile.birth_date.isoformat() if profile.birth_date else "",
        "contacts": profile.contacts,
        "photo": photo_address(profile) if profile.has_photo else "",
        "announced_on": profile.announced_on.isoformat(),
        "step": profile.reached.step.value,
        "step_on": profile.reached.on.isoformat(),
        "page_kk": absolute(profile.get_absolute_url("kk")),
        "page_ru": absolute(profile.get_absolute_url("ru")),
    }


def as_csv(people):
    """The table of [Profile] as RFC 4180 (str): commas, CRLF, a byte order mark that tells programs of UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, columns())
    writer.writeheader()
    for profile in people:
        writer.writerow({name: neutralised(text) for name, text in row(profile).items()})
    return out.getvalue()
