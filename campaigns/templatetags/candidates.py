"""What pages of candidates tell machines."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

register = template.Library()


@register.filter
def person(profile):
    """schema.org description of a candidate (`Profile`) in the active language: nothing that the page does not say."""
    other = "ru" if get_language() == "kk" else "kk"
    described = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": settings.SITE_URL + profile.get_absolute_url(),
        "url": settings.SITE_URL + profile.get_absolute_url(),
        "name": str(profile.name),
        "alternateName": getattr(profile.name, other),
        "identifier": profile.code,
    }
    if profile.has_photo:
        photo = reverse("campaigns:candidate-photo", args=[profile.campaign_slug, profile.slug, 480])
        described["image"] = settings.SITE_URL + photo
    if profile.birth_date:
        described["birthDate"] = profile.birth_date.isoformat()
    if profile.workplace:
        described["jobTitle"] = str(profile.workplace)
    return described
