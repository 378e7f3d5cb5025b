"""The door of tasks: given, changed, begun, reported, decided (their evidence: `campaigns.headquarters.proving`).

`by` is the acting User. Every function works in one transaction under a lock and leaves a line of history; mails go on
the queue with it. What is not possible raises `Refused`. now: aware, default the clock.
"""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.campaigning import clean
from campaigns.candidates.filing import accept_private, store, whole
from campaigns.enums import Tier
from campaigns.headquarters import access, proving, returning, telling
from campaigns.headquarters.door import moved, noted, opened, said
from campaigns.headquarters.moves import Move
from campaigns.headquarters.people import doers
from campaigns.models import (
    Application,
    ChecklistItem,
    Objective,
    Task,
    TaskComment,
)
from campaigns.models.tasks import RUNS_ON
from federation.models import Organisation
from federation.refusals import Refused

# What a leader writes of a task.
WRITABLE = (
    *("objective", "title_kk", "title_ru", "text_kk", "text_ru"),
    *("target", "unit", "due_on", "priority"),
)


@transaction.atomic
def give(by, owner, *, objective, people=(), checklist=(), batch=None, now=None, **fields):
    """Gives a task to a Headquarters or an Organisation (branch). Returns the Task; who has to do it gets a mail.

    fields: of WRITABLE; title, both languages, and due_on (a local date) are needed. people: Users who work for the
    owner, none for all of them. checklist: texts. batch: uuid.UUID of the form: sent twice, it gives once.
    """
    return given_to([owner], by, objective, people, checklist, batch, now or timezone.now(), fields)[0]


@transaction.atomic
def give_everywhere(by, *, objective, checklist=(), batch=None, now=None, **fields):
    """Gives the same task to every regional headquarters of the objective's campaign that works now: [Task], of one
    batch. Arguments as in `give`."""
    now = now or timezone.now()
    owners = list(everywhere(objective.campaign, timezone.localdate(now)))
    if not owners:
        raise Refused(
            _(
                "The campaign has no regional headquarters that works now: open them on the page “Headquarters”, or "
                "give the task to an organisation."
            )
        )
    return given_to(owners, by, objective, (), checklist, batch, now, fields)


def everywhere(campaign, day):
    """Queryset of the regional headquarters of the campaign that work on the local date `day`."""
    regional = access.at_work(day).filter(campaign=campaign, tier=Tier.REGIONAL)
    return regional.order_by("region__name_kk", "pk")


@transaction.atomic
def edit(task, by, *, version=None, checklist=None, now=None, **fields):
    """Writes `fields` (of WRITABLE) of a task at work; checklist: all its texts, where a ticked one stays ticked.

    The campaign stays for good, the unit while evidence is listed, which counts in it; a new last day is not over yet.
    """
    now = now or timezone.now()
    fresh = opened(task, by, Move.EDIT, version=version)
    before, campaign = (fresh.unit, fresh.due_on), fresh.objective.campaign_id
    write(fresh, fields)
    if fresh.objective.campaign_id != campaign:
        raise Refused(_("A task stays with its campaign: call it off and give another one."))
    if fresh.unit != before[0] and fresh.evidence.exists():
        raise Refused(_("The evidence counts in the unit that the task has: take it away first."))
    if fresh.due_on != before[1]:
        require_time(fresh, now)
    clean(fresh)
    if checklist is not None:
        relist(fresh, checklist)
    return moved(fresh, Move.EDIT, by, now)


@transaction.atomic
def start(task, by, *, version=None, now=None):
    fresh = opened(task, by, Move.START, version=version)
    return moved(fresh, Move.START, by, now or timezone.now())


@transaction.atomic
def tick(task, by, number, *, done=True, now=None):
    """Marks step `number` of the checklist as done, or as not done. Idempotent. Returns the task."""
    now = now or timezone.now()
    fresh = opened(task, by, Move.TICK)
    item = fresh.checklist.filter(number=number).first()
    if item is None:
        raise Refused(_("The checklist was changed meanwhile: this step is not on it any more."))
    if bool(item.done_at) != done:
        item.done_at, item.done_by = (now, by) if done else (None, None)
        item.save(update_fields=["done_at", "done_by"])
        noted(fresh, Move.TICK, by, now)
    return fresh


@transaction.atomic
def appoint(task, by, people, *, version=None, now=None):
    """Names the Users who do it, none for all who work for its owner. Who is new gets a mail. Returns the task."""
    fresh = opened(task, by, Move.APPOINT, version=version)
    known = set(fresh.people.values_list("pk", flat=True))
    fresh.people.set(of_owner(fresh, people))
    moved(fresh, Move.APPOINT, by, now or timezone.now())
    telling.named(fresh, [one for one in people if one.pk not in known and one != by])
    return fresh


def comment(task, by, text, *, upload=None, now=None):
    """Adds a comment; upload: an UploadedFile, judged by its content and kept in the private storage.

    Returns the TaskComment. Comments are never changed.
    """
    now = now or timezone.now()
    with whole():
        fresh = opened(task, by, Move.COMMENT)
        row = TaskComment(task=fresh, text=text.strip(), by=by, at=now)
        if upload:
            accepted = accept_private(upload)
            store(row.file, accepted.name, accepted.content)
            row.file_label = accepted.name[:150]
        clean(row)
        row.save()
        noted(fresh, Move.COMMENT, by, now)
    return row


