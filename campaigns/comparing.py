"""What a campaign says as a whole: to tell the audit log what changed, and a person that somebody else changed it."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override

from campaigns.models import Campaign


def written(campaign):
    """{name: value} of what the audit log compares, as it stands in the database."""
    names = [
        field.name for field in Campaign._meta.concrete_fields if field.name not in ("id", "announced_at")
    ]
    row = Campaign.objects.get(pk=campaign.pk)
    said = {name: getattr(row, name) for name in names if f"{name}_kk" not in names}
    said |= {name: value and str(value) for name in ("rule_set", "platform") for value in [said[name]]}
    said["bodies"] = [str(body) for body in row.bodies.all()]
    said["dates"] = [
        f"{date}: {date.begins_on or ''} {date.begins_time or ''} – {date.ends_on or ''} {date.ends_time or ''}"
        for date in row.dates.all()
    ]
    said["objectives"] = [str(objective) for objective in row.objectives.all()]
    return said


def fingerprint(campaign):
    """Text that is another one after each change of the campaign, its dates, bodies or objectives."""
    with override("kk"):
        text = json.dumps(written(campaign), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def changed(before, after):
    """{name: [old, new]} of what differs between two `written`."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}
