"""How people write the places of the country in their sheets: regions and districts in any usual spelling."""

import re

from federation.languages import fold
from federation.models import District, Region


def key(text):
    """Words of a heading or name without case, signs and the letters that a Russian keyboard lacks."""
    return " ".join(re.findall(r"[^\W_]+|№", fold(text)))


# Parts of a region's name that people leave out or shorten.
CITY = tuple(key(word) for word in ("қаласы", "қ", "город", "г"))
REGION = tuple(key(word) for word in ("облысы", "облыс", "область", "обл"))
DISTRICT = tuple(key(word) for word in ("ауданы", "аудан", "ауд", "район", "р н", "рн"))


def region_names():
    """{key of a spelling: set of Regions}: names in both languages, other names, codes; also without «область»."""
    full, short = {}, {}
    for region in Region.objects.all():
        codes = (region.iso, region.iso.removeprefix("KZ-"), region.kato)
        for name in (*region.spellings(), *codes):
            full.setdefault(key(name), set()).add(region)
            words = [word for word in key(name).split() if word not in CITY + REGION]
            short.setdefault(" ".join(words), set()).add(region)
            for kind in CITY if region.kind == Region.Kind.CITY else REGION:
                short.setdefault(" ".join((kind, *words)), set()).add(region)
                short.setdefault(" ".join((*words, kind)), set()).add(region)
    return short | full


def district_names():
    """{region's pk: {key of a spelling: set of Districts}}: both languages, also without «район» or «город»."""
    full, short = {}, {}
    for district in District.objects.all():
        kinds = CITY if district.kind == District.Kind.CITY else DISTRICT
        for name in filter(None, (district.name_kk, district.name_ru)):
            full.setdefault(district.region_id, {}).setdefault(key(name), set()).add(district)
            bare = " ".join(word for word in key(name).split() if word not in CITY + DISTRICT)
            for spelling in (
                bare,
                *(f"{kind} {bare}" for kind in kinds),
                *(f"{bare} {kind}" for kind in kinds),
            ):
                short.setdefault(district.region_id, {}).setdefault(spelling, set()).add(district)
    return {region: names | full[region] for region, names in short.items()}
