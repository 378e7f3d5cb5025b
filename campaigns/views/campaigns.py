"""The list of campaigns and the page of one."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from campaigns.views.base import of_campaign, show
from federation.caching import public_page


@require_safe
@public_page
def listing(request):
    return render(request, "campaigns/list.html", {"campaigns": Campaign.objects.public()})


@of_campaign
def detail(request, campaign):
    return show(request, "campaigns/detail.html", campaign)
