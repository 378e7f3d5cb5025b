"""Pools and sixty made-up candidates of the campaigns that the demonstration invents; dates move with its clock."""

from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from campaigns.candidates import demands, path, pools
from campaigns.enums import DemandKind
from campaigns.models import (
    Campaign,
    Candidacy,
    CandidateLink,
    ChangeRequest,
    Consent,
    Decision,
    Demand,
    Document,
    Opinion,
    PathRecord,
    Pool,
    Remark,
)
from federation.deadlines import working_day_after
from federation.site.demo.content import read
from federation.site.demo.stories import Story

RUNNING = "demo-elections"
# What moves with the campaign. Its history does not: nobody can change it.
MOMENTS = {
    Candidacy: ("made_at", "changed_at", "submitted_at", "decided_at", "announced_at"),
    CandidateLink: ("sent_at", "expires_at", "closed_at"),
    ChangeRequest: ("asked_at", "confirmed_at", "decided_at"),
    Consent: ("given_on", "recorded_at", "confirmed_at", "withdrawn_at", "replaced_at"),
    Decision: ("at", "announced_at"),
    Document: ("uploaded_at",),
    Opinion: ("asked_at", "given_at"),
    PathRecord: ("on", "at", "announced_at"),
    Remark: ("at", "answered_at"),
}


def load_candidates(people):
    """Pools and candidates of the made-up campaigns that have no pool yet. people: {e-mail name: User}.

    Returns how many candidates were made.
    """
    campaigns = {row.slug: row for row in Campaign.objects.filter(demonstration=True, pools=None)}
    for campaign in campaigns.values():
        for body in campaign.bodies.all():
            pools.save(pool_of(campaign, body), None)
    made = 0
    for number, entry in enumerate(read("candidates.toml")["candidates"], 1):
        campaign = campaigns.get(entry.get("campaign", RUNNING))
        if campaign:
            candidacy = Story(number, entry, campaign, people).tell()
            made += 1
            if entry.get("demand"):
                demand_of(candidacy)
    for pool in Pool.objects.filter(campaign__in=campaigns.values()).select_related("campaign"):
        if pool.campaign.voting_on < timezone.localdate():
            lock(pool, people["headquarters"])
    return made


def pool_of(campaign, body):
    """A Pool, not saved: it opens with the nomination and closes a day before it, as the made-up rules count."""
    opens, closes = campaign.called_on + timedelta(days=1), campaign.voting_on - timedelta(days=40)
    return Pool(
        campaign=campaign,
        body=body,
        opens_at=timezone.make_aware(datetime.combine(opens, time(0))),
        closes_at=timezone.make_aware(datetime.combine(closes, time(18))),
        target=40 if body.code == "maslikhat-region" else 4,
        women_share=30,
        young_share=15,
        disabled_share=5,
    )


def lock(pool, leader):
    path.lock_list(
        pool,
        leader,
        decision_kk="Бас кеңестің № 1 шешімі (көрсетілім)",
        decision_ru="Решение Генерального Совета № 1 (демонстрация)",
        now=pool.closes_at,
    )


def demand_of(candidacy):
    """Waits on the desk of the data-protection officer."""
    demands.receive(
        kind=DemandKind.TAKEDOWN,
        name="Мысал Үлгі (ойдан шығарылған)",
        contact="umitker@demo.example",
        text="Бұл – көрсетілім: деректерімді порталдан жоюды сұраймын.",
        address=candidacy.get_absolute_url("kk"),
        candidacy=candidacy,
    )


def move(campaign, by):
    """Moves the pools and candidates of a campaign whose dates moved. by: timedelta, whole days."""
    for pool in campaign.pools.all():
        pool.opens_at, pool.closes_at = pool.opens_at + by, pool.closes_at + by
        pools.save(pool, None)
    for model, names in MOMENTS.items():
        key = "campaign" if model is Candidacy else "candidacy__campaign"
        model.objects.filter(**{key: campaign}).update(**{name: F(name) + by for name in names})
    now = timezone.now()
    Demand.objects.waiting().filter(candidacy__campaign=campaign).update(
        received_at=now, due_at=working_day_after(now)
    )
