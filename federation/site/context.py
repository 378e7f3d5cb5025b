"""What every page of the portal shows around its content. Touches neither the session nor the user."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from campaigns.models import Campaign
from federation.enums import Matter
from federation.models import QuietPeriod
from federation.site.models import SECTIONS, MenuItem, Place

# Kazakh first; the switch names each language in itself, whatever the language of the page.
LANGUAGES = (("kk", "ҚАЗ", "Қазақша"), ("ru", "РУС", "Русский"))


class Portal:
    """Lazy: a page that shows no menu asks no query.

    public: whether the address has a language prefix; silence: the quiet periods that readers are told of;
    languages: the switch, each with `href` to the same item; canonical: absolute address of this page, "" on pages
    outside of the languages.
    """

    def __init__(self, request):
        self.path = request.path
        self.query = request.META.get("QUERY_STRING", "")
        self.public = self.path.startswith(tuple(f"/{code}/" for code, *_ in LANGUAGES))

    @property
    def demo(self):
        """Whether this is the demonstration, whose mails anybody may read."""
        return settings.DEMO

    @property
    def home(self):
        return f"/{get_language()}/"

    @property
    def canonical(self):
        return settings.SITE_URL + self.path if self.public else ""

    @property
    def languages(self):
        rest = self.path[3:] if self.public else "/"
        query = f"?{self.query}" if self.public and self.query else ""
        return [
            {
                "code": code,
                "short": short,
                "name": name,
                "href": f"/{code}{rest}{query}",
                "canonical": f"{settings.SITE_URL}/{code}{rest}",
            }
            for code, short, name in LANGUAGES
        ]

    @cached_property
    def silence(self):
        """Active silences of campaign material, one of each campaign, the one that ends last; outside of `/kk/` none.

        Each has `said`: [{"language", "name", "information", "href"}], the language of the page first; href is ""
        when readers find no page of the campaign: it is not announced, or the period was entered by hand.
        """
        if not self.public:
            return []
        active = QuietPeriod.objects.of(Matter.CAMPAIGN).active().order_by("ends_at")
        periods = list({period.campaign: period for period in active}.values())
        announced, prepared = set(), set()
        if periods:
            found = Campaign.objects.filter(slug__in=[period.campaign for period in periods])
            announced = set(found.public().values_list("slug", flat=True))
            prepared = set(found.values_list("slug", flat=True)) - announced
        codes = sorted(("kk", "ru"), key=lambda code: code != get_language())
        for period in periods:
            period.said = [
                {
                    "language": code,
                    # What a campaign says of itself is public once it is announced; its silence holds before.
                    "name": "" if period.campaign in prepared else getattr(period, f"name_{code}"),
                    "information": ""
                    if period.campaign in prepared
                    else getattr(period, f"information_{code}"),
                    "href": f"/{code}/campaigns/{period.campaign}/" if period.campaign in announced else "",
                }
                for code in codes
            ]
        return periods

    @cached_property
    def items(self):
        return [self.shown(item) for item in MenuItem.objects.for_readers()]

    @property
    def menu(self):
        return [item for item in self.items if item["place"] == Place.MAIN]

    @property
    def footer(self):
        return [item for item in self.items if item["place"] == Place.FOOTER]

    @property
    def introduction(self):
        return next((item for item in self.items if item["place"] == Place.HOME), None)

    def shown(self, item):
        language = get_language()
        if item.publication:
            href = item.publication.get_absolute_url()
        elif item.section:
            href = reverse(SECTIONS[item.section][0])
        else:
            href = item.url
        inside = href.startswith("/") and self.path.startswith(href)
        edition = item.edition or {}
        title = edition.get(f"title_{language}")
        return {
            "place": item.place,
            "href": href,
            "text": getattr(item, f"label_{language}") or title or item.get_section_display(),
            "title": title,
            "lead": edition.get(f"lead_{language}"),
            "current": "page" if href == self.path else "true" if inside else "",
        }


def portal(request):
    return {"portal": Portal(request)}
