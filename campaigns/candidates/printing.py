"""Candidates on paper: the official document of a locked list, and the booklet of a region. Both languages together.

Drawn by `campaigns.candidates.paper` from `campaigns/typst/*.typ`.
"""

import base64

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from campaigns.candidates.paper import LANGUAGES, code_of, day, drawn, named, said, texts
from campaigns.candidates.photos import RATIO, cropped
from campaigns.candidates.profile import profiles
from campaigns.enums import Nominator, PoolState, System
from campaigns.models import Candidacy
from campaigns.models.campaigns import IMPRINT
from campaigns.models.places import around
from federation.models import Organisation
from federation.refusals import Refused

PHOTO_WIDTH = 480  # pixels: sharp at 4 cm


def locked_list(held, regions=None):
    """The official document of a LockedList, bytes of a PDF. regions: keys of the Regions of an extract, None for all.

    Names are those of today: who was taken down since is a line without a name, who withdrew is marked.
    """
    entries = held.entries.select_related("candidacy__region", "candidacy__constituency__district").order_by(
        "order"
    )
    if regions is not None:
        entries = entries.filter(candidacy__region__in=regions)
    pool = held.pool

    def title():
        return _("List of candidates № %(number)s") % {"number": held.number}

    return drawn(
        "list",
        {
            **frame(pool.campaign),
            "name": said(title),
            "title": said(title),
            "body": named(pool.body),
            "decision": texts(held, "decision"),
            "day": said(lambda: day(timezone.localdate(held.locked_at))),
            "void": said(lambda: void(held)) if held.unlocked_at else None,
            "extract": said(lambda: _("Extract: not all regions")) if regions is not None else None,
            "count": said(lambda: _("Candidates: %(count)s") % {"count": len(entries)}),
            "columns": said(
                lambda: [
                    "№",
                    _("Family name, given name, patronymic"),
                    _("Region"),
                    _("Constituency"),
                    _("Nominated by"),
                    pgettext("column of a list of candidates", "Way of nomination"),
                ]
            ),
            "rows": [row_of(entry) for entry in entries],
            "signed": [
                said(lambda: _("Head of the headquarters")),
                said(lambda: _("Secretary of the headquarters")),
            ],
            "signature": said(lambda: _("signature, full name")),
        },
    )


def booklet(campaign, region):
    """The booklet of the region's candidates as readers may see them, bytes of a PDF.

    In the order of the Kazakh alphabet. Refused where nobody is public there, and without the imprint of printed
    matter: producer, orderer, funds, place of printing and circulation.
    """
    if not campaign.prints:
        raise Refused(
            _("Printed campaign material needs its whole imprint, with place of printing and circulation.")
        )
    rows = Candidacy.objects.filter(campaign=campaign, region=region)
    found = profiles(rows.order_by("sort_key_kk", "pk"))
    if not found:
        raise Refused(_("No candidate of this region is public yet."))
    photos = rows.in_bulk([profile.pk for profile in found if profile.has_photo])
    return drawn(
        "booklet",
        {
            **frame(campaign),
            "name": said(lambda: f"{_('Candidates of the trade unions')}: {region}"),
            "title": said(lambda: _("Candidates of the trade unions")),
            "region": named(region),
            "day": said(lambda: day(campaign.voting_on)),
            "voting": said(lambda: _("Voting day")),
            "candidates": [page_of(profile, photos.get(profile.pk)) for profile in found],
            "imprint": imprint(campaign),
            "pages": {language: code_of(address(campaign, region, language)) for language in LANGUAGES},
            "more": said(lambda: _("The candidates of the region on the portal")),
            "addresses": {language: address(campaign, region, language) for language in LANGUAGES},
        },
    )


# Either paper


def frame(campaign):
    federation = Organisation.objects.filter(kind=Organisation.Kind.FEDERATION).first()
    return {
        "federation": named(federation) if federation else said(str),
        "campaign": texts(campaign, "title"),
        "demonstration": said(lambda: _("Demonstration: everything here is made up"))
        if campaign.demonstration
        else None,
    }


# The list


def void(held):
    return _("Unlocked on %(day)s: this list does not hold any more.") % {
        "day": day(timezone.localdate(held.unlocked_at))
    }


