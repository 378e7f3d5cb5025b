"""The address of a person's own calendar of tasks: made, made anew, revoked. It is shown once."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.cabinet.base import cabinet_page
from campaigns.headquarters import access, calendar
from campaigns.models import CalendarKey


@cabinet_page(access.works_at_tasks)
def calendar_key(request):
    """POST with `revoke` takes the address away, any other makes a new one and shows it in the answer alone."""
    address = ""
    if request.method == "POST":
        if "revoke" in request.POST:
            calendar.revoke(request.user)
            messages.success(request, _("The calendar has no address any more."))
            return redirect("cabinet:task-calendar")
        key = calendar.new_key(request.user)
        address = settings.SITE_URL + reverse("campaigns:task-calendar", args=[key])
    shown = {"address": address, "key": CalendarKey.objects.filter(user=request.user).first()}
    return render(request, "cabinet/task_calendar.html", shown)
