"""The sitemaps: every public item in both languages, each naming the other by hreflang."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from appeals.models import Edition


class Bilingual(Sitemap):
    i18n = True
    alternates = True
    x_default = False
    limit = 20_000  # addresses of one page, two for each item; 50,000 or 50 MB are the most
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PublicationSitemap(Bilingual):
    def items(self):
        # Oldest first: what is new changes the last page alone.
        editions = Edition.objects.public().order_by("publication_id").select_related("publication")
        return editions.only("kind", "public_from", "publication__slug", "publication__kind")

    def location(self, edition):
        return edition.publication.get_absolute_url()

    def lastmod(self, edition):
        return edition.public_from


class SectionSitemap(Bilingual):
    def items(self):
        return ["site:home", "appeals:appeals", "appeals:news"]

    def location(self, name):
        return reverse(name)


SITEMAPS = {"sections": SectionSitemap, "publications": PublicationSitemap}
