"""Two records of one person: side by side, and joined by the headquarters."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.review import MergeForm
from campaigns.candidates import access, duplicates, merging
from campaigns.models import Person
from federation.models.audit import record
from federation.refusals import Refused


@cabinet_page(access.is_headquarters)
def merge(request, one, other):
    """one, other: keys of Persons whom `duplicates` takes for one; 404 for others."""
    if one == other:
        raise Http404
    people = [get_object_or_404(Person, pk=key, iin_hash__isnull=False) for key in (one, other)]
    before = access.lying_before(request.user).select_related("campaign", "body", "region", "registered_by")
    held = [list(before.filter(person=person)) for person in people]
    alike = {
        found.candidacy.person_id for row in held[0] for found in duplicates.duplicates_of(row, request.user)
    }
    # Digits of two numbers are told where the portal takes them for one person's, and to who may read both.
    rows = held[0] + held[1]
    if people[1].pk not in alike or len(access.read_privately(request.user, rows)) < len(rows):
        raise Http404
    form = MergeForm(typed(request), people=people)
    if request.method == "POST" and form.is_valid():
        stays = next(person for person in people if person.pk == form.cleaned_data["stays"])
        gone = next(person for person in people if person != stays)
        try:
            merging.merge(gone, stays, request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, _("The two records are one now."))
            return redirect("cabinet:review-one", held[0][0].pk)
    for row in held[0] + held[1]:
        record(request.user, "candidacy.number", row)
    digits = [differing(*pair) for pair in (people, people[::-1])]
    shown = {"form": form, "sides": list(zip(people, digits, held, strict=True))}
    return render(request, "cabinet/merge.html", shown, status=422 if form.errors else 200)


def differing(person, other):
    """The number of `person` with those digits alone in which it differs from that of `other`."""
    return "".join(
        mine if mine != theirs else "•" for mine, theirs in zip(person.iin, other.iin, strict=True)
    )
