"""What changed between two texts of the same language: blocks first, words inside of changed blocks."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from federation import blocks

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# Word by word comparison grows with the product of the lengths; beyond this a block is shown as replaced.
MOST_STEPS = 4_000_000


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


def words(old, new):
    """Word diff of two plain texts as a tuple of `Piece`s; joined without "ins" it is `old`, without "del" `new`."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) * len(after) > MOST_STEPS:
        return (Piece("del", old), Piece("ins", new, replaces=True))
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
            continue
        if i1 != i2:
            pieces.append(Piece("del", "".join(before[i1:i2])))
        if j1 != j2:
            pieces.append(Piece("ins", "".join(after[j1:j2]), replaces=i1 != i2))
    return tuple(pieces)


def changes(old_html, new_html):
    """Compares two HTML texts block by block. Returns all `Change`s in reading order, unchanged blocks included."""
    before, after = blocks.parse(old_html), blocks.parse(new_html)
    said = SequenceMatcher(
        None, [block.text for block in before], [block.text for block in after], autojunk=False
    )
    found = []
    for tag, i1, i2, j1, j2 in said.get_opcodes():
        if tag == "equal":
            found += [_whole("same", block) for block in after[j1:j2]]
        else:
            found += _replaced(before[i1:i2], after[j1:j2])
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


def _replaced(before, after):
    """Pairs blocks that stand for each other: alike texts, in order; the rest was removed or added."""
    found, start = [], 0
    for block in after:
        twin = next((i for i in range(start, len(before)) if _alike(before[i].text, block.text)), None)
        if twin is None:
            found.append(_whole("added", block))
            continue
        found += [_whole("removed", gone) for gone in before[start:twin]]
        found.append(Change("changed", block.kind, words(before[twin].text, block.text)))
        start = twin + 1
    return found + [_whole("removed", gone) for gone in before[start:]]


def _alike(old, new):
    """Whether one text can be an edit of the other: half of their words are the same."""
    a, b = old.split(), new.split()
    if not a or not b:
        return False
    rest = list(b)
    common = sum(1 for word in a if word in rest and not rest.remove(word))
    return 2 * common >= min(len(a), len(b))


def _whole(state, block):
    op = {"same": "same", "added": "ins", "removed": "del"}[state]
    return Change(state, block.kind, (Piece(op, block.text),))
