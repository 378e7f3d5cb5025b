"""What is no longer needed is erased when its time is over: `manage.py erase_expired`, and the worker once a day."""

import datetime

from django.db.models import Q
from django.utils import timezone

from campaigns.candidates.erasing import erase_private
from campaigns.candidates.importing import KEPT_FOR, erase_old
from campaigns.candidates.moves import Move
from campaigns.models import Candidacy, CandidateLink, Demand, ImportRun, Pool

# An answered demand is proof of the answer for so long; then what was written in it goes.
DEMAND_DAYS = 365


def erase_expired(now=None, *, dry_run=False):
    """Erases what is over at `now` (aware, default the clock); idempotent. Returns {what: how many rows}.

    Private data of candidacies `Pool.keep_days` after the voting day, one transaction for each, so that a stop in the
    middle loses nothing; links that have run out; files and reports of old imports; contents of demands answered long
    ago. dry_run: counts alone, nothing is changed.
    """
    now = now or timezone.now()
    counts = {"candidacies": 0}
    for candidacy in expired(now).iterator():
        counts["candidacies"] += 1 if dry_run else erase_private(candidacy, now=now)
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
    return Candidacy.objects.filter(seats, erased_at=None).exclude(events__move=Move.ERASE).order_by("pk")
