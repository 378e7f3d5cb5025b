"""The door of people in public offices: their names, and what they were called on which day.

Each function works in one transaction under a lock and leaves a line in the audit log. `by`: the acting User, or None
where the portal itself acts. What is not possible raises `Refused`.
"""

import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.campaigning import clean
from campaigns.comparing import changed, columns
from campaigns.headquarters import access, silence
from campaigns.models import Headquarters, Office, OfficeHolder
from federation.models.audit import name_actions, record
from federation.refusals import Refused


@transaction.atomic
def save(holder, by, *, offices=(), removed=()):
    """Writes an office holder, new or changed in memory, with offices, all or nothing. Returns it.

    offices: Offices, new or changed in memory; removed: those entered by mistake. Somebody who was promoted gets a
    `new_office`: a changed line would rewrite what the person was called before.
    """
    require(by, holder)
    return written(holder, by, offices, removed)


@transaction.atomic
def new_office(holder, by, *, title_kk, title_ru, from_date, beside=False):
    """Another office from that day; those held until then end on its eve, unless it is held `beside` them.

    Returns the Office. Refused where an office that would end began on that day or later.
    """
    require(by, holder)
    holder = OfficeHolder.objects.select_for_update().get(pk=holder.pk)
    held = [] if beside else list(holder.offices.held_on(from_date))
    for former in held:
        if former.from_date and former.from_date >= from_date:
            raise Refused(
                _("The office “%(office)s” begins on %(day)s: the new one begins later.")
                % {"office": former, "day": date_format(former.from_date, "DATE_FORMAT")}
            )
        former.until_date = from_date - datetime.timedelta(days=1)
    order = max((office.order for office in holder.offices.all()), default=-1) + 1 if beside else 0
    new = Office(title_kk=title_kk, title_ru=title_ru, from_date=from_date, order=order)
    written(holder, by, [*held, new])
    return new


def written(holder, by, offices, removed=()):
    """Saves the person with offices; who may do so is the caller's matter, as is the transaction. Returns the holder.

    A removed Office is deleted. In a silence readers get no new name or office.
    """
    with silence.nothing_new(by, silence.words_of_holder, holder):
        return _written(holder, by, offices, removed)


def _written(holder, by, offices, removed):
    before = OfficeHolder.objects.select_for_update().filter(pk=holder.pk).first()
    row = OfficeHolder.objects.filter(pk=holder.pk).order_by().values(*columns(OfficeHolder))
    said_before = row.get() if before else {}
    clean(holder)
    holder.save()
    details = changed(said_before, row.get()) if before else {}
    if before is None or details:
        record(by, "office-holder.change" if before else "office-holder.create", holder, **details)
    for office in removed:
        record(by, "office.remove", holder, office=[office.title_kk, office.title_ru])
        office.delete()
    for office in offices:
        office.holder = holder
        rows = Office.objects.order_by().values(*columns(Office))
        said = rows.filter(pk=office.pk).first()
        clean(office)
        office.save()
        details = changed(said, rows.get(pk=office.pk)) if said else {"office": str(office)}
        if details:
            record(by, "office.change" if said else "office.create", holder, **details)
    return holder


def may_write(user, holder):
    """Whether the person may say who the holder is – name, offices, the consent to be named: whoever keeps offices.

    Of somebody who was entered with a post also who staffs that headquarters, until the holder is known beyond it: by
    a post elsewhere, at a meeting, by a promise. Otherwise a branch would rename whomever it gives a post.
    """
    if access.keeps_offices(user):
        return True
    if holder.entered_in is None or holder.participations.exists() or holder.commitments.exists():
        return False
    served = Headquarters.objects.filter(posts__holder=holder)
    return all(access.staffs(user, headquarters) for headquarters in {holder.entered_in, *served})


def require(by, holder):
    if by is not None and not may_write(by, holder):
        raise Refused(_("Your role does not allow this."))


name_actions(
    {
        "office-holder.create": gettext_lazy("office holder entered"),
        "office-holder.change": gettext_lazy("office holder changed"),
        "office.create": gettext_lazy("office entered"),
        "office.change": gettext_lazy("office changed"),
        "office.remove": gettext_lazy("office deleted"),
    }
)