def row_of(entry):
    one = entry.candidacy
    if one.erased_at:
        return {"number": entry.order, "gone": said(lambda: _("data removed"))}
    note = None
    if one.pool_state != PoolState.APPROVED:
        note = said(lambda: str(PoolState(one.pool_state).label))
    return {
        "number": entry.order,
        "gone": None,
        "name": {language: one.name_in(language) for language in LANGUAGES},
        "note": note,
        "region": named(one.region),
        "place": place_of(one),
        "nominator": texts(one, "nominator_name"),
        "way": said(lambda: str(Nominator(one.nominator).label)),
    }


def place_of(candidacy):
    if candidacy.constituency is None:
        return said(lambda: str(System(candidacy.system).label))
    place = candidacy.constituency
    # The region has a column of its own.
    return said(lambda: " · ".join(filter(None, (str(place), around(place.name, place.district)))))


# The booklet


def page_of(profile, candidacy):
    """candidacy: the row whose photo may be shown, or None."""
    return {
        "name": both(profile.name),
        "photo": photo_of(candidacy) if candidacy else None,
        "alt": {
            language: both(profile.photo_alt)[language] or both(profile.name)[language]
            for language in LANGUAGES
        },
        "facts": {language: facts(profile, language) for language in LANGUAGES},
        "parts": [
            {
                "heading": said(heading),
                "text": {language: paragraphs(text[language]) for language in LANGUAGES},
            }
            for heading, text in (
                (lambda: _("Biography"), both(profile.biography)),
                (lambda: _("Programme"), both(profile.programme)),
            )
            if any(text.values())
        ],
        "supports": said(lambda: _("Supports these steps of the platform")),
        "planks": [
            {language: f"{promise.number}. {both(promise.heading)[language]}" for language in LANGUAGES}
            for promise in profile.planks
        ],
    }


def both(text):
    """Of a `profile.Said`; what was said in one language alone stands in both columns."""
    return {"kk": text.kk or text.ru, "ru": text.ru or text.kk}


def facts(profile, language):
    """[[label, text]] in that language: the seat, and what the candidate consented to say."""
    with override(language):
        place = profile.constituency
        rows = [
            (_("Body"), str(profile.body)),
            (_("Constituency"), f"№ {place.code} · {place}" if place else str(profile.system.label)),
            (_("Nominated by"), str(profile.nominator_name) or str(profile.nominator.label)),
            (_("Date of birth"), day(profile.birth_date) if profile.birth_date else ""),
            (_("Workplace and position"), str(profile.workplace)),
            (_("Industry"), str(profile.industry or "")),
            (_("Post in the trade union"), str(profile.union_post)),
            (_("Primary organisation"), str(profile.primary_organisation)),
            (_("Membership in a party"), str(profile.party)),
            (_("Contacts"), profile.contacts),
            (pgettext("of a candidate", "Step"), f"{profile.reached.step.label}, {day(profile.reached.on)}"),
        ]
    return [[label, text] for label, text in rows if text]


def paragraphs(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def photo_of(candidacy):
    """The photo inside an SVG, which JSON can carry; None where its file is gone."""
    try:
        jpeg = cropped(candidacy, PHOTO_WIDTH)
    except FileNotFoundError:
        return None
    width, height = PHOTO_WIDTH, PHOTO_WIDTH * RATIO[1] // RATIO[0]
    code = base64.b64encode(jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{code}"/></svg>'
    )


def imprint(campaign):
    """[[label, text]] in each language: who made it, who ordered it, which funds, where and how many."""

    def rows():
        labels = (_("Produced by"), _("Ordered by"), _("Paid from"), _("Place of printing"))
        named_in = zip(labels, (*IMPRINT, "imprint_place"), strict=True)
        return [
            *([label, getattr(campaign, name)] for label, name in named_in),
            [_("Circulation"), copies(campaign.circulation)],
        ]

    return said(rows)


def copies(number):
    return ngettext("%(number)s copy", "%(number)s copies", number) % {"number": number_format(number)}


def address(campaign, region, language):
    with override(language):
        path = reverse("campaigns:candidates", args=[campaign.slug])
    return f"{settings.SITE_URL}{path}?region={region.iso}"
