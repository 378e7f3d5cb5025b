"""What a campaign says as a whole: to tell the audit log what changed, and a person that somebody else changed it."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override

from campaigns.models import Campaign, CampaignDate, Objective

# Moves of their own, with entries of their own; keys say nothing to a reader.
LEFT_OUT = {"id", "campaign", "announced_at"}


def columns(model):
    """Names of the columns of a model that are compared: of a translated field its languages; no keys of order."""
    names = [field.name for field in model._meta.concrete_fields if field.name not in LEFT_OUT]
    return [name for name in names if f"{name}_kk" not in names and not name.startswith("sort_key")]


def snapshot(campaign):
    """{name: value} of all that a campaign says, as it stands in the database."""
    row = Campaign.objects.get(pk=campaign.pk)
    said = {name: getattr(row, name) for name in columns(Campaign)}
    said |= {name: value and str(value) for name in ("rule_set", "platform") for value in [said[name]]}
    said["bodies"] = [str(body) for body in row.bodies.all()]
    said["dates"] = list(row.dates.order_by("step").values(*columns(CampaignDate)))
    said["objectives"] = list(row.objectives.order_by("number").values(*columns(Objective)))
    return said


def fingerprint(campaign):
    """Text that is another one after each change of the campaign, its dates, bodies or objectives."""
    with override("kk"):
        text = json.dumps(snapshot(campaign), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def changed(before, after):
    """{name: [old, new]} of what differs between two `snapshot`s."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}
