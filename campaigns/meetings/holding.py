"""The door of meetings with labour collectives: recorded, confirmed, closed; from a closed record comes the report.

Every function works in one transaction under a lock, asks the table of moves and the access, and leaves a line of
history. `by` is the acting User, or None where the portal itself acts (an import by a command). What is not possible
raises `Refused`.

Whoever locks several rows takes them in one order: new people and workplaces (`people.one_at_a_time`), tasks, what
publications share (`publishing.one_at_a_time`), meetings by key, the publication.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appeals import publishing
from campaigns import campaigning
from campaigns.enums import MeetingState, TaskState
from campaigns.meetings import access, report
from campaigns.meetings.completeness import lacks
from campaigns.meetings.moves import LEGAL, Move, is_legal
from campaigns.meetings.reading import from_data
from campaigns.meetings.record import record_of
from campaigns.meetings.rows import MODELS, SAID, WHO, clean, tidy, write_rows
from campaigns.models import Meeting, MeetingEvent
from federation.refusals import Refused

TEXTS = tuple(f"{name}_{code}" for name in ("place", "topic", "summary", "source") for code in ("kk", "ru"))
FIELDS = (
    *("campaign", "headquarters", "organisation", "workplace", "region"),
    *("held_on", "attendance", "source_url", *TEXTS),
)
OF_AN_IMPORT = ("source_text", "not_found", "source_digest")


class Overtaken(campaigning.Overtaken):
    """Somebody else changed the record after this person had opened it."""


class Incomplete(Refused):
    """The record cannot be confirmed yet. `lacks`: the `completeness.Lack`s, one for each reason."""

    def __init__(self, found):
        self.lacks = found
        super().__init__(*(lack.sentence for lack in found))


@transaction.atomic
def begin(by, *, move=Move.BEGIN, rows=None, **fields):
    """Makes the draft of a record. Nearly everything may be missing, also one language.

    move: Move.BEGIN, or Move.IMPORT of a text, which may bring `source_text`, `not_found` (remarks as data) and
    `source_digest`. fields: those of `FIELDS` (keys of other rows as model instances, or None); rows: as in `save`.
    Who is no staff names the headquarters or the organisation that held it, one of `access.may_hold_for`.
    Returns the saved Meeting.
    """
    meeting = Meeting(made_by=by)
    write(meeting, fields, rows or {}, FIELDS + OF_AN_IMPORT)
    require_holder(by, meeting)
    noted(meeting, move, by)
    return meeting


@transaction.atomic
def save(meeting, by, *, version, rows=None, **fields):
    """Writes what changed in the record: its fields, and whole lists of its rows. Returns it, read anew.

    version: of the record that the person saw (None: whatever it is now); Overtaken where it is another one by now.
    fields: those of `FIELDS`; what is not named stays. rows: lists of dicts, each replacing all of its kind; a kind
    that is not named stays:

    - "agenda": {"text_kk", "text_ru"};
    - "participants": {"holder": OfficeHolder, "part": Part}, in their order, each holder once;
    - "quotations": {"number", "speaker": OfficeHolder, "text_kk", "text_ru", "original": "kk" | "ru"};
    - "questions": {"number", "asked_by_kk", "asked_by_ru", "text_kk", "text_ru", "answered_by": OfficeHolder or None,
      "answer_kk", "answer_ru"};
    - "citations": {"text_kk", "text_ru", "act_kk", "act_ru", "url"}.

    A quotation or question without "number" is new and gets a number of its own, for good; with one it is the row of
    that number, changed. Speakers stand among the participants, after this act. A confirmed record becomes a draft
    again, unless nothing changed; a closed one is refused: `reopen` first.
    """
    fresh = opened(meeting, by, Move.EDIT, version=version)
    before = snapshot(fresh)
    write(fresh, fields, rows or {}, FIELDS)
    if fresh.held_on is None and fresh.commitments.exists():
        raise Refused(_("Promises were given at this meeting: its date stays."))
    if snapshot(fresh) == before:
        return fresh
    require_holder(by, fresh)
    return moved(fresh, Move.EDIT, by, confirmed_by=None, confirmed_at=None)


@transaction.atomic
def check_off(meeting, by, marks):
    """Takes notes of the import off the draft: a person looked at them. No change of the record, so no line of history.

    marks: `Remark.mark`s. Returns the Meeting.
    """
    fresh = opened(meeting, by, Move.EDIT)
    fresh.not_found = [
        row for row in fresh.not_found if not any(one.mark in marks for one in from_data([row]))
    ]
    fresh.save(update_fields=["not_found"])
    return fresh


@transaction.atomic
def confirm(meeting, by, *, version=None):
    """A person vouches for all of the record, in both languages. Returns it. Raises Incomplete with what is missing."""
    fresh = opened(meeting, by, Move.CONFIRM, version=version)
    found = lacks(fresh)
    if found:
        raise Incomplete(found)
    return moved(fresh, Move.CONFIRM, by, confirmed_by=by, confirmed_at=timezone.now())


@transaction.atomic
def close(meeting, by, *, version=None):
    """Closes the meeting, an act of its own: the record counts as evidence, nobody edits it any more. Returns it."""
    fresh = opened(meeting, by, Move.CLOSE, version=version)
    if by is None:
        raise Refused(_("A person closes a meeting."))
    return moved(fresh, Move.CLOSE, by, closed_by=by, closed_at=timezone.now())


@transaction.atomic
def reopen(meeting, by, *, reason, version=None):
    """Opens a closed record again, for the headquarters and publishers; it is confirmed and closed anew afterwards.

    What readers see stays as the last edition of the report froze it. Returns the Meeting.
    """
    if not reason.strip():
        raise Refused(_("Say why the record is opened again."))
    if by is not None and not access.reopens(by):
        raise Refused(_("Only the headquarters and publishers open a closed record again."))
    fresh = opened(meeting, by, Move.REOPEN, version=version)
    if Meeting.objects.filter(pk=fresh.pk, evidence__task__state=TaskState.ACCEPTED).exists():
        raise Refused(
            _("A task was accepted on the strength of this meeting: take that acceptance back first.")
        )
    nobody = {"confirmed_by": None, "confirmed_at": None, "closed_by": None, "closed_at": None}
    return moved(fresh, Move.REOPEN, by, reason=reason.strip(), **nobody)


@transaction.atomic
def discard(meeting, by, *, reason="", version=None):
    """Takes an open record out of all lists; row and history stay. Returns it.

    Refused once its report had an edition or it has promises. A report that was only built stays a draft, which nobody
    can publish.
    """
    fresh = opened(meeting, by, Move.DISCARD, version=version)
    if not may_be_discarded(fresh):
        raise Refused(_("A public report or a promise follows from this record: it cannot be discarded."))
    return moved(
        fresh, Move.DISCARD, by, reason=reason.strip(), discarded_at=timezone.now(), source_digest=""
    )


@transaction.atomic
def build_report(meeting, by, *, version=None):
    """Makes the report in both languages from the closed record, or writes it anew. Returns the Publication, a draft.

    It is a publication of kind `meeting`, linked to the campaign of the meeting, and goes the way of every text:
    review, four eyes, edition. Its edition freezes the data as they are now, whatever offices and names become. What
    somebody wrote into an earlier report by hand is replaced (its history keeps it).
    """
    publishing.one_at_a_time()
    fresh = opened(meeting, by, Move.BUILD, version=version)
    fresh.built = record_of(fresh)
    fresh.report = report.written(fresh, by)
    moved(fresh, Move.BUILD, by)
    return fresh.report


def may_be_discarded(meeting):
    return not (meeting.records.exists() or meeting.commitments.exists())


def missing(meeting):
    """[Lack]: what the record still needs before `confirm`; empty for a closed one."""
    return [] if meeting.state == MeetingState.CLOSED else lacks(meeting)


# What the functions above ask


def opened(meeting, by, move, *, version=None):
    """The meeting, locked and read anew, for a move that `by` may make now."""
    fresh = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("headquarters", "organisation", "workplace", "region", "campaign", "report")
        .get(pk=meeting.pk)
    )
    if by is not None and not access.writes(by, fresh):
        raise Refused(_("Your role does not allow this."))
    if fresh.discarded_at:
        raise Refused(_("This record was discarded."))
    if not is_legal(move, fresh.state):
        raise Refused(
            _("This is not possible any more: the record of the meeting is “%(state)s” now.")
            % {"state": fresh.get_state_display()}
        )
    if version is not None and version != fresh.version:
        raise Overtaken(
            _("Somebody changed this record after you had opened it. What you typed is below, not saved yet.")
        )
    return fresh


def write(meeting, fields, lists, known):
    unknown = set(fields) - set(known)
    if unknown:
        raise TypeError(f"A meeting has no {sorted(unknown)}")
    for name, value in fields.items():
        setattr(meeting, name, value if name in OF_AN_IMPORT else tidy(value))
    if meeting.workplace and not meeting.region:
        meeting.region = meeting.workplace.region
    if meeting.headquarters and not meeting.campaign:
        meeting.campaign = meeting.headquarters.campaign
    if meeting.headquarters and meeting.headquarters.campaign_id != meeting.campaign_id:
        raise Refused(_("The headquarters that held the meeting belongs to another campaign."))
    clean(meeting)
    meeting.save()
    write_rows(meeting, lists)


def require_holder(by, meeting):
    """Who is no staff records meetings of the own headquarters and organisations alone."""
    if by is None or access.writes(by, meeting):
        return
    if not (meeting.headquarters or meeting.organisation):
        raise Refused(_("Say which headquarters or organisation held the meeting."))
    raise Refused(_("You record meetings of your own headquarters and organisations only."))


def snapshot(meeting):
    """All that `save` writes, to be compared."""
    said = {name: getattr(meeting, name) for name in FIELDS}
    for name, model in MODELS.items():
        columns = (*SAID[name], WHO.get(name) or "number", "number")
        found = model.objects.filter(meeting=meeting).order_by("number")
        said[name] = list(found.values_list(*dict.fromkeys(columns)))
    return said


def moved(meeting, move, by, *, reason="", **fields):
    """Saves the state that the move leads to, with what goes with it and a line of history. Returns the meeting."""
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.state = LEGAL[move][1] or meeting.state
    meeting.version += 1
    meeting.changed_at = timezone.now()
    meeting.save()
    noted(meeting, move, by, reason)
    return meeting


def noted(meeting, move, by, reason=""):
    MeetingEvent.objects.create(meeting=meeting, move=move, by=by, reason=reason)
