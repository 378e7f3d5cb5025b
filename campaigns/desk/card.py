"""What a desk is made of. Dates are those of the portal's zone."""

import datetime
from dataclasses import dataclass

# So many lines stand on a card; the page behind it has all of them.
SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One thing that waits. href: "" where there is no page of its own; said: what is to be done, or until when."""

    text: str
    href: str = ""
    said: str = ""
    late: bool = False


@dataclass(frozen=True)
class Card:
    """One kind of things that wait. name: a word for the page; href: where all of them stand.

    late: how many of `count` are over their time; soonest: the nearest last day, or None; lines: the first of them.
    others: whether it waits for somebody else's hand, and this person only looks after it.
    """

    name: str
    title: str
    href: str
    count: int
    late: int = 0
    soonest: datetime.date | None = None
    lines: tuple[Line, ...] = ()
    others: bool = False
