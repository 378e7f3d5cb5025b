"""When somebody was last at the desk."""

import datetime

from django.db.models import Case, F, When
from django.db.models.functions import Coalesce

from campaigns.models import DeskVisit

# Whoever comes back sooner is still at the same visit, and keeps the list of what changed.
PAUSE = datetime.timedelta(hours=1)


def visited(user, now):
    """Notes that the person is at the desk at `now` (aware). Returns the moment since which the desk tells what
    changed: the end of the visit before this one; during the first visit, the time the desk was opened before; None
    when it is opened for the first time.

    One statement changes the row: two windows opened at once do not lose the visit before.
    """
    row = DeskVisit.objects.filter(user=user)
    before = Case(When(at__lte=now - PAUSE, then=F("at")), default=Coalesce("before", "at"))
    if not row.update(before=before, at=now):
        DeskVisit.objects.get_or_create(user=user, defaults={"at": now})
    return row.values_list("before", flat=True).get()
