"""Candidates before the public."""

from django.http import Http404


def candidate(request, slug, name):
    raise Http404
