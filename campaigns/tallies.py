"""What readers see of the confirmed results: by body, with turnout, constituencies and corrections."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum

from campaigns.models import Body, Result
from campaigns.models.results import percent
from federation.models import Region


@dataclass
class Correction:
    """A count that was confirmed and later replaced. `by`: the Result that replaced it, with its reason."""

    result: Result
    by: Result


@dataclass
class Place:
    """Confirmed counts of one body's constituencies in one region (None: in none) together. counted: how many."""

    region: Region | None
    counted: int
    voters: int
    voted: int

    @property
    def turnout(self):
        """Decimal, percent with one decimal."""
        return percent(self.voted, self.voters)


@dataclass
class Tally:
    """Confirmed counts of one body, or of a referendum (`body` None).

    whole: the count of the whole country (party lists, the answers of a referendum), or None. places: those of all
    its constituencies, region by region. constituencies: the counts of those that are listed. expected: how many
    constituencies the body has in the campaign. corrections: of what is listed.
    """

    body: Body | None
    whole: Result | None = None
    places: list[Place] = field(default_factory=list)
    constituencies: list[Result] = field(default_factory=list)
    expected: int = 0
    corrections: list[Correction] = field(default_factory=list)

    @property
    def voters(self):
        """Voters on the lists: of the whole country, else of the constituencies counted so far."""
        return self.whole.voters if self.whole else sum(place.voters for place in self.places)

    @property
    def voted(self):
        return self.whole.voted if self.whole else sum(place.voted for place in self.places)

    @property
    def turnout(self):
        """Decimal, percent with one decimal."""
        return percent(self.voted, self.voters)

    @property
    def counted(self):
        """How many constituencies have a confirmed count."""
        return sum(place.counted for place in self.places)

    @property
    def regions(self):
        """The places that are regions."""
        return [place for place in self.places if place.region]

    @property
    def is_partial(self):
        """Whether `turnout` speaks of some constituencies only."""
        return self.whole is None and self.counted < self.expected


def of_campaign(campaign, region=None, at_once=None):
    """([Tally] of the campaign in the order of its bodies, whether all its constituencies are listed).

    Bodies without a confirmed count are left out. region: the Region whose constituencies are listed; without one
    they are all listed, or, when more than `at_once` are counted, those of no region. Five queries, however many
    counts there are. Lines of the whole country stand in the order of votes, the answers of a referendum in that of
    the ballot.
    """
    places = counted_places(campaign)
    counted = sum(place.counted for own in places.values() for place in own)
    all_listed = region is None and (at_once is None or counted <= at_once)
    listed = Q() if all_listed else Q(constituency=None) | Q(constituency__region=region)
    counts = (
        Result.objects.filter(listed, campaign=campaign, confirmed_at__isnull=False)
        .select_related("constituency__region", "constituency__district")
        .prefetch_related("lines")
        .order_by("constituency_id", "confirmed_at")
    )
    bodies = Body.objects.filter(
        pk__in=Result.objects.confirmed().filter(campaign=campaign).values("body")
    ).annotate(expected=Count("constituencies", filter=Q(constituencies__campaign=campaign)))
    tallies = {None: Tally(None)} | {
        body.pk: Tally(body, places=places.get(body.pk, []), expected=body.expected) for body in bodies
    }
    followers = {}
    for result in reversed(counts):  # the newest count of a vote comes first, then what it replaced
        result.campaign = campaign
        tally = tallies[result.body_id]
        place = (result.body_id, result.constituency_id)
        if result.replaced_at:
            tally.corrections.append(Correction(result, followers[place]))
        elif result.constituency_id is None:
            tally.whole = result
        else:
            tally.constituencies.append(result)
        followers[place] = result
    for tally in tallies.values():
        tally.constituencies.reverse()
    return [tally for tally in tallies.values() if tally.whole or tally.places], all_listed


def counted_places(campaign):
    """{body's pk: [Place]} of the confirmed counts of constituencies; regions in the reader's order, none last."""
    sums = (
        Result.objects.confirmed()
        .filter(campaign=campaign, constituency__isnull=False)
        .order_by()
        .values_list("body", "constituency__region")
        .annotate(Count("pk"), Sum("voters"), Sum("voted"))
    )
    rows = {(body, region): numbers for body, region, *numbers in sums}
    places = {}
    for region in [*Region.objects.all(), None] if rows else ():
        for body, place in rows:
            if place == (region and region.pk):
                places.setdefault(body, []).append(Place(region, *rows[body, place]))
    return places
