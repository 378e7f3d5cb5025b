"""What should not be in a task is removed: the file of a piece of evidence or of a comment, with its text.

The row stays, with who added it and when, and so does what it counts: nobody who accepted a piece of evidence makes it
disappear (ADR 15).
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.enums import TaskState
from campaigns.headquarters import access
from campaigns.headquarters.door import may_make, noted, opened, said
from campaigns.headquarters.moves import Move
from campaigns.headquarters.retention import empty
from campaigns.models import Evidence
from federation.refusals import Refused


def may_remove_evidence(user, task):
    """Whether the person may empty evidence of the task: once it is accepted, the officer for data protection alone."""
    judged = task.state == TaskState.ACCEPTED and not access.is_officer(user)
    return may_make(Move.REMOVE, user, task) and not judged


def stays():
    """The sentence for a leader who may not."""
    return _("Accepted evidence stays: only the officer for data protection removes it.")


@transaction.atomic
def remove(row, by, reason, *, now=None):
    """Empties an Evidence or a TaskComment: its file is deleted, its note or text goes. Returns the task.

    by: who leads the task, or the officer for data protection; of evidence that was accepted, the officer alone.
    reason: stands in the history for good, so without private data. Raises Refused where it is removed already.
    now: aware, default the clock.
    """
    now = now or timezone.now()
    fresh = opened(row.task, by, Move.REMOVE)
    found = type(row).objects.filter(pk=row.pk, task=fresh, removed_at=None).first()
    if found is None:
        raise Refused(_("It is removed already."))
    if isinstance(found, Evidence):
        if not may_remove_evidence(by, fresh):
            raise Refused(stays())
        found.title_kk = found.title_ru = ""
    reason = said(reason)
    empty(found, now)
    noted(fresh, Move.REMOVE, by, now, reason=reason)
    return fresh
