"""What pages of publications say of campaigns, and how the text of a platform is shown."""

from django import template
from django.db.models import Q
from django.utils.safestring import mark_safe

from campaigns.models import Campaign, MeetingRecord

register = template.Library()


@register.filter
def heading(section):
    """The heading of a `blocks.Section`, which writes nothing but escaped text and its own tags."""
    return mark_safe(section.heading)  # noqa: S308


@register.filter
def below(section):
    """What stands below the heading of a `blocks.Section`; safe for the same reason."""
    return mark_safe(section.html)  # noqa: S308


@register.simple_tag
def announced_campaigns_of(publication):
    """Announced campaigns that the publication belongs to, or whose platform it is: the last vote first. One query."""
    belongs = Q(links__publication=publication.pk) | Q(platform=publication.pk)
    found = Campaign.objects.public().filter(belongs).distinct()
    return list(found.only("slug", "title_kk", "title_ru", "voting_on", "platform"))


@register.simple_tag
def campaign_with_platform(publication):
    """The announced campaign whose platform the publication is, or None."""
    return Campaign.objects.public().filter(platform=publication.pk).only("slug").first()


@register.simple_tag
def meeting_of(edition):
    """Key of the meeting whose record was published with the edition of a report, or None. One query."""
    found = MeetingRecord.objects.filter(edition=edition.pk).exclude(record={})
    return found.values_list("meeting", flat=True).first()
