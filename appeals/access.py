"""Who may do what with a publication: predicates shared by publishing, admin, views and templates.

Each takes (user, publication); the named permissions below are asked through `user.has_perm`.
"""

import rules

from federation.access import enters_admin, holds, is_administrator
from federation.enums import Role

writes = holds(Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)
decides = holds(Role.PUBLISHER, Role.ADMINISTRATOR)


@rules.predicate
def has_fresh_eyes(user, publication):
    """Four eyes: did not write in the working copy since the last edition (DESIGN §3)."""
    return publication is None or user.pk not in publication.writers()


@rules.predicate
def did_not_propose(user, publication):
    """Two persons: did not make the open proposal to count the item as neutral."""
    return (
        publication is None
        or not publication.neutrality_proposals.filter(accepted=None, proposed_by=user).exists()
    )


rules.add_perm("appeals.read_draft", enters_admin)
rules.add_perm("appeals.write_publication", writes)
rules.add_perm("appeals.decide_publication", decides)
rules.add_perm("appeals.mark_publication", writes | holds(Role.HEADQUARTERS))
rules.add_perm("appeals.mark_public_publication", decides | holds(Role.HEADQUARTERS))
# Also an administrator decides no proposal of his own.
rules.add_perm("appeals.judge_neutrality", decides & did_not_propose)
rules.add_perm("appeals.redact_publication", holds(Role.DATA_PROTECTION, Role.ADMINISTRATOR))
rules.add_perm("appeals.vouch_for_publication", decides & (has_fresh_eyes | is_administrator))
