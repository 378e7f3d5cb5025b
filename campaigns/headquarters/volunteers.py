"""The door of observers and volunteers. Names and phones are sealed: who keeps the headquarters alone reads them.

Each function works in one transaction under a lock and leaves a line in the audit log that names numbers, never
people. `by`: the acting User, or None where the portal itself acts. What is not possible raises `Refused`.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from campaigns.campaigning import clean
from campaigns.candidates.workbooks import as_csv, as_xlsx
from campaigns.enums import Service
from campaigns.headquarters import access, retention
from campaigns.models import Headquarters, Volunteer
from federation.access import is_officer
from federation.models.audit import name_actions, record
from federation.refusals import Refused

KINDS = ("xlsx", "csv")
# What is typed of a volunteer; the log names these fields, never their values.
TYPED = ("service", "full_name", "phone", "station", "consented_on")


@transaction.atomic
def save(volunteer, by):
    """Writes an observer or a volunteer, new or changed in memory. Returns it.

    Refused in a closed headquarters, after the data were erased, and once the campaign's time to keep such data is
    over.
    """
    headquarters = locked(volunteer.headquarters, by)
    before = Volunteer.objects.select_for_update().filter(pk=volunteer.pk).first()
    if before:
        require_present(before)
        if before.headquarters_id != headquarters.pk:
            raise Refused(_("Enter the person anew in the other headquarters."))
    if not headquarters.works_on(timezone.localdate()):
        raise Refused(_("This headquarters does not work today: nobody is entered in it."))
    if retention.is_over(headquarters.campaign, timezone.now()):
        raise Refused(_("The time to keep such data of this campaign is over."))
    if not volunteer.full_name.strip():
        raise Refused(_("Give the name."))
    if volunteer.consented_on and volunteer.consented_on > timezone.localdate():
        raise Refused(_("The day of the consent lies in the future."))
    if before is None and by is not None:
        volunteer.added_by = by
    if before is None:
        # One that closes on a day to come: nobody serves in it after that day.
        volunteer.left_on = headquarters.closed_on
    clean(volunteer)
    volunteer.save(update_fields=TYPED if before else None)
    fields = [name for name in TYPED if before and getattr(before, name) != getattr(volunteer, name)]
    record(by, "volunteer.change" if before else "volunteer.create", volunteer, fields=fields)
    return volunteer


@transaction.atomic
def leave(volunteer, by, *, last_day):
    """Ends the service with that day, inclusive; after it the data are erased (`retention`). Returns it."""
    headquarters = locked(volunteer.headquarters, by)
    volunteer = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    require_present(volunteer)
    volunteer.left_on = min(last_day, headquarters.closed_on or last_day)
    volunteer.save()
    record(by, "volunteer.leave", volunteer, last_day=volunteer.left_on)
    return volunteer


@transaction.atomic
def forget(volunteer, by):
    """The consent was taken back: name and phone are erased at once, the service ends. Returns it.

    Whoever keeps the headquarters does it, and the data-protection officer.
    """
    locked(volunteer.headquarters, None if is_officer(by) else by)
    volunteer = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if volunteer.left_on is None or volunteer.left_on > timezone.localdate():
        volunteer.left_on = timezone.localdate()
    retention.scrub(volunteer, timezone.now())
    record(by, "volunteer.forget", volunteer)
    return volunteer


@transaction.atomic
def read(headquarters, by):
    """[Volunteer] of `present` for a page that shows their names; each look is logged. Refused as `export`."""
    headquarters = locked(headquarters, by)
    rows = present(headquarters)
    record(by, "volunteers.view", headquarters, rows=len(rows))
    return rows


@transaction.atomic
def export(headquarters, by, kind):
    """Bytes of the table of who serves there, with names, in the active language; each export is logged.

    kind: one of KINDS. Refused unless `by` keeps the headquarters.
    """
    headquarters = locked(headquarters, by)
    rows = [
        [
            str(one.get_service_display()),
            one.full_name,
            one.phone,
            one.station,
            date_format(one.consented_on, "SHORT_DATE_FORMAT"),
        ]
        for one in present(headquarters)
    ]
    head = [
        pgettext("column of a table", "Service"),
        _("Full name"),
        _("Phone"),
        _("Polling station No."),
        _("Consent given on"),
    ]
    record(by, "volunteers.export", headquarters, rows=len(rows), kind=kind)
    title = _("Observers and volunteers")
    return as_xlsx(title, head, rows) if kind == "xlsx" else as_csv(head, rows)


def present(headquarters):
    """Volunteers who serve there today and whose data are there, by polling station as people count them."""
    found = headquarters.volunteers.serving().filter(erased_at=None)
    return sorted(found, key=lambda one: (in_number(one.station), one.full_name, one.pk))


def stations(headquarters):
    """[(polling station, {Service: number})] of who serves there today, "" for none, the last."""
    counted = headquarters.volunteers.serving().order_by().values_list("station", "service")
    found = {}
    for station, service, number in counted.annotate(Count("pk")):
        found.setdefault(station, Counter())[Service(service)] = number
    return sorted(found.items(), key=lambda row: in_number(row[0]))


def in_number(station):
    """Sorts 2 before 10, what is no number after them, nothing last."""
    digits = station.isdecimal()
    return (not station, not digits, int(station) if digits else 0, station)


def locked(headquarters, by):
    """The headquarters under a lock, for somebody who keeps it."""
    headquarters = (
        Headquarters.objects.select_for_update(of=("self",))
        .select_related("campaign")
        .get(pk=headquarters.pk)
    )
    if by is not None and not access.keeps(by, headquarters):
        raise Refused(_("Your role does not allow this."))
    return headquarters


def require_present(volunteer):
    if volunteer.erased_at:
        raise Refused(_("The data of this person were erased."))


name_actions(
    {
        "volunteer.create": gettext_lazy("observer or volunteer entered"),
        "volunteer.change": gettext_lazy("observer or volunteer changed"),
        "volunteer.leave": gettext_lazy("observer or volunteer left"),
        "volunteer.find": gettext_lazy("observer or volunteer found by the phone"),
        "volunteer.forget": gettext_lazy("data of an observer or volunteer erased"),
        "volunteers.view": gettext_lazy("names of observers and volunteers read"),
        "volunteers.export": gettext_lazy("observers and volunteers exported"),
    }
)
