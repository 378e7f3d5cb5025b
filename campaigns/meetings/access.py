"""Who may do what with the record of a meeting: predicates shared by the door, pages and data.

A meeting is recorded by the staff, and by who works for the headquarters or the organisation that held it. Who leads
those sees it, and decides on the promises given there. What readers see follows from the editions of its report
(`campaigns.meetings.showing`).
"""

import rules
from django.db.models import Q

from campaigns.enums import MeetingState, Tier
from campaigns.headquarters.access import (
    leads_branch,
    leads_headquarters,
    organisations_of,
    regions_of,
    serves,
)
from campaigns.models import Headquarters, Meeting, OfficeHolder
from federation.access import holds
from federation.enums import Role
from federation.models import Organisation

is_staff = holds(Role.EDITOR, Role.PUBLISHER, Role.HEADQUARTERS, Role.ADMINISTRATOR)
records_meetings = is_staff | holds(Role.BRANCH, Role.REGIONAL_HEADQUARTERS)
# Opens a closed record again.
reopens = holds(Role.PUBLISHER, Role.HEADQUARTERS, Role.ADMINISTRATOR)

# The pages of the administration on which a record is moved; who may make which move, the door asks.
rules.add_perm("campaigns.record_meeting", is_staff)


def writes(user, meeting):
    """Whether the person may change, confirm, close and discard the record."""
    if is_staff(user):
        return True
    if meeting.headquarters:
        return serves(user, meeting.headquarters)
    return meeting.organisation_id is not None and meeting.organisation_id in organisations_of(user)


def decides_on_promises(user, meeting):
    """Whether the person releases promises given there and confirms reports on them, if somebody else wrote those: who
    writes the record, and who works for the headquarters above whoever held the meeting."""
    if writes(user, meeting):
        return True
    if meeting.headquarters:
        return leads_headquarters(user, meeting.headquarters)
    return meeting.organisation is not None and leads_branch(user, meeting.organisation)


def may_hold_for(user):
    """(Queryset of Headquarters, queryset of Organisations) whose meetings the person records."""
    if is_staff(user):
        return Headquarters.objects.all(), Organisation.objects.all()
    own, regions = organisations_of(user), regions_of(user)
    served = Q(organisation__in=own) | Q(tier=Tier.REGIONAL, region__in=regions)
    return (
        Headquarters.objects.exclude(tier=Tier.REPUBLICAN).filter(served),
        Organisation.objects.filter(pk__in=own),
    )


def written(user):
    """Queryset of the meetings for which `writes` holds; discarded ones are in none."""
    kept = Meeting.objects.filter(discarded_at=None)
    if is_staff(user):
        return kept
    served, own = may_hold_for(user)
    return kept.filter(Q(headquarters__in=served) | Q(headquarters=None, organisation__in=own))


def with_promises_to_decide(user):
    """Queryset of the meetings for which `decides_on_promises` holds; discarded ones are in none."""
    own, regions = written(user), regions_of(user)
    below = Q(headquarters__tier__in=(Tier.DISTRICT, Tier.POINT), headquarters__region__in=regions)
    below |= Q(headquarters=None, organisation__region__in=regions)
    return Meeting.objects.filter(below | Q(pk__in=own.values("pk")), discarded_at=None)


def unfinished(user):
    """Queryset of the meetings that wait for the person: records they write that are not closed; for who builds
    reports, also closed ones without a report."""
    waits = ~Q(state=MeetingState.CLOSED)
    if user.has_perm("appeals.write_publication"):
        waits |= Q(report=None)
    return written(user).filter(waits)


def visible(user):
    """Queryset of the meetings that the person may open: those they record, and those in the region that they lead.

    Discarded ones are in none.
    """
    kept = Meeting.objects.filter(discarded_at=None)
    if is_staff(user):
        return kept
    if not records_meetings(user):
        return kept.none()
    regions, own = regions_of(user), organisations_of(user)
    return kept.filter(
        Q(region__in=regions)
        | Q(headquarters__region__in=regions)
        | Q(headquarters__organisation__in=own)
        | Q(organisation__in=own)
        | Q(organisation__region__in=regions)
    )


def promise_owners(user, meeting):
    """(Queryset of OfficeHolders, queryset of Headquarters) in whose name the person may enter a promise given there.

    People who took part in the meeting. Headquarters of its campaign: who holds meetings, those that they work for; the
    staff, the republican one and those of the region.
    """
    people = OfficeHolder.objects.filter(pk__in=meeting.participants.values("holder"))
    near = Q(tier=Tier.REPUBLICAN) | Q(region=meeting.region_id) | Q(pk=meeting.headquarters_id)
    places = Headquarters.objects.filter(near) if is_staff(user) else may_hold_for(user)[0]
    return people, places.filter(campaign=meeting.campaign_id) if meeting.campaign_id else places
