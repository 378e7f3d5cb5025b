"""The report of a closed meeting: a publication of kind `meeting`, built from the record in both languages at once.

Each language is worded by the portal's catalogue in that language, block by block the same, so that the two agree.
"""

from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from appeals import publishing
from appeals.enums import Kind
from appeals.models import Publication
from campaigns.campaigning import link
from campaigns.meetings.record import LANGUAGES, in_language
from federation.models import Region

TITLE = Publication._meta.get_field("title").max_length


def written(meeting, by):
    """Makes the report of `meeting.built`, or writes it anew into its working copy; links it to the campaign.

    Returns the Publication. Runs in the caller's transaction. Raises Refused where `by` may not write publications.
    """
    said = texts(meeting.built)
    if meeting.report is None:
        publication = publishing.create(by, kind=Kind.MEETING, regions=[meeting.region], **said)
    else:
        publication = publishing.save_text(
            meeting.report, by, version=meeting.report.version, regions=[meeting.region], **said
        )
    if meeting.campaign and not publication.campaign_links.filter(campaign=meeting.campaign).exists():
        link(meeting.campaign, publication, by)
    return publication


def texts(record):
    """Title, lead and body of a report in both languages, as {"title_kk": …}. Asks for the name of the region."""
    region = Region.objects.get(iso=record["region"])
    said = {}
    for code in LANGUAGES:
        with override(code):
            side = in_language(record, code)
            context = {
                "meeting": side,
                "day": date.fromisoformat(record["held_on"]),
                "region": getattr(region, f"name_{code}"),
                "topic": ended(side["topic"]),
            }
            said[f"title_{code}"] = title(record, side["topic"])
            said[f"lead_{code}"] = render_to_string("campaigns/report/lead.txt", context).strip()
            said[f"body_{code}"] = render_to_string("campaigns/report/body.html", context)
    return said


def ended(sentence):
    """With a full stop, unless it ends with a mark of its own."""
    return sentence if sentence[-1:] in ".!?…" else f"{sentence}."


def title(record, topic):
    """In the active language; the topic alone where it leaves no room in one of the two."""
    prefix = _("Meeting with the labour collective: %(topic)s")
    if max(len(text) for text in record["topic"].values()) > TITLE - 100:
        return topic
    return prefix % {"topic": topic}
