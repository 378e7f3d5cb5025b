"""Invented candidates for tests: numbers that pass, files that are what they say, candidacies in each state."""

import datetime
import io
import itertools

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from campaigns.candidates import changing, registering
from campaigns.enums import Nominator, Scope, System
from campaigns.models import Candidacy
from federation.identification import control_digit

serial = itertools.count(1)
TEXTS = {
    "biography_kk": "Зауытта 12 жыл еңбек етті.",
    "biography_ru": "Работал на заводе 12 лет.",
    "programme_kk": "Лайықты еңбекақы үшін.",
    "programme_ru": "За достойную оплату труда.",
}


def iin(born=datetime.date(1975, 1, 1), *, woman=False):
    """A number that passes (12 digits) for somebody born on that day; another one at each call."""
    century = {18: 1, 19: 3, 20: 5}[born.year // 100] + woman
    while True:
        digits = f"{born:%y%m%d}{century}{next(serial):04}"
        last = control_digit([int(digit) for digit in digits])
        if last is not None:
            return f"{digits}{last}"


def picture(width=600, height=800, **saved):
    """An uploaded JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG", **saved)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


def paper(text="%PDF-1.4 hidden paper"):
    """An uploaded PDF."""
    return SimpleUploadedFile("scan.pdf", text.encode(), "application/pdf")


def begun(pool, branch, organisation, **seat):
    """A draft of the branch user in the pool, at its first step; nationwide list unless `seat` says otherwise."""
    region = seat.pop("region", None) or organisation.region
    defaults = {
        "system": System.SINGLE_MANDATE,
        "nominator": Nominator.ASSOCIATION,
        "nominator_name_kk": "Үлгі бірлестік",
        "nominator_name_ru": "Примерное объединение",
        "region": region,
    }
    return registering.begin(pool, branch, organisation=organisation, **(defaults | seat))


def complete(candidacy, by, *, number=None, scope=tuple(Scope), email=None, **fields):
    """Fills all steps, so that the candidacy can be submitted. Returns it read anew."""
    order = next(serial)
    filled = {
        "iin": number or iin(),
        "family_name_kk": f"Үлгібаев{order}",
        "family_name_ru": f"Образцов{order}",
        "given_name_kk": "Асан",
        "given_name_ru": "Иван",
        "email": email or f"candidate{order}@mail.example",
        "citizen": True,
        "residence_years": 30,
        "bars": [],
        "other_seats": [],
        **TEXTS,
        **fields,
    }
    written = registering.write(candidacy, by, version=candidacy.version, **filled)
    registering.record_consent(
        written, by, scope=scope, given_on=timezone.localdate() - datetime.timedelta(days=1), scan=paper()
    )
    return Candidacy.objects.get(pk=candidacy.pk)


def confirmed(candidacy):
    """As if the candidate had confirmed the data and the consent through the private link."""
    candidacy.consents.filter(withdrawn_at=None, replaced_at=None).update(confirmed_at=timezone.now())
    return candidacy


def agreed(change):
    """The change as the candidate has confirmed it, through the private link that was mailed last."""
    return changing.confirm(change.candidacy.links.first(), change)


def submitted(pool, branch, organisation, *, seat=None, **fields):
    """A candidacy before the headquarters, confirmed by the candidate. fields: those of `complete`."""
    draft = begun(pool, branch, organisation, **(seat or {}))
    ready = complete(draft, branch, **fields)
    registering.submit(ready, branch)
    return Candidacy.objects.get(pk=confirmed(ready).pk)
