"""Who may do what with a publication: predicates shared by publishing, admin, views and templates.

Each predicate takes (user, publication); the named permissions below are asked through `user.has_perm`.
"""

import rules

from federation.enums import Role

ALL_STAFF = {Role.EDITOR, Role.PUBLISHER, Role.HEADQUARTERS, Role.DATA_PROTECTION, Role.ADMINISTRATOR}


def roles_of(user):
    return getattr(user, "roles", frozenset())


@rules.predicate
def is_administrator(user):
    return Role.ADMINISTRATOR in roles_of(user)


@rules.predicate
def writes(user):
    return bool(roles_of(user) & {Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR})


@rules.predicate
def decides(user):
    return bool(roles_of(user) & {Role.PUBLISHER, Role.ADMINISTRATOR})


@rules.predicate
def reads_drafts(user):
    return bool(roles_of(user) & ALL_STAFF)


@rules.predicate
def has_fresh_eyes(user, publication):
    """Four eyes: did not write in the working copy since the last edition (DESIGN §3)."""
    return publication is None or user.pk not in publication.writers()


rules.add_perm("appeals.read_draft", reads_drafts)
rules.add_perm("appeals.write_publication", writes)
rules.add_perm("appeals.decide_publication", decides)
rules.add_perm("appeals.vouch_for_publication", decides & (has_fresh_eyes | is_administrator))
