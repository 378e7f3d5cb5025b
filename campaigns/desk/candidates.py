"""Candidates on the desk: what a branch has to mend, what lies before a reviewer."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.candidates import access, listing, queue
from campaigns.candidates.queue import Kind
from campaigns.desk.card import SHOWN, Card, Line
from campaigns.enums import PoolState
from federation.access import is_branch


def cards(user, now):
    """[Card] of candidates for the person at `now` (aware)."""
    found = [of_branch(user)] if is_branch(user) else []
    return found + (review(user) if access.is_reviewer(user) else [])


def of_branch(user):
    """What candidates of the branch need from it: returned, drafts, not confirmed."""
    needs = listing.needs(user, SHOWN)
    closing = [
        row.pool.closes_at
        for row, _said in needs
        if row.state == PoolState.DRAFT and row.pool and row.pool.is_open()
    ]
    return Card(
        "candidates",
        _("Candidates that need you"),
        reverse("cabinet:candidates") + f"?state={listing.NEED}",
        listing.needs_count(user),
        soonest=timezone.localdate(min(closing)) if closing else None,
        lines=tuple(
            Line(
                row.candidacy.full_name or _("Candidate without a name yet"),
                reverse("cabinet:candidate", args=[row.candidacy.pk]),
                said,
            )
            for row, said in needs[:SHOWN]
        ),
    )


def review(user):
    """A card for each list of the review."""
    counts, address = queue.counts(user), reverse("cabinet:review")
    titles = {
        Kind.WAITING: ("review", _("Candidacies to decide")),
        Kind.OPINIONS: ("opinions", _("Your opinion is asked")),
        Kind.CHANGES: ("review-changes", _("Changes of candidacies to decide")),
        Kind.UNANNOUNCED: ("announce", _("Decisions to announce")),
    }
    return [
        Card(
            name,
            title,
            f"{address}?kind={kind.value}",
            counts[kind.value],
            lines=tuple(
                Line(row.full_name, reverse("cabinet:review-one", args=[row.pk]), str(row.region or ""))
                for row in queue.oldest(user, kind, SHOWN)
            ),
        )
        for kind, (name, title) in titles.items()
    ]
