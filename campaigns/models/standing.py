"""Which candidacies count, and for whom: not over yet, decided without an announcement, public."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from campaigns.enums import LIVE, PoolState
from campaigns.models.papers import Consent
from federation.enums import Matter
from federation.models.quiet import QuietSince

# Decided, and known to headquarters alone: for everybody else it still lies there (`Candidacy.known_state`).
UNANNOUNCED = Q(
    pool_state__in=[PoolState.APPROVED.value, PoolState.REJECTED.value], announced_at=None, erased_at=None
)
# What a person stands by, as far as anybody may know: a rejection ends it once it is announced.
STANDING = Q(pool_state__in=[state.value for state in LIVE]) | UNANNOUNCED


class CandidacyQuerySet(models.QuerySet):
    def live(self):
        """Those that are not over: neither withdrawn nor rejected. A rejection counts when it is announced; else a
        second registration of the person would tell of it."""
        return self.filter(STANDING)

    def unannounced(self):
        """Those whose decision waits for its announcement."""
        return self.filter(UNANNOUNCED)

    def public(self, at=None):
        """What readers may see at `at` (aware, default now): approved, announced, with a consent in force that the
        candidate confirmed, and not taken down.

        Whom an announcement or a first confirmation would open in a silence waits for its end (DOMAIN §4).
        """
        at = at or timezone.now()
        consents = Consent.objects.filter(candidacy=OuterRef("pk"))
        fell = QuietSince(Matter.CAMPAIGN, at)
        newly = Q(announced_at__gte=fell) | ~Exists(consents.filter(confirmed_at__lt=fell))
        return self.filter(
            Exists(consents.in_force()),
            pool_state=PoolState.APPROVED,
            announced_at__lte=at,
            erased_at=None,
            campaign__announced_at__lte=at,
        ).exclude(newly)
