"""What every door of tasks does: lock, ask the access and the table of moves, leave a line of history.

`by` is the acting User. What is not possible raises `Refused`. Whoever locks several rows takes them in one order: the
task, then meetings by key, then applications by key, then the objective.
"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.headquarters import access
from campaigns.headquarters.moves import BY_DOER, BY_LEADER, BY_OFFICER, LEGAL, Move, is_legal
from campaigns.models import Task, TaskEvent
from federation.refusals import Refused


class Overtaken(Refused):
    """Somebody else changed the task after this person had opened it."""


def locked(task):
    """The row read anew under a lock to the end of the transaction."""
    return (
        Task.objects.select_for_update(no_key=True, of=("self",))
        .select_related("objective__campaign", "headquarters__region", "organisation__region")
        .get(pk=task.pk)
    )


def opened(task, by, move, *, version=None):
    """The task, locked, for a move that `by` may make now.

    Raises Refused, or Overtaken where `version` is another one than the person saw.
    """
    fresh = locked(task)
    require_mover(by, fresh, move)
    if not is_legal(move, fresh.state):
        raise Refused(overtaken_by(fresh))
    if move == Move.ACCEPT and access.own_work(by, fresh):
        raise Refused(own_work())
    if version is not None and version != fresh.version:
        raise Overtaken(
            _("Somebody changed this task after you had opened it. What you typed is below, not saved yet.")
        )
    return fresh


def may_make(move, user, task):
    """Whether `opened` lets the person make the move with the task as it is: what pages ask for their buttons."""
    if not is_legal(move, task.state) or not is_mover(user, task, move):
        return False
    return move != Move.ACCEPT or not access.own_work(user, task)


def is_mover(user, task, move):
    return (
        (move in BY_DOER and access.does(user, task))
        or (move in BY_LEADER and access.leads(user, task))
        or (move in BY_OFFICER and access.is_officer(user))
    )


def require_mover(by, task, move):
    """Refused unless `by` does the task, leads it or is the officer, as the move asks."""
    if not is_mover(by, task, move):
        raise Refused(_("Your role does not allow this."))


def own_work():
    """The sentence for whoever had a hand in what is to be accepted."""
    return _("You had a hand in this work: somebody else of the headquarters above accepts it.")


def overtaken_by(task):
    """Why the state does not allow the move any more, with who brought it there, and when."""
    event = task.events.filter(after=task.state).exclude(before=task.state).select_related("by").last()
    state = task.get_state_display()
    if event is None:
        return _("This is not possible now: the task is “%(state)s”.") % {"state": state}
    return _("This is not possible now: the task is “%(state)s” (%(who)s, %(at)s).") % {
        "state": state,
        "who": event.by,
        "at": date_format(timezone.localtime(event.at), "DATETIME_FORMAT"),
    }


def moved(task, move, by, at, *, reason=""):
    """Saves the task in the state that the move leads to, with a line of history. at: aware. Returns the task."""
    before = task.state
    task.state = LEGAL[move][1] or before
    task.version += 1
    task.changed_at = at
    task.save()
    noted(task, move, by, at, before=before, reason=reason)
    return task


def noted(task, move, by, at, *, before=None, reason=""):
    """A line of history alone: nobody who has the task open is overtaken. at: aware."""
    TaskEvent.objects.create(
        task=task,
        move=move,
        by=by,
        at=at,
        before=task.state if before is None else before,
        after=task.state,
        reason=reason,
    )


def said(reason):
    """The reason without blanks around it; Refused without any."""
    if not reason.strip():
        raise Refused(_("Give the reason: those who do the task have to understand it."))
    return reason.strip()
