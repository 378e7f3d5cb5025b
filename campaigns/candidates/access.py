"""Who may see and do what with candidates: predicates shared by the doors, the cabinet, the admin and the data.

Need to know: a branch its own, a regional headquarters its region, the headquarters all that was submitted. The
data-protection officer sees what was submitted, but decides nothing; administrators keep pools and people, and do
not read private papers. Asked directly and not as Django permissions, which a superuser would always have.
"""

from collections import defaultdict
from itertools import product

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns.candidates.moves import Move
from campaigns.enums import PoolState
from campaigns.models import Candidacy, CandidacyEvent
from federation.access import holds, is_branch, is_headquarters, is_officer, places, roles_of
from federation.enums import Role
from federation.models import Membership, User

REVIEWERS = (Role.HEADQUARTERS, Role.REGIONAL_HEADQUARTERS)
is_reviewer = holds(*REVIEWERS)
leads_pools = holds(Role.HEADQUARTERS, Role.ADMINISTRATOR)
takes_down = holds(Role.DATA_PROTECTION, Role.ADMINISTRATOR)


def visible(user):
    """Queryset of the candidacies that the person may open; drafts are the branch's own matter until submitted."""
    roles = roles_of(user)
    seen = Q(pk__in=[])
    if roles & {Role.HEADQUARTERS, Role.DATA_PROTECTION}:
        seen |= Q(submitted_at__isnull=False)
    if Role.REGIONAL_HEADQUARTERS in roles:
        seen |= Q(submitted_at__isnull=False, region__in=places(user)[Role.REGIONAL_HEADQUARTERS])
    if Role.BRANCH in roles:
        seen |= Q(registered_by__in=places(user)[Role.BRANCH])
    return Candidacy.objects.filter(seen)


def lying_before(user):
    """Queryset of the candidacies that `reviews` holds for and that were submitted."""
    roles = roles_of(user)
    own = places(user)[Role.BRANCH] if Role.BRANCH in roles else ()
    handed_in = Candidacy.objects.filter(submitted_at__isnull=False).exclude(registered_by__in=own)
    if Role.HEADQUARTERS in roles:
        return handed_in
    regions = places(user)[Role.REGIONAL_HEADQUARTERS] if Role.REGIONAL_HEADQUARTERS in roles else ()
    return handed_in.filter(region__in=regions)


def sees(user, candidacy):
    """Whether the person may open the candidacy; its private data: `reads_private`."""
    return works_on(user, candidacy) or (
        candidacy.submitted_at is not None and (is_officer(user) or reviews(user, candidacy))
    )


def works_on(user, candidacy):
    """Whether the person works for the branch that registered it."""
    return is_branch(user) and candidacy.registered_by_id in places(user)[Role.BRANCH]


def reviews(user, candidacy):
    """Whether the candidacy lies before this reviewer: all before headquarters, those of its region before a regional
    one, but none of a branch that they work for: there they learn what the branch learns, when it learns it. Whether
    the reviewer has to step back: `recusal`."""
    if works_on(user, candidacy):
        return False
    return is_headquarters(user) or (
        Role.REGIONAL_HEADQUARTERS in roles_of(user)
        and candidacy.region_id in places(user)[Role.REGIONAL_HEADQUARTERS]
    )


def reads_private(user, candidacy):
    """Whether the person reads what is private of it: number, answers of the law, contacts, papers, photo.

    The branch that registered it and the officer; a reviewer unless they have to step back: then it is nobody's
    business.
    """
    return candidacy.pk in read_privately(user, [candidacy])


def read_privately(user, candidacies):
    """Keys of those for whom `reads_private` holds, in a fixed number of queries."""
    seen = [one for one in candidacies if sees(user, one)]
    anyway = {one.pk for one in seen if is_officer(user) or works_on(user, one)}
    grounds = recusals([user], [one for one in seen if one.pk not in anyway])
    return anyway | {key for (_user, key), ground in grounds.items() if not ground}


