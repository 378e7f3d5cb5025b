"""The form on which anybody demands a removal of personal data or reports an error, and what follows (DESIGN §6)."""

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from campaigns.candidates import demands
from campaigns.candidates.erasing import officers
from campaigns.forms.privacy import SALT, PrivacyForm, candidacy_at, own_path
from campaigns.models import Demand
from campaigns.views.robots import too_many

AT_MOST = 10  # demands an hour from one address


@never_cache
@sensitive_post_parameters()
def privacy(request):
    """GET: the form; `?page=` names the page that it is about. POST: takes the demand in, and tells its number."""
    posted = request.method == "POST"
    initial = {"kind": "takedown", "address": "" if posted else asked_about(request)}
    form = PrivacyForm(request.POST if posted else None, initial=initial)
    if posted and form.is_valid():
        if too_many(request, "privacy", AT_MOST):
            form.add_error(None, _("Too many demands came from your address. Please try again in an hour."))
        else:
            return HttpResponseRedirect(receipt(received(form.cleaned_data)))
    return render(request, "campaigns/privacy.html", {"form": form, "officers": officers()})


def asked_about(request):
    try:
        return own_path(request.GET.get("page", "")[:500])
    except ValidationError:
        return ""


def received(cleaned):
    return demands.receive(
        **{name: cleaned[name] for name in ("kind", "name", "contact", "text", "address")},
        candidacy=candidacy_at(cleaned["address"]),
        language=get_language(),
    )


def receipt(demand):
    """Address of the page that tells the number; signed, so that nobody leafs through the demands of others."""
    return f"{reverse('campaigns:privacy-done')}?of={signing.dumps(demand.pk, salt=SALT)}"


@never_cache
@require_safe
def done(request):
    """The number of the demand, and until when it is answered."""
    try:
        pk = signing.loads(request.GET.get("of", ""), salt=SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    demand = Demand.objects.filter(pk=pk).only("kind", "due_at").first()
    if demand is None:
        raise Http404
    return render(request, "campaigns/privacy_done.html", {"demand": demand})
