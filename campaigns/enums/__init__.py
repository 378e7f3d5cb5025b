"""The vocabulary of campaigns, by subject."""

from campaigns.enums.candidates import LIVE, Advice, DemandKind, PathStep, PoolState, Scope
from campaigns.enums.law import (
    Anchor,
    Bar,
    CampaignKind,
    CountState,
    Level,
    Nominator,
    Outcome,
    RequirementKind,
    Rule,
    State,
    Step,
    System,
    Tense,
    Verdict,
)

__all__ = [
    "LIVE",
    "Advice",
    "Anchor",
    "Bar",
    "CampaignKind",
    "CountState",
    "DemandKind",
    "Level",
    "Nominator",
    "Outcome",
    "PathStep",
    "PoolState",
    "RequirementKind",
    "Rule",
    "Scope",
    "State",
    "Step",
    "System",
    "Tense",
    "Verdict",
]
