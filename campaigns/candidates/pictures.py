"""Pictures of a pool for whoever leads it: numbers behind the map, the bars and the meters of its page.

Counted is what was submitted; drafts are the branch's own matter. A regional headquarters counts its regions alone.
Lengths of bars are whole units of WIDE, for the picture's own coordinates.
"""

import datetime
import statistics
from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from campaigns.candidates import access
from campaigns.candidates.balance import Balance, balance, members
from campaigns.candidates.moves import Move
from campaigns.enums import PathStep, PoolState
from campaigns.models import Candidacy, CandidacyEvent
from campaigns.tiles import TileMap, tile_map
from federation.enums import Role
from federation.models import Membership, Organisation, Region

WIDE = 1000
STATES = (
    *(PoolState.SUBMITTED, PoolState.RETURNED, PoolState.APPROVED),
    *(PoolState.REJECTED, PoolState.WITHDRAWN),
)
STANDING = (PoolState.SUBMITTED, PoolState.RETURNED, PoolState.APPROVED)
# Whole days in the review: from … to, of each column of the histogram; None: without an end.
SPANS = ((0, 1), (2, 3), (4, 7), (8, 14), (15, 30), (31, None))
SILENT_KINDS = (Organisation.Kind.TERRITORIAL_ASSOCIATION, Organisation.Kind.INDUSTRY_UNION)


@dataclass(frozen=True)
class Part:
    """A part of a stacked bar: what, how many, and where it lies."""

    what: object
    count: int
    x: int
    width: int


@dataclass(frozen=True)
class RegionRow:
    """counts: one for each of STATES; standing: those that wait, are to be mended or are in the pool."""

    region: Region
    counts: tuple[int, ...]
    standing: int


@dataclass(frozen=True)
class Span:
    """A column of the histogram. first, last: whole days, last None for «and more»; heights: units of WIDE."""

    first: int
    last: int | None
    waiting: int
    decided: int
    waiting_height: int
    decided_height: int


@dataclass(frozen=True)
class Waits:
    """Time in the review, whole days. longest, median: None where nobody waits, or nothing was decided."""

    waiting: int
    longest: int | None
    decided: int
    median: int | None
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Pictures:
    """balance: of the whole pool, or of the regions of a regional headquarters. regions: Regions of the numbers."""

    map: TileMap
    table: tuple[RegionRow, ...]
    states: tuple[Part, ...]
    total: int
    approved: int
    balance: Balance
    waits: Waits
    path: tuple[Part, ...]
    silent: list[Organisation]
    without: list[Region]
    is_whole: bool


def regions_of(user):
    """Keys of the Regions whose numbers the person sees; None for all of them."""
    if access.leads_pools(user):
        return None
    return access.places(user)[Role.REGIONAL_HEADQUARTERS]


def pictures(pool, user, now=None):
    """The Pictures of a Pool for the person, at `now` (aware, default the clock). Queries do not grow with it."""
    now = now or timezone.now()
    keys = regions_of(user)
    own = Candidacy.objects.filter(
        campaign=pool.campaign_id, body=pool.body_id, submitted_at__isnull=False, erased_at=None
    )
    places = Region.objects.all()
    if keys is not None:
        own, places = own.filter(region__in=keys), places.filter(pk__in=keys)
    places = list(places)
    approved = own.filter(pool_state=PoolState.APPROVED)
    counts = Counter(own.order_by().values_list("region", "pool_state"))
    by_state = {state: sum(counts[place.pk, state] for place in places) for state in STATES}
    table = [region_row(place, counts) for place in places]
    standing = {row.region.pk: row.standing for row in table}
    steps = Counter(approved.order_by().values_list("path", flat=True))
    return Pictures(
        map=tile_map(places, standing),
        table=tuple(table),
        states=tuple(stacked(STATES, by_state)),
        total=sum(by_state.values()),
        approved=by_state[PoolState.APPROVED],
        balance=balance(pool, members(approved)),
        waits=waits(own, now),
        path=tuple(stacked(PathStep, steps)),
        silent=silent(pool, keys),
        without=[row.region for row in table if not row.standing],
        is_whole=keys is None,
    )


def region_row(region, counts):
    numbers = {state: counts[region.pk, state] for state in STATES}
    return RegionRow(region, tuple(numbers.values()), sum(numbers[state] for state in STANDING))


def stacked(things, counts):
    """[Part] of a bar of WIDE units; none is lost by rounding: each ends where the exact sum ends."""
    total, before, parts = sum(counts.get(one, 0) for one in things), 0, []
    for one in things:
        count = counts.get(one, 0)
        x = WIDE * before // total if total else 0
        before += count
        parts.append(Part(one, count, x, WIDE * before // total - x if total else 0))
    return parts


def waits(candidacies, now):
    """The Waits of a queryset: from the last submitting to the decision, or to `now`."""
    sent = CandidacyEvent.objects.filter(candidacy=OuterRef("pk"), move=Move.SUBMIT).order_by("-at", "-pk")
    rows = candidacies.annotate(sent_at=Coalesce(Subquery(sent.values("at")[:1]), F("submitted_at")))
    waiting, decided = [], []
    for state, sent_at, decided_at in rows.order_by("pk").values_list("pool_state", "sent_at", "decided_at"):
        if state == PoolState.SUBMITTED:
            waiting.append(days(sent_at, now))
        elif decided_at and state != PoolState.WITHDRAWN:
            decided.append(days(sent_at, decided_at))
    numbers = [(of_span(waiting, span), of_span(decided, span)) for span in SPANS]
    most = max(max(pair) for pair in numbers) or 1
    return Waits(
        waiting=len(waiting),
        longest=max(waiting, default=None),
        decided=len(decided),
        median=statistics.median_low(decided) if decided else None,
        spans=tuple(
            Span(*span, *pair, *(WIDE * count // most for count in pair))
            for span, pair in zip(SPANS, numbers, strict=True)
        ),
    )


def days(begins, ends):
    """Whole days between two aware moments; a day begun does not count."""
    return max((ends - begins) // datetime.timedelta(days=1), 0)


def of_span(numbers, span):
    first, last = span
    return sum(first <= number and (last is None or number <= last) for number in numbers)


def silent(pool, keys):
    """Territorial associations and industry unions from which nothing was submitted, with `last_seen` (aware or None).

    Seen is who logged in for them or wrote in a draft. In order of their regions, then names.
    """
    submitted = Candidacy.objects.filter(
        registered_by=OuterRef("pk"),
        campaign=pool.campaign_id,
        body=pool.body_id,
        submitted_at__isnull=False,
    )
    people = Membership.objects.current().filter(role=Role.BRANCH, organisation=OuterRef("pk"))
    logged_in = people.order_by().values("organisation").annotate(at=Max("user__last_login")).values("at")
    found = Organisation.objects.filter(~Exists(submitted), kind__in=SILENT_KINDS)
    if keys is not None:
        found = found.filter(region__in=keys)
    rows = found.annotate(last_seen=Greatest(Max("candidacies__changed_at"), Subquery(logged_in)))
    return sorted(
        rows.select_related("region"),
        key=lambda one: (one.region is None, one.region and one.region.sort_key, one.sort_key),
    )
