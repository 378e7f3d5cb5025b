"""The door of campaign materials: which publications of a campaign are about which of its candidates."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.campaigning import require
from campaigns.candidates import access
from campaigns.candidates.door import locked, require_no_silence
from campaigns.enums import PoolState
from campaigns.models import Candidacy, Link
from federation.models.audit import name_actions, record
from federation.refusals import Refused

MAY = "campaigns.link_publication"


def eligible(campaign, by):
    """Candidacies of the campaign (queryset) to which `by` may add materials: approved and announced ones.

    Headquarters see approved ones before their announcement, too; nobody else learns of a decision by a search.
    """
    return told(campaign.candidacies.filter(pool_state=PoolState.APPROVED, erased_at=None), by)


def about(link, by):
    """Candidacies (queryset) of the campaign of a Link whose materials its publication is, as far as `by` may know."""
    return told(link.publication.candidacies.filter(campaign=link.campaign), by)


def told(candidacies, by):
    """Without those of which headquarters alone know."""
    if by is None or access.is_headquarters(by):
        return candidacies
    return candidacies.filter(announced_at__isnull=False)


@transaction.atomic
def add(candidacy, publication, by):
    """Counts a publication of the campaign to a candidate's materials. Idempotent. Returns the candidacy.

    Refused for a publication that does not belong to the campaign, for a candidate who is not approved, and in a
    silence where readers would see the two together at once.
    """
    require(by, MAY)
    fresh = locked(candidacy)
    if not eligible(fresh.campaign, by).filter(pk=fresh.pk).exists():
        raise Refused(_("Only a candidate who was approved has campaign materials here."))
    if fresh.campaign.platform_id == publication.pk:
        raise Refused(_("The platform belongs to all candidates: each names the steps that they support."))
    if not Link.objects.filter(campaign=fresh.campaign, publication=publication).exists():
        raise Refused(_("The publication does not belong to this campaign: link it to the campaign first."))
    if fresh.materials.filter(pk=publication.pk).exists():
        return fresh
    if publication.is_out and Candidacy.objects.public().filter(pk=fresh.pk).exists():
        require_no_silence()
    fresh.materials.add(publication)
    record(by, "candidacy.material", fresh, publication=f"№ {publication.pk}")
    return fresh


@transaction.atomic
def remove(candidacy, publication, by):
    """Takes a publication out of a candidate's materials; possible at any time. Returns the candidacy."""
    require(by, MAY)
    fresh = locked(candidacy)
    if fresh.materials.filter(pk=publication.pk).exists():
        fresh.materials.remove(publication)
        record(by, "candidacy.material-out", fresh, publication=f"№ {publication.pk}")
    return fresh


name_actions(
    {
        "candidacy.material": gettext_lazy("campaign material of a candidate added"),
        "candidacy.material-out": gettext_lazy("campaign material of a candidate taken out"),
    }
)
