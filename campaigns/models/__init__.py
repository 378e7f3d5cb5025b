"""Rule sets, campaigns, platforms, results, and candidates with their papers and reviews."""

from campaigns.models.campaigns import Campaign, CampaignDate, Constituency, Objective
from campaigns.models.candidacies import Candidacy, CandidacyEvent
from campaigns.models.demands import Demand, ImportRun, Takedown
from campaigns.models.links import Link, Reminder
from campaigns.models.papers import CandidateLink, Consent, Document
from campaigns.models.people import Person
from campaigns.models.platforms import Plank, PlankSection
from campaigns.models.pools import ListEntry, LockedList, Pool
from campaigns.models.results import Result, ResultLine
from campaigns.models.reviews import ChangeRequest, Decision, Opinion, PathRecord, Remark
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
    "Candidacy",
    "CandidacyEvent",
    "CandidateLink",
    "ChangeRequest",
    "Check",
    "Consent",
    "Constituency",
    "Deadline",
    "Decision",
    "Demand",
    "Document",
    "ElectoralSystem",
    "ImportRun",
    "Link",
    "ListEntry",
    "LockedList",
    "Objective",
    "Opinion",
    "PathRecord",
    "Person",
    "Plank",
    "PlankSection",
    "Pool",
    "Remark",
    "Reminder",
    "Requirement",
    "Result",
    "ResultLine",
    "Route",
    "RuleSet",
    "Takedown",
]
