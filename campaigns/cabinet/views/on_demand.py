"""Data erased because the person asked for it. The contact is posted, never part of an address."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.joining import OnDemandForm
from campaigns.joining import access
from campaigns.joining import on_demand as door


@cabinet_page(access.erases_on_demand)
@sensitive_post_parameters()
@sensitive_variables("contact", "form")
def on_demand(request):
    """POST finds what the contact left; once it is ticked that the person is the one, it is erased."""
    form = OnDemandForm(typed(request))
    found = None
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data["contact"]
        if form.cleaned_data["sure"]:
            count = door.erase(request.user, contact)
            messages.success(
                request,
                ngettext("%(count)s entry erased.", "%(count)s entries erased.", count) % {"count": count},
            )
            return redirect("cabinet:erase-on-demand")
        applications, volunteers = door.find(request.user, contact)
        found = {"applications": applications, "volunteers": volunteers}
    context = {"form": form, "found": found}
    return render(request, "cabinet/on_demand.html", context, status=422 if form.errors else 200)
