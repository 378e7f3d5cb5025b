"""Campaigns: rules, dates, constituencies, platform, linked publications, results; and the clock of the made-up one."""

import csv
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from appeals import publishing
from appeals.models import Publication
from campaigns import campaigning, constituencies, counting, lawmaking
from campaigns.models import (
    Campaign,
    CampaignDate,
    Constituency,
    Objective,
    Plank,
    Result,
    ResultLine,
    RuleSet,
)
from federation.models import QuietPeriod, Region
from federation.site.demo import candidates, headquarters, joining, meetings, tasks
from federation.site.demo.content import CONTENT, HOUR, bilingual, days_ago, read
from federation.site.demo.publications import imprint

REGIONS = CONTENT.parents[1] / "data" / "regions.csv"


def load_rules():
    """The rule sets of the country and the made-up one; what is there stays."""
    for path in (*lawmaking.standard_files(), CONTENT / "rules-demo.toml"):
        lawmaking.load(path)


def load_campaigns(people):
    """The campaigns that are not there yet, through their doors. people: {e-mail name: User}. Returns how many."""
    content = read("campaigns.toml")
    missing = [
        entry for entry in content["campaign"] if not Campaign.objects.filter(slug=entry["slug"]).exists()
    ]
    for entry in missing:
        load_campaign(entry, imprint(content), people)
    return len(missing)


def load_campaign(entry, imprint_defaults, people):
    leader = people["headquarters"]
    called_on, voting_on = days_of(entry)
    rule_set = RuleSet.objects.in_force(entry["rules"], called_on or voting_on)
    bodies = {body.code: body for body in rule_set.bodies.filter(code__in=entry["bodies"])}
    texts = bilingual(entry, "title", "summary", "question", "information")
    campaign = campaigning.save(
        Campaign(
            slug=entry["slug"],
            kind=entry.get("kind", "election"),
            rule_set=rule_set,
            called_on=called_on,
            voting_on=voting_on,
            zones=entry["zones"],
            platform=Publication.objects.get(slug=entry["platform"]) if "platform" in entry else None,
            demonstration=rule_set.demonstration,
            **texts,
            **imprint_defaults,
        ),
        leader,
        dates=[official_date(row) for row in entry.get("date", [])],
        bodies=list(bodies.values()),
        objectives=[Objective(**row) for row in entry.get("objective", [])] or None,
    )
    load_constituencies(campaign, bodies, entry, people)
    if campaign.platform:
        load_planks(campaign, leader)
    for link in entry.get("link", []):
        load_link(campaign, link, people)
    campaigning.announce(campaign, leader)


def days_of(entry):
    """(day of the call or None, voting day) of a campaign; those of a made-up one are counted from today."""
    if "voting_days_ago" in entry:
        return days_ago(entry["called_days_ago"]), days_ago(entry["voting_days_ago"])
    return entry.get("called"), entry["voting"]


def official_date(entry):
    begins, ends = entry["begins"], entry["ends"]
    return CampaignDate(
        step=entry["step"],
        begins_on=begins.date(),
        begins_time=begins.time(),
        ends_on=ends.date(),
        ends_time=ends.time(),
        **bilingual(entry, "source"),
    )


def load_constituencies(campaign, bodies, entry, people):
    """Those written down, with their results; and nameless ones, so many in each region, called like the region."""
    regions = {region.iso: region for region in Region.objects.all()}
    for code, how_many in entry.get("constituencies", {}).items():
        for iso, seats in majilis_seats().items():
            region = regions[iso]
            for number in range(1, 1 + (seats if how_many == "seats" else how_many)):
                constituency = Constituency(
                    campaign=campaign,
                    body=bodies[code],
                    region=region,
                    number=str(number),
                    name_kk=region.name_kk,
                    name_ru=region.name_ru,
                )
                constituencies.save(constituency, people["headquarters"])
    for place in entry.get("constituency", []):
        constituency = Constituency(
            campaign=campaign,
            body=bodies[place["body"]],
            region=regions[place["region"]],
            number=place["number"],
            voters=place["voters"],
            **bilingual(place, "name"),
        )
        constituencies.save(constituency, people["headquarters"])
        if "result" in place:
            load_result(constituency, place["result"], people)


