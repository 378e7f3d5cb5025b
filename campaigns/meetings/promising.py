"""The door of promises: entered from an answer, released by a second person, reported on and confirmed (four eyes);
one that was released wrongly is withdrawn.

Every function works in one transaction under a lock and leaves a line in the audit log. `by` is the acting User. What
is not possible raises `Refused`; so does, in a silence, whatever readers would newly see. Whoever locks both takes the
meeting first, then the promise.
"""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.campaigning import Overtaken, clean, require_no_silence
from campaigns.enums import PROMISE_OPEN, MeetingState, PromiseState
from campaigns.headquarters.access import leads_headquarters, serves
from campaigns.meetings.access import decides_on_promises, promise_owners, writes
from campaigns.models import Commitment, CommitmentReport, Meeting
from federation.models.audit import name_actions, record
from federation.refusals import Refused

GIVEN, UNDER_WAY, KEPT, BROKEN = PromiseState
# Which status a report may bring after which; the same one again brings another last day, or news.
NEXT = {
    GIVEN: (GIVEN, UNDER_WAY, KEPT, BROKEN),
    UNDER_WAY: (UNDER_WAY, KEPT, BROKEN),
    KEPT: (UNDER_WAY, BROKEN),  # said too early
    BROKEN: (UNDER_WAY, KEPT),  # kept after all
}
TEXTS = ("text_kk", "text_ru")
DECIDED = ("confirmed_by", "confirmed_at", "declined_at")
FIELDS = (*TEXTS, "due_on", "holder", "headquarters", "question")
SEEN = (*TEXTS, "due_on", "holder_id", "headquarters_id", "question_id")


def keeps(user, commitment):
    """Whether the person enters, changes and withdraws it: who writes the record of the meeting."""
    return writes(user, commitment.meeting)


def releases(user, commitment):
    """Whether the person may release it, if somebody else entered it: who enters it, or leads who held the meeting."""
    return decides_on_promises(user, commitment.meeting)


def reports_on(user, commitment):
    """Whether the person may report what became of it: who enters it, or works for the headquarters that gave it."""
    own = commitment.headquarters is not None and serves(user, commitment.headquarters)
    return own or keeps(user, commitment)


def decides(user, commitment):
    """Whether the person may confirm a report of somebody else: who releases it, or leads the headquarters that gave
    it."""
    led = commitment.headquarters is not None and leads_headquarters(user, commitment.headquarters)
    return led or releases(user, commitment)


def digest(commitment):
    """What the promise says, as a short text: another one after each change."""
    said = repr([str(getattr(commitment, name)) for name in SEEN])
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def commit(by, *, meeting, text_kk, text_ru, due_on, holder=None, headquarters=None, question=None, now=None):
    """Enters a promise that was given at the meeting. Returns the Commitment, which readers do not see yet.

    due_on: its last local date, not before the meeting. holder, headquarters: exactly one gave it, of `promise_owners`.
    question: the Question of that meeting in whose answer it was given, or None; one answer holds one promise.
    """
    held = locked_meeting(meeting.pk)
    if not writes(by, held):
        raise Refused(_("Your role does not allow this."))
    if held.state == MeetingState.DRAFT or held.discarded_at:
        raise Refused(_("Confirm the record of the meeting first."))
    made = Commitment(meeting=held, made_by=by, made_at=now or timezone.now())
    values = {"text_kk": text_kk, "text_ru": text_ru, "due_on": due_on, "holder": holder}
    write(made, by, **values, headquarters=headquarters, question=question)
    record(by, "commitment.make", made, meeting=held.pk)
    return made


@transaction.atomic
def edit(commitment, by, *, seen=None, **fields):
    """Changes a promise that is not released yet; who changed it is the one who entered it. fields: of `FIELDS`.

    seen: `digest` of what the person changes (None: whatever it is now); Overtaken where it is another one by now.
    """
    fresh = opened(commitment, by)
    require_unreleased(fresh)
    require_seen(fresh, seen)
    fresh.made_by = by
    write(fresh, by, **fields)
    record(by, "commitment.change", fresh, fields=sorted(fields))
    return fresh


