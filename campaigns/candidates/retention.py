"""What is no longer needed is erased when its time is over: `manage.py erase_expired`, and the worker once a day."""

import datetime
import logging

from django.db.models import Q
from django.utils import timezone

from campaigns.candidates.erasing import erase_private
from campaigns.candidates.importing import KEPT_FOR, erase_old
from campaigns.candidates.scrubbing import left
from campaigns.models import Candidacy, CandidateLink, Demand, ImportRun, Pool

logger = logging.getLogger(__name__)
# An answered demand is proof of the answer for so long; then what was written in it goes.
DEMAND_DAYS = 365


def erase_expired(now=None, *, dry_run=False):
    """Erases what is over at `now` (aware, default the clock); idempotent. Returns {what: how many rows}.

    Private data of candidacies `Pool.keep_days` after the voting day, one transaction for each, so that a stop in the
    middle loses nothing; links that have run out; files and reports of old imports; contents of demands answered long
    ago. A candidacy that fails is logged by its number and counted as "failed"; the others are erased nevertheless.
    dry_run: counts alone, nothing is changed.
    """
    now = now or timezone.now()
    counts = {"candidacies": 0, "failed": 0}
    # Keys alone: whoever reads a row whose sealed values no key opens fails.
    for key in list(expired(now).values_list("pk", flat=True)):
        try:
            counts["candidacies"] += 1 if dry_run else erase_private(Candidacy(pk=key), now=now)
        except Exception as error:  # whatever it is, it must not keep the data of others
            counts["failed"] += 1
            # Not what the error says: it may quote the row.
            logger.error("The data of candidacy № %s were not erased: %s", key, type(error).__name__)
    links = CandidateLink.objects.filter(closed_at=None, expires_at__lte=now)
    demands = Demand.objects.filter(answered_at__lt=now - datetime.timedelta(days=DEMAND_DAYS)).exclude(
        name="", contact="", text="", answer="", address=""
    )
    counts["links"] = links.count() if dry_run else links.update(closed_at=now)
    nothing = dict.fromkeys(("name", "contact", "text", "answer", "address"), "")
    counts["demands"] = demands.count() if dry_run else demands.update(**nothing)
    imports = ImportRun.objects.filter(at__lt=now - KEPT_FOR).exclude(file="")
    counts["imports"] = imports.count() if dry_run else erase_old(now)
    return counts


def expired(now):
    """Candidacies whose private data have no reason to stay at `now`."""
    today, seats = timezone.localdate(now), Q(pk__in=[])
    for pool in Pool.objects.select_related("campaign"):
        if pool.campaign.voting_on + datetime.timedelta(days=pool.keep_days) < today:
            seats |= Q(campaign=pool.campaign_id, body=pool.body_id)
    return left(Candidacy.objects.filter(seats)).order_by("pk")
