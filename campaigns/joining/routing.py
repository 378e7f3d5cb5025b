"""Which branch gets an application, and who answers there."""

from django.db.models import Q

from campaigns.models import Application
from federation.enums import Role
from federation.models import Membership, Organisation, User

Kind = Organisation.Kind
# Those among which a branch is chosen.
ROUTED = (Kind.INDUSTRY_UNION, Kind.TERRITORIAL_ASSOCIATION, Kind.FEDERATION)


def people_of(organisation):
    """Queryset of the active people who work for the branch now."""
    held = Membership.objects.current().filter(role=Role.BRANCH, organisation=organisation)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def answering():
    """Queryset of the organisations where somebody who can log in works now: they can answer an application."""
    held = Membership.objects.current().filter(role=Role.BRANCH, user__is_active=True)
    return Organisation.objects.filter(pk__in=held.values("organisation"))


def stranded():
    """Queryset of the applications that wait where nobody is left who could answer: the headquarters pass them on."""
    return Application.objects.waiting().exclude(organisation__in=answering())


def late_at_work(now):
    """Queryset of the applications late at `now` (aware) where somebody could answer them; the rest is `stranded`."""
    return Application.objects.late(now).exclude(pk__in=stranded().values("pk"))


def receiving():
    """Queryset of the organisations among which `branch_for` chooses: those that can answer, and the federation
    itself, whose headquarters pass on what nobody there answers."""
    can = Q(pk__in=answering().values("pk")) | Q(kind=Kind.FEDERATION)
    return Organisation.objects.filter(can, kind__in=ROUTED)


def branch_for(organisations, *, region, industry=None):
    """The Organisation that gets an application: the first that there is of

    1. the branch union of the industry, where one is chosen,
    2. the territorial association of the region,
    3. the federation itself.

    Asks no database. organisations: as `receiving` gives them; of several that fit, the oldest row. region, industry:
    primary keys, industry or None. Raises LookupError where there is not even a federation.
    """
    tests = [
        lambda one: industry and one.kind == Kind.INDUSTRY_UNION and one.industry_id == industry,
        lambda one: one.kind == Kind.TERRITORIAL_ASSOCIATION and one.region_id == region,
        lambda one: one.kind == Kind.FEDERATION,
    ]
    oldest_first = sorted(organisations, key=lambda one: one.pk)
    for fits in tests:
        found = next((one for one in oldest_first if fits(one)), None)
        if found is not None:
            return found
    raise LookupError("No organisation takes applications: the tree has no federation.")