@transaction.atomic
def drop(commitment, by):
    """Deletes a promise that was never released."""
    fresh = opened(commitment, by)
    require_unreleased(fresh)
    record(by, "commitment.drop", fresh, meeting=fresh.meeting_id)
    fresh.delete()


@transaction.atomic
def publish(commitment, by, *, seen=None, now=None):
    """Releases a promise: a second person says that it was given so. Readers see it with the report of the meeting.

    seen: as in `edit`; nobody releases words that they have not read.
    """
    fresh = opened(commitment, by, releases)
    require_unreleased(fresh)
    require_seen(fresh, seen)
    if fresh.made_by_id == by.pk:
        raise Refused(_("You entered this promise: somebody else releases it."))
    require_no_silence()
    fresh.published_at, fresh.published_by, fresh.first_due_on = now or timezone.now(), by, fresh.due_on
    fresh.save(update_fields=["published_at", "published_by", "first_due_on"])
    record(by, "commitment.publish", fresh)
    return fresh


@transaction.atomic
def withdraw(commitment, by, *, reason_kk, reason_ru, now=None):
    """Takes a released promise from readers for good, at once and in a silence, too; they see the reason in its place.

    reason_…: in both languages. A report that waits is declined with it. The answer is free for the right promise.
    """
    fresh = opened(commitment, by)
    if not fresh.published_at:
        raise Refused(_("This promise is not released yet."))
    require_standing(fresh)
    reasons = {"kk": reason_kk.strip(), "ru": reason_ru.strip()}
    if not all(reasons.values()):
        raise Refused(_("Give the reason in both languages."))
    fresh.withdrawn_at, fresh.withdrawn_by = now or timezone.now(), by
    fresh.reason_kk, fresh.reason_ru, fresh.question = reasons["kk"], reasons["ru"], None
    clean(fresh)
    fresh.save()
    fresh.reports.filter(confirmed_at=None, declined_at=None).update(declined_at=fresh.withdrawn_at)
    record(by, "commitment.withdraw", fresh)
    return fresh


@transaction.atomic
def report(commitment, by, *, state, note_kk, note_ru, due_on=None, url="", now=None):
    """Says what became of a released promise. Returns the CommitmentReport, which waits for a second person.

    state: a `PromiseState` that may follow (`NEXT`). note_…: what was done, the ground, in both languages. due_on: a
    new last day, only while the promise stays open. url: a link that shows it, or "".
    """
    fresh = locked(commitment)
    if not reports_on(by, fresh):
        raise Refused(_("Your role does not allow this."))
    if not fresh.published_at:
        raise Refused(_("This promise is not released yet."))
    require_standing(fresh)
    if fresh.reports.filter(confirmed_at=None, declined_at=None).exists():
        raise Refused(_("Another report on it waits for confirmation."))
    require_next(fresh, state, due_on)
    if not (note_kk.strip() and note_ru.strip()):
        raise Refused(_("Say in both languages what was done."))
    made = CommitmentReport(commitment=fresh, by=by, at=now or timezone.now())
    made.state, made.due_on, made.url = state, due_on, url
    made.note_kk, made.note_ru = note_kk.strip(), note_ru.strip()
    clean(made, exclude=DECIDED)
    made.save()
    record(by, "commitment.report", fresh, report=made.pk)
    return made


@transaction.atomic
def confirm(report, by, *, now=None):
    """A second person confirms a report: its status, and its last day, are those of the promise from now on."""
    fresh, commitment = waiting(report, by)
    if fresh.by_id == by.pk:
        raise Refused(_("You wrote this report: somebody else confirms it."))
    require_next(commitment, fresh.state, fresh.due_on)
    require_no_silence()
    fresh.confirmed_at, fresh.confirmed_by = now or timezone.now(), by
    fresh.save(update_fields=["confirmed_at", "confirmed_by"])
    commitment.state, commitment.due_on = fresh.state, fresh.due_on or commitment.due_on
    commitment.save(update_fields=["state", "due_on"])
    record(by, "commitment.confirm", commitment, report=fresh.pk)
    return commitment


