"""Rule sets, campaigns, platforms and results."""

from campaigns.models.campaigns import Campaign, CampaignDate, Constituency, Objective
from campaigns.models.links import Link, Reminder
from campaigns.models.platforms import Plank, PlankSection
from campaigns.models.results import Result, ResultLine
from campaigns.models.rulesets import (
    Body,
    Check,
    Deadline,
    ElectoralSystem,
    Requirement,
    Route,
    RuleSet,
)

__all__ = [
    "Body",
    "Campaign",
    "CampaignDate",
    "Check",
    "Constituency",
    "Deadline",
    "ElectoralSystem",
    "Link",
    "Objective",
    "Plank",
    "PlankSection",
    "Reminder",
    "Requirement",
    "Result",
    "ResultLine",
    "Route",
    "RuleSet",
]