@transaction.atomic
def report(task, by, *, reason="", version=None, now=None):
    """Says that it is done: those above get a mail. Needs evidence; where it shows less than the target, the reason;
    and where it was returned, something new since (`returning.is_answered`)."""
    now = now or timezone.now()
    fresh = opened(task, by, Move.REPORT, version=version)
    if not returning.is_answered(fresh):
        raise Refused(returning.unanswered())
    shown = proving.shown(fresh)
    if not shown:
        raise Refused(_("Add evidence first: a task is done when something proves it."))
    if shown < fresh.target and not reason.strip():
        raise Refused(
            _("The evidence shows %(shown)s of %(target)s: add what is missing, or say why it stays so.")
            % {"shown": shown, "target": fresh.target}
        )
    fresh.reported_by, fresh.reported_at = by, now
    moved(fresh, Move.REPORT, by, now, reason=reason.strip())
    telling.reported(fresh, by, shown)
    return fresh


@transaction.atomic
def take_back(task, by, *, version=None, now=None):
    """The report is taken back before it was decided. Returns the task."""
    fresh = opened(task, by, Move.TAKE_BACK, version=version)
    return moved(fresh, Move.TAKE_BACK, by, now or timezone.now())


@transaction.atomic
def accept(task, by, *, version=None, now=None):
    """Accepts the report: from now on its evidence counts. Returns the task.

    Refused for whoever had a hand in it, and where a piece of the evidence does not hold: a publication without a
    public edition, a meeting that is not closed, either counted for the objective by another task.
    """
    now = now or timezone.now()
    fresh = opened(task, by, Move.ACCEPT, version=version)
    shown = proving.require_countable(fresh)
    fresh.decided_by, fresh.decided_at = by, now
    moved(fresh, Move.ACCEPT, by, now)
    telling.accepted(fresh, by, shown)
    return fresh


@transaction.atomic
def return_(task, by, reason, *, version=None, now=None):
    """Gives the report back, with what is to be mended. Returns the task."""
    now = now or timezone.now()
    fresh = opened(task, by, Move.RETURN, version=version)
    reason = said(reason)
    fresh.decided_by, fresh.decided_at = by, now
    moved(fresh, Move.RETURN, by, now, reason=reason)
    telling.returned(fresh, by, reason)
    return fresh


@transaction.atomic
def reopen(task, by, reason, *, version=None, now=None):
    """Takes an acceptance back: at once its evidence counts nowhere any more. Returns the task."""
    now = now or timezone.now()
    fresh = opened(task, by, Move.REOPEN, version=version)
    reason = said(reason)
    fresh.decided_by, fresh.decided_at = by, now
    moved(fresh, Move.REOPEN, by, now, reason=reason)
    telling.reopened(fresh, by, reason)
    return fresh


@transaction.atomic
def call_off(task, by, reason, *, version=None, now=None):
    """Ends a task for good without counting it; new members that it had taken can be counted by others again."""
    now = now or timezone.now()
    fresh = opened(task, by, Move.CALL_OFF, version=version)
    reason = said(reason)
    Application.objects.filter(evidence__task=fresh).update(evidence=None)
    fresh.decided_by, fresh.decided_at = by, now
    moved(fresh, Move.CALL_OFF, by, now, reason=reason)
    telling.called_off(fresh, by, reason)
    return fresh


# What the functions above ask


def given_to(owners, by, objective, people, checklist, batch, now, fields):
    """One Task for each owner. The objective is locked: a form that was sent twice finds what it gave."""
    objective = Objective.objects.select_for_update(no_key=True, of=("self",)).get(pk=objective.pk)
    batch = batch or uuid.uuid4()
    known = list(Task.objects.filter(batch=batch, made_by=by))
    if known:
        return known
    day = timezone.localdate(now)
    if objective.campaign.voting_on + RUNS_ON < day:
        raise Refused(_("This campaign is over."))
    headquarters, branches = access.may_give_to(by, day) if access.gives_tasks(by) else (None, None)
    made = []
    for owner in owners:
        allowed = branches if isinstance(owner, Organisation) else headquarters
        if allowed is None or not allowed.filter(pk=owner.pk).exists():
            raise Refused(_("You cannot give a task to “%(owner)s”.") % {"owner": owner})
        column = "organisation" if isinstance(owner, Organisation) else "headquarters"
        task = Task(made_by=by, made_at=now, changed_at=now, batch=batch, **{column: owner})
        write(task, {"objective": objective, **fields})
        require_time(task, now)
        clean(task)
        task.save()
        task.people.set(of_owner(task, people))
        relist(task, checklist)
        noted(task, Move.GIVE, by, now)
        made.append(task)
    telling.given(made, by)
    return made


def write(task, fields):
    unknown = set(fields) - set(WRITABLE)
    if unknown:
        raise TypeError(f"No fields of a task: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(task, name, value.strip() if isinstance(value, str) else value)


def require_time(task, now):
    if task.due_on and task.due_on < timezone.localdate(now):
        raise Refused(_("The last day is over already."))


def of_owner(task, people):
    """The Users as they are; Refused where one of them does not work for the task's owner."""
    working = set(doers(task.owner).filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True))
    for person in people:
        if person.pk not in working:
            raise Refused(
                _("%(person)s does not work for “%(owner)s”.") % {"person": person, "owner": task.owner}
            )
    return people


def relist(task, texts):
    """Writes the checklist anew; a step whose text stays keeps its tick."""
    texts = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    known = {item.text: item for item in task.checklist.all()}
    task.checklist.all().delete()
    for number, text in enumerate(texts, 1):
        old = known.get(text)
        ticked = {"done_at": old.done_at, "done_by": old.done_by} if old else {}
        item = ChecklistItem(task=task, number=number, text=text, **ticked)
        clean(item)
        item.save()
