"""Menus and the introduction on the home page."""

from appeals.models import Publication
from federation.site.demo.content import bilingual, read
from federation.site.models import MenuItem, Place


def load_menus():
    """The menus, unless somebody has made any."""
    if MenuItem.objects.exists():
        return
    menus = read("menus.toml")
    for place in Place.values:
        for order, entry in enumerate(menus.get(place, [])):
            page = Publication.objects.get(slug=entry["page"]) if "page" in entry else None
            MenuItem.objects.create(
                place=place,
                order=order,
                publication=page,
                section=entry.get("section", ""),
                **bilingual(entry, "label"),
            )
