"""The balance of a pool: who is in it, beside the federation's aims and the quota of the law; and with one more.

Counted are candidacies approved into the pool, announced or not: a matter of the headquarters, never of readers.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.checks import judge_list
from campaigns.enums import PoolState, System
from campaigns.findings import Finding, completed_years
from campaigns.models import Candidacy
from federation.languages import sort_key
from federation.models import Industry, Region

YOUNGER_THAN = 29  # completed years on the voting day (DOMAIN §4)


@dataclass(frozen=True)
class Share:
    """How many of the pool belong to a group. name: "women", "young", "disabled"; asked: whole percent, or None."""

    name: str
    label: str
    count: int
    total: int
    asked: int | None

    @property
    def percent(self):
        """Whole percent, cut and not rounded: 29.9 is not yet 30. 0 in an empty pool."""
        return self.count * 100 // self.total if self.total else 0

    @property
    def is_met(self):
        """Whether the aim is reached; None where there is no aim, or nobody in the pool."""
        if self.asked is None or not self.total:
            return None
        return self.count * 100 >= self.asked * self.total


@dataclass(frozen=True)
class Group:
    """How many of the pool come from one industry or region. key: primary key, or None where it is not given."""

    key: int | None
    label: str
    count: int


@dataclass(frozen=True)
class Balance:
    """quota: list of Finding on the party list; empty where the law asks none of this body. target: people, or None."""

    total: int
    target: int | None
    shares: tuple[Share, ...]
    industries: tuple[Group, ...]
    regions: tuple[Group, ...]
    quota: tuple[Finding, ...]


@dataclass(frozen=True)
class Effect:
    """The balance now, and with one candidacy more."""

    before: Balance
    after: Balance

    @property
    def shares(self):
        """[(Share now, Share after)] in one order."""
        return list(zip(self.before.shares, self.after.shares, strict=True))

    @property
    def industries(self):
        return beside(self.before.industries, self.after.industries)

    @property
    def regions(self):
        return beside(self.before.regions, self.after.regions)

    @property
    def quota(self):
        """[(Finding now, Finding after)] of the law on the party list."""
        return list(zip(self.before.quota, self.after.quota, strict=True))


@dataclass(frozen=True)
class Member:
    """What is counted of one candidacy."""

    is_woman: bool | None
    birth_date: object
    disabled: bool | None
    system: str
    industry: int | None
    region: int


COLUMNS = ("person__is_woman", "person__birth_date", "disabled", "system", "industry", "region")


def effect(pool, candidacy):
    """The Effect that an approval of the candidacy has; an approved one is taken out for «before»."""
    others = members_of(pool, but=candidacy)
    one = members(Candidacy.objects.filter(pk=candidacy.pk))
    return Effect(balance(pool, others), balance(pool, [*others, *one]))


def members_of(pool, but=None):
    found = Candidacy.objects.filter(
        campaign=pool.campaign_id, body=pool.body_id, pool_state=PoolState.APPROVED, erased_at=None
    )
    return members(found.exclude(pk=but.pk) if but else found)


def members(candidacies):
    return [Member(*values) for values in candidacies.order_by("pk").values_list(*COLUMNS)]


def balance(pool, people):
    """people: list of Member."""
    day = pool.campaign.voting_on
    young = sum(is_young(one, day) for one in people)
    disabled = sum(bool(one.disabled) for one in people)
    women = sum(bool(one.is_woman) for one in people)
    total = len(people)
    return Balance(
        total=total,
        target=pool.target,
        shares=(
            Share("women", str(_("Women")), women, total, pool.women_share),
            Share("young", str(_("Younger than 29")), young, total, pool.young_share),
            Share("disabled", str(_("Persons with disabilities")), disabled, total, pool.disabled_share),
        ),
        industries=groups(Industry, (one.industry for one in people)),
        regions=groups(Region, (one.region for one in people)),
        quota=quota(pool, people),
    )


def is_young(member, voting_on):
    born = member.birth_date
    return born is not None and completed_years(born, voting_on) < YOUNGER_THAN


def groups(model, keys):
    """The groups that occur, the largest first; those that say nothing last."""
    counts = Counter(keys)
    rows = model.objects.in_bulk([key for key in counts if key])
    nameless = pgettext_lazy("industry or region", "not given")
    found = [Group(key, str(rows[key] if key else nameless), count) for key, count in counts.items()]
    language = "ru" if get_language() == "ru" else "kk"
    return tuple(sorted(found, key=lambda one: (one.key is None, -one.count, sort_key(one.label, language))))


def quota(pool, people):
    listed = [one for one in people if one.system == System.PARTY_LIST]
    if not pool.body.systems.filter(system=System.PARTY_LIST).exists():
        return ()
    trios = [(one.is_woman, one.birth_date, one.disabled) for one in listed]
    return tuple(judge_list(pool.campaign, pool.body, trios))


def beside(before, after):
    """[(Group now, Group after)]: what occurs after; who comes first there comes with 0 before."""
    counts = {one.key: one for one in before}
    return [(counts.get(one.key, Group(one.key, one.label, 0)), one) for one in after]
