"""What others did since my last visit, from the histories: moves and names of things, no private data, no reason.

Each history is asked through the predicate of its subject; a person's own doings are no news to them.
"""

import datetime
from dataclasses import dataclass

from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from appeals.enums import Move as PublicationMove
from appeals.models import MoveRecord
from campaigns.candidates import access as candidates
from campaigns.candidates.moves import Move as CandidacyMove
from campaigns.desk.meetings import meeting_page
from campaigns.headquarters.access import visible as visible_tasks
from campaigns.headquarters.access import works_at_tasks
from campaigns.headquarters.moves import Move as TaskMove
from campaigns.joining import access as joining
from campaigns.joining.moves import Move as ApplicationMove
from campaigns.meetings import access as meetings
from campaigns.meetings import promises
from campaigns.meetings.moves import Move as MeetingMove
from campaigns.models import (
    ApplicationEvent,
    CandidacyEvent,
    Commitment,
    Demand,
    MeetingEvent,
    PathRecord,
    TaskEvent,
)
from federation.access import is_administrator, is_branch, places
from federation.enums import Role
from federation.models import AuditEntry

AT_MOST = 20
# What a branch learns of its candidates when it happens; of decisions and steps: `announced_at_once`.
TO_BRANCHES = (
    *(CandidacyMove.BEGIN, CandidacyMove.IMPORT, CandidacyMove.SUBMIT, CandidacyMove.RETURN),
    *(CandidacyMove.ANNOUNCE, CandidacyMove.DECIDE_CHANGE, CandidacyMove.WITHDRAW, CandidacyMove.TAKE_DOWN),
    *(CandidacyMove.CONFIRM, CandidacyMove.OBJECT, CandidacyMove.WITHDRAW_CONSENT, CandidacyMove.ERASE),
)
TO_REVIEWERS = (
    *(CandidacyMove.SUBMIT, CandidacyMove.RETURN, CandidacyMove.APPROVE, CandidacyMove.REJECT),
    *(CandidacyMove.ANNOUNCE, CandidacyMove.WITHDRAW, CandidacyMove.ASK_CHANGE, CandidacyMove.DECIDE_CHANGE),
    *(CandidacyMove.CONFIRM, CandidacyMove.OBJECT, CandidacyMove.WITHDRAW_CONSENT, CandidacyMove.TAKE_DOWN),
    *(CandidacyMove.RECORD_STEP, CandidacyMove.TAKE_BACK_STEP),
)
# Steps on the way that say nothing to whoever was not there.
SMALL_OF_TASKS = (TaskMove.TICK,)
SMALL_OF_MEETINGS = (MeetingMove.EDIT,)
SMALL_OF_PUBLICATIONS = (
    *(PublicationMove.EDIT, PublicationMove.PLACE, PublicationMove.REVERT),
    *(PublicationMove.CONFIRM, PublicationMove.OVERRIDE),
)


@dataclass(frozen=True)
class Change:
    """at: aware. what: the move; text: of what; who: "" where the portal or somebody outside acted."""

    at: datetime.datetime
    what: str
    text: str
    href: str
    who: str = ""


def changes(user, since):
    """[Change] that the person may see, later than `since` (aware), the newest first, at most AT_MOST."""
    found = []
    for told in (
        of_candidates,
        of_tasks,
        of_meetings,
        of_promises,
        of_publications,
        of_applications,
        of_office,
    ):
        found += told(user, since)
    return sorted(found, key=lambda change: change.at, reverse=True)[:AT_MOST]


def newest(events, user, since, who="by"):
    """The newest of a history after `since`, without the person's own."""
    return (
        events.filter(at__gt=since)
        .exclude(**{who: user})
        .select_related(who)
        .order_by("-at", "-pk")[:AT_MOST]
    )


def name(person):
    return str(person) if person else ""


def label(moves, move):
    return str(dict(moves.choices).get(move, move))


def of_candidates(user, since):
    """A branch hears of its candidates what it may know, and not who decided; reviewers of all that lie before them."""
    own = Q(candidacy__registered_by__in=places(user)[Role.BRANCH])
    seen = own & (Q(move__in=TO_BRANCHES) | announced_at_once())
    if candidates.is_reviewer(user):
        before = candidates.lying_before(user).values("pk")
        seen |= ~own & Q(move__in=TO_REVIEWERS, candidacy__in=before)
    elif not is_branch(user):
        return []
    events = CandidacyEvent.objects.filter(seen).select_related("candidacy")
    return [candidacy_change(user, event) for event in newest(events, user, since)]


