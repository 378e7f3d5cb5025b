"""Public candidates as Popolo (popoloproject.com): people, organisations, posts, memberships and areas as JSON.

Made of Profiles alone. The form is described by `static/data/popolo-1.0.schema.json` and at /kk/data/; a change that
could break a reader's program raises VERSION, and the former address keeps its form.
"""

import hashlib

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override

from federation.languages import slug

VERSION = "1.0"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PHOTO_WIDTH = 480
LANGUAGES = ("kk", "ru")


def absolute(path):
    return settings.SITE_URL + path


def named(said):
    """{"name", "other_names"} of a text in both languages, the active one first."""
    here = "ru" if get_language() == "ru" else "kk"
    others = [
        {"name": getattr(said, code), "lang": code}
        for code in LANGUAGES
        if code != here and getattr(said, code)
    ]
    return {"name": str(said), "other_names": others}


def both(said):
    return {code: getattr(said, code) for code in LANGUAGES}


def popolo(campaign, people):
    """The document of a campaign, as values of JSON, its names in the active language first.

    campaign: an announced Campaign; people: its [Profile], in the order in which they are to stand.
    """
    organizations, posts, areas = {}, {}, {}
    for profile in people:
        for organization in (body_of(profile), nominator_of(profile)):
            if organization:
                organizations[organization["id"]] = organization
        post, area = post_of(profile), area_of(profile)
        posts[post["id"]], areas[area["id"]] = post, area
    return {
        "schema_version": VERSION,
        "schema": absolute(static(f"data/popolo-{VERSION}.schema.json")),
        "licence": LICENCE,
        "language": get_language(),
        "campaign": {
            "id": campaign.slug,
            "name": campaign.title,
            "other_names": [
                {"name": getattr(campaign, f"title_{code}"), "lang": code}
                for code in LANGUAGES
                if code != get_language()
            ],
            "voting_day": campaign.voting_on.isoformat(),
            "demonstration": campaign.demonstration,
            "url": absolute(campaign.get_absolute_url()),
        },
        "persons": [person_of(profile) for profile in people],
        "organizations": list(organizations.values()),
        "posts": list(posts.values()),
        "memberships": [membership_of(profile) for profile in people],
        "areas": list(areas.values()),
    }


def person_of(profile):
    """A person of Popolo. Fields that the candidate did not consent to publish are absent."""
    found = {
        "id": profile.code,
        **named(profile.name),
        "family_name": str(profile.family_name),
        "given_name": str(profile.given_name),
        "patronymic_name": str(profile.patronymic),
        "links": [
            {"url": absolute(profile.get_absolute_url(code)), "note": "page", "lang": code}
            for code in LANGUAGES
        ],
    }
    texts = ("programme", "biography", "workplace", "union_post", "primary_organisation", "party")
    found |= {name: both(getattr(profile, name)) for name in texts if getattr(profile, name)}
    if profile.birth_date:
        found["birth_date"] = profile.birth_date.isoformat()
    if profile.industry:
        found["industry"] = {"id": profile.industry.code, **named(profile.industry.name)}
    if profile.contacts:
        found["contact_details"] = [{"type": "voters", "value": profile.contacts}]
    if profile.has_photo:
        found["image"] = photo_address(profile)
        found["image_description"] = both(profile.photo_alt)
    return found


def photo_address(profile):
    args = [profile.campaign_slug, profile.slug, PHOTO_WIDTH]
    with override("kk"):
        return absolute(reverse("campaigns:candidate-photo", args=args))


def body_of(profile):
    return {"id": f"body/{profile.body.code}", "classification": "body", **named(profile.body.name)}


def nominator_of(profile):
    """The organisation that nominates, None for a self-nomination or where it has no name."""
    if not profile.nominator_name:
        return None
    return {
        "id": nominator_id(profile),
        "classification": profile.nominator.value,
        **named(profile.nominator_name),
    }


def nominator_id(profile):
    said = "\n".join((profile.nominator, *profile.nominator_name))
    return f"nominator/{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def post_of(profile):
    """What is stood for: a constituency, or the list of a body in a region."""
    place = profile.constituency
    end = f"{place.code}-{slug(place.name.kk, 40)}" if place else profile.system.value
    said = place.name if place else profile.body.name
    found = {
        "id": f"post/{profile.body.code}/{profile.region.code}/{end}",
        "label": str(said),
        "other_labels": [
            {"name": entry["name"], "lang": entry["lang"]} for entry in named(said)["other_names"]
        ],
        "organization_id": f"body/{profile.body.code}",
        "area_id": profile.region.code,
        "system": profile.system.value,
    }
    return found | ({"number": place.code} if place else {})


def area_of(profile):
    return {
        "id": profile.region.code,
        "identifier": profile.region.code,
        "classification": "region",
        **named(profile.region.name),
    }


def membership_of(profile):
    """The candidacy: whom it makes a candidate for which post, since when, and how far it went."""
    found = {
        "id": f"{profile.campaign_slug}/{profile.slug}",
        "role": "candidate",
        "person_id": profile.code,
        "organization_id": f"body/{profile.body.code}",
        "post_id": post_of(profile)["id"],
        "area_id": profile.region.code,
        "start_date": profile.announced_on.isoformat(),
        "nomination": profile.nominator.value,
        "planks": [plank.number for plank in profile.planks],
        "path": [
            {
                "step": reached.step.value,
                "date": reached.on.isoformat(),
                "source": both(reached.source),
                "source_url": reached.source_url,
            }
            for reached in profile.path
        ],
        "sources": [{"url": absolute(profile.get_absolute_url())}],
    }
    return found | ({"on_behalf_of_id": nominator_id(profile)} if profile.nominator_name else {})
