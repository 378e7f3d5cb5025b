"""The sitemaps: every public item in both languages, each naming the other by hreflang."""

from collections import defaultdict
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from appeals.models import Edition
from campaigns.meetings import showing
from campaigns.models import Campaign, Candidacy, Headquarters, OfficeHolder, PlankSection
from campaigns.views.base import announced


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
        return [
            "site:home",
            "appeals:appeals",
            "appeals:news",
            "campaigns:list",
            "campaigns:join",
            "campaigns:data",
        ]

    def location(self, name):
        return reverse(name)


class CampaignPage(NamedTuple):
    """One address of a campaign: the name of its pattern, and what goes into it."""

    name: str
    args: tuple


class CampaignSitemap(Bilingual):
    """The pages of announced campaigns, with the steps of their platforms, their candidates and their headquarters, in
    four queries."""

    def items(self):
        campaigns = list(announced().order_by("pk"))
        steps = self.steps()
        people = defaultdict(list)
        for campaign, name in Candidacy.objects.public().order_by("pk").values_list("campaign", "slug"):
            people[campaign].append(name)
        places = defaultdict(list)
        for campaign, key in Headquarters.objects.public().order_by("pk").values_list("campaign", "pk"):
            places[campaign].append(key)
        return [
            page
            for campaign in campaigns
            for page in self.pages(
                campaign, steps.get(campaign.pk, []), people[campaign.pk], places[campaign.pk]
            )
        ]

    def steps(self):
        """{campaign's pk: numbers of the steps of its platform's newest public edition}."""
        editions = Edition.objects.public().filter(publication__campaign_with_platform__isnull=False)
        rows = PlankSection.objects.filter(edition__in=editions).order_by("plank__number")
        found = defaultdict(list)
        for campaign, number in rows.values_list(
            "edition__publication__campaign_with_platform", "plank__number"
        ):
            found[campaign].append(number)
        return found

    def pages(self, campaign, steps, people, places):
        shown = [
            ("detail", True),
            ("platform", campaign.has_platform),
            ("candidates", campaign.has_candidates),
            ("meetings", campaign.has_meetings),
            ("promises", campaign.has_promises),
            ("tasks", campaign.has_tasks),
            ("headquarters", campaign.has_headquarters),
            ("constituencies", campaign.has_constituencies),
            ("results", campaign.has_results),
            ("rules", True),
        ]
        found = [CampaignPage(name, (campaign.slug,)) for name, is_there in shown if is_there]
        found += [CampaignPage("plank", (campaign.slug, number)) for number in steps]
        found += [CampaignPage("headquarters-one", (campaign.slug, key)) for key in places]
        return found + [CampaignPage("candidate", (campaign.slug, name)) for name in people]

    def location(self, page):
        return reverse(f"campaigns:{page.name}", args=page.args)


class MeetingSitemap(Bilingual):
    """Records of meetings, their quotations and the workplaces, and the people in office, in two queries."""

    def items(self):
        pages, workplaces = [], set()
        for row in showing.public().order_by("meeting"):
            pages.append(CampaignPage("meeting", (row.meeting_id,)))
            pages += [
                CampaignPage("quotation", (row.meeting_id, one["number"])) for one in row.record["quotations"]
            ]
            workplaces.add(row.record["workplace"]["pk"])
        pages += [CampaignPage("workplace", (pk,)) for pk in sorted(workplaces)]
        people = OfficeHolder.objects.public().order_by("pk").values_list("pk", flat=True)
        return pages + [CampaignPage("office-holder", (pk,)) for pk in people]

    def location(self, page):
        return reverse(f"campaigns:{page.name}", args=page.args)


SITEMAPS = {
    "sections": SectionSitemap,
    "publications": PublicationSitemap,
    "campaigns": CampaignSitemap,
    "meetings": MeetingSitemap,
}
