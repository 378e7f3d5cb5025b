"""The sitemaps: every public item in both languages, each naming the other by hreflang."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from appeals.models import Edition
from campaigns.models import Campaign, PlankSection


class Bilingual(Sitemap):
    i18n = True
    alternates = True
    x_default = False
    limit = 20_000  # addresses of one page, two for each item; 50,000 or 50 MB are the most
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PublicationSitemap(Bilingual):
    """Public items; the platform of an announced campaign is named by `CampaignSitemap`, at its canonical address."""

    def items(self):
        # Oldest first: what is new changes the last page alone.
        editions = Edition.objects.public().order_by("publication_id").select_related("publication")
        editions = editions.exclude(publication__campaign_with_platform__in=Campaign.objects.public())
        return editions.only("kind", "public_from", "publication__slug", "publication__kind")

    def location(self, edition):
        return edition.publication.get_absolute_url()

    def lastmod(self, edition):
        return edition.public_from


class SectionSitemap(Bilingual):
    def items(self):
        return ["site:home", "appeals:appeals", "appeals:news", "campaigns:list"]

    def location(self, name):
        return reverse(name)


class CampaignPage(NamedTuple):
    """One address of a campaign: the name of its pattern, and what goes into it."""

    name: str
    args: tuple


class CampaignSitemap(Bilingual):
    """The pages of announced campaigns, with their platforms and each step of these, in three queries."""

    def items(self):
        found = []
        campaigns = list(Campaign.objects.public().order_by("pk").only("slug", "platform"))
        editions = Edition.objects.public().filter(publication__campaign_with_platform__in=campaigns)
        planks = {}
        sections = PlankSection.objects.filter(edition__in=editions).order_by("plank__number")
        for platform, number in sections.values_list("edition__publication", "plank__number"):
            planks.setdefault(platform, []).append(number)
        for campaign in campaigns:
            found.append(CampaignPage("detail", (campaign.slug,)))
            if campaign.platform_id in planks:
                found.append(CampaignPage("platform", (campaign.slug,)))
            found += [
                CampaignPage("plank", (campaign.slug, number))
                for number in planks.get(campaign.platform_id, [])
            ]
        return found

    def location(self, page):
        return reverse(f"campaigns:{page.name}", args=page.args)


SITEMAPS = {"sections": SectionSitemap, "publications": PublicationSitemap, "campaigns": CampaignSitemap}