@transaction.atomic
def decline(report, by, *, now=None):
    """A report is not confirmed, or who wrote it takes it back. Readers never see it."""
    fresh, commitment = waiting(report, by)
    fresh.declined_at = now or timezone.now()
    fresh.save(update_fields=["declined_at"])
    record(by, "commitment.decline", commitment, report=fresh.pk)
    return fresh


def locked(commitment):
    """The row read anew under a lock to the end of the transaction."""
    found = Commitment.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related(
        *("meeting__headquarters", "meeting__organisation", "headquarters", "holder")
    ).get(pk=commitment.pk)


def locked_meeting(key):
    """The Meeting under a lock: nobody takes answers and participants away meanwhile."""
    return Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=key)


def opened(commitment, by, may=keeps):
    """The promise, locked, for who may act on it by the predicate `may`."""
    locked_meeting(commitment.meeting_id)
    fresh = locked(commitment)
    if not may(by, fresh):
        raise Refused(_("Your role does not allow this."))
    return fresh


def waiting(report, by):
    """(report, its commitment), both locked, if the person may decide and nobody has."""
    commitment = locked(report.commitment)
    fresh = commitment.reports.select_for_update(of=("self",)).get(pk=report.pk)
    if not decides(by, commitment) and fresh.by_id != by.pk:
        raise Refused(_("Your role does not allow this."))
    if fresh.confirmed_at or fresh.declined_at:
        raise Refused(_("This report is decided already."))
    return fresh, commitment


def require_unreleased(commitment):
    if commitment.published_at:
        raise Refused(_("This promise is released: what becomes of it is said by a report."))


def require_standing(commitment):
    if commitment.withdrawn_at:
        raise Refused(_("This promise is withdrawn."))


def require_seen(commitment, seen):
    if seen is not None and seen != digest(commitment):
        raise Overtaken(_("Somebody changed this promise after you had opened it: read it again."))


def require_next(commitment, state, due_on):
    if state not in NEXT[commitment.state]:
        raise Refused(
            _("The status cannot go from “%(before)s” to “%(after)s”.")
            % {"before": commitment.get_state_display(), "after": PromiseState(state).label}
        )
    if due_on and state not in PROMISE_OPEN:
        raise Refused(_("A promise that is kept or not kept has no new last day."))
    if due_on and due_on < commitment.meeting.held_on:
        raise Refused(_("The last day is before the meeting."))
    if state == commitment.state == GIVEN and not due_on:
        raise Refused(_("Give the new last day, or another status."))


def write(commitment, by, **fields):
    before = commitment.holder_id, commitment.headquarters_id
    for name, value in fields.items():
        setattr(commitment, name, value.strip() if name in TEXTS else value)
    if (commitment.holder_id, commitment.headquarters_id) != before:
        require_owner(commitment, by)
    if commitment.due_on < commitment.meeting.held_on:
        raise Refused(_("The last day is before the meeting."))
    if commitment.question and commitment.question.meeting_id != commitment.meeting_id:
        raise Refused(_("This answer was given at another meeting."))
    clean(commitment)
    commitment.save()


def require_owner(commitment, by):
    people, places = promise_owners(by, commitment.meeting)
    if commitment.holder and not people.filter(pk=commitment.holder_id).exists():
        raise Refused(_("Who promises took part in the meeting: enter the person there first."))
    if commitment.headquarters and not places.filter(pk=commitment.headquarters_id).exists():
        raise Refused(_("You cannot enter a promise in the name of this headquarters."))


name_actions(
    {
        "commitment.make": gettext_lazy("promise entered"),
        "commitment.change": gettext_lazy("promise changed"),
        "commitment.drop": gettext_lazy("promise deleted"),
        "commitment.publish": gettext_lazy("promise released"),
        "commitment.withdraw": gettext_lazy("promise withdrawn"),
        "commitment.report": gettext_lazy("report on a promise written"),
        "commitment.confirm": gettext_lazy("report on a promise confirmed"),
        "commitment.decline": gettext_lazy("report on a promise declined"),
    }
)
