"""Who may see and do what with applications. The branch before which one lies reads and answers it; the headquarters
see numbers and ages and may pass it on, but learn no name; nobody else has anything to do with it."""

from campaigns.headquarters.access import branches, organisations_of
from campaigns.joining.moves import BY_BRANCH, BY_HEADQUARTERS
from campaigns.joining.routing import answering
from campaigns.models import Application
from federation.access import holds, is_branch, is_headquarters, is_officer
from federation.enums import Role

enters = holds(Role.BRANCH, Role.HEADQUARTERS)
answers = is_branch
counts = is_headquarters
# Erases when somebody asks for it: the branch what lies before it, the officer everything.
erases_on_demand = holds(Role.BRANCH, Role.DATA_PROTECTION)


def reads(user, application):
    """Whether the person may read what the applicant wrote: who works for the branch before which it lies."""
    return application.organisation_id in organisations_of(user)


def makes(user, move, application):
    """Whether the person is one who makes the move with this application."""
    return (move in BY_BRANCH and reads(user, application)) or (
        move in BY_HEADQUARTERS and is_headquarters(user)
    )


def before(user):
    """Queryset of the applications that lie before the person's branches."""
    return Application.objects.filter(organisation__in=organisations_of(user))


def erasable(user):
    """Queryset of those whose data the person may erase when the applicant asks for it."""
    found = Application.objects.all() if is_officer(user) else before(user)
    return found.filter(erased_at=None)


def passable(user):
    """Queryset of those that the person may pass on."""
    return Application.objects.all() if is_headquarters(user) else before(user)


def targets(application):
    """Queryset of the organisations to which it can be passed on: branches where somebody can answer it."""
    return branches().filter(pk__in=answering().values("pk")).exclude(pk=application.organisation_id)
