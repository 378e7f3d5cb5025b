"""Observers and volunteers of a headquarters: seen by who keeps it alone. The pages are never cached."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.downloads import table_response
from campaigns.cabinet.forms.headquarters import LastDayForm, VolunteerForm
from campaigns.cabinet.views.headquarters import of_user, page, saved
from campaigns.headquarters import access, tree
from campaigns.headquarters import volunteers as door
from campaigns.models import Volunteer
from federation.refusals import Refused


@cabinet_page(access.works_at_tasks)
def volunteers(request, pk):
    """Who serves there today by polling station, and how many at each. Names are read: a line in the audit log."""
    found = of_user(request, pk)
    rows = door.stations(found)
    context = {
        "headquarters": found,
        "people": door.read(found, request.user),
        "stations": rows,
        "counts": sum((row for _station, row in rows), tree.Counter()),
    }
    return render(request, "cabinet/volunteers.html", context)


@cabinet_page(access.works_at_tasks)
@sensitive_post_parameters()
def add(request, pk):
    """Enters somebody; then the next one can be entered at once."""
    found = of_user(request, pk)
    new = Volunteer(headquarters=found, consented_on=timezone.localdate())
    form = VolunteerForm(typed(request), instance=new)
    if request.method == "POST" and form.is_valid():

        def act():
            door.save(form.instance, request.user)

        if saved(request, form, act, _("Entered.")):
            return redirect("cabinet:volunteer-new" if "next" in request.POST else "cabinet:volunteers", pk)
    return page(request, "volunteer.html", found, form, volunteer=None)


@cabinet_page(access.works_at_tasks)
@sensitive_post_parameters()
def one(request, pk, volunteer):
    """One person: correct the data, end the service, erase the data when the consent is taken back."""
    found = of_user(request, pk)
    person = found.volunteers.filter(pk=volunteer, erased_at=None).first()
    if person is None:
        raise Http404
    person.headquarters = found
    data = typed(request)
    asked = data.get("act", "save") if data else None
    form = VolunteerForm(data if asked == "save" else None, instance=person)
    leaving = LastDayForm(data if asked == "leave" else None, prefix="leave")
    if request.method == "POST":
        acts = {
            "save": (form, lambda: door.save(form.instance, request.user), _("Saved.")),
            "leave": (
                leaving,
                lambda: door.leave(person, request.user, **leaving.cleaned_data),
                _("The service ends with that day."),
            ),
        }
        if asked == "forget":
            try:
                door.forget(person, request.user)
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
            else:
                return redirect("cabinet:volunteers", pk)
        elif asked in acts and acts[asked][0].is_valid():
            checked, act, done = acts[asked]
            if saved(request, checked, act, done):
                return redirect("cabinet:volunteers", pk)
    context = {"headquarters": found, "form": form, "leaving": leaving, "volunteer": person}
    wrong = form.errors or leaving.errors
    return render(request, "cabinet/volunteer.html", context, status=422 if wrong else 200)


@cabinet_page(access.works_at_tasks)
def export(request, pk, kind):
    """The table with names, to download."""
    if kind not in door.KINDS:
        raise Http404
    found = of_user(request, pk)
    return table_response(door.export(found, request.user, kind), f"volunteers-{found.pk}", kind)
