"""Public pages of publications. They show editions, never the working copy, and write nothing."""

from functools import wraps
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from appeals import differences, silence
from appeals.models import Edition, FormerAddress, Publication, Topic
from appeals.models.imprint import IMPRINT_FIELDS
from federation import blocks, parity
from federation.caching import public_page

PER_PAGE = 20
# What the pages of an item read of its publication: never the texts of the working copy.
OF_ITEM = (
    *("kind", "slug", "campaign_material", "opinion_poll", *IMPRINT_FIELDS),
    *("withdrawn_at", "redacted_at", "withdrawal_reason_kk", "withdrawal_reason_ru"),
)
# What a list shows of an edition and its item.
OF_CARD = (
    *("kind", "title_kk", "title_ru", "lead_kk", "lead_ru", "adoption", "sealed", "first_public_from"),
    *("publication__kind", "publication__slug"),
)
SEARCHED = ("search_kk", "search_ru")


def address(publication, page="detail", **kwargs):
    """Public address, in the active language, of one of the pages of an item: detail, both, editions, edition."""
    return reverse(f"appeals:{publication.section}-{page}", kwargs={"slug": publication.slug, **kwargs})


def of_publication(view):
    """Gives `view(request, publication, newest, …)` the item of the address and its newest public edition.

    A former slug answers 301 to the same page of the item, in the same language and with its query. A withdrawn
    item answers everywhere with the notice of its withdrawal, and 410: the address stays and says why, while
    search engines, feed readers and archives learn that the text was taken back on purpose. The notice names the
    edition that readers saw last; an item that was withdrawn before the hour of its first edition was never public.
    Where the text was removed for good, the notice stands at its buried address, too.
    """

    @require_safe
    @public_page
    @wraps(view)
    def of_address(request, section, slug, **kwargs):
        found = Publication.objects.filter(kind__in=section.kinds).only(*OF_ITEM)
        publication = (
            found.filter(slug=slug).first()
            or found.filter(former_addresses__address=FormerAddress.buried(slug)).first()
        )
        if publication is None:
            return to_present_address(request, slug)
        now = timezone.now()
        released = publication.editions.released(min(now, publication.withdrawn_at or now))
        newest = released.order_by("-number").defer(*SEARCHED).first()
        if newest is None:
            raise Http404
        if publication.withdrawn_at:
            if publication.redacted_at:
                # The frame repeats the address, and that which was asked for may hold a name.
                request.path = request.path_info = address(publication)
            return render(request, "appeals/withdrawn.html", context(publication, newest), status=410)
        return view(request, publication, newest, **kwargs)

    return of_address


def to_present_address(request, slug):
    former = FormerAddress.objects.known().filter(address=slug).select_related("publication")
    former = former.only("address", "publication__kind", "publication__slug").first()
    if former is None:
        raise Http404
    # /kk/news/OLD/both/ leads to /kk/news/NEW/both/
    rest = request.path.split(f"/{slug}/", 1)[1]
    query = request.META.get("QUERY_STRING", "")
    target = former.publication.get_absolute_url() + rest
    return redirect(f"{target}?{query}" if query else target, permanent=True)


def context(publication, edition, **more):
    """What the pages of an item share: the edition that is shown, its text, and the addresses around it."""
    return {
        "publication": publication,
        "edition": edition,
        "text": edition.text(),
        "addresses": {page: address(publication, page) for page in ("detail", "both", "editions")},
        "imprint": publication.imprint_lines(),
        **more,
    }


@of_publication
def detail(request, publication, newest):
    return render(request, "appeals/detail.html", reading(publication, newest, newest))


@of_publication
def edition(request, publication, newest, number):
    """One edition at its permanent address."""
    shown = publication.editions.released().filter(number=number).defer(*SEARCHED).first()
    if shown is None:
        raise Http404
    return render(request, "appeals/detail.html", reading(publication, shown, newest, permanent=True))


def reading(publication, shown, newest, **more):
    """Context of the page on which a publication is read; `shown` may be an unsaved Edition (a preview)."""
    return context(
        publication,
        shown,
        newest=newest,
        topics=publication.topics.all(),
        relays=publication.relays.all(),
        photos=[file for file in shown.attachments if file["image"]],
        documents=[file for file in shown.attachments if not file["image"]],
        may_be_shared=not silence.unquiet_reasons(publication),
        **more,
    )


@of_publication
def both(request, publication, newest):
    """Both languages side by side, block by block."""
    pairs = [{"kk": left, "ru": right} for left, right in side_by_side(newest)]
    texts = [newest.text("kk"), newest.text("ru")]
    imprints = [(text.language, publication.imprint_lines(text.language)) for text in texts]
    more = {"pairs": pairs, "texts": texts, "imprints": imprints}
    return render(request, "appeals/both.html", context(publication, newest, **more))


