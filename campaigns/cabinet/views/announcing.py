"""Pages of the review."""

from django.shortcuts import render

from campaigns.cabinet.base import cabinet_page
from campaigns.candidates import access


@cabinet_page(access.is_reviewer)
def announce(request, **_keys):
    return render(request, "cabinet/home.html")
