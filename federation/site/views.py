"""Pages of the portal as a whole: home, search, low-vision version, errors, and what machines ask for."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.sitemaps.views import index
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag, url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from appeals.enums import Kind, Section
from appeals.models import Edition, FormerAddress
from appeals.views import PER_PAGE, brief, cards, page_links
from campaigns.candidates.finding import told_of
from campaigns.candidates.profile import profiles
from campaigns.views.base import is_quiet
from campaigns.views.campaigns import running
from federation import blocks
from federation.caching import public_page
from federation.site import searching
from federation.site.forms import ReaderForm
from federation.site.sitemaps import SITEMAPS

# So many candidates stand above the publications that a search finds.
PEOPLE = 6
READER_COOKIE = "reader"
YEAR = 60 * 60 * 24 * 365


def preferred_language(request):
    """ "kk" or "ru" by the header Accept-Language; Kazakh when it names neither."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((code[:2] for code, _ in accepted if code[:2] in ("kk", "ru")), "kk")


@require_safe
def root(request):
    """To the home page in the reader's language. An old address such as `/?p=77` leads to its publication."""
    if moved := to_former_address(request):
        return moved
    response = redirect(f"/{preferred_language(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def to_former_address(request):
    """301 from an address of the old site (`FormerAddress`) to its publication, else None.

    The language is the one that the old address names (a part `kk`, `kz` or `ru`), else the reader's.
    """
    if "\0" in request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    addresses = [request.path, *([f"{request.path}?{query}", request.get_full_path()] if query else [])]
    found = {
        item.address: item.publication
        for item in FormerAddress.objects.known()
        .filter(address__in=addresses)
        .select_related("publication")
        .only("address", "publication__kind", "publication__slug")
    }
    # The address with its query is the more exact one; a query that is no part of the address is kept.
    publication = next((found[item] for item in reversed(addresses) if item in found), None)
    if publication is None or (request.path == "/" and list(found) == ["/"] and not query):
        return None
    parts = set(request.path.strip("/").split("/"))
    named = "kk" if parts & {"kk", "kz"} else "ru" if "ru" in parts else ""
    target = publication.get_absolute_url(named or preferred_language(request))
    if query and list(found) == [request.path]:
        target = f"{target}?{query}"
    response = HttpResponsePermanentRedirect(target)
    if not named:
        patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
@public_page
def home(request):
    promoted = cards(Edition.objects.promoted())
    acts = promoted.of_section(Section.APPEALS)
    adopted = acts.filter(sealed=True).first()
    return render(
        request,
        "site/home.html",
        {
            "adopted": adopted,
            "acts": acts.exclude(pk=adopted.pk if adopted else None)[:5],
            "news": promoted.filter(kind=Kind.NEWS)[:6],
            "notices": promoted.filter(kind=Kind.NOTICE)[:4],
            "campaigns": running(),
        },
    )


@require_safe
@public_page
def search(request):
    query = request.GET.get("q", "").replace("\0", "").strip()
    body = f"body_{get_language()}"
    stems = searching.stems_of(query)
    found = brief(searching.find(stems), body)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page")) if query else None
    results = []
    for edition in page or []:
        said = blocks.visible_text(getattr(edition, body)).replace("\n", " ")
        results.append({"edition": edition, "excerpt": searching.excerpt(said, stems)})
    asks = query and page.number == 1
    people = profiles(told_of(stems), window=slice(PEOPLE + 1)) if asks else []
    more = {
        "query": query,
        "page": page,
        "results": results,
        "pages": page_links(page, {"q": query}) if page else [],
        "people": people[:PEOPLE],
        "more_people": len(people) > PEOPLE,
        "quiet": is_quiet(),
    }
    return render(request, "site/search.html", more)


# A display preference, not an act: a page that needs no token can be kept by any cache.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def low_vision(request):
    """Form of the low-vision version; POST keeps the choice in a cookie and leads back."""
    back = request.POST.get("back") or request.GET.get("back", "")
    if not (back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = reverse("site:home")
    if request.method != "POST":
        return render(request, "site/low_vision.html", {"form": ReaderForm(), "back": back})
    response = HttpResponseRedirect(back)
    form = ReaderForm(request.POST)
    if "ordinary" in request.POST or not form.is_valid():
        response.delete_cookie(READER_COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            READER_COOKIE,
            form.as_cookie(),
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_safe
def reader_css(request):
    """The one style sheet that depends on the reader: empty, or the low-vision version of the same pages."""
    form = ReaderForm.from_cookie(request.COOKIES.get(READER_COOKIE, ""))
    style = render_to_string("site/reader.css", form.cleaned_data) if form else ""
    response = HttpResponse(style, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    etag = quote_etag(f"reader-{form.as_cookie() if form else ''}-{len(style)}")
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@require_safe
def healthz(request):
    """ "ok" while the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer", status=503, content_type="text/plain")
    response = HttpResponse("ok", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@public_page
def sitemap_index(request):
    """The index of `SITEMAPS` with each of their pages, all at the portal's own host."""
    response = index(request, SITEMAPS, sitemap_url_name="sitemap-section")
    for item in response.context_data["sitemaps"]:
        # Django names the host of the request.
        item.location = urljoin(
            settings.SITE_URL, urlsplit(item.location)._replace(scheme="", netloc="").geturl()
        )
    return response


@require_safe
@public_page
def robots(request):
    return render(
        request,
        "site/robots.txt",
        {"sitemap": settings.SITE_URL + reverse("sitemap")},
        content_type="text/plain",
    )


def not_found(request, exception=None):
    """404 in both languages; an address of the old site leads to its publication instead.

    Any cache may keep it below `/kk/` and `/ru/`. Elsewhere its frame follows the reader's language, and the rooms
    of staff and of accounts keep their cookies.
    """
    if moved := to_former_address(request):
        return moved
    response = render(request, "site/404.html", {"language": get_language()}, status=404)
    response.public_page = request.path.startswith(tuple(f"/{code}/" for code, _ in settings.LANGUAGES))
    if not response.public_page:
        add_never_cache_headers(response)
    return response


def server_error(request):
    """500 in both languages: one static template, no database, no context."""
    return HttpResponse(render_to_string("500.html"), status=500)
