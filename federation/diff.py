"""What changed in a text: by words within a block, by blocks between two editions of one language."""

import difflib
import re
from dataclasses import dataclass

from federation.alignment import align_by
from federation.blocks import Block, normalise, parse

WordDiff = list[tuple[str, str]]
MAX_WORDS = 3000  # beyond it difflib may treat frequent words as noise, to stay quick


@dataclass(frozen=True)
class DiffRow:
    """One step between two editions: `op` is "equal", "change", "insert" or "delete".

    `old_number` and `new_number` are the blocks' numbers (anchors b1, b2, …), 0 for a missing side. A
    change of the kind alone is a "change" whose `words` are all equal.
    """

    op: str
    old: Block | None
    new: Block | None
    old_number: int
    new_number: int
    words: WordDiff


def word_diff(old: str, new: str) -> WordDiff:
    """Word by word, (op, text) with op "equal", "delete" or "insert"; a deletion comes before its insertion.

    Joined by spaces, equal and delete give the old text, equal and insert the new one, both with white
    space normalised.
    """
    before, after = normalise(old).split(), normalise(new).split()
    noise = max(len(before), len(after)) > MAX_WORDS
    result: WordDiff = []
    for op, i, i_end, j, j_end in difflib.SequenceMatcher(None, before, after, noise).get_opcodes():
        if op == "equal":
            result.append(("equal", " ".join(before[i:i_end])))
            continue
        if i < i_end:
            result.append(("delete", " ".join(before[i:i_end])))
        if j < j_end:
            result.append(("insert", " ".join(after[j:j_end])))
    return result


def block_diff(old_html: str, new_html: str) -> list[DiffRow]:
    """How one edition of a text became another, block by block in reading order (one language)."""
    old, new = parse(old_html), parse(new_html)
    matcher = difflib.SequenceMatcher(None, [b.hash for b in old], [b.hash for b in new], autojunk=False)
    rows: list[DiffRow] = []
    for op, i, i_end, j, j_end in matcher.get_opcodes():
        if op == "equal":
            pairs = zip(range(i, i_end), range(j, j_end), strict=True)
        else:
            pairs = _pairs(old, new, range(i, i_end), range(j, j_end))
        for one, other in pairs:
            rows.append(_row(old, new, one, other))
    return rows


def _pairs(
    old: list[Block], new: list[Block], olds: range, news: range
) -> list[tuple[int | None, int | None]]:
    """Which of the replaced blocks became which: the more words they share, the likelier."""
    words_old = [_words(old[i]) for i in olds]
    words_new = [_words(new[j]) for j in news]

    def score(i: int, j: int) -> float:
        total = len(words_old[i] | words_new[j])
        # Two gaps cost 2: blocks that share a tenth of their words are one block rewritten.
        return 10 * len(words_old[i] & words_new[j]) / total - 3 if total else 0.0

    return [
        (None if i is None else olds[i], None if j is None else news[j])
        for i, j in align_by(len(olds), len(news), score)
    ]


def _words(block: Block) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", block.text.casefold()))


def _row(old: list[Block], new: list[Block], i: int | None, j: int | None) -> DiffRow:
    one = None if i is None else old[i]
    other = None if j is None else new[j]
    if one and other:
        op = "equal" if (one.text, one.shape) == (other.text, other.shape) else "change"
    else:
        op = "delete" if one else "insert"
    words = word_diff(one.text if one else "", other.text if other else "")
    return DiffRow(op, one, other, 0 if i is None else i + 1, 0 if j is None else j + 1, words)
