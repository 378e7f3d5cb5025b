"""Who may enter what: predicates on a person's roles, shared by admin, views and templates.

Model permissions follow from the roles too (`federation.roles`); what concerns publications stands in
`appeals.access`.
"""

import rules
from django.conf import settings

from federation.enums import Role


def roles_of(user):
    """frozenset of the roles held now; empty for an anonymous visitor or None."""
    return getattr(user, "roles", frozenset())


def holds(*roles):
    """Predicate: the person holds one of `roles` now."""
    return rules.predicate(lambda user: not roles_of(user).isdisjoint(roles), name=" or ".join(roles))


is_administrator = holds(Role.ADMINISTRATOR)
is_branch = holds(Role.BRANCH)
is_regional = holds(Role.REGIONAL_HEADQUARTERS)
is_headquarters = holds(Role.HEADQUARTERS)
is_officer = holds(Role.DATA_PROTECTION)
enters_admin = holds(Role.EDITOR, Role.PUBLISHER, Role.HEADQUARTERS, Role.DATA_PROTECTION, Role.ADMINISTRATOR)
enters_cabinet = holds(
    Role.BRANCH, Role.REGIONAL_HEADQUARTERS, Role.HEADQUARTERS, Role.DATA_PROTECTION, Role.ADMINISTRATOR
)


def places(user):
    """{Role: frozenset of keys}: organisations of the person's branches, regions of the regional headquarters, now.

    Read once for each User object, like its roles.
    """
    if "held_places" not in user.__dict__:
        held = list(user.memberships.current()) if roles_of(user) else []
        user.held_places = {
            Role.BRANCH: frozenset(row.organisation_id for row in held if row.role == Role.BRANCH),
            Role.REGIONAL_HEADQUARTERS: frozenset(
                row.region_id for row in held if row.role == Role.REGIONAL_HEADQUARTERS
            ),
        }
    return user.held_places


@rules.predicate
def lacks_second_factor(user):
    """True if the person's role demands a second factor here and none is set up (production only)."""
    from allauth.mfa.utils import is_mfa_enabled

    demanded = settings.SECOND_FACTOR_ROLES
    return bool(demanded) and not roles_of(user).isdisjoint(demanded) and not is_mfa_enabled(user)


# Asked by memberships, their pages in the admin and its buttons.
rules.add_perm("federation.manage_people", is_administrator)
# Asked by the pages of an account, which lead there.
rules.add_perm("federation.enter_cabinet", enters_cabinet & ~lacks_second_factor)
# Asked by the outbox and its pages in the admin.
rules.add_perm("federation.manage_mail", is_administrator)