def announced_at_once():
    """Decisions and steps that were announced in the act; all others reach the branch with their announcement."""
    decided = Q(move__in=[CandidacyMove.APPROVE, CandidacyMove.REJECT], at=F("candidacy__announced_at"))
    steps = PathRecord.objects.filter(candidacy=OuterRef("candidacy"), announced_at=OuterRef("at"))
    return decided | Q(Exists(steps.filter(at=OuterRef("at"))), move=CandidacyMove.RECORD_STEP)


def candidacy_change(user, event):
    row = event.candidacy
    is_own = candidates.works_on(user, row)
    page = "cabinet:candidate" if is_own else "cabinet:review-one"
    what = label(CandidacyMove, event.move)
    who = "" if is_own else name(event.by)
    return Change(event.at, what, row.full_name or f"№ {row.pk}", reverse(page, args=[row.pk]), who)


def of_tasks(user, since):
    if not works_at_tasks(user):
        return []
    events = TaskEvent.objects.filter(task__in=visible_tasks(user).values("pk"))
    events = events.exclude(move__in=SMALL_OF_TASKS).select_related("task")
    return [
        Change(
            event.at,
            label(TaskMove, event.move),
            str(event.task),
            reverse("cabinet:task", args=[event.task_id]),
            name(event.by),
        )
        for event in newest(events, user, since)
    ]


def of_meetings(user, since):
    if not meetings.records_meetings(user):
        return []
    events = MeetingEvent.objects.filter(meeting__in=meetings.visible(user).values("pk"))
    events = events.exclude(move__in=SMALL_OF_MEETINGS).select_related("meeting__workplace")
    return [
        Change(
            event.at,
            label(MeetingMove, event.move),
            str(event.meeting),
            meeting_page(user, event.meeting_id),
            name(event.by),
        )
        for event in newest(events, user, since)
    ]


def of_promises(user, since):
    if not works_at_tasks(user):
        return []
    keys = promises.visible(user).annotate(key=Cast("pk", CharField())).values("key")
    return [
        Change(
            entry.at,
            entry.action_name(),
            _("Promise № %(number)s") % {"number": entry.subject_id},
            reverse("cabinet:promise", args=[entry.subject_id]),
            name(entry.actor),
        )
        for entry in newest(entries_of(Commitment).filter(subject_id__in=keys), user, since, who="actor")
    ]


def of_publications(user, since):
    if not user.has_perm("appeals.write_publication"):
        return []
    events = MoveRecord.objects.exclude(move__in=SMALL_OF_PUBLICATIONS).select_related("publication")
    return [
        Change(
            event.at,
            event.get_move_display(),
            str(event.publication),
            reverse("admin:appeals_publication_change", args=[event.publication_id]),
            name(event.actor),
        )
        for event in newest(events, user, since, who="actor")
    ]


def of_applications(user, since):
    """Numbers alone, for the branch before which they lie."""
    if not joining.answers(user):
        return []
    events = ApplicationEvent.objects.filter(application__in=joining.before(user).values("pk"))
    return [
        Change(
            event.at,
            label(ApplicationMove, event.move),
            f"№ {event.application_id}",
            reverse("cabinet:application", args=[event.application_id]),
            name(event.by),
        )
        for event in newest(events, user, since)
    ]


def of_office(user, since):
    """Demands for who answers them; people and their roles for administrators."""
    found = []
    if candidates.takes_down(user):
        entries = newest(entries_of(Demand), user, since, who="actor")
        found += [entry_change(entry, "admin:campaigns_demand_change", entry.subject_id) for entry in entries]
    if is_administrator(user):
        people = Q(action__startswith="membership.") | Q(action__startswith="invitation.")
        entries = newest(AuditEntry.objects.filter(people), user, since, who="actor")
        found += [entry_change(entry, "admin:federation_auditentry_change", entry.pk) for entry in entries]
    return found


def entry_change(entry, page, key):
    return Change(
        entry.at, entry.action_name(), entry.subject(), reverse(page, args=[key]), name(entry.actor)
    )


def entries_of(model):
    return AuditEntry.objects.filter(
        subject_type__app_label=model._meta.app_label, subject_type__model=model._meta.model_name
    )
