"""The texts of a candidacy in both languages side by side: paragraph to paragraph, with what differs."""

import re

from django.utils.html import format_html_join

from campaigns.models import Candidacy
from federation import parity

TEXTS = ("biography", "programme")


def compared(candidacy, name):
    """`parity.Comparison` of a text of TEXTS; a line of its own is a paragraph."""
    return parity.compare(*(paragraphs(getattr(candidacy, f"{name}_{code}")) for code in ("kk", "ru")))


def paragraphs(text):
    lines = (line.strip() for line in re.split(r"[\r\n]+", text))
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line))


def side_by_side(candidacy, names=TEXTS):
    """[(label, Comparison)] of those of the texts that say something."""
    return [
        (Candidacy._meta.get_field(name).verbose_name, compared(candidacy, name))
        for name in names
        if getattr(candidacy, f"{name}_kk") or getattr(candidacy, f"{name}_ru")
    ]
