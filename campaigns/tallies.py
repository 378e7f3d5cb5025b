"""What readers see of the confirmed results: by body, with turnout, constituencies and corrections."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from campaigns.models import Body, Result
from campaigns.models.results import percent


@dataclass
class Correction:
    """A count that was confirmed and later replaced. `by`: the Result that replaced it, with its reason."""

    result: Result
    by: Result


@dataclass
class Tally:
    """Confirmed counts of one body, or of a referendum (`body` None).

    whole: the count of the whole country (party lists, the answers of a referendum), or None. constituencies: the
    counts of constituencies. expected: how many constituencies the body has in the campaign.
    """

    body: Body | None
    whole: Result | None = None
    constituencies: list[Result] = field(default_factory=list)
    expected: int = 0
    corrections: list[Correction] = field(default_factory=list)

    @property
    def voters(self):
        """Voters on the lists: of the whole country, else of the constituencies counted so far."""
        return self.whole.voters if self.whole else sum(result.voters for result in self.constituencies)

    @property
    def voted(self):
        return self.whole.voted if self.whole else sum(result.voted for result in self.constituencies)

    @property
    def turnout(self):
        """Decimal, percent with one decimal."""
        return percent(self.voted, self.voters)

    @property
    def is_partial(self):
        """Whether `turnout` speaks of some constituencies only."""
        return self.whole is None and len(self.constituencies) < self.expected


def of_campaign(campaign):
    """[Tally] of the campaign, in the order of its bodies; bodies without a confirmed count are left out.

    Three queries, however many counts there are. Lines of the whole country stand in the order of votes, the
    answers of a referendum in that of the ballot.
    """
    counts = (
        Result.objects.filter(campaign=campaign, confirmed_at__isnull=False)
        .select_related("body", "constituency__region")
        .prefetch_related("lines")
        .order_by("body__order", "body_id", "constituency_id", "confirmed_at")
    )
    tallies, followers = {}, {}
    for result in reversed(counts):  # the newest count of a vote comes first, then what it replaced
        result.campaign = campaign
        tally = tallies.setdefault(result.body_id, Tally(result.body))
        place = (result.body_id, result.constituency_id)
        if result.replaced_at:
            tally.corrections.append(Correction(result, followers[place]))
        elif result.constituency_id is None:
            tally.whole = result
        else:
            tally.constituencies.append(result)
        followers[place] = result
    for body in campaign.bodies.annotate(
        expected=Count("constituencies", filter=Q(constituencies__campaign=campaign))
    ):
        if body.pk in tallies:
            tallies[body.pk].expected = body.expected
    for tally in tallies.values():
        tally.constituencies.reverse()
    return list(reversed(tallies.values()))
