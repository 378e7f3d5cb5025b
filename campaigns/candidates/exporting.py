"""The way out: candidates as a table, with the columns that the person may see. Each export is logged."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from campaigns.candidates import access
from campaigns.candidates.cells import ANSWERS, SEXES
from campaigns.candidates.columns import AS_WRITTEN, COLUMNS, language
from campaigns.candidates.workbooks import as_csv, as_xlsx
from campaigns.models import Pool
from federation.access import holds
from federation.enums import Role
from federation.models.audit import name_actions, record

# Administrators keep pools and people, and read no candidates.
may_export = holds(Role.BRANCH, Role.REGIONAL_HEADQUARTERS, Role.HEADQUARTERS, Role.DATA_PROTECTION)
KINDS = ("xlsx", "csv")
SEALED = ("phone", "email", "address", "person__iin")
NOT_EXPORTED = {"note"}


def export(user, kind, pool=None):
    """(bytes, how many rows) of the candidates that `user` sees, of one pool or of all, in the active language.

    kind: "xlsx" or "csv". Private columns are there for whoever works for the branch or reviews, and filled where
    `access.reads_private` holds. Leaves an entry in the audit log, without a name.
    """
    columns = columns_for(user)
    found = access.visible(user).filter(erased_at=None)
    if pool:
        found = found.filter(campaign=pool.campaign_id, body=pool.body_id)
    # Thousands share few regions and organisations: fetched once each, not joined to every row.
    found = found.select_related("person").prefetch_related(
        *("campaign", "body", "constituency__district", "region", "industry", "primary_organisation"),
        "registered_by",
    )
    private = any(column.private for column in columns)
    if not private:
        found = found.defer(*SEALED)
    opened = access.read_privately(user, found) if private else set()
    rows = [row_of(one, user, columns, one.pk in opened) for one in found]
    head = [*(column.heading for column in columns), *beside()]
    data = as_xlsx(_("Candidates"), head, rows) if kind == "xlsx" else as_csv(head, rows)
    subjects = [pool] if pool else Pool.objects.filter(campaign__in={one.campaign_id for one in found})
    for subject in subjects:
        of_it = [
            one for one in found if (one.campaign_id, one.body_id) == (subject.campaign_id, subject.body_id)
        ]
        if of_it or pool:
            record(user, "candidates.export", subject, rows=len(of_it), kind=kind)
    return data, len(rows)


def columns_for(user):
    private = access.is_branch(user) or access.is_reviewer(user)
    return [
        column
        for column in COLUMNS.values()
        if column.name not in NOT_EXPORTED and (private or not column.private)
    ]


def beside():
    """Headings of what the portal says of each candidacy; an import passes them over."""
    return [
        pgettext("column of a table", "No. in the portal"),
        _("Campaign"),
        pgettext("column of a table", "State"),
        _("Registered by"),
        pgettext("column of a table", "Submitted"),
    ]


def row_of(candidacy, user, columns, opened):
    """Cells of one candidacy; private ones are empty unless `opened`."""
    cells = [text_of(candidacy, column) if opened or not column.private else "" for column in columns]
    submitted = candidacy.submitted_at
    return [
        *cells,
        str(candidacy.pk),
        str(candidacy.campaign),
        str(access.shown_state(candidacy, user).label),
        str(candidacy.registered_by),
        date_format(localtime(submitted), "SHORT_DATETIME_FORMAT") if submitted else "",
    ]


def text_of(candidacy, column):
    """The cell of a column, as an import reads it again."""
    name, person = column.name, candidacy.person
    if name in AS_WRITTEN:
        return getattr(candidacy, name)
    match name:
        case "iin":
            return person.iin if person else ""
        case "birth_date":
            return f"{person.birth_date:%d.%m.%Y}" if person and person.birth_date else ""
        case "sex":
            return answer(person and person.is_woman, SEXES)
        case "system" | "nominator":
            return str(getattr(candidacy, f"get_{name}_display")())
        case "constituency":
            return candidacy.constituency.number if candidacy.constituency else ""
        case "district":
            place = candidacy.constituency
            return str(place.district) if place and place.district else ""
        case "citizen" | "disabled":
            return answer(getattr(candidacy, name), ANSWERS)
        case "residence_years":
            return "" if candidacy.residence_years is None else str(candidacy.residence_years)
    return str(getattr(candidacy, name) or "")


def answer(value, words):
    return "" if value is None else words[language()][0 if value else 1]


name_actions({"candidates.export": gettext_lazy("candidates exported")})
