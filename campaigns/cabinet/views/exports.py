"""Candidates as a table to download."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from campaigns.cabinet.base import cabinet_page
from campaigns.cabinet.downloads import table_response
from campaigns.candidates import exporting
from campaigns.models import Pool


@cabinet_page(exporting.may_export)
def export(request, kind, pk=None):
    """The candidates that the person sees: of the pool `pk`, or of all pools."""
    if kind not in exporting.KINDS:
        raise Http404
    pools = Pool.objects.select_related("campaign", "body")
    pool = None if pk is None else get_object_or_404(pools, pk=pk)
    data, _rows = exporting.export(request.user, kind, pool)
    name = f"candidates-{pool.campaign.slug}-{pool.body.code}" if pool else "candidates"
    return table_response(data, name, kind)