def shown_state(candidacy, user):
    """The PoolState that the person learns of: a decision that is not announced yet is «under review» for the branch.

    Whoever works for the branch sees what the branch sees, whatever else their roles are. Reads no other row.
    """
    decides = user is None or (not works_on(user, candidacy) and sees(user, candidacy))
    return PoolState(candidacy.pool_state) if decides else candidacy.known_state


def recusal(user, candidacy):
    """Why the reviewer may not decide on it, a sentence; "" where nothing stands against it (DESIGN §4).

    Structure decides: who entered or submitted it, worked in the branch or the primary organisation it comes from
    since it was begun, or stands themselves. Whoever sits in the place of such a reviewer steps back like them.
    """
    return recusals([user], [candidacy])[user.pk, candidacy.pk]


def recusals(users, candidacies):
    """{(key of the user, key of the candidacy): sentence or ""} in a fixed number of queries."""
    if not users or not candidacies:
        return {}
    begun = min(localdate(one.made_at) for one in candidacies)
    span = Membership.objects.overlapping(begun, None).filter(from_date__lte=localdate())
    in_place_of = bosses(users)
    everybody = {user.pk for user in users} | {boss.pk for row in in_place_of.values() for boss in row}
    held, handed_in = defaultdict(list), defaultdict(set)
    for row in span.filter(user__in=everybody, organisation__isnull=False):
        held[row.user_id].append(row)
    events = CandidacyEvent.objects.filter(
        candidacy__in=[one.pk for one in candidacies], move__in=[Move.SUBMIT, Move.IMPORT]
    )
    for candidacy, by in events.values_list("candidacy", "by"):
        handed_in[candidacy].add(by)

    def ground(user, candidacy):
        return own_ground(user, candidacy, held[user.pk], handed_in[candidacy.pk])

    found = {}
    for user, candidacy in product(users, candidacies):
        sentence = ground(user, candidacy)
        if not sentence and any(ground(boss, candidacy) for boss in in_place_of[user.pk]):
            sentence = _("You stand in for somebody who has to step back here: somebody else decides on it.")
        found[user.pk, candidacy.pk] = sentence
    return found


def bosses(users):
    """{key of a reviewer: those in whose places alone they review now}; nobody for who has a place of their own."""
    places_now = Membership.objects.current().filter(user__in=users, role__in=REVIEWERS)
    rows = defaultdict(list)
    for row in places_now.select_related("stands_in_for__user"):
        rows[row.user_id].append(row.stands_in_for)
    return {
        user.pk: [] if None in rows[user.pk] else [place.user for place in rows[user.pk]] for user in users
    }


def own_ground(user, candidacy, memberships, handed_in):
    """What in the person's own doings and organisations stands against a decision; "" where nothing does."""
    if candidacy.email and candidacy.email.strip().lower() == user.email:
        return _("This is your own candidacy.")
    if candidacy.made_by_id == user.pk or user.pk in handed_in:
        return _("You entered this candidacy yourself: somebody else decides on it.")
    begun = localdate(candidacy.made_at)
    own = {row.organisation_id for row in memberships if row.until_date is None or row.until_date >= begun}
    if {candidacy.registered_by_id, candidacy.primary_organisation_id} & own:
        return _(
            "You belong to the organisation that this candidate comes from: somebody else decides on it."
        )
    return ""


def reviewers_of(candidacy, but=None):
    """Active people before whom the candidacy lies and who need not step back, in order of names; without `but`."""
    regional = Membership.objects.current().filter(
        role=Role.REGIONAL_HEADQUARTERS, region=candidacy.region_id
    )
    central = User.objects.holding(Role.HEADQUARTERS)
    before = User.objects.filter(is_active=True, pk__in=regional.values("user")) | central
    people = [user for user in before.distinct() if but is None or user.pk != but.pk]
    grounds = recusals(people, [candidacy])
    return [user for user in people if not grounds[user.pk, candidacy.pk]]
