"""Rule sets, campaigns, platforms, results; candidates with their papers and reviews; headquarters at work."""

from campaigns.models.campaigns import Campaign, CampaignDate, Constituency, Objective
from campaigns.models.candidacies import Candidacy, CandidacyEvent
from campaigns.models.commitments import Commitment, CommitmentReport
from campaigns.models.demands import Demand, ImportRun, Takedown
from campaigns.models.desk import DeskVisit
from campaigns.models.headquarters import Headquarters, Post, Volunteer
from campaigns.models.joining import Application, ApplicationEvent
from campaigns.models.links import Link, Reminder
from campaigns.models.meeting_rows import AgendaItem, Citation, Participant, Question, Quotation
from campaigns.models.meetings import Meeting, MeetingEvent, MeetingRecord
from campaigns.models.offices import Office, OfficeHolder
from campaigns.models.papers import CandidateLink, Consent, Document
from campaigns.models.people import Person
from campaigns.models.platforms import Plank, PlankSection
from campaigns.models.pools import ListEntry, LockedList, Pool
from campaigns.models.reminders import CalendarKey, Digest, Escalation
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
from campaigns.models.tasks import (
    ChecklistItem,
    Evidence,
    Task,
    TaskComment,
    TaskEvent,
)
from campaigns.models.workplaces import Workplace

__all__ = [
    "AgendaItem",
    "Application",
    "ApplicationEvent",
    "Body",
    "CalendarKey",
    "Campaign",
    "CampaignDate",
    "Candidacy",
    "CandidacyEvent",
    "CandidateLink",
    "ChangeRequest",
    "Check",
    "ChecklistItem",
    "Citation",
    "Commitment",
    "CommitmentReport",
    "Consent",
    "Constituency",
    "Deadline",
    "Decision",
    "Demand",
    "DeskVisit",
    "Digest",
    "Document",
    "ElectoralSystem",
    "Escalation",
    "Evidence",
    "Headquarters",
    "ImportRun",
    "Link",
    "ListEntry",
    "LockedList",
    "Meeting",
    "MeetingEvent",
    "MeetingRecord",
    "Objective",
    "Office",
    "OfficeHolder",
    "Opinion",
    "Participant",
    "PathRecord",
    "Person",
    "Plank",
    "PlankSection",
    "Pool",
    "Post",
    "Question",
    "Quotation",
    "Remark",
    "Reminder",
    "Requirement",
    "Result",
    "ResultLine",
    "Route",
    "RuleSet",
    "Takedown",
    "Task",
    "TaskComment",
    "TaskEvent",
    "Volunteer",
    "Workplace",
]
