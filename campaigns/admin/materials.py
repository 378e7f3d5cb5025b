"""Which candidates a publication of a campaign is about: a page below its link to the campaign."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from campaigns.candidates import finding, materials
from federation.forms import whole_number
from federation.refusals import Refused

AT_MOST = 20


def candidates_page(page, request, link):
    """GET lists the candidates and searches for more by name (?q=); POST adds or removes one.

    page: the ModelAdmin in whose frame it stands; link: the Link of the publication to its campaign.
    """
    may_link = request.user.has_perm(materials.MAY)
    query = request.POST.get("q", request.GET.get("q", "")).replace("\0", "").strip()[:100]
    reasons = []
    if request.method == "POST":
        if not may_link:
            raise PermissionDenied
        try:
            act(request, link)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            return HttpResponseRedirect(request.get_full_path())
    about = in_order(materials.about(link, request.user))
    found = []
    if query and may_link:
        rows = finding.named(materials.eligible(link.campaign, request.user), query)
        found = list(in_order(rows.exclude(materials=link.publication))[: AT_MOST + 1])
    return page.page(
        request,
        "link_candidates.html",
        title=_("Candidates of the publication"),
        status=409 if reasons else 200,
        link=link,
        campaign=link.campaign,
        about=about,
        query=query,
        found=found[:AT_MOST],
        more=len(found) > AT_MOST,
        may_link=may_link,
        reasons=reasons,
    )


def in_order(candidacies):
    """Names and seats alone: private data of candidates have no place on this page."""
    names = [
        f"{part}_{code}" for part in ("family_name", "given_name", "patronymic") for code in ("kk", "ru")
    ]
    seat = ("body__name_kk", "body__name_ru", "region__name_kk", "region__name_ru")
    return candidacies.select_related("body", "region").only(*names, *seat).order_by("sort_key", "pk")


def act(request, link):
    """Adds the candidacy `add`, or removes `remove`; 404 for one that the page does not show to the person."""
    if "add" in request.POST:
        candidacy = one_of(materials.eligible(link.campaign, request.user), request.POST["add"])
        materials.add(candidacy, link.publication, request.user)
        messages.success(request, _("It is campaign material of %(name)s now.") % {"name": candidacy})
    else:
        candidacy = one_of(materials.about(link, request.user), request.POST.get("remove"))
        materials.remove(candidacy, link.publication, request.user)
        messages.success(request, _("Taken out of the campaign materials of %(name)s.") % {"name": candidacy})


def one_of(candidacies, key):
    found = candidacies.filter(pk=whole_number(key)).first()
    if found is None:
        raise Http404
    return found
