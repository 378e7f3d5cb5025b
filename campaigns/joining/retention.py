"""What an applicant wrote is erased when nobody needs it any more; `manage.py erase_expired`, and the worker daily."""

import datetime
import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.enums import JOIN_OPEN
from campaigns.joining.applying import TOLD_FOR, erase, locked
from campaigns.joining.moves import Move
from campaigns.models import Application

logger = logging.getLogger(__name__)
# So long after the end the branch may still have to show what was agreed.
KEPT_DAYS = 180
# An application that nobody brings to an end is ended: nobody keeps a stranger's data for ever.
OPEN_DAYS = 365


def erase_expired(now=None, *, dry_run=False):
    """Erases what is over at `now` (aware, default the clock); idempotent. Returns how many applications.

    One transaction for each; one that fails is logged by its number, the others are erased nevertheless. dry_run:
    counts alone.
    """
    now = now or timezone.now()
    keys = list(expired(now).order_by("pk").values_list("pk", flat=True))
    if dry_run:
        return len(keys)
    Application.objects.filter(erased_at__lte=now - TOLD_FOR).exclude(contact_hash="").update(contact_hash="")
    count = 0
    for key in keys:
        try:
            count += erase_one(key, now)
        except Exception as error:  # whatever it is, it must not keep the data of others
            # Not what the error says: it may quote the row.
            logger.error("The data of application № %s were not erased: %s", key, type(error).__name__)
    return count


@transaction.atomic
def erase_one(key, now):
    """Whether the application still had to be erased."""
    fresh = locked(Application(pk=key))
    if not expired(now).filter(pk=key).exists():
        return False
    erase(fresh, Move.LAPSE if fresh.state in JOIN_OPEN else Move.ERASE, now)
    return True


def expired(now):
    """Applications whose private values have no reason to stay at `now`."""
    ended = Q(ended_at__lte=now - datetime.timedelta(days=KEPT_DAYS))
    stuck = Q(state__in=JOIN_OPEN, received_at__lte=now - datetime.timedelta(days=OPEN_DAYS))
    return Application.objects.filter(ended | stuck, erased_at=None)
