"""Headquarters' workplace for campaigns. Every change goes through a door: campaigning, lawmaking, counting."""

from campaigns.admin import base, bodies, results, rulesets

__all__ = ["base", "bodies", "results", "rulesets"]
