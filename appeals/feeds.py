"""Atom feeds, one for each language and section."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appeals.models import Edition
from appeals.models.imprint import IMPRINT_FIELDS
from appeals.views import brief
from federation import blocks
from federation.caching import public_page

NEWEST = 30
# What an entry tells beside what a card shows.
OF_ENTRY = (
    "public_from",
    *(f"publication__{name}" for name in ("created_at", "campaign_material", *IMPRINT_FIELDS)),
)


class Feed(Atom1Feed):
    """Atom with the whole text of an entry: who follows by feed need not open the site."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def name_of(topic):
    """Its name without the control characters that XML forbids."""
    return blocks.plain(str(topic))


def content(edition, language):
    """HTML of the text in `language`, with its imprint if it is campaign material."""
    lines = edition.publication.imprint_lines(language)
    imprint = render_to_string("appeals/imprint.html", {"imprint": lines}) if lines else ""
    return getattr(edition, f"body_{language}") + imprint


def tag(publication, language):
    """Tag URI (RFC 4151) of an item in one language. It outlives a change of the slug, the kind or the date."""
    host = urlsplit(settings.SITE_URL).hostname
    day = publication.created_at.astimezone(UTC).date().isoformat()
    return f"tag:{host},{day}:publication/{publication.pk}/{language}"


@require_safe
@public_page
def feed(request, section=None):
    """The newest publications of a section, or of all of them but plain pages, in the language of the address."""
    language = get_language()
    found = Edition.objects.promoted().exclude(kind="page")
    if section:
        found = found.of_section(section)
    federation = _("Federation of Trade Unions of the Republic of Kazakhstan")
    home = settings.SITE_URL + reverse(f"appeals:{section.value}" if section else "site:home")
    answer = Feed(
        title=f"{section.label} · {federation}" if section else federation,
        link=home,
        description="",
        language=language,
        author_name=federation,
        feed_url=settings.SITE_URL + request.path,
        feed_guid=settings.SITE_URL + request.path,
    )
    entries = brief(found.newest_first(), f"body_{language}", *OF_ENTRY)
    for edition in entries.prefetch_related("publication__topics")[:NEWEST]:
        link = settings.SITE_URL + edition.publication.get_absolute_url()
        answer.add_item(
            title=edition.title,
            link=link,
            unique_id=tag(edition.publication, language),
            description=edition.lead,
            content=content(edition, language),
            pubdate=edition.first_public_from,
            updateddate=edition.public_from,
            categories=[edition.get_kind_display(), *map(name_of, edition.publication.topics.all())],
        )
    return HttpResponse(answer.writeString("utf-8"), content_type=answer.content_type)