def majilis_seats():
    """{ISO code of a region: single-mandate seats of the Majilis in 2023} (DOMAIN §3)."""
    with REGIONS.open(encoding="utf-8", newline="") as file:
        return {row["iso"]: int(row["majilis_smd_2023"]) for row in csv.DictReader(file)}


def load_result(constituency, entry, people):
    """Entered the day after the vote by one person, confirmed by another a day later."""
    campaign = constituency.campaign
    entered = timezone.make_aware(datetime.combine(campaign.voting_on, HOUR)) + timedelta(days=1)
    result = Result(
        campaign=campaign,
        body=constituency.body,
        constituency=constituency,
        voters=entry["voters"],
        voted=entry["voted"],
        invalid=entry["invalid"],
        source_kk=f"№ {constituency.number} округтік сайлау комиссиясының хаттамасы (көрсетілім)",
        source_ru=f"Протокол окружной избирательной комиссии № {constituency.number} (демонстрация)",
        source_url=f"https://example.org/protocol/{constituency.number}",
    )
    lines = [ResultLine(**line) for line in entry["lines"]]
    result = counting.enter(result, lines, people["headquarters"], now=entered)
    counting.confirm(result, people["administrator"], now=entered + timedelta(days=1))


def load_planks(campaign, leader):
    """What each plank of the campaign's platform serves and wants."""
    objectives = {objective.number: objective for objective in campaign.objectives.all()}
    for entry in read("planks.toml")["plank"]:
        plank = Plank.objects.get(platform=campaign.platform, number=entry["number"])
        plank.objective = objectives[entry["objective"]]
        for field, text in bilingual(entry, "initiative", "done").items():
            setattr(plank, field, text)
        campaigning.write_plank(plank, leader)


def load_link(campaign, entry, people):
    """A publication of the campaign; a neutral one loses the mark again, by two persons."""
    publication = Publication.objects.get(slug=entry["publication"])
    campaigning.link(campaign, publication, people["headquarters"])
    if "neutral" in entry:
        publishing.propose_neutral(publication, people["editor"], reason=entry["neutral"])
        publishing.accept_neutral(publication, people["publisher"])


def set_clock():
    """Moves the dates of the made-up running campaign, so that its nomination is open today.

    Its quiet periods begin anew with it, one that holds now as well: no vote stands behind them. Official dates that
    somebody gave it fall away. Raises `campaigning.Refused`, and changes nothing, where what was edited contradicts
    itself. Returns the Campaigns that moved.
    """
    moved = []
    for entry in read("campaigns.toml")["campaign"]:
        campaign = Campaign.objects.filter(slug=entry["slug"], demonstration=True).first()
        if not entry.get("follows_the_clock") or campaign is None:
            continue
        called_on, voting_on = days_of(entry)
        called_on = min(called_on, last_day_of(campaign.rule_set))
        if (campaign.called_on, campaign.voting_on) == (called_on, voting_on):
            continue
        with transaction.atomic():
            QuietPeriod.objects.filter(campaign=campaign.slug).delete()
            for part in (candidates, headquarters, meetings, tasks, joining):
                part.move(campaign, called_on - campaign.called_on)
            campaign.called_on, campaign.voting_on = called_on, voting_on
            moved.append(campaigning.save(campaign, None, dates=[]))
    return moved


def last_day_of(rule_set):
    """The last day on which this version of the rules holds: who is called later runs under the next one."""
    following = RuleSet.objects.filter(code=rule_set.code, valid_from__gt=rule_set.valid_from)
    following = following.order_by("valid_from").first()
    return following.valid_from - timedelta(days=1) if following else date.max
