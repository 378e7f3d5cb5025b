"""Which candidacies a person has before them: counts, what needs them, the list. A fixed number of queries each."""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.candidates import access
from campaigns.candidates.completeness import missing, with_parts
from campaigns.candidates.steps import both
from campaigns.enums import PoolState
from campaigns.models import Candidacy, Consent, Pool, Remark
from campaigns.models.standing import UNANNOUNCED
from federation.enums import Role

NAMES = both("family_name", "given_name", "patronymic")
# So many of what needs the person stand on the desk; the list has all of them.
SHOWN = 12
# What stands for `in_need` where a state can be chosen.
NEED = "need"


@dataclass
class Row:
    """A candidacy in a list. state: what the person may know; missing: number of gaps, 0 where nothing is asked."""

    candidacy: Candidacy
    state: PoolState
    is_own: bool
    missing: int
    pool: Pool | None
    unconfirmed: bool
    remarks: int
    objected: bool


def with_shown_state(user):
    """Queryset of what the person may see, each with `shown`: `access.shown_state` as the database tells it."""
    own = access.places(user)[Role.BRANCH]
    return access.visible(user).annotate(
        shown=Case(
            When(UNANNOUNCED & Q(registered_by__in=own), then=Value(PoolState.SUBMITTED)),
            default=F("pool_state"),
            output_field=CharField(),
        )
    )


def counts(candidacies):
    """[(PoolState, number)] of a queryset of `with_shown_state`, without the states that nobody is in."""
    rows = dict(candidacies.order_by().values_list("shown").annotate(Count("pk")))
    return [(state, rows[state]) for state in PoolState if rows.get(state)]


def named(candidacies, query):
    """Those whose name holds every word, in either language, however its letters were typed."""
    for word in query.split()[:6]:
        candidacies = candidacies.filter(Q(*((f"{name}__folded", word) for name in NAMES), _connector=Q.OR))
    return candidacies


def rows(candidacies, user):
    """[Row] of a queryset of `with_shown_state`, or of a page of it."""
    own = access.places(user)[Role.BRANCH]
    found = list(
        with_parts(candidacies)
        .select_related("region", "constituency", "registered_by")
        .prefetch_related(Prefetch("remarks", Remark.objects.filter(answered_at=None), "open_remarks"))
    )
    pools = {
        (pool.campaign_id, pool.body_id): pool
        for pool in Pool.objects.filter(campaign__in={one.campaign_id for one in found})
    }
    return [row_of(one, one.registered_by_id in own, pools) for one in found]


def row_of(candidacy, is_own, pools):
    state = PoolState(candidacy.shown)
    editable = is_own and state in (PoolState.DRAFT, PoolState.RETURNED) and not candidacy.erased_at
    holding = [one for one in candidacy.consents.all() if not (one.withdrawn_at or one.replaced_at)]
    gaps = missing(candidacy, constituencies_listed=candidacy.constituencies_listed) if editable else []
    asked = state in (PoolState.SUBMITTED, PoolState.APPROVED) and not candidacy.erased_at
    return Row(
        candidacy=candidacy,
        state=state,
        is_own=is_own,
        missing=len(gaps),
        pool=pools.get((candidacy.campaign_id, candidacy.body_id)),
        unconfirmed=asked and not any(one.confirmed_at for one in holding),
        remarks=len(candidacy.open_remarks) if editable else 0,
        objected=any(one.by_id is None for one in candidacy.open_remarks),
    )


def needs(user, at_most=SHOWN):
    """[(Row, what is to be done)] for whoever works for a branch: returned first, then drafts by their pool's end, then
    what candidates have not confirmed, or object to. At most so many of each."""
    return [(row, to_do(row)) for group in needing(user) for row in rows(group[:at_most], user)]


def needs_count(user):
    """How many candidacies need the person."""
    return sum(group.count() for group in needing(user))


def in_need(user):
    """Condition of the candidacies that need the person."""
    returned, drafts, silent = needing(user)
    return Q(pk__in=returned.values("pk")) | Q(pk__in=drafts.values("pk")) | Q(pk__in=silent.values("pk"))


def needing(user):
    """Three querysets: returned, drafts, without the candidate's confirmation or with an objection."""
    own = with_shown_state(user).filter(registered_by__in=access.places(user)[Role.BRANCH], erased_at=None)
    returned = own.filter(shown=PoolState.RETURNED).order_by("decided_at", "pk")
    drafts = own.filter(shown=PoolState.DRAFT).order_by("campaign__voting_on", "changed_at", "pk")
    confirmed = Consent.objects.in_force().filter(candidacy=OuterRef("pk"))
    objected = Remark.objects.objections().filter(candidacy=OuterRef("pk"))
    silent = own.filter(
        ~Exists(confirmed) | Exists(objected), shown__in=[PoolState.SUBMITTED, PoolState.APPROVED]
    )
    return returned, drafts, silent.order_by("submitted_at", "pk")


def to_do(row):
    if row.state == PoolState.RETURNED:
        if row.remarks:
            said = ngettext("returned: %(count)d remark", "returned: %(count)d remarks", row.remarks)
            return said % {"count": row.remarks}
        return _("returned for revision")
    if row.state == PoolState.DRAFT:
        if row.pool is None or not row.pool.is_open():
            return _("draft: the pool is not open")
        if row.missing:
            said = ngettext(
                "draft: %(count)d thing is missing", "draft: %(count)d things are missing", row.missing
            )
            return said % {"count": row.missing}
        return _("draft: ready to be submitted")
    if row.objected:
        return _("the candidate asks for a correction")
    return _("the candidate has not confirmed yet")
