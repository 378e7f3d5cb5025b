"""All that waits for a person, as cards. A fixed number of queries, however many rows there are."""

from campaigns.desk import candidates, meetings, office, publications, tasks

PARTS = (office, candidates, tasks, meetings, publications)
# What the law or other people wait for comes before what is the person's own, and that before what can wait.
ORDER = (
    *("demands", "takedowns", "accept", "review", "opinions", "review-changes", "announce"),
    *("tasks", "candidates", "applications", "stranded", "release", "confirm", "promises"),
    *("in-review", "neutral", "approved", "returned", "meetings", "mails", "invitations"),
    *("texts", "gaps", "scheduled"),
    *("overdue", "late-applications", "silent-regions", "silent"),
)


def cards(user, now):
    """[Card] of what waits for the person at `now` (aware): what waits for the own hand before what others let lapse,
    in both what is late first, then in the order of ORDER; nothing that is empty.

    Each part asks the predicates and querysets of its subject: a card holds nothing that the person may not open.
    """
    found = [card for part in PARTS for card in part.cards(user, now) if card.count]
    return sorted(found, key=lambda card: (card.others, not card.late, ORDER.index(card.name)))
