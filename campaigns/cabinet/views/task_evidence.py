"""Pages of a task's evidence: a new piece of each kind, and taking one away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.tasks import OfTask, ProofForm
from campaigns.cabinet.views.task import form_page, kinds, of_user, require_may, saved
from campaigns.enums import Proof, Tier
from campaigns.headquarters import access, proving
from campaigns.headquarters.moves import Move


@cabinet_page(access.works_at_tasks)
def prove(request, pk, kind):
    """A new piece of evidence of one kind."""
    shown = of_user(request, pk)
    if kind not in kinds(shown):
        raise Http404
    if not require_may(request, shown, Move.PROVE):
        return redirect("cabinet:task", pk)
    form = ProofForm(typed(request), request.FILES or None, task=shown, kind=kind)
    form.task = shown

    def add():
        return listed(shown, request.user, kind, dict(form.cleaned_data))

    if request.method == "POST" and form.is_valid() and saved(form, add):
        messages.success(request, _("The evidence is added. It counts when the task is accepted."))
        return redirect("cabinet:task", pk)
    more = {"kind": kind, "instead": nothing_there(shown, kind)}
    if kind == Proof.MEMBERS:
        more["joined"] = proving.members_for(shown).count()
    return form_page(request, shown, form, Proof(kind).label.capitalize(), _("Add"), **more)


def nothing_there(shown, kind):
    """Why there is nothing to choose, and what to do about it; "" where there is."""
    if kind == Proof.MEETING and not proving.meetings_for(shown).exists():
        tier = shown.headquarters and shown.headquarters.tier
        if tier == Tier.REPUBLICAN:
            return _(
                "No meeting has a closed record yet. Any meeting counts once its record is closed, but those of "
                "another campaign do not."
            )
        if tier == Tier.REGIONAL:
            return _(
                "There is no meeting with a closed record that was held in this region or by headquarters of this "
                "region (%(owner)s). A meeting counts once its record is closed. Meetings of another campaign do "
                "not count."
            ) % {"owner": shown.owner}
        return _(
            "There is no meeting with a closed record that was held by those who do this task (%(owner)s) or by "
            "headquarters and points below them. Who held a meeting is said in its record, and it counts once the "
            "record is closed. Meetings of another campaign do not count."
        ) % {"owner": shown.owner}
    if kind == Proof.PUBLICATION and not proving.publications_for(shown).exists():
        return _(
            "There is no publication of this campaign that readers can open. The editors link publications to it."
        )
    if kind == Proof.MEMBERS and not proving.members_for(shown).exists():
        return _(
            "Nobody has joined yet whom no other evidence counts. A worker counts when the union has marked the "
            "application as joined."
        )
    return ""


def listed(shown, user, kind, values):
    if kind == Proof.MEMBERS:
        return proving.members(shown, user, **values)
    doors = {
        Proof.PUBLICATION: proving.publication,
        Proof.MEETING: proving.meeting,
        Proof.FILE: proving.file,
        Proof.LINK: proving.link,
    }
    return doors[kind](shown, user, values.pop("shown"), **values)


@cabinet_page(access.works_at_tasks)
def drop(request, pk, evidence):
    """GET asks, POST takes the piece of evidence away."""
    shown = of_user(request, pk)
    row = shown.evidence.filter(pk=evidence).select_related("publication", "meeting__workplace").first()
    if row is None or not require_may(request, shown, Move.DROP_PROOF):
        return redirect("cabinet:task", pk)
    form = OfTask(typed(request), task=shown)
    if request.method == "POST" and form.is_valid() and saved(form, lambda: proving.drop(row, request.user)):
        messages.success(request, _("The evidence is taken away."))
        return redirect("cabinet:task", pk)
    said = _("It is not listed any more; a file is deleted.")
    return form_page(
        request, shown, form, _("Take evidence away"), _("Take away"), says=said, row=row, grave=True
    )
