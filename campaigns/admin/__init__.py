"""Headquarters' workplace for campaigns. Every change goes through a door: campaigning, lawmaking, counting."""

from campaigns.admin import (
    base,
    bodies,
    campaigns,
    constituencies,
    demands,
    headquarters,
    links,
    meetings,
    planks,
    pools,
    quiet,
    results,
    rulesets,
    workplaces,
)

__all__ = [
    "base", "bodies", "campaigns", "constituencies", "demands", "headquarters", "links", "meetings", "planks", "pools",
    "quiet", "results", "rulesets", "workplaces",
]  # fmt: skip
