"""The page on which a worker asks to join, and the private page that tells what became of it."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from campaigns.forms.joining import SALT, JoinForm
from campaigns.joining import applying
from campaigns.joining.contacts import is_mail
from campaigns.joining.moves import Move, is_legal
from campaigns.views.robots import too_many
from federation.refusals import Refused
from federation.sealing import seal, unseal

AT_MOST = 20  # applications an hour from one address: a whole shift may sit behind one
SHOWN_FOR = 15 * 60  # seconds: so long the page after sending tells the private link


@never_cache
@sensitive_post_parameters()
def join(request):
    """GET: the form. POST: takes the application in, and leads to the page with the private link."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if too_many(request, "join", AT_MOST):
            form.add_error(
                None, _("Too many applications came from your address. Please try again in an hour.")
            )
        else:
            try:
                _application, token = applying.receive(language=get_language(), **form.application())
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
            else:
                return HttpResponseRedirect(f"{reverse('campaigns:join-done')}?of={receipt(token)}")
    status = 422 if form.errors else 200
    return render(request, "campaigns/join.html", {"form": form}, status=status)


def receipt(token):
    """The token for the address of the next page alone: sealed, and worth nothing after a quarter of an hour."""
    return signing.dumps(seal(token), salt=SALT)


def private(view):
    """Never kept by anybody, never indexed; to others the browser names the origin alone.

    (`no-referrer` would take the origin from the form, too, and with it Django's proof that the form is ours.)
    """

    @never_cache
    @sensitive_post_parameters()
    @sensitive_variables("token")
    @wraps(view)
    def guarded(request, **kwargs):
        response = view(request, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@private
@require_safe
def done(request):
    """Shows the private link, for a quarter of an hour after the application was sent."""
    try:
        token = unseal(signing.loads(request.GET.get("of", ""), salt=SALT, max_age=SHOWN_FOR))
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    application = opened(token)
    context = {
        "application": application,
        "token": token,
        "address": settings.SITE_URL + reverse("campaigns:application", args=[token]),
        "mailed": is_mail(application.contact),
    }
    return render(request, "campaigns/join_done.html", context)


@private
def application(request, token):
    """What became of the application; POST takes it back and erases what was written."""
    found, reasons = opened(token), []
    if request.method == "POST":
        try:
            if "sure" not in request.POST:
                raise Refused(_("Tick that what you wrote is to be erased."))
            applying.take_back(found)
            messages.success(request, _("What you had written is erased."))
            return redirect(request.path)
        except Refused as refusal:
            reasons = refusal.reasons
    context = {
        "application": found,
        "reasons": reasons,
        "is_open": is_legal(Move.TAKE_BACK, found.state),
        "is_late": found.is_late(),
    }
    return render(request, "campaigns/application.html", context, status=422 if reasons else 200)


def opened(token):
    found = applying.application_of(token)
    if found is None:
        raise Http404
    return found
