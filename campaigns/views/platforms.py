"""The platform of a campaign with its numbered steps, and each step at its own address.

The same text stands at the publication's own address, with its editions. The one here is canonical: it has the steps
with their numbers, objectives and what was done, and it is what people cite and share.
"""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from appeals.enums import Section
from appeals.views import of_publication, reading
from campaigns.models import Plank, PlankSection
from campaigns.views.base import is_quiet, of_campaign, parts
from federation import blocks


@dataclass(frozen=True)
class Passage:
    """A section of a platform's edition in one language. plank: None for what has no number (a preamble)."""

    section: blocks.Section
    plank: Plank | None


def steps_of(edition):
    """The sections of an edition in the active language, as [Passage], in reading order."""
    rows = edition.plank_sections.select_related("plank__objective")
    planks = {row.position: row.plank for row in rows}
    found, position = [], 0
    for section in blocks.sections(edition.text().body):
        position += bool(section.number)
        found.append(Passage(section, planks.get(position) if section.number else None))
    return found


@of_campaign
def platform(request, campaign):
    """The newest public edition of the platform as one page. Withdrawn: 410 with the notice, as everywhere."""
    return platform_page(request, **text_of(campaign))


@of_campaign
def plank(request, campaign, number):
    """One step. One that left the platform answers 410 and says in which edition it stood last."""
    return plank_page(request, number=number, **text_of(campaign))


def text_of(campaign):
    """What `of_publication` wants to know of the campaign's platform; 404 for a campaign without one."""
    if campaign.platform_slug is None:
        raise Http404
    return {"section": Section.PLATFORMS, "slug": campaign.platform_slug, "campaign": campaign}


@of_publication
def platform_page(request, publication, newest, campaign):
    more = reading(publication, newest, newest, campaign=campaign, steps=steps_of(newest))
    return render(request, "campaigns/platform.html", more | surroundings(request, campaign))


@of_publication
def plank_page(request, publication, newest, campaign, number):
    steps = [step for step in steps_of(newest) if step.plank]
    place = next((place for place, step in enumerate(steps) if step.plank.number == number), None)
    if place is None:
        return gone(request, publication, newest, campaign, number)
    around = {
        "step": steps[place],
        "previous": steps[place - 1] if place else None,
        "next": steps[place + 1] if place + 1 < len(steps) else None,
    }
    more = reading(publication, newest, newest, campaign=campaign, **around)
    return render(request, "campaigns/plank.html", more | surroundings(request, campaign))


def gone(request, publication, newest, campaign, number):
    """410 for a step that an earlier public edition had, else 404: a step that waits for its hour is not told of."""
    released = publication.editions.released()
    rows = PlankSection.objects.filter(
        plank__platform=publication, plank__number=number, edition__in=released
    )
    last = rows.select_related("edition").order_by("-edition__number").first()
    if last is None:
        raise Http404
    last.edition.publication = publication
    step = next((step for step in steps_of(last.edition) if step.plank and step.plank.number == number), None)
    if step is None:
        raise Http404
    more = {"campaign": campaign, "publication": publication, "edition": last.edition, "step": step}
    more |= {"text": newest.text(), "number": number}
    return render(request, "campaigns/plank_gone.html", more | surroundings(request, campaign), status=410)


def surroundings(request, campaign):
    """What the pages of the platform share beside its text."""
    return {
        "parts": parts(request, campaign, is_quiet()),
        "platform_href": reverse("campaigns:platform", args=[campaign.slug]),
    }
