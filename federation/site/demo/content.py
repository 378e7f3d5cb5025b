"""Reading the files of the demonstration."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

CONTENT = Path(__file__).resolve().parent
LANGUAGES = ("kk", "ru")
HOUR = time(10)  # of publication, in the portal's time zone


def read(name):
    """A file of the demonstration: a name in its folder, or a whole path."""
    with (CONTENT / name).open("rb") as file:
        return tomllib.load(file)


def bilingual(entry, *names):
    """{"title_kk": …, "title_ru": …} of an entry; an absent text is ""."""
    return {f"{name}_{code}": entry.get(f"{name}_{code}", "") for name in names for code in LANGUAGES}


def days_ago(days):
    """The date so many days before today, in the portal's time zone; a negative number is the future."""
    return timezone.localdate() - timedelta(days=days)


def hour_of(entry):
    """When a publication or a later edition became, or becomes, public: aware moment."""
    day = entry.get("published") or days_ago(entry["days_ago"])
    moment = timezone.make_aware(datetime.combine(day, HOUR))
    scheduled = entry.get("state") == "scheduled"
    return moment if scheduled else min(moment, timezone.now())
