"""What a report that was returned asks for, and whether something was done about it since."""

from django.utils.translation import gettext as _

from campaigns.enums import TaskState
from campaigns.headquarters.moves import Move

# What answers the reason of a return. A comment does unless whoever returned the report wrote it.
ANSWERS = (Move.PROVE, Move.DROP_PROOF, Move.TICK, Move.EDIT)


def last_return(task):
    """The TaskEvent that brought the task back to those who do it last, or None: a report that was returned, or an
    acceptance that was taken back."""
    back = task.events.filter(after=TaskState.RETURNED).exclude(before=TaskState.RETURNED)
    return back.select_related("by").last()


def is_answered(task):
    """Whether the task may be reported as far as its last return goes: not before evidence was added or taken away, a
    step ticked, the task changed, or a comment written.

    An acceptance that was taken back asks for nothing: perhaps a record was only opened to mend it.
    """
    if task.state != TaskState.RETURNED:
        return True
    event = last_return(task)
    if event is None or event.move != Move.RETURN:
        return True
    since = task.events.filter(pk__gt=event.pk)
    if since.filter(move__in=ANSWERS).exists():
        return True
    return since.filter(move=Move.COMMENT).exclude(by=event.by_id).exists()


def unanswered():
    """The sentence for whoever reports the same once more."""
    return _(
        "Nothing has changed since the report was returned: add evidence or replace it, tick a step, or write in a "
        "comment what was done."
    )
