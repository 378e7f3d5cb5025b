"""Promises on the pages of a meeting, a workplace, an office holder, a headquarters."""

from django import template

from campaigns.meetings import promises
from campaigns.models import Headquarters, Meeting, OfficeHolder, Workplace

register = template.Library()
OF = {
    Meeting: promises.of_meeting,
    Workplace: promises.at_workplace,
    OfficeHolder: lambda row: promises.of_owner(holder=row),
    Headquarters: lambda row: promises.of_owner(headquarters=row),
}


@register.inclusion_tag("campaigns/promises_part.html")
def promises_of(row):
    """A section with the public promises of a Meeting, at a Workplace, of an OfficeHolder or a Headquarters; nothing
    where there is none. A Meeting tells those that were withdrawn by their reasons.

    In a silence the meeting alone keeps its own. Needs css/promises.css.
    """
    own = type(row) is not Meeting
    return {
        "promises": OF[type(row)](row),
        "own": own,
        "withdrawn": [] if own else promises.withdrawn_at(row),
    }
