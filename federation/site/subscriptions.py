"""Public pages of subscriptions: asking, confirming, giving up."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.views.joining import private
from campaigns.views.robots import too_many
from federation.caching import public_page
from federation.site import subscribing
from federation.site.forms import SubscribeForm

AT_MOST = 10  # wishes an hour from one address of the network


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    """GET: the form; `?region=ISO`, `?campaign=slug` choose. POST: has a mail written; the answer is the same."""
    posted = request.method == "POST"
    chosen = {name: request.GET.get(name, "")[:100] for name in ("region", "campaign")}
    form = SubscribeForm(request.POST if posted else None, initial=chosen)
    if posted and form.is_valid():
        if too_many(request, "subscribe", AT_MOST):
            form.add_error(None, _("Too many requests came from your address. Please try again in an hour."))
        else:
            wanted = {name: form.cleaned_data[name] for name in ("email", "region", "campaign")}
            subscribing.subscribe(**wanted, language=get_language())
            return HttpResponseRedirect(reverse("site:subscribe-done"))
    return render(request, "site/subscribe.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@public_page
def done(request):
    return render(request, "site/subscribe_done.html", {"days": subscribing.CONFIRM_DAYS})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request, token):
    """GET shows what was asked for, since programs open the links of mails, too; POST confirms it."""
    found = subscribing.confirm(token) if request.method == "POST" else subscribing.opened(token)
    context = {"subscription": found, "token": token}
    return render(request, "site/subscription.html", context, status=200 if found else 404)


@csrf_exempt  # mail programs send the POST of RFC 8058, without a cookie; the key in the address is the permission
@private
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """GET shows a button; POST ends the subscription, also one that has ended already."""
    over = request.method == "POST"
    if over:
        subscribing.unsubscribe(token)
    context = {"subscription": None if over else subscribing.opened(token), "token": token, "over": over}
    status = 200 if over or context["subscription"] else 404
    return render(request, "site/unsubscribe.html", context, status=status)
