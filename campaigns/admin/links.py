"""Which publications belong to a campaign: from the page of the campaign, and from that of the publication."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from appeals.models import Publication
from campaigns import campaigning
from campaigns.admin.base import CampaignsAdmin
from campaigns.admin.materials import candidates_page
from campaigns.forms.parts import LinkForm
from campaigns.models import Campaign, Link
from federation.admin.moves import ReadOnly
from federation.forms import whole_number
from federation.refusals import Refused

AT_MOST = 20
MAY = "campaigns.link_publication"


@admin.register(Link)
class LinkAdmin(ReadOnly, CampaignsAdmin):
    """The list of all links, to read, and the two pages on which they change."""

    list_display = ("publication", "campaign", "by", "at")
    list_filter = ("campaign",)
    list_select_related = ("publication", "campaign", "by")
    search_fields = ("publication__title_kk__folded", "publication__title_ru__folded")
    actions = None

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("campaign/<int:pk>/", wrap(self.campaign_view), name="campaigns_link_campaign"),
            path("publication/<int:pk>/", wrap(self.publication_view), name="campaigns_link_publication"),
            path("<int:pk>/candidates/", wrap(self.candidates_view), name="campaigns_link_candidates"),
            *super().get_urls(),
        ]

    def campaign_view(self, request, pk):
        """GET lists what belongs to the campaign and searches for more (?q=); POST links or takes out."""
        campaign = self._found(request, Campaign, pk)
        may_link = request.user.has_perm(MAY)
        reasons, refused = [], None
        query = request.POST.get("q", request.GET.get("q", "")).strip()[:200]
        if request.method == "POST":
            if not may_link:
                raise PermissionDenied
            try:
                refused = self._act(request, campaign)
            except Refused as refusal:
                reasons = refusal.reasons
                refused = Publication.objects.filter(pk=whole_number(request.POST.get("link"))).first()
            else:
                return HttpResponseRedirect(request.get_full_path())
        links = campaign.links.select_related("publication", "by")
        found = self._search(request, query, campaign) if query and may_link else []
        return self.page(
            request,
            "links.html",
            title=_("Publications of the campaign"),
            status=409 if reasons else 200,
            campaign=campaign,
            links=links,
            query=query,
            found=found[:AT_MOST],
            more=len(found) > AT_MOST,
            may_link=may_link,
            reasons=reasons,
            refused=refused,
        )

    def _act(self, request, campaign):
        """Links the publication `link`, or takes out the Link `unlink`; 404 for what is not there."""
        if "unlink" in request.POST:
            found = campaign.links.filter(pk=whole_number(request.POST["unlink"])).first()
            if found:  # else somebody else took it out meanwhile
                campaigning.unlink(found, request.user)
            messages.success(
                request, _("Taken out of the campaign. Its mark stays: that needs a second person.")
            )
            return
        publication = Publication.objects.filter(pk=whole_number(request.POST.get("link"))).first()
        if publication is None:
            raise Http404
        campaigning.link(campaign, publication, request.user)
        messages.success(request, _("«%(title)s» belongs to the campaign now.") % {"title": publication})

    def _search(self, request, query, campaign):
        """Publications that match and are not linked yet, one more than are shown, the newest first."""
        page = self.admin_site.get_model_admin(Publication)
        rows = Publication.objects.exclude(campaign_links__campaign=campaign)
        rows, _duplicates = page.get_search_results(request, rows, query)
        return list(rows.distinct().order_by("-changed_at", "-pk")[: AT_MOST + 1])

    def publication_view(self, request, pk):
        """GET asks for the campaign, POST links the publication to it."""
        publication = self._found(request, Publication, pk)
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        form = LinkForm(request.POST if request.method == "POST" else None, publication=publication)
        if request.method == "POST" and form.is_valid():
            try:
                campaigning.link(form.cleaned_data["campaign"], publication, request.user)
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
            else:
                messages.success(request, _("Linked. It is campaign material now."))
                return HttpResponseRedirect(
                    reverse("admin:appeals_publication_change", args=[publication.pk])
                )
        return self.page(
            request,
            "link_publication.html",
            title=_("Link to a campaign"),
            publication=publication,
            form=form,
            links=publication.campaign_links.select_related("campaign"),
            choices=form.fields["campaign"].queryset.exists(),
        )

    def candidates_view(self, request, pk):
        """Which candidates of the campaign the linked publication is about."""
        return candidates_page(self, request, self._found(request, Link, pk))

    def _found(self, request, model, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = model.objects.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found
