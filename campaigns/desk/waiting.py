"""All that waits for a person, as cards. A fixed number of queries, however many rows there are."""

from campaigns.desk import candidates, meetings, office, publications, tasks

PARTS = (office, candidates, tasks, meetings, publications)


def cards(user, now):
    """[Card] of what waits for the person at `now` (aware): what is late first; nothing that is empty.

    Each part asks the predicates and querysets of its subject: a card holds nothing that the person may not open.
    """
    found = [card for part in PARTS for card in part.cards(user, now) if card.count]
    return sorted(found, key=lambda card: not card.late)
