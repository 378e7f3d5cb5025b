"""Filters of the pages of headquarters."""

import re

from django import template

register = template.Library()


@register.filter
def tel(number):
    """The address that dials: tel:+77142555555 of «+7 (7142) 55-55-55»."""
    return f"tel:{re.sub(r'[^0-9+]', '', number)}"
