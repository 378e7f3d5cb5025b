"""What the branch writes of a made-up candidate: fields and texts, combined of the sentences in `trades.toml`."""

from functools import cache

from django.utils import timezone

from campaigns.models import Plank
from federation.identification import control_digit
from federation.models import Industry
from federation.site.demo.content import LANGUAGES, read

PARTY = {"kk": "«Үлгі» саяси партиясы (ойдан шығарылған)", "ru": "Политическая партия «Үлгі» (вымышленная)"}
ALT = {"kk": "Портреттің орнындағы сұлба: бас пен иық", "ru": "Силуэт вместо портрета: голова и плечи"}


@cache
def sentences():
    return read("trades.toml")


@cache
def trade(code):
    return next(trade for trade in sentences()["trade"] if trade["code"] == code)


def fields_of(number, entry, campaign, region):
    """{field of a candidacy: value} of all steps but the first. number: of the candidate, entry: its row."""
    fields = {
        "iin": iin(entry["born"], woman=entry.get("woman", False), number=number),
        "industry": Industry.objects.get(code=trade(entry["trade"])["industry"]),
        "phone": f"+7 700 000 {number // 100:02} {number % 100:02}",
        "email": f"candidate-{number}@demo.example",
        "address": f"Үлгі көшесі, {number} (ойдан шығарылған)",
        "public_contacts": f"kandidat-{number}@demo.example",
        "planks": Plank.objects.filter(
            platform=campaign.platform_id, number__in=[number % 12 + 1, number % 5 + 1]
        ),
        "citizen": True,
        "residence_years": timezone.localdate().year - entry["born"].year,
        "bars": [],
        "other_seats": [],
        "given": ["biography"],
        "deposit_paid": entry["seat"] == "list" or "path" in entry,
        "disabled": entry.get("disabled", False),
    }
    for code in LANGUAGES:
        fields |= {f"{name}_{code}": text for name, text in texts(number, entry, region, code).items()}
    return fields


def texts(number, entry, region, code):
    """{name of a translated field: text} in the language `code`."""
    family_name, given_name, *patronymic = entry[code].split()
    said, work = sentences(), trade(entry["trade"])
    closings, posts = said[f"closings_{code}"], said[f"posts_{code}"]
    opening = said[f"opening_{code}"].format(region=getattr(region, f"name_{code}"), years=entry["years"])
    return {
        "family_name": family_name,
        "given_name": given_name,
        "patronymic": " ".join(patronymic),
        "workplace": work[f"work_{code}"],
        "union_post": posts[number % len(posts)],
        "party": PARTY[code] if entry["seat"] == "list" else "",
        "biography": " ".join([opening, *work[f"bio_{code}"], closings[number % len(closings)]]),
        "programme": " ".join(work[f"programme_{code}"]) + "\n\n" + said[f"mark_{code}"],
        "photo_alt": ALT[code],
    }


def iin(born, *, woman, number):
    """An invented number whose control digit passes; the same for the same candidate. number: below 100."""
    century = {19: 3, 20: 5}[born.year // 100] + woman
    for last in range(90, 100):
        digits = f"{born:%y%m%d}{century}{last}{number:02}"
        control = control_digit([int(digit) for digit in digits])
        if control is not None:
            return f"{digits}{control}"
    raise ValueError(f"No number for {born}.")
