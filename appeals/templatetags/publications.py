"""How templates show the text of publications."""

import json
from datetime import date

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from appeals.enums import Kind
from federation import blocks

register = template.Library()

# What would end or open an element inside of <script>, as in django.utils.html.json_script.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def anchored(html):
    """The text with id="b1", "b2", … on its blocks. Safe: `blocks.anchored` sanitises whatever comes in."""
    return mark_safe(blocks.anchored(html))  # noqa: S308


@register.filter
def single(block):
    """One block of a text as HTML of its own; `blocks` writes nothing but escaped text and its own tags."""
    return mark_safe(blocks.single(block))  # noqa: S308


@register.filter
def from_iso(value):
    """The date of "2023-03-19", None for ""; editions keep their adoption record as JSON."""
    return date.fromisoformat(value) if value else None


@register.filter
def adopted_on(edition):
    """Date of the decision, else of the session; None when the record has neither."""
    return from_iso(edition.adoption.get("decided_on") or edition.adoption.get("session_on"))


@register.filter
def in_language(record, name):
    """`record["name_kk"]` or `record["name_ru"]`, by the active language."""
    return record.get(f"{name}_{get_language()}", "")


@register.filter
def absolute(path):
    return settings.SITE_URL + path


@register.filter
def json_ld(data):
    """Data for <script type="application/ld+json">, which is no script: browsers never run it."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES))  # noqa: S308


@register.filter
def structured(edition, publisher):
    """schema.org description of an edition in the active language. publisher: name of the federation."""
    text = edition.text()
    url = settings.SITE_URL + edition.publication.get_absolute_url()
    types = {Kind.NEWS: "NewsArticle", Kind.PAGE: "WebPage"}
    other = "ru" if text.language == "kk" else "kk"
    other_url = settings.SITE_URL + edition.publication.get_absolute_url(other)
    organisation = {"@type": "Organization", "name": str(publisher), "url": settings.SITE_URL}
    described = {"description": text.lead} if text.lead else {}
    return described | {
        "@context": "https://schema.org",
        "@type": types.get(edition.kind, "Article"),
        "@id": url,
        "url": url,
        "headline": text.title,
        "name": text.title,
        "genre": edition.get_kind_display(),
        "inLanguage": text.language,
        "workTranslation": {"@type": "CreativeWork", "@id": other_url, "inLanguage": other},
        "datePublished": edition.first_public_from.isoformat(),
        "dateModified": edition.public_from.isoformat(),
        "version": edition.number,
        "author": organisation,
        "publisher": organisation,
    }


@register.filter
def organisation(name):
    """schema.org description of the federation and of the search of its site."""
    home = f"{settings.SITE_URL}/{get_language()}/"
    return {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Organization",
                "@id": f"{settings.SITE_URL}/#federation",
                "name": str(name),
                "url": home,
            },
            {
                "@type": "WebSite",
                "name": str(name),
                "url": home,
                "inLanguage": get_language(),
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": f"{home}search/?q={{words}}",
                    "query-input": "required name=words",
                },
            },
        ],
    }


@register.filter
def file_type(name):
    """ "PDF" for "report.pdf"."""
    return name.rpartition(".")[2].upper()
