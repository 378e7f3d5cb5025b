"""When names and phones of observers and volunteers, files and texts of tasks go: `manage.py erase_expired`, and the
worker once a day."""

import datetime

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from campaigns.candidates.filing import forget
from campaigns.models import Campaign, Evidence, Pool, TaskComment, Volunteer

NOTHING = {"full_name": "", "phone": ""}


def erase_expired(now=None, *, dry_run=False):
    """Erases names and phones of volunteers who have left, and of campaigns whose time is over at `now` (aware, default
    the clock); of the tasks of such campaigns private files, notes of evidence and comments, while amounts stay.

    Idempotent. dry_run: counts alone. Returns {what: how many rows}. Reads no sealed value: a key that was lost keeps
    nothing.
    """
    now = now or timezone.now()
    over = [campaign.pk for campaign in Campaign.objects.all() if is_over(campaign, now)]
    needless = Q(headquarters__campaign__in=over) | Q(left_on__lt=timezone.localdate(now))
    found = Volunteer.objects.filter(needless, erased_at=None)
    return {
        "volunteers": found.count() if dry_run else found.update(**NOTHING, erased_at=now),
        "files and texts of tasks": erase_tasks(over, now, dry_run),
    }


def erase_tasks(campaigns, now, dry_run):
    """Empties evidence and comments of the campaigns (keys), one transaction for each row: a stop in the middle leaves
    none that names a deleted file. Returns how many."""
    count = 0
    for model in (Evidence, TaskComment):
        found = model.objects.filter(task__objective__campaign__in=campaigns, removed_at=None)
        if model is Evidence:
            found = found.exclude(file="", note="")
        count += found.count()
        for row in [] if dry_run else list(found):
            with transaction.atomic():
                empty(row, now)
    return count


def empty(row, now):
    """Saves an Evidence or a TaskComment without file and text; the file is deleted when the transaction commits."""
    forget(row.file)
    row.file, row.removed_at = "", now
    row.file_label = ""
    if isinstance(row, Evidence):
        row.note = ""
    else:
        row.text = ""
    row.save()


def is_over(campaign, now):
    """Whether the time to keep such data of the campaign is over: so many days after the voting day as its pools keep
    those of candidates, the shortest of them; the usual number where it has none."""
    days = campaign.pools.aggregate(Min("keep_days"))["keep_days__min"]
    if days is None:
        days = Pool._meta.get_field("keep_days").default
    return campaign.voting_on + datetime.timedelta(days=days) < timezone.localdate(now)


def scrub(volunteer, now):
    """Saves the volunteer without name and phone."""
    volunteer.full_name, volunteer.phone, volunteer.erased_at = "", "", now
    volunteer.save()
