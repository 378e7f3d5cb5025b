"""The mailbox of the demonstration: what the portal would have sent, for whoever tries it out. Nowhere else."""

from functools import wraps

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from federation.models import Mail
from federation.models.mail import MailState
from federation.outbox.sending import worker_runs

PER_PAGE = 50
# What a mail program does to a mail: its own styles, nothing else; links open in a tab of their own.
OF_A_MAIL = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def of_the_demo(view):
    @never_cache
    @require_safe
    @wraps(view)
    def guarded(request, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, **kwargs)

    return guarded


@of_the_demo
def mails(request):
    """The mails, the newest first; `?q=` finds part of an address or a subject."""
    query = request.GET.get("q", "").replace("\0", "").strip()
    found = Mail.objects.defer("text", "html").filter(erased_at=None)
    if query:
        found = found.filter(to__icontains=query) | found.filter(subject__icontains=query)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query}
    context["waits"] = any(mail.state == MailState.WAITING for mail in page)
    context["worker_runs"] = context["waits"] and worker_runs()
    return render(request, "site/mailbox.html", context)


@of_the_demo
def mail(request, pk):
    return render(request, "site/mailbox_mail.html", {"mail": get_object_or_404(Mail, pk=pk, erased_at=None)})


@of_the_demo
@csp_replace(OF_A_MAIL)
def html(request, pk):
    """The HTML part alone, for the frame of the page."""
    found = get_object_or_404(Mail.objects.exclude(html=""), pk=pk)
    return HttpResponse(found.html)
