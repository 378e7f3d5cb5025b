"""Numbers as official texts write them, in both languages (DOMAIN §6)."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def grouped(number):
    """«1 234 567» with no-break spaces; «—» where there is no number."""
    return "—" if number is None else number_format(number, force_grouping=True)


@register.filter
def percent(share):
    """«54,2%»; «—» where there is no share."""
    return "—" if share is None else f"{number_format(share)}%"
