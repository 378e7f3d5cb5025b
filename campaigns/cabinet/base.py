"""What the pages of the cabinet share: who may enter, what was typed is kept when the log-in has run out."""

import json
import time
from functools import wraps

from django.conf import settings
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
KEPT_FOR = 60 * 60  # seconds
# Who was last in the cabinet with this browser: the signed key of the person, which outlives the log-in.
LAST, LAST_FOR = "cabinet_person", 7 * 24 * 60 * 60


def cabinet_page(predicate):
    """A page for those whose `predicate(user)` holds; the view's other refusals are 404: what one may not see is not
    there. Never cached.

    Whoever is not logged in goes to the log-in and comes back. What was typed into a form meanwhile waits an hour,
    sealed, in the session: `typed` gives it to the form of the same person.
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
            response = view(request, *args, **kwargs)
            remember(response, request.user)
            return response

        guarded.predicate = predicate
        return guarded

    return decorate


def remember(response, user):
    response.set_signed_cookie(
        LAST,
        user.pk,
        salt=LAST,
        max_age=LAST_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def keep(request):
    """Keeps what was posted for the person who was last in the cabinet with this browser; of nobody else anything."""
    last = request.get_signed_cookie(LAST, None, salt=LAST, max_age=LAST_FOR)
    text = json.dumps([list(pair) for pair in request.POST.lists() if pair[0] != "csrfmiddlewaretoken"])
    if last and len(text) <= KEPT_AT_MOST:
        kept = {"path": request.path, "data": seal(text), "by": last, "at": int(time.time())}
        request.session[KEPT] = kept


def typed(request):
    """The data to bind a form with: what was posted, else what was typed here before the log-in ran out, else None.

    Only a POST saves. Files cannot be kept: the person is told to choose them again.
    """
    if request.method == "POST":
        return request.POST
    kept = request.session.get(KEPT)
    if not kept:
        return None
    is_theirs = kept["by"] == str(request.user.pk) and time.time() - kept["at"] < KEPT_FOR
    if is_theirs and kept["path"] != request.path:
        return None
    del request.session[KEPT]
    if not is_theirs:
        return None
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
