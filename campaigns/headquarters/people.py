"""Whose a task is, asked from both sides: the tasks of a person, and the people of a task.

The queries say the same as the predicates of `campaigns.headquarters.access`; tests hold the two together.
"""

from django.db.models import Exists, OuterRef, Q

from campaigns.enums import TaskState, Tier
from campaigns.headquarters.access import organisations_of, regions_of
from campaigns.models import Evidence, Headquarters, Task
from federation.access import is_headquarters
from federation.enums import Role
from federation.models import Membership, User

BELOW = (Tier.DISTRICT, Tier.POINT)


def done_by(user):
    """Queryset of the tasks for which `access.does` holds."""
    own = organisations_of(user)
    run = Q(headquarters__organisation__in=own) & ~Q(headquarters__tier=Tier.REPUBLICAN)
    found = Q(organisation__in=own) | run
    found |= Q(headquarters__tier=Tier.REGIONAL, headquarters__region__in=regions_of(user))
    if is_headquarters(user):
        found |= Q(headquarters__tier=Tier.REPUBLICAN)
    return Task.objects.filter(found)


def led_by(user):
    """Queryset of the tasks for which `access.leads` holds."""
    if is_headquarters(user):
        return Task.objects.all()
    regions = regions_of(user)
    below = Q(headquarters__tier__in=BELOW, headquarters__region__in=regions)
    return Task.objects.filter(below | Q(organisation__region__in=regions))


def mine(user):
    """Queryset of the tasks at work that are the person's own: those they do, unless others are named for them."""
    named = Task.people.through.objects.filter(task=OuterRef("pk"))
    found = done_by(user).at_work()
    return found.filter(~Exists(named) | Exists(named.filter(user=user.pk)))


def with_others(user):
    """Queryset of the tasks that the person leads and others do, whatever their state."""
    return led_by(user).exclude(pk__in=mine(user).values("pk"))


def to_accept(user):
    """Queryset of the reported tasks that the person may accept: those they lead and had no hand in (four eyes)."""
    brought = Evidence.objects.filter(task=OuterRef("pk"), by=user.pk)
    reported = led_by(user).filter(~Exists(brought), state=TaskState.DONE).exclude(reported_by=user.pk)
    others = done_by(user).exclude(headquarters__tier=Tier.REPUBLICAN)
    return reported.exclude(pk__in=others.values("pk"))


def doers(owner):
    """Queryset of the active people who work for a Headquarters or an Organisation now."""
    if isinstance(owner, Headquarters):
        if owner.tier == Tier.REPUBLICAN:
            return User.objects.holding(Role.HEADQUARTERS)
        regional = owner.region_id if owner.tier == Tier.REGIONAL else None
        return holding(owner.organisation, regional)
    return holding(owner, None)


def leaders(owner):
    """Queryset of the people directly above: of the region's headquarters, where it has none of the republican one."""
    region = owner.region_id
    if isinstance(owner, Headquarters) and owner.tier not in BELOW:
        region = None
    near = holding(None, region)
    return near if region and near.exists() else republican()


def republican():
    return User.objects.holding(Role.HEADQUARTERS)


def addressed(task):
    """The people to whom mails about the task go: those who are named for it, else all who do it."""
    working = doers(task.owner)
    named = working.filter(tasks=task.pk)
    return named if named.exists() else working


def holding(organisation, region):
    """People of the branches that are the organisation or stand above it, and of the region's headquarters (key)."""
    held = Q(pk__in=[])
    if organisation:
        above = organisation.ancestors(include_self=True).values_list("pk", flat=True)
        held |= Q(role=Role.BRANCH, organisation__in=list(above))
    if region:
        held |= Q(role=Role.REGIONAL_HEADQUARTERS, region=region)
    members = Membership.objects.current().filter(held)
    return User.objects.filter(is_active=True, pk__in=members.values("user"))
