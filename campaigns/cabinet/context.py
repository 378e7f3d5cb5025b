"""What the frame of the cabinet shows on each of its pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.candidates import access
from campaigns.headquarters.access import gives_tasks, reads_tasks, works_at_tasks
from campaigns.joining import access as joining
from campaigns.meetings import access as meetings
from federation.access import enters_cabinet


def menu(user, path):
    """Links of the cabinet's menu for this person: dicts of href, label, current.

    path: address of the page that is shown; its section is marked, too, on the pages inside of it.
    """
    pages = [
        ("home", _("My desk"), enters_cabinet(user)),
        ("candidates", _("Candidates"), access.is_branch(user) or access.is_reviewer(user)),
        ("imports", _("From a table"), access.is_branch(user)),
        ("review", _("Review"), access.is_reviewer(user)),
        ("tasks", _("Tasks"), reads_tasks(user)),
        ("meetings", _("Meetings"), works_at_tasks(user)),
        ("pools", _("Pools"), access.is_reviewer(user) or access.leads_pools(user)),
        ("overview", pgettext("menu", "Overview"), gives_tasks(user)),
        ("headquarters", pgettext("plural", "Headquarters"), works_at_tasks(user)),
        ("promises", pgettext("of meetings", "Promises"), meetings.records_meetings(user)),
        ("applications", pgettext("menu", "Applications"), joining.enters(user)),
        ("erase-on-demand", pgettext("menu", "Erase on demand"), joining.erases_on_demand(user)),
    ]
    desk = reverse("cabinet:home")
    entries = [
        {"href": reverse(f"cabinet:{name}"), "label": label, "current": ""}
        for name, label, shown in pages
        if shown
    ]
    # The longest address is the nearest; under that of the desk lies every page.
    around = [entry for entry in entries if path.startswith(entry["href"]) and entry["href"] != desk]
    for entry in entries:
        if entry["href"] == path:
            entry["current"] = "page"
        elif around and entry is max(around, key=lambda one: len(one["href"])):
            entry["current"] = "true"
    return entries
