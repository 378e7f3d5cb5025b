"""Promises given at the meetings of a campaign, before the public."""

from campaigns.meetings import promises as showing
from campaigns.views.base import chosen_region, of_campaign, show
from federation.models import Region

WIDTH = 1000  # of the picture, in its own units


@of_campaign
def promises(request, campaign):
    """All of them, overdue first, as a bar and as a table; ?region=ISO lists those of one. In a silence none."""
    regions = list(Region.objects.all())
    region = chosen_region(request, regions)
    found = showing.of_campaign(campaign)
    rows = showing.by_region(found, regions)
    listed = [one for one in found if region is None or one.record.row.record["region"] == region.iso]
    more = {
        "total": len(found),
        "counts": showing.counts(found),
        "bar": bar(showing.counts(found)),
        "rows": rows,
        "region": region,
        "groups": [
            (group, name, own)
            for group, name in showing.GROUPS.items()
            if (own := [one for one in listed if one.group == group])
        ],
    }
    return show(request, "campaigns/promises.html", campaign, **more)


def bar(counts):
    """[{"group", "x", "width"}] of the parts of a bar that is WIDTH wide; parts of nothing are left out."""
    total, before, parts = sum(count for *_names, count in counts), 0, []
    for group, _name, count in counts:
        if count:
            x, end = before * WIDTH // total, (before + count) * WIDTH // total
            parts.append({"group": group, "x": x, "width": end - x})
        before += count
    return parts
