"""What changed between two texts of the same language: blocks first, words inside of changed blocks."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import groupby

from federation import blocks

WORDS = re.compile(r"\w+|\s+|[^\w\s]+")
# The work that one comparison may cost, in single looks at a pair of equal words; about half a second.
MOST_STEPS = 2_000_000


class Work:
    """What one comparison may still spend; shared by its parts, so that the whole is bounded and not each of them."""

    def __init__(self, steps=MOST_STEPS):
        self.left = steps

    def spend(self, steps):
        """Takes `steps` off. Returns whether there was enough; once there was not, there is none for anybody."""
        self.left = self.left - steps if self.left >= steps else 0
        return self.left > 0


class _Matcher(SequenceMatcher):
    """A SequenceMatcher that finds no further matches when the work is spent; `finished` says if it never was."""

    def __init__(self, before, after, work, junk=None):
        self.work, self.finished = work, True
        super().__init__(junk, before, after, autojunk=False)

    def find_longest_match(self, alo, ahi, blo, bhi):
        # What the search really does: for each word of one side it looks at each equal word of the other side.
        steps = ahi - alo + sum(len(self.b2j.get(self.a[index], ())) for index in range(alo, ahi))
        if not self.work.spend(steps):
            self.finished = False
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


@dataclass(frozen=True)
class Piece:
    """A stretch of text: op is "same", "ins" or "del". replaces: an "ins" in the place of the "del" before it."""

    op: str
    text: str
    replaces: bool = False


@dataclass(frozen=True)
class Change:
    """A block of the comparison. state: "same", "changed", "added", "removed"; `kind` as in `federation.blocks`."""

    state: str
    kind: str
    pieces: tuple[Piece, ...]


def words(old, new, work=None):
    """Word diff of two plain texts as a tuple of `Piece`s; joined without "ins" it is `old`, without "del" `new`.

    `work`: the `Work` of the comparison that this is a part of; when it is spent, the text is shown as replaced.
    """
    matcher = _Matcher(WORDS.findall(old), WORDS.findall(new), work or Work(), junk=str.isspace)
    opcodes, before, after = matcher.get_opcodes(), matcher.a, matcher.b
    if not matcher.finished:
        return (Piece("del", old), Piece("ins", new, replaces=True))
    pieces = []
    for tag, i1, i2, j1, j2 in opcodes:
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
            continue
        if i1 != i2:
            pieces.append(Piece("del", "".join(before[i1:i2])))
        if j1 != j2:
            pieces.append(Piece("ins", "".join(after[j1:j2]), replaces=i1 != i2))
    return tuple(pieces)


def changes(old_html, new_html):
    """Compares two HTML texts block by block. Returns all `Change`s in reading order, unchanged blocks included.

    The work is limited; when it is spent, blocks that changed are shown as removed and added whole.
    """
    work = Work()
    before, after = blocks.parse(old_html), blocks.parse(new_html)
    said = _Matcher([block.text for block in before], [block.text for block in after], work)
    found = []
    for tag, i1, i2, j1, j2 in said.get_opcodes():
        if tag == "equal":
            found += [_whole("same", block) for block in after[j1:j2]]
        else:
            found += _replaced(before[i1:i2], after[j1:j2], work)
    return found


def folded(found, around=1):
    """The changes in groups for a reader: long stretches of unchanged blocks apart, so that they can be folded away.

    Returns [(is_folded, [Change, …]), …]; `around` unchanged blocks stay in sight beside each change.
    """
    near = [
        any(other.state != "same" for other in found[max(0, index - around) : index + around + 1])
        for index in range(len(found))
    ]
    groups = []
    for shown, group in groupby(zip(near, found, strict=True), key=lambda pair: pair[0]):
        changes_of_group = [change for _, change in group]
        hidden = not shown and len(changes_of_group) > 1
        groups.append((hidden, changes_of_group))
    return groups


def _replaced(before, after, work):
    """Pairs blocks that stand for each other: alike texts, in order; the rest was removed or added."""
    found, start = [], 0
    counted = [Counter(block.text.split()) for block in before]
    for block in after:
        count = Counter(block.text.split())
        search = range(start, len(before) if work.left else start)
        twin = next((i for i in search if _alike(counted[i], count, work)), None)
        if twin is None:
            found.append(_whole("added", block))
            continue
        found += [_whole("removed", gone) for gone in before[start:twin]]
        found.append(Change("changed", block.kind, words(before[twin].text, block.text, work)))
        start = twin + 1
    return found + [_whole("removed", gone) for gone in before[start:]]


def _alike(old, new, work):
    """Whether one text, as a Counter of its words, can be an edit of the other: half of their words are the same."""
    few, many = sorted((old, new), key=len)
    if not work.spend(len(few) + 1):
        return False
    common = sum(min(count, many[word]) for word, count in few.items())
    return bool(few) and 2 * common >= min(old.total(), new.total())


def _whole(state, block):
    op = {"same": "same", "added": "ins", "removed": "del"}[state]
    return Change(state, block.kind, (Piece(op, block.text),))
