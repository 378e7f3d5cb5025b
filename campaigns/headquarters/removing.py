"""What should not be in a task is removed: the file of a piece of evidence or of a comment, with its text.

The row stays, with who added it and when, and so does what it counts.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.headquarters.door import noted, opened, said
from campaigns.headquarters.moves import Move
from campaigns.headquarters.retention import empty
from federation.refusals import Refused


@transaction.atomic
def remove(row, by, reason, *, now=None):
    """Empties an Evidence or a TaskComment: its file is deleted, its note or text goes. Returns the task.

    by: who leads the task, or the officer for data protection. reason: stands in the history for good, so without
    private data. Raises Refused where it is removed already. now: aware, default the clock.
    """
    now = now or timezone.now()
    fresh = opened(row.task, by, Move.REMOVE)
    found = type(row).objects.filter(pk=row.pk, task=fresh, removed_at=None).first()
    if found is None:
        raise Refused(_("It is removed already."))
    reason = said(reason)
    empty(found, now)
    noted(fresh, Move.REMOVE, by, now, reason=reason)
    return fresh