def side_by_side(edition):
    """Pairs of blocks (kk, ru) of an edition; None where one language has nothing."""
    kk, ru = blocks.parse(edition.body_kk), blocks.parse(edition.body_ru)
    if [block.kind for block in kk] == [block.kind for block in ru]:
        # As publishing demands, unless a publisher has accepted a difference; to align takes far longer.
        return list(zip(kk, ru, strict=True))
    rows = parity.align(kk, ru)
    return [
        (kk[row.kk] if row.kk is not None else None, ru[row.ru] if row.ru is not None else None)
        for row in rows
    ]


@of_publication
def editions(request, publication, newest):
    """All public editions with their notes; with ?from=1&to=2 the difference between two of them."""
    released = publication.editions.released().order_by("-number").defer(*SEARCHED, "attachments")
    listed = list(released.defer("body_kk", "body_ru"))
    for item, previous in zip(listed, [*listed[1:], None], strict=True):
        item.previous = previous
        item.note = getattr(item, f"note_{get_language()}")
    more = {"editions": listed}
    asked = [request.GET.get(name) for name in ("from", "to")]
    if asked != [None, None]:
        keys = {str(item.number): item.pk for item in listed}
        whole = released.in_bulk([keys[number] for number in asked if number in keys])
        old, new = (whole.get(keys.get(number)) for number in asked)
        if not (old and new):
            raise Http404
        pairs = [compared(old, new, language) for language in ("kk", "ru")]
        more |= {"old": old, "new": new, "comparison": pairs}
    return render(request, "appeals/editions.html", context(publication, newest, **more))


def compared(old, new, language):
    """The difference between two editions in one language, for the template."""
    before, after = old.text(language), new.text(language)
    heads = [
        (before.title, after.title),
        (before.lead, after.lead),
        (before.adoption_text, after.adoption_text),
    ]
    heads = [differences.words(*pair) for pair in heads if pair[0] != pair[1]]
    body = differences.changes(before.body, after.body)
    return {
        "language": language,
        "heads": heads,
        "groups": differences.folded(body),
        "same": not heads and all(change.state == "same" for change in body),
    }


def brief(editions, *more):
    """Editions with what a card shows and the fields `more`. Any other field would cost a query for each row."""
    return editions.select_related("publication").only(*OF_CARD, *more)


def cards(editions):
    """Editions as lists show them, newest first."""
    return brief(editions.newest_first())


@require_safe
@public_page
def listing(request, section):
    """Publications of a section, newest first; filters are links, so that their addresses are clean."""
    found = Edition.objects.promoted().of_section(section)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "topic", "year")}
    years = [day.year for day in found.dates("first_public_from", "year", order="DESC")]
    topics = list(Topic.objects.filter(publication__in=found.values("publication")).distinct())
    choices = [
        ("kind", [(kind.value, kind.label) for kind in section.kinds]),
        ("topic", [(topic.slug, str(topic)) for topic in topics]),
        ("year", [(str(year), str(year)) for year in years]),
    ]
    for name, options in choices:
        if chosen[name] and chosen[name] not in dict(options):
            raise Http404
    if chosen["kind"]:
        found = found.filter(kind=chosen["kind"])
    if chosen["topic"]:
        found = found.filter(publication__topics__slug=chosen["topic"])
    if chosen["year"]:
        found = found.filter(first_public_from__year=int(chosen["year"]))
    page = Paginator(cards(found), PER_PAGE).get_page(request.GET.get("page"))
    more = {
        "section": section,
        "page": page,
        "filters": [
            {"name": name, "options": links(chosen, name, options), "chosen": bool(chosen[name])}
            for name, options in choices
            if options
        ],
        "filtered": any(chosen.values()),
        "pages": page_links(page, chosen),
        "feed": reverse(f"appeals:{section.value}-feed"),
    }
    return render(request, "appeals/list.html", more)


def links(chosen, name, options):
    """One link for each choice of a filter, the first of them lifting it."""
    return [
        {"href": clean_query({**chosen, name: value}), "label": label, "current": chosen[name] == value}
        for value, label in [("", None), *options]
    ]


def clean_query(parameters):
    """Query without empty parameters; "." leads to the list itself."""
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"?{query}" if query else "."


def page_links(page, chosen):
    """Numbered links to the pages of a list, with None where an ellipsis stands; [] when there is only one page."""
    if page.paginator.num_pages < 2:
        return []

    def link(number):
        return {"number": number, "href": clean_query({**chosen, "page": number if number > 1 else ""})}

    return {
        "numbers": [
            link(number) if isinstance(number, int) else None
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ],
        "previous": link(page.previous_page_number()) if page.has_previous() else None,
        "next": link(page.next_page_number()) if page.has_next() else None,
    }
