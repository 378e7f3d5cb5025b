"""What the pages of the cabinet share: who may enter, what was typed is kept when the log-in has run out."""

import json
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from campaigns.candidates import access
from federation.access import lacks_second_factor
from federation.sealing import seal, unseal

KEPT = "typed_before_login"
KEPT_AT_MOST = 100_000  # characters: longer than any form of the cabinet


def cabinet_page(predicate):
    """A page for those whose `predicate(user)` holds; the view's other refusals are 404: what one may not see is not
    there. Never cached.

    Whoever is not logged in goes to the log-in and comes back. What was typed into a form meanwhile waits, sealed, in
    the session: `typed` gives it to the form.
    """

    def decorate(view):
        @never_cache
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                if request.method == "POST":
                    keep(request)
                return redirect_to_login(request.get_full_path())
            if lacks_second_factor(request.user) or not predicate(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.predicate = predicate
        return guarded

    return decorate


def keep(request):
    text = json.dumps([list(pair) for pair in request.POST.lists() if pair[0] != "csrfmiddlewaretoken"])
    if len(text) <= KEPT_AT_MOST:
        request.session[KEPT] = {"path": request.path, "data": seal(text)}


def typed(request):
    """The data to bind a form with: what was posted, else what was typed here before the log-in ran out, else None.

    Only a POST saves. Files cannot be kept: the person is told to choose them again.
    """
    if request.method == "POST":
        return request.POST
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    try:
        pairs = json.loads(unseal(kept["data"]))
    except ValueError:  # sealed with a key that is gone
        return None
    data = QueryDict(mutable=True)
    for name, values in pairs:
        data.setlist(name, values)
    messages.info(
        request,
        _("You were logged out meanwhile. What you typed is below, not saved yet; choose files again."),
    )
    return data


def of_user(request, pk):
    """The candidacy of that key if the person may open it; else Http404, as if there were none."""
    found = access.visible(request.user).select_related(
        "campaign__rule_set", "body__rule_set", "constituency", "region", "person", "registered_by"
    )
    candidacy = found.filter(pk=pk).first()
    if candidacy is None:
        raise Http404
    return candidacy
