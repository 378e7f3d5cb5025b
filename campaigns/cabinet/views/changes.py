"""After the approval: the branch asks for a change, or takes its question back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.cabinet.base import cabinet_page, of_user, typed
from campaigns.cabinet.forms.changes import ChangeForm
from campaigns.candidates import access, changing
from campaigns.candidates.door import Overtaken
from campaigns.enums import PoolState
from campaigns.models import Candidacy
from federation.refusals import Refused


def of_branch(request, pk):
    """A candidacy of the person's own branch that it knows to be approved; else Http404."""
    candidacy = of_user(request, pk)
    known = access.shown_state(candidacy, request.user)
    if not access.works_on(request.user, candidacy) or known != PoolState.APPROVED or candidacy.erased_at:
        raise Http404
    return candidacy


@cabinet_page(access.is_branch)
def change(request, pk):
    """The form; while a change waits, the change itself."""
    candidacy = of_branch(request, pk)
    waiting = changing.open_change(candidacy)
    shown = {"candidacy": candidacy, "change": waiting}
    if waiting and request.method != "POST":
        shown["differences"] = changing.differences(waiting)
        return render(request, "cabinet/change.html", shown)
    if changing.is_too_late(candidacy) and request.method != "POST":
        messages.info(request, changing.too_late())
        return redirect("cabinet:candidate", pk)
    form = ChangeForm(typed(request), instance=candidacy)
    if request.method == "POST" and form.is_valid():
        try:
            changing.ask(
                *(candidacy, request.user),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                **form.values(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            if isinstance(refusal, Overtaken):
                form.tell_overtaken(Candidacy.objects.get(pk=candidacy.pk).version)
        else:
            messages.success(request, _("The change is asked for. The candidate has a mail to confirm it."))
            return redirect("cabinet:change", pk)
    shown |= {"form": form, "change": None}
    return render(request, "cabinet/change.html", shown, status=422 if form.errors else 200)


@require_POST
@cabinet_page(access.is_branch)
def take_back(request, pk):
    candidacy = of_branch(request, pk)
    waiting = changing.open_change(candidacy)
    try:
        if waiting:
            changing.take_back(waiting, request.user)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, _("The change is taken back: the approved data stay."))
    return redirect("cabinet:candidate", pk)
