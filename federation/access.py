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
enters_admin = holds(Role.EDITOR, Role.PUBLISHER, Role.HEADQUARTERS, Role.DATA_PROTECTION, Role.ADMINISTRATOR)


@rules.predicate
def lacks_second_factor(user):
    """True if the person's role demands a second factor here and none is set up (production only)."""
    from allauth.mfa.utils import is_mfa_enabled

    demanded = settings.SECOND_FACTOR_ROLES
    return bool(demanded) and not roles_of(user).isdisjoint(demanded) and not is_mfa_enabled(user)


# Asked by memberships, their pages in the admin and its buttons.
rules.add_perm("federation.manage_people", is_administrator)
