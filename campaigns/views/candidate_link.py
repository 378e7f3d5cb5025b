"""The private page of a candidate, behind a link that was mailed."""

from django.http import Http404


def link(request, token):
    raise Http404
