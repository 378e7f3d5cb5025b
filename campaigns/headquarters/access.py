"""Who works for which headquarters, does which task and leads it: predicates shared by doors, pages and data.

Roles follow from memberships (DESIGN §4): the headquarters role serves the republican headquarters and leads all
others; a regional headquarters serves its own and leads what stands below it in its region; a branch serves the
headquarters and public points that it, or an organisation of its own, runs.
"""

import rules
from django.db.models import Q
from django.utils import timezone

from campaigns.enums import Tier
from campaigns.models import Headquarters, Task
from campaigns.models.tasks import RUNS_ON
from federation.access import (
    holds,
    is_administrator,
    is_branch,
    is_headquarters,
    is_officer,
    is_regional,
    places,
)
from federation.enums import Role
from federation.models import Organisation

works_at_tasks = holds(Role.BRANCH, Role.REGIONAL_HEADQUARTERS, Role.HEADQUARTERS)
# Reads tasks; which: `visible`.
reads_tasks = works_at_tasks | is_officer
# Gives tasks; to whom: `may_give_to`.
gives_tasks = holds(Role.REGIONAL_HEADQUARTERS, Role.HEADQUARTERS)
# Keeps the list of people in offices; for those entered with a post see also `offices.may_write`.
keeps_offices = holds(Role.EDITOR, Role.PUBLISHER, Role.HEADQUARTERS, Role.ADMINISTRATOR)
rules.add_perm("campaigns.keep_offices", keeps_offices)


def regions_of(user):
    """Keys of the regions whose regional headquarters the person works for now."""
    return places(user)[Role.REGIONAL_HEADQUARTERS] if is_regional(user) else frozenset()


def organisations_of(user):
    """Keys of the organisations of the person's branches and of all that belong to them. Read once a User object."""
    if "own_organisations" not in user.__dict__:
        own = places(user)[Role.BRANCH] if is_branch(user) else frozenset()
        keys = set(own)
        for branch in Organisation.objects.filter(pk__in=own):
            keys.update(branch.descendants().values_list("pk", flat=True))
        user.own_organisations = frozenset(keys)
    return user.own_organisations


def serves(user, headquarters):
    """Whether the person does the work of that very headquarters."""
    if headquarters.tier == Tier.REPUBLICAN:
        return is_headquarters(user)
    if headquarters.organisation_id in organisations_of(user):
        return True
    return headquarters.tier == Tier.REGIONAL and headquarters.region_id in regions_of(user)


def leads_headquarters(user, headquarters):
    """Whether the person works for a headquarters above that one; the republican one leads itself."""
    if is_headquarters(user):
        return True
    return headquarters.tier in (Tier.DISTRICT, Tier.POINT) and headquarters.region_id in regions_of(user)


def keeps(user, headquarters):
    """Whether the person may change its contacts, posts and volunteers: who serves it, and who leads it."""
    return serves(user, headquarters) or leads_headquarters(user, headquarters)


def staffs(user, headquarters):
    """Whether the person may change its contacts and posts; of volunteers administrators learn nothing: `keeps`."""
    return keeps(user, headquarters) or is_administrator(user)


def shapes(user, headquarters):
    """Whether the person may make it, change its place in the tree, close it: who leads it, and administrators."""
    return leads_headquarters(user, headquarters) or is_administrator(user)


def kept(user):
    """Queryset of the headquarters for which `keeps` holds."""
    if is_headquarters(user):
        return Headquarters.objects.all()
    own = Q(organisation__in=organisations_of(user)) | Q(region__in=regions_of(user))
    return Headquarters.objects.filter(own).exclude(tier=Tier.REPUBLICAN)


def leads_branch(user, organisation):
    return is_headquarters(user) or (
        organisation.region_id is not None and organisation.region_id in regions_of(user)
    )


def does(user, task):
    """Whether the task is the person's to do: of the headquarters or the branch that they work for."""
    if task.headquarters:
        return serves(user, task.headquarters)
    return task.organisation_id in organisations_of(user)


def leads(user, task):
    """Whether the person stands above who does it: gives, changes, accepts, returns, calls off. Who may not accept
    although they lead: `own_work`."""
    if task.headquarters:
        return leads_headquarters(user, task.headquarters)
    return leads_branch(user, task.organisation)


def own_work(user, task):
    """Whether the person had a hand in what is to be accepted: somebody else decides then (four eyes).

    Who reported it, brought a piece of its evidence, or works for the branch or the headquarters that did it; of the
    republican headquarters, which leads itself, the first two alone.
    """
    if task.reported_by_id == user.pk or any(row.by_id == user.pk for row in task.evidence.all()):
        return True
    leads_itself = task.headquarters is not None and task.headquarters.tier == Tier.REPUBLICAN
    return does(user, task) and not leads_itself


def branches():
    """Queryset of the organisations that are branches: industry unions and territorial associations."""
    kinds = (Organisation.Kind.INDUSTRY_UNION, Organisation.Kind.TERRITORIAL_ASSOCIATION)
    return Organisation.objects.filter(kind__in=kinds)


def at_work(day):
    """Queryset of the headquarters that work on the local date `day`, of campaigns that are not over."""
    open_then = Headquarters.objects.filter(opened_on__lte=day).exclude(closed_on__lt=day)
    return open_then.filter(campaign__voting_on__gte=day - RUNS_ON)


def may_give_to(user, day=None):
    """(Queryset of Headquarters, queryset of Organisations) to which the person may give tasks on the local date `day`
    (default today): who does not work then gets none."""
    working = at_work(day or timezone.localdate())
    if is_headquarters(user):
        return working, branches()
    regions = regions_of(user)
    below = working.filter(tier__in=[Tier.DISTRICT, Tier.POINT], region__in=regions)
    return below, branches().filter(region__in=regions)


def visible(user):
    """Queryset of the tasks that the person may open: those they do and those they lead; the officer for data
    protection all of them, to remove what should not be in them."""
    if is_headquarters(user) or is_officer(user):
        return Task.objects.all()
    regions, own = regions_of(user), organisations_of(user)
    return Task.objects.filter(
        Q(headquarters__region__in=regions)
        | Q(headquarters__organisation__in=own)
        | Q(organisation__in=own)
        | Q(organisation__region__in=regions)
    )
