"""The desk of a person, in the cabinet as in the administration."""

from django import template
from django.utils import timezone

from campaigns.desk.changes import changes
from campaigns.desk.visits import visited
from campaigns.desk.waiting import cards

register = template.Library()


@register.inclusion_tag("campaigns/desk.html")
def desk(user):
    """What waits for the person, and what changed since the last visit, which is noted. Needs css/desk.css."""
    now = timezone.now()
    since = visited(user, now)
    return {"cards": cards(user, now), "since": since, "changes": changes(user, since) if since else []}
